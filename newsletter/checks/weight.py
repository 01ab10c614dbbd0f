"""Rules about size: what Gmail cuts off, styles that it drops, pictures that take long to load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from newsletter.checks.image_formats import seen_file
from newsletter.checks.image_hosting import folder_of
from newsletter.checks.stretches import Stretch, marks, named, stretches
from newsletter.clipping import LIMIT, REWRITING, REWRITTEN, Weight, hrefs
from newsletter.errors import Loc, Problem
from newsletter.walk import Place, Shown

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

STYLES = 16_384
"""Bytes of styles that Gmail keeps; a style element that goes beyond is removed.

hteumeuleu in https://github.com/hteumeuleu/caniemail/issues/144 (2021), with tests in
https://github.com/hteumeuleu/email-bugs/issues/90, which also tells that it was 8192 before 2017.
"""

PICTURE = 1_000_000
"""Bytes of one picture: Mailchimp recommends at most 1 MB, https://mailchimp.com/help/about-template-images/."""

PICTURES = 800_000
"""Bytes of all pictures: Salesforce recommends to stay below 800 KB in all, and better below 500 KB.

"Email File Size Guidelines", answers.salesforce.com/blog, May 2014.
"""

_CUT = "shorten the issue, move a section to the next one, or show its beginning and link to the rest"


def clipped_message(mail: Mail) -> Iterator[Problem]:
    """A message that Gmail cuts off.

    ## What it does
    Weighs the HTML part as it is composed: its text, links and styles, without the pictures, which are loaded apart.
    Gmail shows the first 102 KB. The finding names the section that is cut and the three heaviest.

    ## Why it matters
    Readers see "[Message clipped] View entire message" in place of the rest. The footer with the unsubscribe link is
    gone, so some press "spam" instead, and the picture that counts opens is often gone as well. What Gmail shows
    behind that link has lost its styles. Gmail publishes no number; Mailchimp tells of 102 KB ("Gmail is clipping my
    email"), and tests of others agree (github.com/hteumeuleu/email-bugs, issue 41).

    ## Example
    An issue with four long reads in full, which weighs 130 KB.

    ## Instead
    Show the beginning of the long reads, and link to a page with the rest.
    """
    weight = Weight.of(mail.message.html, mail.project.dialect.name)
    if weight.today <= LIMIT:
        return
    parts = stretches(mail.page, mail.message.html)
    told = f"the HTML weighs {_kb(weight.today)}, and Gmail shows the first {_kb(LIMIT)}"
    yield _cut_at(parts, LIMIT).problem(f"{told}{_lost(parts, LIMIT, mail)}", _heaviest(parts, mail), "cut here")


def clipped_after_rewriting(mail: Mail) -> Iterator[Problem]:
    """A message that Gmail will cut off once the ESP has rewritten its links.

    ## What it does
    Adds to the weight of the HTML part what the ESP adds to it: the longer links that count clicks, and the picture
    that counts opens. It is an estimate. How long a link becomes differs: about 60 bytes at Campaign Monitor, 120 at
    Mailchimp, 500 at HubSpot, as measured on links of real mails; for an ESP that is not known, 300 are assumed.

    ## Why it matters
    The message looks whole before it is sent, and is cut in Gmail afterwards: see `clipped-message`.

    ## Example
    An issue of 90 KB with 60 links, sent through HubSpot: it grows by about 25 KB.

    ## Instead
    Take some links out, or shorten the issue. A test mail from the ESP to a Gmail address tells for certain.
    """
    weight, at = _rewritten(mail)
    if weight.today <= LIMIT and at is not None:
        parts = stretches(mail.page, mail.message.html)
        told = f"the HTML weighs {_kb(weight.today)} today, and about {_then(weight, mail)}"
        message = f"{told}; Gmail shows the first {_kb(LIMIT)}{_lost(parts, at, mail)}"
        yield _cut_at(parts, at).problem(message, _heaviest(parts, mail), "cut about here")


