"""What no pass may touch: spans that the author switched off, addresses, smileys. Taken out before, put back after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from newsletter.mergetags import CONTROL
from newsletter.runs import AsIs
from newsletter.typography.line import Edit, Line

KEPT = "\ue000"  # stands for something that is kept; one that the author typed is kept as well
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|@\w|www\.|(?:mailto|tel):\S")  # in such a word a mark is not punctuation
_SMALL = re.compile(
    rf"{KEPT}"
    r"|(?<!\S)[:;][-']?[)(\]|/\\DPpOo3*]+(?![^\s.,!?)])"  # :-) ;) :D
    r"|(?<!\S):\w+:"  # :wave:
    r"|&#?\w{1,32};"  # an entity that is shown as it was typed
    r"|(?<![\w&])#\w+"  # a hashtag
)


def typeset_around(runs: Sequence[str], setting: Callable[[Line], Line]) -> list[str]:
    """Set the runs of one block, but for what is kept.

    Control tags print nothing, so they are taken out too, and what stands around them meets.
    """
    pieces = [[KEPT] if isinstance(run, AsIs) else CONTROL.split(run) for run in runs]
    flat = [piece for group in pieces for piece in group]
    ends = [at for group in pieces for at in [*[True] * (len(group) - 1), False]]
    gaps = tuple(number for number, before_control in enumerate(ends) if before_control)
    line, kept = _without_kept(Line("".join(flat), tuple(_starts(flat)), gaps))
    done = iter(_put_back(setting(line).runs(), kept))
    out = []
    for run, group in zip(runs, pieces, strict=True):
        texts = [next(done) for _ in group]
        between = [*CONTROL.findall(run), ""]
        out.append(run if isinstance(run, AsIs) else "".join(map("".join, zip(texts, between, strict=True))))
    return out


def _starts(pieces: Sequence[str]) -> Iterator[int]:
    at = 0
    for piece in pieces[:-1]:
        at += len(piece)
        yield at


def _put_back(runs: Iterable[str], kept: Iterable[str]) -> list[str]:
    back = iter(kept)
    return [re.sub(KEPT, lambda _: next(back), run) for run in runs]


def _without_kept(line: Line) -> tuple[Line, list[str]]:
    """A line with a sign for each piece of what is kept, and these pieces in order."""
    edits: list[Edit] = []
    edges, passed = line.edges, 0
    for start, end in _kept_spans(line.text):
        at = start
        while passed < len(edges) and edges[passed] < end:
            if edges[passed] > at:
                edits.append((at, edges[passed], KEPT))
                at = edges[passed]
            passed += 1
        edits.append((at, end, KEPT))
    return line.edited(edits), [line.text[start:end] for start, end, _ in edits]


def _kept_spans(text: str) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text):
        if _ADDRESS.search(word[0]):
            yield _address(word[0], word.start())
        else:
            yield from (
                (word.start() + small.start(), word.start() + small.end()) for small in _SMALL.finditer(word[0])
            )


def _address(word: str, at: int) -> tuple[int, int]:
    """An address without the quotes or brackets around it; the marks at its own end may be part of it."""
    inner = word.lstrip("\"'«“„‚‘‹([")
    start = at + len(word) - len(inner)
    bare = inner.rstrip(".,;:!?…")
    closed = bare.rstrip("\"'»”’“‘›)]")
    if start > at and closed and closed != bare:
        inner = closed
    return (start, start + len(inner)) if inner else (at, at + len(word))
