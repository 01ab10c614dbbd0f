"""Braze: Liquid whose attributes stand in ${ }, so that a simple tag ends in three braces: {{${first_name}}}."""

from __future__ import annotations

from newsletter.dialects.base import COMPARISONS, Condition, Delimiters, Dialect, Fact

_GUIDE = "github.com/braze-inc/braze-docs, _docs/_user_guide"
_LIQUID = f"{_GUIDE}/personalization_and_dynamic_content/liquid"
_EMAIL = f"{_GUIDE}/message_building_by_channel/email"
_TAGS = f"{_LIQUID}/supported_personalization_tags.md"
_USING = f"{_LIQUID}/using_liquid.md"
_FOOTER = f"{_EMAIL}/custom_email_footer.md"
_CAMPAIGN = f"{_EMAIL}/html_editor/creating_an_email_campaign.md"

_PLAIN = r"(?:[^{}$\n]|\$(?:\{[^{}\n]{1,80}\})?){0,200}"

BRAZE = Dialect(
    name="braze",
    title="Braze",
    expressions=(
        # A tag in a tag, as Braze allows it: {{custom_attribute.${a} | plus: {{custom_attribute.${b}}}}}.
        Delimiters("{{", "}}", shape=rf"\{{\{{{_PLAIN}\{{\{{{_PLAIN}\}}\}}{_PLAIN}\}}\}}", everywhere=False),
        Delimiters("{{", "}}"),
    ),
    controls=(Delimiters("{%", "%}"),),
    fields={
        "contact.email": "${email_address}",
        "contact.firstname": "${first_name}",
        "contact.lastname": "${last_name}",
        "contact.company": "custom_attribute.${company}",
        "contact.country": "${country}",
    },
    own=frozenset({"contact.company"}),
    own_field="custom_attribute.${<name>}",
    blanks=True,
    show="{{<name>}}",
    fallback="{{<name> | default: <default>}}",
    quotes=("'", '"'),
    condition=Condition(
        opening="{% if <test> %}",
        otherwise="{% else %}",
        closing="{% endif %}",
        tests=COMPARISONS,
        # Two tests, and so a block of its own: Liquid reads 'a and b or c' from the right.
        blocks={"exists": ("{% if <field> != blank and <field> != null %}", "{% endif %}")},
        both=" and ",
        either=" or ",
        quotes=("'", '"'),
    ),
    unsubscribe="{{${set_user_to_unsubscribed_url}}}",
    preferences="{{${preference_center_url}}}",
    engine="liquid",
    paste=(
        Fact(
            "required",
            "the editor warns of an email without an unsubscribe link, or the workspace's footer which has one",
            _FOOTER,
            any_of=("{{${set_user_to_unsubscribed_url}}}", "{{${unsubscribe_url}}}", "{{${email_footer}}}"),
        ),
        Fact("limit", "a body of more than 400 KB is an error", _CAMPAIGN, bytes=400 * 1024),
        Fact("alters", "attributes such as onclick are removed", _CAMPAIGN),
        Fact(
            "alters",
            "a switch inlines the CSS once more",
            f"{_EMAIL}/html_editor/css_inline.md",
        ),
        Fact("forbids", "Liquid outside of <body> may come out wrong", _USING),
        Fact("note", "the classic editor can turn Liquid into plain text; it belongs into the HTML editor", _USING),
        Fact("alters", "a text part that Braze makes from the HTML loses the comments, and the Liquid in them", _USING),
        Fact("adds", "an image that counts opens, at the end of the body", f"{_EMAIL}/faq.md"),
    ),
    sources={
        "fields": f"{_TAGS}; custom_attribute: {_USING}",
        "fallback": _TAGS,
        "condition": f"{_LIQUID}/conditional_logic.md; {_LIQUID}/operators.md; exists: {_TAGS}; bare names: {_USING}",
        "unsubscribe": _FOOTER,
        "preferences": f"{_FOOTER}; {_EMAIL}/preference_center/api_preference_center.md (an older name)",
        "view_in_browser": f"{_EMAIL}/faq.md (Braze has none)",
        "postal_address": f"{_FOOTER} (typed in the text or the footer)",
        "engine": _USING,
    },
    unverified=(
        "fields: the custom attribute company is only the usual name; whether country holds FR or a name is not said",
        "condition: != and a bare custom attribute in a test follow from Braze's pages on operators and names; <, <= "
        "and >= are Liquid's and were not seen in an example",
        "escapes: believed not to escape, as Liquid; no page says so",
    ),
)
