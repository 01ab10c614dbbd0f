"""Straight quotes as the language's own, in pairs; one that has no partner stays as it was typed.

Whether a sign opens or closes is told by its neighbours alone, never by what was found before, so that a second time
finds what the first time left: openings without an end after endings without an opening, and no pair among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from newsletter.typography.line import Edit, Line

Role = Literal["opens", "closes", "may close"] | None
Pair = tuple[int, int]

_QUOTES = re.compile("[\"'“”„‟‘’‚‹›]+")  # quotes beside each other have the same neighbours
_BEFORE_OPENING = frozenset("([{<«—–-/¿¡’")
_NEVER_OPENED = frozenset(",;:!?)]}>»")
_BEFORE_NEVER_CLOSED = frozenset("([{<«—–-/¿¡")
_AFTER_CLOSING = frozenset(".,;:!?…)]}>»—–-/")


class Marks(NamedTuple):
    """The quotation marks of a language.

    Attributes:
        double: What ``"`` and ``"`` become.
        single: What ``'`` and ``'`` become.
        inner: What ``"`` and ``"`` become inside other double marks, where that differs.

    """

    double: tuple[str, str]
    single: tuple[str, str]
    inner: tuple[str, str] | None = None

    def set(self, line: Line) -> Line:
        """Set the quotes of a line, each level as its author typed it: "a" -> “a”, 'a' -> ‘a’."""
        if not line.has("\"'"):
            return line
        text = line.text
        edits: list[Edit] = []
        found = [*_roles(text, {line.edges[number] for number in line.gaps})]
        for at, sign in self._doubles(text, _pairs(found, text, '"')):
            edits.append((at, at + 1, sign))
        for opening, closing in _pairs(found, text, "'"):
            edits += [(opening, opening + 1, self.single[0]), (closing, closing + 1, self.single[1])]
        return line.edited(sorted(edits))

    def _doubles(self, text: str, pairs: Iterable[Pair]) -> Iterable[tuple[int, str]]:
        opened, closed = {a for a, _ in pairs}, {b for _, b in pairs}
        depth: list[tuple[str, str]] = []
        for mark in re.finditer('["«»]', text):
            at = mark.start()
            if at in opened:
                depth.append(self.inner if depth and self.inner else self.double)
                yield at, depth[-1][0]
            elif at in closed:
                yield at, (depth.pop() if depth else self.double)[1]
            elif mark[0] == "«":
                depth.append(self.double)
            elif mark[0] == "»" and depth:
                depth.pop()


def _pairs(found: Iterable[tuple[int, Role]], text: str, sign: str) -> list[Pair]:
    """Openings with their closings; what may be inches or feet closes what is left: 6", "chapter 5"."""
    pairs, left = _matched([mark for mark in found if text[mark[0]] == sign], "closes")
    return pairs + _matched(left, "may close")[0]


def _matched(marks: list[tuple[int, Role]], closing: Role) -> tuple[list[Pair], list[tuple[int, Role]]]:
    pairs: list[Pair] = []
    opened: list[int] = []
    for at, role in marks:
        if role == "opens":
            opened.append(at)
        elif role == closing and opened:
            pairs.append((opened.pop(), at))
    used = {at for pair in pairs for at in pair}
    return pairs, [mark for mark in marks if mark[0] not in used]


def _roles(text: str, gaps: set[int]) -> Iterator[tuple[int, Role]]:
    for quotes in _QUOTES.finditer(text):
        before, after = text[quotes.start() - 1 : quotes.start()], text[quotes.end() : quotes.end() + 1]
        elided = before.isalpha() and quotes[0][0] in "'’‘›"  # l'"été": what follows may open
        for at in range(*quotes.span()):
            if text[at] in "\"'":
                role = _role("’" if elided and at > quotes.start() else before, after)
                if role is None:  # {% if x %}"a"{% else %}b{% endif %}: a control tag is an end as good as a space
                    role = _role(before * (quotes.start() not in gaps), after * (quotes.end() not in gaps))
                yield at, "may close" if role == "closes" and text[at - 1].isdigit() else role


def _role(before: str, after: str) -> Role:
    starts, ends = not before or before.isspace(), not after or after.isspace()
    opens = (starts or before in _BEFORE_OPENING) and not (ends or after in _NEVER_OPENED)
    closes = (ends or after in _AFTER_CLOSING) and not (starts or before in _BEFORE_NEVER_CLOSED)
    if opens and closes and before == "’":
        return "closes"
    return None if opens == closes else "opens" if opens else "closes"
