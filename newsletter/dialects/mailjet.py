"""Mailjet: campaigns know ``[[...]]`` only; its template language of ``{{ }}`` and ``{% %}`` is for the Send API."""

from __future__ import annotations

from newsletter.dialects.base import Delimiters, Dialect, Fact

_DATA = "https://github.com/mailjet/mailjet-apiv3-php-simple/issues/68 (an answer of Mailjet's staff)"
_UNSUBSCRIBE = (
    "https://documentation.mailjet.com/hc/en-us/articles/360042707434-How-to-add-an-unsubscribe-link-to-your-newsletter"
)
_GUIDE = "github.com/mailjet/api-documentation, guides/_template.md"
_MAILOPTIN = "third party: MailOptin's connection to Mailjet"

MAILJET = Dialect(
    name="mailjet",
    title="Mailjet",
    expressions=(
        Delimiters("[[", "]]", shape=r"\[\[(?:[A-Z][A-Z0-9_]{2,60}|data:[\w.-]{1,80}(?::\"[^\"\n]{0,200}\")?)\]\]"),
    ),
    controls=(),
    fields={
        "contact.email": "[[EMAIL_TO]]",  # the whole tag: it is not written like those of the other fields
        "contact.firstname": "firstname",
        "contact.lastname": "lastname",
        "contact.company": "company",
        "contact.country": "country",
    },
    # A default is mandatory; Mailjet's staff advises one blank for none.
    show='[[data:<name>:" "]]',
    fallback="[[data:<name>:<default>]]",
    quotes=('"',),
    unsubscribe="[[UNSUB_LINK_LOCALE]]",
    view_in_browser="[[PERMALINK]]",
    own=frozenset({"contact.firstname", "contact.lastname", "contact.company", "contact.country"}),
    paste=(
        Fact(
            "required",
            "every marketing email must hold an unsubscribe link",
            _UNSUBSCRIBE,
            any_of=(
                "[[UNSUB_LINK_LOCALE]]",
                "[[UNSUB_LINK]]",
                *(f"[[UNSUB_LINK_{code}]]" for code in ("EN", "FR", "DE", "ES", "IT", "NL", "PT")),
            ),
        ),
        Fact(
            "forbids",
            "a campaign does not read the template language: {{ }} and {% %} are for transactional emails",
            f"https://github.com/mailjet/mailjet-apiv3-php/issues/95; {_GUIDE}",
        ),
        Fact(
            "forbids",
            "variables of one's own, {{var:x}}, are not available in campaigns",
            "https://github.com/mailjet/mailjet-apiv3-nodejs/issues/167",
        ),
        Fact(
            "note",
            "[[data:x]] needs a default, with no blanks around the colons; one blank stands for an empty one",
            _DATA,
        ),
        Fact(
            "note",
            "the tag for unsubscribing is wanted in the text part too",
            "third party: https://github.com/wolph/mailjet/issues/2",
        ),
    ),
    sources={
        "fields": f"{_DATA}; firstname and country as examples: github.com/mailjet/api-documentation, "
        "guides/_newsletter.md",
        "fallback": _DATA,
        "unsubscribe": f"{_UNSUBSCRIBE} (one tag per language, and a variable that follows the campaign's); "
        f"that variable's name: {_MAILOPTIN}",
        "view_in_browser": f"{_MAILOPTIN}; public templates for Mailjet",
    },
    unverified=(
        "fields: the account defines them all; only firstname and country are named by Mailjet, as examples",
        "condition: none in a campaign, say Mailjet's guide and its staff (2017); not known to hold still",
        "unsubscribe: the name UNSUB_LINK_LOCALE was seen in public code only, and of the languages Mailjet's page "
        "confirmed EN and FR",
        "view_in_browser: [[PERMALINK]] was seen on no page of Mailjet",
        "preferences: no tag is known; postal_address: neither",
    ),
)
