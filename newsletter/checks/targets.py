"""A rule about links that a finger misses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from newsletter.errors import Problem, shortened
from newsletter.styles import PHONE, Styles
from newsletter.styles.style import Style

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

FINGER = 44  # px: WCAG 2.2, success criterion 2.5.5, level AAA; Apple's Human Interface Guidelines ask for 44 points
_NORMAL = 1.15  # the height of a line, in sizes of its text, where nobody gave one: Arial's
_WHOLE = re.compile("[0-9]{1,9}")
_WIDEST = 0.6  # the width of a letter, in sizes of its text, of a wide font: a text has no more lines than this makes


def small_touch_target(mail: Mail) -> Iterator[Problem]:
    """A link too low for a finger.

    ## What it does
    Finds buttons, and links that stand alone or in a row of links, that are less than 44 px high on a phone. Links in a
    sentence are left out. A text link is as high as its lines. They are told as one, at the lowest of them: what helps
    is a change of the layout.

    ## Why it matters
    A finger that misses a link touches the one beside it: Apple's guidelines and WCAG 2.2 (success
    criterion 2.5.5, level AAA) ask for 44 px; the least, at level AA, is 24 px or as much distance (2.5.8).

    ## Example
    `View in browser · Unsubscribe` in 14 px, in lines of 22 px.

    ## Instead
    In the layout, give such links room above and below: `display: inline-block; padding: 11px 0`.
    """
    low = [(height, link) for link, height in targets(mail.page.styles) if height < FINGER - 0.5]
    if not low:
        return
    least, link = min(low, key=lambda found: found[0])
    first = f"'{shortened(mail.page.text(link), 40)}'"
    others = f" and {len(low) - 1} more {'links' if len(low) > 2 else 'link'}" if len(low) > 1 else ""
    heights = " to ".join(str(each) for each in sorted({math.floor(least), math.floor(max(h for h, _ in low))}))
    room = math.ceil((FINGER - math.floor(least)) / 2)
    yield mail.page.place(link).problem(
        f"{first}{others}: {heights} px high on a phone, where a finger needs {FINGER}",
        f"in the layout, give it {room} px more room above and below, by padding: and display: inline-block",
    )


def targets(styles: Styles, width: int = PHONE) -> Iterator[tuple[etree._Element, float]]:
    """The links that stand alone or among links only, each with its height.

    Args:
        styles: The page.
        width: The width of the window, in CSS pixels.

    """
    seen, elements = styles.at(width), styles.elements
    blocks: list[int] = []  # of each element, the box whose lines it stands in
    links: list[int] = []  # of each element, the link that it stands in
    for at, element in enumerate(elements.all):
        above = elements.parents[at]
        inline = seen[at].display in ("inline", "inline-block") and above >= 0
        blocks.append(blocks[above] if inline else at)
        own = element.tag == "a" and element.get("href") is not None
        links.append(at if own else links[above] if above >= 0 else -1)
    worded = {
        blocks[at]
        for at, words in elements.texts.items()
        if links[at] < 0 and not seen[at].hides_text and any(map(str.isalnum, words))
    }
    for at in elements.named.get("a", ()):
        if links[at] != at or seen[at].hidden or (blocks[at] in worded and seen[at].display == "inline"):
            continue
        height = _height(styles, at, seen, width)
        if height is not None:
            yield elements.all[at], height


def _height(styles: Styles, at: int, seen: Sequence[Style], width: int) -> float | None:
    """The height of a link, with its own padding and border; None where nobody knows it."""
    link, style = styles.elements.all[at], seen[at]
    around = style.padding[0] + style.padding[2] + style.border[0] + style.border[2]
    room = _room(styles, at, seen, width)
    pictures = [_picture(each, seen[styles.elements.numbers[each]], room) for each in link.iter("img")]
    words = " ".join("".join(link.itertext(etree.Element)).split())
    if pictures:
        known = [height for height in pictures if height is not None]
        return max(known) + around if len(known) == len(pictures) and not words else None
    if not words:
        return None
    line = style.line_height if style.line_height is not None else style.font_size * _NORMAL
    lines = max(1, math.ceil(len(words) * style.font_size * _WIDEST / room))
    return max(lines * line, style.height or 0.0) + around


def _picture(image: etree._Element, style: Style, room: float) -> float | None:
    """The height of a picture: what its style says; else what its attributes do, in the width that there is."""
    around = sum(style.padding[::2]) + sum(style.border[::2])
    if style.height is not None:
        return style.height + around
    width, height = ((image.get(name) or "").removesuffix("px") for name in ("width", "height"))
    if not _WHOLE.fullmatch(height):
        return None
    shrunk = min(1.0, room / int(width)) if _WHOLE.fullmatch(width) and int(width) else 1.0
    return int(height) * shrunk + around


def _room(styles: Styles, at: int, seen: Sequence[Style], width: int) -> float:
    """The width that the lines of an element have at most."""
    room = float(width)
    while at >= 0:
        room -= seen[at].padding[1] + seen[at].padding[3]
        at = styles.elements.parents[at]
    return max(room, 50.0)
