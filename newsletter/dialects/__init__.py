"""The merge-tag syntaxes of ESPs: one file and one row each.

Each cell was looked up, and its source stands in the row. What no page of the ESP confirms is in the row's
``unverified``, with what it rests on; what nothing confirms is left out, not guessed.
"""

from __future__ import annotations

from newsletter.dialects.account_engagement import ACCOUNT_ENGAGEMENT
from newsletter.dialects.activecampaign import ACTIVECAMPAIGN
from newsletter.dialects.base import CUSTOM, FIELD_NAME, FIELDS, LINKS, Condition, Delimiters, Dialect, Fact
from newsletter.dialects.braze import BRAZE
from newsletter.dialects.brevo import BREVO
from newsletter.dialects.buttondown import BUTTONDOWN
from newsletter.dialects.campaign_monitor import CAMPAIGN_MONITOR
from newsletter.dialects.customerio import CUSTOMERIO
from newsletter.dialects.dotdigital import DOTDIGITAL
from newsletter.dialects.ghost import GHOST
from newsletter.dialects.hubspot import HUBSPOT
from newsletter.dialects.iterable import ITERABLE
from newsletter.dialects.keila import KEILA
from newsletter.dialects.klaviyo import KLAVIYO
from newsletter.dialects.listmonk import LISTMONK
from newsletter.dialects.mailchimp import MAILCHIMP
from newsletter.dialects.mailjet import MAILJET
from newsletter.dialects.marketo import MARKETO
from newsletter.dialects.mautic import MAUTIC
from newsletter.dialects.postmark import POSTMARK
from newsletter.dialects.salesforce_mc import SALESFORCE_MC
from newsletter.dialects.sendgrid import SENDGRID
from newsletter.errors import Problem, UsageError, did_you_mean

__all__ = [
    "CUSTOM",
    "DIALECTS",
    "FIELDS",
    "FIELD_NAME",
    "HUBSPOT",
    "LINKS",
    "Condition",
    "Delimiters",
    "Dialect",
    "Fact",
    "dialect",
    "unknown_esp",
]

DIALECTS: dict[str, Dialect] = {
    row.name: row
    for row in (
        ACCOUNT_ENGAGEMENT,
        ACTIVECAMPAIGN,
        BRAZE,
        BREVO,
        BUTTONDOWN,
        CAMPAIGN_MONITOR,
        CUSTOMERIO,
        DOTDIGITAL,
        GHOST,
        HUBSPOT,
        ITERABLE,
        KEILA,
        KLAVIYO,
        LISTMONK,
        MAILCHIMP,
        MAILJET,
        MARKETO,
        MAUTIC,
        POSTMARK,
        SALESFORCE_MC,
        SENDGRID,
    )
}
"""Every ESP by name; a brand's own syntax, ``custom``, is no row of it."""


def dialect(name: str) -> Dialect:
    """The dialect of an ESP.

    Raises:
        UsageError: No ESP has that name.

    """
    try:
        return DIALECTS[name]
    except KeyError:
        raise UsageError(unknown_esp(name)) from None


def unknown_esp(name: str) -> Problem:
    """The problem of a name that no dialect has."""
    return Problem(
        code="unknown-esp",
        message=f"unknown ESP '{name}'",
        label=did_you_mean(name, DIALECTS),
        hint=f"ESPs are {', '.join(sorted(DIALECTS))}; or describe your own in brand.yaml: esp: custom and dialect:",
        loc=("esp",),
    )
