"""Newsletters as code: one typed YAML file in, responsive HTML and a written plain-text part out.

    >>> from newsletter import compose_file
    >>> message = compose_file("issues/2024-07-data-snack.yaml")
    >>> message.subject, len(message.html), len(message.text)

The names below are the public API; everything else may change.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsletter.checks import Finding, check
    from newsletter.compose import Message, compose, compose_file
    from newsletter.errors import NewsletterError
    from newsletter.load import load_issue
    from newsletter.model.issue import Issue

__all__ = ["Finding", "Issue", "Message", "NewsletterError", "check", "compose", "compose_file", "load_issue"]

_HOMES = {
    "Finding": "newsletter.checks",
    "Issue": "newsletter.model.issue",
    "Message": "newsletter.compose",
    "NewsletterError": "newsletter.errors",
    "check": "newsletter.checks",
    "compose": "newsletter.compose",
    "compose_file": "newsletter.compose",
    "load_issue": "newsletter.load",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``newsletter --help`` pays for none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module 'newsletter' has no attribute '{name}'")
    from importlib import import_module  # noqa: PLC0415  # see above

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """Keeps the name ``compose`` for the function: importing the module of that name would put the module there."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name == "compose" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
