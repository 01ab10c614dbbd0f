"""Lines of the text part: measured in columns and in octets, filled up to the width in one pass.

:mod:`newsletter.text` says what is asked of lines, and by whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from wcwidth import wcswidth, wcwidth

from newsletter.mergetags import cut_at_tags

WIDTH = 72
OCTETS = 998  # RFC 5322, section 2.1.1

_URL = re.compile(r"(<?(?:https?://|mailto:|tel:)[^\s<>]+>?)", re.IGNORECASE)
_NO_BREAK = "\u00a0\u202f\u2060\ufeff"
_JOINS = f"{_NO_BREAK}\u200d"  # what keeps the next character on its line


def columns(text: str) -> int:
    """The columns that a text takes; characters that a terminal does not show take none."""
    if text.isascii():
        return len(text)
    width = wcswidth(text)
    return width if width >= 0 else len(text)


def octets(text: str) -> int:
    """The octets that a text takes in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def wrap(text: str, indent: str = "", first: str | None = None, width: int = WIDTH) -> str:
    """Fill lines up to the width.

    Args:
        text: One paragraph; a newline in it ends a line.
        indent: What every line starts with.
        first: What the first line starts with instead, such as a list's sign.
        width: Columns.

    """
    lines = []
    start = indent if first is None else first
    for part in text.split("\n"):
        words = [start]
        used, size = columns(start), octets(start)
        for word in filter(None, part.split(" ")):
            for at, piece in enumerate(_pieces(word, width - columns(indent), OCTETS - octets(indent))):
                wide, long = columns(piece), octets(piece)
                if len(words) > 1 and (at or used + 1 + wide > width or size + 1 + long > OCTETS):
                    lines.append(_joined(words))
                    words, used, size = [indent], columns(indent), octets(indent)
                space = len(words) > 1
                words.append(piece)
                used, size = used + space + wide, size + space + long
        lines.append(_joined(words).rstrip(" "))
        start = indent
    return "\n".join(lines)


def _joined(words: Sequence[str]) -> str:
    return words[0] + " ".join(words[1:])


def _pieces(word: str, room: int, most: int) -> Iterable[str]:
    """A word, in pieces where it is longer than any line may be; its URLs and merge tags stay whole."""
    if octets(word) <= most:
        return (word,)
    pieces: list[str] = []
    for at, text in enumerate(cut_at_tags(word)):
        for within, run in enumerate(_URL.split(text)):
            pieces += [run] if at % 2 or within % 2 else _broken(run, max(room, 1), most)
    return filter(None, pieces)


def _broken(text: str, room: int, most: int) -> Iterator[str]:
    """A text without spaces in pieces that fit, in one pass; between characters that may part, if there are any."""
    start = last = used = size = 0
    for at, sign in enumerate(text):
        wide, long = max(wcwidth(sign), 0), octets(sign)
        if wide and at and sign not in _NO_BREAK and text[at - 1] not in _JOINS:
            last = at
        if (used + wide > room and last > start) or size + long > most:
            cut = last if last > start else at
            yield text[start:cut]
            start, used, size = cut, columns(text[cut:at]), octets(text[cut:at])
        used, size = used + wide, size + long
    yield text[start:]


def pad(text: object, width: int, *, right: bool = False) -> str:
    """A text with spaces up to a width in columns, after it or before it."""
    spaces = " " * (width - columns(str(text)))
    return f"{spaces}{text}" if right else f"{text}{spaces}"


def underlined(text: object, sign: str = "-") -> str:
    """A heading with a line of signs as long as its longest line."""
    lines = wrap(str(text)).split("\n")
    return "\n".join([*lines, sign * min(WIDTH, max(map(columns, lines)))])


def tidy(text: str) -> str:
    """A part without spaces at line ends, and with one blank line at most between its paragraphs."""
    text = "\n".join(row.rstrip(" ") for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def listed(text: object, number: str) -> str:
    """An item of a numbered list."""
    return wrap(str(text), " " * (columns(number) + 2), f"{number}. ")
