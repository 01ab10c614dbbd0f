"""SendGrid Marketing Campaigns: Handlebars with helpers of its own; each helper closes with its own name."""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_EDITOR = "https://www.twilio.com/docs/sendgrid/ui/sending-email/editor"
_CAMPAIGNS = "https://www.twilio.com/docs/sendgrid/ui/sending-email/adding-dynamic-content-with-handlebars-in-marketing-campaigns"
_HANDLEBARS = "https://twilio.com/docs/sendgrid/for-developers/sending-email/using-handlebars"
_DOCS = "github.com/sendgrid/docs, content/docs/ui/sending-email"

SENDGRID = Dialect(
    name="sendgrid",
    title="SendGrid",
    expressions=(
        Delimiters("{{", "}}"),
        Delimiters("{{{", "}}}", everywhere=False),
        Delimiters("<%", "%>", shape=r"<%asm_[a-z_]{1,60}%>"),
    ),
    controls=(Delimiters("{{#", "}}"), Delimiters("{{/", "}}"), Delimiters("{{else", "}}")),
    fields={
        "contact.email": "email",
        "contact.firstname": "first_name",
        "contact.lastname": "last_name",
        "contact.company": "company",
        "contact.country": "country",
    },
    show="{{<name>}}",
    fallback='{{insert <name> "default=<default>"}}',
    quotes=("",),
    condition=Condition(
        opening="{{#if <test>}}",
        otherwise="{{else}}",
        closing="{{/if}}",
        tests={"exists": "<field>"},
        blocks={
            "==": ("{{#equals <field> <value>}}", "{{/equals}}"),
            "!=": ("{{#notEquals <field> <value>}}", "{{/notEquals}}"),
            "<": ("{{#lessThan <field> <value>}}", "{{/lessThan}}"),
            ">": ("{{#greaterThan <field> <value>}}", "{{/greaterThan}}"),
            "missing": ("{{#unless <field>}}", "{{/unless}}"),
        },
    ),
    unsubscribe="{{{unsubscribe}}}",
    view_in_browser="{{Weblink}}",
    preferences="{{{unsubscribe_preferences}}}",
    postal_address="{{Sender_Address}}, {{Sender_City}}, {{Sender_State}} {{Sender_Zip}}",
    own=frozenset({"contact.company"}),
    engine="handlebars",
    escapes=True,
    paste=(
        Fact(
            "required",
            "not even a test is sent without {{{unsubscribe}}}, an unsubscribe group or a link of your own",
            f"{_DOCS}/how-to-send-email-with-marketing-campaigns.md",
            any_of=("{{{unsubscribe}}}",),
            or_link=True,
        ),
        Fact(
            "forbids",
            "tags that begin with <%asm_ belong to the Email API, never to Marketing Campaigns",
            _EDITOR,
            when=r"<%asm_\w*",
            cure="write {{unsubscribe}}, or {{preferences}}",
        ),
        Fact(
            "alters",
            'the design editor drops what stands outside role="modules-container"; the code editor changes nothing',
            f"{_DOCS}/editor.md; {_EDITOR}",
        ),
        Fact("alters", "{{field | text}} becomes {{insert field 'default=text'}} on saving", _CAMPAIGNS),
        Fact(
            "limit",
            "a design holds at most 1048576 characters of HTML",
            "third party: https://raw.githubusercontent.com/api-evangelist/sendgrid/refs/heads/main/"
            "json-schema/sendgrid-design-output-schema.json",
            bytes=1048576,
        ),
        Fact("note", "in a subject, a value with quotes or & needs three braces", _HANDLEBARS),
    ),
    sources={
        "fields": _EDITOR,
        "fallback": _EDITOR,
        "condition": f"{_CAMPAIGNS} (equals, if); the other helpers: {_HANDLEBARS}",
        "unsubscribe": f"{_DOCS}/create-and-manage-unsubscribe-groups.md",
        "view_in_browser": _EDITOR,
        "preferences": f"{_EDITOR}; in an href: third party: public templates for SendGrid",
        "postal_address": _EDITOR,
        "engine": _HANDLEBARS,
        "escapes": _CAMPAIGNS,
    },
    unverified=(
        "fields: company is a usual name for a custom field, which the account defines",
        "condition: the helpers are shown with other fields; SendGrid's page contradicts itself on whether notEquals "
        'takes 3 and "3" for the same; <= and >= are no helpers, and whether (equals a b) can stand in {{#and}} and '
        "{{#or}} is not said",
        "view_in_browser: that {{Weblink}} can stand in an href was seen on no page",
        "sources: the pages of twilio.com were read, their addresses not opened",
    ),
)
