"""``newsletter layouts``: the layouts that an issue can name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def layouts(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the layouts: those that come with the package, and those of this project's layouts/ folder."""
    from newsletter.dialects import HUBSPOT
    from newsletter.layout import Layout, available, packaged
    from newsletter.load import project_root, read

    def described(layout: Layout) -> str:
        file = read(layout.folder / "layout.yaml", HUBSPOT, "description: and a sentence")
        entry = (file.root.entries or {}).get("description")
        return (entry[1].value if entry else None) or ""

    found = available(project_root(Path.cwd() / "issue.yaml"))
    rows = [
        {
            "name": layout.name,
            "description": described(layout),
            "origin": "packaged" if layout.folder.parent == packaged() else str(layout.folder),
        }
        for layout in found
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        where = "" if row["origin"] == "packaged" else f" ({row['origin']})"
        print(f"{row['name']:{width}}  {row['description']}{where}")
