"""Masking and restoring: 10 times the tags, and 10 times the text, should take about 10 times as long, 12 at most.

    python -m tests.benchmarks.masking

Prints one line for each shape of text and each dialect: the median time for the larger text over that for the smaller
one. The larger one has 1 MB and 10,000 tags. Texts that never close a tag are there because a naive search would take
the square of their length.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from newsletter import scanning
from newsletter.dialects import DIALECTS, Dialect
from newsletter.mergetags import Tags
from newsletter.neutral import native

ROUNDS = 7
BOUND = 12.0
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


def run(text: str, dialect: Dialect) -> float:
    """Seconds for masking and restoring a text."""
    scanning._remembered.cache_clear()
    scanning._remembered_long.cache_clear()
    start = time.perf_counter()
    tags = Tags.for_texts([text], dialect)
    tags.restore(tags.mask(text))
    return time.perf_counter() - start


def ratio(shape: Callable[[int, Dialect], str], esp: Dialect, size: int) -> float:
    """The median time for 10 times the size over that for the size, runs interleaved."""
    small, large = shape(size, esp), shape(10 * size, esp)
    times = [(run(small, esp), run(large, esp)) for _ in range(ROUNDS)]
    return statistics.median(t for _, t in times) / statistics.median(t for t, _ in times)


def main() -> None:
    """Print the table."""
    print(f"{'text':24}{'dialect':20}{'10 x the size costs':>20}   bound {BOUND:g}")
    for name, shape in SHAPES.items():
        for esp in DIALECTS if name == "tags" else ("hubspot", "mailchimp"):
            found = ratio(shape, DIALECTS[esp], 1000)
            print(f"{name:24}{esp:20}{found:>18.1f} x   {'holds' if found <= BOUND else 'BROKEN'}")


if __name__ == "__main__":
    main()
