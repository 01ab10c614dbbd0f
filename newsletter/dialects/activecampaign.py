"""ActiveCampaign: tags in upper case between percent signs; conditions name the same fields with a dollar sign."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_NEWSPACK = "third party: github.com/Automattic/newspack-newsletters"
_GLUE = "third party: Newsletter Glue's connection to ActiveCampaign"
_LEGACY = "third party: github.com/cpatgo/funnel, a copy of what seems to be the old product"
_NOTES = "third party: public notes on https://help.activecampaign.com/hc/en-us/articles/220436467"

# Three letters at least, and never bytes of a URL: %C3%A9, %ABC%20.
_TAG = r"%(?![A-F]{2}[A-Z0-9_-]{0,60}%[0-9A-Fa-f]{2})[A-Z]{2}[A-Z_][A-Z0-9_-]{0,60}(?:\|[A-Z]{1,20})?%"

ACTIVECAMPAIGN = Dialect(
    name="activecampaign",
    title="ActiveCampaign",
    expressions=(Delimiters("%", "%", shape=_TAG, everywhere=False),),
    controls=(
        Delimiters("%IF ", "%", shape=r"%IF [^%\n]{1,400}%", everywhere=False),
        Delimiters("%ELSEIF ", "%", shape=r"%ELSEIF [^%\n]{1,400}%", everywhere=False),
        Delimiters("%ELSE", "%", shape="%ELSE%", everywhere=False),
        Delimiters("%/IF", "%", shape="%/IF%", everywhere=False),
    ),
    fields={
        "contact.email": "EMAIL",
        "contact.firstname": "FIRSTNAME",
        "contact.lastname": "LASTNAME",
        "contact.company": "ACCT_NAME",
        "contact.country": "COUNTRY",
    },
    show="%<name>%",
    fallback="%IF !empty($<name>)%%<name>%%ELSE%<default>%/IF%",
    quotes=("",),
    condition=Condition(
        opening="%IF <test>%",
        otherwise="%ELSE%",
        closing="%/IF%",
        tests={
            **COMPARISONS,
            "exists": "!empty(<field>)",
            "missing": "empty(<field>)",
        },
        both=" && ",
        either=" || ",
        field="$<name>",
        quotes=("'", '"'),
    ),
    unsubscribe="%UNSUBSCRIBELINK%",
    view_in_browser="%WEBCOPY%",
    preferences="%UPDATELINK%",
    # %SENDER-INFO% is the same on several lines, with <br>.
    postal_address="%SENDER-INFO-SINGLELINE%",
    own=frozenset({"contact.country"}),
    paste=(
        Fact(
            "required",
            "ActiveCampaign adds a footer of its own unless the unsubscribe link is there",
            _NOTES,
            any_of=("%UNSUBSCRIBELINK%",),
        ),
        Fact(
            "required",
            "ActiveCampaign adds a footer of its own unless the sender's address is there",
            _NOTES,
            any_of=("%SENDER-INFO%", "%SENDER-INFO-SINGLELINE%"),
        ),
        Fact("note", "the tag of a field of your own holds no hyphen", _NOTES),
        Fact(
            "note",
            "%ORGNAME%, %PREFERENCESLINK% and %CURRENT_YEAR% are no tags of ActiveCampaign",
            f"{_NEWSPACK}, test of its list of tags",
        ),
    ),
    sources={
        "fields": f"{_NEWSPACK}, test of its list of tags (on "
        "https://help.activecampaign.com/hc/en-us/articles/220709307)",
        "fallback": "composed of a condition's tags; that a default is set on the field itself: third party: "
        "https://cf-newsletrix.pages.dev/blog/newsletter-personalisation-token-guide.html",
        "condition": f"{_GLUE}; {_NEWSPACK}; {_LEGACY}",
        "unsubscribe": "third party: https://activepedia.com/index.php?title=Unsubscribe_Link",
        "view_in_browser": f"a sample of ActiveCampaign's own PHP API; {_NEWSPACK}",
        "preferences": f"{_GLUE}; {_LEGACY}",
        "postal_address": f"{_NOTES}; {_LEGACY}",
    },
    unverified=(
        "fields: no page of ActiveCampaign itself was seen; COUNTRY is a usual name, the account defines it",
        "fallback: composed; seen as a whole on no page",
        "condition: put together from two plugins and the old product; a number without quotes, <, <= and >= too",
        "postal_address: the form on one line rests on third-party notes",
        "engine: the old product ran Smarty where a message held a condition; today's is not known",
    ),
)
