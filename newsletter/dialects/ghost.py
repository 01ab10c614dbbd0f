"""Ghost: a handful of replacement strings and no conditions; they need ``%%`` around them in an HTML card."""

from __future__ import annotations

from newsletter.dialects.base import Delimiters, Dialect, Fact

_EMAIL = "github.com/TryGhost/Ghost, ghost/core/core/server/services/email-service"
_RENDERER = f"{_EMAIL}/email-renderer.js"
_TEMPLATE = f"{_EMAIL}/email-templates/template.hbs"
_HTML_CARD = "github.com/TryGhost/Ghost, ghost/core/core/server/services/koenig/node-renderers/html-renderer.js"
_VISIBILITY = "https://docs.ghost.org/admin-api/posts/card-visibility"

# Ghost turns some signs into entities after it has noted the default, or breaks the text part with them.
_DEFAULT = r"(?:,? {0,9}(?:\"|&quot;)[^\"{}<>&“”–→\n]{0,200}(?:\"|&quot;))?"

GHOST = Dialect(
    name="ghost",
    title="Ghost",
    expressions=(
        Delimiters("%%{", "}%%", rf"%%\{{\w{{1,40}}{_DEFAULT}\}}%%", begins=r"%%\{\w"),
        Delimiters("{", "}", rf"\{{(?:email|first_name|name|uuid){_DEFAULT}\}}", everywhere=False),
    ),
    controls=(),
    fields={"contact.email": "email", "contact.firstname": "first_name"},
    show="%%{<name>}%%",
    fallback="%%{<name>, <default>}%%",
    quotes=('"',),
    unsubscribe="%%{unsubscribe_url}%%",
    preferences="%%{manage_account_url}%%",
    paste=(
        Fact(
            "note",
            "in an HTML card a tag needs %% around it; {first_name} alone is for the email content card",
            _HTML_CARD,
        ),
        Fact(
            "note",
            "an HTML card is shown on the website too, with its tags as they are, unless hidden there",
            _VISIBILITY,
        ),
        Fact("note", "who sees an HTML card, free or paid members, is set on the card itself", _VISIBILITY),
        Fact("adds", "a header with the title, and a footer with the unsubscribe link, around the post", _TEMPLATE),
        Fact(
            "alters",
            "<style> blocks are inlined and removed, so media queries are lost",
            _RENDERER,
            when=r"<style[^>]*>[^<]*@media",
            cure="see to it that the message is readable without its styles for phones and for dark screens",
        ),
        Fact(
            "alters", 'the HTML is parsed and written anew; links get target="_blank", figures become divs', _RENDERER
        ),
        Fact("alters", "links are rewritten where clicks are tracked, and relative ones made absolute", _RENDERER),
        Fact("alters", "elements with data-gh-segment are removed for other segments", _RENDERER),
        Fact("alters", "curly quotes, en dashes and arrows become entities", _RENDERER),
    ),
    sources={
        "fields": _RENDERER,
        "fallback": f'{_TEMPLATE} (%%{{name, "not provided"}}%%); {_RENDERER}',
        "condition": f"{_RENDERER} (plain replacement; there are none)",
        "unsubscribe": _TEMPLATE,
        "view_in_browser": f"{_TEMPLATE} (the header's own link; there is no tag for it)",
        "preferences": _TEMPLATE,
        "postal_address": f"{_TEMPLATE} (the newsletter's footer setting; there is no tag for it)",
        "engine": f"{_EMAIL}/mailgun-email-provider.js (plain replacement)",
    },
    unverified=(
        "show: that %%{first_name}%% works in an HTML card is read from the code; no page of Ghost says it, and a "
        "version that wraps {first_name} by itself could leave a stray %%",
        "fallback: which signs a default can hold is deduced from the code",
        "escapes: Ghost hands values to Mailgun as they are; whether Mailgun escapes them is unknown",
    ),
)
