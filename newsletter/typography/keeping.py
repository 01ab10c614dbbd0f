"""What no pass may touch: spans that the author switched off, addresses, smileys. Taken out before, put back after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from newsletter.mergetags import CONTROL
from newsletter.runs import AsIs
from newsletter.typography.line import Edit, Line

KEPT = "\ue000"  # stands for something that is kept; one that the author typed is kept as well
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r":(?://|(?<=mailto:)\S|(?<=tel:)\S)|@\w|www\.")  # in such a word a mark is not punctuation
# Each begins with a sign that is rare in prose, so that most lines are passed over at once.
_SMALL = re.compile(
    rf"[{KEPT}:;&#](?:"
    rf"(?<={KEPT})"
    r"|(?<=(?<!\S)[:;])[-']?[)(\]|/\\DPpOo3*]+(?![^\s.,!?)])"  # :-) ;) :D
    r"|(?<=(?<!\S):)\w+:"  # :wave:
    r"|(?<=&)#?\w{1,32};"  # an entity that is shown as it was typed
    r"|(?<=(?<![\w&])#)\w+"  # a hashtag
    r")"
)


def typeset_around(runs: Sequence[str], setting: Callable[[Line], Line]) -> list[str]:
    """Set the runs of one block, but for what is kept.

    Control tags print nothing, so they are taken out too, and what stands around them meets.
    """
    texts = [KEPT if isinstance(run, AsIs) else run for run in runs]
    control = CONTROL.search("\n".join(texts))
    done = _around_controls(texts, setting) if control else _around_kept(texts, (), setting)
    return [run if isinstance(run, AsIs) else new for run, new in zip(runs, done, strict=True)]


def _around_controls(texts: Sequence[str], setting: Callable[[Line], Line]) -> list[str]:
    pieces = [CONTROL.split(text) for text in texts]
    ends = [at for group in pieces for at in [*[True] * (len(group) - 1), False]]
    gaps = tuple(number for number, before_control in enumerate(ends) if before_control)
    done = iter(_around_kept([piece for group in pieces for piece in group], gaps, setting))
    between = [[*CONTROL.findall(text), ""] for text in texts]
    return ["".join(next(done) + tag for tag in tags) for tags in between]


def _around_kept(pieces: Sequence[str], gaps: tuple[int, ...], setting: Callable[[Line], Line]) -> list[str]:
    starts = accumulate(map(len, pieces[:-1]))
    line, kept = _without_kept(Line("".join(pieces), tuple(starts), gaps))
    done = setting(line).runs()
    back = iter(kept)
    return [re.sub(KEPT, lambda _: next(back), piece) for piece in done] if kept else done


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
    at = 0
    for word in _addresses(text):
        yield from (small.span() for small in _SMALL.finditer(text, at, word.start()))
        yield _address(word[0], word.start())
        at = word.end()
    yield from (small.span() for small in _SMALL.finditer(text, at))


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """The words that hold an address."""
    if _ADDRESS.search(text):
        yield from (word for word in _WORD.finditer(text) if _ADDRESS.search(word[0]))


def _address(word: str, at: int) -> tuple[int, int]:
    """An address without the quotes or brackets around it; the marks at its own end may be part of it."""
    inner = word.lstrip("\"'«“„‚‘‹([")
    start = at + len(word) - len(inner)
    bare = inner.rstrip(".,;:!?…")
    closed = bare.rstrip("\"'»”’“‘›)]")
    if start > at and closed and closed != bare:
        inner = closed
    return (start, start + len(inner)) if inner else (at, at + len(word))
