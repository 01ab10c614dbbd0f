"""Rules about texts that are hard to see: pale, small, justified, or links that only a colour tells apart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from lxml import etree

from newsletter import colors
from newsletter.checks.written import in_layout
from newsletter.errors import Problem, shortened
from newsletter.styles import DESKTOP, PHONE, SCHEMES, Text
from newsletter.styles.style import Style
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

READABLE, READABLE_LARGE = 4.5, 3.0  # WCAG 2.2, success criterion 1.4.3, level AA
TOLD_APART = 3.0  # WCAG 2.2, technique G183: a link against the text around it
# px: the commonest size of running text below 16 in a count of 50 emails; what is smaller is the exception.
# Source: stylecampaign.com/blog/2018/08/small-text-and-accessibility-in-email
SMALLEST = 14

K = TypeVar("K")


class Groups(Generic[K]):
    """Texts that have the same thing wrong with them, told as one."""

    def __init__(self) -> None:
        self.found: dict[K, dict[etree._Element, str]] = {}
        self.schemes: dict[K, list[str]] = {}

    def add(self, key: K, text: Text, scheme: str = "") -> None:
        """One more text; how often it is added does not matter."""
        self.found.setdefault(key, {}).setdefault(text.element, text.words)
        if scheme not in self.schemes.setdefault(key, []):
            self.schemes[key].append(scheme)

    def __iter__(self) -> Iterator[tuple[K, etree._Element, str, str]]:
        """What is wrong, the first element, the texts in words, and the scheme where it is one of two."""
        for key, texts in self.found.items():
            element, words = next(iter(texts.items()))
            more = len(texts) - 1
            others = f" and {more} more {'texts' if more > 1 else 'text'}" if more else ""
            schemes = self.schemes[key]
            where = f", in the {schemes[0]} scheme" if len(schemes) == 1 and schemes[0] else ""
            yield key, element, f"'{shortened(words, 40)}'{others}", where


def low_contrast(mail: Mail) -> Iterator[Problem]:
    """A text that hardly stands out from its ground.

    ## What it does
    Works out the final colour of every text and of what is behind it, for a light and a dark screen, and finds those
    whose contrast is below 4.5:1; below 3:1 for large text, from 24 px, or 18.66 px in bold. Texts on pictures are left
    out, since nobody knows the colours there.

    ## Why it matters
    Pale text cannot be read in the sun, on an old screen or with weak eyes. 4.5:1 is the least that WCAG 2.2 asks for
    at level AA (success criterion 1.4.3), which accessibility laws refer to.

    ## Example
    Grey text, `#999999`, on white: 2.8:1.

    ## Instead
    Take a darker grey, such as `#767676`, which has 4.5:1 on white.
    """
    groups = Groups[tuple[str, str, float]]()
    for scheme in SCHEMES:
        for width in (DESKTOP, PHONE):
            for text in mail.page.styles.texts(width, scheme):
                style = text.style
                needed = READABLE_LARGE if style.is_large else READABLE
                if _contrast(style.ink, style.ground) < needed and not style.pictured and _has_words(text.words):
                    groups.add((style.ink, style.ground, needed), text, scheme)
    for (ink, ground, needed), element, texts, scheme in groups:
        ratio = _ratio(ink, ground)
        place = _colored(mail, element, ink, ground)
        behind = place.loc[-1:] in (("surface",), ("background",), ("rule",))
        yield place.problem(
            f"{texts}: a contrast of {ratio} where {needed:g}:1 is needed ({ink} on {ground}{scheme})",
            f"choose a colour here on which {ink} can be read"
            if behind
            else f"take {_better(ink, ground, needed)} for the text, or another colour behind it",
        )


def indistinct_link(mail: Mail) -> Iterator[Problem]:
    """A link that only its colour tells from the text around it.

    ## What it does
    Finds links within a text that are not underlined, bold, framed or otherwise marked, and whose colour has a contrast
    below 3:1 with the words around them, on a light or a dark screen.

    ## Why it matters
    For those who see colours differently, and on a grey screen, such a link does not exist. WCAG 2.2 asks for more than
    a colour (success criterion 1.4.1), or for 3:1 (technique G183).

    ## Example
    `a { color: #4338ca; text-decoration: none; }` in a text of `#1b1b23`.

    ## Instead
    Leave links underlined.
    """
    styles, elements = mail.page.styles, mail.page.styles.elements
    groups = Groups[tuple[str, str]]()
    for scheme in SCHEMES:
        seen = styles.at(DESKTOP, scheme)
        for at in elements.named.get("a", ()):
            words = elements.texts.get(at, "")
            if elements.all[at].get("href") is None or not _has_words(words) or seen[at].hides_text:
                continue
            above = elements.parents[at]
            while above > 0 and seen[above].display == "inline" and not _has_words(elements.texts.get(above, "")):
                above = elements.parents[above]
            around = seen[above]
            if _has_words(elements.texts.get(above, "")) and not around.hides_text and _is_like(seen[at], around):
                groups.add((seen[at].ink, around.ink), Text(elements.all[at], words, seen[at]), scheme)
    for (ink, beside), element, texts, scheme in groups:
        yield in_layout(mail, element, "text-decoration: none", "text-decoration:none").problem(
            f"{texts}: a link that only its colour tells from the text, with {_ratio(ink, beside)} between them "
            f"({ink} in {beside}{scheme})",
            "underline it: leave out text-decoration: none",
        )


def small_text(mail: Mail) -> Iterator[Problem]:
    """A text too small to read with ease.

    ## What it does
    Finds texts below 14 px, on a phone or a desktop. Raised and lowered signs, as in m², are left out, and so are texts
    that are hidden.

    ## Why it matters
    Mail is read on phones, at arm's length and on the way. Those who cannot read a text without zooming skip it; and
    some phones enlarge small text by themselves, which breaks the layout.

    ## Example
    `font-size: 11px` for the legal lines of the footer.

    ## Instead
    Write them in 14 px or more, and fewer of them.
    """
    groups = Groups[float]()
    for width in (DESKTOP, PHONE):
        for text in mail.page.styles.texts(width):
            size = text.style.font_size
            if size < SMALLEST and _has_words(text.words) and not _is_raised(text.element):
                groups.add(math.floor(size * 10) / 10, text)
    for size, element, texts, _ in groups:
        written = (f'font-size="{size:g}px"', f"font-size: {size:g}px", f"font-size:{size:g}px")
        yield in_layout(mail, element, *written).problem(
            f"{texts}: {size:g} px, which is small to read", f"write it in {SMALLEST} px or more"
        )


def justified_text(mail: Mail) -> Iterator[Problem]:
    """A text stretched to both edges.

    ## What it does
    Finds texts that are justified.

    ## Why it matters
    Mail clients do not divide words, so the gaps between them grow, on phones above all. Readers with dyslexia lose the
    line in them: WCAG 2.2 advises against it (success criterion 1.4.8, level AAA).

    ## Example
    `<mj-text align="justify">`, or `text-align: justify`.

    ## Instead
    Let the text begin at one edge: `align="left"`.
    """
    groups = Groups[str]()
    for width in (DESKTOP, PHONE):
        for text in mail.page.styles.texts(width):
            if text.style.align == "justify" and _has_words(text.words):
                groups.add("", text)
    for _, element, texts, _ in groups:
        written = ('align="justify"', "text-align: justify", "text-align:justify")
        yield in_layout(mail, element, *written).problem(
            f"{texts}: justified, with uneven gaps between the words",
            "let the lines begin at one edge: text-align: left",
        )


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


@lru_cache(maxsize=4096)
def _contrast(one: str, other: str) -> float:
    return colors.contrast(one, other)


def _ratio(one: str, other: str) -> str:
    return f"{math.floor(_contrast(one, other) * 10) / 10:.1f}:1"


def _better(ink: str, ground: str, needed: float) -> str:
    """The nearest shade of a colour that can be read on a ground."""
    for towards in sorted(("#000000", "#ffffff"), key=lambda end: -_contrast(end, ground)):
        for step in range(1, 21):
            shade = colors.mix(towards, ink, step / 20)
            if _contrast(shade, ground) >= needed:
                return shade
    return "black or white"


def _is_like(link: Style, around: Style) -> bool:
    """Whether only a colour, and not enough of it, tells a link from its text: axe-core's "element is distinct"."""
    marked = link.underlined or any(link.border) or link.own_ground[3] > 0 or link.pictured
    same = (link.font_weight, link.italic, link.font_size, link.font_family) == (
        around.font_weight,
        around.italic,
        around.font_size,
        around.font_family,
    )
    return not marked and same and _contrast(link.ink, around.ink) < TOLD_APART


def _is_raised(element: etree._Element) -> bool:
    return element.tag in ("sub", "sup") or next(element.iterancestors("sub", "sup"), None) is not None


def _colored(mail: Mail, element: etree._Element, ink: str, ground: str) -> Place:
    """Where the colours come from: the brand's palette, a template, or else the text that has them."""
    palette = mail.project.brand.colors
    for shown, keys in ((ink, ("text", "muted", "accent")), (ground, ("surface", "background", "accent", "rule"))):
        for key in keys:
            if key in palette.model_fields_set and getattr(palette, key).lower() == shown:
                return Place("brand", ("colors", key))
    short = f"#{ink[1]}{ink[3]}{ink[5]}" if ink[1::2] == ink[2::2] else ink
    return in_layout(mail, element, ink, ink.upper(), short + ";", short.upper() + ";")
