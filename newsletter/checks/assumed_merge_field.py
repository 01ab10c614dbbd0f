"""The rule assumed-merge-field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.model.values import Condition
from newsletter.neutral import names_in, neutral_name, plain_name

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail
    from newsletter.load import Project


def assumed_merge_field(mail: Mail) -> Iterator[Problem]:
    """A field whose name at the ESP is only the usual one.

    ## What it does
    Finds neutral names, such as `contact.company`, of fields that each account of the target ESP defines itself, and
    whose name there your brand does not tell.

    ## Why it matters
    Composing takes the usual name, `COMPANY`. Where your account calls the field otherwise, every reader gets nothing.

    ## Example
    `{{contact.company}}` composed for Mailchimp, whose accounts start without a field for the company.

    ## Instead
    Say in `brand.yaml` what the field is called, even when it is the usual name:
    `merge_fields: {contact.company: {mailchimp: COMPANY}}`.
    """
    told: set[str] = set()
    for found in mail.tags:
        name = neutral_name(found.tag.text) or ""
        if name in mail.project.dialect.own - told:
            told.add(name)
            yield found.problem(*_words(name, mail.project))
    for value, file, loc in mail.values:
        for name in names_in(value) if isinstance(value, Condition) else ():
            if name in mail.project.dialect.own - told:
                told.add(name)
                message, hint = _words(name, mail.project)
                yield Problem(code="", message=message, hint=hint, file=file, loc=loc, needle=name)


def _words(name: str, project: Project) -> tuple[str, str]:
    esp = project.dialect
    own = plain_name(esp.fields.get(name, ""), esp)
    message = f"{name} is no standard field of {esp.title}; the name '{own}' is assumed"
    return message, f"say in brand.yaml what yours is called: merge_fields: {{{name}: {{{esp.name}: {own}}}}}"
