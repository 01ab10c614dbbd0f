"""Reads cases as people write them: a title, then input and expected text between lines with a single dot."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

CASES = Path(__file__).parent / "cases"


class Case(NamedTuple):
    line: int
    title: str
    given: str
    expected: str


def read(name: str) -> list[Case]:
    """The cases of a file; text before the first title line of a block is commentary when it starts with #."""
    cases, block, title, start = [], None, "", 0
    parts: list[str] = []
    for number, line in enumerate((CASES / name).read_text(encoding="utf-8").split("\n"), 1):
        if line == ".":
            if block is None:
                block, start = [], number
            else:
                parts.append("\n".join(block))
                block = []
                if len(parts) == 2:
                    cases.append(Case(start, title, *parts))
                    block, parts = None, []
        elif block is not None:
            block.append(line)
        elif line.strip() and not line.startswith("#"):
            title = line
    return cases


def cases(name: str) -> pytest.MarkDecorator:
    """Run a test once for each case of a file; the id leads to the case's line."""
    found = read(name)
    assert found, f"no cases in {name}"
    return pytest.mark.parametrize("case", found, ids=[f"{name}:{case.line} {case.title}" for case in found])
