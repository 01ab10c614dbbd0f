"""Customer.io: Liquid, in a newer and an older engine; its special links are {% %} tags that print something."""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_TAGS = "https://docs.customer.io/journeys/liquid-tag-list"
_BASICS = "https://docs.customer.io/journeys/2-email-basics"
_SKILLS = "third party: github.com/email-love/esp-skills, plugins/customerio-liquid"
_SYNTAX = f"{_SKILLS}, references/syntax.md"
_TROUBLE = f"{_SKILLS}, references/troubleshooting.md"

_PRINTING = ("unsubscribe", "view_in_browser", "manage_subscription_preferences")
_NUMBER = "{% assign number = <field> | plus: 0 %}{% if number "  # attributes are stored as text

CUSTOMERIO = Dialect(
    name="customerio",
    title="Customer.io",
    expressions=(
        Delimiters("{{", "}}"),
        *(Delimiters(f"{opening}{tag}", "%}") for tag in _PRINTING for opening in ("{% ", "{%", "{%- ")),
    ),
    controls=(Delimiters("{%", "%}"),),
    fields={
        "contact.email": "customer.email",
        "contact.firstname": "customer.first_name",
        "contact.lastname": "customer.last_name",
        "contact.company": "customer.company",
        "contact.country": "customer.country",
    },
    own=frozenset({"contact.firstname", "contact.lastname", "contact.company", "contact.country"}),
    own_field="customer.<name>",
    show="{{ <name> }}",
    fallback="{{ <name> | default: <default> }}",
    condition=Condition(
        opening="{% if <test> %}",
        otherwise="{% else %}",
        closing="{% endif %}",
        tests={
            "==": "<field> == <value>",
            "!=": "<field> != <value>",
            "== number": '<field> == "<value>"',  # attributes are texts
            "!= number": '<field> != "<value>"',
            "exists": "<field> != blank",
            "missing": "<field> == blank",
        },
        blocks={operator: (f"{_NUMBER}{operator} <value> %}}", "{% endif %}") for operator in ("<", "<=", ">", ">=")},
        both=" and ",
        either=" or ",
    ),
    unsubscribe="{% unsubscribe_url %}",
    view_in_browser="{% view_in_browser_url %}",
    preferences="{% manage_subscription_preferences_url %}",
    engine="liquid",
    paste=(
        Fact(
            "note",
            "a tag of an attribute that a person lacks fails the message to them, unless it has a default",
            _BASICS,
        ),
        Fact(
            "note",
            "the filter default needs the latest Liquid: accounts since 28 November 2023, or messages switched to it",
            f"{_SKILLS}, SKILL.md",
        ),
        Fact(
            "alters",
            "the code editor's Premailer inlines styles and makes relative links absolute, unless it is disabled",
            "https://customer.io/docs/journeys/disable-premailer/",
        ),
        Fact(
            "adds",
            "the body stands in a layout, and the default one has an unsubscribe link; a whole document wants a "
            "layout of {{content}} alone",
            "https://community.customer.io/show-tell-33/handling-unsubscribe-functionality-in-customer-io-editors-849",
        ),
        Fact("note", "links to unsubscribe and to the web version do nothing in test sends", _BASICS),
    ),
    sources={
        "fields": f"{_TAGS}; customer.email: {_SYNTAX}",
        "fallback": _TAGS,
        "condition": f"{_TAGS} (blank); operators and numbers: {_SYNTAX}",
        "unsubscribe": "third party: a public test plan that cites "
        "https://docs.customer.io/messaging/liquid/tag-list/#unsubscribe_url",
        "view_in_browser": _TROUBLE,
        "preferences": _TROUBLE,
        "engine": "https://docs.customer.io/messaging/liquid/tag-list.md",
    },
    unverified=(
        "fields: all but the email address are attributes that an account names itself; first_name is in the examples "
        "of Customer.io's pages, the others are usual",
        "condition: numbers are compared through | plus: 0, as a third party shows; == with a number is not",
        "escapes: believed not to escape; no page says so",
    ),
)
