"""JSON Schema of the files that people write, for completion and hints in their editors."""

from __future__ import annotations

from typing import Any, Literal

from newsletter.model.brand import Brand
from newsletter.model.issue import Issue


def json_schema(file: Literal["issue", "brand"]) -> dict[str, Any]:
    """The schema of ``issues/<slug>.yaml`` or of ``brand.yaml``."""
    model = Issue if file == "issue" else Brand
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
