"""CSS as mail clients read it: style sheets and style attributes as declarations of single properties.

Only the properties that rules ask for are kept, and only values that a browser would accept. What is parsed is kept by
its text, since the issues of a brand share their styles. Not read: variables, nested rules, `@supports`, `@import`,
`@layer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from newsletter.carried import Carried
from newsletter.kept import Kept
from newsletter.styles.selectors import Selector, selectors

if TYPE_CHECKING:
    from newsletter.styles.written import Written

_HERE = Path(__file__)
_CODE = ("css.py", "selectors.py", "written.py")
_PARSED = Carried(Kept("css", ("tinycss2", "cssselect"), tuple(map(_HERE.with_name, _CODE))), worth=8, most=500)

RGBA = tuple[float, float, float, float]
"""Red, green, blue from 0 to 255, and how opaque, from 0 to 1."""

SIDES = ("top", "right", "bottom", "left")
_LENGTHS = frozenset(["height", "max-height"])
_KEYWORDS = {  # CSS Display 3, CSS Text 3, CSS Fonts 4, CSS Writing Modes 4, CSS 2
    "display": frozenset(
        [
            "none",
            "inline",
            "block",
            "inline-block",
            "list-item",
            "table",
            "inline-table",
            "table-row",
            "table-cell",
            "table-row-group",
            "table-header-group",
            "table-footer-group",
            "table-caption",
            "table-column",
            "table-column-group",
            "flex",
            "inline-flex",
            "grid",
            "inline-grid",
            "flow-root",
            "contents",
        ]
    ),
    "visibility": frozenset(["visible", "hidden", "collapse"]),
    "text-align": frozenset(["left", "right", "center", "justify", "start", "end"]),
    "font-style": frozenset(["normal", "italic", "oblique"]),
    "direction": frozenset(["ltr", "rtl"]),
    "overflow": frozenset(["visible", "hidden", "auto", "scroll", "clip"]),
    "float": frozenset(["left", "right", "none"]),
}
_GLOBAL = frozenset(["inherit", "initial", "unset", "revert"])  # CSS Cascade 5, "defaulting keywords"
_SIZES = frozenset(
    ["xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "smaller", "larger"]
)
_WEIGHTS = frozenset(["normal", "bold", "bolder", "lighter"])
_DECORATIONS = frozenset(["none", "underline", "overline", "line-through", "blink"])
_BORDERS = frozenset(["none", "hidden", "dotted", "dashed", "solid", "double", "groove", "ridge", "inset", "outset"])
_THICK = {"thin": "1px", "medium": "3px", "thick": "5px"}  # as all browsers have them
_LENGTH = re.compile(r"[+-]?(?:\d*\.)?\d+(?:e[+-]?\d+)?(?:px|em|rem|ex|ch|pt|pc|in|cm|mm|q|vw|vh|%)|[+-]?0+(?:\.0+)?")
_HEX = re.compile("#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_NUMBER = re.compile(r"\+?(?:\d*\.)?\d+")


class Declaration(NamedTuple):
    """One property of an element.

    Attributes:
        name: The property, in lower case; never a shorthand.
        value: Its value, in lower case where it is no name of a font.
        important: Whether it is marked so.

    """

    name: str
    value: str
    important: bool = False


class StyleRule(NamedTuple):
    """What a style sheet says of the elements of one selector.

    Attributes:
        selector: Which elements.
        declarations: What it says.
        media: The media queries around it, which must all hold.

    """

    selector: Selector
    declarations: tuple[Declaration, ...]
    media: tuple[str, ...] = ()


@lru_cache(maxsize=64)
@_PARSED.result
def style_sheet(css: str) -> tuple[StyleRule, ...]:
    """The rules of a style sheet, in order; a selector that nobody knows makes its rule void, as the standard says."""
    try:
        return tuple(
            StyleRule(selector, declared, media)
            for prelude, said, media in _written().rules(css)
            if (declared := tuple(_single(said)))
            for selector in selectors(prelude)
        )
    except RecursionError:  # hundreds of brackets or blocks in one another: no sheet that anybody meant
        return ()


@lru_cache(maxsize=8192)
@_PARSED.result
def style_attribute(css: str) -> tuple[Declaration, ...]:
    """The declarations of a style attribute."""
    return tuple(_single(_written().attribute(css)))


def _written() -> ModuleType:
    """The parser, which takes a while to load, and is needed for what is not kept."""
    from newsletter.styles import written  # noqa: PLC0415

    return written


def _single(declared: Iterable[Written]) -> Iterator[Declaration]:
    for name, value, important, _ in declared:
        for single, known in longhands(name, value):
            yield Declaration(single, known, important)


@lru_cache(maxsize=4096)
def longhands(name: str, value: str) -> list[tuple[str, str]]:
    """What one declaration says, as single properties; nothing where its value is none that a browser knows.

    Not to be changed: it is kept.
    """
    text = value.replace("/**/", " ").strip()  # which parts what would be one without it
    low = text.lower()
    if name == "font-family":
        return [(name, text)]
    if low in _GLOBAL:
        return [(each, low) for each in _SHORTHANDS.get(name, (name,))]
    if name in _SHORTHANDS:
        return _expanded(name, text)
    return [(name, low)] if _is_known(name, low) else []


_SHORTHANDS: dict[str, tuple[str, ...]] = {
    "background": ("background-color", "background-image"),
    "font": ("font-style", "font-weight", "font-size", "line-height", "font-family"),
    "padding": tuple(f"padding-{side}" for side in SIDES),
    "border": tuple(f"border-{side}-{part}" for side in SIDES for part in ("width", "style")),
    "border-width": tuple(f"border-{side}-width" for side in SIDES),
    "border-style": tuple(f"border-{side}-style" for side in SIDES),
    **{f"border-{side}": (f"border-{side}-width", f"border-{side}-style") for side in SIDES},
    "text-decoration": ("text-decoration-line",),
}


def _expanded(name: str, text: str) -> list[tuple[str, str]]:
    parts = _words(text.lower())
    if name == "background":
        return _background(parts)
    if name == "font":
        return _font(text)
    if name == "text-decoration":
        lines = [part for part in parts if part in _DECORATIONS]
        return [("text-decoration-line", " ".join(lines) or "none")]
    if name in ("padding", "border-width", "border-style"):
        around = dict(zip((1, 2, 3, 4), ((0, 0, 0, 0), (0, 1, 0, 1), (0, 1, 2, 1), (0, 1, 2, 3)), strict=True))
        if len(parts) not in around:
            return []
        values = [(each, parts[at]) for each, at in zip(_SHORTHANDS[name], around[len(parts)], strict=True)]
        known = [
            (each, _THICK.get(value, value)) for each, value in values if _is_known(each, _THICK.get(value, value))
        ]
        return known if len(known) == len(values) else []
    style = next((part for part in parts if part in _BORDERS), "none")
    width = next((_THICK.get(part, part) for part in parts if part in _THICK or _LENGTH.fullmatch(part)), "3px")
    return [(each, style if each.endswith("style") else width) for each in _SHORTHANDS[name]]


def _background(parts: list[str]) -> list[tuple[str, str]]:
    ground = next((part for part in reversed(parts) if color(part) or part == "currentcolor"), "transparent")
    image = next((part for part in parts if _is_image(part)), "none")
    return [("background-color", ground), ("background-image", image)]


def _font(text: str) -> list[tuple[str, str]]:
    words = re.sub(r"\s*/\s*", "/", text).split()
    for at, word in enumerate(words[:-1]):
        size, _, height = word.lower().partition("/")
        if _is_known("font-size", size):
            before = [each.lower() for each in words[:at]]
            return [
                ("font-style", next((each for each in before if each in ("italic", "oblique")), "normal")),
                ("font-weight", next((each for each in before if each != "normal" and _is_weight(each)), "normal")),
                ("font-size", size),
                ("line-height", height or "normal"),
                ("font-family", " ".join(words[at + 1 :])),
            ]
    return []


def _is_known(name: str, value: str) -> bool:  # noqa: PLR0911  # a table of properties
    """Whether a property is one of ours and has a value that browsers accept."""
    if name in _KEYWORDS:
        return value in _KEYWORDS[name]
    if name in ("color", "background-color"):
        return value == "currentcolor" or color(value) is not None
    if name == "background-image":
        return value == "none" or _is_image(value)
    if name == "font-size":
        return value in _SIZES or _is_length(value)
    if name == "font-weight":
        return _is_weight(value)
    if name == "line-height":
        return value == "normal" or bool(_NUMBER.fullmatch(value)) or _is_length(value)
    if name == "text-decoration-line":
        return bool(value) and set(value.split()) <= _DECORATIONS
    if name == "opacity":
        return bool(_NUMBER.fullmatch(value.removesuffix("%")))
    if name == "color-scheme":
        return True
    if name.startswith("border-") and name.endswith("-style"):
        return value in _BORDERS
    if name.startswith("padding-") or (name.startswith("border-") and name.endswith("-width")):
        return _is_length(value)
    return name in _LENGTHS and (value in ("auto", "none") or _is_length(value))


def _is_weight(value: str) -> bool:
    return value in _WEIGHTS or bool(re.fullmatch(r"[1-9]\d{0,2}|1000", value))


def _is_length(value: str) -> bool:
    return bool(_LENGTH.fullmatch(value)) and not value.startswith("-")


def _is_image(value: str) -> bool:
    return bool(re.match(r"url\(|(?:-webkit-)?(?:repeating-)?(?:linear|radial|conic)-gradient\(|image-set\(", value))


def _words(value: str) -> list[str]:
    """The parts of a value between its blanks, those in brackets whole."""
    return re.findall(r"(?:[^\s()/,]|\((?:[^()]|\([^()]*\))*\))+", value)


@lru_cache(maxsize=4096)
def color(value: str) -> RGBA | None:
    """A colour as it is written in CSS, in lower case; None where it is none that is fixed."""
    if _HEX.fullmatch(value):
        digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
        return float(int(digits[:2], 16)), float(int(digits[2:4], 16)), float(int(digits[4:], 16)), 1.0
    return (0.0, 0.0, 0.0, 0.0) if value == "transparent" else _other_color(value)


def _other_color(value: str) -> RGBA | None:
    from tinycss2 import color4  # noqa: PLC0415  # most messages name all colours by their digits

    try:
        found = color4.parse_color(value)
        if found is None or found == "currentcolor":
            return None
        red, green, blue = (min(max(part, 0), 1) * 255 for part in found.to("srgb").coordinates)
    except (ValueError, NotImplementedError):  # lab(), oklch() and their like, which tinycss2 cannot convert
        return None
    return red, green, blue, found.alpha
