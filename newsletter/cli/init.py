"""``newsletter init``: a project with the sample issue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; it is made when missing.")],
) -> None:
    """Start a project: the sample issue with its brand, contacts and pictures, and a folder for your layouts."""
    from newsletter.scaffold import write_project

    for path in write_project(folder):
        print(path)
    print(f"\nNow: cd {folder} && newsletter compose 2024-07-data-snack --open")
