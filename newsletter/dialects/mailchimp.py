"""Mailchimp: merge tags in upper case between ``*|`` and ``|*``, without quotes, filters, `and` and `or`."""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_FIELDS = "https://mailchimp.com/developer/marketing/docs/merge-fields"
_FOOTER = "https://mailchimp.com/help/customize-your-footer-content/"
_BLOCKS = (
    "https://mandrill.zendesk.com/hc/en-us/articles/360039278713-About-Dynamic-and-Conditional-Merge-Tags "
    "(Mailchimp Transactional)"
)
_NOTES = "third party: public notes on https://mailchimp.com/help/use-conditional-merge-tag-blocks/"
_REST = r"[^|\n]{0,200}\|\*"
_TEMPLATES = "third party: public templates for Mailchimp"

MAILCHIMP = Dialect(
    name="mailchimp",
    title="Mailchimp",
    # The shape leaves a Markdown table with emphasis alone: | *a*|b|*c* |
    expressions=(Delimiters("*|", "|*", rf"\*\|[A-Z]{_REST}", begins=r"\*\|[A-Z][A-Z\d_]"),),
    controls=tuple(
        Delimiters(f"*|{word}:", "|*", rf"\*\|{word}:{_REST}", begins=rf"\*\|{word}:")
        for word in ("IF", "IFNOT", "ELSEIF", "ELSE", "END", "INTERESTED")
    ),
    fields={
        "contact.email": "EMAIL",
        "contact.firstname": "FNAME",
        "contact.lastname": "LNAME",
        "contact.company": "COMPANY",
        "contact.country": "COUNTRY",
    },
    show="*|<name>|*",
    fallback="*|IF:<name>|**|<name>|**|ELSE:|*<default>*|END:IF|*",
    quotes=("",),
    condition=Condition(
        opening="*|IF:<test>|*",
        otherwise="*|ELSE:|*",
        closing="*|END:IF|*",
        tests={
            "==": "<field>=<value>",
            "!=": "<field>!=<value>",
            "<": "<field> < <value>",
            "<=": "<field> <= <value>",
            ">": "<field> > <value>",
            ">=": "<field> >= <value>",
            "exists": "<field>",
        },
        quotes=("",),
    ),
    unsubscribe="*|UNSUB|*",
    view_in_browser="*|ARCHIVE|*",
    preferences="*|UPDATE_PROFILE|*",
    # *|HTML:LIST_ADDRESS_HTML|* is HTML with a link; this one fits both parts.
    postal_address="*|LIST:ADDRESS|*",
    own=frozenset({"contact.company", "contact.country"}),
    paste=(
        Fact(
            "required",
            "every email needs an unsubscribe link; where it is missing, Mailchimp adds a footer of its own",
            "https://quickbooks.intuit.com/learn-support/en-us/help-article/"
            "alerts-notifications/email-footers/L4L1eKDrw_US_en_US",
            any_of=("*|UNSUB|*",),
        ),
        Fact(
            "note",
            "a postal address must be in every email, typed or as *|LIST:ADDRESS|*, *|LIST:ADDRESSLINE|* or "
            "*|HTML:LIST_ADDRESS_HTML|*; free plans need the badge *|REWARDS|* as well",
            "https://mailchimp.com/help/about-campaign-footers/",
        ),
        Fact(
            "note",
            "a custom HTML template needs the Standard plan or a higher one",
            "third party: a public note on https://mailchimp.com/help/import-a-custom-html-template/",
        ),
        Fact(
            "alters",
            "styles in the head are lost after a bare <!-->, as in <!--[if !mso]><!-->",
            "third party: https://github.com/mjmlio/mjml/issues/1581",
            when=r"(?s)<!-->(?=.*<style)",
            cure="write <!-- --> in its place, after the paste; <!--[if !mso]><!-- --> means the same",
        ),
        Fact(
            "alters",
            "each media query is wrapped in another one, and <style> elements are merged (seen in 2018)",
            "third party: http://stevenmansfield.com/blog-posts/blog29012018",
        ),
        Fact("note", "the tags of an audience's fields, FNAME and LNAME too, can be renamed there", _FIELDS),
    ),
    sources={
        "fields": f"{_FIELDS} (FNAME, LNAME); EMAIL: {_FOOTER}",
        "fallback": f"composed of a condition's tags, see there; that there is no default in a tag: {_NOTES}",
        "condition": f"{_BLOCKS}; operators, and no 'and' or 'or': {_NOTES}",
        "unsubscribe": _FOOTER,
        "view_in_browser": _TEMPLATES,
        "preferences": _TEMPLATES,
        "postal_address": f"{_TEMPLATES}; its HTML form: {_FOOTER}",
    },
    unverified=(
        "fields: COMPANY and COUNTRY are usual tags; the audience defines them",
        "condition: that campaigns read the same blocks as Mailchimp Transactional rests on third-party notes; <, <= "
        "and > are written like the only example with a number, TRANSACTIONS >= 20",
        "view_in_browser: *|ARCHIVE|* and *|UPDATE_PROFILE|* were seen on no page of Mailchimp",
        "escapes: a third party says that *|HTML:NAME|* prints unescaped, which would mean that the others are escaped",
    ),
)
