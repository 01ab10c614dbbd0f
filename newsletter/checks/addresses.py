"""Links taken apart: RFC 3986, appendix B, with merge tags as letters that nobody types."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from newsletter.checks.page import Page
from newsletter.dialects import Dialect
from newsletter.errors import Loc, Problem
from newsletter.model.values import Prosaic, Url
from newsletter.scanning import cover_tags
from newsletter.urls import normalise
from newsletter.walk import Link, Place

TAG = "\ue000"
"""Stands for each character of a merge tag: a letter for private use, which no address holds."""

_WEB = re.compile(
    r"(?P<scheme>https?):/*(?P<user>[^/?#@]*@)?(?P<host>\[[^\]/]*\]|[^/?#:]*)(?P<port>:[^/?#]*)?"
    r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.IGNORECASE | re.DOTALL,
)


class Parameter(NamedTuple):
    """A pair of a query, and where it stands in the link."""

    name: str
    value: str
    start: int
    end: int


class Address:
    """A link that somebody wrote.

    Attributes:
        link: The link; its file is ``layout`` where only a template holds it.
        bare: Its address, with :data:`TAG` for each character of a merge tag.

    """

    def __init__(self, link: Link, bare: str) -> None:
        self.link = link
        self.bare = bare

    @property
    def url(self) -> str:
        """The address as written."""
        return self.link.url

    @cached_property
    def parts(self) -> re.Match[str] | None:
        """Scheme, user, host, port, path, query and fragment of a web link; None for any other."""
        return _WEB.fullmatch(self.bare.strip())

    @property
    def scheme(self) -> str:
        """``https``, ``mailto``; empty where a merge tag brings it, and for a place in the message."""
        name, colon, _ = self.bare.strip().partition(":")
        return name.lower() if colon and name.isalpha() and TAG not in name else ""

    @cached_property
    def host(self) -> str:
        """The site of a web link in small letters; empty for any other link."""
        return self._part("host").lower().rstrip(".")

    @property
    def path(self) -> str:
        """What follows the site, up to the query."""
        return self._part("path")

    @property
    def query(self) -> str:
        """The query, without its question mark."""
        return self._part("query")[1:]

    @property
    def fragment(self) -> str:
        """The fragment, without its sign."""
        return self._part("fragment")[1:]

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The pairs of the query."""
        if self.parts is None or not self.query:
            return ()
        found, start = [], self.parts.start("query") + 1 + self._indent
        for pair in self.query.split("&"):
            name, _, value = pair.partition("=")
            found.append(Parameter(name, value, start, start + len(pair)))
            start += len(pair) + 1
        return tuple(found)

    @cached_property
    def target(self) -> str:
        """The page it leads to, to be compared: without what only statistics, or one reader, can tell apart."""
        if self.parts is None:
            return self.bare.strip()
        kept = [f"{p.name}={p.value}" for p in self.parameters if not p.name.lower().startswith("utm_")]
        pairs = "&".join(pair for pair in kept if TAG not in pair)
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.host.removeprefix('www.')}{self.path.rstrip('/')}?{pairs}{fragment}"

    def span(self, part: str) -> tuple[int, int]:
        """Where a part of a web link stands in the address as written."""
        start, end = self.parts.span(part) if self.parts else (0, len(self.url))
        return start + self._indent, end + self._indent

    def problem(
        self, message: str, hint: str, start: int = 0, end: int | None = None, fix: str | None = None
    ) -> Problem:
        """A problem that points at the address, or at a stretch of it."""
        link = self.link
        if link.file == "layout":
            place = Place("layout", needle=self.url)
        elif not isinstance(link.value, Prosaic):
            place = Place.within(self.url, start, end, link.file, link.loc)
        elif link.offset is not None:
            last = link.offset + len(self.url[:end])
            place = Place.within(link.value, link.offset + start, last, link.file, link.loc)
        else:
            place, fix = link.place, None
        return place.problem(message, hint, fix=fix)

    @property
    def _indent(self) -> int:
        return len(self.bare) - len(self.bare.lstrip())

    def _part(self, name: str) -> str:
        return (self.parts[name] or "") if self.parts else ""


def addresses_of(
    links: Iterable[Link], page: Page, dialect: Dialect, placed: Callable[[Problem], Problem]
) -> Iterator[Address]:
    """The links of the issue and the brand, then those that stand in a template.

    Args:
        links: Those of the issue and the brand.
        page: The composed message, where the others are.
        dialect: Whose merge tags they hold.
        placed: Finds a text in the templates.

    """
    known = set()
    for link in links:
        known.add(_site_and_path(link.url))
        yield Address(link, cover_tags(link.url, dialect, TAG))
    for element in page.root.iter("a"):
        url = (element.get("href") or "").strip()
        bare = cover_tags(url, dialect, TAG)
        if url and not bare.startswith(TAG) and _site_and_path(url) not in known and not _is_target(url, page):
            known.add(_site_and_path(url))
            span = placed(Place("layout", needle=url).problem("", "")).span
            if span and span.source.text[span.start : span.end] == url:
                yield Address(Link(url, page.text(element), "", Url(url), "layout", ()), bare)


# RFC 6761, 6762 and 8375: names that the public DNS never holds; ICANN set .internal aside in 2024. Routers give .lan.
_LOCAL = re.compile(r"(?:.*\.)?(?:localhost|local|internal|lan|home\.arpa)")


def is_local(host: str) -> bool:
    """Whether a site is a computer of the author's own network: by its name, or by its number (RFC 1918 and others)."""
    try:
        number = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(_LOCAL.fullmatch(host))
    return number.is_private or number.is_unspecified or number.is_link_local


def _is_target(url: str, page: Page) -> bool:
    return url[1:] in page.ids if url.startswith("#") else False


def _site_and_path(url: str) -> str:
    return re.split("[?#]", normalise(url), maxsplit=1)[0] or url


def loc_of_list(loc: Loc) -> Loc:
    """The way to the list that an entry's value stands in; empty where it stands in none."""
    at = max((at for at, step in enumerate(loc) if isinstance(step, int)), default=0)
    return loc[:at]
