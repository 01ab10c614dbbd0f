"""CSS -> style attributes, through premailer: no network, no noise, and no work twice.

Only the styles that a layout marks ``inline="inline"`` are inlined and then dropped. All others (MJML's resets, media
queries, dark mode) pass premailer by and stay as they are. And premailer sees the skeleton of the document
(:mod:`newsletter.skeleton`) in place of the document, with the rules whose names are in it; what it made of the last
skeletons is kept.
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
from newsletter.skeleton import Node, built, fitting, names, reach, skeleton, traits_of

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
    elements = {element: traits_of(element) for element in root.iter(etree.Element)}
    sheets = {style: css for style in root.iter("style") if (css := _marked(style)) is not None}
    try:
        selectors = frozenset(selector for css in sheets.values() for _, selector, _ in _parsed(css)[0])
        rules = fitting(selectors, names(elements.values()))
        reaching = reach(rules)
        nodes, numbers = skeleton(elements, reaching, sheets)
        worked_out = _inlined if reaching else _inlined.__wrapped__  # a whole document would fill the memory
        styles, left = worked_out(nodes, tuple((numbers[sheet], css) for sheet, css in sheets.items()), rules)
    except Exception as error:  # noqa: BLE001  # premailer and cssutils raise what their parsers raise
        raise LayoutError(
            Problem(
                code="bad-css",
                message=f"a style of the layout cannot be inlined: {error}",
                hint='check the CSS in <mj-style inline="inline">',
            )
        ) from None
    for element in elements:
        if (style := styles[numbers[element]]) is not None:
            element.set("style", style)
    for sheet, rest in zip(sheets, left, strict=True):
        sheet.text = rest
        if rest is None and (parent := sheet.getparent()) is not None:
            parent.remove(sheet)
    return f"{etree.tostring(root, method='html', encoding='unicode', doctype='<!doctype html>')}\n"


def _marked(style: etree._Element) -> str | None:
    """The CSS of a style that is to be inlined."""
    css = style.text or ""
    return css.replace(INLINE_MARK, "", 1) if css.lstrip().startswith(INLINE_MARK) else None


@lru_cache(maxsize=128)
def _inlined(
    nodes: tuple[Node, ...], sheets: tuple[tuple[int, str], ...], rules: frozenset[str]
) -> tuple[list[str | None], list[str | None]]:
    """The style of each node, and what is left of each sheet: the rules that cannot be inlined, such as `:hover`.

    Args:
        nodes: The skeleton of a document.
        sheets: The numbers of the nodes that are styles to inline, and their CSS.
        rules: The selectors of the rules that may fit something.

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
        super().__init__(root, **_OPTIONS)
        self._rules = rules

    def _parse_style_rules(self, css_body: str | None, ruleset_index: int) -> tuple[list[Any], list[Any]]:
        if css_body is None:
            return [], []
        rules, leftover = _parsed(css_body, ruleset_index)
        return [rule for rule in rules if rule[1] in self._rules], list(leftover)


@lru_cache(maxsize=64)
def _parsed(css: str, index: int = 0) -> tuple[list[Any], list[Any]]:
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
