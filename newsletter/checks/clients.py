"""Rules about what the readers' mail clients do not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from newsletter.caniemail.effects import effect_of
from newsletter.caniemail.features import uses_of
from newsletter.caniemail.lacks import Lack
from newsletter.caniemail.support import Feature, named, support
from newsletter.checks.origins import origin
from newsletter.errors import Problem, did_you_mean
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def breaks_in_client(mail: Mail) -> Iterator[Problem]:
    """Something that a mail client does not know, and that a message needs.

    ## What it does
    Looks up every property, selector, at-rule, unit, element, attribute and format of picture in the HTML part at
    caniemail.com (a copy of its data comes with the program), for the mail clients that the brand names under
    `clients:`, or that `--clients` names; without either, for Gmail, Apple Mail, Outlook, Yahoo! Mail and Samsung
    Email. It tells of those whose absence breaks the message: hidden text that shows, columns that fall apart, a
    picture that is missing, a form that cannot be sent. `degrades-in-client` tells of the others.

    What is read is the value as well, not the name alone: a margin is told of where it is negative, and a rule in a
    media query where the client reads media queries. New Outlook for Windows is Outlook on the web.

    ## Why it matters
    No mail client tells its readers that it left something out. They see a broken message, and its sender is to blame.

    ## Example
    `<div style="display: flex">` in a layout, where one reader in ten has classic Outlook for Windows.

    ## Instead
    `<mj-section><mj-column>…</mj-column><mj-column>…</mj-column></mj-section>`, for which MJML writes tables.

    In `brand.yaml`, say which clients your readers have, with their share in percent as your ESP reports it:

        clients: {gmail: 40, apple-mail: 35, outlook-windows: 10}

    A feature that a layout uses on purpose, because nothing is lost without it, is listed once in its `layout.yaml`, by
    its name at caniemail.com and with the reason:

        on_purpose:
          css-border-radius: corners are square where it is not known, and nothing is lost
    """
    yield from (_told(lack, mail) for lack in mail.lacks if lack.breaks)


def degrades_in_client(mail: Mail) -> Iterator[Problem]:
    """Something that a mail client does not know, and without which a message looks plainer.

    ## What it does
    Does what `breaks-in-client` does, and tells of what that leaves: features whose absence makes the message plainer
    and no more, and those that a client knows only in part. Each is told once, with the number of its uses.

    ## Why it matters
    What looks right in one mail client may look careless in another. The decision is yours, and it should be made once.

    ## Example
    `border-radius: 8px` on a button, where Outlook for Windows shows a rectangle.

    ## Instead
    If it looks right without, list it in `layout.yaml` with the reason:

        on_purpose:
          css-border-radius: corners are square where it is not known, and nothing is lost

    If it does not, take what all clients know.
    """
    yield from (_told(lack, mail) for lack in mail.lacks if not lack.breaks)


def unknown_client(mail: Mail) -> Iterator[Problem]:
    """A mail client that nothing is known of.

    ## What it does
    Finds names under `clients:` in the brand, and in `--clients`, that are not among those of caniemail.com.

    ## Why it matters
    Nothing is checked for that client, and nobody notices.

    ## Example
    `clients: {g-mail: 40}`

    ## Instead
    `clients: {gmail: 40}`. Names are those of a family, as in `outlook`, or of one of its platforms, as in
    `outlook-windows`, `outlook-com`, `gmail-ios`.
    """
    known = support()
    for name in mail.clients or mail.project.brand.clients:
        if not known.clients_of(name):
            place = Place() if mail.clients else Place("brand", ("clients", name), on_key=True)
            families = ", ".join(known.platforms)
            yield place.problem(
                f"'{name}' is no mail client that anything is known of",
                f"names are {families}; or one of their platforms, as in outlook-windows and gmail-ios",
                did_you_mean(name, known.known),
            )


def unneeded_exemption(mail: Mail) -> Iterator[Problem]:
    """A feature that a layout lists as used on purpose, and need not.

    ## What it does
    Finds entries under `on_purpose:` in a `layout.yaml` that have no effect: no feature has that name, every client
    knows it, neither the layout nor MJML uses it any more, or the reason is missing.

    ## Why it matters
    The list says what was decided. What stands there without need hides what is decided next.

    ## Example
    `on_purpose: {css-border-radus: corners are square}`

    ## Instead
    `on_purpose: {css-border-radius: corners are square where it is not known, and nothing is lost}`
    """
    features, used = support().features, {use.slug for use in mail.page.uses}
    for slug, listed in mail.layout.on_purpose.items():
        feature = features.get(slug)
        place = Place("layout", span=listed.span)
        if feature is None:
            hint = "take the name from the address of its page at caniemail.com/features"
            yield place.problem(f"no feature is called '{slug}'", hint, did_you_mean(slug, features))
        elif not listed.reason:
            yield place.problem(
                f"{slug} is listed without a reason, and is told of as before", "write why, after the colon"
            )
        elif not feature.unknown and not feature.partly:
            yield place.problem(f"every mail client knows {feature.title}", "remove the entry")
        elif slug not in (*used, *_OF_TEXTS) and not _in_templates(mail, feature) and slug not in _of_mjml():
            yield place.problem(f"nothing in the layout uses {feature.title} any more", "remove the entry")


def _told(lack: Lack, mail: Mail) -> Problem:
    """What is told of a lack."""
    feature, effect = lack.feature, effect_of(lack.feature.slug)
    often = f" ({lack.times} uses)" if lack.times > 1 else ""
    parts = [named(lack.partly - lack.account)] if lack.partly - lack.account else []
    if lack.account:
        parts.append(f"{named(lack.account)} with an address of another provider")
    lacking = [f"not known to {named(lack.unknown)}"] if lack.unknown else []
    lacking += [f"known only in part to {' and '.join(parts)}"] if parts else []
    readers = mail.audience.readers(lack.unknown | lack.partly - lack.account, lack.account)
    told = f"{', '.join(lacking)}{f' ({readers})' if readers else ''}"
    place = origin(mail, lack.use, lack.element)
    listing = f"; where that is so, list {feature.slug} under on_purpose: in layout.yaml"
    return place.problem(
        f"{feature.title}{often}: {told}; {effect.seen}", effect.cure + (listing if place.file == "layout" else "")
    )


_EVERY = """<mjml><mj-head><mj-preview>a</mj-preview></mj-head><mj-body><mj-wrapper><mj-section><mj-group>
<mj-column><mj-text>a</mj-text><mj-button href="#a">a</mj-button><mj-image src="a.png" /><mj-divider /><mj-spacer />
<mj-table><tr><td>a</td></tr></mj-table>
<mj-social><mj-social-element name="x" href="#a">a</mj-social-element></mj-social>
<mj-navbar hamburger="hamburger"><mj-navbar-link href="#a">a</mj-navbar-link></mj-navbar>
</mj-column></mj-group></mj-section>
</mj-wrapper><mj-hero background-url="a.png"><mj-text>a</mj-text></mj-hero></mj-body></mjml>"""


_OF_TEXTS = ("html-bdi",)  # what newsletter/bidi.py writes into texts from right to left, and into no others


@lru_cache(maxsize=1)
def _of_mjml() -> frozenset[str]:
    """The features that MJML writes by itself."""
    from newsletter.mjml import compile_mjml  # noqa: PLC0415  # only for what a layout lists and an issue does not use

    root = etree.fromstring(compile_mjml(_EVERY), etree.HTMLParser())
    return frozenset(use.slug for use in uses_of(root))


def _in_templates(mail: Mail, feature: Feature) -> bool:
    words = [re.escape(word.rstrip("$.")) for word in feature.words if word != "True"]
    return bool(mail.layout.first(*(rf"(?<![\w-]){word}(?![\w-])" if word[:1].isalpha() else word for word in words)))
