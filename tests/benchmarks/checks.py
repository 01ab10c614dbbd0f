"""The whole offline check of the sample, warm, and how it grows.

    python -m tests.benchmarks.checks

Prints the median of many runs of loading nothing and checking all: every rule over the composed sample, the HTML part
taken apart anew each time. Then each rule's share; then the check of an issue with ten times the sections beside one
with one time, as a ratio.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from newsletter.checks import RULES, preflight
from newsletter.checks.mail import Mail
from newsletter.compose import Message, compose_project
from newsletter.load import Project, load_project

SAMPLE = Path(__file__).parents[2] / "issues" / "2024-07-data-snack.yaml"
RUNS, BOUND, GROWTH = 21, 100.0, 12.0
RULES_RUN = preflight.chosen(RULES)


def timed(project: Project, message: Message, runs: int = RUNS) -> float:
    """Milliseconds of one check, the median of several after a first one."""
    times = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        preflight.run(RULES_RUN, Mail(project, message))
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])


def shares(project: Project, message: Message) -> list[tuple[float, str]]:
    """Milliseconds of each rule, the slowest first; the first that needs a part of the mail pays for it."""
    found: dict[str, list[float]] = {}
    for _ in range(RUNS):
        mail = Mail(project, message)
        for rule in RULES_RUN:
            begun = time.perf_counter()
            preflight.run([rule], mail)
            found.setdefault(rule.name, []).append((time.perf_counter() - begun) * 1000)
    return sorted(((statistics.median(times), name) for name, times in found.items()), reverse=True)


def grown(times: int) -> tuple[Project, Message]:
    """The sample with its sections several times over."""
    project = load_project(SAMPLE)
    sections = tuple(
        section.model_copy(update={"id": None}) for _ in range(times) for section in project.issue.sections
    )
    larger = Project(**{**vars(project), "issue": project.issue.model_copy(update={"sections": sections})})
    return larger, compose_project(larger)


def main() -> None:
    """Print the table."""
    project = load_project(SAMPLE)
    message = compose_project(project)
    median = timed(project, message)
    ratio = timed(*grown(10), runs=3) / timed(*grown(1), runs=7)
    rows = [("offline check of the sample, warm", median, BOUND, "ms"), ("ten times the sections", ratio, GROWTH, "x")]
    for name, value, bound, unit in rows:
        print(f"{name:40}{value:9.1f} {unit:3} bound {bound:g}   {'holds' if value <= bound else 'BROKEN'}")
    for each, name in shares(project, message)[:12]:
        print(f"  {name:38}{each:9.2f} ms")
    if any(value > bound for _, value, bound, _ in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
