"""Which piece of the email comes from which line of which file.

Every text of the HTML gets a comment before it, ``<!--at:12-->``, and every picture a fragment, ``#at:12``; the number
is a row of a table of places. Neither changes what a browser draws. Only the copies of the preview and of the checks
show them, and what is exported never has any.

While it is composed, a message carries each mark as a number between two characters that Unicode reserves for the use
inside of programs. To templates, MJML and styles they are letters like any other, so the message without them is, to
the byte, the one that is composed without them: who needs both composes once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from markdown_it.token import Token

from newsletter.compose import Message, compose_project
from newsletter.errors import Loc, Problem, nth_of
from newsletter.images import Picture
from newsletter.load import Project
from newsletter.markdown import MARK, Prose
from newsletter.model.base import map_values
from newsletter.model.issue import Draft
from newsletter.walk import values_of

_BEGIN, _END = "\ufdd0", "\ufdd1"  # noncharacters: Unicode 16.0, 23.7
_SIGNS = [rf"(?:{sign}|{quote(sign)}|&#{ord(sign)};)" for sign in (_BEGIN, _END)]  # attributes and comments encode them
_MARK = re.compile(r"(\d+)".join(_SIGNS))
_FRAGMENT = re.compile(r"u(\d+)".join(_SIGNS))
_PLAIN = ("alt", "preheader")  # they are attributes, and what inboxes show: no place for a comment


class Trace:
    """The marks of one message.

    Attributes:
        rows: What each mark stands for: file, way to the value, and the line in it where it has several.

    """

    def __init__(self) -> None:
        self.rows: list[tuple[str, Loc, int]] = []

    def mark(self, prose: Draft) -> Draft:
        """The draft with a mark at each text and each picture."""
        return map_values(prose, self._marked, (Prose, Picture))

    @staticmethod
    def shown(html: str) -> str:
        """Marked HTML with comments and fragments for its marks."""
        return _FRAGMENT.sub(r"#at:\1", _MARK.sub(r"<!--at:\1-->", html))

    @staticmethod
    def without(text: str) -> str:
        """A marked text without its marks."""
        return _FRAGMENT.sub("", _MARK.sub("", text))

    def places(self, project: Project) -> Iterator[tuple[int, Problem]]:
        """Each mark with its place, as a problem that says nothing; what the author did not write has none."""
        written = texts_of(project)
        for number in range(len(self.rows)):
            if place := self.place(number, written, project):
                yield number, place

    def place(self, number: int, written: Mapping[tuple[str, Loc], str], project: Project) -> Problem | None:
        """The place of a mark; None where it stands for what the author did not write.

        Args:
            number: The mark.
            written: What :func:`texts_of` gives.
            project: The files.

        """
        file, loc, line = self.rows[number]
        text = written.get((file, loc))
        if text is None:
            return None
        place = project.placed(Problem(code="", message="", file=file, loc=loc))
        return place if line == 0 and not _begins_below(place) else _line_of(text, line, place, project)

    def _marked(self, value: Prose | Picture, loc: Loc) -> Prose | Picture:
        def mark(line: int = 0) -> int:
            self.rows.append((str(loc[0]), loc[1:], line))
            return len(self.rows) - 1

        if isinstance(value, Picture):
            return _marked_picture(value, mark)
        if loc[-1] in _PLAIN or not value:
            return value
        if not value.block:
            return Prose((_token(mark()), *value.tokens))
        return Prose(tuple(_marked_block(token, mark) for token in value.tokens), block=True)


def texts_of(project: Project) -> dict[tuple[str, Loc], str]:
    """Every text of a project by its file and its place there."""
    return {(file, loc): str(value) for value, file, loc in values_of(project)}


def _begins_below(place: Problem) -> bool:
    """Whether the text of a value stands on the lines below its place, which is a ``|`` or ``>``."""
    return place.span is not None and place.span.source.text.startswith(("|", ">"), place.span.start)


def _line_of(text: str, line: int, place: Problem, project: Project) -> Problem:
    """The place of a line of a text; that of all of it, where it has no such line."""
    rows = text.splitlines()
    needle = rows[line].strip() if line < len(rows) else ""
    nth = nth_of(text, needle, sum(len(row) + 1 for row in rows[:line]))
    return project.placed(place._replace(span=None, needle=needle, nth=nth)) if needle else place


def _marked_block(token: Token, mark: Callable[[int], int]) -> Token:
    line = token.map[0] if token.map else 0
    children = list(token.children or ())
    for at, child in enumerate(children):
        if child.type == "image":
            picture = _marked_picture(child.meta["picture"], lambda: mark(line))
            children[at] = replace(child, meta={**child.meta, "picture": picture})
    first = next((at for at, child in enumerate(children) if child.type == "text" and child.content.strip()), None)
    if first is not None:
        children.insert(first, _token(mark(line)))
    return replace(token, children=children) if children else token


def _marked_picture(picture: Picture, mark: Callable[[], int]) -> Picture:
    return picture if "#" in picture.url else Picture(f"{picture.url}{_BEGIN}u{mark()}{_END}", picture.pixels)


def _token(mark: int) -> Token:
    return Token(MARK, "", 0, meta={"html": f"{_BEGIN}{mark}{_END}"})


class Traced(NamedTuple):
    """A message, and where everything in it comes from.

    Attributes:
        message: What is exported, to the byte.
        html: Its HTML part with its marks.
        trace: What they stand for.

    """

    message: Message
    html: str
    trace: Trace


def compose_traced(project: Project) -> Traced:
    """Compose a project once, with marks and without.

    Raises:
        NewsletterError: As :func:`newsletter.compose.compose_project` says.

    """
    trace = Trace()
    marked = compose_project(project, trace.mark)
    return Traced(marked.map(trace.without), trace.shown(marked.html), trace)