def late_unsubscribe(mail: Mail) -> Iterator[Problem]:
    """A link to unsubscribe behind the place where Gmail cuts.

    ## What it does
    Looks where the first link to unsubscribe stands in the HTML part, today and once the ESP has rewritten the links,
    which is an estimate. It speaks where Gmail would cut before it.

    ## Why it matters
    A reader who does not find it presses "spam", which harms every later mailing. Laws ask for a way out that is easy
    to find: CAN-SPAM in the United States, the GDPR in Europe.

    ## Example
    A footer with the only link, below 110 KB of HTML.

    ## Instead
    Shorten the issue. Where that cannot be, put a second link to unsubscribe near the top, in the introduction.
    """
    _, at = _rewritten(mail)
    if at is None:
        return
    wanted = _unsubscribe_links(mail)
    offset = next((place for place, href in hrefs(mail.message.html.encode()) if _same(href, wanted)), None)
    if offset is None or offset < at:
        return
    then = "" if offset >= LIMIT else f" once {mail.project.dialect.title} has rewritten the links"
    own = mail.project.brand.links.unsubscribe
    place = Place("brand", ("links", "unsubscribe")) if own else Place("layout", needle="links.unsubscribe")
    yield place.problem(
        f"Gmail cuts the message before the link to unsubscribe{then}",
        "shorten the issue, or put another link to unsubscribe near its top",
    )


def late_call_to_action(mail: Mail) -> Iterator[Problem]:
    """A button behind the place where Gmail cuts.

    ## What it does
    Looks for the buttons of the issue (sections of the kind `cta`, and the `cta` of articles) that stand behind the
    place where Gmail will cut, today or once the ESP has rewritten the links.

    ## Why it matters
    Readers in Gmail never see them, and the statistics look as if nobody cared.

    ## Example
    `label: Book my seat` in the last section of an issue of 120 KB.

    ## Instead
    Move the section with the button up, or shorten what stands before it.
    """
    _, at = _rewritten(mail)
    if at is None:
        return
    buttons: set[Loc] = set()
    for number, section in enumerate(mail.project.issue.sections):
        within = ("sections", number)
        buttons |= {(*within, "label")} if section.kind == "cta" else set()
        buttons |= {(*within, "cta", "label")} if getattr(section, "cta", None) else set()
    lost = [mark.loc for mark in marks(mail.page) if mark.file == "issue" and mark.loc in buttons and mark.at >= at]
    if lost:
        others = f", and {len(lost) - 1} more after it," if len(lost) > 1 else ""
        message = f"this button{others} will stand behind the place where Gmail cuts the message"
        yield Place("issue", lost[0]).problem(message, "move its section up, or shorten what stands before it")


def heavy_style_block(mail: Mail) -> Iterator[Problem]:
    """Styles that Gmail drops, since there are too many.

    ## What it does
    Adds up the `<style>` elements of the HTML part. Gmail keeps 16,384 bytes, and removes the element that goes beyond
    and those after it.

    ## Why it matters
    What was in them is lost: as a rule the rules for phones and for dark mode. Styles that are inlined are not
    concerned. The number comes from tests by the maintainer of caniemail.com (caniemail, issue 144).

    ## Example
    A layout with 20 KB in one `<mj-style>`.

    ## Instead
    Mark what is not for phones or dark mode as `inline="inline"`, and remove rules that nothing uses.
    """
    total = 0
    for element in mail.page.root.iter("style"):  # those for Outlook stand in comments, and Gmail never sees them
        total += len((element.text or "").encode())
        if total > STYLES:
            place = mail.page.place(element)
            yield (Place("layout", needle="<mj-style>") if place == Place("layout") else place).problem(
                f"the styles weigh {total:,} bytes up to here, and Gmail drops what goes beyond {STYLES:,}",
                'mark the rules that all readers need inline="inline", and remove those that nothing uses',
            )
            return


def heavy_image(mail: Mail) -> Iterator[Problem]:
    """A picture that takes long to load.

    ## What it does
    Finds picture files of the project above 1 MB. Pictures that are hosted elsewhere are not looked at.

    ## Why it matters
    On a phone the picture appears late or never, and the reader has scrolled past. Mailchimp recommends at most 1 MB
    a picture ("About Template Images").

    ## Example
    A photo of 4 MB, straight from the camera.

    ## Instead
    Scale it to twice the width that it is shown at, and save it as JPEG of middle quality.
    """
    for picture, size in _files(mail):
        if size > PICTURE:
            yield picture.place.problem(
                f"this picture weighs {_mb(size)}; phones on a slow network show it late or never",
                f"scale it to twice the width that it is shown at and save it below {_mb(PICTURE)}",
            )


