"""New files for people to fill in: an issue, or a whole project. Nothing that exists is overwritten unasked."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from newsletter.errors import OutputError, Problem, UsageError
from newsletter.export import write
from newsletter.model.schema import json_schema

SCHEMA_FILE = "newsletter.schema.json"

_ISSUE = """\
# yaml-language-server: $schema={schema}
# Fill in, delete what you do not need, and run: newsletter compose {slug}
layout: data-snack
locale: fr-FR
date: {day}
subject: The subject line
preheader: The line that inboxes show after it
greeting: "Bonjour {{{{contact.firstname}}}},"
intro: |
  The opening, in **Markdown**. A value that starts with a merge tag needs quotes, this block does not.

sections:
  - kind: article
    title: A title
    body: |
      A paragraph, with [a link](https://www.example.com/).

      - a list
      - of two

  - kind: stats
    title: Figures
    stats:
      - {{value: 12.5, unit: "%", signed: true, label: what the figure says}}
    sources:
      - {{text: Where it comes from, link: https://www.example.com/}}

  - kind: recommendations
    title: Worth your time
    items:
      - {{medium: podcast, title: Its title, link: https://www.example.com/, note: Why it is worth it}}

  - kind: events
    title: Dates to keep
    events:
      - {{name: Its name, start: {day}T09:00, timezone: Europe/Paris, city: Paris, link: https://www.example.com/}}

  - kind: quote
    text: Somebody's words.
    by: Who said them

  - kind: cta
    label: What the button says
    link: https://www.example.com/

author:
  name: Who writes
  role: The position
"""


def write_issue(folder: Path, slug: str, day: date, *, force: bool) -> Path:
    """Write a first draft of an issue.

    Args:
        folder: Where issues stand.
        slug: The name of the file, without suffix.
        day: The date of the issue.
        force: Whether a file of that name is replaced.

    Raises:
        UsageError: The name cannot be a file's, or the file exists.
        OutputError: It cannot be written.

    """
    slug = slug.removesuffix(".yaml")
    if not re.fullmatch(r"\w[\w.-]{0,99}", slug) or slug in ("brand", "contacts"):
        raise UsageError(
            Problem(
                code="bad-name",
                message=f"'{slug}' cannot be the name of an issue",
                hint="use letters, digits, hyphens and dots, as in 2024-09; brand and contacts are taken",
            )
        )
    path = folder / f"{slug}.yaml"
    if path.exists() and not force:
        raise UsageError(
            Problem(
                code="file-exists",
                message=f"{path} exists already",
                hint="choose another name, or add --force",
            )
        )
    write(folder, {path.name: _ISSUE.format(slug=slug, day=day.isoformat(), schema=SCHEMA_FILE)})
    if not (folder / SCHEMA_FILE).exists():
        write(folder, {SCHEMA_FILE: schema_text()})
    return path


def schema_text() -> str:
    """The JSON Schema of an issue, as it is written beside issues."""
    return json.dumps(json_schema("issue"), ensure_ascii=False, indent=2) + "\n"


def write_project(folder: Path) -> Iterator[Path]:
    """Write a project with the sample issue.

    Yields:
        Every file that was written.

    Raises:
        UsageError: The folder holds issues already.
        OutputError: It cannot be written to.

    """
    if (folder / "issues").exists():
        raise UsageError(
            Problem(
                code="file-exists",
                message=f"{folder / 'issues'} exists already",
                hint="name a new folder; nothing was changed",
            )
        )
    try:
        shutil.copytree(sample(), folder / "issues")
        for name, text in {
            "layouts/README.md": "Your own layouts go here, one folder each; see `newsletter layouts`.\n",
            ".gitignore": "out/\n",
        }.items():
            if not (folder / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(
            Problem(
                code="cannot-write",
                message=f"cannot write into {folder}: {error.strerror or error}",
                hint="check the folder's rights, or name another",
            )
        ) from None
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)


def sample() -> Path:
    """The folder of the sample issue: inside a wheel, beside the package in a checkout."""
    inside = Path(__file__).parent / "sample"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "issues"
