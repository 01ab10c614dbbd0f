"""Where the links of a Markdown text stand, as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.utils import unescapeAll

from newsletter.errors import Problem, nth_of

_DESTINATION = re.compile(r"\]\(\s*<?|\]:\s*<?|<")


def located(text: str, problems: Sequence[Problem]) -> list[Problem]:
    """The problems of links and images, with their needles as they stand in the Markdown.

    The parser has decoded them: ``java&#115;cript:`` stands for ``javascript:``. They are looked for where
    destinations stand, and not in the words around.
    """
    found = []
    taken = 0
    for problem in problems:
        for opening in _DESTINATION.finditer(text, taken):
            raw = _destination(text, opening.end(), problem.needle)
            if raw is not None:
                at, taken = opening.end(), opening.end()
                shown = raw or text[opening.start() : opening.end() + 1]
                nth = nth_of(text, shown, at if raw else opening.start())
                found.append(problem._replace(needle=shown, nth=nth))
                break
        else:
            found.append(problem)
            continue
        if problem is not problems[-1] and problem.code == "missing-image":
            taken = 0  # images come after all links, and may stand before the last of them
    return found


_MOST_MISSED = 100  # links of a text that are looked for in vain; bounds the work on one that is full of references


def offsets(text: str, targets: Sequence[str]) -> list[tuple[str, int] | None]:
    """Links of a Markdown text, in order, as they are written and where; None for one that stands elsewhere."""
    found: list[tuple[str, int] | None] = []
    taken, missed = 0, set[str]()
    for target in targets:
        place = None
        for opening in (
            _DESTINATION.finditer(text, taken) if target not in missed and len(missed) < _MOST_MISSED else ()
        ):
            if raw := _destination(text, opening.end(), target):
                place, taken = (raw, opening.end()), opening.end()
                break
        if place is None:
            missed.add(target)
        found.append(place)
    return found


def _destination(text: str, at: int, wanted: str) -> str | None:
    """The text from an offset that decodes to the wanted link, or None."""
    if not wanted:
        return "" if text[at : at + 1] == ")" else None
    for end in range(at + len(wanted), min(len(text), at + 8 * len(wanted)) + 1):
        if unescapeAll(text[at:end]) == wanted:
            return text[at:end]
        if text[end - 1 : end].isspace():
            return None
    return None
