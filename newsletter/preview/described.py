"""What the page is told: a build, its problems and the list of issues, as JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsletter import report
from newsletter.clipping import LIMIT, Weight
from newsletter.dialects import CUSTOM, DIALECTS
from newsletter.errors import NewsletterError, Problem
from newsletter.merging.contacts import Contacts
from newsletter.preview.builds import Build, Builds, View
from newsletter.source import Source, Span


def state(builds: Builds, view: View) -> dict[str, Any]:
    """All that the page shows of a view but the email itself; what is wrong with it, where it cannot be built."""
    shown = {"version": builds.version, "file": view.path.name, "edit": _edit(str(view.path))}
    try:
        return shown | builds.ask(view, _built)
    except NewsletterError as error:
        try:
            known = builds.ask(view, _known)
        except NewsletterError:  # a mistake of ours, which the errors tell already
            known = _unknown()
        told = {"errors": [problem(each) for each in error.problems], "good": builds.mail(view) is not None}
        return shown | known | told


def _built(build: Build) -> dict[str, Any]:
    message, read, project = build.message, build.read[0], build.project
    brand, dialect = project.brand, project.dialect
    weight = Weight.of(message.html)
    return _known(build) | {
        "errors": [],
        "sender": brand.sender.name if brand.sender and brand.sender.name else brand.name,
        "locale": project.issue.locale,
        "subject": message.subject,
        "preheader": message.preheader,
        "html": message.html,
        "text": message.text,
        "read": {"subject": read.subject, "preheader": read.preheader, "text": read.text},
        "tags": [row.tag for row in message.merge_tags],
        "weight": {"today": weight.today, "links": weight.links, "rewritten": weight.rewritten, "limit": LIMIT},
        "paste": [{"kind": fact.kind, "says": fact.says} for fact in dialect.paste],
        "findings": [problem(finding) for finding in build.findings],
        "places": {number: _place(found.span, found.loc) for number, found in build.places.items() if found.span},
        "sources": _sources([*build.places.values(), *build.findings]),
    }


def _known(build: Build) -> dict[str, Any]:
    """What can be told of an issue that cannot be built as well."""
    try:
        project = build.project
        dialect = {"name": project.dialect.name, "title": project.dialect.title}
        esps = {name: row.title for name, row in DIALECTS.items()}
        if project.brand.dialect:
            esps[CUSTOM] = project.brand.dialect.title or CUSTOM
    except NewsletterError:
        return _unknown()
    try:
        contacts: Contacts | None = build.contacts
    except NewsletterError:
        contacts = None  # told as findings
    return {
        "esp": dialect,
        "esps": esps,
        "contacts": list(contacts.by_name) if contacts else [],
    }


def _unknown() -> dict[str, Any]:
    """The same of one whose brand cannot be read; the page keeps what it knew of contacts."""
    return {"esp": None, "esps": {name: row.title for name, row in DIALECTS.items()}}


def problem(found: Problem) -> dict[str, Any]:
    """A problem with its place, as reports print it, and where an editor opens it."""
    return {
        "severity": found.severity.label,
        "code": found.code,
        "message": found.message,
        "label": found.label,
        "hint": found.hint,
        "excerpt": report.excerpt(found.span, found.label) if found.span else [found.label] * bool(found.label),
        "place": _place(found.span, found.loc) if found.span else None,
    }


def _place(span: Span, loc: Iterable[str | int]) -> dict[str, Any]:
    line, col = span.source.line_col(span.start)
    return {
        "file": span.source.name,
        "line": line,
        "col": col,
        "loc": list(loc),
        "edit": _edit(span.source.name, line, col),
    }


def _sources(placed: Iterable[Problem]) -> Mapping[str, str]:
    sources: dict[str, Source] = {found.span.source.name: found.span.source for found in placed if found.span}
    return {name: source.text for name, source in sources.items()}


def _edit(name: str, line: int = 1, col: int = 1) -> str:
    """The link that opens a place in VS Code (its documentation, "Opening VS Code with URLs")."""
    path = Path(name).absolute().as_posix()
    return f"vscode://file{'' if path.startswith('/') else '/'}{quote(os.fsencode(path), safe='/:')}:{line}:{col}"
