"""Buttondown: Django's template language; all but the address is metadata that an account names itself."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_TEMPLATING = "https://docs.buttondown.com/using-templating"
_NAKED = "https://docs.buttondown.com/naked-mode"
_PAGES = "github.com/buttondown/docs, content/pages"

BUTTONDOWN = Dialect(
    name="buttondown",
    title="Buttondown",
    expressions=(Delimiters("{{", "}}"),),
    controls=(Delimiters("{%", "%}"), Delimiters("{#", "#}")),
    fields={
        "contact.email": "subscriber.email",
        "contact.firstname": "subscriber.metadata.first_name",
        "contact.lastname": "subscriber.metadata.last_name",
        "contact.company": "subscriber.metadata.company",
        "contact.country": "subscriber.metadata.country",
    },
    own=frozenset({"contact.firstname", "contact.lastname", "contact.company", "contact.country"}),
    own_field="subscriber.metadata.<name>",
    show="{{ <name> }}",
    fallback="{{ <name>|default:<default> }}",
    condition=Condition(
        opening="{% if <test> %}",
        otherwise="{% else %}",
        closing="{% endif %}",
        tests={**COMPARISONS, "exists": "<field>", "missing": "not <field>"},
        both=" and ",
        either=" or ",
    ),
    unsubscribe="{{ unsubscribe_url }}",
    view_in_browser="{{ email_url }}",
    preferences="{{ manage_subscription_url }}",
    engine="django",
    paste=(
        Fact(
            "required",
            "an email in naked mode is not published without the link that unsubscribes",
            _NAKED,
            any_of=("{{ unsubscribe_url }}",),
            strict=True,
        ),
        Fact("note", "a whole HTML is pasted in naked mode, which is a paid feature and leaves it as it is", _NAKED),
        Fact(
            "note",
            "the link to the preference page needs the portal to be switched on",
            f"{_PAGES}/template-variables-manage-subscription-url.mdoc",
        ),
        Fact("alters", "what was written in naked mode is lost on a switch to another mode", _NAKED),
        Fact(
            "alters",
            "fancy mode loses the attributes that it does not know",
            "https://docs.buttondown.com/editor-modes",
        ),
        Fact(
            "forbids",
            "a hyphen in the name of a metadata field breaks the tag",
            "https://docs.buttondown.com/advanced-features/metadata",
            when=r"subscriber\.metadata\.\w+-[\w-]*",
            cure="rename the field at Buttondown, with _ in place of the hyphen",
        ),
    ),
    sources={
        "fields": f"{_PAGES}/names.mdoc; subscriber.email: github.com/buttondown/docs, "
        "pages/odds-and-ends/template-variables.mdx",
        "fallback": f"{_TEMPLATING} (any of Django's filters)",
        "condition": f"{_TEMPLATING}; {_PAGES}/names.mdoc",
        "unsubscribe": f"{_PAGES}/naked-mode.mdoc",
        "view_in_browser": f"{_PAGES}/template-variables-email-url.mdoc",
        "preferences": f"{_PAGES}/template-variables-manage-subscription-url.mdoc",
        "engine": _TEMPLATING,
    },
    unverified=(
        "fallback: composed from Django's own filter; Buttondown's pages show {% if %} and {% else %} instead",
        "fields: last_name, company and country are usual names; Buttondown's pages show only first_name",
        "condition: !=, <, >, and, or and not are Django's; Buttondown's pages show only == and a bare name",
        "condition: metadata is believed to be text, and then no comparison with a number holds",
        "postal_address: believed to be in the standard footer, and to be typed in naked mode",
        "escapes: Django escapes unless told otherwise; whether Buttondown leaves that on is unknown",
    ),
)
