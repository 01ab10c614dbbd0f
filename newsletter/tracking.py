"""UTM parameters: added to the web links of a message, and to nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from newsletter.errors import Loc
from newsletter.mergetags import is_tag

Parameters = tuple[tuple[str, str], ...]
"""Names and values, in order."""


def parameters(draft: Any) -> Callable[[Loc], Parameters]:
    """The parameters of the links at a place of a masked draft.

    A section's own come before those of the issue, and those before the brand's. The brand's links to unsubscribe and
    the like have none.
    """
    shared = _named(draft.brand.utm) | _named(draft.issue.utm)
    by_section = [tuple((shared | _named(section.utm)).items()) for section in draft.issue.sections]
    everywhere = tuple(shared.items())

    def at(loc: Loc) -> Parameters:
        if loc[:2] == ("brand", "links"):
            return ()
        if loc[:2] == ("issue", "sections"):
            return by_section[int(loc[2])]
        return everywhere

    return at


def _named(utm: Any) -> dict[str, str]:
    return {f"utm_{name}": str(value) for name, value in vars(utm).items() if value} if utm else {}


def tracked(url: str, added: Parameters) -> str:
    """The link with the parameters that it does not have yet, encoded, before its fragment.

    Only http and https links; one that consists of a merge tag may lead anywhere and stays as it is.
    """
    site = re.match(r"https?://", url, re.IGNORECASE)
    if not added or not site or is_tag(url[site.end() :]):
        return url
    address, sharp, fragment = url.partition("#")
    query = address.partition("?")[2]
    has = {unquote(pair.partition("=")[0]).lower() for pair in re.split("[&;]", query)}
    new = "&".join(f"{name}={quote(value, safe='')}" for name, value in added if name not in has)
    if not new:
        return url
    sign = "?" if "?" not in address else "" if address[-1] in "?&" else "&"
    return f"{address}{sign}{new}{sharp}{fragment}"
