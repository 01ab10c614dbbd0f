"""From what is declared for an element to what it looks like: inheritance, units, and colours upon each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from newsletter.styles.browser import CENTRED, INDENT, LINK
from newsletter.styles.css import RGBA, SIDES, color
from newsletter.styles.painting import as_hex, over, shown
from newsletter.styles.style import COLORS, Sides, Style

Pixels = Callable[[str | None], float | None]

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


@lru_cache(maxsize=16384)
def computed(declarations: tuple[tuple[str, str], ...], parent: Style) -> Style:
    """The style of an element; the same one for all elements with the same declarations and the same parent.

    Args:
        declarations: The declaration of each property that wins.
        parent: The style of the element around it.

    """
    declared = dict(declarations)
    get = {name: value for name, value in declared.items() if value not in ("inherit", "unset", "initial")}
    inherit = {name for name, value in declared.items() if value == "inherit"}
    reset = {name for name, value in declared.items() if value == "initial"}

    family = get.get("font-family") or ("" if "font-family" in reset else parent.font_family)
    size, absolute = _font_size("medium" if "font-size" in reset else get.get("font-size"), family, parent)
    size = min(size, _LARGEST)
    root_size = parent.root_size

    def px(value: str | None) -> float | None:
        return _pixels(value, size, root_size or size, parent.window)

    line_height, factor = _line_height("normal" if "line-height" in reset else get.get("line-height"), size, px, parent)
    direction = get.get("direction") or ("ltr" if "direction" in reset else parent.direction)
    align, started = _align("start" if "text-align" in reset else get.get("text-align"), direction, parent)
    display = get.get("display") or (parent.display if "display" in inherit else "inline")
    text = _color("initial" if "color" in reset else get.get("color"), parent, parent.color)
    own = _color(get.get("background-color", "transparent"), parent, text)
    if "background-color" in inherit:
        own = parent.own_ground
    opacity = _share(get.get("opacity", "1"))
    groups = (*parent.groups, (opacity, parent.behind)) if opacity < 1 else parent.groups
    behind = over(own, parent.behind)
    image = get.get("background-image", "none") != "none"
    visibility = get.get("visibility")
    indents = {"right" if direction == "rtl" else "left": get.get(INDENT)}
    cut = get.get("overflow") in ("hidden", "clip") and 0 in (px(get.get("max-height")), px(get.get("height")))
    lines = get.get("text-decoration-line", "none")
    apart = display in ("inline-block", "inline-table") or get.get("float", "none") != "none"
    return Style(
        color=text,
        ink=as_hex(shown(over(text, behind), groups)),
        ground=as_hex(shown(behind, groups)),
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
        padding=_sides(px(get.get(f"padding-{side}", indents.get(side))) for side in SIDES),
        border=_sides(_border(get, side, px) for side in SIDES),
        height=px(get.get("height")),
        window=parent.window,
        dark=parent.dark,
        root_size=root_size or size,
        absolute=absolute,
        factor=factor,
        started=started,
        behind=behind,
        groups=groups,
    )


def _sides(found: Iterable[float | None]) -> Sides:
    top, right, bottom, left = (value or 0.0 for value in found)
    return top, right, bottom, left


def _border(get: Mapping[str, str], side: str, px: Pixels) -> float:
    drawn = get.get(f"border-{side}-style", "none") not in ("none", "hidden")
    return px(get.get(f"border-{side}-width", "3px")) or 0.0 if drawn else 0.0


def _pixels(value: str | None, size: float, root_size: float, window: int) -> float | None:
    """A length in pixels; None for none and for a share of what is not known."""
    found = _LENGTH.fullmatch(value or "")
    if found is None:
        return None
    number, unit = _finite(found[1]), found[2]
    factors = {"em": size, "rem": root_size, "ex": size / 2, "ch": size / 2, "vw": window / 100}
    factor = _PX.get(unit, factors.get(unit))
    return number * factor if factor is not None else None


def _finite(number: str) -> float:
    """A number as browsers hold it, which knows no infinity."""
    return max(-_LARGEST, min(float(number), _LARGEST))


def _font_size(value: str | None, family: str, parent: Style) -> tuple[float, bool]:
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
    found = _pixels(value, parent.font_size, parent.root_size or 16.0, parent.window)
    if found is None:
        return parent.font_size, parent.absolute
    return (found * scale, parent.absolute) if em else (found, True)


def _is_monospace(family: str) -> bool:
    return family.strip().lower() == "monospace"


def _line_height(value: str | None, size: float, px: Pixels, parent: Style) -> tuple[float | None, float | None]:
    """The height of a line, and the number that it follows the size by, where it does."""
    if value is None:
        factor = parent.factor
        return (size * factor if factor is not None else parent.line_height), factor
    if value == "normal":
        return None, None
    if value.endswith("%"):
        return size * _finite(value[:-1]) / 100, None
    if re.fullmatch(r"[+]?[\d.]+", value):
        return size * _finite(value), _finite(value)
    return px(value), None


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
