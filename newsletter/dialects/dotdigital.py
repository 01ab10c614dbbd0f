"""Dotdigital: ``@FIELD@`` is replaced as plain text; conditions are Liquid in HTML comments."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_SUPPORT = "https://support.dotdigital.com/en/articles"
_TAGS = f"{_SUPPORT}/8198946-using-tags-to-put-logic-into-your-campaigns-templates-and-landing-pages"
_OBJECTS = "https://support.dotdigital.com/hc/en-gb/articles/212214428-Outputs-and-data-objects"
_LIQUID = f"{_SUPPORT}/8199120-loop-decision-and-liquid-markup-building-blocks"
_DEFAULTS = f"{_SUPPORT}/8198835-set-a-default-value-for-a-contact-data-field"
_CAMPAIGN = "http://www.dotmailer.co.uk/api/campaign_object.aspx"
_API = "https://developer.dotdigital.com/reference/marketing-emails"

DOTDIGITAL = Dialect(
    name="dotdigital",
    title="Dotdigital",
    expressions=(
        Delimiters("{{", "}}"),
        Delimiters("@", "@", r"@[A-Z][A-Z0-9_]{1,60}@", everywhere=False),
        Delimiters("$", "$", r"\$(?:[A-Z][A-Z0-9_]{3,30}|unsub|cantread|forward)\$", everywhere=False),
    ),
    controls=(Delimiters("<!--{%", "%}-->"), Delimiters("{%", "%}")),
    fields={
        "contact.email": "EMAIL",
        "contact.firstname": "FIRSTNAME",
        "contact.lastname": "LASTNAME",
        "contact.company": "COMPANY",
        "contact.country": "COUNTRY",
    },
    own=frozenset({"contact.company", "contact.country"}),
    show="@<name>@",
    # A default belongs to the field, in the account's settings: no tag can hold one.
    condition=Condition(
        opening="<!--{% if <test> %}-->",
        otherwise="<!--{% else %}-->",
        closing="<!--{% endif %}-->",
        tests=COMPARISONS,
        # In Liquid an empty text counts as true, so this takes two terms, which no brackets keep apart from others.
        blocks={"exists": ("<!--{% if <field> and <field> != '' %}-->", "<!--{% endif %}-->")},
        both=" and ",
        either=" or ",
        field="contact.data.<lower>",
        quotes=("'", '"'),
    ),
    unsubscribe="http://$UNSUB$",
    view_in_browser="http://$CANTREAD$",
    native=r"contact\.(?:data|behavior|lists|addressbooks|insight)",
    paste=(
        Fact(
            "required",
            "HTML without the link that unsubscribes is refused",
            f"{_API}; {_CAMPAIGN}",
            any_of=("http://$UNSUB$", "https://$UNSUB$"),
            strict=True,
        ),
        Fact("note", "plain text without the link that unsubscribes is refused as well", _CAMPAIGN),
        Fact("note", "conditions and {{ }} work only where the account has dynamic personalisation", _LIQUID),
        Fact("note", "a default is set on the data field, in the account's settings", _DEFAULTS),
        Fact(
            "alters",
            "signs such as > in a Liquid tag become entities unless the tag is in an HTML comment",
            _TAGS,
            when=r"(?<!<!--)\{%[^%]*[<>&][^%]*%\}",
            cure="write it as a comment, <!--{% ... %}-->; show_if: does so",
        ),
        Fact("forbids", "a {{ }} tag in an HTML comment is not shown", _TAGS),
        Fact(
            "note",
            "the summary page warns of an HTML that Gmail would clip",
            "https://support.dotdigital.com/hc/en-gb/articles/"
            "212212168-View-and-edit-your-campaign-summary-before-sending",
        ),
    ),
    sources={
        "fields": f"{_DEFAULTS} (@FIRSTNAME@); {_OBJECTS} (the same as contact.data.firstname); "
        "LASTNAME: third party: a public template for Dotdigital",
        "fallback": f"{_DEFAULTS} (on the field, not in the tag)",
        "condition": f"{_TAGS} (==, >, else, endif)",
        "unsubscribe": f"{_API}; {_CAMPAIGN}",
        "view_in_browser": "third party: public templates for Dotdigital",
        "native": f"{_OBJECTS}; insight: third party: github.com/oleksandrshepa/dotdigital, abandonedcart",
        "engine": f"{_LIQUID} (Liquid beside the plain replacement)",
    },
    unverified=(
        "fields: @EMAIL@ is composed from the name of the field; company and country are usual names only",
        "condition: Dotdigital's pages write contact.data.firstname, in lower case; whether contact.data.FIRSTNAME "
        "is the same to it is unknown",
        "condition: !=, <, <=, >=, and, or and the test for an empty field are Liquid's; Dotdigital's pages "
        "show == and >",
        "condition: whether the plain text part reads a condition is unknown; a reseller says that it does not",
        "view_in_browser: seen only in public templates",
        "preferences: the editor has a link for it, whose code was seen nowhere",
        "native: contact.insight is seen only in a third party's templates",
    ),
)
