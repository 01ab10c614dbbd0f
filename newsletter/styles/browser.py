"""What browsers say of an element before any style sheet does: their own styles, and presentational attributes.

Source: the HTML standard, "Rendering" (html.spec.whatwg.org/multipage/rendering.html), as Chromium has it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import bidirectional

from lxml import etree

from newsletter.styles.css import color

Hints = tuple[tuple[str, str], ...]

_BLOCKS = [
    "html",
    "body",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "center",
    "address",
    "article",
    "aside",
    "footer",
    "header",
    "main",
    "nav",
    "section",
    "figure",
    "figcaption",
    "form",
    "fieldset",
    "hr",
    "details",
    "summary",
    "legend",
    "hgroup",
]
_UNSEEN = [
    "head",
    "style",
    "script",
    "title",
    "meta",
    "link",
    "base",
    "template",
    "noscript",
    "area",
    "param",
    "datalist",
]
_HEADINGS = {"h1": "2em", "h2": "1.5em", "h3": "1.17em", "h4": "1em", "h5": "0.83em", "h6": "0.67em"}
_DISPLAYS = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(_UNSEEN, "none"),
    "li": "list-item",
    "table": "table",
    "caption": "table-caption",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
    "thead": "table-header-group",
    "tbody": "table-row-group",
    "tfoot": "table-footer-group",
    "col": "table-column",
    "colgroup": "table-column-group",
    "button": "inline-block",
}
INDENT = "padding-inline-start"
LINK = "-link"
"""The colour of links that nobody has given one, which depends on the scheme."""
CENTRED = "-centred"
"""How the text of a heading of a table stands: centred where nothing around it says otherwise."""
_SIDES = ("padding-top", "padding-right", "padding-bottom", "padding-left")
_BOLD, _SLANTED = {"font-weight": "bolder"}, {"font-style": "italic"}
_CODE, _UNDER = {"font-family": "monospace"}, {"text-decoration-line": "underline"}
_LESS, _LIST, _THROUGH = {"font-size": "smaller"}, {INDENT: "40px"}, {"text-decoration-line": "line-through"}
_OWN: dict[str, dict[str, str]] = {
    **{tag: {"font-size": size, "font-weight": "bold"} for tag, size in _HEADINGS.items()},
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn", "address"), _SLANTED),
    **dict.fromkeys(("code", "kbd", "samp", "tt", "pre"), _CODE),
    **dict.fromkeys(("u", "ins"), _UNDER),
    **dict.fromkeys(("s", "strike", "del"), _THROUGH),
    **dict.fromkeys(("small", "sub", "sup"), _LESS),
    **dict.fromkeys(("ul", "ol"), _LIST),
    "big": {"font-size": "larger"},
    "mark": {"background-color": "yellow", "color": "black"},
    "center": {"text-align": "center"},
    "caption": {"text-align": "center"},
    "td": dict.fromkeys(_SIDES, "1px"),
    "th": {
        "font-weight": "bold",
        "text-align": CENTRED,
        **dict.fromkeys(_SIDES, "1px"),
    },
}
_FONT_SIZES = dict(
    zip("1234567", ["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"], strict=True)
)
_CELLS = frozenset(["td", "th"])
_ALIGNED = frozenset(
    [
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "col",
        "colgroup",
        "caption",
    ]
)
_GROUNDS = frozenset(["body", "table", "tr", "td", "th", "thead", "tbody", "tfoot"])
_SIZED = frozenset(["table", "td", "th", "tr", "img", "hr", "iframe"])
_ATTRIBUTES = frozenset(
    ["align", "background", "bgcolor", "color", "dir", "face", "height", "hidden", "href", "size", "text"]
)


def hints(element: etree._Element) -> Hints:
    """The presentational attributes of an element; for a cell of a table, with the padding of its cells."""
    found = tuple([(name, value.strip()) for name, value in element.items() if name in _ATTRIBUTES])
    if element.get("dir") == "auto" or (element.tag == "bdi" and "dir" not in element.attrib):
        return (*found, ("dir", _direction("".join(element.itertext(etree.Element)))))
    if element.tag in _CELLS:
        table = next(element.iterancestors("table"), None)
        padding = table.get("cellpadding") if table is not None else None
        if padding is not None:
            return (*found, ("cellpadding", padding.strip()))
    if found and element.tag == "a":
        return tuple((name, "" if name == "href" else value) for name, value in found)
    return found


def _direction(text: str) -> str:
    """The direction of the first letter that has one: the HTML standard, "the directionality of an element"."""
    found = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return "ltr" if found == "L" else "rtl"


@lru_cache(maxsize=4096)
def own_styles(tag: str, given: Hints) -> dict[str, str]:
    """The properties of an element that nobody has styled. Not to be changed: it is kept."""
    styles = {"display": _DISPLAYS.get(tag, "inline"), **_OWN.get(tag, {})}
    for name, value in given:
        styles.update(_hinted(tag, name, value))
    return styles


def _hinted(tag: str, name: str, value: str) -> dict[str, str]:  # noqa: PLR0911  # a table of attributes
    low = value.lower()
    if name == "href":
        return {"color": LINK, "text-decoration-line": "underline"} if tag in ("a", "area") else {}
    if name == "align" and tag in _ALIGNED and low in ("left", "right", "center", "middle", "justify"):
        return {"text-align": "center" if low == "middle" else low}
    if name == "bgcolor" and tag in _GROUNDS:
        return {"background-color": low} if color(low) else _without_hash("background-color", low)
    if name == "background" and tag in _GROUNDS and value:
        return {"background-image": "url()"}
    if (name == "color" and tag == "font") or (name == "text" and tag == "body"):
        return {"color": low} if color(low) else _without_hash("color", low)
    if name == "size" and tag == "font" and value in _FONT_SIZES:
        return {"font-size": _FONT_SIZES[value]}
    if name == "face" and tag == "font":
        return {"font-family": value}
    if name == "dir" and low in ("ltr", "rtl"):
        return {"direction": low}
    if name == "hidden":
        return {"display": "none"}
    if name == "height" and tag in _SIZED and (size := re.match(r"\d+(?:\.\d+)?%?", value)):
        return {name: size[0] if size[0].endswith("%") else f"{size[0]}px"}
    if name == "cellpadding" and (size := re.match(r"\d+", value)):
        return dict.fromkeys(_SIDES, f"{size[0]}px")
    return {}


def _without_hash(name: str, value: str) -> dict[str, str]:
    """``ffffff`` for ``#ffffff``: the HTML standard, "rules for parsing a legacy color value"."""
    return {name: f"#{value}"} if re.fullmatch("[0-9a-f]{6}|[0-9a-f]{3}", value) else {}
