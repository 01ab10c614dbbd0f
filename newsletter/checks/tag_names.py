"""Rules about merge tags whose names the ESP may not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from newsletter.dialects import DIALECTS, FIELDS, LINKS, Dialect
from newsletter.errors import Problem, shortened
from newsletter.model.values import Condition
from newsletter.neutral import names_in, native, neutral_name, plain_name, untranslated
from newsletter.scanning import Tag, bare, scan
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail
    from newsletter.load import Project


def foreign_merge_tag(mail: Mail) -> Iterator[Problem]:
    """A merge tag that the target does not know.

    ## What it does
    Finds merge tags of another ESP: by their delimiters, `*|FNAME|*` in an issue for HubSpot, and by their names,
    `{{ view_as_page_url }}` in one for Brevo. Finds neutral names where they are not translated, as in
    `{% if contact.country == "FR" %}` for any ESP but HubSpot.

    ## Why it matters
    The tag is kept byte for byte, and the target sends it to every reader as it stands, or prints nothing in its place.

    ## Example
    `greeting: Bonjour *|FNAME|*,` composed for HubSpot.

    ## Instead
    Write the neutral name, `{{contact.firstname}}`, which becomes the tag of whatever ESP the issue is composed for.
    """
    for found in mail.tags:
        if neutral_name(found.tag.text):
            continue
        target = mail.project.dialect.title
        if left := untranslated(found.tag.text, mail.project.dialect):
            yield found.problem(
                message=f"{target} may not know {left[0]} in {shortened(found.tag.text, 60)}",
                hint="only tags that print one field are translated, and show_if; write the ESP's own name here",
            )
            continue
        neutral, owners = _known(found.tag, mail.project.dialect)
        if not found.tag.foreign and not owners:
            continue
        yield found.problem(
            message=f"{target} does not know {shortened(found.tag.text, 60)}, a tag of {owners or 'another ESP'}",
            hint=f"write {{{{{neutral}}}}}, which is translated for every ESP"
            if neutral
            else f"write {target}'s own tag, or a neutral name: {', '.join([*FIELDS, *LINKS])}",
        )


def _known(tag: Tag, target: Dialect) -> tuple[str, str]:
    """The neutral name of a tag that other ESPs know, and their titles; empty where there are none, or too many."""
    looked_for = bare(tag.text)
    if looked_for in _names(target, sure=False):
        return "", ""
    named = {
        row.title: names[looked_for]
        for row in DIALECTS.values()
        if looked_for in (names := _names(row, sure=not tag.foreign))
    }
    if named:
        return next(iter(named.values())), " or ".join(named)
    owners = [row.title for row in DIALECTS.values() if tag.foreign and _reads(row, tag.text)]
    return "", " or ".join(owners) if len(owners) <= 3 else ""


def _reads(row: Dialect, tag: str) -> bool:
    found = scan(tag, row)[0]
    return [(t.text, t.foreign) for t in found] == [(tag, False)]


@lru_cache(maxsize=128)
def _names(row: Dialect, *, sure: bool) -> dict[str, str]:
    """The row's tags without blanks, and their neutral names.

    Args:
        row: The dialect.
        sure: Only tags that no other ESP could know: links, and fields with more than a plain word.

    """
    fields = (name for name, own in row.fields.items() if not (sure and re.fullmatch(r"\w+", own)))
    tags = {str(native(f"{{{{{name}}}}}", row)): name for name in fields}
    tags |= {link: name for name in LINKS if (link := getattr(row, name))}
    return {bare(tag): name for tag, name in tags.items()}


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
                yield Place(file, loc, name).problem(message, hint)


def _words(name: str, project: Project) -> tuple[str, str]:
    esp = project.dialect
    own = plain_name(esp.fields.get(name, ""), esp)
    message = f"{name} is no standard field of {esp.title}; the name '{own}' is assumed"
    return message, f"say in brand.yaml what yours is called: merge_fields: {{{name}: {{{esp.name}: {own}}}}}"
