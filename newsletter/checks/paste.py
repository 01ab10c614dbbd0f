"""Rules about what the ESP demands of a pasted HTML, and does to it: the facts of its dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from newsletter.checks.compliance import own_file, unsubscribes
from newsletter.dialects import Dialect, Fact
from newsletter.dialects.base import Kind
from newsletter.errors import Problem
from newsletter.scanning import bare
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def missing_required_tag(mail: Mail) -> Iterator[Problem]:
    """A tag without which the ESP refuses the HTML.

    ## What it does
    Looks in the composed HTML for the tags that the target ESP demands, such as its own link to unsubscribe, where it
    does not save or send a message without. `newsletter esps NAME` lists them with their sources.

    ## Why it matters
    You learn of it after the paste, by an error message that names no line.

    ## Example
    `links: {unsubscribe: https://www.example.com/stop}` in `brand.yaml`, for Klaviyo.

    ## Instead
    Leave `unsubscribe:` out, and the ESP's own tag is written; or name it: `links: {unsubscribe: "{{unsubscribe}}"}`.
    """
    yield from _lacking(mail, strict=True)


def missing_expected_tag(mail: Mail) -> Iterator[Problem]:
    """A tag that the ESP looks for in the HTML.

    ## What it does
    Looks in the composed HTML for the tags that the target ESP demands in some cases only, or in whose place it puts
    something of its own: Mailchimp its footer, HubSpot a refusal to publish a coded template without the address of
    the account. `newsletter esps NAME` lists them with their sources.

    ## Why it matters
    The mail that is sent is another than the one that you saw, with two footers and two links to unsubscribe; or the
    template cannot be published.

    ## Example
    `postal_address: 12 rue de l'Exemple, 75002 Paris` in `brand.yaml`, for HubSpot.

    ## Instead
    Leave `postal_address:` out, and the ESP's own tags are written; or write them as `"{{postal_address}}"`. Where you
    paste the HTML into a module and publish no template, ignore this rule in `brand.yaml`, with that reason.
    """
    yield from _lacking(mail, strict=False)


def _lacking(mail: Mail, *, strict: bool) -> Iterator[Problem]:
    dialect, links = mail.project.dialect, mail.project.brand.links
    there = {bare(row.tag) for row in mail.message.merge_tags if row.html}
    address: list[Fact] = []
    for fact in dialect.paste:
        if fact.kind != "required" or fact.strict != strict:
            continue
        if any(bare(tag) in there or tag in mail.message.html for tag in fact.any_of):
            continue
        if any(tag in (dialect.postal_address or "") for tag in fact.any_of):
            address.append(fact)
            continue
        about_link = "unsubscribe" in fact.says
        if about_link and (fact.or_link or not unsubscribes(mail)):
            continue  # it has one; or none at all, which is another rule's finding
        place, hint = own_file(mail), f"show {fact.any_of[0]} in the layout"
        if about_link and links.unsubscribe:
            place, hint = Place("brand", ("links", "unsubscribe")), f"take it out, and {dialect.unsubscribe} is written"
        yield place.problem(f"{_said(fact.says, dialect)}; {fact.any_of[0]} is not in this message", hint)
    if address:
        place = Place("brand", ("postal_address",)) if mail.project.brand.postal_address else own_file(mail)
        yield place.problem(
            f"{_said(_together([fact.says for fact in address]), dialect)}; "
            f"{'its own tags for them are' if len(address) > 1 else 'its own tag for it is'} missing",
            f'write postal_address: "{{{{postal_address}}}}" into brand.yaml, which becomes {dialect.postal_address}',
        )


def _said(says: str, dialect: Dialect) -> str:
    """What a fact says, with the ESP's name before it unless it names it."""
    return says if says.startswith(dialect.title) else f"{dialect.title}: {says}"


def _together(sentences: list[str]) -> str:
    """Sentences that begin alike, as one: ``... without the company's name, street, city``."""
    first, *others = (sentence.split(" ") for sentence in sentences)
    alike = len(list(takewhile(lambda words: len(set(words)) == 1, zip(first, *others, strict=False)))) if others else 0
    return ", ".join([" ".join(first), *(" ".join(other[alike:]) for other in others)])


def over_paste_limit(mail: Mail) -> Iterator[Problem]:
    """An HTML that is larger than the ESP takes.

    ## What it does
    Compares the size of the composed HTML with the limit of the target ESP, where one is known: Braze, Postmark and
    SendGrid.

    ## Why it matters
    The ESP refuses it, or cuts it off.

    ## Example
    A digest of hundreds of articles in full length, for Braze, which takes 400 KB.

    ## Instead
    Show the first lines of each article and a link to the rest.
    """
    dialect, size = mail.project.dialect, len(mail.message.html.encode())
    for fact in dialect.paste:
        if fact.bytes is not None and size > fact.bytes:
            most = _kilobytes(fact.bytes)
            yield Place().problem(
                f"this message has {_kilobytes(size)} of HTML, and {dialect.title} takes {most} at most",
                f"shorten it by {_kilobytes(size - fact.bytes)}; a long article can go on behind a link",
            )


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1024)} KB"  # as ESPs count them: Braze's 400 KB are 409,600 bytes


def forbidden_by_esp(mail: Mail) -> Iterator[Problem]:
    """Something that the ESP does not take.

    ## What it does
    Looks in the composed HTML for what the target ESP says, or was seen, to stumble over, where that can be told from
    the HTML: words of Velocity such as `#end` at Marketo, `<%asm_...%>` at SendGrid. `newsletter esps NAME` lists all
    that is known, with the sources.

    ## Why it matters
    The ESP refuses the message, or sends it damaged.

    ## Example
    `link: https://www.example.com/report#end`, for Marketo.

    ## Instead
    Follow the hint; here, link to another place of the page.
    """
    yield from _noticed(mail, "forbids")


def altered_by_esp(mail: Mail) -> Iterator[Problem]:
    """Something that the ESP changes after the paste.

    ## What it does
    Looks in the composed HTML for what the target ESP says, or was seen, to change, where that can be told from the
    HTML: comments for Outlook that listmonk removes, styles for phones that Ghost removes. `newsletter esps NAME` lists
    all that is known, with the sources.

    ## Why it matters
    The mail that is sent is another than the one that you saw.

    ## Example
    An issue for Ghost: its styles for small screens are lost, and the wide layout is shown on phones.

    ## Instead
    Follow the hint. Where the loss is known and accepted, ignore this rule in `brand.yaml`, with that reason.
    """
    yield from _noticed(mail, "alters")


def _noticed(mail: Mail, kind: Kind) -> Iterator[Problem]:
    dialect = mail.project.dialect
    for fact in dialect.paste:
        if fact.kind == kind and fact.when and (found := re.search(fact.when, mail.message.html)):
            place = next(_written(fact.when, mail), own_file(mail))
            shown = f" ({found[0]})" if place.needle else ""
            yield place.problem(f"{_said(fact.says, dialect)}{shown}", fact.cure)


def _written(pattern: str, mail: Mail) -> Iterator[Place]:
    """Where the author has written something, as far as it stands in one text."""
    for value, file, loc in mail.values:
        if found := re.search(pattern, value):
            yield Place.within(value, *found.span(), file, loc)
