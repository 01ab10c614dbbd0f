"""Selectors, as Selectors Level 3 has them: the everyday ones by themselves, all others through cssselect.

Everyday are elements, classes, ids and attributes that are there, inside or directly inside one another. They are
taken apart here, so that most messages need neither cssselect nor XPath.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Specificity = tuple[int, int, int]
"""How many ids, how many classes and attributes, and how many elements a selector names."""

_NAME = r"-?[^\W\d][\w-]*"
_COMPOUND = re.compile(rf"({_NAME}|\*)?((?:[.#]{_NAME}|\[[a-z-]+\]|:root|:hover)*)")
_PART = re.compile(r"[.#:][\w-]+|\[[a-z-]+\]")
_GAP = re.compile(r"[ \t\n]*>[ \t\n]*|[ \t\n]+")


class Compound(NamedTuple):
    """What one element has to be like.

    Attributes:
        element: Its name, in lower case; empty for any.
        parts: Its other marks as they are written: ``.wide``, ``#top``, ``[href]``, ``:root``, ``:hover``.
        directly: Whether the compound before means the element directly around it; otherwise any that is around it.

    """

    element: str
    parts: tuple[str, ...]
    directly: bool


class Selector(NamedTuple):
    """Which elements a rule is for.

    Attributes:
        specificity: How closely it describes them.
        compounds: Its parts, from the outermost; empty where it is none of the everyday ones.
        path: Its XPath, where it is none.

    """

    specificity: Specificity
    compounds: tuple[Compound, ...]
    path: str = ""


def selectors(text: str) -> list[Selector]:
    """The selectors of a list, without those of pseudo-elements; none where one of them is unknown."""
    found = [_everyday(part.strip(" \t\n")) for part in text.split(",")]
    return [each for each in found if each] if all(found) else _others(text)


def _everyday(text: str) -> Selector | None:
    compounds: list[Compound] = []
    at, directly = 0, False
    while True:
        found = _COMPOUND.match(text, at)
        if not found or not found[0]:
            return None
        element = found[1] or ""
        compounds.append(Compound("" if element == "*" else element.lower(), tuple(_PART.findall(found[2])), directly))
        if found.end() == len(text):
            return Selector(_specificity(compounds), tuple(compounds))
        gap = _GAP.match(text, found.end())
        if not gap:
            return None
        at, directly = gap.end(), ">" in gap[0]


def _specificity(compounds: list[Compound]) -> Specificity:
    parts = [part for compound in compounds for part in compound.parts]
    ids = sum(part.startswith("#") for part in parts)
    return ids, len(parts) - ids, sum(compound.element != "" for compound in compounds)


def _others(text: str) -> list[Selector]:
    from cssselect import HTMLTranslator, SelectorError, parse  # noqa: PLC0415  # few messages need it

    try:
        return [
            Selector(found.specificity(), (), HTMLTranslator().selector_to_xpath(found))
            for found in parse(text)
            if found.pseudo_element is None  # what stands before or after an element is none
        ]
    except SelectorError:
        return []
