"""Which findings are left out, and which are errors, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, model_validator

from newsletter.errors import Problem
from newsletter.model.base import Part
from newsletter.model.scalars import refuse


def _as_written(schema: dict[str, Any]) -> None:
    """Describe what people write, a name or a name and a reason, and not what it becomes."""
    told = schema.pop("description")
    schema.clear()
    reasoned = {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": {"type": "string"}}
    schema |= {"description": told, "anyOf": [{"type": "string"}, reasoned]}


class Ruling(Part):
    """A rule, and the reason why it is treated otherwise: ``missing-source: our own survey``."""

    model_config = ConfigDict(json_schema_extra=_as_written)

    rule: str
    """The name of a rule, or of a family of rules."""
    reason: str | None = None
    """Why."""

    @model_validator(mode="before")
    @classmethod
    def _name_or_name_and_reason(cls, data: Any) -> Any:
        """Read ``missing-source`` and ``missing-source: our own survey``."""
        if isinstance(data, str):
            return {"rule": data}
        if isinstance(data, Mapping) and len(data) == 1 and "rule" not in data:
            return {"rule": next(iter(data)), "reason": next(iter(data.values()))}
        if isinstance(data, Ruling) or (isinstance(data, Mapping) and "rule" in data):
            return data
        raise refuse(
            Problem(
                code="wrong-value",
                message="a rule stands here as a word, or as a word and the reason",
                hint="write - missing-source: our own survey",
            )
        )


class Checks(Part):
    """Which findings of the checks are left out, and which are errors."""

    ignore: tuple[Ruling, ...] = ()
    """Rules to leave out, each with its reason: - missing-source: our own survey"""
    error: tuple[Ruling, ...] = ()
    """Rules whose findings are errors."""
