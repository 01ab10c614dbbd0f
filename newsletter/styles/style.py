"""What one element looks like."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from newsletter.styles.css import RGBA
from newsletter.styles.painting import RGB, Groups, as_hex

Sides = tuple[float, float, float, float]
"""Top, right, bottom, left, in pixels."""

# Chromium: the page, a text and a link that nobody has given a colour, in light and in dark.
COLORS = {
    False: ((255.0, 255.0, 255.0), (0.0, 0.0, 0.0), (0.0, 0.0, 238.0)),
    True: ((18.0, 18.0, 18.0), (255.0, 255.0, 255.0), (158.0, 158.0, 255.0)),
}


class Box(NamedTuple):
    """The box of an element. Lengths are in CSS pixels.

    Attributes:
        padding: The room within it.
        border: The widths of its border.
        height: The height that it is given; None for none, and for a share.

    """

    padding: Sides
    border: Sides
    height: float | None


NO_BOX = Box((0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0), None)


class Style(NamedTuple):
    """What one element looks like. Lengths are in CSS pixels.

    Attributes:
        color: The colour of its text, before it is laid on the ground.
        ink: That colour as it is seen, as ``#rrggbb``.
        ground: The colour behind its text, as ``#rrggbb``.
        pictured: Whether a picture or a gradient lies behind its text, so that nobody knows the ground.
        own_ground: Its own background, before it is laid on what is behind it.
        font_size: The size of its text.
        font_weight: From 1 to 1000; 700 is bold.
        italic: Whether its text is slanted.
        font_family: The fonts, as written; empty where nobody names one.
        line_height: The height of its lines; None where the font decides.
        align: ``left``, ``right``, ``center`` or ``justify``.
        direction: ``ltr`` or ``rtl``.
        underlined: Whether its text is underlined, by itself or from around it.
        display: How its box is laid out, in the words of CSS.
        hidden: Whether nothing of it and of what is in it can be seen.
        visible: Whether its ``visibility`` lets it be seen.
        box: Its box.
        dark: Whether what nobody has given a colour is dark.
        root_size: The size of the text of the page itself; None around it.
        absolute: Whether somebody gave the text a size, so that it does not follow the browser's own fonts.
        factor: The share of its text's size that the height of its lines is, where it is given so.
        started: Whether its lines begin where the direction says, since nobody says otherwise.
        behind: The colour behind its text within the elements that are partly transparent as a whole.
        groups: Those elements.

    """

    color: RGBA
    ink: str
    ground: str
    pictured: bool
    own_ground: RGBA
    font_size: float
    font_weight: int
    italic: bool
    font_family: str
    line_height: float | None
    align: str
    direction: str
    underlined: bool
    display: str
    hidden: bool
    visible: bool
    box: Box
    dark: bool
    root_size: float | None
    absolute: bool
    factor: float | None
    started: bool
    behind: RGB
    groups: Groups

    @property
    def padding(self) -> Sides:
        """The room within its box."""
        return self.box.padding

    @property
    def border(self) -> Sides:
        """The widths of its border."""
        return self.box.border

    @property
    def height(self) -> float | None:
        """The height that it is given; None for none, and for a share."""
        return self.box.height

    @property
    def without_box(self) -> Style:
        """The same with no box, of which nothing is handed down."""
        return self if self.box is NO_BOX else self._replace(box=NO_BOX)

    @property
    def hides_text(self) -> bool:
        """Whether its own text cannot be seen."""
        return self.hidden or not self.visible or self.font_size == 0 or self.color[3] == 0

    @property
    def is_large(self) -> bool:
        """Whether its text counts as large: WCAG 2.2, "large scale": 18 pt, or 14 pt and bold."""
        return self.font_size >= 24 or (self.font_size >= 18.66 and self.font_weight >= 700)


@lru_cache(maxsize=2)
def initial(*, dark: bool) -> Style:
    """What is around a page.

    Args:
        dark: Whether what has no colour is dark.

    """
    ground, text, _ = COLORS[dark]
    return Style(
        color=(*text, 1.0),
        ink=as_hex(text),
        ground=as_hex(ground),
        pictured=False,
        own_ground=(0.0, 0.0, 0.0, 0.0),
        font_size=16.0,
        font_weight=400,
        italic=False,
        font_family="",
        line_height=None,
        align="left",
        direction="ltr",
        underlined=False,
        display="block",
        hidden=False,
        visible=True,
        box=NO_BOX,
        dark=dark,
        root_size=None,
        absolute=False,
        factor=None,
        started=True,
        behind=ground,
        groups=(),
    )
