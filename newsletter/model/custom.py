"""A dialect that a brand describes itself, for an ESP without a row in :mod:`newsletter.dialects`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from newsletter.dialects import CUSTOM, FIELD_NAME, LINKS, Condition, Delimiters, Dialect
from newsletter.errors import Loc, Problem
from newsletter.model.base import Part
from newsletter.model.scalars import refuse
from newsletter.scanning import is_whole, scan

Operator = Literal["==", "!=", "<", "<=", ">", ">=", "exists", "missing"]


_SIGNS = "%@$#{}[]|~^¤§"
"""Signs that can be a delimiter alone; the others stand in Markdown, HTML or URLs."""


def _pair(pair: tuple[str, ...]) -> tuple[str, ...]:
    fits = len(pair) == 2 and all(re.fullmatch(r"[^\s\w]\S* ?", delimiter) for delimiter in pair)
    if not fits or any(len(delimiter) == 1 and delimiter not in _SIGNS for delimiter in pair):
        raise refuse(
            Problem(
                code="not-delimiters",
                message="these are not the two delimiters of a tag",
                hint=f'write [["%%", "%%"]]: what opens a tag and what closes it; a single sign is one of {_SIGNS}',
            )
        )
    return pair


Pair = Annotated[tuple[str, ...], AfterValidator(_pair)]


def _fields(fields: Mapping[str, str]) -> Mapping[str, str]:
    problems = [bad_field_name(name) for name in fields if not re.fullmatch(FIELD_NAME, name)]
    problems += [
        Problem(code="not-a-field-name", message=f"'{own}' is no name", hint="write the field's name", loc=(name,))
        for name, own in fields.items()
        if not own.strip() or "\n" in own
    ]
    if problems:
        raise refuse(*problems)
    return fields


def _no_tag(loc: Loc, message: str, hint: str) -> Problem:
    return Problem(code="not-a-tag", message=f"'{loc[-1]}' {message}", hint=hint, loc=loc)


def bad_field_name(name: str) -> Problem:
    """The problem of a neutral name of a field that is none."""
    return Problem(
        code="not-a-field-name",
        message=f"'{name}' is not a neutral name of a field",
        hint="write contact. and small letters, digits or _, as in contact.job_title",
        loc=(name,),
        on_key=True,
    )


class CustomCondition(Part):
    """How the ESP writes a block that only some contacts see."""

    opening: str
    """The tag before it, with <test>: "%IF <test>%"."""
    closing: str
    """The tag after it: "%ENDIF%"."""
    otherwise: str = ""
    """The tag between its two halves, where there is one: "%ELSE%"."""
    tests: Mapping[Operator, str] = {}
    """By operator what replaces <test>, with <field> and <value>: {"==": "<field> = <value>"}."""
    both: str = ""
    """What joins two tests that must both hold; blocks are put into each other where absent."""
    either: str = ""
    """What joins two tests of which one must hold."""
    field: str = "<name>"
    """How a field is named in a test."""
    quotes: Annotated[str, Field(pattern=r"^(none|[\"']{1,2})$")] = "\"'"
    """The quotes that a text in a test can stand in, such as "\"'"; "none" for no quotes."""

    def condition(self) -> Condition:
        """The same as a cell of the table."""
        return Condition(
            opening=self.opening,
            closing=self.closing,
            otherwise=self.otherwise,
            tests={str(operator): test for operator, test in self.tests.items()},
            both=self.both,
            either=self.either,
            field=self.field,
            quotes=("",) if self.quotes == "none" else tuple(self.quotes),
        )


class CustomDialect(Part):
    """How an ESP without a dialect of its own writes its merge tags."""

    title: str = "your ESP"
    """The ESP's name, for messages."""
    expressions: Annotated[tuple[Pair, ...], Field(min_length=1)]
    """What opens and closes a tag that prints something: [["%%", "%%"]]."""
    controls: tuple[Pair, ...] = ()
    """What opens and closes a tag that prints nothing: [["%IF", "%"], ["%ENDIF", "%"]]."""
    fields: Annotated[Mapping[str, str], AfterValidator(_fields)] = {}
    """The ESP's names of the contact's fields: {contact.email: EMAIL}."""
    show: str
    """The tag that prints a field, with <name>: "%%<name>%%"."""
    fallback: str | None = None
    """The same with <default> for an empty field: "%%<name>|<default>%%"; quotes stand in it where they are needed."""
    condition: CustomCondition | None = None
    """How a condition is written; show_if is an error where absent."""
    unsubscribe: str | None = None
    """The tag for the unsubscribe link."""
    view_in_browser: str | None = None
    """The tag for the web version's link."""
    preferences: str | None = None
    """The tag for the preference page's link."""
    postal_address: str | None = None
    """The tag for the sender's address."""

    @model_validator(mode="after")
    def _tags_are_tags(self) -> CustomDialect:
        dialect = self.dialect()
        problems = []
        if "<name>" not in self.show or not is_whole(self.show.replace("<name>", "name"), dialect):
            hint = f"write <name> between the delimiters: {'<name>'.join(self.expressions[0])}"
            problems.append(_no_tag(("show",), "is not one of the tags that 'expressions' describes", hint))
        for name in LINKS[:3]:
            link = getattr(self, name)
            if link and not scan(link, dialect)[0] and not re.match("https?://", link):
                hint = "write it with the delimiters in 'expressions', or a whole link"
                problems.append(_no_tag((name,), "is not one of the tags that 'expressions' describes", hint))
        rule = self.condition
        if rule and not is_whole(rule.opening.replace("<test>", "a"), dialect):
            hint = "write it with the delimiters in 'controls' or 'expressions'"
            problems.append(_no_tag(("condition", "opening"), "is not one of the tags that they describe", hint))
        for loc, text, mark in self._marked():
            if mark not in text:
                problems.append(_no_tag(loc, f"holds no {mark}", f"write {mark} where it stands in the tag"))
        if problems:
            raise refuse(*problems)
        return self

    def _marked(self) -> Iterator[tuple[Loc, str, str]]:
        """The templates, and the marks that each must hold."""
        if self.fallback is not None:
            yield from ((("fallback",), self.fallback, mark) for mark in ("<name>", "<default>"))
        if self.condition is not None:
            yield ("condition", "opening"), self.condition.opening, "<test>"
            for operator, test in self.condition.tests.items():
                yield ("condition", "tests", operator), test, "<field>"
                if operator not in ("exists", "missing"):
                    yield ("condition", "tests", operator), test, "<value>"

    def dialect(self) -> Dialect:
        """The same as a row of the table."""
        return Dialect(
            name=CUSTOM,
            title=self.title,
            expressions=tuple(map(_delimiters, self.expressions)),
            controls=tuple(map(_delimiters, self.controls)),
            fields=self.fields,
            show=self.show,
            fallback=self.fallback,
            quotes=("",),
            condition=self.condition.condition() if self.condition else None,
            unsubscribe=self.unsubscribe,
            view_in_browser=self.view_in_browser,
            preferences=self.preferences,
            postal_address=self.postal_address,
        )


def _delimiters(pair: tuple[str, ...]) -> Delimiters:
    """Two delimiters; single signs could be prose, so a tag between them starts with a letter and has no blank ends."""
    opening, closing = pair
    if len(opening) > 1 and not re.search(r"\w", opening):
        return Delimiters(opening, closing, everywhere=False)
    ends = re.escape(opening[0] + closing[0])
    before, after = (r"(?<![!\]])", r"(?![(\[:])") if opening == "[" else ("", "")
    word = "" if re.search(r"\w", opening) else r"/?[A-Za-z_]"
    word = rf"(?![0-9A-Fa-f]{{2}}){word}" if opening == "%" else word  # %C3% is a byte of a URL
    ends += "(),;/?&" if opening == closing else ""  # nothing tells the one that opens from the one that closes
    inside = f"{word}[^{ends}\\n]{{0,200}}"
    shape = f"{before}{re.escape(opening)}{inside}{re.escape(closing)}{after}"
    return Delimiters(opening, closing, shape, everywhere=False)


def custom_dialect(data: Any) -> Dialect | None:
    """The dialect that a brand's file describes, or None where it is not whole; the brand's own check tells why."""
    try:
        return CustomDialect.model_validate(data).dialect()
    except ValidationError:
        return None
