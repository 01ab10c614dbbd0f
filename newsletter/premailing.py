"""premailer, set up for us: no network, no noise, and only the rules that may fit something.

A module of its own, since premailer brings an HTTP client and a CSS library along, which a command does not need whose
styles are kept (:mod:`newsletter.inline`).
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

from lxml import etree
from premailer import Premailer

from newsletter.skeleton import Skeleton, built

# premailer writes presentational attributes from CSS; MJML has written them already, and better for Outlook: an img's
# width in pixels would become "100%".
_NO_ATTRIBUTES = ["width", "height", "bgcolor", "align", "valign"]
OPTIONS: dict[str, Any] = {
    "keep_style_tags": False,
    "strip_important": False,
    "disable_basic_attributes": _NO_ATTRIBUTES,
    "align_floating_images": False,
    "disable_validation": True,
    "allow_network": False,
    "cssutils_logging_level": logging.CRITICAL,
}


def selectors_of(css: str) -> list[str]:
    """The selectors of the rules that premailer would inline."""
    return list(dict.fromkeys(selector for _, selector, _ in _parsed(css)[0]))


def inlined(
    nodes: Skeleton, sheets: tuple[tuple[int, str], ...], rules: frozenset[str]
) -> tuple[list[str | None], list[str | None]]:
    """The style of each node, and what is left of each sheet: the rules that cannot be inlined, such as `:hover`.

    Args:
        nodes: The skeleton of a document.
        sheets: The numbers of the nodes that are styles to inline, and their CSS.
        rules: The selectors of the rules that may fit something.

    Raises:
        Exception: A sheet is not CSS; premailer and cssutils raise what their parsers raise.

    """
    elements = built(nodes)
    for number, css in sheets:
        elements[number].text = css
    _Inliner(elements[0], rules).transform()
    styles = [element.get("style") for element in elements]
    left = [elements[number] for number, _ in sheets]
    return (
        [style and re.sub(r";\s+", ";", style) for style in styles],
        [sheet.text if sheet.getparent() is not None else None for sheet in left],
    )


class _Inliner(Premailer):  # type: ignore[misc]  # premailer has no types
    """Premailer with the rules that may fit something; it parses a style once for all issues that have it."""

    def __init__(self, root: etree._Element, rules: frozenset[str]) -> None:
        super().__init__(root, **OPTIONS)
        self._rules = rules

    def _parse_style_rules(self, css_body: str | None, ruleset_index: int) -> tuple[list[Any], list[Any]]:
        if css_body is None:
            return [], []
        rules, leftover = _parsed(css_body, ruleset_index)
        return [rule for rule in rules if rule[1] in self._rules], list(leftover)


@lru_cache(maxsize=64)
def _parsed(css: str, index: int = 0) -> tuple[list[Any], list[Any]]:
    rules, leftover = Premailer("", **OPTIONS)._parse_style_rules(css, index)  # there is no other door
    return rules, leftover
