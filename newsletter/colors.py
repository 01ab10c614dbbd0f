"""A palette that can be read: shades derived from the brand's colours until they meet WCAG's contrast.

Contrast and luminance are those of WCAG 2.2 (w3.org/TR/WCAG22, "relative luminance", "contrast ratio"); 4.5:1 is its
level AA for normal text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from newsletter.model.brand import Colors

READABLE = 4.5


class Scheme(NamedTuple):
    """The colours of a message in one scheme, light or dark."""

    background: str
    surface: str
    raised: str
    text: str
    muted: str
    rule: str
    accent: str
    on_accent: str
    accent_text: str


class Palette(NamedTuple):
    """Both schemes of a brand."""

    light: Scheme
    dark: Scheme


@lru_cache(maxsize=64)
def palette(colors: Colors) -> Palette:
    """The brand's colours, with what follows from them."""
    raised = mix(colors.accent, colors.surface, 0.07)
    light = Scheme(
        background=colors.background,
        surface=colors.surface,
        raised=raised,
        text=_readable(colors.text, raised, "#000000"),
        muted=_readable(colors.muted, colors.surface, "#000000", also=(raised, colors.background)),
        rule=colors.rule,
        accent=colors.accent,
        on_accent=_on(colors.accent),
        accent_text=_readable(colors.accent, raised, "#000000", also=(colors.surface, colors.background)),
    )
    surface, background = "#1c1c22", "#121216"
    raised_dark = mix(colors.accent, surface, 0.16)
    dark = Scheme(
        background=background,
        surface=surface,
        raised=raised_dark,
        text="#f1f0f5",
        muted=_readable("#a9a8b5", raised_dark, "#ffffff", also=(surface,)),
        rule="#3a3a44",
        accent=(accent := _readable(colors.accent, raised_dark, "#ffffff", also=(surface,))),
        on_accent=_on(accent),
        accent_text=accent,
    )
    return Palette(light, dark)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    """The relative luminance of a colour, from 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _rgb(color))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mix(color: str, into: str, share: float) -> str:
    """A colour mixed into another: share 0 is the other, 1 the first."""
    pairs = zip(_rgb(color), _rgb(into), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _on(color: str) -> str:
    """White where it can be read on a colour, else near-black: one of the two always can."""
    return "#ffffff" if contrast("#ffffff", color) >= READABLE else "#111115"


def _readable(color: str, on: str, towards: str, also: tuple[str, ...] = ()) -> str:
    """The nearest shade of a colour that can be read on all the others, moved towards black or white."""
    for step in range(21):
        shade = mix(towards, color, step / 20)
        if all(contrast(shade, ground) >= READABLE for ground in (on, *also)):
            return shade
    # A dark ground in a light scheme: nothing darker can be read on it, so the other end must do.
    return "#ffffff" if towards == "#000000" else "#000000"
