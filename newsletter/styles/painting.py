"""Colours upon each other, as a screen shows them."""

from __future__ import annotations

from newsletter.styles.css import RGBA

RGB = tuple[float, float, float]
"""Red, green, blue from 0 to 255."""

Groups = tuple[tuple[float, RGB], ...]
"""How opaque each of the elements around a colour is as a whole, and what is behind it; the outermost first."""


def over(paint: RGBA, ground: RGB) -> RGB:
    """A colour laid on another: CSS Compositing 1, "simple alpha compositing"."""
    red, green, blue = (one * paint[3] + other * (1 - paint[3]) for one, other in zip(paint, ground, strict=False))
    return red, green, blue


def shown(paint: RGB, groups: Groups) -> RGB:
    """A colour within elements that are partly transparent as a whole, each with what is behind it."""
    for opacity, behind in reversed(groups):
        paint = over((*paint, opacity), behind)
    return paint


def as_hex(paint: RGB) -> str:
    """A colour as ``#rrggbb``."""
    return "#" + "".join(f"{round(part):02x}" for part in paint)
