"""A document -> the model, with pydantic's errors in our words and at their places.

Every problem of a document is gathered, sorted by place, and raised once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from newsletter.document import Document
from newsletter.errors import InputError, Loc, Problem, by_place, did_you_mean
from newsletter.model.base import Part
from newsletter.model.brand import Brand
from newsletter.model.keys import keys_at
from newsletter.model.sections import KINDS

P = TypeVar("P", bound=Part)


def validated(model: type[P], doc: Document, context: dict[str, Any]) -> P:
    """The model of a document.

    Args:
        model: Issue or brand.
        doc: The parsed file.
        context: What values are checked against: ``dialect`` and ``folder``.

    Raises:
        InputError: With every problem of the document, sorted by place.

    """
    problems = list(doc.problems)
    try:
        value = model.model_validate(doc.data, context=context)
    except ValidationError as error:
        problems += [doc.place(problem) for problem in _problems(error, model, doc.data)]
    if problems:
        raise InputError(*sorted(problems, key=by_place))
    return value


def _problems(error: ValidationError, model: type[Part], data: Any) -> list[Problem]:
    entries = error.errors(include_url=False)
    problems: list[Problem] = []
    below = Counter(entry["loc"][:depth] for entry in entries for depth in range(len(entry["loc"]) + 1))
    for entry in entries:
        loc = entry["loc"]
        found = entry["ctx"]["problems"] if entry["type"] == "problems" else (_translated(entry, model),)
        if loc[-1:] == ("[key]",):  # pydantic's step to a key that may not stand there
            loc, found = loc[:-1], tuple(problem._replace(on_key=True) for problem in found)
        # A list whose entries are all wrong is then "too short" as well, which helps nobody.
        if not (entry["type"] == "too_short" and below[loc] > 1):
            problems += [p._replace(loc=(*loc, *p.loc)) for p in found]
    problems = list(_without_misspelt(problems))
    known = {(p.code, p.loc) for p in problems}
    return problems + [p for p in model.problems_across(data) if (p.code, p.loc) not in known]


def _without_misspelt(problems: list[Problem]) -> Iterator[Problem]:
    """All problems but those of keys that are missing because they are misspelt beside it."""
    meant = {(*p.loc[:-1], p.label.split("'")[1]) for p in problems if p.code == "unknown-key" and "'" in p.label}
    return (p for p in problems if not (p.code == "missing-key" and p.loc in meant))


def _translated(entry: Any, model: type[Part]) -> Problem:
    """One of pydantic's own errors in our words; its `loc` is added by the caller."""
    kind, value, loc = entry["type"], entry.get("input"), entry["loc"]
    if kind == "extra_forbidden":
        return _unknown_key(loc, value, model)
    if kind == "missing":
        return Problem(
            code="missing-key", message=f"'{loc[-1]}' is missing", hint=f"add {loc[-1]}: and its value", on_key=True
        )
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _wrong_kind(entry)
    if kind == "literal_error":
        allowed = [word.strip("' ") for word in str(entry["ctx"]["expected"]).replace(" or ", ", ").split(",")]
        return Problem(
            code="unknown-choice",
            message=f"'{value}' cannot stand here" if loc[-1] == "[key]" else f"'{value}' is not a {loc[-1]}",
            label=did_you_mean(str(value), allowed),
            hint=f"choose {', '.join(allowed[:-1])} or {allowed[-1]}",
        )
    message, hint = _WRONG_TYPE.get(
        kind, (f"{{key}}: {entry['msg'][0].lower()}{entry['msg'][1:]}", "correct the value")
    )
    words = {"key": _named(loc), "value": value, **entry.get("ctx", {})}
    return Problem(code="wrong-value", message=message.format(**words), hint=hint.format(**words))


def _unknown_key(loc: Loc, value: object, model: type[Part]) -> Problem:
    key, known = str(loc[-1]), keys_at(model, loc[:-1])
    label = ""
    if value == "":  # {value: 3,6} has a key 6, {title: Pains, beurre et sel} a key "beurre et sel"
        label = "a number takes a point, not a comma" if key.isdecimal() else ""
        label = "between braces, a text with a comma needs quotes" if not re.fullmatch(r"[\w-]+", key) else label
    return Problem(
        code="unknown-key",
        message=f"unknown key '{key}'",
        label=label or _elsewhere(key, loc, model) or did_you_mean(key, known),
        hint=f"keys here are {', '.join(known)}",
        on_key=True,
    )


def _elsewhere(key: str, loc: Loc, model: type[Part]) -> str:
    """Whether the key of an issue is one of the brand, which stands in its own file."""
    ours = len(loc) == 1 and model is not Brand and key in Brand.model_fields
    return "it stands in brand.yaml" if ours else ""


def _wrong_kind(entry: Any) -> Problem:
    section = entry["input"]
    if not isinstance(section, Mapping):
        message, hint = _WRONG_TYPE["model_type"]
        return Problem(code="wrong-value", message=message.format(key=_named(entry["loc"])), hint=hint)
    kind = section.get("kind") or ""
    kinds = f"kinds are {', '.join(KINDS)}"
    if not isinstance(kind, str):
        message, hint = _WRONG_TYPE["string_type"]
        return Problem(code="wrong-value", message=message.format(key="'kind'"), hint=hint, loc=("kind",))
    if not kind.strip():
        return Problem(
            code="missing-key", message="a section without its kind", hint=f"add kind: and its value; {kinds}"
        )
    return Problem(
        code="unknown-section-kind",
        message=f"unknown section kind '{kind}'",
        label=did_you_mean(kind, KINDS),
        hint=kinds,
        loc=("kind",),
    )


def _named(loc: Loc) -> str:
    """What a value is called: by its key, or by its number in a list."""
    if not loc:
        return "the file"
    if isinstance(loc[-1], int):
        key = next((step for step in reversed(loc[:-1]) if isinstance(step, str)), "")
        return f"entry {loc[-1] + 1} of '{key}'"
    return f"'{loc[-1]}'"


_WRONG_TYPE = {
    "string_type": ("{key} should be a text", "write the text after the colon; a list or keys cannot stand here"),
    "int_parsing": ("{key} should be a whole number, not '{value}'", "write digits only: 600"),
    "decimal_parsing": ("{key} should be a number, not '{value}'", "write digits: 40"),
    "bool_parsing": ("{key} should be true or false, not '{value}'", "write true or false"),
    "tuple_type": ("{key} should be a list", "start each entry on its own line with '- '"),
    "model_type": ("{key} should hold keys", "write its keys on the lines below, indented"),
    "model_attributes_type": ("{key} should hold keys", "write its keys on the lines below, indented"),
    "mapping_type": ("{key} should hold keys", "write its keys on the lines below, indented"),
    "dict_type": ("{key} should hold keys", "write its keys on the lines below, indented"),
    "too_short": ("{key} is an empty list", "add an entry, or leave out the whole block"),
    "greater_than_equal": ("{key} is {value}, below {ge}", "write {ge} or more"),
    "less_than_equal": ("{key} is {value}, above {le}", "write {le} or less"),
}
