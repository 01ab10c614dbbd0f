"""What every part of the model shares: it is frozen, it refuses unknown keys, and its texts can be mapped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import is_
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from newsletter.errors import Loc, Problem

if TYPE_CHECKING:  # values know how they are masked and parsed; at run time they import these, not the reverse
    from newsletter.mergetags import Tags
    from newsletter.urls import Web


class Value(str):
    """A text that the author wrote and that the message shows: merge tags may stand in it.

    Subclasses say how it is read (plain, Markdown, link …). :func:`map_values` finds them by this class.

    Attributes:
        offered: Whether it comes from the ESP's dialect and not from an author; a layout may then leave it out.

    """

    offered = False

    def having(self, text: str) -> Self:
        """Another text with the same attributes, such as the size of the image it leads to; itself for its own text."""
        if text is self:
            return self
        new = type(self)(text)
        new.__dict__.update(self.__dict__)
        return new

    def masked(self, tags: Tags, file: str, loc: Loc) -> Any:
        """The same value with its merge tags masked."""
        text = tags.mask(self, file, loc, expected=not self.offered)
        return self if text is self else self.having(text)  # as most texts hold no tag

    def parsed(self, web: Web) -> Any:
        """What a layout shows of a masked value; `web` says how links and pictures are written."""
        raise NotImplementedError


class Part(BaseModel):
    """A piece of an issue or of a brand."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most are only built as parts of others

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        """Drop keys with nothing behind them; an empty `alt` says on purpose that an image is decoration."""
        if isinstance(data, dict) and (absent := {key for key, value in data.items() if _is_nothing(value)}):
            gone = absent & cls.model_fields.keys() - {"alt"}  # unknown keys stay, to be refused
            return {key: value for key, value in data.items() if key not in gone}
        return data

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:  # noqa: ARG003  # for those that override it
        """What is wrong between the parts of a whole, which may itself not be valid yet."""
        return []


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


P = TypeVar("P", bound="Part")


def map_values(part: P, change: Callable[[Any, Loc], Any], kind: type | tuple[type, ...], loc: Loc = ()) -> P:
    """Copy a part with everything of a kind in it, at any depth, replaced by ``change(value, loc)``."""
    changed = {}
    for name, value in part.__dict__.items():
        if value is not None:  # as most of the keys that a part may have
            new = _mapped(value, change, kind, loc, name)
            if new is not value:
                changed[name] = new
    return part.model_copy(update=changed) if changed else part


def _mapped(
    value: Any, change: Callable[[Any, Loc], Any], kind: type | tuple[type, ...], loc: Loc, step: str | int
) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, kind):
        return change(value, (*loc, step))
    if isinstance(value, tuple):
        inside = (*loc, step)
        new = tuple([_mapped(item, change, kind, inside, at) for at, item in enumerate(value)])
        return value if all(map(is_, new, value)) else new
    if isinstance(value, Part):
        return map_values(value, change, kind, (*loc, step))
    return value


_PLAIN = frozenset(
    [str, bool, int, float, Decimal, date, datetime]
)  # pydantic takes its time to say that one is no part


def alike(one: Any, other: Any) -> bool:
    """Whether two values, or parts of a draft, are written in the same way; what it cannot tell of is not.

    Equal is not enough: 4.0 equals 4.00, and an hour equals that of another time zone.
    """
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if issubclass(kind, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if issubclass(kind, Part):
        return alike(one.__dict__, other.__dict__)
    if kind is dict:
        return [*one] == [*other] and all(map(alike, one.values(), other.values()))
    return kind in _PLAIN and one == other and repr(one) == repr(other)
