"""Rules that ask the sites whether their pages are there; they run only when a user asks for them with --links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.addresses import TAG, Address
from newsletter.checks.copied_links import rewriter
from newsletter.checks.image_hosting import site_of
from newsletter.checks.links import placeholder
from newsletter.errors import Problem, shortened
from newsletter.urls import normalise

if TYPE_CHECKING:
    from newsletter.asking import Answer
    from newsletter.checks.mail import Mail

_GONE = {404: "the site says that there is no such page", 410: "the site says that the page is gone for good"}
_DEAD = {
    "name": "there is no site of that name",
    "refused": "the site refuses every connection",
    "certificate": "the site's certificate is not valid, and browsers warn of it",
}
_UNSURE = {
    "network": "the site cannot be reached from here",
    "time": "the site does not answer in time",
    "circle": "the site redirects more than 5 times",
    "other": "the site's answer cannot be read",
}


def dead_link(mail: Mail) -> Iterator[Problem]:
    """A link to a page that is not there.

    ## What it does
    Asks the site of every web link of the issue, the brand and the layout for its page, eight at a time and no site for
    more than two at once. Merge tags and the parameters of the statistics are left out of the question. The answers of
    pages that are there are kept for a day, in the cache folder of your account (`newsletter-composer/links.json`). It
    runs with `--links` alone.

    ## Why it matters
    A mail cannot be changed once it is sent. The readers who want to know more are those who meet the error.

    ## Example
    `link: https://www.site.com/ofer`, answered with 404.

    ## Instead
    Open the page in a browser, and copy its address from there.
    """
    answers = {} if _offline(mail) else mail.answers
    for address in mail.addresses:
        if (answer := answers.get(asked(address))) and (why := _GONE.get(answer.status) or _DEAD.get(answer.trouble)):
            told = f" ({answer.status})" if answer.status else ""
            yield address.problem(f"{why}{told}", "open the page in a browser, and copy its address")


def locked_link(mail: Mail) -> Iterator[Problem]:
    """A link to a page that asks for a password.

    ## What it does
    Finds links whose site answers that one has to log in, or leads on to a page to log in. It runs with `--links`
    alone.

    ## Why it matters
    You are logged in and see the page; readers see a form. Shared documents are the usual case.

    ## Example
    A link to a document at Google or Microsoft that is shared with your company only.

    ## Instead
    Share it with everybody who has the link, or publish it on your site.
    """
    for address in mail.addresses:
        answer = mail.answers.get(asked(address))
        if answer and (answer.status == 401 or (_is_door(answer.final) and not _is_door(asked(address)))):
            yield address.problem("readers have to log in to see this page", "share it with everybody, or publish it")


def moved_link(mail: Mail) -> Iterator[Problem]:
    """A link to a page that has moved.

    ## What it does
    Finds links that the site leads on: for good to another address, or from a page to the front page of the site. It
    runs with `--links` alone.

    ## Why it matters
    An old address works as long as somebody remembers to keep it. A page that leads to the front page is mostly gone,
    and its readers have to search.

    ## Example
    `link: https://www.site.com/offer`, answered with 301 and `https://www.site.com/offers/summer`.

    ## Instead
    The new address.
    """
    for address in mail.addresses:
        answer = mail.answers.get(asked(address))
        if not answer or not answer.fine or not answer.final or _is_door(answer.final):
            continue
        shown = shortened(answer.final, 80)
        if _is_front(answer.final) and not _is_front(asked(address)):
            message = f"the site leads on from this page to its front page, {shown}; the page may be gone"
            yield address.problem(message, "find the page on the site, and write its address")
        elif answer.permanent and _same(answer.final) != _same(asked(address)):
            yield address.problem(f"the page has moved for good to {shown}", "write the new address")


def unchecked_link(mail: Mail) -> Iterator[Problem]:
    """A link that could not be checked.

    ## What it does
    Tells which links `--links` could not check: those with a merge tag in the name of the site or of the page, and
    those whose site was busy, did not let a program in, or did not answer. Without a network it says so once.

    ## Why it matters
    Nothing is known of these links: a site that is down now may be up when the message is read, and the other way
    round.

    ## Example
    `link: https://www.site.com/{{contact.company}}`

    ## Instead
    Open them in a browser, one by one, before the message is sent.
    """
    tagged = [each for each in mail.addresses if TAG in each.host + each.path and not asked(each)]
    if tagged:
        links = f"{len(tagged)} links were" if len(tagged) > 1 else "the link was"
        message = f"{links} not asked for, since merge tags make a different address for every reader"
        yield tagged[0].problem(message, "try it with the data of a reader")
    if _offline(mail):
        message = f"no site can be reached from here, so none of {len(mail.answers)} was asked"
        first = next(address for address in mail.addresses if asked(address))
        yield first.problem(message, "connect to the network, then check again")
        return
    for address in mail.addresses:
        if (answer := mail.answers.get(asked(address))) and (why := _unsure(answer)):
            yield address.problem(f"{why}; whether the page is there is not known", "open it in a browser")


def asked(address: Address) -> str:
    """The address that a site is asked for: without fragment, merge tags and statistics; empty where it cannot be.

    Links that were made for one recipient of another mail are not asked for: that would count as their click, or
    unsubscribe them.
    """
    if address.parts is None or not address.host or placeholder(address) or rewriter(address):
        return ""
    start = address.span("query")[0] if address.query else address.span("path")[1]
    if TAG in address.bare[:start]:
        return ""
    kept = [
        address.url[p.start : p.end] for p in address.parameters
        if not p.name.lower().startswith("utm_") and TAG not in address.bare[p.start : p.end]
    ]  # fmt: skip
    return normalise(address.url[:start] + ("?" + "&".join(kept) if kept else ""))


def _offline(mail: Mail) -> bool:
    """Whether it is the network that is not there, and not the sites."""
    troubles = {answer.trouble for answer in mail.answers.values()}
    sites = {site_of(url) for url in mail.answers}
    return troubles == {"network"} or (troubles <= {"network", "name", "refused"} and len(sites) > 1)


def _unsure(answer: Answer) -> str:
    if answer.status == 429:
        return "the site is busy (429)"
    if answer.status in (403, 999):
        return f"the site does not let programs in ({answer.status})"  # 999 is LinkedIn's
    if answer.status >= 400 and answer.status not in (*_GONE, 401):
        return f"the site answers with an error ({answer.status})"
    return _UNSURE.get(answer.trouble, "")


# Where one logs in: Google and Microsoft, and pages that are called so.
_DOOR = re.compile(
    r"https://(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com)/.*"
    r"|https?://[^?#]*/(?:login|log-in|signin|sign-in|wp-login\.php)(?:[/?#].*)?",
    re.IGNORECASE,
)


def _is_door(url: str) -> bool:
    return bool(_DOOR.fullmatch(url))


def _is_front(url: str) -> bool:
    return bool(
        re.fullmatch(r"https?://[^/?#]*/?(?:home|index\.\w+|[a-z]{2}(?:-[a-z]{2})?)?/?(?:\?.*)?", url, re.IGNORECASE)
    )


def _same(url: str) -> str:
    """An address without what redirects often only put right: the scheme, www, a slash at the end."""
    return re.sub(r"^https?://(www\.)?", "", url.lower()).rstrip("/")
