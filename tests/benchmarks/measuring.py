"""Medians over interleaved runs, and the folders that they run in."""

from __future__ import annotations

import gc
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.rows import Row
from tests.conftest import environment

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "issues" / "2024-07-data-snack.yaml"
GROWTH = 12.0
"""What 10 times the input may cost at most."""

ENVIRONMENT = environment({"PYTHONPATH": str(ROOT)})
"""For commands in other folders: they run this checkout."""


def interleaved(runs: Mapping[str, Callable[[int], float]], rounds: range, warm: int) -> dict[str, list[float]]:
    """The seconds of each run in each round; each is given the number of its round.

    Args:
        runs: What to run, one after the other within a round, so that a slow moment of the machine falls on all.
        rounds: The numbers of the rounds.
        warm: How many of the first rounds are not told.

    """
    times: dict[str, list[float]] = {name: [] for name in runs}
    for number in rounds:
        for name, run in runs.items():
            times[name].append(run(number))
    return {name: told[warm:] for name, told in times.items()}


def ratio(
    name: str, ours: Sequence[float], theirs: Sequence[float], bound: float | None = None, at_least: bool = False
) -> Row:
    """The ratio of two medians of seconds."""
    first, second = statistics.median(ours), statistics.median(theirs)
    return Row(
        name, first / second, bound=bound, at_least=at_least, note=f"{first * 1000:.2f} ms / {second * 1000:.2f} ms"
    )


@contextmanager
def unburdened() -> Iterator[None]:
    """Without the garbage of earlier rounds, which the collector would look through again and again."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@contextmanager
def project(files: Mapping[str, str]) -> Iterator[Path]:
    """A folder with these issues and nothing else, removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        issues = Path(folder) / "issues"
        issues.mkdir()
        for name, text in files.items():
            (issues / name).write_text(text, encoding="utf-8")
        yield Path(folder)
