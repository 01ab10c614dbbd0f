"""What the page is told: a build, its problems and the list of issues, as JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsletter import report
from newsletter.clipping import LIMIT, Weight
from newsletter.dialects import CUSTOM, DIALECTS
from newsletter.errors import NewsletterError, Problem
from newsletter.preview.builds import Build, Builds, View
from newsletter.source import Source, Span

_ESPS = {name: row.title for name, row in DIALECTS.items()}


def state(builds: Builds, view: View) -> dict[str, Any]:
    """All that the page shows of a view but the email itself; what is wrong with it, where it cannot be built."""
    shown = {"version": builds.version, "file": view.path.name, "edit": _edit(str(view.path))}
    try:
        return shown | builds.ask(view, lambda build: _built(build, view.contact))
    except NewsletterError as error:
        told = {"errors": [problem(each) for each in error.problems], "good": builds.mail(view) is not None}
    try:
        return shown | builds.ask(view, _known) | told
    except NewsletterError:  # the brand cannot be read, or it is a mistake of ours; the errors tell
        return shown | {"esp": None, "esps": _ESPS} | told


def _built(build: Build, contact: str | None) -> dict[str, Any]:
    message, brand = build.message, build.project.brand
    weight = Weight.of(message.html, build.project.dialect.name)
    read, findings = build.read(contact)
    return _known(build) | {
        "errors": [],
        "sender": brand.sender.name if brand.sender and brand.sender.name else brand.name,
        "locale": build.project.issue.locale,
        "subject": message.subject,
        "preheader": message.preheader,
        "html": message.html,
        "text": message.text,
        "read": {"subject": read.subject, "preheader": read.preheader, "text": read.text},
        "tags": [row.tag for row in message.merge_tags],
        "weight": {"today": weight.today, "links": weight.links, "rewritten": weight.rewritten, "limit": LIMIT},
        "paste": [fact.says for fact in build.project.dialect.paste],
        "findings": [problem(finding) for finding in findings],
        "places": {number: _place(found.span, found.loc) for number, found in build.places.items() if found.span},
        "sources": _sources([*build.places.values(), *findings]),
    }


def _known(build: Build) -> dict[str, Any]:
    """What can be told of an issue that cannot be built as well."""
    brand, dialect = build.project.brand, build.project.dialect
    own = {CUSTOM: brand.dialect.title} if brand.dialect else {}
    contacts: list[str] = []
    with suppress(NewsletterError):  # which is told as findings
        contacts = list(build.contacts.by_name) if build.contacts else []
    esp = {"name": dialect.name, "title": dialect.title}
    return {"esp": esp, "esps": _ESPS | own, "contacts": contacts}


def problem(found: Problem) -> dict[str, Any]:
    """A problem as reports tell it to programs, with what people see of its place, and where an editor opens it."""
    return report.as_dict(found) | {
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
