"""A default that the ESP may not show.

## What it does
Finds `{{contact.firstname | default("toi")}}` in an issue for HubSpot. It is HubSpot's own syntax, and passes
untouched; but HubSpot's page on filters says that they have no effect on a contact's fields in e-mails.

## Why it matters
A contact without a first name would read "Bonjour ,".

## Example
`greeting: Bonjour {{contact.firstname | default("toi")}},`

## Instead
`greeting: Bonjour {{ personalization_token("contact.firstname", "toi") }},`; or set the default on the property, in
HubSpot. For any other ESP the first form is translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.walk import tags_of
from newsletter.errors import Problem
from newsletter.neutral import advised

if TYPE_CHECKING:
    from newsletter.load import Project


def check(project: Project) -> Iterator[Problem]:
    """Yield a problem for each such default."""
    title = project.dialect.title
    for found in tags_of(project):
        if better := advised(found.tag.text, project.dialect):
            yield found.problem(
                message=f"{title} says that filters have no effect on a contact's fields in e-mails",
                hint=f"write {better}, or set the default on the field, at {title}",
            )
