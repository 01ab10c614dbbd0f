"""The skeleton of a document: what a style sheet can tell apart in it, each once.

Whether a rule fits an element depends on its tag, class and id and on those of the elements that it stands in; rarely
on its neighbours or on other attributes; never on words. So a list of forty articles has the skeleton of one, and the
issues of a layout have the same. Styles that are worked out for a skeleton hold for every document that has it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

_COMPOUND = r"(?:(?:[a-z][\w-]*)?(?:[.#][a-z_][\w-]*)+|[a-z][\w-]*)"  # of names alone: td.says
_OF_NAMES = re.compile(rf"{_COMPOUND}(?:(?:\s*[>+]\s*|\s+){_COMPOUND})*", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"[.#]?[\w-]+")
_EDGE = "newsletter-edge"  # a tag that no rule asks for

Traits = tuple[str, str | None, str | None, str | None]
"""What most rules ask of an element, and the style that it has already: its tag, class, id and style."""


class Node(NamedTuple):
    """What stands for all elements that no rule can tell apart.

    Attributes:
        parent: The number of the node that it stands in; -1 for the outermost.
        before: The elements before it, as far as a rule may ask for them.
        traits: Its tag, class, id and style.
        alone: Its own number, where it stands for one element only; else -1.
        attributes: All its attributes, where a rule may ask for them.

    """

    parent: int
    before: tuple[Traits, ...]
    traits: Traits
    alone: int = -1
    attributes: tuple[tuple[str, str], ...] = ()


Skeleton = tuple[Node, ...]


@lru_cache(maxsize=64)
def fitting(selectors: frozenset[str], present: frozenset[str]) -> frozenset[str]:
    """The selectors that may fit something in a document with these names: ``td.says`` needs ``td`` and ``.says``."""
    return frozenset(s for s in selectors if not _OF_NAMES.fullmatch(s) or present.issuperset(_NAME.findall(s)))


class Reach(NamedTuple):
    """What rules ask of an element besides its own traits and what it stands in.

    Attributes:
        before: How many elements before it.
        names: The names of the elements that such a rule may fit.

    """

    before: int
    names: frozenset[str]


@lru_cache(maxsize=64)
def reach(selectors: frozenset[str]) -> Reach | None:
    """What these selectors ask of an element; None if they may ask for anything."""
    if not all(map(_OF_NAMES.fullmatch, selectors)):
        return None
    neighbours = [s for s in selectors if "+" in s]
    names = frozenset(_NAME.findall(part)[0] for s in neighbours for part in s.split("+")[1:])
    return Reach(max((s.count("+") for s in neighbours), default=0), names)


def traits_of(root: etree._Element) -> dict[etree._Element, Traits]:
    """All elements of a document in its order, and what most rules ask of each."""
    found: dict[etree._Element, Traits] = {}
    for element in root.iter(etree.Element):
        get = element.get
        found[element] = element.tag, get("class"), get("id"), get("style")
    return found


def names(traits: Iterable[Traits]) -> frozenset[str]:
    """The names that selectors can ask for: tags, ``.classes`` and ``#ids``."""
    found = {_own_names(tag, classes, own) for tag, classes, own, _ in set(traits)}
    return frozenset(name for own in found for name in own)


@lru_cache(maxsize=4096)
def _own_names(tag: str, classes: str | None, own: str | None) -> tuple[str, ...]:
    return (tag, *(f".{word}" for word in (classes or "").split()), f"#{own}")


def skeleton(
    elements: Mapping[etree._Element, Traits], reaching: Reach | None, alone: Container[etree._Element]
) -> tuple[Skeleton, list[int]]:
    """The nodes of a document, and the number of the node of each element.

    Args:
        elements: All elements in the order of the document, and their traits.
        reaching: What the rules ask of them; None if they may ask for anything.
        alone: Elements that share their node with no other, and keep all their attributes.

    """
    known: dict[tuple[int, tuple[Traits, ...], Traits], int] = {}
    nodes: list[Node] = []
    numbers: dict[etree._Element | None, int] = {None: -1}
    neighbours = _neighbours(elements, reaching) if reaching and reaching.before else {}
    for element, traits in elements.items():
        key = (numbers[element.getparent()], neighbours.get(element, ()), traits)
        if reaching is None or element in alone:
            number = len(nodes)
            nodes.append(Node(*key, number, tuple(element.items())))
        else:
            number = known.setdefault(key, len(nodes))
            if number == len(nodes):
                nodes.append(Node(*key))
        numbers[element] = number
    return tuple(nodes), [*numbers.values()][1:]


def _neighbours(elements: Mapping[etree._Element, Traits], reaching: Reach) -> dict[etree._Element, tuple[Traits, ...]]:
    """What stands before each element, for those that a rule may ask that of."""
    found: dict[etree._Element, tuple[Traits, ...]] = {}
    latest: dict[etree._Element | None, tuple[Traits, ...]] = {}
    for element, (tag, classes, own, _) in elements.items():
        parent = element.getparent()
        before = latest.get(parent, ())
        latest[parent] = (*before, (tag, classes, own, None))[-reaching.before :]
        if before and not reaching.names.isdisjoint(_own_names(tag, classes, own)):
            found[element] = before
    return found


def built(nodes: Skeleton) -> list[etree._Element]:
    """The nodes as the elements of a document of their own, each behind what stands before it."""
    made: list[etree._Element] = []
    maker = etree.HTMLParser().makeelement
    for node in nodes:
        element = maker(node.traits[0], dict(node.attributes) or _attributes(node.traits))
        if node.parent >= 0:
            neighbours = [maker(traits[0], _attributes(traits)) for traits in node.before]
            edge = [maker(_EDGE)] if node.alone < 0 else []
            made[node.parent].extend([*edge, *neighbours, element])
        made.append(element)
    return made


def _attributes(traits: Traits) -> dict[str, str]:
    return {name: value for name, value in zip(("class", "id", "style"), traits[1:], strict=True) if value is not None}
