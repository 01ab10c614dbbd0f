"""What a reader sees of each element: its final colours, sizes and boxes, as a browser works them out.

The cascade is that of CSS Cascading and Inheritance 4: the browser's own styles, presentational attributes (HTML
standard, "Rendering"), style sheets by specificity and order, style attributes, and what is ``!important`` above them.
Where browsers differ, this is Chromium, which the tests compare it with. Out of scope: the marks that single mail
clients put around a message (``[data-ogsc]``), variables, ``@supports``, and pictures behind a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from newsletter.styles.browser import Hints, hints, own_styles
from newsletter.styles.computed import computed
from newsletter.styles.css import Declaration, StyleRule, style_attribute, style_sheet
from newsletter.styles.media import media_holds
from newsletter.styles.selecting import Elements
from newsletter.styles.style import Style, initial

DESKTOP, PHONE = 1024, 375
"""The widths that a message is looked at with, in CSS pixels."""
SCHEMES = ("light", "dark")


class Text(NamedTuple):
    """A text that a reader sees.

    Attributes:
        element: What it stands in.
        words: Its words, without those of elements in it.
        style: How it looks.

    """

    element: etree._Element
    words: str
    style: Style


class Described(NamedTuple):
    """What decides the style of an element besides its parent."""

    tag: str
    hints: Hints
    attribute: str
    matched: tuple[int, ...]


class Winners(NamedTuple):
    """The declarations of an element that win.

    Attributes:
        declarations: The value of each property.
        of_window: Whether any of them follows from the width of the window.

    """

    declarations: tuple[tuple[str, str], ...]
    of_window: bool


class Styles:
    """The styles of a page.

    Args:
        root: Its tree.

    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._seen: dict[tuple[int, str], Sequence[Style]] = {}
        self._texts: dict[tuple[int, str], Sequence[Text]] = {}
        self._winners: dict[tuple[int, ...], Winners] = {}
        self._styles: dict[tuple[int, int, int], Style] = {}

    def at(self, width: int = DESKTOP, scheme: str = "light") -> Sequence[Style]:
        """The style of each element, in the order of the document.

        Args:
            width: The width of the window, in CSS pixels.
            scheme: ``light``, or ``dark`` for what ``@media (prefers-color-scheme: dark)`` adds.

        """
        key = (width, scheme)
        if key not in self._seen:
            self._seen[key] = self._computed(width, scheme)
        return self._seen[key]

    def texts(self, width: int = DESKTOP, scheme: str = "light") -> Sequence[Text]:
        """The texts that can be seen, in the order of the document."""
        key = (width, scheme)
        if key not in self._texts:
            styles, every = self.at(width, scheme), self.elements.all
            self._texts[key] = [
                Text(every[number], words, styles[number])
                for number, words in self.elements.texts.items()
                if not styles[number].hides_text
            ]
        return self._texts[key]

    @cached_property
    def elements(self) -> Elements:
        """Its elements, numbered."""
        return Elements.of(self.root)

    @cached_property
    def _rules(self) -> list[StyleRule]:
        """The rules of its style sheets, from the weakest to the strongest."""
        rules = []
        for style in self.root.iter("style"):
            media = (style.get("media") or "").strip().lower()
            for rule in style_sheet("".join(style.itertext())):
                rules.append(rule._replace(media=(media, *rule.media)) if media else rule)
        return sorted(rules, key=lambda rule: rule.selector.specificity)  # it keeps the order of equals

    @cached_property
    def _described(self) -> list[Described]:
        """What decides the style of each element; equal ones are one."""
        matched: list[list[int]] = [[] for _ in self.elements.all]
        for number, rule in enumerate(self._rules):
            for at in self.elements.selected(rule.selector):
                matched[at].append(number)
        known: dict[Described, Described] = {}
        described = []
        for at, element in enumerate(self.elements.all):
            found = Described(element.tag, hints(element), element.get("style") or "", tuple(matched[at]))
            described.append(known.setdefault(found, found))
        return described

    def _computed(self, width: int, scheme: str) -> list[Style]:
        active = [all(media_holds(query, width, scheme) for query in rule.media) for rule in self._rules]
        first = initial(dark=scheme == "dark" and self._knows_dark(active))
        winners: dict[int, Winners] = {}
        styles: list[Style] = []
        for parent, described in zip(self.elements.parents, self._described, strict=True):
            above = styles[parent] if parent >= 0 else first
            won = winners.get(id(described))
            if won is None:
                won = winners[id(described)] = self._winning(described, active)
            window = width if won.of_window else 0
            key = (id(above), id(won), window)
            style = self._styles.get(key)
            if style is None:
                style = self._styles[key] = computed(won.declarations, above.without_box, window)
            styles.append(style)
        return styles

    def _winning(self, described: Described, active: list[bool]) -> Winners:
        """The declarations of an element that win; the same ones for all screens on which the same rules hold."""
        key = (id(described), *(rule for rule in described.matched if active[rule]))
        if key not in self._winners:
            declared = tuple(self._cascaded(described, active).items())
            self._winners[key] = Winners(declared, any(value.endswith("vw") for _, value in declared))
        return self._winners[key]

    def _cascaded(self, described: Described, active: list[bool]) -> dict[str, str]:
        """The declaration of each property that wins."""
        own = own_styles(described.tag, described.hints)
        normal = dict(own)
        important: dict[str, str] = {}
        sheets = (self._rules[at].declarations for at in described.matched if active[at])
        for declarations in (*sheets, style_attribute(described.attribute)):
            _put(declarations, normal, important)
        normal.update(important)
        return {name: own.get(name, "unset") if value == "revert" else value for name, value in normal.items()}

    def _knows_dark(self, active: list[bool]) -> bool:
        """Whether the page says that it has a dark scheme, so that what has no colour is dark as well."""
        metas = (meta.get("content") or "" for meta in self.root.iter("meta") if meta.get("name") == "color-scheme")
        found = self._cascaded(self._described[0], active).get("color-scheme") or next(metas, "")
        return "dark" in found.lower().split()


def _put(declarations: Sequence[Declaration], normal: dict[str, str], important: dict[str, str]) -> None:
    for declaration in declarations:
        into = important if declaration.important else normal
        into[declaration.name] = declaration.value
