"""A YAML file as a tree, and the way from a problem to its place in the file."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import zip_longest
from typing import Any

import yaml

from newsletter import syntax
from newsletter.dialects import Dialect
from newsletter.errors import InputError, Loc, Problem
from newsletter.source import Source, Span
from newsletter.tree import UNPRINTABLE, Builder, Node, unprintable

MAX_BYTES = 5 * 1024 * 1024


def _as_written(word: str) -> str:
    """A pattern for a word, or the blanks between two; in quotes some signs are doubled or escaped."""
    if word.isspace():
        return r"(?:\s|\\[nt])+"
    signs = {"'": "''?", '"': r'\\?"', "\\": r"\\\\?"}
    return "".join(signs.get(char) or re.escape(char) for char in word)


class Document:
    """A parsed file.

    Attributes:
        source: Its text.
        root: Its outermost mapping.
        problems: What is wrong with it as YAML, besides the schema.

    """

    def __init__(self, source: Source, root: Node, problems: list[Problem]) -> None:
        self.source = source
        self.root = root
        self.problems = problems

    @cached_property
    def data(self) -> Any:
        """What it says, as plain data. Not to be changed: it is kept."""
        return self.root.data

    def place(self, problem: Problem) -> Problem:
        """The problem with its span, found by its `loc` and its `needle`."""
        if problem.span is not None:
            return problem
        key, node = self._find(problem.loc)
        if problem.on_key and key is not None:
            return problem._replace(span=self.span_of(key))
        source, start, end = self.source_of(node), node.start, node.end
        if problem.needle and (found := _nth(source, problem.needle, problem.nth, start, end)):
            return problem._replace(span=found)
        if problem.needle and source.text[start : start + 1] in ("'", '"'):
            start, end = start + 1, end - 1  # somewhere in these quotes, in other words
        return problem._replace(span=Span(source, start, end))

    def source_of(self, node: Node) -> Source:  # noqa: ARG002  # a translation has two files
        """The file that a node stands in."""
        return self.source

    def span_of(self, node: Node) -> Span:
        """Where a node stands."""
        return Span(self.source_of(node), node.start, node.end)

    def _find(self, loc: Loc) -> tuple[Node | None, Node]:
        """The node at a path and its key. A step that names the kind of a section is pydantic's, and is skipped."""
        key, node, kind_seen = None, self.root, False
        for step, following in zip_longest(loc, loc[1:]):
            if not kind_seen and not isinstance(following, int) and _kind(node) == step:
                kind_seen = True
            elif node.entries is not None and step in node.entries:
                key, node = node.entries[str(step)]
                kind_seen = False
            elif node.items is not None and isinstance(step, int) and step < len(node.items):
                key, node = None, node.items[step]
                kind_seen = False
            else:
                break  # a missing key: its mapping is the nearest place
        return key, node


def _nth(source: Source, needle: str, nth: int, start: int, end: int) -> Span | None:
    """Where the nth needle is, however YAML has it written; the last one when there are fewer."""
    found: Span | None = None
    pattern = re.compile("".join(map(_as_written, re.split(r"(\s+)", needle))))
    at = start
    for _ in range(nth + 1):
        match = pattern.search(source.text, at, end)
        if match is None:
            break
        found, at = Span(source, match.start(), match.end()), match.start() + 1
    return found


def _kind(node: Node) -> str | None:
    kind = (node.entries or {}).get("kind")
    return kind[1].value if kind else None


def parse(source: Source, dialect: Dialect, start: str = "its first key") -> Document:
    """Read a YAML text.

    Args:
        source: The text.
        dialect: Whose merge tags stand in it.
        start: What to write into an empty file.

    Raises:
        InputError: It is not YAML, or not a mapping.

    """
    if bad := UNPRINTABLE.search(source.text):
        raise InputError(unprintable(bad[0], Span(source, bad.start(), bad.end())))
    builder = Builder(source, dialect)
    try:
        for event in yaml.parse(source.text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise InputError(syntax.explain(source, error, dialect)) from None
    if builder.root is None or builder.root.value == "":
        raise InputError(
            Problem(
                code="empty-file",
                message="the file says nothing",
                hint=f"start with {start}",
                span=Span(source, 0, 0),
            )
        )
    if builder.root.entries is None:
        raise InputError(
            Problem(
                code="not-a-mapping",
                message="the file does not start with keys",
                hint="each line at the left edge is a key and a colon, as in subject: Hello",
                span=source.line_span(source.line_col(builder.root.start)[0]),
            )
        )
    return Document(source, builder.root, builder.problems)
