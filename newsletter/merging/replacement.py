"""Plain replacement, for ESPs whose language no library reads: their own tables, read backwards.

What a row of :mod:`newsletter.dialects` writes for a field, a default and a condition is recognised again, and nothing
else: any other tag stays as it is, and is told. Of a condition that is not understood, both halves are shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from newsletter.dialects import Dialect
from newsletter.merging.sheet import Piece, Sheet, Unreadable, path
from newsletter.merging.tables import Table, table_of
from newsletter.scanning import bare

# What control tags begin with that no table has: *|IFNOT:, {{ range, {% for
_OPENS = re.compile(r"\W*(?:if|unless|range|with|each|for|interested)", re.IGNORECASE)
_ELSE = re.compile(r"\W*else", re.IGNORECASE)
_CLOSES = re.compile(r"\W*end", re.IGNORECASE)


def render(pieces: Sequence[Piece], sheet: Sheet, *, escape: bool, dialect: Dialect, unknown: list[str]) -> str:
    """The text with the tags that are understood replaced.

    Args:
        pieces: The text.
        sheet: The contact.
        escape: Whether values are escaped for HTML.
        dialect: Whose tags.
        unknown: Where those go that are not understood.

    Raises:
        Unreadable: A condition is never closed, or one is closed that is not open.

    """
    table = table_of(dialect)
    reader = _Reader(sheet, table, unknown, escape, _chained(pieces, table))
    text = "".join(reader.read(at, piece) for at, piece in enumerate(pieces))
    if reader.open:
        raise Unreadable("is never closed", reader.open[-1].tag)
    return text


def _chained(pieces: Sequence[Piece], table: Table) -> set[int]:
    """Where those conditions open that have a second test, *|ELSEIF:..|*, which no table has."""
    opened: list[int] = []
    chained = set()
    for at, piece in enumerate(pieces):
        if not (piece.tag and piece.control):
            continue
        if bare(piece.text) in table.closings or _CLOSES.match(piece.text):
            opened = opened[:-1]
        elif _ELSE.match(piece.text):
            if opened and bare(piece.text) != table.otherwise:
                chained.add(opened[-1])
        elif table.opens(piece.text) or _OPENS.match(piece.text):
            opened.append(at)
    return chained


class _Open(NamedTuple):
    """A condition that is open; `holds` is None where nobody knows."""

    tag: str
    holds: bool | None


@dataclass
class _Reader:
    sheet: Sheet
    table: Table
    unknown: list[str]
    escape: bool
    chained: set[int]
    open: list[_Open] = field(default_factory=list)

    def read(self, at: int, piece: Piece) -> str:
        """What a piece becomes, now that those before it have been read."""
        seen = self._seen()
        shown = self._condition(at, piece) if piece.tag else piece.text
        if shown is None:
            shown = self._field(piece.text) if seen else ""
        return shown if seen else ""

    def _seen(self) -> bool:
        return all(condition.holds is not False for condition in self.open)

    def _condition(self, at: int, piece: Piece) -> str | None:
        """What a condition's tag leaves; None for any other tag."""
        tag, control = piece.text, piece.control
        doubtful = bool(self.open) and self.open[-1].holds is None
        if bare(tag) in self.table.closings or (doubtful and control and _CLOSES.match(tag)):
            if not self.open:
                raise Unreadable("closes nothing: no condition is open", tag)
            self.open.pop()
            return tag if doubtful else ""
        if doubtful and control and _ELSE.match(tag):
            return tag
        if bare(tag) == self.table.otherwise:
            if not self.open:
                raise Unreadable("stands outside of any condition", tag)
            opening = self.open.pop()
            self.open.append(_Open(opening.tag, not opening.holds))
            return ""
        if control and (self.table.opens(tag) or _OPENS.match(tag)):
            holds = None if at in self.chained else self.table.holds(tag, self.sheet.values)
            if holds is None and self._seen():
                self.unknown.append(tag)
            self.open.append(_Open(tag, holds))
            return tag if holds is None else ""
        return None

    def _field(self, tag: str) -> str:
        found = self.table.field(tag)
        if found is None:
            self.unknown.append(tag)
            return tag
        value = self.sheet.values.get(found["name"])
        if value:
            return html.escape(value) if self.escape else value
        return found.groupdict().get("default") or self.sheet.absent(".".join(path(found["name"])))
