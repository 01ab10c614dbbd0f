"""``newsletter new``: a first draft of an issue."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def new(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The name of the file: issues/SLUG.yaml.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file of that name.")] = False,
) -> None:
    """Start an issue: a short file with every kind of section to fill in or throw away."""
    from newsletter.scaffold import write_issue

    path = write_issue(Path("issues"), slug, date.today(), force=force)
    print(f"{path} is there; edit it, and watch it in the browser:")
    print(f"newsletter preview {slug}")
