"""Rules about where links lead, as far as that can be known without asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from newsletter.checks.addresses import TAG, Address, is_local
from newsletter.errors import Problem, did_you_mean, shortened

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_TWICE = re.compile(r"https?:/*(?=https?(?::|/))", re.IGNORECASE)
_SECOND = re.compile(r"\s(?=https?://)", re.IGNORECASE)
_NOT_IN_HOST = re.compile(rf"[^\w.{TAG}-]")  # letters of every script, which are written as xn-- labels
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def malformed_link(mail: Mail) -> Iterator[Problem]:
    r"""A link that no browser can follow.

    ## What it does
    Finds addresses that are broken as they are written: with `https://` twice, with two links in one, with a backslash,
    with a site that has no dot in its name or two dots in a row, with a sign that no site's name has, with a port that
    is no number, with a `%` in its path that encodes nothing.

    ## Why it matters
    The link looks like a link, and a click ends at an error. Mail clients and servers follow RFC 3986, which says what
    an address may hold.

    ## Example
    `link: https://https://www.site.com/offer`

    ## Instead
    `link: https://www.site.com/offer`; copy the address from the browser, and click it once.
    """
    for address in mail.addresses:
        if address.parts is not None and not placeholder(address):
            for start, end, what, cure in islice(_breaks(address), 1):
                yield address.problem(what, cure, start, end)


def _breaks(address: Address) -> Iterator[tuple[int, int | None, str, str]]:
    """The stretches of a web link that break it, each with what is wrong and the cure."""
    bare, host, (start, end) = address.bare, address.host, address.span("host")
    if _TWICE.match(bare.strip()):
        rest = re.sub(r"^(https?:?/*)+", "", address.url.strip(), flags=re.IGNORECASE)
        yield 0, None, "the link begins twice", f"write it as https://{shortened(rest, 60)}"
    if found := _SECOND.search(bare):
        yield found.end(), None, "a second link stands in this one", "write one address"
    if (at := bare.find("\\")) >= 0:
        yield at, at + 1, "a backslash stands in the link", "write / in its place"
    if not host.startswith("["):
        if odd := _NOT_IN_HOST.search(host):
            yield start, end, f"the name of a site cannot hold '{odd[0]}'", "check where the name of the site ends"
        elif ".." in host or host.startswith("."):
            yield start, end, "a dot too many stands in the name of the site", "write one dot between its parts"
        elif "." not in host and TAG not in host and host != "localhost":
            yield (
                start,
                end,
                f"'{shortened(host, 40)}' is not the name of a site",
                "write its whole name, as in www.site.com",
            )
    port = (address.parts["port"] or "")[1:] if address.parts else ""
    if port and TAG not in port and not (re.fullmatch("[0-9]{1,5}", port) and int(port) < 2**16):
        cure = "write a slash between the site and the page, or take it out"
        yield *address.span("port"), f"'{shortened(port, 40)}' is not a port", cure
    if found := _STRAY_PERCENT.search(address.path):
        at = address.span("path")[0] + found.start()
        yield at, at + 1, "a % in the link encodes nothing", "write %25 for the sign itself"


def escaped_link(mail: Mail) -> Iterator[Problem]:
    """A link with the escapes of a web page's source.

    ## What it does
    Finds `&amp;` in the value of `link:`, where an address has `&`.

    ## Why it matters
    The address was copied from the source of a page. The site gets a parameter named `amp;utm_medium`, and its
    statistics, or the page itself, miss the true one.

    ## Example
    `link: https://www.site.com/?id=3&amp;utm_medium=email`

    ## Instead
    `link: https://www.site.com/?id=3&utm_medium=email`
    """
    for address in mail.addresses:
        if address.link.file != "layout" and (at := address.bare.find("&amp;")) >= 0:
            yield address.problem("&amp; stands where an address has &", "write &", at, at + len("&amp;"), fix="&")


def punctuated_link(mail: Mail) -> Iterator[Problem]:
    """A link that ends with a sign of the sentence around it.

    ## What it does
    Finds web links that end with a comma, a semicolon, a full stop, an exclamation mark or a quote, or with a closing
    bracket that nothing opens.

    ## Why it matters
    Such a sign comes along when an address is copied out of a sentence. For the site it belongs to the name of the
    page, and there is no such page.

    ## Example
    `link: https://www.site.com/offer,`

    ## Instead
    `link: https://www.site.com/offer`
    """
    for address in mail.addresses:
        url = address.bare.rstrip()
        clean = url.rstrip(_SIGNS)
        sign = url[len(clean) :]
        if address.parts is None or not sign:
            continue
        if sign[0] in _OPENED_BY and url.count(_OPENED_BY[sign[0]]) >= url.count(sign[0]):
            continue
        message = f"the link ends with '{sign[:10]}'"
        yield address.problem(message, "take it out, unless the page works only with it", len(clean), len(url))


_SIGNS = ".,;!'\"’”»>)]"
_OPENED_BY = {")": "(", "]": "["}


def spaced_link(mail: Mail) -> Iterator[Problem]:
    """A link with a blank at its end.

    ## What it does
    Finds blanks before and after an address, and those that came encoded at its end: `%20`, `%C2%A0`.

    ## Why it matters
    An encoded blank belongs to the name of the page, and the site says that there is no such page. Plain blanks at the
    ends are left out when the issue is composed, and still go wrong where the address is copied from the file.

    ## Example
    `link: https://www.site.com/offer%20`

    ## Instead
    `link: https://www.site.com/offer`
    """
    for address in mail.addresses:
        clean = address.url.strip()
        while clean.upper().endswith(_ENCODED_BLANKS):
            clean = clean[: clean.rindex("%")].rstrip().removesuffix("%C2").removesuffix("%c2")
        if clean and clean != address.url:
            message = f"a blank stands {'after' if address.url.startswith(clean) else 'before'} the address"
            yield address.problem(message, f"write {shortened(clean, 80)}", fix=clean)


_ENCODED_BLANKS = ("%20", "%C2%A0", "%09", "%0A", "%0D")


# RFC 2606: names that are kept for examples and tests. Then what people type until they know the address.
_RESERVED = re.compile(r"(?:.*\.)?(example\.(?:com|net|org)|example|test|invalid)")
_FILLER = re.compile(
    r"(?:www\.)?(?:(?:todo|tbd|tbc|a-?venir|placeholder|lien|link|url|x+)"
    r"|(?:x{3,}|(?:your|my)-?(?:site|website|domain|company|link)|(?:votre|mon)-?(?:site|domaine|entreprise|lien)"
    r"|(?:ihre|deine|meine)-?(?:domain|seite|website)|(?:tu|su|mi)-?(?:sitio|dominio|empresa))(?:\.[a-z]{2,4})?)"
)
_FILLER_PAGE = re.compile(r"/(?:todo|tbd|tbc|x{3,}|placeholder|lien-a-venir|url-a-venir)/?", re.IGNORECASE)


def placeholder_link(mail: Mail) -> Iterator[Problem]:
    """A link that only keeps the place of the true one.

    ## What it does
    Finds links to `#`, to the sites that exist for examples alone (`example.com`, `.test`: RFC 2606), and to names and
    pages that people type until they know the address: `https://todo`, `https://www.site.com/xxx`. Links to one such
    site are told once, with their number.

    ## Why it matters
    Every reader who clicks ends nowhere, or on a page about examples.

    ## Example
    `link: https://www.example.com/offer`

    ## Instead
    The true address; or no `link:` until it is known.
    """
    groups: dict[str, list[Address]] = {}
    for address in mail.addresses:
        if name := placeholder(address):
            groups.setdefault(name, []).append(address)
    for name, found in groups.items():
        links = f"{len(found)} links lead" if len(found) > 1 else "the link leads"
        start, end = _first_of(name, found[0])
        yield found[0].problem(
            f"{links} to {name}, which only keeps the place of an address", "write the true address", start, end
        )


def placeholder(address: Address) -> str:
    """The name that stands for an address that is not known yet; empty for a true link."""
    if address.bare.strip() in ("#", "#!"):
        return "#"
    host = address.host
    if address.scheme == "mailto":
        host = address.bare.partition("?")[0].rpartition("@")[2].strip().lower()
    if found := _RESERVED.fullmatch(host):
        return found[1] if "." in found[1] else host
    if _FILLER.fullmatch(host):
        return host
    return address.path if _FILLER_PAGE.fullmatch(address.path) else ""


def _first_of(name: str, address: Address) -> tuple[int, int | None]:
    at = address.url.lower().find(name.lower())
    return (at, at + len(name)) if at >= 0 else (0, None)


def local_link(mail: Mail) -> Iterator[Problem]:
    """A link that works only on your own computer or network.

    ## What it does
    Finds links to `localhost`, to addresses that networks use inside (`192.168.1.20`, `10.0.0.4`: RFC 1918) and to
    names that end in `.local`, `.lan` or `.internal`.

    ## Why it matters
    You see the page, and no reader does.

    ## Example
    `link: http://localhost:8080/offer`

    ## Instead
    The public address of the page.
    """
    for address in mail.addresses:
        if is_local(address.host):
            message = f"{address.host} is a computer of your own network, which no reader can reach"
            yield address.problem(message, "write the public address of the page", *address.span("host"))


# Of the domains that are as a whole on the HSTS preload list (hstspreload 2025.1.1), those of Google Registry that
# anybody can have a site under.
_ALWAYS_SECURE = (".app", ".dev", ".page", ".new", ".day", ".foo", ".zip", ".mov")


def insecure_link(mail: Mail) -> Iterator[Problem]:
    """A link without encryption.

    ## What it does
    Finds `http://` links. Where the same site is linked with `https://` elsewhere, or has a name that browsers only
    open so (`.app`, `.dev`), `--fix` writes the s.

    ## Why it matters
    Browsers call such a page not secure, some ask before they open it, and what a reader types there can be read on the
    way. Nearly every site answers to `https://` as well.

    ## Example
    `link: http://www.site.com/offer`

    ## Instead
    `link: https://www.site.com/offer`; open it once in a browser.
    """
    secure = {address.host for address in mail.addresses if address.scheme == "https"}
    for address in mail.addresses:
        host = address.host
        if address.scheme != "http" or not host or is_local(host) or re.fullmatch(r"[\d.]+|\[.*", host):
            continue
        if placeholder(address):
            continue
        sure = (host in secure or host.endswith(_ALWAYS_SECURE)) and not address.parts["port"]  # type: ignore[index]
        start, end = address.span("scheme")
        fix = "https" if sure and address.url[start:end] == "http" else None
        yield address.problem("the link is not encrypted", "write https://, and try it", start, end, fix=fix)


def missing_target(mail: Mail) -> Iterator[Problem]:
    """A link to a place that the message does not have.

    ## What it does
    Finds links such as `#agenda` where no section has that `id`.

    ## Why it matters
    A click does nothing, and the reader thinks that the message is broken.

    ## Example
    `[the dates](#agenda)`, and the section is called `id: dates`.

    ## Instead
    `[the dates](#dates)`, or `id: agenda` in the section.
    """
    ids = mail.page.ids
    for address in mail.addresses:
        url = address.url.strip()
        if url.startswith("#") and TAG not in address.bare and len(url) > 1 and url[1:] not in ids and url != "#!":
            near = did_you_mean(url[1:], sorted(ids))
            hint = near or f"give the section that is meant id: {shortened(url[1:], 40)}"
            yield address.problem(f"no section has the id '{shortened(url[1:], 40)}'", hint)


_MAILBOX = re.compile(r"[^\s@,;:<>()\[\]\\\"/]+@[^\W_]([\w-]{0,62}[^\W_])?(\.[^\W_]([\w-]{0,62}[^\W_])?)+")


def broken_mailto(mail: Mail) -> Iterator[Problem]:
    """A mail link without a mail address.

    ## What it does
    Finds `mailto:` links without an address, or with one that is none. A link with a subject and no address, by which
    readers recommend a page, is left alone.

    ## Why it matters
    The reader's mail program opens an empty message, or one that cannot be sent; RFC 6068 says how such links are
    written.

    ## Example
    `link: mailto:contact.site.com`

    ## Instead
    `link: mailto:contact@site.com`
    """
    for address in mail.addresses:
        if address.scheme != "mailto":
            continue
        to, question, query = address.bare.strip()[len("mailto:") :].partition("?")
        if not to.strip() and (not query or not question):
            yield address.problem("the mail link has no address", "write mailto:name@site.com")
            continue
        for each in filter(str.strip, to.split(",")):
            if TAG not in each and not _MAILBOX.fullmatch(each.strip().replace("%40", "@")):
                hint = "write mailto:name@site.com, then ?subject= where there is one, and , between several"
                yield address.problem(f"'{shortened(each.strip(), 60)}' is not a mail address", hint)
                break


def broken_phone_link(mail: Mail) -> Iterator[Problem]:
    """A phone link that no phone can dial.

    ## What it does
    Finds `tel:` links with fewer than three digits, and those with letters.

    ## Why it matters
    A tap dials nothing, or something else. RFC 3966 has digits, and signs that only divide them.

    ## Example
    `link: tel:CALL-US`

    ## Instead
    `link: tel:+33140000000`, with the code of the country, for readers abroad.
    """
    for address in mail.addresses:
        number = address.bare.strip().partition(":")[2].partition(";")[0]
        if address.scheme == "tel" and TAG not in number:
            number = re.sub("%20", "", number)
            if len(re.findall(r"\d", number)) < 3 or re.search(r"[^\W\d_]", number):
                yield address.problem(
                    f"'{shortened(number, 40)}' cannot be dialled", "write tel: and the digits: tel:+33140000000"
                )


_LONGEST = 2083  # characters that Internet Explorer, and Windows with it, opens: Microsoft, KB 208427


def long_link(mail: Mail) -> Iterator[Problem]:
    """A link that is too long for some programs.

    ## What it does
    Finds addresses of more than 2,083 characters, the most that Internet Explorer opened (Microsoft, KB 208427).

    ## Why it matters
    Programs of Windows, and servers on the way, cut such an address off. Salesforce warns of Outlook 2007 to 2013 from
    975 characters on (WrapLongURL). Once an ESP has added its own parameters, it is longer still.

    ## Example
    A link to a search with all its filters, or one that holds a whole form.

    ## Instead
    A page of its own with a short address, or a redirect on your own site.
    """
    for address in mail.addresses:
        if (length := len(address.url)) > _LONGEST:
            message = f"the link has {length:,} characters, and some programs open {_LONGEST:,} at most"
            yield address.problem(message, "make a short address on your own site, and redirect it", 0, 60)
