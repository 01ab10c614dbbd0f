"""CSS -> style attributes, through premailer: no network, no noise.

Only the styles that a layout marks ``inline="inline"`` are inlined and then dropped. All others (MJML's resets, media
queries, dark mode) pass premailer by and stay as they are.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

from lxml import etree
from premailer import Premailer

from newsletter.errors import LayoutError, Problem
from newsletter.mjml import INLINE_MARK

# premailer writes presentational attributes from CSS; MJML has written them already, and better for Outlook: an img's
# width in pixels would become "100%".
_NO_ATTRIBUTES = ["width", "height", "bgcolor", "align", "valign"]
_OPTIONS: dict[str, Any] = {
    "keep_style_tags": False,
    "strip_important": False,
    "disable_basic_attributes": _NO_ATTRIBUTES,
    "align_floating_images": False,
    "disable_validation": True,
    "allow_network": False,
    "cssutils_logging_level": logging.CRITICAL,
}


def inline(html: str) -> str:
    """The document with its marked styles in the elements' style attributes.

    Raises:
        LayoutError: A marked style is not CSS.

    """
    root = etree.fromstring(html, etree.HTMLParser(huge_tree=True))
    _mark_main(root)
    for style in root.iter("style"):
        css = style.text or ""
        if css.lstrip().startswith(INLINE_MARK):
            style.text = css.replace(INLINE_MARK, "", 1)
        else:
            style.set("data-premailer", "ignore")
    premailer = _Inliner(root, **_OPTIONS)
    try:
        premailer.transform()
    except Exception as error:  # noqa: BLE001  # premailer and cssutils raise what their parsers raise
        raise LayoutError(
            Problem(
                code="bad-css",
                message=f"a style of the layout cannot be inlined: {error}",
                hint='check the CSS in <mj-style inline="inline">',
            )
        ) from None
    for element in root.iter(etree.Element):
        element.attrib.pop("data-premailer", None)  # premailer leaves it where a style has a media attribute
        if style := element.get("style"):
            element.set("style", re.sub(r";\s+", ";", style))
    return f"{etree.tostring(root, method='html', encoding='unicode', doctype='<!doctype html>')}\n"


class _Inliner(Premailer):  # type: ignore[misc]  # premailer has no types
    """Premailer, which parses a style once: the issues of a brand, and the saves of an issue, all have the same."""

    def _parse_style_rules(self, css_body: str, ruleset_index: int) -> tuple[list[Any], list[Any]]:
        rules, leftover = _parsed(css_body, ruleset_index)
        return list(rules), list(leftover)


@lru_cache(maxsize=64)
def _parsed(css: str, index: int) -> tuple[list[Any], list[Any]]:
    rules, leftover = Premailer("", **_OPTIONS)._parse_style_rules(css, index)  # there is no other door
    return rules, leftover


def _mark_main(root: etree._Element) -> None:
    """Put what MJML calls the article into a main landmark, for those who read the message as a page of its own.

    Source: axe-core's rules ``landmark-one-main`` and ``region``. MJML cannot say it.
    """
    for article in root.findall(".//div[@role='article']"):
        main = etree.Element("div", role="main")
        article.addprevious(main)
        main.append(article)
