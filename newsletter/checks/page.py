"""The HTML part as a tree, and the way from an element back to what its author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from newsletter.caniemail.features import Seen, uses_of
from newsletter.caniemail.uses import Use
from newsletter.errors import Loc
from newsletter.layout import Layout
from newsletter.load import Project
from newsletter.styles import Styles
from newsletter.trace import Trace, texts_of
from newsletter.walk import Place

_MARK = re.compile(r"at:(\d+)\s*$")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "code",
        "del",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "mark",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    ]
)


class Page:
    """The HTML part, marked as :class:`newsletter.trace.Trace` says.

    Attributes:
        html: The marked HTML.
        trace: What its marks stand for.
        project: What it was composed from.
        layout: The layout that it was composed with.

    """

    def __init__(self, html: str, trace: Trace, project: Project, layout: Layout) -> None:
        self.html = html
        self.trace = trace
        self.project = project
        self.layout = layout

    @cached_property
    def root(self) -> etree._Element:
        """Its tree. Marks are comments in it, and fragments of the addresses of pictures."""
        return etree.fromstring(self.html, etree.HTMLParser(huge_tree=True))

    @cached_property
    def ids(self) -> frozenset[str]:
        """What links within the message can lead to."""
        return frozenset(map(str, self.root.xpath("//@id | //a/@name")))

    @cached_property
    def styles(self) -> Styles:
        """What each element looks like, by the width of the window and the scheme."""
        return Styles(self.root)

    @cached_property
    def uses(self) -> dict[Use, Seen]:
        """What it asks of mail clients, with the first element of each use."""
        return uses_of(self.root)

    def place(self, element: etree._Element) -> Place:
        """What an element comes from: the value that it shows, or else the template around it."""
        mark = next(_marks_in(element), None)
        if mark is None:
            mark = _mark_before(element)
        if mark is not None:
            return self._at(mark)
        return Place("layout", needle=next(filter(self.layout.holds, _telling(element)), ""))

    def text(self, element: etree._Element) -> str:
        """All the words of an element, and the alternative texts of its pictures."""
        return " ".join(" ".join(element.xpath(".//text() | .//img/@alt")).split())

    def _at(self, mark: int) -> Place:
        if mark not in self._places:  # few of them are asked for
            found = self.trace.place(mark, self._written, self.project)
            # What has no place is offered by the ESP's dialect, and nobody wrote it.
            offered = Place("layout", needle=str(self.trace.rows[mark][1][-1]))
            self._places[mark] = Place(found.file, found.loc, span=found.span) if found else offered
        return self._places[mark]

    @cached_property
    def _written(self) -> dict[tuple[str, Loc], str]:
        return texts_of(self.project)

    @cached_property
    def _places(self) -> dict[int, Place]:
        return {}


def _marks_in(element: etree._Element) -> Iterator[int]:
    """The marks of an element and of what is in it, in order."""
    for node in element.iter(etree.Comment, "img"):
        text = node.text if node.tag is etree.Comment else (node.get("src") or "").rpartition("#")[2]
        if found := _MARK.match(text or ""):
            yield int(found[1])


def _mark_before(element: etree._Element) -> int | None:
    """The last mark before an element, in the block that it stands in."""
    node: etree._Element | None = element
    while node is not None and node.tag in _INLINE:
        for sibling in node.itersiblings(preceding=True):
            if sibling.tag is etree.Comment and (found := _MARK.match(sibling.text or "")):
                return int(found[1])
            if found_in := list(_marks_in(sibling)):
                return found_in[-1]
        node = node.getparent()
    return None


def opening_tag(element: etree._Element) -> str:
    """The opening tag as its author wrote it, before styles were put into it."""
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items() if name != "style")
    return f"<{element.tag}{attributes}>"


def _telling(element: etree._Element) -> Iterator[str]:
    """What a template may hold of an element or of one around it, the most telling first."""
    if href := element.get("href"):
        yield f'href="{href}"'
    node: etree._Element | None = element
    while node is not None:
        if " " in (tag := opening_tag(node)):
            yield tag
        classes = node.get("class") or ""
        yield from (f'"{name}"' for name in (classes, *classes.split()) if name and not name.startswith("mj-"))
        node = node.getparent()
