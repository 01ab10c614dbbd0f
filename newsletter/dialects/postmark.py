"""Postmark: Mustachio, a Mustache without quotes, filters and comparisons; every name is the sender's own model.

No condition is written: a section closes with its field's name, and all fields inside it would need {{../ }}.
"""

from __future__ import annotations

from newsletter.dialects.base import FIELDS, Delimiters, Dialect, Fact

_SYNTAX = "https://postmarkapp.com/support/article/1077-template-syntax"
_FAQ = "https://postmarkapp.com/support/article/1100-templates-faq"
_UNSUBSCRIBE = "https://postmarkapp.com/support/article/1208-how-to-add-an-unsubscribe-link"
_SIZES = "https://postmarkapp.com/support/article/1056-what-are-the-attachment-and-email-size-limits"
_MUSTACHIO = "github.com/ActiveCampaign/mustachio"
_SKILL = "third party: github.com/orbit-logistics/mustachio, SKILL.md"

POSTMARK = Dialect(
    name="postmark",
    title="Postmark",
    expressions=(Delimiters("{{{", "}}}", everywhere=False), Delimiters("{{", "}}")),
    controls=tuple(Delimiters(opening, "}}") for opening in ("{{#", "{{^", "{{/", "{{!")),
    fields={
        "contact.email": "email",
        "contact.firstname": "first_name",
        "contact.lastname": "last_name",
        "contact.company": "company",
        "contact.country": "country",
    },
    own=frozenset(FIELDS),
    show="{{ <name> }}",
    # Inside its section a field is {{.}}; its name would be looked for below itself.
    fallback="{{#<name>}}{{.}}{{/<name>}}{{^<name>}}<default>{{/<name>}}",
    quotes=("",),
    unsubscribe="{{{ pm:unsubscribe }}}",
    engine="mustache",
    escapes=True,
    paste=(
        Fact(
            "adds",
            "an unsubscribe link at the bottom of broadcast messages that have none of their own",
            _UNSUBSCRIBE,
        ),
        Fact("limit", "the HTML and the text have up to 5 MB each", _SIZES, bytes=5 * 1024 * 1024),
        Fact(
            "alters",
            "a template's stylesheets are inlined",
            "github.com/activecampaign/postmark-php, wiki, Using-Templates",
        ),
        Fact("note", "with a layout, a template holds only what comes into its {{{ @content }}}", _SKILL),
        Fact(
            "forbids",
            "a name with a blank or a hyphen is an error; letters, digits, '_', '.' and '/' are allowed",
            f"{_MUSTACHIO}, Mustachio/Tokenizer.cs",
            when=r"\{\{\{?[#^/&]?\s*[\w./]+-[\w./-]*",
            cure="rename the field in what your program hands to Postmark, with _ in place of the hyphen",
        ),
    ),
    sources={
        "fields": _SYNTAX,
        "fallback": f"{_FAQ} (first half); {_MUSTACHIO}, Mustachio/Tokenizer.cs (inverted section)",
        "condition": f"{_FAQ} (no if and else; ../ inside sections); {_MUSTACHIO}, Mustachio/Parser.cs",
        "unsubscribe": _UNSUBSCRIBE,
        "view_in_browser": f"{_SKILL} (not among its list of all tokens)",
        "engine": f"{_MUSTACHIO}, README.md",
        "escapes": f"{_MUSTACHIO}, Mustachio/Parser.cs",
    },
    unverified=(
        "fields: the model comes with the API call, so the names are only likely ones",
        "fallback: composed of two sections; the page's own example was not seen to its end",
        "unsubscribe: {{{ pm:unsubscribe_url }}} is common in public templates and on no page of Postmark",
        "escapes: whether it also escapes in the text part is not said",
    ),
)
