"""Neutral names and conditions -> a dialect's own tags.

Content is written once, ``{{contact.firstname | default("toi")}}``, and sent through any ESP. A tag that the dialect
reads as its own passes untouched, byte for byte; so do all tags that are not neutral.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from newsletter.dialects import FIELD_NAME, LINKS, Condition, Dialect
from newsletter.errors import Problem, did_you_mean
from newsletter.scanning import is_whole, scan

_LITERAL = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_TAG = re.compile(
    rf"\{{\{{\s*(?P<name>{FIELD_NAME}|{'|'.join(LINKS)})\s*"
    rf"(?:\|\s*default\(\s*(?P<default>{_LITERAL})\s*(?:,\s*[Tt]rue\s*)?\)\s*)?\}}\}}"
)
_MENTIONED = re.compile(rf"\{{\{{+\s*(?P<name>{FIELD_NAME})\b")
_FIELD = re.compile(rf"(?<![\w.$]){FIELD_NAME}(?![\w.])")
_TERM = re.compile(
    rf"(?P<missing>not\s+)?(?P<name>{FIELD_NAME})\b"
    rf"(?:\s*(?P<operator>==|!=|<=|>=|<|>)\s*(?P<value>{_LITERAL}|-?\d+(?:\.\d+)?))?"
)
_TERM_TEXT = f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _TERM.pattern)})"
_QUOTED = re.compile(_LITERAL)
_IN_MARKUP = re.compile('[<>&"\n]')  # what HTML would have to escape in a default that stands between tags


@lru_cache(maxsize=64)
def _extended(dialect: Dialect, fields: tuple[tuple[str, str], ...]) -> Dialect:
    own = dialect.own - {name for name, _ in fields}
    return replace(dialect, fields={**dialect.fields, **dict(fields)}, own=own)


def extended(dialect: Dialect, merge_fields: Mapping[str, Mapping[str, str]]) -> Dialect:
    """The dialect with a brand's own fields: ``{contact.firstname: {mailchimp: FNAME}}``."""
    fields = tuple(
        (name, _own_field(esps[dialect.name], dialect)) for name, esps in merge_fields.items() if dialect.name in esps
    )
    known = all(dialect.fields.get(name) == own and name not in dialect.own for name, own in fields)
    return dialect if known else _extended(dialect, fields)


def _own_field(own: str, dialect: Dialect) -> str:
    """A field's whole name: the account's plain ``JOB`` is ``contact.JOB`` at Brevo."""
    return dialect.own_field.replace("<name>", own) if re.fullmatch(r"[\w -]+", own) else own


def plain_name(own: str, dialect: Dialect) -> str:
    """A field's name as an account shows it: ``JOB`` for ``contact.JOB`` at Brevo."""
    before, _, after = dialect.own_field.partition("<name>")
    plain = own.removeprefix(before).removesuffix(after)
    return plain if _own_field(plain, dialect) == own else own


def native(tag: str, dialect: Dialect) -> str | Problem:
    """The tag as the dialect writes it; a tag that is not neutral as it is; or why there is none."""
    neutral = _TAG.fullmatch(tag)
    mentioned = neutral or _MENTIONED.match(tag)
    if mentioned is None or _passes(mentioned["name"], dialect):
        return tag
    name = mentioned["name"]
    if neutral is None:
        return _untranslatable(tag, name, dialect)
    written = getattr(dialect, name) if name in LINKS else _field(name, neutral["default"], dialect)
    if written is None:
        return _unknown(name, dialect)
    if isinstance(written, str) and _bare(written) == _bare(tag):
        return tag  # the dialect's own, but for its blanks
    return cast("str | Problem", written)


def _field(name: str, default: str | None, dialect: Dialect) -> str | Problem | None:
    own = dialect.fields.get(name)
    if own is None:
        return None
    if is_whole(own, dialect):
        return own if default is None else _no_default(dialect)
    if default is None:
        return dialect.show.replace("<name>", own)
    return _with_default(own, _unquoted(default), dialect)


def neutral_name(tag: str) -> str | None:
    """The name in a neutral tag; None for any other tag."""
    found = _TAG.fullmatch(tag)
    return found["name"] if found else None


