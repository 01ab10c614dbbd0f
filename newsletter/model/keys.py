"""Which keys may stand at a path of the model, for "did you mean" and hints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from newsletter.errors import Loc


def keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """The keys of the part at a path, in the order of the documentation.

    Args:
        model: The outermost part.
        loc: The way to the part, with pydantic's steps: list indexes, and the kind of a section after its index.

    """
    parts: list[type[BaseModel]] = [model]
    for step in loc:
        if isinstance(step, int):
            continue
        by_kind = [part for part in parts if "kind" in part.model_fields and _kind(part) == step]
        if len(parts) > 1 and by_kind:
            parts = by_kind
        else:
            fields = [part.model_fields[step].annotation for part in parts if step in part.model_fields]
            parts = [found for annotation in fields for found in _parts(annotation)]
    return list(dict.fromkeys(name for part in parts for name in _kind_first(part)))


def _kind(part: type[BaseModel]) -> Any:
    return get_args(part.model_fields["kind"].annotation)[0]


def _kind_first(part: type[BaseModel]) -> list[str]:
    return sorted(part.model_fields, key=lambda name: name != "kind")


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)
