"""listmonk: Go's html/template with Sprig's functions; conditions have the same braces as values."""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_TEMPLATING = "github.com/knadh/listmonk, docs/docs/content/templating.md"
_CAMPAIGNS = "github.com/knadh/listmonk, models/campaigns.go"
_COMMON = "github.com/knadh/listmonk, models/common.go"
_GO = "https://pkg.go.dev/text/template"
_SPRIG = "https://masterminds.github.io/sprig"

LISTMONK = Dialect(
    name="listmonk",
    title="listmonk",
    expressions=(Delimiters("{{", "}}"),),
    controls=tuple(
        Delimiters(opening + word, "}}", everywhere=False)
        for opening in ("{{", "{{ ", "{{- ")
        for word in ("if ", "else", "end", "range ", "with ", "/*")
    ),
    fields={
        "contact.email": ".Subscriber.Email",
        "contact.firstname": ".Subscriber.FirstName",
        "contact.lastname": ".Subscriber.LastName",
        "contact.company": ".Subscriber.Attribs.company",
        "contact.country": ".Subscriber.Attribs.country",
    },
    own=frozenset({"contact.company", "contact.country"}),
    own_field=".Subscriber.Attribs.<name>",
    show="{{ <name> }}",
    fallback="{{ default <default> <name> }}",
    quotes=('"',),
    # Go writes "and" and "or" before the tests; a pipe hands one test on to the next, and so can stand between them.
    condition=Condition(
        opening="{{ if <test> }}",
        otherwise="{{ else }}",
        closing="{{ end }}",
        tests={
            "==": "(eq <field> <value>)",
            "!=": "(ne <field> <value>)",
            # Attributes are floats, and Go compares no float with a whole number, nor with nothing.
            "== number": "(eq (float64 <field>) (float64 <value>))",
            "!= number": "(ne (float64 <field>) (float64 <value>))",
            "<": "(lt (float64 <field>) (float64 <value>))",
            "<=": "(le (float64 <field>) (float64 <value>))",
            ">": "(gt (float64 <field>) (float64 <value>))",
            ">=": "(ge (float64 <field>) (float64 <value>))",
            "exists": "(<field>)",
            "missing": "(not <field>)",
        },
        both=" | and ",
        either=" | or ",
        quotes=('"',),
    ),
    unsubscribe="{{ UnsubscribeURL }}",
    view_in_browser="{{ MessageURL }}",
    preferences="{{ ManageURL }}",
    escapes=True,
    paste=(
        Fact(
            "alters",
            'HTML comments are removed, Outlook\'s too, unless written as {{ "<!--[if mso]>...<![endif]-->" | Safe }}',
            "https://github.com/knadh/listmonk/issues/1088",
            when=r"<!--\[if [^\]]*\]>",
            cure="look at the sent mail in Outlook for Windows, which needs them for its columns",
        ),
        Fact(
            "adds", "the default template has its own header, footer with the unsubscribe link, and pixel", _TEMPLATING
        ),
        Fact(
            "note",
            'a whole HTML document can be the body where the template is only {{ template "content" . }}',
            "https://github.com/knadh/listmonk/issues/2247",
        ),
        Fact("note", "links are tracked only where @TrackLink stands behind the address", _TEMPLATING),
        Fact("note", "a tag that cannot be read stops the campaign: quotes in tags must stay plain quotes", _CAMPAIGNS),
        Fact("note", "a test for a whole number is written contact.score == 3.0, since attributes are floats", _GO),
        Fact("note", "values are escaped for HTML in the plain text part as well", _CAMPAIGNS),
    ),
    sources={
        "fields": f"{_TEMPLATING} (attributes: .Subscriber.Attribs.city)",
        "fallback": f"{_SPRIG}/defaults.html; {_TEMPLATING} (Sprig's functions are there)",
        "condition": f"{_TEMPLATING} (if, eq, else, end); the other functions and the pipe: {_GO}; "
        f"float64: {_SPRIG}/conversion.html; attributes are JSON: {_COMMON}",
        "unsubscribe": _TEMPLATING,
        "view_in_browser": _TEMPLATING,
        "preferences": f"{_COMMON}; {_TEMPLATING} has {{{{ UnsubscribeURL }}}}?manage=true for the same page",
        "postal_address": f"{_TEMPLATING} (none in the list)",
        "engine": _CAMPAIGNS,
        "escapes": f"{_CAMPAIGNS} (html/template)",
    },
    unverified=(
        "condition: ne, lt, le, gt, ge, not and the pipe follow Go's documentation and were tried with Go's own "
        "html/template, not with listmonk; its documentation shows only eq",
        "fallback: composed from Sprig's documentation; seen on no page of listmonk",
        "preferences: older versions may lack {{ ManageURL }}",
        "own fields: an attribute whose name has a hyphen or a blank needs Go's index function",
    ),
)
