"""Which elements a selector means: found through an index of the tree, in time that grows with the tree alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from cssselect import HTMLTranslator, parser
from cssselect.parser import Attrib, Class, CombinedSelector, Hash, Selector
from lxml import etree

Matcher = Callable[[int], bool]
"""Whether the element with that number matches."""


@dataclass(frozen=True, eq=False)
class Elements:
    """The elements of a tree, numbered in the order of the document.

    Attributes:
        all: The elements.
        parents: The number of each one's parent; -1 for the root.
        texts: The words that stand in each element itself, and not in one below it; only of those that have any.
        named: The numbers of those with a name, as in ``p``, a class, ``.wide``, and an id, ``#top``.

    """

    all: Sequence[etree._Element]
    parents: Sequence[int]
    texts: dict[int, str]
    named: dict[str, list[int]] = field(repr=False)
    numbers: dict[etree._Element, int] = field(repr=False)

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
        texts = {number: " ".join(" ".join(parts).split()) for number, parts in said.items()}
        return cls(found, parents, texts, named, numbers)

    def selected(self, selector: Selector) -> Iterable[int]:
        """The numbers of the elements that a selector means."""
        tree = selector.parsed_tree
        matches = self._matcher(tree)
        if matches is None:
            return self._by_xpath(selector)
        return filter(matches, self._candidates(tree))

    def _by_xpath(self, selector: Selector) -> list[int]:
        path = HTMLTranslator().selector_to_xpath(selector)
        return [self.numbers[found] for found in self.all[0].xpath(path)]

    def _candidates(self, tree: parser.Tree) -> Sequence[int]:
        last = tree.subselector if isinstance(tree, CombinedSelector) else tree
        while not isinstance(last, parser.Element):
            if isinstance(last, Class):
                return self.named.get(f".{last.class_name}", ())
            if isinstance(last, Hash):
                return self.named.get(f"#{last.id}", ())
            last = last.selector
        return self.named.get(last.element.lower(), ()) if last.element else range(len(self.all))

    def _matcher(self, tree: parser.Tree) -> Matcher | None:
        """A test for the everyday selectors, which are quicker to test than XPath; None for the others."""
        if isinstance(tree, parser.Element):
            name = tree.element
            return (lambda at: self.all[at].tag == name.lower()) if name else (lambda _: True)
        if isinstance(tree, CombinedSelector):
            before, last = self._matcher(tree.selector), self._matcher(tree.subselector)
            if before is None or last is None or tree.combinator not in (" ", ">"):
                return None
            inside = self._inside(before) if tree.combinator == " " else self._directly_inside(before)
            return lambda at: last(at) and inside(at)
        if isinstance(tree, (Class, Hash, Attrib)):
            inner = self._matcher(tree.selector)
            own = self._own(tree)
            return (lambda at: inner(at) and own(at)) if inner and own else None
        return None

    def _own(self, tree: Class | Hash | Attrib) -> Matcher | None:
        if isinstance(tree, Attrib):
            name = tree.attrib
            return (lambda at: name in self.all[at].attrib) if tree.operator == "exists" else None
        having = set(self.named.get(f".{tree.class_name}" if isinstance(tree, Class) else f"#{tree.id}", ()))
        return having.__contains__

    def _directly_inside(self, before: Matcher) -> Matcher:
        return lambda at: self.parents[at] >= 0 and before(self.parents[at])

    def _inside(self, before: Matcher) -> Matcher:
        known: dict[int, bool] = {-1: False}

        def inside(at: int) -> bool:
            """Whether something around an element matches; each element is asked once, however deep the tree is."""
            asked = []
            above = self.parents[at]
            while above not in known:
                if before(above):
                    known[above] = True
                else:
                    asked.append(above)
                    above = self.parents[above]
            known.update(dict.fromkeys(asked, known[above]))
            return known[above]

        return inside
