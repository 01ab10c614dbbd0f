"""A setting of the brand that nothing reads yet.

## What it does
Finds `utm` and `merge_fields` in `brand.yaml`: their format is settled, and their work is not done yet.

## Why it matters
Who sets tracking parameters expects them in the links. Until they are added, set them in the links themselves.

## Example
`utm: {source: newsletter}` in `brand.yaml`.

## Instead
Write them into the links: `https://www.example.com/?utm_source=newsletter`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem

if TYPE_CHECKING:
    from newsletter.load import Project


def check(project: Project) -> Iterator[Problem]:
    """Yield a problem for each such setting."""
    for key in ("utm", "merge_fields"):
        if getattr(project.brand, key):
            yield Problem(
                code="",
                message=f"'{key}' is read, and not used yet",
                hint="write the parameters into the links, and the ESP's own tags into the texts",
                file="brand",
                loc=(key,),
                on_key=True,
            )
