"""The text of one block as the passes see it: clean, while the edges between its runs are kept beside it.

A mark after bold text so knows what it follows, and every sign stays in the run that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

Edit = tuple[int, int, str]  # from, to, and what stands there instead


@dataclass(frozen=True)
class Line:
    """A text and the places in it where another run begins.

    Attributes:
        text: All runs of a block, joined.
        edges: Where each run but the first begins, in order.
        gaps: Which of the edges are where a control tag stood, by their number.

    """

    text: str
    edges: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()

    def sub(self, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Line:
        """Replace the first group of every match, or the whole match where the pattern has no group."""
        compiled = re.compile(pattern)
        matches = [*compiled.finditer(self.text)]
        if not matches:
            return self  # as most passes leave most lines
        group = 1 if compiled.groups else 0
        return self.edited((*m.span(group), new if isinstance(new, str) else new(m)) for m in matches)

    def edited(self, edits: Iterable[Edit]) -> Line:
        """Make changes, which come in order and do not overlap; one across an edge is left out.

        What is added at an edge belongs to the run after it.
        """
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
        return replace(self, text="".join([*out, self.text[at:]]), edges=tuple(edges))

    def runs(self) -> list[str]:
        """The text, cut at its edges."""
        bounds = [0, *self.edges, len(self.text)]
        return [self.text[start:end] for start, end in pairwise(bounds)]


Pass = Callable[[Line], Line]
