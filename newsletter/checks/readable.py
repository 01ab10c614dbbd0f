"""The words of the texts that are read: without merge tags, code and addresses, each at its place in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsletter.dialects import Dialect
from newsletter.errors import Loc
from newsletter.model.base import Value
from newsletter.model.values import Condition, Image, Markdown, Parameter, Prosaic, Text, Url
from newsletter.remembering import remembering
from newsletter.scanning import cover_tags
from newsletter.walk import Place

BLANK = "\0"
"""Stands in for each character that is no reader's word; it is neither a letter nor a space."""

_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"``[^\n]{1,300}?``|`[^`\n]{1,300}`")
_TARGET = re.compile(
    r"(?<=\])(?P<target>\(\s*<?[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)?>?)(?:(?P<open>\s+[\"'])(?P<title>[^\"\n]*)[\"'])?\s*\)"
)
_OTHER = re.compile(
    r"(?:https?://|www\.|mailto:)[^\s<>()\[\]\"«»]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+"  # an email address
    r"|^ {0,3}\[[^\]\n]{1,200}\]:[^\n]*"  # where a link of reference leads
    r"|\{\.as-is\}|&#?\w{1,31};",
    re.IGNORECASE | re.MULTILINE,
)

# What one of those has; without "i" and "s", for which a pattern that ignores case takes other letters as well.
_OF_OTHERS = ("://", "www.", "lto:", "@", "]:", "{.a", "&")


class Readable(NamedTuple):
    """A text for readers.

    Attributes:
        text: As its author wrote it.
        words: As long as that, with :data:`BLANK` for what is no word.
        file: ``issue`` or ``brand``.
        loc: The way to it.
        block: Whether it is Markdown of several paragraphs.

    """

    text: str
    words: str
    file: str
    loc: Loc
    block: bool

    def place(self, start: int, end: int) -> Place:
        """Where a part of it stands."""
        return Place.within(self.text, start, end, self.file, self.loc)


def readable(values: Iterable[tuple[Value, str, Loc]], dialect: Dialect) -> Iterator[Readable]:
    """Those texts that readers read.

    Args:
        values: Texts, each with its file and its place there.
        dialect: Whose merge tags are no words.

    """
    for value, file, loc in values:
        if isinstance(value, Text) and not isinstance(value, (Url, Image, Condition, Parameter)) and not value.offered:
            words = blanked(value, isinstance(value, Prosaic), dialect)
            yield Readable(value, words, file, loc, isinstance(value, Markdown))


@remembering
def blanked(text: str, markdown: bool, dialect: Dialect) -> str:
    """A text with all that is no word for readers blanked out.

    Args:
        text: As written.
        markdown: Whether signs of Markdown mean something in it.
        dialect: Whose merge tags are none.

    """
    text = cover_tags(text, dialect, BLANK)
    if markdown and ("`" in text or "~~~" in text):
        text = _CODE.sub(_blank, _FENCED.sub(_blank, text))
    if markdown and "](" in text:
        text = _TARGET.sub(_caption, text)
    low = text.lower()
    return _OTHER.sub(_blank, text) if any(part in low for part in _OF_OTHERS) else text


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def _caption(match: re.Match[str]) -> str:
    """A link's target, of which only the caption of a picture is read."""
    if match["title"] is None:
        return BLANK * len(match[0])
    before = len(match["target"]) + len(match["open"])
    return BLANK * before + match["title"] + BLANK * (len(match[0]) - before - len(match["title"]))
