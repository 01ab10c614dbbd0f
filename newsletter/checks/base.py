"""What a rule is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.errors import Problem, Severity

if TYPE_CHECKING:
    from newsletter.load import Project

Check = Callable[["Project"], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """One thing that a check looks for.

    Attributes:
        name: The defect that it finds; the code of its findings.
        severity: How bad a finding is.
        check: Finds it; yields problems without code and severity.
        page: What it does, why it matters, an example, and what to do instead.

    """

    name: str
    severity: Severity
    check: Check
    page: str
