"""A composed message as one contact would get it, merged by the ESP's own template language.

There is a library for HubL, Django's templates, Liquid and Handlebars; the other languages are read with the dialect's
own table. Engines get the tags only: what stands between them stays byte for byte the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from newsletter.compose import Message
from newsletter.dialects import Dialect
from newsletter.errors import MergeError, Problem
from newsletter.merging.faults import located
from newsletter.merging.pieces import pieces_of
from newsletter.merging.sheet import Piece, Sheet, Unreadable
from newsletter.scanning import scan

__all__ = ["Merged", "merge"]

_PARTS = {"subject": "subject", "preheader": "preheader", "html": "HTML", "text": "text"}
# Where a page says that values are escaped outside of HTML as well. SendGrid: "using-handlebars", on subjects;
# listmonk: its text part goes through html/template.
_ESCAPED_TOO = {"sendgrid": ("subject", "preheader", "text"), "listmonk": ("text",)}

_Render = Callable[..., str]


@dataclass(frozen=True)
class Merged:
    """A message for one contact.

    Attributes:
        subject: The subject line.
        preheader: The line after it in the inbox.
        html: The HTML part.
        text: The plain-text part.
        missing: Fields that would have printed nothing, by neutral name where they have one, in order, once each.
        unknown: Tags that could not be evaluated, and are left as they are.

    """

    subject: str
    preheader: str
    html: str
    text: str
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def merge(message: Message, contact: Mapping[str, str], dialect: Dialect) -> Merged:
    """Fill in a message's merge tags with a sample contact.

    Args:
        message: The message, composed for that dialect.
        contact: Neutral names of fields, and their values; an empty value is none.
        dialect: Whose tags they are.

    Raises:
        MergeError: A tag cannot be read.

    """
    missing: list[str] = []
    unknown: list[str] = []
    engine, opens = _engine(dialect, unknown)
    texts: dict[str, str] = {}
    for part in _PARTS:
        sheet = Sheet(dialect, contact, html=part == "html")
        escape = dialect.escapes is not False and (sheet.html or part in _ESCAPED_TOO.get(dialect.name, ()))
        pieces = list(pieces_of(getattr(message, part), dialect, opens, unknown))
        try:
            texts[part] = sheet.restored(engine(pieces, sheet, escape=escape))
        except Unreadable as error:
            tried = partial(_tried, engine, dialect, contact)
            raise _told(error if error.tag else located(error, _tags(pieces), tried), part, dialect) from None
        missing += sheet.missing
    return Merged(**texts, missing=tuple(dict.fromkeys(missing)), unknown=tuple(dict.fromkeys(unknown)))


def _engine(dialect: Dialect, unknown: list[str]) -> tuple[_Render, tuple[str, ...]]:
    """What evaluates a dialect's tags, and how those open that it can read. Only who merges pays for its import."""
    # ruff: noqa: PLC0415
    if dialect.engine == "hubl":
        from newsletter.merging import hubl

        return hubl.render, ("{{", "{%", "{#")
    if dialect.engine == "django":
        from newsletter.merging import django_templates

        return partial(django_templates.render, loose=dialect.name == "brevo"), ("{{", "{%", "{#")
    if dialect.engine == "liquid":
        from newsletter.merging import liquid_templates

        return liquid_templates.render, ("{{", "{%")
    if dialect.engine == "handlebars":
        from newsletter.merging import handlebars

        return partial(handlebars.render, esp=dialect.name), ("{{",)
    if dialect.engine == "mustache":
        from newsletter.merging import handlebars

        return handlebars.render_mustachio, ("{{",)
    from newsletter.merging import replacement

    return partial(replacement.render, dialect=dialect, unknown=unknown), ("",)


def _tags(pieces: Sequence[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.tag]


def _tried(engine: _Render, dialect: Dialect, contact: Mapping[str, str], text: str) -> None:
    pieces = [Piece(tag.text, tag=True, control=tag.control) for tag in scan(text, dialect)[0]]
    engine(pieces, Sheet(dialect, contact, html=True), escape=True)


def _told(error: Unreadable, part: str, dialect: Dialect) -> MergeError:
    tag = error.tag[:80] or "a merge tag"
    where = f"{tag} in the {_PARTS[part]}" + ("" if part in ("subject", "preheader") else " part")
    if error.untried:
        hint = f"see whether it is spelt right; if {dialect.title} knows it, send yourself a test from there"
    else:
        hint = f"mend the tag: {dialect.title} would refuse the message, or send it with this tag in it"
    return MergeError(
        Problem(
            code="untried-merge-tag" if error.untried else "unreadable-merge-tag",
            message=f"{where} {error.why}",
            hint=hint,
            needle=error.tag,
        )
    )
