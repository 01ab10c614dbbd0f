"""A merge tag that came percent-encoded.

## What it does
Finds merge tags in links that a mailbox, a form or another tool has encoded: `%7B%7Bcontact.email%7D%7D`.

## Why it matters
No ESP knows an encoded tag: every reader's link would hold the name of the field in place of its value. Composing
writes the tag that was meant; the file still holds the other.

## Example
`link: https://www.example.com/?email=%7B%7Bcontact.email%7D%7D`

## Instead
`link: https://www.example.com/?email={{contact.email}}`
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.walk import values_of
from newsletter.errors import Problem

if TYPE_CHECKING:
    from newsletter.load import Project


def check(project: Project) -> Iterator[Problem]:
    """Yield a problem for each such tag."""
    for value, file, loc in values_of(project):
        for written, tag in getattr(value, "encoded", ()):
            yield Problem(
                code="",
                message=f"the merge tag {tag} came percent-encoded; it is composed as it was meant",
                hint=f"write {tag} in the file",
                file=file,
                loc=loc,
                needle=written,
            )
