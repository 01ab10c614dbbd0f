"""What a message asks of a mail client: the features of HTML and CSS that it uses, with an element of each.

A use that hangs on another one says so: a rule in a media query does nothing, and no harm, in a client that knows no
media queries. What stands in ``@supports`` is skipped: it is meant only for clients that know it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar
from urllib.parse import urlsplit

from lxml import etree

from newsletter.caniemail.support import DATA, support
from newsletter.caniemail.uses import Use, Value
from newsletter.carried import Carried
from newsletter.kept import Kept

NOT_OUTLOOK = "not-outlook"
"""The trait of what stands between comments that classic Outlook for Windows skips."""

_SKIPPED = re.compile(r"\[if\s+!mso[^\]]*\]>")
_ADDRESSES = {"img": "src", "source": "src", "input": "src", "table": "background", "td": "background"}
_HIDING = frozenset(["holds:table"])
_WITH_FALLBACK = frozenset(["video", "audio", "object", "picture"])  # what stands in them is for those who lack them
_TRAITS = frozenset(["controls", "autoplay", "reversed"])  # attributes that provisos ask for
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")

_HERE = Path(__file__)
_CODE = ("features.py", "css_features.py", "support.py", "uses.py", "../styles/written.py")
_PARSED = Carried(Kept("uses", ("tinycss2",), (DATA, *map(_HERE.parent.joinpath, _CODE))), worth=8, most=500)

K = TypeVar("K")


class Seen:
    """How often something occurs, and the first element that it is at."""

    __slots__ = ("element", "times")

    def __init__(self, times: int, element: etree._Element) -> None:
        self.times = times
        self.element = element


def uses_of(root: etree._Element) -> dict[Use, Seen]:
    """Every use in a document."""
    found: dict[Use, Seen] = {}
    alike: dict[tuple[str, tuple[tuple[str, str], ...], bool, frozenset[str], etree._Element | None], Seen] = {}
    styles: dict[tuple[str, str, frozenset[str]], Seen] = {}
    there: frozenset[str] = frozenset()
    tables, fallbacks = _around(root, "table"), _around(root, "img", "a")
    for element in root.iter():
        if element.tag is etree.Comment:
            there = _after(element.text or "", there)
        elif isinstance(element.tag, str):
            style = element.get("style")
            if style:
                hiding = _HIDING if "none" in style and element in tables else frozenset()
                _count(styles, (element.tag, style, there | hiding), element)
            lone = element not in fallbacks
            own = element if element.tag == "style" else None  # what it holds counts
            _count(alike, (element.tag, tuple(element.items()), lone, there, own), element)
    for (_, _, lone, traits, _), seen in alike.items():
        for use in _of_element(seen.element, lone=lone):
            _count(found, _with(use, traits), seen.element, seen.times)
    for (tag, style, traits), seen in styles.items():
        for use in _inline_uses(style, tag):
            _count(found, _with(use, traits), seen.element, seen.times)
    return found


def _count(seen: dict[K, Seen], key: K, element: etree._Element, times: int = 1) -> None:
    if there := seen.get(key):
        there.times += times
    else:
        seen[key] = Seen(times, element)


def _with(use: Use, traits: frozenset[str]) -> Use:
    return use._replace(traits=use.traits | traits) if traits else use


def _after(comment: str, there: frozenset[str]) -> frozenset[str]:
    """What a comment such as ``<!--[if !mso]><!-->`` says of what comes after it."""
    if _SKIPPED.search(comment):
        return frozenset([NOT_OUTLOOK])
    return frozenset() if "[endif]" in comment else there


def _around(root: etree._Element, *tags: str) -> set[etree._Element]:
    """The elements that hold one of these kinds."""
    held: set[etree._Element] = set()
    for found in root.iter(*tags):
        for around in found.iterancestors():
            if around in held:
                break
            held.add(around)
    return held


def _of_element(element: etree._Element, *, lone: bool) -> Iterator[Use]:
    """What an element and its attributes use, and the formats of the pictures that it shows."""
    known, tag = support().names, element.tag
    traits = frozenset(f"marked:{name}" for name in element.attrib if name in _TRAITS)
    if tag in known["element"]:
        inside = frozenset(["in:body"]) if tag == "style" and _in_body(element) else frozenset()
        shown = frozenset() if lone or tag not in _WITH_FALLBACK else frozenset(["holds:img"])
        yield from (Use(slug, tag, tag=tag, traits=traits | inside | shown) for slug in known["element"][tag])
    for name, value in element.attrib.items():
        for slug in known["attribute"].get(name, ()):
            yield Use(slug, name, Value(value.lower()), tag, traits=traits)
        for start, slug in support().withs.get((tag, name), ()):
            if _begins(value.lower(), start):
                yield Use(slug, name, Value(start), tag, traits=traits)
    if tag == "input" and not element.get("type"):
        yield Use("html-input-text", "input", tag=tag)
    if tag == "style":
        yield from _sheet_uses(element.text or "", element.get("media") or "")
    style = element.get("style") or ""
    addresses = [element.get(_ADDRESSES[tag])] if tag in _ADDRESSES else []
    for address in (*addresses, *(_URL.findall(style) if "url(" in style else ())):
        for form in _formats(address or ""):
            for slug in known["picture"].get(form, ()):
                yield Use(slug, form, Value(form if form != "data" else (address or "")[:40].lower()), tag)


@lru_cache(maxsize=8192)
@_PARSED.result
def _inline_uses(style: str, tag: str) -> tuple[Use, ...]:
    """What the style attribute of an element uses."""
    found: tuple[Use, ...] = _css_features().inline_uses(style, tag)
    return found


@lru_cache(maxsize=256)
@_PARSED.result
def _sheet_uses(css: str, media: str) -> tuple[Use, ...]:
    """What the content of a style element uses."""
    found: tuple[Use, ...] = _css_features().sheet_uses(css, media)
    return found


def _css_features() -> ModuleType:
    """The parser, which takes a while to load, and is needed for what is not kept."""
    from newsletter.caniemail import css_features  # noqa: PLC0415

    return css_features


def _in_body(element: etree._Element) -> bool:
    return any(around.tag == "body" for around in element.iterancestors())


def _begins(value: str, start: str) -> bool:
    if start == "#.":  # an anchor; "#" alone leads nowhere
        return len(value) > 1 and value.startswith("#")
    return value == start[:-1] if start.endswith("$") else value.startswith(start)


def _formats(address: str) -> Iterator[str]:
    """The format of a picture, by its name: ``webp``; ``data`` for one that stands in the address itself."""
    if address.startswith("data:"):
        yield "data"
        form = address[5:].partition(";")[0].partition("/")[2].lower()
        yield {"svg+xml": "svg"}.get(form, form)
        return
    try:
        path = urlsplit(address.replace("#at:", "#", 1)).path
    except ValueError:
        return
    _, dot, suffix = path.rpartition(".")
    if dot and len(suffix) < 6:
        yield suffix.lower()
