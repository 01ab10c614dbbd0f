"""Adobe Marketo Engage: tokens with their display names, {{lead.First Name:default=x}}, and nothing else.

Conditions are made in the account, as dynamic content or as Velocity inside a script token.
"""

from __future__ import annotations

from newsletter.dialects.base import Delimiters, Dialect, Fact

_DOCS = "github.com/AdobeDocs/marketo.en, help/marketo/product-docs"
_TOKENS = f"{_DOCS}/demand-generation/landing-pages/personalizing-landing-pages/tokens-overview.md"
_LINKS = f"{_DOCS}/email-marketing/general/using-tokens/add-a-system-token-as-a-link-in-an-email.md"
_UNSUBSCRIBE = f"{_DOCS}/administration/email-setup/edit-the-unsubscribe-message.md"
_EDITOR = f"{_DOCS}/email-marketing/general/functions-in-the-editor/edit-an-emails-html.md"
_SYNTAX = f"{_DOCS}/email-marketing/general/email-editor-2/email-template-syntax.md"

MARKETO = Dialect(
    name="marketo",
    title="Marketo Engage",
    expressions=(
        Delimiters("{{", "}}"),
        # Variables of a template's head, and the two marks of the unsubscribe block that Marketo writes itself.
        Delimiters("${", "}", shape=r"\$\{[A-Za-z]\w{0,80}\}", everywhere=False),
        Delimiters("%mkt_", "%", shape=r"%mkt_[a-z_]{1,60}%", everywhere=False),
        Delimiters("##MKT_TOK", "##", shape="##MKT_TOK##", everywhere=False),
    ),
    controls=(),
    fields={
        "contact.email": "lead.Email Address",
        "contact.firstname": "lead.First Name",
        "contact.lastname": "lead.Last Name",
        "contact.company": "Company.Company Name",
        "contact.country": "lead.Country",
    },
    blanks=True,
    show="{{<name>}}",
    fallback="{{<name>:default=<default>}}",
    quotes=("",),
    unsubscribe="{{system.unsubscribeLink}}",
    view_in_browser="{{system.viewAsWebpageLink}}",
    escapes=True,
    paste=(
        Fact(
            "adds",
            "marketing emails get the unsubscribe text and link at the bottom; {{system.unsubscribeLink}} says where "
            "they stand instead",
            _UNSUBSCRIBE,
        ),
        Fact(
            "forbids",
            "Velocity's words (#if, #else, #elseif, #foreach, #end, #set, #define, #macro, #include, #parse, #break, "
            "#stop, #evaluate) break the email anywhere in it, even at the end of a link",
            "third party: https://blog.teknkl.com/vtl-reserved-word-in-url-hash-marketo-part-1/",
            when=r"#\{?(?:if|else|elseif|foreach|end|set|define|macro|include|parse|break|stop|evaluate)\b(?![\w-])",
            cure="write it without the sign #, or with another word behind it",
        ),
        Fact("note", "replacing the whole HTML under Edit Code parts the email from its template", _EDITOR),
        Fact(
            "note",
            "people can edit only elements of the classes mktoText, mktoImg, mktoSnippet, mktoVideo and mktoModule, "
            "with an id and mktoName",
            _SYNTAX,
        ),
        Fact(
            "forbids",
            "tokens do not work in the preheader of Marketo's editor, only in the HTML's own",
            "https://experienceleague.adobe.com/docs/marketo/using/product-docs/demand-generation/landing-pages/"
            "personalizing-landing-pages/tokens-overview.html",
        ),
        Fact(
            "alters",
            "variables such as ${name} become nothing in the text version",
            "third party: https://blog.teknkl.com/icymi-variables-text-version-break-links/",
        ),
    ),
    sources={
        "fields": _TOKENS,
        "fallback": "github.com/AdobeDocs, Marketo's email-authoring.md in a localised copy",
        "unsubscribe": _LINKS,
        "view_in_browser": _LINKS,
        "escapes": "third party: https://nation.marketo.com/community/product_and_support/blog",
    },
    unverified=(
        "fallback: whether a default may hold a colon, a quote or a brace; plain words are safe",
        "fields: whether names are case-sensitive; Adobe writes {{Company.Company Name}} with a capital",
        "unsubscribe: that an own link replaces the block which Marketo adds; Adobe says that it controls its place",
    ),
)
