"""Links: which ones are let through, and how they are written into the parts.

A link is http, https, mailto, tel, a ``#fragment`` of the message, or begins with a merge tag. Texts reach this module
masked: a placeholder is a plain word to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from newsletter.errors import Problem, did_you_mean
from newsletter.mergetags import contains_tag
from newsletter.tracking import Parameters, tracked

SCHEMES = ("http", "https", "mailto", "tel")
_SAFE = "%/:?#[]@!$&'()*+,;=~"  # RFC 3986 reserved characters and existing escapes stay as they are
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"(https?://(?:[^/?#@]*@)?)([^/?#:@]+)", re.IGNORECASE)
_BLANK_SITE = re.compile(r"https?://[^/?#]*\s", re.IGNORECASE)
_DOTS = re.compile("[.\u3002\uff0e\uff61]")  # the dots of a site's name, RFC 3490 section 3.1
# What a browser drops or ignores inside a scheme: java\tscript: is javascript:.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")


class Web(NamedTuple):
    """How the links and pictures at one place of a draft are written.

    Attributes:
        base: Where local images will be hosted; None where that is not known.
        utm: The parameters that web links get.

    """

    base: str | None = None
    utm: Parameters = ()

    def link(self, url: str) -> str:
        """A link as it is written into the parts."""
        return tracked(normalise(url), self.utm)


def normalise(url: str) -> str:
    """Escape what may not stand in a URL; keep the order, the case and the escapes of the rest."""
    url = url.strip()
    if not url.isascii():
        url = _HOST.sub(lambda match: match[1] + _ascii_host(match[2]), url, count=1)
    return quote(url, safe=_SAFE, errors="replace")


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host
    labels = _DOTS.split(host)
    # What a tag becomes is not known yet, so the part of the name that holds it stays as it is written.
    known = ["x" if contains_tag(label) else label for label in labels]
    try:
        encoded = ".".join(known).encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return host
    return ".".join(a if contains_tag(a) else b for a, b in zip(labels, encoded, strict=True))


def problem(url: str, without_tags: str | None = None, *, starts_with_tag: bool = False) -> Problem | None:
    """What is wrong with a link, or None.

    Args:
        url: The link as its author wrote it.
        without_tags: The same with a plain word for each merge tag, where it has some.
        starts_with_tag: Whether it opens with a merge tag, which then brings the scheme.

    """
    bare = _IGNORED.sub("", url)
    if starts_with_tag or bare.startswith("#"):
        return None
    scheme = _SCHEME.match(bare)
    name = scheme[1].lower() if scheme else ""
    if name in ("mailto", "tel"):
        return None
    if name in ("http", "https"):
        return _web_problem(url, without_tags or url)
    # A port is no scheme: example.com:8080
    if scheme and not ("." in name and re.match(r"\d", bare[scheme.end() :])):
        return Problem(
            code="forbidden-link-scheme",
            message=f"a link cannot start with '{scheme[1]}:'",
            label=did_you_mean(name, SCHEMES, cutoff=0.75),
            hint="links are http, https, mailto, tel or a merge tag",
            needle=url,
        )
    return incomplete(url)


def _web_problem(url: str, without_tags: str) -> Problem | None:
    if _BLANK_SITE.match(without_tags.strip()):
        message, hint = f"the link '{url[:60]}' has a blank in the name of its site", "take the blank out"
    elif not _HOST.match(_IGNORED.sub("", url)):
        message, hint = f"the link '{url[:60]}' names no site", "write it as https://site/page"
    else:
        return None
    return Problem(code="incomplete-link", message=message, hint=hint, needle=url)


def incomplete(url: str) -> Problem:
    """The problem of a link without its scheme, with the scheme that it lacks."""
    if not url.strip():
        return Problem(
            code="incomplete-link",
            message="a link leads nowhere",
            hint="write its address between the parentheses: (https://site/page)",
        )
    scheme, cure = "https://", ""
    if re.fullmatch(r"[^\s/@]+@[^\s/@]+\.[^\s/@]+", url):
        scheme, cure = "mailto:", f"mailto:{url}"
    elif re.fullmatch(r"\+?[\d .()-]{6,}", url):
        scheme, cure = "tel:", f"tel:{re.sub(r'[^+0-9]', '', url)}"
    elif "." in url:
        cure = "https://" + re.sub(r"^(https?)?/*", "", url)[:60]
    return Problem(
        code="incomplete-link",
        message=f"'{url[:60]}' is not a whole link",
        label=f"no {scheme} at its start",
        hint=f"write {cure}" if cure else "a link starts with https://",
        needle=url,
    )
