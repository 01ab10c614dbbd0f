"""Where the merge tags of a text are: those of the target's dialect, neutral ones, and those of other ESPs.

A tag of another ESP is kept opaque as well where its delimiters cannot be mistaken for prose, so that nothing breaks
it on the way; :mod:`newsletter.checks` says that the target would send it as plain text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from newsletter.dialects import DIALECTS, Delimiters, Dialect
from newsletter.remembering import remembering

NEUTRAL = Delimiters("{{", "}}")
"""What content is written with, whatever the target."""

_MOST_CLOSINGS = 16  # how many closing delimiters may stand inside a tag; bounds the work on hostile input
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST_ENCODED = 300  # characters of a percent-encoded tag; bounds it as well


class Tag(NamedTuple):
    """A merge tag in a text.

    Attributes:
        text: Its bytes.
        start: Where it starts.
        control: Whether it prints nothing.
        foreign: Whether it is another ESP's.
        sure: Whether its delimiters can be nothing else, not even in CSS.

    """

    text: str
    start: int
    control: bool
    foreign: bool
    sure: bool


class UnclosedTag(NamedTuple):
    """An opening delimiter without its closing one.

    Attributes:
        text: The line's rest from there.
        start: Where it stands.
        closing: What it lacks.
        before: The delimiter that closes another tag around it first; empty where there is none.

    """

    text: str
    start: int
    closing: str
    before: str = ""


class _Reading(NamedTuple):
    """One way to read an opening delimiter.

    Attributes:
        closing: The closing delimiter.
        shape: The whole tag, where delimiters are not enough.
        control: Whether it prints nothing.
        foreign: Whether it is another ESP's.
        begins: Where a tag that never closes is a mistake; None where it is prose.
        crossed: The other delimiters of the dialect, which must close in it where they open in it.
        stops: What a tag of another ESP never holds, so that a stray ``{%`` swallows no tag of the dialect's own.
        sure: Whether the delimiters can be nothing else.
        base: What no tag of this kind reaches over: the shortest opening that this one begins with, ``{{`` of ``{{#``.

    """

    closing: str
    shape: re.Pattern[str] | None
    control: bool
    foreign: bool
    begins: re.Pattern[str] | None
    crossed: tuple[Delimiters, ...]
    stops: tuple[str, ...]
    base: str
    sure: bool


@lru_cache(maxsize=64)
def _openings(dialect: Dialect) -> tuple[re.Pattern[str], dict[str, tuple[_Reading, ...]]]:
    """What opens a tag, the longest first, and how each is read: as the dialect's own before any other's."""
    own = [(d, False) for d in dialect.expressions] + [(d, True) for d in dialect.controls]
    plain = [d for d, _ in own if not d.shape]
    others = [(NEUTRAL, False)]
    for row in DIALECTS.values():
        others += [(d, False) for d in row.expressions if d.everywhere]
        others += [(d, True) for d in row.controls if d.everywhere]
    # What begins like a tag of the dialect's own is one: {{#if}} is nothing else where {{ }} are known.
    others = [o for o in others if not any(o[0].open.startswith(d.open) and o[0].close == d.close for d in plain)]
    readings: dict[str, dict[tuple[str, str], _Reading]] = {}
    for (delimiters, control), foreign in [*((o, False) for o in own), *((o, True) for o in others)]:
        shape = re.compile(delimiters.shape) if delimiters.shape else None
        begins = delimiters.begins or ("" if shape else re.escape(delimiters.open))
        mistake = re.compile(begins) if begins and (not foreign or delimiters == NEUTRAL) else None
        bases = (d.open for d in plain if delimiters.open.startswith(d.open) and delimiters.close == d.close)
        base = min(bases, key=len, default=delimiters.open)
        crossed = tuple(d for d in plain if d.close != delimiters.close) if not (shape or foreign) else ()
        stops = tuple({d.open for d in (*(d for d, _ in own), NEUTRAL) if len(d.open) > 1} - {delimiters.open})
        stops = stops if foreign and not shape else ()
        sure = len(delimiters.open) > 1 and (delimiters.everywhere or not shape)
        reading = _Reading(delimiters.close, shape, control, foreign, mistake, crossed, stops, base, sure)
        readings.setdefault(delimiters.open, {}).setdefault((delimiters.close, delimiters.shape), reading)
    longest_first = sorted(readings, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return pattern, {opening: tuple(ways.values()) for opening, ways in readings.items()}


def starts_tag(text: str, at: int, dialect: Dialect) -> bool:
    """Whether a merge tag opens at that offset; it may lack its end."""
    openings, readings = _openings(dialect)
    found = openings.match(text, at)
    return found is not None and any(r.shape is None or r.shape.match(text, at) for r in readings[found[0]])


@remembering
def scan(text: str, dialect: Dialect) -> tuple[tuple[Tag, ...], tuple[UnclosedTag, ...]]:
    """Find the tags of a text, and the openings that never close, in reading order."""
    opening, readings = _openings(dialect)
    tags, unclosed = [], []
    at = 0
    last: dict[str, int] = {}
    while match := opening.search(text, at):
        start, at = match.start(), match.end()
        for reading in readings[match[0]]:
            if reading.closing not in last:
                last[reading.closing] = text.rfind(reading.closing)
            end = _end(text, match, reading) if last[reading.closing] >= match.end() else None
            if end is not None:
                tags.append(Tag(text[start:end], start, reading.control, reading.foreign, reading.sure))
                if reading.crossed:
                    unclosed += _crossing(text, start, end, reading)
                at = end
                break
            if reading.begins and reading.begins.match(text, start):
                following = opening.search(text, match.end())
                rest = text[start : following.start() if following else len(text)]
                unclosed.append(UnclosedTag(rest.split("\n", 1)[0][:60].rstrip(), start, reading.closing))
                break
        else:
            at = start + 1
    return tuple(tags), tuple(unclosed)


def _end(text: str, opening: re.Match[str], reading: _Reading) -> int | None:
    """Where the tag that opens there ends, or None when it never closes.

    The closing delimiter counts when quotes and braces are balanced before it, so that a quoted ``}}`` or a nested
    ``{}`` does not end the tag. No tag reaches over the opening of the next: a stray apostrophe costs nothing.
    """
    if reading.shape is not None:
        found = reading.shape.match(text, opening.start())
        return found.end() if found else None
    start, closing = opening.end(), reading.closing
    limit = len(text)
    for stop in (reading.base, *reading.stops):  # its own first: it is near, and the others are looked for up to there
        nearer = text.find(stop, start, limit) if stop != closing else -1
        limit = nearer if nearer >= 0 else limit
    end = first = text.find(closing, start, limit + len(closing) - 1)
    if first < 0:
        return None
    for other in reading.crossed:  # a stray quote does not carry a tag over the next one of another kind
        nearer = text.find(other.open, first, limit)
        limit = nearer if nearer >= 0 else limit
    for _ in range(_MOST_CLOSINGS):
        if _balanced(text[start:end]):
            return end + len(closing)
        end = text.find(closing, end + 1, limit + len(closing) - 1)
        if end < 0:
            break
    return first + len(closing)


def _crossing(text: str, start: int, end: int, tag: _Reading) -> list[UnclosedTag]:
    """What opens inside a tag, outside of its quotes, and does not close there: ``{% if {{x %} }}``."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text[start + len(tag.base) : end - len(tag.closing)])
    found = []
    for other in tag.crossed:
        at = bare.rfind(other.open)
        if at >= 0 and bare.find(other.close, at + len(other.open)) < 0:
            inner = start + len(tag.base) + at
            found.append(UnclosedTag(text[inner : end - len(tag.closing)].rstrip(), inner, other.close, tag.closing))
    return found


def _balanced(inside: str) -> bool:
    depth, quoted = 0, ""
    for char in re.findall(r"[{}\"']", inside):
        if quoted:
            quoted = "" if char == quoted else quoted
        elif char in "\"'":
            quoted = char
        else:
            depth += 1 if char == "{" else -1
    return not quoted and depth == 0


def cover_tags(text: str, dialect: Dialect, sign: str) -> str:
    """The text with a sign for each character of its tags, so that all else stays at its place."""
    pieces, at = [], 0
    for tag in scan(text, dialect)[0]:
        pieces += [text[at : tag.start], sign * len(tag.text)]
        at = tag.start + len(tag.text)
    return "".join([*pieces, text[at:]])


def bare(tag: str) -> str:
    """The tag without its blanks, to be compared."""
    return re.sub(r"\s+", "", tag)


def decoded(text: str, dialect: Dialect) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A link with its percent-encoded tags as they are meant, and those tags, each as it was and as it is.

    Mailboxes and web forms encode what they copy: ``%7B%7Bcontact.email%7D%7D`` is ``{{contact.email}}``.
    """
    if "%" not in text:
        return text, ()
    found: list[tuple[str, str]] = []

    def decode(match: re.Match[str]) -> str:
        tag = unquote(match[0])
        if tag == match[0] or not is_whole(tag, dialect):
            return match[0]
        tag = re.sub(r"^(\W+?)\++|\++(\W+)$", lambda m: f"{m[1] or ''} {m[2] or ''}", tag)
        found.append((match[0], tag))
        return tag

    return _encoded(dialect).sub(decode, text), tuple(found)


def is_whole(text: str, dialect: Dialect) -> bool:
    """Whether a text is one merge tag or several, and nothing between."""
    return sum(len(tag.text) for tag in scan(text, dialect)[0]) == len(text) > 0


@lru_cache(maxsize=64)
def _encoded(dialect: Dialect) -> re.Pattern[str]:
    delimiters = dict.fromkeys((d.open, d.close) for d in (NEUTRAL, *dialect.expressions) if len(d.open) > 1)
    shapes = [f"{_either(a)}[^\\s/?#&]{{1,{_MOST_ENCODED}}}?{_either(b)}+" for a, b in delimiters]
    return re.compile("|".join(shapes), re.IGNORECASE)


def _either(delimiter: str) -> str:
    """A pattern for a delimiter as it is, or percent-encoded."""
    signs = (f"(?:{quote(char, safe='')}|{re.escape(char)})" if quote(char, safe="") != char else re.escape(char)
             for char in delimiter)  # fmt: skip
    return f"(?:{''.join(signs)})"
