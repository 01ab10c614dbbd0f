"""Places in a text: offset -> line and column -> excerpt with a caret.

Errors and findings point with the same :class:`Span`, so that they look alike in every report.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import NamedTuple


class _Fields(NamedTuple):
    name: str
    text: str


class Source(_Fields):  # a NamedTuple itself has no room for what is worked out once
    """A text and the name it is shown under.

    Attributes:
        name: The path as the reader of a report should see it.
        text: The whole text; offsets are in characters, lines end with a line feed.

    """

    def __repr__(self) -> str:
        return f"Source(name={self.name!r})"  # the text would hide the rest of what holds it

    @classmethod
    def of(cls, path: Path, text: str) -> Source:
        """Name a file's text by its path below the working directory, or by its whole path elsewhere."""
        try:
            return cls(path.resolve().relative_to(Path.cwd()).as_posix(), text)
        except (ValueError, OSError, RuntimeError):  # elsewhere, the working directory is gone, a link to itself
            return cls(str(path), text)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def line_col(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its line break."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")

    def line_span(self, number: int) -> Span:
        """The span of a line's text without its indent; the last line when there are fewer."""
        number = max(1, min(number, len(self._line_starts)))
        text = self.line(number)
        start = self._line_starts[number - 1]
        if not text.strip():
            return Span(self, start, start)
        return Span(self, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


class Span(NamedTuple):
    """A stretch of a source, from `start` up to but not including `end` (character offsets)."""

    source: Source
    start: int
    end: int

    @property
    def place(self) -> str:
        """``name:line:col``, as editors and terminals link it."""
        line, col = self.source.line_col(self.start)
        return f"{self.source.name}:{line}:{col}"
