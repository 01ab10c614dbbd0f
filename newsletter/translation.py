"""One issue in several languages: ``2024-07.en-GB.yaml`` beside ``2024-07.yaml`` overrides its texts.

The two files become one tree before it is validated, so that a translation may hold any part of an issue and leaves the
rest to the main file. Sections are matched by their ids, entries of other lists by their order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from newsletter.document import Document
from newsletter.errors import Loc, Problem, did_you_mean
from newsletter.source import Source
from newsletter.tree import Node
from newsletter.wording import is_locale

_SUFFIX = re.compile(r"(?P<main>.+)\.(?P<locale>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")


def main_of(path: Path) -> tuple[Path, str] | None:
    """The main file of a translation and its locale; None for a file that is no translation."""
    found = _SUFFIX.fullmatch(path.stem)
    if found is None or not is_locale(found["locale"]):
        return None
    main = path.with_name(f"{found['main']}{path.suffix}")
    return (main, found["locale"]) if main.is_file() else None


def translations_of(path: Path) -> list[Path]:
    """The translations beside an issue file, by name."""
    names = os.listdir(path.parent) if path.parent.is_dir() else []  # noqa: PTH208  # a folder may hold many
    beside = (path.with_name(name) for name in names if name.startswith(f"{path.stem}.") and name != path.name)
    return sorted(other for other in beside if (found := main_of(other)) and found[0] == path)


class Translated(Document):
    """A translation over its main file.

    Attributes:
        main: The main file.
        locale: The language of the translation, from the name of its file.

    """

    def __init__(self, main: Document, own: Document, locale: str) -> None:
        super().__init__(own.source, own.root, [*main.problems, *own.problems])
        self.main = main
        self.locale = locale
        self._own: dict[int, Node] = {}  # by identity, and kept alive so that an identity stays its node's
        self._note(own.root)
        self.root = self._merged(main.root, own.root, ())
        self._set_locale()

    def source_of(self, node: Node) -> Source:
        """The file that a node stands in."""
        return self.source if id(node) in self._own else self.main.source

    def translates(self, loc: Loc) -> bool:
        """Whether the value at a path stands in the translation."""
        return id(self._find(loc)[1]) in self._own

    def steps(self, loc: Loc) -> Iterator[str]:
        """The way to a value as its author would name it: keys, ids of sections, numbers of entries from 1."""
        node = self.root
        for step in loc:
            if isinstance(step, int):
                node = (node.items or [])[step]
                yield _id(node) or str(step + 1)
            else:
                node = (node.entries or {})[step][1]
                yield step

    def _note(self, node: Node) -> None:
        self._own[id(node)] = node
        for key, value in (node.entries or {}).values():
            self._own[id(key)] = key
            self._note(value)
        for item in node.items or ():
            self._note(item)

    def _set_locale(self) -> None:
        entries = self.root.entries or {}
        key, node = entries.get("locale", (self.root, None))
        if node is not None and id(node) in self._own and node.value != self.locale:
            self._refuse(
                node,
                "locale-mismatch",
                f"the file is named for {self.locale}, and its locale is {node.value}",
                "rename the file, or leave locale out: it follows from the name",
            )
        entries["locale"] = (key, Node(key.start, key.end, value=self.locale))

    def _merged(self, main: Node, own: Node, loc: Loc) -> Node:
        if main.entries is not None and own.entries is not None:
            entries = dict(main.entries)
            for name, (key, value) in own.entries.items():
                known = main.entries.get(name)
                entries[name] = (key, self._merged(known[1], value, (*loc, name)) if known else value)
            return self._keep(Node(own.start, own.end, entries=entries))
        if main.items is not None and own.items is not None:
            items = self._sections(main.items, own) if loc == ("sections",) else self._in_order(main.items, own, loc)
            return self._keep(Node(own.start, own.end, items=items))
        return own if own.value != "" else main  # nothing behind a key means that it is left out

    def _keep(self, node: Node) -> Node:
        self._own[id(node)] = node
        return node

    def _in_order(self, main: list[Node], own: Node, loc: Loc) -> list[Node]:
        entries = own.items or []
        for extra in entries[len(main) :]:
            self._refuse(
                extra,
                "untold-entry",
                f"entry {len(main) + 1} has none beside it in {self.main.source.name}",
                "entries are matched in their order; add it there first, or give the section an issue of its own",
            )
        return [self._merged(m, entries[at], (*loc, at)) if at < len(entries) else m for at, m in enumerate(main)]

    def _sections(self, main: list[Node], own: Node) -> list[Node]:
        known = {name: section for section in main if (name := _id(section))}
        told: dict[str, Node] = {}
        for section in own.items or ():
            name = _id(section)
            if not name:
                hint = "give the section an id: in both files; sections are matched by it"
                self._refuse(section, "missing-id", "a translated section without its id", hint)
            elif name not in known:
                self._refuse(
                    (section.entries or {})["id"][1],
                    "unknown-id",
                    f"{self.main.source.name} has no section '{name}'",
                    f"its sections are {', '.join(known) or 'without ids; give them some'}",
                    did_you_mean(name, known),
                )
            else:
                told[name] = section
        for name in known.keys() - told.keys():
            section = known[name]
            hint = f"translate it in {self.source.name}, or repeat its id there to keep its texts"
            self._refuse((section.entries or {})["id"][1], "untold-section", f"no '{name}' in {self.source.name}", hint)
        return [
            self._merged(section, told[name], ("sections", at)) if (name := _id(section)) in told else section
            for at, section in enumerate(main)
        ]

    def _refuse(self, node: Node, code: str, message: str, hint: str, label: str = "") -> None:
        problem = Problem(code=code, message=message, hint=hint, label=label, span=self.span_of(node))
        self.problems.append(problem)


def _id(section: Node) -> str:
    entry = (section.entries or {}).get("id")
    return (entry[1].value or "") if entry else ""
