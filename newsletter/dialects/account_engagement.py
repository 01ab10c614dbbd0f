"""Salesforce Account Engagement, once Pardot: a small subset of Handlebars, called HML.

Its {{#if}} tells only whether a field has a value, never which. Old accounts still have %%first_name%%.
"""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_HML = "third party: https://optimalbusinessconsulting.com/understanding-pardot-hml/"
_DODOV = "third party: https://dodov.dev/blog/using-salesforce-hml-for-rendering-dynamic-letterheads"
_SDWORX = "third party: https://sdworx-salesforce.helpdocs.io/article/bdttylc1sr-handlebars-merge-language-hml"
_CYPRESS = "third party: https://www.cypresslearning.academy/introduction-to-pardot-hml-with-conditional-logic/"
_PAGES = "http://help.pardot.com/customer/portal/articles/2125926-unsubscribe-page-overview"
_COMPLIANCE = "http://help.pardot.com/customer/en/portal/topics/845057-email-compliance-deliverability/articles?page=1"
_CLIENT = "third party: a public copy of Pardot's own Engage client and its link dialog"

ACCOUNT_ENGAGEMENT = Dialect(
    name="account-engagement",
    title="Account Engagement (Pardot)",
    expressions=(
        Delimiters("{{{", "}}}", everywhere=False),
        Delimiters("{{", "}}"),
        Delimiters("%%", "%%", shape=r"%%[A-Za-z]\w{0,80}%%", everywhere=False),  # the older language
    ),
    controls=(Delimiters("{{#", "}}"), Delimiters("{{/", "}}"), Delimiters("{{else", "}}")),
    fields={
        "contact.email": "Recipient.Email",
        "contact.firstname": "Recipient.FirstName",
        "contact.lastname": "Recipient.LastName",
        "contact.company": "Recipient.Company",
        "contact.country": "Recipient.Country",
    },
    show="{{<name>}}",
    fallback="{{#if <name>}}{{<name>}}{{else}}<default>{{/if}}",
    quotes=("",),
    condition=Condition(
        opening="{{#if <test>}}",
        otherwise="{{else}}",
        closing="{{/if}}",
        tests={"exists": "<field>"},
    ),
    unsubscribe="{{Unsubscribe}}",
    view_in_browser="{{View_Online}}",
    preferences="{{EmailPreferenceCenter}}",
    # Three braces: the address has line breaks as HTML.
    postal_address="{{{Organization.Address}}}",
    engine="handlebars",
    escapes=True,
    paste=(
        Fact(
            "required",
            "an email is not saved without the tag of the unsubscribe link or of the preference page",
            _PAGES,
            any_of=("{{Unsubscribe}}", "{{EmailPreferenceCenter}}", "%%unsubscribe%%", "%%email_preference_center%%"),
            strict=True,
        ),
        Fact(
            "required",
            "the account's postal address must stand in the email",
            _COMPLIANCE,
            any_of=("{{{Organization.Address}}}", "{{Organization.Address}}", "%%account_address%%"),
        ),
        Fact("alters", "unsubscribe and preference links are rewritten for each contact and count no clicks", _PAGES),
        Fact("note", "a default that is set on the field prints instead of what stands after {{else}}", _CYPRESS),
        Fact("limit", "an email has at most 200 merge fields", _HML),
        Fact("limit", "at most three conditions stand inside one another", _DODOV),
        Fact(
            "note",
            "people can edit only elements with the attribute pardot-region",
            "https://help.salesforce.com/apex/HTViewHelpDoc?id=mktg.mcae_classic_email_content_regions.htm",
        ),
    ),
    sources={
        "fields": f"{_HML}; company: {_SDWORX}",
        "fallback": _CYPRESS,
        "condition": _DODOV,
        "unsubscribe": _CLIENT,
        "view_in_browser": _HML,
        "preferences": _CLIENT,
        "postal_address": _CLIENT,
        "engine": _DODOV,
        "escapes": _SDWORX,
    },
    unverified=(
        "fields: Recipient.Country is built like Recipient.State, which a page shows; Recipient.Email rests on a third "
        "party's article",
        "expressions: that accounts take %%first_name%% beside {{ }} is said by third parties only",
        "condition: conditions inside one another rest on the limit of three that a third party quotes",
        "paste: the two requirements are of Pardot's help of 2016; a third party confirmed the first in 2026",
    ),
)
