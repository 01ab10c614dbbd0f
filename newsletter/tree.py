"""YAML events -> nodes that know their place.

Every scalar stays the string it looks like, and what an issue file may not hold (anchors, tags, repeated keys, a second
document, deep nesting) is a problem at its place.
"""

from __future__ import annotations

import re

import yaml

from newsletter import scanning, syntax
from newsletter.dialects import Dialect
from newsletter.errors import InputError, Problem
from newsletter.source import Source, Span

MAX_DEPTH = 100

_BLANK = (" ", "\t")
_HASH = re.compile(r"[ \t]+(#[^\s#].*?)[ \t]*$", re.MULTILINE)

# All that YAML 1.1 calls not printable (section 5.1), which no newsletter means to hold; and what Unicode keeps for the
# inside of programs (noncharacters: 23.7), as newsletter.trace does. What is printable is named there; the few others
# are named here, since Python takes ten times as long to compile the pattern of the former.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


class Node:
    """A scalar (`value`), a list (`items`) or a mapping (`entries`) and its place."""

    __slots__ = ("end", "entries", "items", "start", "value")

    def __init__(
        self,
        start: int,
        end: int,
        value: str | None = None,
        items: list[Node] | None = None,
        entries: dict[str, tuple[Node, Node]] | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.items = items
        self.entries = entries

    @property
    def data(self) -> object:
        """Plain strings, lists and dicts. An `alt` with nothing behind it is absent; only quotes make it empty."""
        if self.entries is not None:
            entries = self.entries.items()
            return {key: node.data for key, (_, node) in entries if key != "alt" or node.start != node.end}
        if self.items is not None:
            return [item.data for item in self.items]
        return self.value


def unprintable(char: str, span: Span) -> Problem:
    """The problem of a character that has no place in a text."""
    return Problem(
        code="control-character",
        message=f"a character that cannot be shown: U+{ord(char):04X}",
        hint="delete it; it often comes along when text is pasted from a PDF or a slide",
        span=span,
    )


class Builder:
    """Puts nodes together from events, without recursion."""

    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.source = source
        self.dialect = dialect
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._keys: list[Node | None] = []

    def take(self, event: yaml.Event) -> None:
        """Put the next event where it belongs.

        Raises:
            InputError: What follows cannot be read.

        """
        if isinstance(event, yaml.ScalarEvent):  # most are
            self._take_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._enter_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            node = self._open.pop()
            self._keys.pop()
            start, end = self._marks(event)
            node.end = max(node.end, end if end > start else 0)  # a closing bracket; the end of a block has no text
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias", "aliases (*name) are not read in an issue", "write the text again")
            self._add(Node(*self._range(event), value="alias"))
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise InputError(
                self._problem(event, "second-document", "a second document starts here", "keep one issue per file")
            )

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        start, end = self._range(event)
        value, style = event.value, event.style
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if not style:
            if self.source.text[end : end + 1] in _BLANK:
                self._find_hash(end)
        elif style == '"' and (bad := UNPRINTABLE.search(value)):  # written as an escape, unseen in the file
            self.problems.append(unprintable(bad[0], Span(self.source, start, end)))
            value = UNPRINTABLE.sub("", value)
        self._add(Node(start, end, value))

    def _enter_node(self, event: yaml.CollectionStartEvent) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        start, end = self._marks(event)
        if len(self._open) >= MAX_DEPTH:
            raise InputError(
                self._problem(event, "too-deep", f"lists or keys nested over {MAX_DEPTH} levels", "an issue needs 7")
            )
        if event.flow_style and scanning.starts_tag(self.source.text, start, self.dialect):
            raise InputError(syntax.unquoted_tag(self.source, start, self.dialect))
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
        if parent.entries is None:
            assert parent.items is not None  # noqa: S101  # for the type checker
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
            self._enter(parent.entries, key, node)

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
            self._refuse(event, "anchor", f"anchors (&{event.anchor}) are not read in an issue",
                         "remove it, or put the text in quotes")  # fmt: skip
        if event.tag:
            self._refuse(
                event,
                "yaml-tag",
                f"'{self._tag(event)}': YAML tags are not read in an issue",
                "remove it, or quote the text",
            )

    def _find_hash(self, at: int) -> None:
        """A # after a space hides the rest of the line; without a space behind it, it was not meant as a comment."""
        found = _HASH.match(self.source.text, at)
        if not found:
            return
        color = re.fullmatch(r"#([0-9a-f]{6}|(?=[a-f]*\d)[0-9a-f]{3})", found[1], re.IGNORECASE)  # not #add
        self.problems.append(
            Problem(
                code="unquoted-colour" if color else "unquoted-hash",
                message="a colour needs quotes" if color else "the text from # on would be lost",
                label="YAML reads a # after a space as a comment",
                hint=f'write "{found[1]}"'
                if color
                else "put the whole text in quotes; a comment has a space after its #",
                span=Span(self.source, found.start(1), found.end(1)),
            )
        )

    def _tag(self, event: yaml.Event) -> str:
        """A tag as it is written, where the parser gives its long name."""
        written = re.match(r"\S*?(!\S*)", self.source.text[self._marks(event)[0] :])
        return written[1] if written else "!"

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
        text = self.source.text
        return start, end if start == end or not text[end - 1].isspace() else start + len(text[start:end].rstrip())

    @staticmethod
    def _marks(event: yaml.Event) -> tuple[int, int]:
        start, end = event.start_mark, event.end_mark
        return (start.index if start else 0), (end.index if end else 0)
