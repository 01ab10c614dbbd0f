"""What came of checking several issues: one document for programs, one line for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from newsletter.errors import Problem
from newsletter.report import as_dict, counted, number_of


class Checked(NamedTuple):
    """What came of one issue for one ESP.

    Attributes:
        path: The issue file.
        esp: The ESP; empty where it is not known, since the files cannot be read.
        findings: What was found; the errors, where the issue cannot be composed.
        ignored: How many findings are left out on purpose.
        composed: Whether it could be composed at all.

    """

    path: Path
    esp: str
    findings: tuple[Problem, ...]
    ignored: int = 0
    composed: bool = True


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong, where, and how to mend it."""

    severity: Literal["error", "warning", "info"]
    """How bad it is."""
    code: str
    """The rule, or the kind of error: its name does not change."""
    message: str
    """What is wrong, in one sentence."""
    file: str | None
    """The file, as the command line names it; null for what stands in none."""
    line: int | None
    """The line, from 1."""
    col: int | None
    """The column, from 1, in characters."""
    end_line: int | None
    """The line where it ends."""
    end_col: int | None
    """The column after its last character."""
    label: str
    """A few words to stand beside the place; may be empty."""
    hint: str
    """How to mend it."""


@dataclass(frozen=True, kw_only=True)
class IssueFindings:
    """One issue for one ESP."""

    issue: str
    """The issue file."""
    esp: str | None
    """The ESP it was checked for; null where its files cannot be read."""
    composed: bool
    """Whether it can be composed; if not, the findings are the errors."""
    findings: list[Finding]
    """The worst first, then by place."""
    ignored: int
    """How many findings are left out, by checks: or by comments."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many different findings there are in all."""

    error: int
    """Errors."""
    warning: int
    """Warnings."""
    info: int
    """Notes."""
    ignored: int
    """Left out on purpose."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What ``newsletter check --format json`` prints."""

    version: Literal[1] = 1
    """Of this format; it grows when a program that reads it would have to change."""
    issues: list[IssueFindings]
    """In the order of the command line."""
    counts: Counts
    """Over all issues; a finding that is the same for several ESPs counts once."""


def document(checked: Sequence[Checked]) -> Document:
    """What came of several issues."""
    issues = [
        IssueFindings(
            issue=each.path.as_posix(),
            esp=each.esp or None,
            composed=each.composed,
            findings=[Finding(**as_dict(found)) for found in each.findings],
            ignored=each.ignored,
        )
        for each in checked
    ]
    return Document(issues=issues, counts=counts(checked))


def counts(checked: Sequence[Checked]) -> Counts:
    """How many different findings there are of each severity, and how many are ignored."""
    found = Counter(problem.severity.label for problem in {problem for each in checked for problem in each.findings})
    return Counts(
        error=found["error"],
        warning=found["warning"],
        info=found["info"],
        ignored=sum(each.ignored for each in checked),
    )


def written(told: Document) -> str:
    """A document as JSON."""
    return json.dumps(asdict(told), ensure_ascii=False, indent=2)


def summary(checked: Sequence[Checked]) -> str:
    """One line that counts: ``1 error, 3 warnings, 2 notes in 1 issue``."""
    issues = number_of(len({each.path for each in checked}), "issue")
    told = counted([found for each in checked for found in each.findings])
    ignored = counts(checked).ignored
    return f"{told} in {issues}{f'; {ignored} ignored' if ignored else ''}"