def heavy_images(mail: Mail) -> Iterator[Problem]:
    """Pictures that take long to load, all together.

    ## What it does
    Adds up the picture files that the issue shows, with those of the brand, each once. Above 800 KB it names the
    heaviest. Pictures that are hosted elsewhere are not known, and those above 1 MB are left to heavy-image; both are
    not counted.

    ## Why it matters
    Every reader loads all of them. Salesforce's guide recommends to stay below 800 KB in all, and ideally below 500 KB
    ("Email File Size Guidelines", 2014).

    ## Example
    Twelve photos of 150 KB: 1.8 MB to load.

    ## Instead
    Save photos as JPEG of middle quality, flat drawings as PNG with few colours, and leave out what only decorates.
    """
    files = sorted(((each, size) for each, size in _files(mail) if size <= PICTURE), key=lambda found: -found[1])
    total = sum(size for _, size in files)
    if total > PICTURES:
        heaviest = ", ".join(f"{Path(picture.url).name} ({_mb(size)})" for picture, size in files[:3])
        yield files[0][0].place.problem(
            f"the {len(files)} pictures weigh {_mb(total)} in all" if len(files) > 1 else f"it weighs {_mb(total)}",
            f"bring them below {_mb(PICTURES)}; the heaviest are {heaviest}",
        )


def _rewritten(mail: Mail) -> tuple[Weight, int | None]:
    weight = Weight.of(mail.message.html, mail.project.dialect.name)
    return weight, weight.clipped_at


def _kb(size: int) -> str:
    return f"{size / 1000:.0f} KB"


def _mb(size: int) -> str:
    return f"{round(size / 1_000_000, 1):g} MB" if size >= 1_000_000 else _kb(size)


def _then(weight: Weight, mail: Mail) -> str:
    known = REWRITING.get(mail.project.dialect.name)
    each = f"estimated: {known.length(0)} bytes" if known else f"assumed: {REWRITTEN} bytes"
    more = " and its target in each" if known and known.share else " each"
    links = f"has rewritten its {weight.links} links ({each}{more})"
    return f"{_kb(weight.rewritten)} once {mail.project.dialect.title} {links}"


def _cut_at(parts: list[Stretch], at: int) -> Place:
    return next((part.place for part in parts if part.end > at), parts[-1].place)


def _lost(parts: list[Stretch], at: int, mail: Mail) -> str:
    """What a reader does not see."""
    sections = mail.project.issue.sections
    cut = next((part.section for part in parts if part.start < at < part.end and part.section is not None), None)
    behind = {part.section for part in parts if part.start >= at and part.section is not None} - {cut}
    told = f": it cuts in {named(cut, sections)}" if cut is not None else ""
    if behind:
        told = told or f": it cuts before {named(min(behind), sections)}"
        told += " and hides the section behind" if len(behind) == 1 else f" and hides the {len(behind)} sections behind"
    return told or ": it hides the footer"


def _heaviest(parts: list[Stretch], mail: Mail) -> str:
    weights: dict[int, int] = {}
    for part in parts:
        if part.section is not None:
            weights[part.section] = weights.get(part.section, 0) + part.end - part.start
    first = sorted(weights, key=lambda section: -weights[section])[:3]
    listed = ", ".join(f"{named(section, mail.project.issue.sections)} {_kb(weights[section])}" for section in first)
    return f"{_CUT}; the heaviest: {listed}" if listed else _CUT


def _unsubscribe_links(mail: Mail) -> set[str]:
    links = mail.project.brand.completed(mail.project.dialect).links
    return {unquote(url) for url in (links.unsubscribe, mail.project.dialect.unsubscribe) if url}


def _same(href: str, wanted: set[str]) -> bool:
    plain = unquote(href)
    return any(plain == url or plain.startswith((f"{url}?", f"{url}&")) for url in wanted)  # with its UTM parameters


def _files(mail: Mail) -> Iterator[tuple[Shown, int]]:
    """The picture files that can be found, each once, and their bytes."""
    known: set[Path] = set()
    for picture in mail.pictures:
        file = seen_file(picture, mail)  # None where a merge tag decides which file it is, or it is gone
        path = folder_of(picture, mail.project) / picture.url
        if file and path not in known:
            known.add(path)
            yield picture, file.bytes
