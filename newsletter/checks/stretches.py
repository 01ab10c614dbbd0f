"""How much of the HTML part each section takes, and what stands at a byte of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from newsletter.checks.page import Page
from newsletter.errors import Loc, shortened
from newsletter.walk import Place

_MARK = re.compile(rb"<!--at:(\d+)-->|#at:(\d+)")
_SEAM = b"</table><![endif]-->"  # what an mj-section ends with; the section that follows begins behind it


class Mark(NamedTuple):
    """Where a text or a picture begins in the HTML as it is exported.

    Attributes:
        at: The byte.
        file: ``issue`` or ``brand``.
        loc: The way to what its author wrote.

    """

    at: int
    file: str
    loc: Loc

    @property
    def section(self) -> int | None:
        """The section that it is part of; its line in the recap stands in the opening, and is not."""
        inside = self.file == "issue" and self.loc[0] == "sections" and self.loc[2:] != ("recap",)
        return int(self.loc[1]) if inside else None


class Stretch(NamedTuple):
    """A part of the HTML that comes from one section, or from what stands before, between and after sections.

    Attributes:
        section: The number of the section, from 0; None where it is none.
        start: Its first byte.
        end: The byte after its last one.
        place: Where its author wrote it.

    """

    section: int | None
    start: int
    end: int
    place: Place


def marks(page: Page) -> Iterator[Mark]:
    """The marks of a page, in the order of its HTML."""
    removed = 0
    for found in _MARK.finditer(page.html.encode()):
        file, loc, _ = page.trace.rows[int(found[1] or found[2])]
        yield Mark(found.start() - removed, file, loc)
        removed += len(found[0])


def stretches(page: Page, html: str) -> list[Stretch]:
    """The stretches of an HTML part, from its first byte to its last.

    Args:
        page: Its marked copy.
        html: The part as it is exported.

    """
    raw, sections = html.encode(), page.project.issue.sections
    groups = [(section, list(group)) for section, group in groupby(marks(page), key=lambda mark: mark.section)]
    found: list[Stretch] = []
    start = 0
    for number, (section, inside) in enumerate(groups):
        end = _seam(raw, inside[-1].at, groups[number + 1][1][0].at) if number + 1 < len(groups) else len(raw)
        place = Place(inside[0].file, inside[0].loc) if section is None else place_of(section, sections)
        found.append(Stretch(section, start, end, place))
        start = end
    if found and found[-1].section is not None and (seam := raw.find(_SEAM, groups[-1][1][-1].at)) >= 0:
        last = found.pop()  # what follows has no texts of the issue or the brand: the layout's own footer
        found += [last._replace(end=seam), Stretch(None, seam, len(raw), last.place)]
    return found or [Stretch(None, 0, len(raw), Place())]


def _seam(raw: bytes, last: int, following: int) -> int:
    at = raw.rfind(_SEAM, last, following)
    return at + len(_SEAM) if at >= 0 else following


def place_of(section: int, sections: Sequence[Any]) -> Place:
    """Where a section begins for its author: its title, or else its kind."""
    return Place("issue", ("sections", section, "title" if sections[section].title else "kind"))


def named(section: int, sections: Sequence[Any]) -> str:
    """A section as people would call it: its number and its title, or else its kind."""
    return f"section {section + 1} ({shortened(sections[section].title or sections[section].kind, 40)})"
