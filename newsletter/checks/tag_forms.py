"""Rules about merge tags that are not written as the ESP reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.neutral import advised
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def encoded_merge_tag(mail: Mail) -> Iterator[Problem]:
    """A merge tag that came percent-encoded.

    ## What it does
    Finds merge tags in links that a mailbox, a form or another tool has encoded: `%7B%7Bcontact.email%7D%7D`.

    ## Why it matters
    No ESP knows an encoded tag: every reader's link would hold the name of the field in place of its value. Composing
    writes the tag that was meant; the file still holds the other.

    ## Example
    `link: https://www.example.com/?email=%7B%7Bcontact.email%7D%7D`

    ## Instead
    `link: https://www.example.com/?email={{contact.email}}`
    """
    for value, file, loc in mail.values:
        seen: Counter[str] = Counter()
        for written, tag in getattr(value, "encoded", ()):
            yield Place(file, loc, written, nth=seen[written]).problem(
                message=f"the merge tag {tag} came percent-encoded; it is composed as it was meant",
                hint=f"write {tag} in the file",
                fix=tag,
            )
            seen[written] += 1


def ineffective_default(mail: Mail) -> Iterator[Problem]:
    """A default that the ESP may not show.

    ## What it does
    Finds `{{contact.firstname | default("toi")}}` in an issue for HubSpot. It is HubSpot's own syntax, and passes
    untouched; but HubSpot's page on filters says that they have no effect on a contact's fields in emails.

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
                message=f"{title} says that filters have no effect on a contact's fields in emails",
                hint=f"write {better}, or set the default on the field, at {title}",
            )
