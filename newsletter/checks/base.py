"""What a rule is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from newsletter.errors import Problem, Severity

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


class Rule(NamedTuple):
    """One thing that a check looks for.

    Attributes:
        check: Finds it: a function named after the defect, whose docstring is the rule's page. It yields problems
            without code and severity.
        severity: How bad a finding is.
        family: The name by which it can be named together with others: ``links``.
        option: The option of ``newsletter check`` that a user asks for it with; empty for a rule that always runs.

    """

    check: Callable[[Mail], Iterator[Problem]]
    severity: Severity
    option: str = ""
    family: str = ""

    @property
    def name(self) -> str:
        """The defect that it finds, which is the code of its findings: ``missing-alt-text``."""
        return self.check.__name__.replace("_", "-")

    @property
    def page(self) -> str:
        """What it does, why it matters, an example, and what to do instead."""
        return inspect.getdoc(self.check) or ""

    @property
    def title(self) -> str:
        """The defect in a few words."""
        return self.page.partition("\n")[0].rstrip(".")
