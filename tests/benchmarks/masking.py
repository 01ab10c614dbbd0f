"""Masking and restoring: 10 times the tags, and 10 times the text, should take about 10 times as long, 12 at most.

    python -m tests.benchmarks masking

A row for each shape of text and each dialect: the median time for the larger text over that for the smaller one. The
larger one has 1 MB and 10,000 tags. Texts that never close a tag are there because a naive search would take
the square of their length.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from newsletter.dialects import DIALECTS, Dialect
from newsletter.mergetags import Tags
from newsletter.neutral import native
from newsletter.scanning import scan
from tests.benchmarks.measuring import GROWTH, interleaved, ratio, unburdened
from tests.benchmarks.rows import Row, run

ROUNDS, SIZE = 9, 1000
PROSE = "Un mot, puis un autre : l'été arrive & l'on s'en réjouit déjà tous ensemble. "


def tagged(tags: int, esp: Dialect) -> str:
    """About 100 characters of text for each tag."""
    tag = native("{{contact.email}}", esp)
    return f"{PROSE} {tag} " * tags


SHAPES: dict[str, Callable[[int, Dialect], str]] = {
    "tags": tagged,
    "openings": lambda n, _: "{{ a " * n,
    "openings, one closing": lambda n, _: "{{ a " * n + "}}",
    "braces": lambda n, _: "{" * (10 * n),
    "quotes": lambda n, _: "{{ ' }} " * n,
    "two kinds of opening": lambda n, _: "{{ {% " * n + "}}",
    "signs": lambda n, _: "%*|[<@{" * n,
    "other ESPs' openings": lambda n, _: "{% *|A <%= " * n,
}


def timed(text: str, dialect: Dialect) -> float:
    """Seconds of the processor for masking and restoring a text."""
    scan.forget()
    with unburdened():
        start = time.process_time()
        tags = Tags.for_texts([text], dialect)
        tags.restore(tags.mask(text))
        return time.process_time() - start


def grown(name: str, esp: Dialect) -> Row:
    """The median time for 10 times the size over that for the size, runs interleaved."""
    small, large = SHAPES[name](SIZE, esp), SHAPES[name](10 * SIZE, esp)
    runs = {"small": lambda _: timed(small, esp), "large": lambda _: timed(large, esp)}
    times = interleaved(runs, range(ROUNDS), warm=0)
    return ratio(f"10 x the {name}, {esp.name}", times["large"], times["small"], GROWTH)


def rows() -> Iterator[Row]:
    """Tags in every dialect, the other shapes in two."""
    for name in SHAPES:
        for esp in DIALECTS if name == "tags" else ("hubspot", "mailchimp"):
            yield grown(name, DIALECTS[esp])


if __name__ == "__main__":
    sys.exit(run({"masking": rows}))
