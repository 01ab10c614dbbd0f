"""The whole offline check of the sample, warm, and how it grows.

    python -m tests.benchmarks checks

The median of many runs of loading nothing and checking all: every rule over the composed sample, the HTML part taken
apart anew each time. Then the check of an issue with ten times the sections over that of one with one time; then each
rule's share.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator

from newsletter.checks import RULES, preflight
from newsletter.checks.mail import Mail
from newsletter.load import Project, load_project
from newsletter.trace import Traced, compose_traced
from tests.benchmarks.measuring import GROWTH, SAMPLE, interleaved, ratio
from tests.benchmarks.rows import Row, run

RUNS, GROWN_RUNS, BOUND, SLOWEST = 21, 5, 100.0, 12
RULES_RUN = preflight.chosen(RULES)


def timed(project: Project, traced: Traced) -> float:
    """Seconds of the processor for one check."""
    begun = time.process_time()
    preflight.run(RULES_RUN, Mail(project, traced))
    return time.process_time() - begun


def shares(project: Project, traced: Traced) -> list[tuple[float, str]]:
    """Milliseconds of each rule, the slowest first; the first that needs a part of the mail pays for it."""
    found: dict[str, list[float]] = {}
    for _ in range(RUNS):
        mail = Mail(project, traced)
        for rule in RULES_RUN:
            begun = time.process_time()
            preflight.run([rule], mail)
            found.setdefault(rule.name, []).append((time.process_time() - begun) * 1000)
    return sorted(((statistics.median(times), name) for name, times in found.items()), reverse=True)


def grown(times: int) -> tuple[Project, Traced]:
    """The sample with its sections several times over."""
    project = load_project(SAMPLE)
    sections = tuple(
        section.model_copy(update={"id": None}) for _ in range(times) for section in project.issue.sections
    )
    larger = project._replace(issue=project.issue.model_copy(update={"sections": sections}))
    return larger, compose_traced(larger)


def rows() -> Iterator[Row]:
    """The check of the sample, how it grows, and each rule; the quick ones in the file alone."""
    project = load_project(SAMPLE)
    traced = compose_traced(project)
    one, ten = grown(1), grown(10)
    sample = interleaved({"sample": lambda _: timed(project, traced)}, range(RUNS + 1), warm=1)["sample"]
    yield Row("offline check of the sample", statistics.median(sample) * 1000, "ms", BOUND)
    times = interleaved({"one": lambda _: timed(*one), "ten": lambda _: timed(*ten)}, range(GROWN_RUNS + 1), warm=1)
    yield ratio("offline check, 10 x the sections", times["ten"], times["one"], GROWTH)
    for at, (each, name) in enumerate(shares(project, traced)):
        yield Row(f"rule {name}", each, "ms", minor=at >= SLOWEST)


if __name__ == "__main__":
    sys.exit(run({"checks": rows}))
