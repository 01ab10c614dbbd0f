"""Iterable: Handlebars with helpers of its own, {{defaultIfEmpty firstName "x"}} and {{#ifEq country "FR"}}.

Data feeds may have tags in [[ ]].
"""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_SUPPORT = "https://support.iterable.com/hc/en-us/articles"
_OVERVIEW = f"{_SUPPORT}/35601631606036-Handlebars-Overview"
_LOGIC = f"{_SUPPORT}/115003884806-Conditional-Logic-with-Handlebars"
_FAQ = f"{_SUPPORT}/360031118392-Handlebars-FAQ"
_UNIVERSAL = f"{_SUPPORT}/206514205-Universal-Merge-Parameters"
_SETTINGS = f"{_SUPPORT}/206382645-Project-Settings-Overview"
_SKILL = "third party: Email Love's iterable-handlebars skill"
_REFERENCE = "third party: a public reference of Iterable's Handlebars"

_FEED = r"(?:[^\]\n]|\](?!\])){0,200}\]\](?:\](?!\())?(?!\()"  # the index of an item may end it: items.[0]]]
_NUMBERS = {"<": "ifLt", "<=": "ifLte", ">": "ifGt", ">=": "ifGte"}

ITERABLE = Dialect(
    name="iterable",
    title="Iterable",
    expressions=(
        Delimiters("{{{", "}}}", everywhere=False),
        Delimiters("{{", "}}"),
        Delimiters("[[", "]]", shape=rf"\[\[ ?[A-Za-z]{_FEED}", everywhere=False),
    ),
    controls=(
        *(Delimiters(opening, "}}") for opening in ("{{#", "{{/", "{{else", "{{~#", "{{~/", "{{~else", "{{!")),
        Delimiters("[[#", "]]", shape=rf"\[\[#[A-Za-z]{_FEED}", everywhere=False),
        Delimiters("[[/", "]]", shape=rf"\[\[/[A-Za-z]{_FEED}", everywhere=False),
        Delimiters("[[else", "]]", shape=rf"\[\[else{_FEED}", everywhere=False),
    ),
    fields={
        "contact.email": "email",
        "contact.firstname": "firstName",
        "contact.lastname": "lastName",
        "contact.company": "company",
        "contact.country": "country",
    },
    own=frozenset({"contact.firstname", "contact.lastname", "contact.company", "contact.country"}),
    show="{{<name>}}",
    fallback="{{defaultIfEmpty <name> <default>}}",
    condition=Condition(
        opening="{{#if <test>}}",
        otherwise="{{else}}",
        closing="{{/if}}",
        tests={"exists": "<field>"},
        blocks={
            "==": ("{{#ifEq <field> <value>}}", "{{/ifEq}}"),
            # A field without a value would skip the send, so it counts as 0.
            **{
                operator: (f"{{{{#{helper} (defaultIfEmpty <field> 0) <value>}}}}", f"{{{{/{helper}}}}}")
                for operator, helper in _NUMBERS.items()
            },
        },
    ),
    unsubscribe="{{unsubscribeUrl}}",
    view_in_browser="{{viewInBrowserUrl}}",
    preferences="{{hostedUnsubscribeUrl}}",
    postal_address="{{physicalAddress}}",
    engine="handlebars",
    escapes=True,
    paste=(
        Fact(
            "required",
            "a marketing email needs an unsubscribe link where the project does not add its own block",
            _UNIVERSAL,
            any_of=("{{unsubscribeUrl}}", "{{unsubscribeMessageTypeUrl}}", "{{hostedUnsubscribeUrl}}"),
            or_link=True,
        ),
        Fact(
            "adds",
            "with 'Auto-append unsubscribe block' on, a link, the project's name and its postal address at the bottom",
            _SETTINGS,
        ),
        Fact("note", "links need their protocol, https://", f"{_SUPPORT}/360044425931-Creating-Email-Templates"),
        Fact("forbids", "a template whose blocks do not close is not saved", f"{_SKILL} (Troubleshooting)"),
        Fact("note", "{{#ifContainsStr}} on a field without a value skips the send to that person", _LOGIC),
    ),
    sources={
        "fields": f"{_OVERVIEW}; email address: {_SKILL} (Data Sources and Field Paths)",
        "fallback": "third party: https://blog.modularmarketing.com/p/a-practitioners-guide-to-handlebars; "
        f"the helper's name: {_LOGIC}",
        "condition": f"{_LOGIC} (ifEq, ifGt, else); {_FAQ} (if); texts and (defaultIfEmpty ...): {_SKILL} "
        f"(Helper Reference); ifLt, ifLte, ifGte: {_REFERENCE}",
        "unsubscribe": _UNIVERSAL,
        "view_in_browser": _REFERENCE,
        "preferences": _UNIVERSAL,
        "postal_address": f"{_SKILL} (Data Sources and Field Paths)",
        "engine": _OVERVIEW,
        "escapes": f"{_SKILL} (Helper Reference)",
    },
    unverified=(
        "fields: all but email are a project's own; firstName is in Iterable's examples, the others are likely names",
        "condition: != is the other half of {{#ifEq}}, as no page shows a negative one without doubt; the form with "
        "(defaultIfEmpty ...) was seen for ifGt only",
        "controls: comments in {{! }} were seen in public templates only",
    ),
)
