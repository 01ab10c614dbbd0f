from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from newsletter.model.schema import json_schema
from newsletter.scaffold import SCHEMA_FILE, sample, schema_text

ISSUES = Path(__file__).parent.parent / "issues"


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do: YAML 1.2 has no dates."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_an_editor(name: str) -> Any:
    return yaml.load((ISSUES / name).read_text("utf-8"), Loader=EditorLoader)  # noqa: S506  # a SafeLoader


@pytest.mark.parametrize(("file", "name"), [("issue", "2024-07-data-snack.yaml"), ("brand", "brand.yaml")])
def test_an_editor_accepts_the_sample(file: Any, name: str) -> None:
    schema = json_schema(file)
    Draft202012Validator.check_schema(schema)

    assert [error.message for error in Draft202012Validator(schema).iter_errors(as_an_editor(name))] == []


@pytest.mark.parametrize(
    "issue",
    [
        {"subject": "S", "subjekt": "x"},
        {"subject": "S", "sections": [{"kind": "evnts"}]},
        {"sections": []},
        {"subject": []},
    ],
)
def test_an_editor_refuses_what_compose_refuses(issue: dict[str, Any]) -> None:
    assert not Draft202012Validator(json_schema("issue")).is_valid(issue)


def test_every_field_is_described_for_the_editor() -> None:
    for file in ("issue", "brand"):
        schema = json_schema(file)  # type: ignore[arg-type]
        for name, part in {"": schema, **schema["$defs"]}.items():
            assert part.get("description"), name
            for key, field in part.get("properties", {}).items():
                assert field.get("description"), f"{name}.{key}"


def test_the_schema_beside_the_sample_is_up_to_date() -> None:
    assert (sample() / SCHEMA_FILE).read_text("utf-8") == schema_text()
    assert json.loads(schema_text())["title"] == "Issue"
