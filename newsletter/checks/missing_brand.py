"""The rule missing-brand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def missing_brand(mail: Mail) -> Iterator[Problem]:
    """An issue without a brand.

    ## What it does
    Looks for `brand.yaml` in the issue's folder and the folders above it, up to the project's root.

    ## Why it matters
    Without a brand the message has no sender, no company and no postal address, and bears the name "Newsletter". Most
    anti-spam laws ask for the address.

    ## Example
    A folder with `2024-07.yaml` alone.

    ## Instead
    Put `brand.yaml` beside it, with at least `name:`, `company:` and `postal_address:`.
    """
    files = mail.project.documents
    if files and "brand" not in files:  # an issue that a program made comes with its brand
        yield Problem(
            code="",
            message="there is no brand.yaml beside this issue or above it",
            hint="create one with name:, company: and postal_address:; 'newsletter init' makes a whole project",
        )
