"""What a benchmark finds, beside its bound, and the table of it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

RESULTS = Path(__file__).parent / "results.md"


class UnavailableError(Exception):
    """What a benchmark needs is not on this machine; the message says what."""


@dataclass(frozen=True)
class Row:
    """A figure.

    Attributes:
        name: What was measured.
        value: The figure, in its unit.
        unit: ``x`` for a ratio.
        bound: What it may be at most, or at least; None where nobody asks.
        at_least: Whether the bound is the least.
        note: What it was worked out from.
        minor: Whether it stands in the file alone while it holds.

    """

    name: str
    value: float
    unit: str = "x"
    bound: float | None = None
    at_least: bool = False
    note: str = ""
    minor: bool = False

    @property
    def broken(self) -> bool:
        """Whether the bound does not hold; it does not for what is no number."""
        if self.bound is None:
            return False
        return not (self.value >= self.bound if self.at_least else self.value <= self.bound)

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """Name, value, bound, verdict, note."""
        bound = "" if self.bound is None else f"{'>=' if self.at_least else '<='} {self.bound:g}"
        verdict = "BROKEN" if self.broken else "holds" if bound else ""
        return self.name, f"{self.value:.2f} {self.unit}", bound, verdict, self.note


def run(benchmarks: Mapping[str, Callable[[], Iterable[Row]]]) -> int:
    """Run benchmarks, print each row as it comes, and write all rows to `results.md`.

    Returns:
        The exit code: 0 all bounds hold, 1 one is broken, 2 something could not be run.

    """
    code = 0
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"
    lines = [f"# Benchmarks of {date.today()}", "", f"{machine}. `x` is a ratio of medians."]
    for name, rows in benchmarks.items():
        print(f"\n{name}", flush=True)
        lines += ["", f"## {name}", "", "| figure | value | bound | | from |", "| --- | ---: | --- | --- | --- |"]
        try:
            for row in rows():
                lines.append(f"| {' | '.join(row.cells)} |")
                code = max(code, int(row.broken))
                if row.broken or not row.minor:
                    print("  {:58}{:>12}  {:8}{:8}{}".format(*row.cells).rstrip(), flush=True)
        except UnavailableError as error:
            print(f"{name} cannot be run: {error}", file=sys.stderr, flush=True)
            lines += ["", f"Not run: {error}"]
            code = 2
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return code
