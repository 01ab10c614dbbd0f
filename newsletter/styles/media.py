"""Media queries, as Media Queries 4 has them: the type of a screen, its width and its scheme."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def media_holds(query: str, width: int, scheme: str) -> bool:
    """Whether a list of media queries holds on a screen.

    Args:
        query: As written, in lower case. What is not known never holds, as the standard says.
        width: The width of the window, in CSS pixels.
        scheme: ``light`` or ``dark``.

    """
    return any(_holds(part.strip(), width, scheme) for part in query.split(","))


def _holds(query: str, width: int, scheme: str) -> bool:
    found = re.fullmatch(r"(?:(?P<not>not)\s+|only\s+)?(?P<type>[\w-]+)?(?:\s*and\s*)?(?P<features>\(.*\))?", query)
    if not query:
        return True
    if not found or (found["type"] is None and found["features"] is None):
        return False
    kind, features = found["type"], found["features"] or ""
    asked = re.split(r"\s+and\s+|(?<=\))and\s+", features) if features else []
    answers = [_feature(each.strip(), width, scheme) for each in asked]
    if None in answers:
        return False
    holds = kind in (None, "all", "screen") and all(answers)
    return not holds if found["not"] else holds


def _feature(feature: str, width: int, scheme: str) -> bool | None:
    """Whether one feature of a query holds; None where nobody knows it."""
    text = "".join(feature.split())
    if text in ("(prefers-color-scheme:light)", "(prefers-color-scheme:dark)"):
        return text == f"(prefers-color-scheme:{scheme})"
    if found := re.fullmatch(r"\((min|max)-(?:device-)?width:(\d+|\d*\.\d+)(px|em|rem)?\)", text):
        limit = float(found[2]) * (16 if found[3] in ("em", "rem") else 1)
        return width >= limit if found[1] == "min" else width <= limit
    if found := re.fullmatch(r"\(width(>=|<=|>|<)(\d+|\d*\.\d+)px\)", text):
        limit = float(found[2])
        return {">=": width >= limit, "<=": width <= limit, ">": width > limit, "<": width < limit}[found[1]]
    return None
