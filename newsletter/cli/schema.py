"""``newsletter schema``: JSON Schema for editors."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def schema(
    brand: Annotated[bool, typer.Option("--brand", help="The schema of brand.yaml instead.")] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="The schema of what 'newsletter check --format json' prints instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of an issue file.

    Save it beside the issues and name it in their first line, and editors with YAML support complete the keys:
    # yaml-language-server: $schema=newsletter.schema.json
    """
    from newsletter.model.schema import json_schema

    shown = json_schema("findings" if findings else "brand" if brand else "issue")
    print(json.dumps(shown, ensure_ascii=False, indent=2))
