"""The rule ineffective-default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.neutral import advised

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def ineffective_default(mail: Mail) -> Iterator[Problem]:
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
    title = mail.project.dialect.title
    for found in mail.tags:
        if better := advised(found.tag.text, mail.project.dialect):
            yield found.problem(
                message=f"{title} says that filters have no effect on a contact's fields in e-mails",
                hint=f"write {better}, or set the default on the field, at {title}",
            )
