"""Which elements a selector means: found through an index of the tree, in time that grows with the tree alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from newsletter.styles.selectors import Compound, Selector

Matcher = Callable[[int], bool]
"""Whether the element with that number matches."""


class Elements(NamedTuple):
    """The elements of a tree, numbered in the order of the document.

    Attributes:
        all: The elements.
        parents: The number of each one's parent; -1 for the root.
        texts: The words that stand in each element itself, and not in one below it; only of those
            that have any, in their order.
        named: The numbers of those with a name, as in ``p``, a class, ``.wide``, and an id, ``#top``; with an
            attribute, ``[href]``, once somebody asked.
        numbers: The numbers of the elements.

    """

    all: Sequence[etree._Element]
    parents: Sequence[int]
    texts: dict[int, str]
    named: dict[str, Collection[int]]
    numbers: dict[etree._Element, int]

    @classmethod
    def of(cls, root: etree._Element) -> Elements:
        """Number a tree."""
        found: list[etree._Element] = []
        parents: list[int] = []
        said = defaultdict[int, list[str]](list)
        numbers: dict[etree._Element, int] = {}
        named = defaultdict[str, list[int]](list)
        for node in root.iter():
            up = node.getparent()
            above = numbers[up] if up is not None else -1
            if isinstance(node.tag, str):
                number = numbers[node] = len(found)
                found.append(node)
                parents.append(above)
                named[node.tag].append(number)
                for name in (node.get("class") or "").split():
                    named[f".{name}"].append(number)
                if name := node.get("id"):
                    named[f"#{name}"].append(number)
                if node.text and not node.text.isspace():
                    said[number].append(node.text)
            if above >= 0 and node.tail and not node.tail.isspace():
                said[above].append(node.tail)
        texts = {number: " ".join(" ".join(parts).split()) for number, parts in sorted(said.items())}
        return cls(found, parents, texts, {":root": [0], ":hover": [], **named}, numbers)

    def selected(self, selector: Selector) -> Iterable[int]:
        """The numbers of the elements that a selector means."""
        if selector.path:
            return self._by_path(selector.path)
        selected: Collection[int] = ()
        for at, compound in enumerate(selector.compounds):
            own = self._like(compound)
            if at and own:
                own = list(filter(self._within(set(selected), directly=compound.directly), own))
            if not own:
                return ()
            selected = own
        return selected

    def _by_path(self, path: str) -> list[int]:
        try:
            return [self.numbers[found] for found in self.all[0].xpath(path)]
        except etree.XPathEvalError:  # a namespace that nobody declared
            return []

    def _like(self, compound: Compound) -> Collection[int]:
        """The elements that one part of a selector means by itself."""
        marks = [compound.element, *compound.parts] if compound.element else compound.parts
        if not marks:
            return range(len(self.all))
        first, *others = map(self._marked, marks)
        return set(first).intersection(*others) if others else first

    def _marked(self, mark: str) -> Collection[int]:
        if mark[0] == "[" and mark not in self.named:
            self.named[mark] = [at for at, element in enumerate(self.all) if mark[1:-1] in element.attrib]
        return self.named.get(mark, ())

    def _within(self, around: Collection[int], *, directly: bool) -> Matcher:
        """Whether an element is within one of some others; each is asked once, however deep the tree is."""
        if directly:
            return lambda at: self.parents[at] in around
        known: dict[int, bool] = {-1: False}

        def within(at: int) -> bool:
            asked = []
            above = self.parents[at]
            while above not in known:
                if above in around:
                    known[above] = True
                else:
                    asked.append(above)
                    above = self.parents[above]
            known.update(dict.fromkeys(asked, known[above]))
            return known[above]

        return within
