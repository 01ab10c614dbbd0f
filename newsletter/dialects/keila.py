"""Keila: Liquid, through Elixir's Solid; an account's own fields are below ``contact.data``."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_KEILA = "github.com/pentacent/keila"
_CONTACT = f"{_KEILA}, lib/keila/contacts/schemas/contact.ex"
_DIALOGS = f"{_KEILA}, lib/keila_web/templates/campaign/_wysiwyg_dialogs.html.heex"
_DEFAULT = f"{_KEILA}, priv/email_templates/default-html-content.html"
_CAMPAIGN = f"{_KEILA}, lib/keila/mailings/campaign_renderer.ex"
_RENDERER = f"{_KEILA}, lib/keila/mailings/renderer.ex"
_LIQUID = f"{_KEILA}, lib/keila/mailings/renderer/liquid_renderer.ex"
_SOLID = "github.com/edgurgel/solid, lib/solid"

KEILA = Dialect(
    name="keila",
    title="Keila",
    expressions=(Delimiters("{{", "}}"),),
    controls=(Delimiters("{%", "%}"),),
    fields={
        "contact.email": "contact.email",
        "contact.firstname": "contact.first_name",
        "contact.lastname": "contact.last_name",
        "contact.company": "contact.data.company",
        "contact.country": "contact.data.country",
    },
    own=frozenset({"contact.company", "contact.country"}),
    own_field="contact.data.<name>",
    show="{{ <name> }}",
    fallback="{{ <name> | default: <default> }}",
    condition=Condition(
        opening="{% if <test> %}",
        otherwise="{% else %}",
        closing="{% endif %}",
        tests=COMPARISONS,
        # An empty text counts as true, so this takes two terms; Liquid has no brackets to keep them apart from others.
        blocks={"exists": ('{% if <field> and <field> != "" %}', "{% endif %}")},
        both=" and ",
        either=" or ",
    ),
    unsubscribe="{{ unsubscribe_link }}",
    view_in_browser="{{ campaign.public_link }}",
    # contact.email is a neutral name as well and becomes itself; it is left out so that its default is translated.
    native=r"contact\.(?:first_name|last_name|data|status|double_opt_in_at|inserted_at|updated_at)",
    engine="liquid",
    escapes=False,
    paste=(
        Fact(
            "forbids", "a message with an error in a tag, such as a text compared with a number, is not sent", _RENDERER
        ),
        Fact("note", "the web version's link is empty unless the campaign's public link is switched on", _CAMPAIGN),
        Fact(
            "alters",
            "with tracking, the HTML is parsed and written anew, and its links and images lead elsewhere",
            _CAMPAIGN,
        ),
        Fact("adds", "with tracking, a pixel at the end of the body", _CAMPAIGN),
        Fact(
            "note",
            "the plain text part is made from the HTML and cannot be pasted",
            f"{_KEILA}, lib/keila/mailings/renderer/body_renderer/html.ex",
        ),
        Fact(
            "note",
            "a campaign of the type HTML takes a whole document, unless its template has content slots",
            f"{_KEILA}, lib/keila_web/templates/campaign/_html_editor.html.heex",
        ),
    ),
    sources={
        "fields": f"{_DIALOGS}; {_CONTACT}",
        "fallback": _DEFAULT,
        "condition": f"{_SOLID}/condition_expression.ex, lexer.ex and binary_condition.ex",
        "unsubscribe": f"https://www.keila.io/docs/api/template; {_DEFAULT}",
        "view_in_browser": _CAMPAIGN,
        "preferences": f"{_RENDERER} (none among the names that a template is given)",
        "postal_address": f"{_RENDERER} (none among the names that a template is given)",
        "native": _CONTACT,
        "engine": _LIQUID,
        "escapes": f"{_LIQUID} (no automatic escaping is asked for)",
    },
    unverified=(
        "fields: contact.data.company and its like follow from the contact's schema; no page of Keila prints one",
        "condition: read from the code of Solid, the Liquid library; no page of Keila shows {% else %} or {% endif %}",
        "view_in_browser: read from the code of 2026; older versions have no such link",
        "escapes: read from the code; no page says it",
    ),
)
