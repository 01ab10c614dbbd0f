"""All benchmarks, or those that are named: ``python -m tests.benchmarks [NAME...]``.

Prints a table, and writes it to `results.md` beside this file, which git ignores. Exits with 1 where a bound is broken,
with 2 where something could not be run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from importlib import import_module

from tests.benchmarks.rows import Row, run

NAMES = ("peers", "warm", "cold", "batch", "checks", "masking", "growth", "preview")


def _rows(name: str) -> Iterable[Row]:
    """The rows of a benchmark, imported now: none pays for what another needs."""
    rows: Iterable[Row] = import_module(f"tests.benchmarks.{name}").rows()
    return rows


def main(names: list[str]) -> int:
    """Run them."""
    if unknown := [name for name in names if name not in NAMES]:
        print(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    return run({name: partial(_rows, name) for name in names or NAMES})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
