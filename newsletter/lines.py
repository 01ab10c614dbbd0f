"""Lines of the text part: measured in columns and in octets, filled up to the width in one pass.

:mod:`newsletter.text` says what is asked of lines, and by whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsletter.mergetags import cut_at_tags
from newsletter.widths import SINGLE, columns, sign_columns

WIDTH = 72
OCTETS = 998  # RFC 5322, section 2.1.1

_URL = re.compile(r"(<?(?:https?://|mailto:|tel:)[^\s<>]+>?)", re.IGNORECASE)
_NO_BREAK = "\u00a0\u202f\u2060\ufeff"
_JOINS = f"{_NO_BREAK}\u200d"  # what keeps the next character on its line

# Nearly all paragraphs: words of characters that need no measuring, with one space between.
_PLAIN_WORD = 200  # characters
_PLAIN = re.compile(f"[{SINGLE}]{{1,{_PLAIN_WORD}}}+(?: [{SINGLE}]{{1,{_PLAIN_WORD}}}+)*+")


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
    lines: list[str] = []
    start = indent if first is None else first
    for row in text.split("\n"):
        part = " ".join(filter(None, row.split(" "))) if "  " in row else row.strip(" ")
        # Octets need no counting where a line that is wide enough, or of one word, cannot have too many.
        light = octets(start) + octets(indent) + 3 * max(width, _PLAIN_WORD) <= OCTETS
        fill = _filled if light and _PLAIN.fullmatch(part) else _measured
        lines += fill(part, start, indent, width)
        start = indent
    return "\n".join(lines)


def _filled(text: str, start: str, indent: str, width: int) -> Iterator[str]:
    """The lines of what is plain: each ends at the last space that fits, or at the next one."""
    at, room, other_room = 0, max(width - columns(start), 0), max(width - columns(indent), 0)
    while at + room < len(text):
        end = text.rfind(" ", at, at + room + 1)
        if end < 0 and (end := text.find(" ", at + room)) < 0:
            break
        yield start + text[at:end]
        at, start, room = end + 1, indent, other_room
    yield start + text[at:]


def _measured(text: str, start: str, indent: str, width: int) -> Iterator[str]:
    """The lines of any text, word by word."""
    edge, weight = columns(indent), octets(indent)
    words, used, size = [start], columns(start), octets(start)
    for word in filter(None, text.split(" ")):
        for at, piece in enumerate(_pieces(word, width - edge, OCTETS - weight)):
            wide, long = columns(piece), octets(piece)
            if len(words) > 1 and (at or used + 1 + wide > width or size + 1 + long > OCTETS):
                yield _joined(words)
                words, used, size = [indent], edge, weight
            space = len(words) > 1
            words.append(piece)
            used, size = used + space + wide, size + space + long
    yield _joined(words).rstrip(" ")


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
        wide, long = sign_columns(sign), octets(sign)
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
    text = "\n".join([row.rstrip(" ") for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")])
    # Written out, since a regular expression that begins with plain letters is looked for much faster.
    return re.sub(r"\n\n\n+", "\n\n", text).strip("\n") + "\n"


def listed(text: object, number: str) -> str:
    """An item of a numbered list."""
    return wrap(str(text), " " * (columns(number) + 2), f"{number}. ")