def names_in(test: str) -> list[str]:
    """The neutral names in a condition, in order."""
    return [match[0] for match in _FIELD.finditer(_QUOTED.sub(lambda literal: " " * len(literal[0]), test))]


def _passes(name: str, dialect: Dialect) -> bool:
    """Whether a neutral name is the dialect's own, and no brand says that it is called otherwise there."""
    own = dialect.fields.get(name, name)
    return own == name and bool(dialect.native) and re.fullmatch(dialect.native, name) is not None


def _bare(tag: str) -> str:
    return re.sub(r"\s+", "", tag)


def _unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def _with_default(own: str, default: str, dialect: Dialect) -> str | Problem:
    if dialect.fallback is None:
        return _no_default(dialect)
    template = dialect.fallback.replace("<name>", own)
    alone = is_whole(template.replace("<default>", "x"), dialect)
    for sign in dialect.quotes:
        shown = template.replace("<default>", f"{sign}{default}{sign}")
        fits = is_whole(shown, dialect) if alone else not (_IN_MARKUP.search(default) or scan(default, dialect)[0])
        if fits and "\\" not in default and "\n" not in default and not _breaks(sign or template, default):
            return shown
    return Problem(
        code="unwritable-default",
        message=f"{dialect.title} cannot hold the default '{default}' in a merge tag",
        hint="write a plainer default, without quotes, braces and signs",
        needle=default,
    )


def _no_default(dialect: Dialect) -> Problem:
    return Problem(
        code="no-default",
        message=f"{dialect.title} has no way to write a default into this merge tag",
        hint="set the default on the field itself, at the ESP, and leave '| default(...)' out",
    )


def _breaks(quotes: str, default: str) -> bool:
    """Whether a default holds a quote that it stands between."""
    return any(sign in default for sign in "\"'" if sign in quotes)


def _unknown(name: str, dialect: Dialect) -> Problem:
    known = [*sorted(dialect.fields), *(link for link in LINKS if getattr(dialect, link))]
    hint = f"{dialect.title} knows {', '.join(known)}"
    if name not in LINKS:
        hint += f"; write the field's name there into brand.yaml: merge_fields: {{{name}: {{{dialect.name}: NAME}}}}"
    elif name != "postal_address":
        hint += "; write the link itself, or remove the tag"
    return Problem(
        code="unknown-merge-field",
        message=f"'{name}' has no translation for {dialect.title}",
        label=_meant(name, known),
        hint=hint,
    )


def _meant(name: str, known: list[str]) -> str:
    """The nearest name, told apart by what follows ``contact.``, which they all share."""
    if name in LINKS:
        return ""
    fields = [field.removeprefix("contact.") for field in known]
    return did_you_mean(name.removeprefix("contact."), fields).replace("'", "'contact.", 1)


def _untranslatable(tag: str, name: str, dialect: Dialect) -> Problem:
    if name not in dialect.fields:
        return _unknown(name, dialect)
    return Problem(
        code="untranslatable-tag",
        message=f"{tag[:60]} cannot be translated for {dialect.title}",
        hint=f'only {{{{{name}}}}} and {{{{{name} | default("...")}}}} can; or write {dialect.title}\'s own tag',
    )


def guard(test: str, dialect: Dialect) -> tuple[str, str] | Problem:
    """The tags before and after a block that only those see for whom the test holds.

    Args:
        test: ``contact.country == "FR"``, several of them with ``and`` or with ``or``, ``not contact.company``; or the
            inside of the dialect's own condition, which passes as it is.
        dialect: Whose tags.

    """
    if dialect.condition is None:
        return Problem(
            code="no-conditions",
            message=f"{dialect.title} has no conditions, so 'show_if' cannot be kept",
            hint="remove show_if, or send this section in its own issue to its own list",
            on_key=True,
        )
    sure = [d for d in (*dialect.expressions, *dialect.controls) if not d.shape]
    if scan(test, dialect) != ((), ()) or any(d.open in test or d.close in test for d in sure):
        return Problem(
            code="delimiters-in-condition",
            message="a condition is written without the merge tag's delimiters",
            hint='write only the inside: show_if: contact.country == "FR"',
        )
    names = names_in(test)
    if not names or all(_passes(name, dialect) for name in names):
        return dialect.condition.opening.replace("<test>", test), dialect.condition.closing
    return _translated(test, dialect, dialect.condition)


