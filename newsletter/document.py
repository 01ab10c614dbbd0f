"""A YAML text as a tree that remembers where everything stands.

Built from libyaml's events: every scalar stays the string it looks like, and what an issue file may not hold (anchors,
tags, repeated keys, a second document, deep nesting) is a problem at its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import yaml

from newsletter import mergetags
from newsletter.dialects import Dialect
from newsletter.errors import InputError, Loc, Problem
from newsletter.source import Source, Span

MAX_DEPTH = 100
MAX_BYTES = 5 * 1024 * 1024

# All that YAML 1.1 calls not printable (section 5.1), which no newsletter means to hold.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Node:
    """A scalar (`value`), a list (`items`) or a mapping (`entries`) and its place."""

    start: int
    end: int
    value: str | None = None
    items: list[Node] | None = None
    entries: dict[str, tuple[Node, Node]] | None = None

    @property
    def data(self) -> object:
        """Plain strings, lists and dicts. An `alt` with nothing behind it is absent; only quotes make it empty."""
        if self.entries is not None:
            entries = self.entries.items()
            return {key: node.data for key, (_, node) in entries if key != "alt" or node.start != node.end}
        if self.items is not None:
            return [item.data for item in self.items]
        return self.value


@dataclass
class Document:
    """A parsed file.

    Attributes:
        source: Its text.
        root: Its outermost mapping.
        problems: What is wrong with it as YAML, besides the schema.

    """

    source: Source
    root: Node
    problems: list[Problem] = field(default_factory=list)

    def place(self, problem: Problem) -> Problem:
        """The problem with its span, found by its `loc` and its `needle`."""
        if problem.span is not None:
            return problem
        key, node = self._find(problem.loc)
        if problem.on_key and key is not None:
            return replace(problem, span=Span(self.source, key.start, key.end))
        start, end = node.start, node.end
        if problem.needle:
            at = self._nth(problem.needle.split("\n", 1)[0], problem.nth, start, end)
            if at >= 0:
                return replace(problem, span=Span(self.source, at, at + len(problem.needle)))
        return replace(problem, span=Span(self.source, start, end))

    def _nth(self, needle: str, nth: int, start: int, end: int) -> int:
        """Where the nth needle is; the last one before it when there are fewer, and -1 when there is none."""
        at = self.source.text.find(needle, start, end)
        for _ in range(nth):
            following = self.source.text.find(needle, at + 1, end)
            at = following if following >= 0 else at
        return at

    def _find(self, loc: Loc) -> tuple[Node | None, Node]:
        """The node at a path and its key. A step that names the kind of a section is pydantic's, and is skipped."""
        key, node, kind_seen = None, self.root, False
        for step in loc:
            kind = node.entries.get("kind") if node.entries is not None else None
            if kind is not None and kind[1].value == step and not kind_seen:
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


