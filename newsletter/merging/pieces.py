"""What of a text is a tag for the engine to read: neither an ESP's own links, nor another ESP's tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from newsletter.dialects import LINKS, Dialect
from newsletter.merging.sheet import Piece
from newsletter.scanning import bare, scan

SAMPLES = {
    "unsubscribe": "https://example.com/unsubscribe",
    "view_in_browser": "https://example.com/view-in-browser",
    "preferences": "https://example.com/preferences",
    "postal_address": "Sample address",
}
"""What stands for the tags that are no field of a contact."""

_KINDS = {
    "unsubscribe": r"unsub|opt.?out|footer",
    "preferences": r"prefer|profile|subscription|manage|update",
    "view_in_browser": r"web|browser|view|online|mirror|archive|cantread",
}
"""What a tag is that an ESP asks for, by the words in it; any other is a part of the address."""


def pieces_of(text: str, dialect: Dialect, opens: Sequence[str], unknown: list[str]) -> Iterator[Piece]:
    """The tags of a text that the engine is to read, and what stands between them."""
    done = 0
    for tag in scan(text, dialect)[0]:
        end = tag.start + len(tag.text)
        if tag.start < done:  # within an address of several tags
            continue
        for before, after, sample in _system(dialect).get(bare(tag.text), ()):
            if text[done : tag.start].endswith(before) and text.startswith(after, end):
                yield Piece(text[done : tag.start - len(before)] + sample)
                done = end + len(after)
                break
        else:
            if tag.foreign or not _readable(tag.text, tag.control, opens, dialect):
                unknown.append(tag.text)  # and so it is text
                continue
            yield Piece(text[done : tag.start])
            yield Piece(tag.text, tag=True, control=tag.control)
            done = end
    yield Piece(text[done:])


def _readable(tag: str, control: bool, opens: Sequence[str], dialect: Dialect) -> bool:
    if dialect.engine == "django" and "\n" in tag:
        return False  # Django takes no notice of a tag over several lines
    if dialect.engine != "replacement" and not control and tag.startswith("{%"):
        return False  # {% coupon_code %} prints something, so it is the ESP's own
    return tag.startswith(tuple(opens))


@lru_cache(maxsize=64)
def _system(dialect: Dialect) -> dict[str, list[tuple[str, str, str]]]:
    """The tags that are no field: bare tag -> what stands before it, what stands after it, and the sample for all."""
    known = [(name, getattr(dialect, name)) for name in LINKS if getattr(dialect, name)]
    known += [(_kind(tag), tag) for fact in dialect.paste for tag in fact.any_of]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name, cell in known:
        tags = scan(cell, dialect)[0]
        for nth, tag in enumerate(tags):
            after = cell[tag.start + len(tag.text) :] if nth == 0 else ""
            around = [(cell[: tag.start] if nth == 0 else "", after)]
            if len(tags) > 1:
                around.append(("", ""))  # a part of the address, alone
            found.setdefault(bare(tag.text), []).extend((*sides, SAMPLES[name]) for sides in around)
    for ways in found.values():
        ways.sort(key=lambda way: -len(way[0] + way[1]))
    return found


def _kind(tag: str) -> str:
    return next((kind for kind, words in _KINDS.items() if re.search(words, tag, re.IGNORECASE)), "postal_address")
