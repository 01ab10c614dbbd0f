"""What one part of a message is merged on: the contact's fields, and the text that no engine may touch.

Engines get the tags only. The text between them, with its CSS and its line ends, stands before them as one private
character for each piece, and is put back afterwards. So is what stands for a missing field.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from newsletter.dialects import Dialect

MOST = 20_000_000
"""The most characters that a merged part may have."""

BRAZE = "braze"
"""The level of Braze's own attributes, which have none: ``${first_name}``."""

_FIRST, _LAST = 0xF0000, 0x10FFFD  # private use: planes 15 and 16
_PRIVATE = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_HIDDEN = re.compile(rf"{_PRIVATE.pattern}|%F[34](?:%[89AB][0-9A-F]){{3}}")  # a filter may have encoded it for a link
_UNSAFE = re.compile(rf"{_HIDDEN.pattern}|\r")  # in a value: looks hidden, or is a line end that engines rewrite
_PATH = re.compile(r"""[^.|:\[\]{}$"'\s][^.|:\[\]{}$"']*""")


class Piece(NamedTuple):
    """A part of a text: what an engine reads as a tag, or what it must leave alone."""

    text: str
    tag: bool = False
    control: bool = False


class Unreadable(Exception):  # noqa: N818  # never seen outside: it becomes a MergeError
    """A tag cannot be evaluated; `why` goes on after the tag: "has no end"."""

    def __init__(self, why: str, tag: str = "", *, untried: bool = False) -> None:
        super().__init__(why)
        self.why, self.tag, self.untried = why, tag, untried


class TooLong(Unreadable):
    """The merged text grows beyond all measure, or takes for ever."""

    def __init__(self) -> None:
        super().__init__("makes the text grow too long, or runs too often", untried=True)


class Sheet:
    """One part of a message, and one contact.

    Attributes:
        values: The contact's fields by the ESP's own names, those that hold something.
        tree: The same, nested: ``person.Country`` is ``{"person": {"Country": ...}}``.
        html: Whether the part is HTML.
        missing: The names of missing fields that were printed, in order.

    """

    def __init__(self, dialect: Dialect, contact: Mapping[str, str], *, html: bool) -> None:
        self.html = html
        self.missing: list[str] = []
        self._hidden: dict[str, str] = {}
        own = dict(dialect.fields)
        for name in contact:  # what the ESP itself names so
            if dialect.native and re.fullmatch(dialect.native, name):
                own.setdefault(name, name)
        self._neutral = {".".join(path(own_name)): name for name, own_name in reversed(own.items())}
        self.values = {
            own_name: _UNSAFE.sub(lambda found: self.hide(found[0]), contact[name])
            for name, own_name in own.items()
            if contact.get(name)
        }
        self.tree = _nested((path(name), self.values.get(name)) for name in own.values())

    def hide(self, text: str) -> str:
        """A private character that stands for a text until :meth:`restored`.

        Raises:
            TooLong: There are more pieces of text than private characters.

        """
        if text not in self._hidden:
            if _FIRST + len(self._hidden) > _LAST:
                raise TooLong
            self._hidden[text] = chr(_FIRST + len(self._hidden))
        return self._hidden[text]

    def absent(self, own_path: str) -> str:
        """What is printed for a field that the contact does not have; it is noted as missing."""
        name = self._neutral.get(own_path) or re.sub(rf"^{BRAZE}\.(.+)", r"${\1}", own_path)
        self.missing.append(name)
        shown = f"⟦{name}⟧"
        return self.hide(html.escape(shown) if self.html else shown)

    def source(self, pieces: Sequence[Piece], *, blanks: bool = True) -> str:
        """The text for an engine: the tags as they are, and a character for all that stands between.

        Args:
            pieces: The text.
            blanks: Leave the blanks beside tags, for an engine that trims them where a tag says so.

        """
        return "".join(self._tag(piece.text) if piece.tag else self._literal(piece.text, blanks) for piece in pieces)

    def restored(self, text: str) -> str:
        """The text with all that was hidden.

        Raises:
            TooLong: A loop repeats it too often.

        """
        texts = {char: hidden for hidden, char in self._hidden.items()}
        length = len(text) + sum(len(texts.get(char, "")) for char in _PRIVATE.findall(text))
        if length > MOST:
            raise TooLong

        def restore(found: re.Match[str]) -> str:
            return texts.get(unquote(found[0]), found[0])

        return _HIDDEN.sub(restore, text)

    def _tag(self, tag: str) -> str:
        return _PRIVATE.sub(lambda found: self.hide(found[0]), tag)

    def _literal(self, text: str, blanks: bool) -> str:
        inner = text.strip(" \t\n") if blanks else text
        if not inner:
            return text if blanks else ""
        before, _, after = text.partition(inner)
        return before + self.hide(inner) + after


def path(own_name: str) -> list[str]:
    """The steps of a field's own name: ``custom_attribute.${company}`` and ``person|lookup:'Country'`` have two."""
    steps = [step.strip() for step in _PATH.findall(own_name)]
    if own_name.startswith("${"):
        steps.insert(0, BRAZE)
    return [step for step in steps if step != "lookup"]


def _nested(fields: Iterable[tuple[list[str], str | None]]) -> dict[str, Any]:
    """Values by the steps that lead to them; the levels are there even where they hold nothing."""
    tree: dict[str, Any] = {}
    for (*parents, last), value in fields:
        node = tree
        for parent in parents:
            child = node.setdefault(parent, {})
            node = child if isinstance(child, dict) else {}
        if value:
            node.setdefault(last, value)
    return tree
