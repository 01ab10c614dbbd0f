"""Where a template writes what is seen in the page, for findings that are mended in the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from newsletter.checks.page import opening_tag
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def in_layout(mail: Mail, element: etree._Element, *parts: str) -> Place:
    """The place in the templates where one of some texts stands; else that of the element."""
    found = next(filter(mail.layout.holds, parts), None)
    return Place("layout", needle=found) if found else mail.page.place(element)


def written(mail: Mail, element: etree._Element, *parts: str) -> Place:
    """The place in the templates that writes an element, by its opening tag or its class; else what it shows."""
    names = element.get("class")
    return in_layout(mail, element, *parts, opening_tag(element), *([f'class="{names}"'] if names else []))
