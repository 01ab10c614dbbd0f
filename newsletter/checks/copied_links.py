"""Rules about links that were copied with somebody's traces in them, or from where only their author gets in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.addresses import TAG, Address
from newsletter.errors import Problem, shortened

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def _sites(*rows: tuple[str, str, str]) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((name, re.compile(site), re.compile(path)) for name, site, path in rows)


# Links that ESPs, mail filters and web services write in place of others, by site and path; each is made for one
# person. Seen in mails and notes that people published in public repositories, November 2026.
_REWRITTEN = _sites(
    ("Mailchimp", r"[^/]*\blist-manage\d*\.com", r"/(?:track/click|unsubscribe|profile|subscribe/confirm).*"),
    ("Mailchimp", r"(?:[^/]*\.)?mandrillapp\.com", r"/track/.*"),
    ("HubSpot", r"[^/]+", r"/e3t/.*|/Ctc/.*"),
    ("Brevo", r"(?:[^/]+\.)?(?:sendib[tm]\d*\.com|r\.[^/]+)", r"/(?:mk|tr)/(?:cl|un|mr)/.*"),
    ("SendGrid or Klaviyo", r"[^/]+", r"/(?:uni/)?(?:ls|wf)/click"),
    ("Mailjet", r"[^/]+\.mjt\.lu", r"/.*"),
    ("Amazon SES", r"[^/]*\bawstrack\.me", r"/.*"),
    ("Campaign Monitor", r"[^/]+\.(?:createsend\d*|cmail\d+)\.com", r"/t/.*"),
    ("Substack", r"(?:[^/]*\.)?substack\.com", r"/redirect/.*"),
    ("beehiiv", r"link\.mail\.beehiiv\.com", r"/.*"),
    ("Outlook", r"[^/]+\.safelinks\.protection\.outlook\.com", r"/.*"),
    ("Proofpoint", r"urldefense(?:\.proofpoint)?\.com", r"/.*"),
    ("Mimecast", r"[^/]*\.mimecast(?:protect)?\.com", r"/s/.*"),
    ("Google", r"www\.google\.[a-z.]+", r"/url"),
    ("Facebook", r"lm?\.facebook\.com", r"/l\.php"),
)


def sent_mail_link(mail: Mail) -> Iterator[Problem]:
    """A link that was copied out of a mail that somebody received.

    ## What it does
    Finds the addresses that ESPs, mail filters, Google and Facebook put in place of the true ones:
    `list-manage.com/track/click`, `/e3t/Ctc/`, `safelinks.protection.outlook.com` and their like.

    ## Why it matters
    The link was made for the person who got that mail. Every click of your readers counts as theirs, a link to
    unsubscribe unsubscribes them, and it stops working when the other sender clears up.

    ## Example
    `link: https://site.us2.list-manage.com/track/click?u=a6300f&id=37af30&e=5669f4`

    ## Instead
    Open the link, and copy the address of the page that it leads to, without what follows the question mark.
    """
    for address in mail.addresses:
        if address.host and (sender := rewriter(address)):
            message = f"{sender} wrote this link in place of the true one, for one person"
            yield address.problem(message, "open it, and copy the address of the page that it leads to", 0, 80)


def rewriter(address: Address) -> str:
    """Who put this link in place of the true one, for one recipient; empty for any other link."""
    return _of_site(address, _REWRITTEN)


def _of_site(address: Address, sites: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]) -> str:
    """The name of the first row that an address fits; empty where there is none."""
    fits = (name for name, site, path in sites if path.fullmatch(address.path) and site.fullmatch(address.host))
    return next(fits, "")


# Parameters by which sites know again whoever clicks: those that LibreWolf takes out of links
# (privacy.query_stripping.strip_list of its settings 5.4), mkt_tok of Firefox's own list, and the session ids of PHP,
# Java, ASP and ColdFusion.
# fmt: off
_IDENTIFYING = frozenset({
    "__hsfp", "__hssc", "__hstc", "__s", "_hsenc", "_openstat", "dclid", "fbclid", "gbraid", "gclid", "hsctatracking",
    "igshid", "mc_eid", "mkt_tok", "ml_subscriber", "ml_subscriber_hash", "msclkid", "oly_anon_id", "oly_enc_id",
    "rb_clickid", "s_cid", "twclid", "vero_conv", "vero_id", "wbraid", "wickedid", "yclid", "phpsessid", "jsessionid",
    "aspsessionid", "cfid", "cftoken", "sessionid", "session_id",
})
# fmt: on
_SESSION = re.compile(r";(jsessionid)=[^/?#]+", re.IGNORECASE)


def identifying_parameter(mail: Mail) -> Iterator[Problem]:
    """A link with the id of whoever copied it.

    ## What it does
    Finds parameters that sites and ESPs add to know one person again: `fbclid`, `mc_eid`, `_hsenc`, `mkt_tok`, session
    ids. A merge tag in their place is left alone.

    ## Why it matters
    All readers are counted as the one who copied the link; in the worst case they see that person's basket or account.

    ## Example
    `link: https://www.site.com/offer?fbclid=IwAR2xKq`

    ## Instead
    `link: https://www.site.com/offer`
    """
    for address in mail.addresses:
        for name, value, start, end in address.parameters:
            if name.lower() in _IDENTIFYING and value and TAG not in value:
                message = f"{name} is an id of whoever copied this link"
                yield address.problem(message, "take this parameter out", start, end)
        if found := _SESSION.search(address.path):
            start = address.span("path")[0] + found.start()
            message = f"{found[1]} is the session of whoever copied this link"
            yield address.problem(message, "take it out, up to the question mark", start, start + len(found[0]))


_MAILBOX = re.compile(
    r"[A-Za-z0-9._+-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}\b"
)


def personal_data_in_link(mail: Mail) -> Iterator[Problem]:
    """A link with somebody's mail address typed into it.

    ## What it does
    Finds a mail address in the path, the query or the fragment of a web link, where a merge tag should stand.

    ## Why it matters
    Every reader gets the same address: the form is filled in for a stranger, or a download is put down to them. And all
    readers learn it.

    ## Example
    `link: https://www.site.com/day?email=somebody@site.com`

    ## Instead
    `link: https://www.site.com/day?email={{contact.email}}`
    """
    for address in mail.addresses:
        if address.parts is None or not ("@" in address.bare or "%40" in address.bare):
            continue
        start = address.span("path")[0]
        if found := _MAILBOX.search(address.bare, start):
            message = f"the mail address {shortened(found[0], 60)} is the same for every reader"
            yield address.problem(
                message, "write {{contact.email}} in its place, or take it out", found.start(), found.end()
            )


def password_in_link(mail: Mail) -> Iterator[Problem]:
    """A link with a name or a password before the site.

    ## What it does
    Finds web links with an `@` before the name of the site.

    ## Why it matters
    What stands there is a way to log in, which every reader can see. Browsers leave it out or ask, and filters take
    such a link for fraud, since `https://bank.com@site.com` leads to site.com (RFC 3986, section 7.6).

    ## Example
    `link: https://preview:secret@www.site.com/offer`

    ## Instead
    The address of a page that needs no password.
    """
    for address in mail.addresses:
        if address.parts is not None and (user := address.parts["user"]) and TAG not in user:
            what = "a name and a password stand" if ":" in user.rstrip(":@") else "a name stands"
            message = f"{what} before the site, {shortened(address.host, 60)}"
            yield address.problem(message, "write the address of a page that is open to all", *address.span("user"))


# Shorteners that anybody can use: those that SpamAssassin 4.0.1 lists in 25_url_shortener.cf; in the last row, others
# of the same kind, which it does not list.
# fmt: off
_SHORTENERS = frozenset({
    "bit.ly", "bitly.com", "j.mp", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "lnkd.in", "t.ly", "rb.gy",
    "cutt.ly", "shorturl.at", "tiny.cc", "tiny.one", "s.id", "dlvr.it", "trib.al", "u.to", "shorturl.com", "x.co",
    "v.gd", "buff.ly", "rebrand.ly", "bl.ink", "adf.ly", "soo.gd", "urlz.fr",
})
# fmt: on


def shortened_link(mail: Mail) -> Iterator[Problem]:
    """A link of a public service that shortens links.

    ## What it does
    Finds links to `bit.ly`, `tinyurl.com`, `t.co` and their like.

    ## Why it matters
    Nobody sees where such a link leads, so senders of spam use the same services. SpamAssassin keeps a list of them,
    and their names come and go on block lists together with your mail. Goo.gl has ended, and most of its links with it.

    ## Example
    `link: https://bit.ly/3xYz`

    ## Instead
    The whole address: in a mail nobody sees how long it is. Your ESP counts the clicks.
    """
    for address in mail.addresses:
        if address.host.removeprefix("www.") in _SHORTENERS and address.path.strip("/"):
            hint = "open it, and copy the address that it leads to"
            message = f"{address.host} hides where the link leads, and spam filters distrust it"
            yield address.problem(message, hint, *address.span("host"))


# Where one writes or sets up a page, by site and path.
_DESKS = _sites(
    ("HubSpot", r"app(?:-\w+)?\.hubspot\.com", r"/.*"),
    ("Brevo", r"app\.brevo\.com|my\.(?:brevo|sendinblue)\.com", r"/.*"),
    ("Mailchimp", r"\w+\.admin\.mailchimp\.com", r"/.*"),
    ("WordPress", r"[^/]+", r".*/wp-(?:admin|login\.php).*"),
    ("Google Docs", r"docs\.google\.com", r"/forms/d/[^/]+/edit|/(?:document|spreadsheets|presentation)/.*/edit"),
    ("Canva", r"www\.canva\.com", r"/design/[^/]+/[^/]+/edit|/design/[^/]+/edit"),
)


def editor_link(mail: Mail) -> Iterator[Problem]:
    """A link to the place where a page is made, not to the page.

    ## What it does
    Finds links into the back offices of HubSpot, Brevo, Mailchimp and WordPress, to previews of WordPress, and to the
    editors of Google Docs and Canva.

    ## Why it matters
    You are logged in there and see the page. Readers are asked for a password, or get to change your document.

    ## Example
    `link: https://docs.google.com/forms/d/1a2b/edit`

    ## Instead
    `link: https://docs.google.com/forms/d/e/1a2b/viewform`: the link that the tool gives under Share or Publish.
    """
    for address in mail.addresses:
        names = {parameter.name: parameter.value for parameter in address.parameters}
        desk = _of_site(address, _DESKS)
        if names.get("preview") == "true" and names.keys() & {"p", "page_id", "preview_id"}:
            desk = "WordPress"
        if desk:
            message = f"this is where {desk} lets its owner work, not a page for readers"
            yield address.problem(message, "publish the page, and write its public address", 0, 80)


# What people call the copy of a site that they try things on, as a part of its name; the addresses that WP Engine gives
# to sites without a domain of their own, and Netlify to a change that is looked at. Names that are words elsewhere
# ("dev", "test", "stage", "recette") are left out.
_STAGING = re.compile(
    r"(?:.*[.-])?(?:staging|stg|preprod|pre-?production|uat)\d{0,2}[.-].+"
    r"|.+\.wpengine(?:powered)?\.com|deploy-preview-\d+--.+\.netlify\.app",
    re.IGNORECASE,
)


def staging_link(mail: Mail) -> Iterator[Problem]:
    """A link to the copy of a site that its makers try things on.

    ## What it does
    Finds addresses with staging, stg, preprod or uat in the name of the site, and the provisional addresses that WP
    Engine and Netlify give.

    ## Why it matters
    The page was looked at there before it went online, and the address was copied. The copy asks for a password, is out
    of date or is switched off, and its visits are not counted.

    ## Example
    `link: https://shop-staging.wpengine.com/summer`

    ## Instead
    `link: https://www.shop.com/summer`
    """
    for address in mail.addresses:
        if _STAGING.fullmatch(address.host):
            message = f"{address.host} is a site to try things on, not the one for readers"
            yield address.problem(message, "write the public address of the page", *address.span("host"))
