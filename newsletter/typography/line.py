"""The text of one block as the passes see it: clean, while the edges between its runs are kept beside it.

A mark after bold text so knows what it follows, and every sign stays in the run that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, wraps
from itertools import pairwise
from typing import Concatenate, ParamSpec

P = ParamSpec("P")
Edit = tuple[int, int, str]  # from, to, and what stands there instead
NBSP, NNBSP, THIN = "\u00a0", "\u202f", "\u2009"
SPACE = f"[ {NBSP}{NNBSP}{THIN}]"


class Line:
    """A text and the places in it where another run begins.

    Attributes:
        text: All runs of a block, joined.
        edges: Where each run but the first begins, in order.
        gaps: Which of the edges are where a control tag stood, by their number.

    """

    def __init__(self, text: str, edges: tuple[int, ...] = (), gaps: tuple[int, ...] = ()) -> None:
        self.text = text
        self.edges = edges
        self.gaps = gaps
        self._starts: dict[str, list[int]] = {}

    def has(self, signs: Iterable[str]) -> bool:
        """Whether any of the signs stands in the text."""
        for sign in signs:  # noqa: SIM110  # every pass asks every line, and a generator takes longer
            if sign in self.text:
                return True
        return False

    def finds(self, pattern: str) -> bool:
        """Whether a pattern matches anywhere: one that is quick, before those that are not."""
        return compiled(pattern).search(self.text) is not None

    def found(self, pattern: str) -> Iterator[re.Match[str]]:
        """The matches of a pattern."""
        return compiled(pattern).finditer(self.text)

    def starts(self, pattern: str) -> list[int]:
        """Where the matches of a pattern begin, found once for all passes that ask for the same."""
        if pattern not in self._starts:
            self._starts[pattern] = [match.start() for match in self.found(pattern)]
        return self._starts[pattern]

    def sub(self, pattern: str, new: str) -> Line:
        """Replace the first group of every match, or the whole match where the pattern has no group.

        A pattern had best begin with the rarest sign it needs and look behind from there, not the other way round.
        """
        return self.edited([(*match.span(1 if match.re.groups else 0), new) for match in self.found(pattern)])

    def edited(self, edits: Sequence[Edit]) -> Line:
        """Make changes, which come in order and do not overlap; one across an edge is left out.

        What is added at an edge belongs to the run after it.
        """
        if not edits:
            return self  # as most passes leave most lines
        out: list[str] = []
        edges: list[int] = []
        at = moved = passed = 0
        for start, end, new in edits:
            while passed < len(self.edges) and self.edges[passed] <= start:
                edges.append(self.edges[passed] + moved)
                passed += 1
            if passed < len(self.edges) and self.edges[passed] < end:
                continue
            out += [self.text[at:start], new]
            at = end
            moved += len(new) - (end - start)
        edges += [edge + moved for edge in self.edges[passed:]]
        return type(self)("".join([*out, self.text[at:]]), tuple(edges), self.gaps)

    def runs(self) -> list[str]:
        """The text, cut at its edges."""
        bounds = [0, *self.edges, len(self.text)]
        return [self.text[start:end] for start, end in pairwise(bounds)]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a language, made when its first line needs it."""
    return re.compile(pattern)


Pass = Callable[[Line], Line]


def needs(*signs: str) -> Callable[[Callable[Concatenate[Line, P], Line]], Callable[Concatenate[Line, P], Line]]:
    """Say of a pass that it changes no line without one of these signs, so that most lines are not searched for it."""

    def decorate(step: Callable[Concatenate[Line, P], Line]) -> Callable[Concatenate[Line, P], Line]:
        @wraps(step)
        def skipping(line: Line, /, *args: P.args, **kwargs: P.kwargs) -> Line:
            return step(line, *args, **kwargs) if line.has(signs) else line

        return skipping

    return decorate
