"""JSON Schema of the files that people write, for their editors, and of the one that programs read."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from newsletter.findings import Document
from newsletter.model.brand import Brand
from newsletter.model.issue import Issue


def json_schema(file: Literal["issue", "brand", "findings"]) -> dict[str, Any]:
    """The schema of ``issues/<slug>.yaml``, of ``brand.yaml``, or of what ``newsletter check --format json`` prints."""
    model = {"issue": Issue, "brand": Brand, "findings": Document}[file]
    schema = TypeAdapter(model).json_schema(schema_generator=_Described)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


class _Described(GenerateJsonSchema):
    """Describes each key by the text below it in its class.

    pydantic could do the same for every class when it is made (``use_attribute_docstrings``), but then each start of
    the program would read and parse the sources of all classes for what only a schema shows.
    """

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        """The schema of a part, with its keys described."""
        return _with_descriptions(super().model_schema(schema), schema["cls"])

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> dict[str, Any]:
        """The same of a dataclass."""
        return _with_descriptions(super().dataclass_schema(schema), schema["cls"])


def _with_descriptions(schema: dict[str, Any], described: type) -> dict[str, Any]:
    told = {name: text for part in reversed(described.__mro__) for name, text in _told(part).items()}
    for name, key in schema.get("properties", {}).items():
        if name in told:
            key["description"] = told[name]
    return schema


def _told(part: type) -> dict[str, str]:
    """What the texts below the attributes of a class say of them."""
    if not part.__module__.startswith("newsletter."):
        return {}
    body = ast.parse(inspect.getsource(part)).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101  # for the type checker
    return {
        attribute.target.id: inspect.cleandoc(text.value.value)
        for attribute, text in pairwise(body.body)
        if isinstance(attribute, ast.AnnAssign)
        and isinstance(attribute.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
