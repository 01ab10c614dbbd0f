"""Rules about what laws and mailbox providers ask of every newsletter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

# How links that unsubscribe are called, or what their addresses hold, in the languages of wording.py.
_UNSUBSCRIBE = re.compile(
    r"unsub|opt[-_ ]?out|d[ée]sabonn|d[ée]s[-_ ]?inscri|abmeld|abbestell|austrag|darse de baja|/baja|"
    r"cancelar (?:la |a |minha |mi )?(?:suscripci|subscri|inscri|assinatura)|disiscri|disdi|"
    r"annulla(?:re)? l.iscrizione|uitschrij|afmeld|opzeggen|إلغاء الاشتراك|إلغاء|הסר|ביטול",
    re.IGNORECASE,
)


def unsubscribes(mail: Mail) -> bool:
    """Whether a link of the HTML part ends the subscription, as far as its address and its words tell."""
    own = mail.project.brand.links.unsubscribe
    if own and escape(str(own), quote=False) in mail.message.html:
        return True
    links = reversed(list(mail.page.root.iter("a")))  # it stands in the footer
    return any(_UNSUBSCRIBE.search(f"{link.get('href')} {mail.page.text(link)}") for link in links if link.get("href"))


def own_file(mail: Mail) -> Place:
    """The brand's file, or the issue's where there is none."""
    return Place("brand" if "brand" in mail.project.documents else "issue")


def missing_brand(mail: Mail) -> Iterator[Problem]:
    """An issue without a brand.

    ## What it does
    Looks for `brand.yaml` in the issue's folder and the folders above it, up to the project's root.

    ## Why it matters
    Without a brand the message has no sender, no company and no postal address, and bears the name "Newsletter". Most
    anti-spam laws ask for the address.

    ## Example
    A folder with `2024-07.yaml` alone.

    ## Instead
    Put `brand.yaml` beside it, with at least `name:`, `company:` and `postal_address:`.
    """
    files = mail.project.documents
    if files and "brand" not in files:  # an issue that a program made comes with its brand
        yield Place().problem(
            "there is no brand.yaml beside this issue or above it",
            "create one with name:, company: and postal_address:; 'newsletter init' makes a whole project",
        )


def missing_unsubscribe(mail: Mail) -> Iterator[Problem]:
    """A message without a link to unsubscribe.

    ## What it does
    Looks in the composed HTML for a link that ends the subscription: your ESP's own tag, the one under `links:` in
    `brand.yaml`, or any whose address or words say so. The layouts of this project write it into the footer.

    ## Why it matters
    The law asks for it (CAN-SPAM in the United States; Directive 2002/58/EC, article 13, in Europe), and so do Gmail
    and Yahoo since February 2024, visibly and in the message itself. Without it, readers report the message as spam
    instead.

    ## Example
    A layout of your own whose footer holds the address alone; or `esp: custom` without `unsubscribe:`.

    ## Instead
    In `brand.yaml`: `links: {unsubscribe: "{{unsubscribe}}"}`, or the address of your own page. In a layout:
    `<a href="{{ links.unsubscribe }}">`.
    """
    if not unsubscribes(mail):
        yield own_file(mail).problem(
            "no link of this message lets a reader unsubscribe",
            "write links: {unsubscribe: ...} into brand.yaml, and show links.unsubscribe in the layout",
        )


def missing_postal_address(mail: Mail) -> Iterator[Problem]:
    """A message without the sender's postal address.

    ## What it does
    Looks in the composed HTML for the `postal_address` of `brand.yaml`; where the brand has none, for the tag with
    which your ESP writes it, where it has one.

    ## Why it matters
    CAN-SPAM asks for a valid physical postal address in every commercial message, and article 5 of the European
    Directive 2000/31/EC for the geographic address of the sender. ESPs refuse or stop accounts that send without.

    ## Example
    `brand.yaml` with a name and a company, for an ESP without a tag for the address, such as Brevo.

    ## Instead
    `postal_address: 12 rue de l'Exemple, 75002 Paris, France`
    """
    address = mail.project.brand.completed(mail.project.dialect).postal_address
    if address is None:
        yield own_file(mail).problem(
            "this message does not say where its sender can be written to",
            "write postal_address: into brand.yaml, with street, town and country",
        )
    elif _letters(address) not in _letters("".join(mail.page.root.itertext())):
        yield (Place("brand", ("postal_address",)) if mail.project.brand.postal_address else own_file(mail)).problem(
            "the layout does not show the postal address", "show brand.postal_address in both its templates"
        )


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text)).casefold()