def parse(source: Source, dialect: Dialect) -> Document:
    """Read a YAML text.

    Raises:
        InputError: It is not YAML, or not a mapping.

    """
    if bad := _UNPRINTABLE.search(source.text):
        raise InputError(
            Problem(
                code="control-character",
                message=f"a character that cannot be shown: U+{ord(bad[0]):04X}",
                hint="delete it; it often comes along when text is pasted from a PDF or a slide",
                span=Span(source, bad.start(), bad.end()),
            )
        )
    builder = _Builder(source, dialect)
    try:
        for event in yaml.parse(source.text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise InputError(_syntax_problem(source, error, dialect)) from None
    if builder.root is None or builder.root.value == "":
        raise InputError(
            Problem(
                code="empty-file",
                message="the file says nothing",
                hint="start with subject: and sections:, or copy last month's issue",
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


class _Builder:
    """Puts nodes together from events, without recursion."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.source = source
        self.dialect = dialect
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._keys: list[Node | None] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias", "aliases (*name) are not read in an issue", "write the text again")
            self._add(Node(*self._range(event), value="alias"))
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event)
            start, end = self._range(event)
            self._add(Node(start, end, value=event.value))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_extras(event)
            self._enter_node(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node = self._open.pop()
            self._keys.pop()
            start, end = self._marks(event)
            node.end = max(node.end, end if end > start else 0)  # a closing bracket; the end of a block has no text
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise InputError(
                self._problem(event, "second-document", "a second document starts here", "keep one issue per file")
            )

    def _enter_node(self, event: yaml.CollectionStartEvent) -> None:
        start, end = self._marks(event)
        if len(self._open) >= MAX_DEPTH:
            raise InputError(
                self._problem(event, "too-deep", f"lists or keys nested over {MAX_DEPTH} levels", "an issue needs 7")
            )
        if event.flow_style and mergetags.starts_tag(self.source.text, start, self.dialect):
            raise InputError(_unquoted_tag(self.source, start))
        node = Node(start, end)
        if isinstance(event, yaml.MappingStartEvent):
            node.entries = {}
        else:
            node.items = []
        self._add(node)
        self._open.append(node)
        self._keys.append(None)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent, key = self._open[-1], self._keys[-1]
        parent.end = max(parent.end, node.end)
        if parent.items is not None:
            parent.items.append(node)
        elif key is None:
            if node.value is None:
                raise InputError(
                    Problem(
                        code="key-not-text",
                        message="a key must be a word",
                        hint="write key: value; text with braces or brackets needs quotes",
                        span=Span(self.source, node.start, node.end),
                    )
                )
            self._keys[-1] = node
        else:
            self._keys[-1] = None
            self._enter(parent.entries if parent.entries is not None else {}, key, node)

    def _enter(self, entries: dict[str, tuple[Node, Node]], key: Node, node: Node) -> None:
        name = key.value or ""
        if name not in entries:
            entries[name] = (key, node)
            return
        line, _ = self.source.line_col(entries[name][0].start)
        self.problems.append(
            Problem(
                code="repeated-key",
                message=f"the key '{name}' is already on line {line}",
                hint="a key stands once; keep one of the two",
                span=Span(self.source, key.start, key.end),
            )
        )

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(event, "anchor", f"anchors (&{event.anchor}) are not read in an issue", "remove it")
        if event.tag:
            self._refuse(
                event,
                "yaml-tag",
                f"'{event.tag}': YAML tags are not read in an issue",
                "remove it, or quote the text",
            )

    def _refuse(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self.problems.append(self._problem(event, code, message, hint))

    def _problem(self, event: yaml.Event, code: str, message: str, hint: str) -> Problem:
        start, end = self._range(event)
        line_end = self.source.text.find("\n", start)
        return Problem(
            code=code,
            message=message,
            hint=hint,
            span=Span(self.source, start, min(end, line_end if line_end >= 0 else end)),
        )

    def _range(self, event: yaml.Event) -> tuple[int, int]:
        """Where an event's text stands, without the blank lines that libyaml counts to a block scalar."""
        start, end = self._marks(event)
        return start, start + len(self.source.text[start:end].rstrip())

    @staticmethod
    def _marks(event: yaml.Event) -> tuple[int, int]:
        start, end = event.start_mark, event.end_mark
        return (start.index if start else 0), (end.index if end else 0)


def _unquoted_tag(source: Source, at: int) -> Problem:
    line = source.line(source.line_col(at)[0]).strip()
    key = re.match(r"(?:- +)*(?:[\w.-]+: +)?", line)
    value = line[key.end() :] if key else line
    return Problem(
        code="unquoted-merge-tag",
        message="a value that starts with a merge tag needs quotes",
        label="YAML reads this brace as its own",
        hint=f"put the whole value in quotes: '{value}'",
        span=Span(source, at, at + 2),
    )


# libyaml's words for a mistake -> ours. The first pattern found in its problem (and context) is the one.
_SYNTAX = (
    ("mapping values are not allowed", "stray-colon", "a colon where none is expected",
     "a text with ': ' in it needs quotes around it; a key inside another starts on its own line, indented"),
    ("quoted scalar.*unexpected end|unexpected end.*quoted scalar", "unclosed-quote", "quotes that never close",
     "close them, or write a text of several lines after a | sign"),
    ("unknown escape|escape sequence", "bad-escape", "a backslash in double quotes that means nothing",
     "use single quotes, or write the backslash twice"),
    ("could not find expected ':'", "missing-colon", "a line without its colon",
     "write key: value, or indent the line to make it part of the text above"),
    ("expected ',' or", "unclosed-bracket", "a bracket or brace that never closes",
     "close it, or put the text in quotes if the bracket is part of it"),
    ("expected <block end>|expected key|expected '-'|block collection|block mapping", "bad-indent",
     "this line does not fit under the one above", "give the keys of one block the same indent, in spaces"),
    ("found undefined tag|tag handle|while scanning a tag", "yaml-tag", "a word that starts with '!' is a YAML tag",
     "put the text in quotes"),
    ("alias|anchor", "alias", "a text cannot start with * or &", "put the text in quotes"),
    ("block scalar", "bad-indent", "the text after | does not keep its indent", "indent its lines by the same spaces"),
)  # fmt: skip


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError, dialect: Dialect) -> Problem:
    mark = error.problem_mark or error.context_mark
    at = min(mark.index if mark else 0, len(source.text))
    number, _ = source.line_col(at)
    line = source.line(number)
    value = re.match(r"\s*(?:- +)*(?:[\w.-]+: +)?", line)
    value_at = at - (source.line_col(at)[1] - 1) + (value.end() if value else 0)
    if mergetags.starts_tag(source.text, value_at, dialect):
        return _unquoted_tag(source, value_at)
    char = source.text[at : at + 1]
    if "\t" in line[: len(line) - len(line.lstrip())] or char == "\t":
        tab = source.text.find("\t", at - (source.line_col(at)[1] - 1))
        return Problem(
            code="tab-indent",
            message="a tab at the start of a line",
            hint="indent with spaces; most editors turn tabs into spaces on request",
            span=Span(source, tab, tab + 1),
        )
    if "cannot start any token" in str(error.problem):
        return Problem(
            code="unquoted-sign",
            message=f"a text cannot start with '{char}'",
            hint="put the text in quotes",
            span=Span(source, at, at + 1),
        )
    words = f"{error.context or ''} {error.problem or ''}"
    for pattern, code, message, hint in _SYNTAX:
        if re.search(pattern, words):
            if code in ("unclosed-quote", "unclosed-bracket") and error.context_mark:
                at = error.context_mark.index
            return Problem(code=code, message=message, hint=hint, span=_to_line_end(source, at))
    return Problem(
        code="not-yaml",
        message=f"not readable as YAML: {error.problem}",
        hint="compare the line with the sample issue",
        span=_to_line_end(source, at),
    )


def _to_line_end(source: Source, at: int) -> Span:
    """A span from an offset to the end of its line; the last line with text when the offset is past it."""
    at = min(at, max(len(source.text.rstrip()) - 1, 0))
    end = source.text.find("\n", at)
    return Span(source, at, max(at + 1, end if end >= 0 else len(source.text)))