@dataclass(frozen=True)
class _Block:
    """The tags around what one test guards; `test` is empty where it cannot stand beside another in one tag."""

    opening: str
    closing: str
    test: str = ""


def _translated(test: str, dialect: Dialect, condition: Condition) -> tuple[str, str] | Problem:
    terms = list(_TERM.finditer(test))
    joins = _TERM.sub("", test).split()
    blocks = []
    if not re.fullmatch(rf"{_TERM_TEXT}(?:\s+(?:and|or)\s+{_TERM_TEXT})*", test.strip()) or len({*joins}) > 1:
        return Problem(
            code="untranslatable-condition",
            message=f"this condition cannot be translated for {dialect.title}",
            hint='write contact.country == "FR"; or several such tests, with only "and" or only "or", without brackets',
        )
    for term in terms:
        block = _block(term, dialect, condition)
        if isinstance(block, Problem):
            return block
        blocks.append(block)
    join = condition.either if "or" in joins else condition.both
    if len(blocks) > 1 and join and all(block.test for block in blocks):
        whole = join.join(block.test for block in blocks)
        return condition.opening.replace("<test>", whole), condition.closing
    if "or" in joins:
        return _cannot("or", dialect)
    # Blocks in blocks: each of them must hold.
    return "".join(block.opening for block in blocks), "".join(block.closing for block in reversed(blocks))


def _block(term: re.Match[str], dialect: Dialect, condition: Condition) -> _Block | Problem:
    name, operator = term["name"], "missing" if term["missing"] else term["operator"] or "exists"
    if name not in dialect.fields:
        return replace(_unknown(name, dialect), needle=name)
    if term["missing"] and term["operator"]:
        return _cannot(f"not ... {term['operator']}", dialect)
    if is_whole(dialect.fields[name], dialect):
        return _cannot(name, dialect)
    values = _values(term["value"] or "", condition)
    for value in values:
        block = _written(operator, condition.field.replace("<name>", dialect.fields[name]), value, condition)
        if block is None:
            return _cannot({"exists": name, "missing": f"not {name}"}.get(operator, operator), dialect)
        if is_whole(block.opening, dialect):
            return block
    return Problem(
        code="unwritable-value",
        message=f"{dialect.title} cannot hold {term['value']} in a condition",
        hint="compare with a plainer text, without quotes, braces and signs",
        needle=term["value"],
    )


def _values(literal: str, condition: Condition) -> list[str]:
    """The ways in which the dialect could write a literal."""
    if not literal or literal[0] not in "\"'":
        return [literal]
    text = _unquoted(literal)
    return [f"{sign}{text}{sign}" for sign in condition.quotes if not (sign and sign in text) and "\\" not in text]


def _written(operator: str, field: str, value: str, condition: Condition) -> _Block | None:
    def filled(template: str) -> str:
        return template.replace("<field>", field).replace("<value>", value)

    if operator in condition.blocks:
        opening, closing = condition.blocks[operator]
        return _Block(filled(opening), closing)
    if operator in condition.tests:
        test = filled(condition.tests[operator])
        return _Block(condition.opening.replace("<test>", test), condition.closing, test)
    opposite = {"!=": "==", "missing": "exists"}.get(operator)
    if opposite and condition.otherwise:  # the other half of the opposite: true wherever that is not
        block = _written(opposite, field, value, condition)
        return replace(block, opening=block.opening + condition.otherwise, test="") if block else None
    return None


def _cannot(what: str, dialect: Dialect) -> Problem:
    return Problem(
        code="untranslatable-condition",
        message=f"{dialect.title} has no '{what}' in conditions, as far as is known",
        hint=f"say it in another way, split the section, or write the inside of {dialect.title}'s own condition",
    )
