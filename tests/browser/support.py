"""What the fixtures and the tests of this package share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Page, Route

MESSAGES = ("sample", "everything", "minimal", "arabic", "hebrew")
RTL = ("arabic", "hebrew")
SCHEMES = ("light", "dark")


def missing(tool: str) -> NoReturn:
    """Skip for want of a tool; CI has every tool, so there it is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{tool}, and CI must have it", pytrace=False)
    pytest.skip(tool)


@dataclass
class Opened:
    """A message in the browser, and what it asked the network for, in vain."""

    page: Page
    requested: list[str] = field(default_factory=list)

    def js(self, script: str, argument: Any = None) -> Any:
        """The value of a script, which may use page.js."""
        return self.page.evaluate(script, argument)

    def block(self, route: Route) -> None:
        """Let the disk through, and nothing else."""
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            self.requested.append(route.request.url)
            route.abort()


Open = Callable[..., Opened]


def listed(items: Iterable[object]) -> str:
    """Findings as the message of an assertion, one a line."""
    return "\n".join(["", *map(str, items)])
