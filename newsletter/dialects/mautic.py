"""Mautic: tokens in single braces, replaced as plain text; a default may not hold ``|`` or braces."""

from __future__ import annotations

from newsletter.dialects.base import Delimiters, Dialect, Fact

_EMAILS = "github.com/mautic/user-documentation, docs/channels/emails.rst"
_VARIABLES = "github.com/mautic/user-documentation, docs/configuration/variables.rst"
_TOKENS = "github.com/mautic/mautic, app/bundles/LeadBundle/Helper/TokenHelper.php"
_MAIL = "github.com/mautic/mautic, app/bundles/EmailBundle/Helper/MailHelper.php"

_FIELD = r"[A-Za-z]\w{0,100}(?:\|[^|{}\n]{0,200})?"
_WORDS = (
    "unsubscribe_url|unsubscribe_text|dnc_url|resubscribe_url|webview_url|webview_text|signature|subject|tracking_pixel"
)

MAUTIC = Dialect(
    name="mautic",
    title="Mautic",
    expressions=(
        Delimiters("{contactfield=", "}", rf"\{{contactfield={_FIELD}\}}", begins=r"\{contactfield=\w"),
        Delimiters("{leadfield=", "}", rf"\{{leadfield={_FIELD}\}}"),
        Delimiters("{ownerfield=", "}", rf"\{{ownerfield={_FIELD}\}}"),
        Delimiters("{dynamiccontent=", "}", r'\{dynamiccontent="[^"{}\n]{1,200}"\}'),
        Delimiters("{pagelink=", "}", r"\{pagelink=\d{1,20}\}"),
        Delimiters("{assetlink=", "}", r"\{assetlink=\d{1,20}\}"),
        Delimiters("{", "}", rf"\{{(?:{_WORDS})\}}", everywhere=False),
    ),
    controls=(),
    fields={
        "contact.email": "email",
        "contact.firstname": "firstname",
        "contact.lastname": "lastname",
        "contact.company": "company",
        "contact.country": "country",
    },
    reserved=frozenset({"true", "date", "time", "datetime"}),
    show="{contactfield=<name>}",
    fallback="{contactfield=<name>|<default>}",
    quotes=("",),
    unsubscribe="{unsubscribe_url}",
    view_in_browser="{webview_url}",
    preferences="{unsubscribe_url}",  # leads to the preference page where that is switched on
    escapes=False,
    paste=(
        Fact(
            "required",
            "the headers for one-click unsubscribing are added only when the HTML holds the link that unsubscribes",
            _MAIL,
            any_of=("{unsubscribe_url}", "{unsubscribe_text}"),
        ),
        Fact("forbids", "there are no conditions in a text, only dynamic content that is set up in the email", _EMAILS),
        Fact("note", "as a default, 'true', 'date', 'time' and 'datetime' change the value's form instead", _TOKENS),
        Fact("adds", "a tracking pixel before </body>, unless {tracking_pixel} says where", _EMAILS),
        Fact(
            "adds",
            "a missing <head>, a <title> with the subject and a lang attribute",
            "github.com/mautic/mautic, app/bundles/EmailBundle/EventListener/BuilderSubscriber.php",
        ),
        Fact("alters", 'links are tracked, unless they have the attribute mautic:disable:tracking="true"', _EMAILS),
        Fact(
            "alters",
            'a preheader that is set in the email replaces a <div class="preheader">',
            "github.com/mautic/mautic, app/bundles/EmailBundle/EventListener/EmailSubscriber.php",
        ),
        Fact(
            "alters",
            "the builder's code mode was seen to drop conditional comments for Outlook",
            "https://github.com/mautic/mautic/issues/10133",
        ),
        Fact(
            "alters",
            "the builder's code mode was seen to add ids and classes, and to move the styles to the end of the body",
            "https://github.com/mautic/mautic/issues/10769",
        ),
        Fact("alters", "a setting makes the HTML smaller before it is sent", _MAIL),
    ),
    sources={
        "fields": _VARIABLES,
        "fallback": f"{_EMAILS}; {_TOKENS}",
        "unsubscribe": _EMAILS,
        "view_in_browser": _EMAILS,
        "preferences": _EMAILS,
        "postal_address": f"{_VARIABLES} (none in the list of tokens)",
        "engine": f"{_MAIL} (plain replacement)",
        "escapes": f"{_TOKENS} (the value stands as it is)",
    },
    unverified=(
        "escapes: contact data is cleaned on entry, so a value may come with entities in it (mautic issue 4234)",
        "paste: whether today's builder still changes the HTML in code mode; those issues were closed without a fix",
    ),
)
