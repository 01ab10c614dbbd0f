"""What is left out on purpose, and what counts more: by `checks:` in the issue and the brand, and by comments.

A comment says it for one line: ``link: http://…  # check: ignore insecure-link: their site knows no https``. On a line
of its own it speaks of the next one. What it covers is everything that begins on that line: a value, an entry of a
list, or a whole section from its first key on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from newsletter.checks.base import Rule
from newsletter.document import Document
from newsletter.errors import Loc, Problem, Severity
from newsletter.load import Project
from newsletter.model.checks import Ruling
from newsletter.source import Source, Span
from newsletter.tree import Node
from newsletter.walk import Place

_COMMENT = re.compile(r"(?<!\S)#[ \t]*check:[ \t]*(?P<said>[^\n]*)")
_SAID = re.compile(r"ignore\s+(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)[\s:;.–—-]*(?P<reason>.*)")


class Exemption(NamedTuple):
    """One rule that is left out, or counts more.

    Attributes:
        rule: The name of the rule or of its family, as written.
        reason: Why; empty where nobody says.
        place: Where it is said.
        file: The file that it speaks of; empty for all of them.
        scopes: The ways to what it covers there.

    """

    rule: str
    reason: str
    place: Place
    file: str = ""
    scopes: tuple[Loc, ...] = ()

    def covers(self, rule: Rule, found: Problem) -> bool:
        """Whether a finding of a rule is left out."""
        if self.rule not in (rule.name, rule.family):
            return False
        if rule.name == "unexplained-exemption" and not self.reason:
            return False  # whoever does not say why cannot ignore that
        if not self.file:
            return True
        return found.file == self.file and any(found.loc[: len(scope)] == scope for scope in self.scopes)


class Rulings:
    """All that is said about rules around one issue.

    Attributes:
        ignored: What is left out.
        errors: What counts as an error.
        unclear: Comments that nobody can read.
        used: The places of those that left something out.
        ran: The names of the rules that have run to their end, and of their families.

    """

    def __init__(
        self, ignored: tuple[Exemption, ...], errors: tuple[Exemption, ...], unclear: tuple[Place, ...]
    ) -> None:
        self.ignored = ignored
        self.errors = errors
        self.unclear = unclear
        self.used: set[Place] = set()
        self.ran: set[str] = set()

    @classmethod
    def of(cls, project: Project) -> Rulings:
        """Gather what the issue, the brand and their comments say; the issue's word counts more than the brand's."""
        issue, brand = project.issue.checks, project.brand.checks
        errors = [*_declared(issue.error, "issue", "error"), *_declared(brand.error, "brand", "error")]
        ignored = _declared(issue.ignore, "issue", "ignore")
        raised = {found.rule for found in errors if found.place.file == "issue"}
        ignored += [found for found in _declared(brand.ignore, "brand", "ignore") if found.rule not in raised]
        unclear: list[Place] = []
        for file, document in project.documents.items():
            for found in _commented(file, document):
                if isinstance(found, Place):
                    unclear.append(found)
                else:
                    ignored.append(found)
        return cls(tuple(ignored), tuple(errors), tuple(unclear))

    def judged(self, rule: Rule, found: Problem) -> Problem | None:
        """A finding with the severity that it has here; None where it is left out."""
        for ruling in self.ignored:
            if ruling.covers(rule, found):
                self.used.add(ruling.place)
                return None
        raised = any(ruling.covers(rule, found) for ruling in self.errors)
        return found._replace(severity=Severity.ERROR) if raised else found

    @property
    def unused(self) -> Iterator[Exemption]:
        """The comments that left nothing out, though their rules have run."""
        for found in self.ignored:
            if found.file and found.place not in self.used and found.rule in self.ran:
                yield found


def _declared(rulings: tuple[Ruling, ...], file: str, key: str) -> list[Exemption]:
    return [
        Exemption(ruling.rule, (ruling.reason or "").strip(), Place(file, ("checks", key, at), ruling.rule))
        for at, ruling in enumerate(rulings)
    ]


def _commented(file: str, document: Document) -> Iterator[Exemption | Place]:
    """What the comments of a file say; the places of those that say nothing that can be read."""
    sources = {document.source.name: document.source, **_other_sources(document)}
    comments = [(source, found) for source in sources.values() for found in _COMMENT.finditer(source.text)]
    if not comments:
        return
    texts: dict[str, list[tuple[int, int]]] = {name: [] for name in sources}
    begins: dict[tuple[str, int], list[Loc]] = {}
    for node, loc in _nodes(document.root, ()):
        source = document.source_of(node)
        if node.value is not None:
            texts[source.name].append((node.start, node.end))
        begins.setdefault((source.name, source.line_col(node.start)[0]), []).append(loc)
    for found in texts.values():
        found.sort()
    for source, comment in comments:
        if _is_text(source, comment.start(), texts[source.name]):
            continue
        span = Span(source, comment.start(), comment.start() + len(comment[0].rstrip()))
        said = _SAID.fullmatch(comment["said"].strip())
        if said is None:
            yield Place(file, span=span)
            continue
        scopes = tuple(begins.get((source.name, _line_meant(source, comment.start())), ()))
        for rule in re.split(r"\s*,\s*", said["rules"]):
            yield Exemption(rule, said["reason"].strip("() "), Place(file, needle=rule, span=span), file, scopes)


def _other_sources(document: Document) -> dict[str, Source]:
    main = getattr(document, "main", None)
    return {main.source.name: main.source} if main else {}


def _nodes(node: Node, loc: Loc) -> Iterator[tuple[Node, Loc]]:
    """Every key, every entry of a list and every text, with the way to it."""
    if node.value is not None or (loc and isinstance(loc[-1], int)):
        yield node, loc
    for name, (key, value) in (node.entries or {}).items():
        yield key, (*loc, name)
        yield from _nodes(value, (*loc, name))
    for at, item in enumerate(node.items or ()):
        yield from _nodes(item, (*loc, at))


def _is_text(source: Source, at: int, texts: list[tuple[int, int]]) -> bool:
    """Whether an offset stands in a text, where ``#`` starts no comment. Behind the sign of a block, it does."""
    before = bisect_right(texts, (at, len(source.text))) - 1
    if before < 0 or texts[before][1] <= at:
        return False
    start = texts[before][0]
    return source.text[start : start + 1] not in ("|", ">") or "\n" in source.text[start:at]


def _line_meant(source: Source, at: int) -> int:
    """The line that a comment speaks of: its own, or the next that says something."""
    line, _ = source.line_col(at)
    if not source.line(line).lstrip().startswith("#"):
        return line
    for following in range(line + 1, source.line_col(len(source.text))[0] + 1):
        text = source.line(following).lstrip()
        if text and not text.startswith("#"):
            return following
    return line
