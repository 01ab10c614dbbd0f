"""Liquid, through python-liquid: Customer.io, Braze and Keila.

Braze puts its own names into it, ``{{${first_name}}}`` and ``{{custom_attribute.${zip code}}}``, and tags into tags;
those are rewritten as Liquid's own lookups.

Sources: https://jg-rp.github.io/liquid/ for the limits, and the rows of these three ESPs for what they write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from liquid import Environment, Mode, Undefined
from liquid.exceptions import LiquidError, ResourceLimitError

from newsletter.merging.faults import RAISED, told
from newsletter.merging.sheet import BRAZE, MOST, Piece, Sheet, TooLong
from newsletter.merging.value import NUMBER

_INSIDE = re.compile(r"""("[^"]*"|'[^']*')|([=!]=\s*)blank\b|(\.)?\$\{\s*([^{}]*?)\s*\}|(\{\{|\}\})""")


class _Env(Environment):
    loop_iteration_limit = 10_000
    local_namespace_limit = 1_000_000
    # It makes CRLF an LF, but no carriage return comes this far: a sheet hides them.
    output_stream_limit = MOST


class _Missing(Undefined):
    """A field that the contact does not have: empty in tests and for defaults, and shown when printed."""

    __slots__ = ("path", "sheet")
    __hash__ = Undefined.__hash__

    def __init__(self, sheet: Sheet, path: str) -> None:
        super().__init__(path)
        self.sheet, self.path = sheet, path

    def __eq__(self, other: object) -> bool:
        return other == "" or super().__eq__(other)

    def __getitem__(self, key: object) -> _Missing:
        return _Missing(self.sheet, f"{self.path}.{key}")

    def __str__(self) -> str:
        return self.sheet.absent(self.path)


class _Level(dict[str, Any]):
    """The fields at one level; one that is not there is a missing one."""

    def __init__(self, tree: Mapping[str, Any], sheet: Sheet, path: str) -> None:
        self.sheet, self.path = sheet, path
        super().__init__((key, _leveled(value, sheet, f"{path}{key}")) for key, value in tree.items())

    def __missing__(self, key: object) -> _Missing:
        return _Missing(self.sheet, f"{self.path}{key}")


class _Number(float):
    """A value that looks like a number: Liquid compares no text with a number, and fields may be of either type."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return self.text == other if isinstance(other, str) else float(self) == other

    __hash__ = float.__hash__


def _leveled(value: Any, sheet: Sheet, path: str) -> Any:
    if isinstance(value, dict):
        return _Level(value, sheet, f"{path}.")
    if NUMBER.fullmatch(value):
        number = _Number(value)
        number.text = value
        return number
    return value


def render(pieces: Sequence[Piece], sheet: Sheet, *, escape: bool) -> str:
    """The text with its tags evaluated, still without what the sheet hides.

    Raises:
        Unreadable: Liquid cannot read a tag, or it makes the text too long.

    """

    def undefined(name: str, **_: object) -> _Missing:
        return _Missing(sheet, name)

    env = _Env(tolerance=Mode.STRICT, strict_filters=True, autoescape=escape)
    env.undefined = undefined  # type: ignore[assignment]  # a function serves as well as a class
    for tag in ("include", "render"):
        del env.tags[tag]
    replace = env.filters["replace"]
    env.add_filter("replace", lambda text, *change: replace(_short(text), *map(_short, change)))
    source = sheet.source([Piece(_plain(piece.text), tag=True) if piece.tag else piece for piece in pieces])
    try:
        return env.from_string(source).render(_Level({BRAZE: {}, **sheet.tree}, sheet, ""))
    except ResourceLimitError:
        raise TooLong from None
    except LiquidError as error:
        raise told(str(error.message)) from None
    except RAISED as error:
        raise told(str(error)) from None


def _short(text: object) -> object:
    if len(str(text)) > 1000:  # a replacement in a replacement in a replacement
        raise TooLong
    return text


def _plain(tag: str) -> str:
    """A tag with Braze's names as lookups, and without the braces of tags in it.

    A missing field is blank in Liquid, but not in python-liquid; there it is equal to any other missing field.
    """

    def plain(found: re.Match[str]) -> str:
        quoted, sign, dot, name, braces = found.groups()
        if quoted or braces:
            return quoted or ""
        if sign:
            return f"{sign}no_field_has_this_name"
        return f"['{name}']" if dot else f"{BRAZE}['{name}']"

    return tag[:2] + _INSIDE.sub(plain, tag[2:-2]) + tag[-2:]
