"""Klaviyo: Django's template language; its links are ``{% %}`` tags, and no blank may follow a filter's colon."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_CONDITIONALS = "https://developers.klaviyo.com/en/docs/use_conditionals_in_messages"
_FILTERS = "https://developers.klaviyo.com/en/docs/glossary-of-variable-filters"
_UNSUBSCRIBE = "https://help.klaviyo.com/hc/en-us/articles/115005078267"
_SKILLS = "third party: github.com/email-love/esp-skills, skills/klaviyo-django/references"
_BADSENDER = "third party: https://github.com/Badsender-com/esp-html-bugs/issues"
_PRINTING = ("unsubscribe", "manage_preferences", "web_view", "current_", "render_variable", "currency_format",
             "coupon_code", "barcode", "update_property_link")  # fmt: skip

KLAVIYO = Dialect(
    name="klaviyo",
    title="Klaviyo",
    expressions=(
        Delimiters("{{", "}}"),
        *(Delimiters(f"{{%{blank}{tag}", "%}") for tag in _PRINTING for blank in (" ", "")),
    ),
    controls=(Delimiters("{%", "%}"),),
    fields={
        "contact.email": "email",
        "contact.firstname": "first_name",
        "contact.lastname": "last_name",
        "contact.company": "person.organization",
        "contact.country": "person.Country",
    },
    own_field="person|lookup:'<name>'",
    blanks=True,
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
        quotes=("'", '"'),
    ),
    # Without _link, these tags print a whole <a> and cannot stand in an href.
    unsubscribe="{% unsubscribe_link %}",
    view_in_browser="{% web_view_link %}",
    preferences="{% manage_preferences_link %}",
    postal_address="{{ organization.name }}, {{ organization.full_address }}",
    engine="django",
    escapes=True,
    paste=(
        Fact(
            "required",
            "an uploaded HTML without an unsubscribe tag is refused",
            f"{_SKILLS}/troubleshooting.md",
            any_of=("{% unsubscribe_link %}", "{% unsubscribe %}"),
            strict=True,
        ),
        Fact(
            "adds",
            "where no unsubscribe tag is found, a link is put at the end",
            "https://help.klaviyo.com/hc/en-us/articles/115006054267",
        ),
        Fact("adds", "the header for unsubscribing with one click comes with every email", _UNSUBSCRIBE),
        Fact("forbids", "one malformed tag stops the whole template", f"{_SKILLS}/troubleshooting.md"),
        Fact("forbids", "<input> elements are removed (seen in 2021)", f"{_BADSENDER}/8"),
        Fact(
            "alters", "the doctype and <html> are replaced: lang and xmlns are lost (seen in 2021)", f"{_BADSENDER}/6"
        ),
        Fact(
            "note",
            "a campaign has no event: tags such as {{ event.x }} print nothing",
            "https://help.klaviyo.com/hc/en-us/articles/27843522951707",
        ),
        Fact("note", 'numbers that are stored as text need |multiply:"1" in a comparison', f"{_SKILLS}/syntax.md"),
    ),
    sources={
        "fields": f"{_SKILLS}/data-sources.md, on https://help.klaviyo.com/hc/en-us/articles/4408802648731",
        "fallback": f"{_FILTERS} (the filter default); https://developers.klaviyo.com/en/docs/"
        "use-filters-to-customize-variables (no blank after the colon)",
        "condition": f"{_CONDITIONALS} (>, elif, else); the other operators: {_SKILLS}/syntax.md",
        "unsubscribe": _UNSUBSCRIBE,
        "view_in_browser": f"{_SKILLS}/syntax.md",
        "preferences": f"{_SKILLS}/syntax.md",
        "postal_address": "third party: a public list of Klaviyo's tags",
        "engine": _FILTERS,
        "escapes": f"{_SKILLS}/syntax.md (tried with Klaviyo's API)",
    },
    unverified=(
        "fields: person.organization and person.Country rest on third-party lists of Klaviyo's tags",
        "condition: the country is often stored as its whole name, France, and not as FR",
        "postal_address: whether full_address holds the street is not clear; no page of Klaviyo was seen",
    ),
)
