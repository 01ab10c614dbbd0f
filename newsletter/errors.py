"""What can go wrong, told so that the person at the keyboard can cure it.

The tree::

    NewsletterError          anything this package raises on purpose
    ├── InputError           an issue, brand, contacts or image file cannot be used
    ├── LayoutError          a layout cannot be found, rendered or compiled
    ├── ProofError           a merge tag did not reach both parts of the message
    ├── MergeError           the ESP would not be able to read a merge tag
    ├── OutputError          a file could not be written
    └── UsageError           the command line names something that does not exist

Every error carries one or more :class:`Problem`. Deep code raises problems that know *what* (`loc`, `needle`)
but not *where*; the boundary that holds the file (:mod:`newsletter.load`) gives them their span.
A :class:`Problem` of a lower severity is a *finding*: it is collected and reported, and never raised.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from newsletter.source import Span

Loc = tuple[str | int, ...]
"""A path into an issue or brand file: keys and list indexes, as in ``("sections", 3, "title")``."""


class Severity(IntEnum):
    """How bad a problem is; a higher number is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that reports print: error, warning, info."""
        return self.name.lower()


class Problem(NamedTuple):
    """One thing that is wrong, where, and how to cure it.

    Attributes:
        code: Its stable name, which states the defect: ``unknown-key``.
        message: One sentence without a full stop.
        hint: The cure, or what is allowed.
        label: A few words to stand beside the caret.
        severity: ``ERROR`` in an exception; any in a finding.
        span: Where it is, once known.
        file: Which of the loaded files `loc` leads into: ``issue`` or ``brand``.
        loc: The way to the value in its file, for :meth:`newsletter.document.Document.place`.
        needle: The part of that value that is wrong; empty for all of it.
        nth: Which of the equal parts of that value it is, from 0.
        on_key: Point at the key instead of the value.
        fix: What to write in place of `needle`, where that is certain and safe; None where a person must decide.

    """

    code: str
    message: str
    hint: str = ""
    label: str = ""
    severity: Severity = Severity.ERROR
    span: Span | None = None
    file: str = "issue"
    loc: Loc = ()
    needle: str = ""
    nth: int = 0
    on_key: bool = False
    fix: str | None = None


class NewsletterError(Exception):
    """Base of all errors of this package: one or more problems, each with a cure."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*problems)

    def __str__(self) -> str:
        return "\n".join(
            f"{f'{p.span.place}: ' if p.span else ''}{p.severity.label}[{p.code}]: {p.message}" for p in self.problems
        )


class InputError(NewsletterError):
    """An issue, brand, contacts or image file cannot be used."""


class LayoutError(NewsletterError):
    """A layout cannot be found, rendered or compiled."""


class ProofError(NewsletterError):
    """A merge tag of the source is missing from a part of the message."""


class MergeError(NewsletterError):
    """The ESP would not be able to read a merge tag, or a preview cannot try it."""


class OutputError(NewsletterError):
    """A file could not be written."""


class UsageError(NewsletterError):
    """The command line, or a caller, names something that does not exist."""


def by_place(problem: Problem) -> tuple[str, int]:
    """What problems are sorted by: their file, and their place in it."""
    return (problem.span.source.name, problem.span.start) if problem.span else ("", 0)


def nth_of(text: str, part: str, at: int) -> int:
    """Which of the equal parts of a text the one at an offset is, from 0."""
    nth, found = 0, text.find(part)
    while 0 <= found < at:
        nth, found = nth + 1, text.find(part, found + 1)
    return nth


def shortened(text: str, most: int) -> str:
    """A text as a message shows it: in one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """``did you mean 'x'?`` for the nearest known word, or an empty string."""
    from difflib import get_close_matches  # noqa: PLC0415  # only needed once something is wrong

    near = get_close_matches(word.lower(), {name.lower(): name for name in known}, n=1, cutoff=cutoff)
    exact = next((name for name in known if near and name.lower() == near[0]), "")
    return f"did you mean '{exact}'?" if exact else ""
