"""Where a template writes what is seen in the page, for findings that are mended in the layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def in_layout(mail: Mail, element: etree._Element, *parts: str) -> Place:
    """The place in the templates where one of some texts stands; else that of the element."""
    found = next(filter(mail.layout.holds, parts), None)
    return Place("layout", needle=found) if found else shown(mail, element)


def written(mail: Mail, element: etree._Element, *parts: str) -> Place:
    """The place in the templates that writes an element, by its opening tag or its class; else what it shows."""
    names = element.get("class")
    return in_layout(mail, element, *parts, _opening(element), *([f'class="{names}"'] if names else []))


def shown(mail: Mail, element: etree._Element) -> Place:
    """What an element shows, in the issue or the brand; else the nearest place around it that a template writes."""
    place = mail.page.place(element)
    if place.file != "layout":
        return place
    found = next(filter(mail.layout.holds, _around(element)), None)
    return Place("layout", needle=found) if found else place


def _opening(element: etree._Element) -> str:
    """The opening tag as its author wrote it, before styles were put into it."""
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items() if name != "style")
    return f"<{element.tag}{attributes}>"


def _around(element: etree._Element) -> Iterator[str]:
    if href := element.get("href"):
        yield f'href="{href}"'
    node: etree._Element | None = element
    while node is not None:
        if " " in (tag := _opening(node)):
            yield tag
        classes = node.get("class") or ""
        yield from (f'"{name}"' for name in (classes, *classes.split()) if name and not name.startswith("mj-"))
        node = node.getparent()
