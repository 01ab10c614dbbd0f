"""Brevo (formerly Sendinblue): a template language like Django's, with the contact's attributes in upper case."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_VARIABLES = (
    "https://help.brevo.com/hc/en-us/articles/4402386448530-Customize-your-emails-using-transactional-parameters"
)
_FILTERS = "https://help.brevo.com/hc/fr/articles/4405381108626"
_LANGUAGE = "https://help.sendinblue.com/hc/en-us/articles/360000946299-About-Sendinblue-Template-Language"
_IF = "https://help.brevo.com/hc/en-us/articles/360001030599-Customize-your-emails-with-IF-conditions"
_ESCAPING = (
    "https://help.sendinblue.com/hc/en-us/articles/"
    "360018252080-Disable-auto-escaping-and-display-double-curly-brackets-in-your-emails"
)
_TEMPLATES = "third party: public templates for Brevo"

BREVO = Dialect(
    name="brevo",
    title="Brevo",
    expressions=(Delimiters("{{", "}}"),),
    controls=(Delimiters("{%", "%}"),),
    fields={
        "contact.email": "contact.EMAIL",
        "contact.firstname": "contact.FIRSTNAME",
        "contact.lastname": "contact.LASTNAME",
        "contact.company": "contact.COMPANY",
        "contact.country": "contact.COUNTRY",
    },
    own_field="contact.<name>",
    show="{{ <name> }}",
    fallback="{{ <name>|default:<default> }}",
    quotes=("'", '"'),
    condition=Condition(
        opening="{% if <test> %}",
        otherwise="{% else %}",
        closing="{% endif %}",
        tests={**COMPARISONS, "exists": "<field>", "missing": "not <field>"},
        both=" and ",
        either=" or ",
    ),
    unsubscribe="{{ unsubscribe }}",
    view_in_browser="{{ mirror }}",
    preferences="{{ update_profile }}",
    own=frozenset({"contact.company", "contact.country"}),
    engine="django",
    escapes=True,
    paste=(
        Fact(
            "required",
            "a campaign needs an unsubscribe link; where it is missing, Brevo puts its own into the sent email",
            "third party: a public note on https://help.brevo.com/hc/en-us/articles/209553645",
            any_of=("{{ unsubscribe }}",),
        ),
        Fact(
            "adds",
            "the List-Unsubscribe header comes with every campaign",
            "https://help.brevo.com/hc/en-us/articles/"
            "19100260472850-FAQs-About-list-unsubscribe-and-list-help-headers-in-emails",
        ),
        Fact("note", "double braces that are meant as text must stand in {% verbatim %}", _ESCAPING),
        Fact("note", "conditions on numbers with decimals may be wrong", _IF),
    ),
    sources={
        "fields": f"{_VARIABLES} (EMAIL, FIRSTNAME); LASTNAME: {_TEMPLATES}",
        "fallback": _FILTERS,
        "condition": f"{_TEMPLATES} (==, >, a bare attribute, else, elif); what conditions are for: {_IF}",
        "unsubscribe": _LANGUAGE,
        "view_in_browser": _LANGUAGE,
        "preferences": _LANGUAGE,
        "engine": f"{_FILTERS} (filters by Django's names)",
        "escapes": _ESCAPING,
    },
    unverified=(
        "fields: contact.LASTNAME stands in public templates only; COMPANY and COUNTRY are no default attributes",
        "condition: !=, <, <=, >=, not, and, or follow Django's syntax; seen on no page of Brevo",
        "view_in_browser: that {{ mirror }} is a bare address, for an href, rests on public templates; "
        "so it is with {{ update_profile }}",
        "postal_address: no tag is known; the address is typed",
        "engine: Brevo does not name it; its tags and filters are Django's",
    ),
)
