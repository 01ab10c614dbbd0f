"""HubSpot: HubL, which looks like Jinja. Neutral names are its own names, so they pass byte for byte."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_REQUIRED = "github.com/HubSpot/hubspot-cms-vscode, snippets/man_gen/hubl_required_email_template_variables.json"
_FILTERS = "https://developers.hubspot.com/docs/cms/hubl/filters"
_IF = "https://developers.hubspot.com/docs/cms/hubl/if-statements"
_UNSUBSCRIBE = (
    "https://knowledge.hubspot.com/articles/kcs_article/cos-general/"
    "what-options-do-i-have-to-allow-my-contacts-to-unsubscribe"
)
_SKILLS = "third party: github.com/email-love/esp-skills, skills/hubspot-hubl"

HUBSPOT = Dialect(
    name="hubspot",
    title="HubSpot",
    expressions=(Delimiters("{{", "}}"),),
    controls=(Delimiters("{%", "%}"), Delimiters("{#", "#}")),
    fields={
        "contact.email": "contact.email",
        "contact.firstname": "contact.firstname",
        "contact.lastname": "contact.lastname",
        "contact.company": "contact.company",
        "contact.country": "contact.country",
    },
    own_field="contact.<name>",
    show="{{ <name> }}",
    # HubSpot's page on filters says that they have no effect on a contact's tokens in emails.
    fallback='{{ personalization_token("<name>", <default>) }}',
    condition=Condition(
        opening="{% if <test> %}",
        otherwise="{% else %}",
        closing="{% endif %}",
        tests={**COMPARISONS, "exists": "<field>", "missing": "not <field>"},
        both=" and ",
        either=" or ",
    ),
    # unsubscribe_link leads to the preference page, unsubscribe_link_all ends every subscription at once.
    unsubscribe="{{ unsubscribe_link_all }}",
    view_in_browser="{{ view_as_page_url }}",
    preferences="{{ unsubscribe_link }}",
    postal_address=(
        "{{ site_settings.company_name }}, {{ site_settings.company_street_address_1 }}, "
        "{{ site_settings.company_city }}, {{ site_settings.company_state }}"
    ),
    native=r"contact\.\w+",
    engine="hubl",
    paste=(
        Fact(
            "required",
            "a coded template is not published without a link that unsubscribes",
            _UNSUBSCRIBE,
            any_of=("{{ unsubscribe_link_all }}", "{{ unsubscribe_link }}"),
        ),
        *(
            Fact(
                "required", f"a coded template is not published without {says}", _REQUIRED, any_of=(f"{{{{ {tag} }}}}",)
            )
            for tag, says in (
                ("site_settings.company_name", "the company's name"),
                ("site_settings.company_street_address_1", "the company's street"),
                ("site_settings.company_city", "the company's city"),
                ("site_settings.company_state", "the company's state"),
            )
        ),
        Fact("forbids", "filters such as |default have no effect on a contact's fields in emails", _FILTERS),
        Fact(
            "note",
            "a contact's fields in {% if %} need programmable email, isEnabledForEmailV3Rendering: true at the top of "
            "a coded template (Professional and Enterprise)",
            _IF,
        ),
        Fact(
            "alters",
            'rules in <style id="hs-inline-css"> are inlined once more',
            "https://developers.hubspot.com/docs/cms/building-blocks/templates/email-template-markup",
        ),
        Fact(
            "alters",
            "HTML that is created through the API loses its doctype",
            "third party: https://github.com/Badsender-com/esp-html-bugs/issues/17",
        ),
    ),
    sources={
        "fields": "https://developers.hubspot.com/docs/cms/reference/hubl/variables (the dictionary 'contact')",
        "fallback": f"{_FILTERS} (no filters in emails); {_SKILLS}",
        "condition": f"{_IF}; operators: {_SKILLS}/references/syntax.md",
        "unsubscribe": _UNSUBSCRIBE,
        "view_in_browser": f"{_SKILLS}/references/data-sources.md",
        "preferences": _REQUIRED,
        "postal_address": _REQUIRED,
        "engine": f"{_SKILLS}/references/syntax.md (HubSpot's extension of Jinjava)",
    },
    unverified=(
        "fields: contact.country is HubSpot's internal name of a default property, seen on no page of HubSpot",
        "escapes: HubSpot says nowhere whether values are escaped",
    ),
)
