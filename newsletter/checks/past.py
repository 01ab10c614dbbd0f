"""What earlier issues of a folder said: read without checking, and kept while the file stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from newsletter.checks.addresses import TAG, Address
from newsletter.dialects import Dialect
from newsletter.document import Document
from newsletter.errors import InputError
from newsletter.folder import issues_in
from newsletter.load import Project, read
from newsletter.model.base import Value
from newsletter.scanning import cover_tags
from newsletter.source import Source
from newsletter.translation import main_of
from newsletter.tree import Node
from newsletter.walk import Link

_DESTINATION = re.compile(r"\]\(\s*<?(https?://[^\s)>]+)", re.IGNORECASE)


class Past(NamedTuple):
    """An issue file, as far as others are compared with it.

    Attributes:
        path: The file.
        number: Its number; None where it has none.
        day: Its date; None where it has none.
        subject: Its subject line, to be compared; empty where it has none.
        links: The pages that it leads to, each with its line.
        recommended: The pages and the titles that it recommends, each with its line.
        campaigns: The campaigns that it counts for, each with its line.

    """

    path: Path
    number: int | None
    day: date | None
    subject: str
    links: dict[str, int]
    recommended: dict[str, int]
    campaigns: dict[str, int]

    def before(self, other: Past) -> bool:
        """Whether this one is the earlier: by its day, else by its number, else by the name of its file."""
        if self.day and other.day and self.day != other.day:
            return self.day < other.day
        if self.number is not None and other.number is not None and self.number != other.number:
            return self.number < other.number
        return self.path.name < other.path.name

    def when(self) -> tuple[date, int, str]:
        """What issues are sorted by."""
        return self.day or date.min, -1 if self.number is None else self.number, self.path.name

    @property
    def name(self) -> str:
        """The file as the reader of a report should see it."""
        return Source.of(self.path, "").name


def others(project: Project) -> tuple[Past, tuple[Past, ...]]:
    """The issue itself, and the other issues of its folder; none for an issue without a file.

    Translations are no other issues, and files that cannot be read are passed over: they have errors of their own.
    """
    issue = project.issue
    own = main_of(project.path)
    path = own[0] if own else project.path
    this = Past(path, issue.number, issue.date, compared(issue.subject, project.dialect), {}, {}, {})
    if not project.documents:
        return this, ()
    beside = (other for other in issues_in(path.parent) if other != path and not main_of(other))
    return this, tuple(past for other in beside if (past := _past(other, project.dialect)))


def _past(path: Path, dialect: Dialect) -> Past | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return _read(path, stat.st_mtime_ns, stat.st_size, dialect)


@lru_cache(maxsize=2048)
def _read(path: Path, changed: int, size: int, dialect: Dialect) -> Past | None:  # noqa: ARG001  # what it depends on
    try:
        document = read(path, dialect, "")
    except InputError:
        return None
    entries = {name: node for name, (_, node) in (document.root.entries or {}).items()}
    if "subject" not in entries:
        return None  # another kind of file
    number, day = _scalar(entries.get("number")), None
    with suppress(ValueError):
        day = date.fromisoformat(_scalar(entries.get("date")))
    count = int(number) if re.fullmatch(r"\d{1,18}", number) else None
    past = Past(path, count, day, compared(_scalar(entries["subject"]), dialect), {}, {}, {})
    for name, node in entries.items():
        if name not in ("author", "checks"):
            _note(past, document, name, node, dialect)
    return past


def _note(past: Past, document: Document, key: str, node: Node, dialect: Dialect) -> None:
    """Enter what stands below a node; the nesting of a file is bounded."""
    if node.entries is not None:
        for name, (_, value) in node.entries.items():
            _note(past, document, name, value, dialect)
        if "medium" in node.entries:
            for name in ("title", "link"):
                _recommend(past, document, name, node.entries.get(name, (node, None))[1], dialect)
    for item in node.items or ():
        _note(past, document, key, item, dialect)
    if node.value:
        if key == "campaign":
            _enter(past.campaigns, node.value, document, node)
        for url in [node.value] if key == "link" else _DESTINATION.findall(node.value) if "](" in node.value else ():
            address = address_of(url, dialect)
            if address.parts is not None:
                _enter(past.links, address.target, document, node, url)
            for campaign in campaigns_of(address):
                _enter(past.campaigns, campaign, document, node, url)


def _recommend(past: Past, document: Document, name: str, node: Node | None, dialect: Dialect) -> None:
    if node is not None and node.value:
        key = address_of(node.value, dialect).target if name == "link" else compared(node.value, dialect)
        _enter(past.recommended, key, document, node)


def _enter(found: dict[str, int], key: str, document: Document, node: Node, needle: str = "") -> None:
    if key and key not in found:
        at = document.source.text.find(needle, node.start, node.end) if needle else -1
        found[key] = document.source.line_col(max(at, node.start))[0]


def address_of(url: str, dialect: Dialect) -> Address:
    """A link of another file, taken apart."""
    return Address(Link(url, "", "", Value(url), "issue", ()), cover_tags(url, dialect, TAG))


def campaigns_of(address: Address) -> Iterator[str]:
    """The campaigns that are typed into a link."""
    return (each.value for each in address.parameters if each.name.lower() == "utm_campaign" and each.value)


def compared(text: str, dialect: Dialect) -> str:
    """The words of a text, to be compared: case, signs and blanks make no difference."""
    return " ".join(re.sub(rf"[^\w{TAG}]", " ", cover_tags(text, dialect, TAG).casefold()).split())


def _scalar(node: Node | None) -> str:
    return (node.value or "").strip() if node is not None else ""
