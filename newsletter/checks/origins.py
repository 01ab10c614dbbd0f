"""Which line of a layout, an issue or a brand makes a message use a feature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newsletter.caniemail.support import support
from newsletter.caniemail.uses import Use
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_BEFORE = r"(?<![\w-])"
_AFTER = r"(?![\w-])"


def origin(mail: Mail, use: Use, element: etree._Element) -> Place:
    """The place of a use whose first element is known.

    What the author did not write stands in a template, and is found there by its text; or MJML writes it, for one of
    the template's mj- elements.
    """
    if place := authored(mail, use, element):
        return place
    return Place("layout", span=mail.layout.first(*_patterns(use), rf"<{_mjml_of(element)}{_AFTER}", r"<mjml\b"))


def authored(mail: Mail, use: Use, element: etree._Element) -> Place | None:
    """The place of a use in the issue or the brand: a picture, an element of running text, a font; else None."""
    if use.slug.startswith("image-") or _in_prose(mail, use, element):
        place = mail.page.place(element)
        return place if place.file != "layout" else None
    return _in_brand(mail, use) if use.name in {"font", "font-family"} else None


def _in_brand(mail: Mail, use: Use) -> Place | None:
    for name, stack in mail.project.brand.fonts:
        for word in sorted(use.value.words):
            if use.slug == "css-sytem-ui" and re.search(rf"{_BEFORE}{word}{_AFTER}", stack):
                return Place("brand", ("fonts", name), needle=word)
    return None


def _patterns(use: Use) -> list[str]:
    """What to look for in the templates, the most telling first."""
    name = re.escape(use.name)
    if use.slug.startswith("html-"):
        if use.name == use.tag:
            return [rf"<{name}{_AFTER}"]
        start = re.escape(use.value.text.rstrip("$.")) if use.slug.endswith(("-links", "scheme")) else ""
        return [rf"<{use.tag}\s[^<>]*?{_BEFORE}{name}=\"{start}", rf"{_BEFORE}{name}=\"{start}"][not start :]
    if use.name.startswith("@"):
        value = r"\s*".join(map(re.escape, re.findall(r"[\w-]+|[^\w\s]", use.value.text)))
        feature = use.slug.removeprefix("css-at-media-")
        return [
            rf"{name}\s*{value}",
            *([rf"{name}[^{{]*\b{feature}"] if use.slug.startswith("css-at-media-") else [name]),
        ]
    if use.slug.startswith(("css-selector-", "css-pseudo-", "css-nesting")):
        parts = [part for part in use.name.split() if re.search(r"[\[:>+~*#]|\..*\.", part)]
        return [rf"{re.escape(part)}\s*[,{{]" for part in (use.name, *parts)] + [re.escape(part) for part in parts]
    value = r"\s*".join(map(re.escape, re.findall(r"[\w.%#-]+|[^\w\s]", use.value.text)))
    # a layout may write the side that its language begins or ends at
    name = re.sub(r"(?<=\\-)(left|right)(?=\\-|$)", r"(?:\1|\{\{[^{}]*\}\})", name)
    whole = [rf"{_BEFORE}{name}\s*:\s*{value}"] if value else []
    if use.slug not in support().names["property"].get(use.name, ()):
        return whole  # the value is meant, which may be written otherwise, but not the property by itself
    return [*whole, rf"{_BEFORE}{name}\s*:", rf"<mj-[^<>]*{_BEFORE}{name}="]


_OF_MJML = frozenset(
    [
        "html",
        "head",
        "title",
        "meta",
        "link",
        "style",
        "body",
        "main",
        "div",
        "table",
        "tbody",
        "tr",
        "td",
        "p",
        "a",
        "img",
        "span",
    ]
)


def _in_prose(mail: Mail, use: Use, element: etree._Element) -> bool:
    """Whether Markdown wrote an element: it stands in running text, or is of a kind that no template writes."""
    if not use.slug.startswith("html-"):
        return False
    if any("prose" in (around.get("class") or "").split() for around in element.iterancestors()):
        return True
    return use.name not in _OF_MJML and use.name == use.tag and not mail.layout.first(rf"<{use.name}{_AFTER}")


def _mjml_of(element: etree._Element) -> str:
    """The mj- element that makes an element, by the shape that MJML gives it."""
    for node in (element, *element.iterancestors()):
        style, classes = node.get("style") or "", node.get("class") or ""
        if node.get("role") == "article" or node.tag == "body":
            return "mj-body"
        if "mj-column" in classes:
            return "mj-column"
        if style.startswith("display:none;font-size:1px"):
            return "mj-preview"
        if style.startswith("margin:0px auto") or "margin:0px auto;max-width" in style:
            return "mj-section"
        if node.tag == "td" and "word-break" in style:
            shown = next((child.tag for child in node.iter("div", "img", "a", "p") if child is not node), "")
            return {"div": "mj-text", "img": "mj-image", "a": "mj-button", "p": "mj-divider"}.get(str(shown), "mj-text")
    return "mjml"
