"""From what is declared for an element to what it looks like: inheritance, units, and colours upon each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from newsletter.styles.browser import CENTRED, INDENT, LINK
from newsletter.styles.css import RGBA, SIDES, color
from newsletter.styles.painting import RGB, Groups, as_hex, over, shown
from newsletter.styles.style import COLORS, NO_BOX, Box, Sides, Style

_KEYWORDS = dict(  # CSS Fonts 4, "absolute-size": at the usual 16 px, as all browsers have them
    zip(
        ("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"),
        (9.0, 10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0),
        strict=True,
    )
)
_PX = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "": 1.0}
_MONOSPACE = 13 / 16  # Chromium's size of text in the browser's own monospace font, where nobody gave one
_LENGTH = re.compile(r"([+-]?[\d.]+(?:e[+-]?\d+)?)([a-z%]*)")
_LARGEST = 2.0**25  # pixels; Blink's LayoutUnit ends here
_OF_BOX = frozenset(
    [
        INDENT,
        "height",
        *(f"padding-{s}" for s in SIDES),
        *(f"border-{s}-{part}" for s in SIDES for part in ("width", "style")),
    ]
)


class Lengths(NamedTuple):
    """What the units of an element's lengths follow from.

    Attributes:
        font: The size of its text, in pixels.
        root: The size of the text of the page itself.
        window: The width of the window; 0 where no length of the element follows from it.

    """

    font: float
    root: float
    window: int

    def pixels(self, value: str | None) -> float | None:
        """A length in pixels; None for none and for a share of what is not known."""
        found = _LENGTH.fullmatch(value or "")
        if found is None:
            return None
        number, unit = _finite(found[1]), found[2]
        if (factor := _PX.get(unit)) is None:
            font, root, window = self
            factor = {"em": font, "rem": root, "ex": font / 2, "ch": font / 2, "vw": window / 100}.get(unit)
        return number * factor if factor is not None else None


@lru_cache(maxsize=16384)
def computed(declarations: tuple[tuple[str, str], ...], parent: Style, window: int) -> Style:
    """The style of an element; the same one for all elements with the same declarations and the same parent.

    Args:
        declarations: The declaration of each property that wins.
        parent: The style of the element around it, without its box.
        window: The width of the window; 0 where no declaration follows from it.

    """
    get = {name: value for name, value in declarations if value not in ("inherit", "unset", "initial")}
    inherit = {name for name, value in declarations if value == "inherit"}
    reset = {name for name, value in declarations if value == "initial"}

    family = get.get("font-family") or ("" if "font-family" in reset else parent.font_family)
    size, absolute = _font_size("medium" if "font-size" in reset else get.get("font-size"), family, parent, window)
    size = min(size, _LARGEST)
    lengths = Lengths(size, parent.root_size or size, window)
    line_height, factor = _line_height("normal" if "line-height" in reset else get.get("line-height"), lengths, parent)
    direction = get.get("direction") or ("ltr" if "direction" in reset else parent.direction)
    align, started = _align("start" if "text-align" in reset else get.get("text-align"), direction, parent)
    display = get.get("display") or (parent.display if "display" in inherit else "inline")
    text = _color("initial" if "color" in reset else get.get("color"), parent, parent.color)
    own = _color(get.get("background-color", "transparent"), parent, text)
    if "background-color" in inherit:
        own = parent.own_ground
    opacity = _share(get.get("opacity", "1"))
    groups = (*parent.groups, (opacity, parent.behind)) if opacity < 1 else parent.groups
    behind = over(own, parent.behind) if own[3] else parent.behind
    ink, ground = _painted(text, behind, groups)
    image = get.get("background-image", "none") != "none"
    visibility = get.get("visibility")
    cut = get.get("overflow") in ("hidden", "clip") and 0 in map(
        lengths.pixels, (get.get("max-height"), get.get("height"))
    )
    lines = get.get("text-decoration-line", "none")
    apart = display in ("inline-block", "inline-table") or get.get("float", "none") != "none"
    boxed = tuple((name, value) for name, value in get.items() if name in _OF_BOX)
    return Style(
        color=text,
        ink=ink,
        ground=ground,
        pictured=image or (parent.pictured and own[3] < 1),
        own_ground=own,
        font_size=size,
        font_weight=_weight("normal" if "font-weight" in reset else get.get("font-weight"), parent.font_weight),
        italic=_italic("normal" if "font-style" in reset else get.get("font-style"), italic=parent.italic),
        font_family=family,
        line_height=line_height,
        align=align,
        direction=direction,
        underlined="underline" in lines or (parent.underlined and not apart),
        display=display,
        hidden=parent.hidden or display == "none" or opacity == 0 or cut,
        visible=visibility == "visible" if visibility else parent.visible or "visibility" in reset,
        box=_box(boxed, lengths, direction) if boxed else NO_BOX,
        dark=parent.dark,
        root_size=lengths.root,
        absolute=absolute,
        factor=factor,
        started=started,
        behind=behind,
        groups=groups,
    )


@lru_cache(maxsize=4096)
def _painted(text: RGBA, behind: RGB, groups: Groups) -> tuple[str, str]:
    """A text and its ground as they are seen."""
    return as_hex(shown(over(text, behind), groups)), as_hex(shown(behind, groups))


@lru_cache(maxsize=4096)
def _box(declarations: tuple[tuple[str, str], ...], lengths: Lengths, direction: str) -> Box:
    get = dict(declarations)
    indents = {"right" if direction == "rtl" else "left": get.get(INDENT)}
    return Box(
        padding=_sides(lengths.pixels(get.get(f"padding-{side}", indents.get(side))) for side in SIDES),
        border=_sides(_border(get, side, lengths) for side in SIDES),
        height=lengths.pixels(get.get("height")),
    )


def _sides(found: Iterable[float | None]) -> Sides:
    top, right, bottom, left = (value or 0.0 for value in found)
    return top, right, bottom, left


def _border(get: Mapping[str, str], side: str, lengths: Lengths) -> float:
    drawn = get.get(f"border-{side}-style", "none") not in ("none", "hidden")
    return lengths.pixels(get.get(f"border-{side}-width", "3px")) or 0.0 if drawn else 0.0


def _finite(number: str) -> float:
    """A number as browsers hold it, which knows no infinity."""
    return max(-_LARGEST, min(float(number), _LARGEST))


def _font_size(value: str | None, family: str, parent: Style, window: int) -> tuple[float, bool]:
    """The size of a text, and whether it is fixed; a size that only comes from the browser follows the font."""
    scale = 1.0
    if not parent.absolute:
        scale = (_MONOSPACE if _is_monospace(family) else 1.0) / (
            _MONOSPACE if _is_monospace(parent.font_family) else 1.0
        )
    if value is None:
        return parent.font_size * scale, parent.absolute
    if value in _KEYWORDS:
        return _KEYWORDS[value] * (_MONOSPACE if _is_monospace(family) else 1.0), False
    if value in ("smaller", "larger"):
        return parent.font_size * scale * (1 / 1.2 if value == "smaller" else 1.2), parent.absolute
    if value.endswith("%"):
        return parent.font_size * scale * _finite(value[:-1]) / 100, parent.absolute
    em = value.endswith("em") and not value.endswith("rem")
    found = Lengths(parent.font_size, parent.root_size or 16.0, window).pixels(value)
    if found is None:
        return parent.font_size, parent.absolute
    return (found * scale, parent.absolute) if em else (found, True)


def _is_monospace(family: str) -> bool:
    return family.strip().lower() == "monospace"


def _line_height(value: str | None, lengths: Lengths, parent: Style) -> tuple[float | None, float | None]:
    """The height of a line, and the number that it follows the size by, where it does."""
    size = lengths.font
    if value is None:
        factor = parent.factor
        return (size * factor if factor is not None else parent.line_height), factor
    if value == "normal":
        return None, None
    if value.endswith("%"):
        return size * _finite(value[:-1]) / 100, None
    if value[-1].isdecimal():
        return size * _finite(value), _finite(value)
    return lengths.pixels(value), None


def _align(value: str | None, direction: str, parent: Style) -> tuple[str, bool]:
    """Where lines begin, and whether they do so because nobody said otherwise, so that the direction decides."""
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    if value == CENTRED:
        value = "center" if parent.started else None
    if value is None:
        return (start, True) if parent.started else (parent.align, False)
    if value in ("start", "end"):
        return (start, True) if value == "start" else (end, False)
    return value, False


def _weight(value: str | None, above: int) -> int:
    """CSS Fonts 4, "relative weights"."""
    if value is None:
        return above
    if value == "bolder":
        return 400 if above < 350 else 700 if above < 550 else max(above, 900)
    if value == "lighter":
        return min(above, 100) if above < 550 else 400 if above < 750 else 700
    return {"normal": 400, "bold": 700}.get(value) or int(value)


def _italic(value: str | None, *, italic: bool) -> bool:
    return italic if value is None else value != "normal"


def _color(value: str | None, parent: Style, current: RGBA) -> RGBA:
    _, text, link = COLORS[parent.dark]
    if value is None or value == "currentcolor":
        return current
    if value in (LINK, "initial"):
        return (*(link if value == LINK else text), 1.0)
    return color(value) or current


def _share(value: str) -> float:
    number = float(value.rstrip("%")) / (100 if value.endswith("%") else 1)
    return min(max(number, 0.0), 1.0)
