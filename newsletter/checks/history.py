"""Rules that compare an issue with the others of its folder; of two that are alike, the newer one is told of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from newsletter.checks.addresses import TAG
from newsletter.checks.past import Past, campaigns_of, compared
from newsletter.errors import Problem, shortened
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def repeated_number(mail: Mail) -> Iterator[Problem]:
    """A number that an earlier issue has.

    ## What it does
    Compares `number:` with the other issues of the folder. Translations are the same issue.

    ## Why it matters
    A new issue begins as a copy of the last one, and its number is shown to every reader.

    ## Example
    `number: 7` in `2024-08.yaml`, and in `2024-07.yaml` as well.

    ## Instead
    `number: 8`
    """
    this, earlier = mail.past
    same = [past for past in earlier if past.number == this.number]
    if this.number is not None and same:
        highest = max(past.number or 0 for past in earlier)
        hint = f"the next free one is {highest + 1}"
        yield Place(loc=("number",)).problem(f"number {this.number} is that of {_told(same[0], number=False)}", hint)


def repeated_date(mail: Mail) -> Iterator[Problem]:
    """A date that an earlier issue has.

    ## What it does
    Compares `date:` with the other issues of the folder. Translations are the same issue.

    ## Why it matters
    A new issue begins as a copy of the last one, and its date is shown to every reader.

    ## Example
    `date: 2024-07-25` in `2024-08.yaml`, and in `2024-07.yaml` as well.

    ## Instead
    The day on which this issue is sent.
    """
    this, earlier = mail.past
    same = [past for past in earlier if past.day == this.day]
    if this.day and same:
        message = f"{this.day.isoformat()} is the date of {_told(same[0], day=False)}"
        yield Place(loc=("date",)).problem(message, "write the day on which this issue is sent")


def date_out_of_order(mail: Mail) -> Iterator[Problem]:
    """A date before that of an issue with a lower number.

    ## What it does
    Compares the order of the numbers with that of the dates, over the issues of the folder.

    ## Why it matters
    One of the four is wrong. In January it is often the year.

    ## Example
    Number 13 of 2024-01-25, after number 12 of 2024-12-19.

    ## Instead
    Number 13 of 2025-01-25.
    """
    this, beside = mail.beside
    if this.day is None or this.number is None:
        return
    later = [
        past
        for past in beside
        if past.number is not None and past.day and past.number < this.number and past.day > this.day
    ]
    if later:
        first = max(later, key=lambda past: past.day or date.min)
        message = f"number {this.number} is dated {this.day.isoformat()}, before {_told(first)}"
        yield Place(loc=("date",)).problem(message, "correct the date, or the number")


def subject_sent_before(mail: Mail) -> Iterator[Problem]:
    """A subject line that an earlier issue has.

    ## What it does
    Compares the subject line with those of the earlier issues of the folder; case and signs make no difference.

    ## Why it matters
    Readers think that they know this message, and mail apps that group by subject hide it below the old one.

    ## Example
    `subject: Our news of the month`, every month.

    ## Instead
    A subject line that says what is new this time.
    """
    this, earlier = mail.past
    same = next((past for past in earlier if past.subject and past.subject == this.subject), None)
    if same:
        message = f"this is the subject line of {_told(same)}"
        yield Place(loc=("subject",)).problem(message, "say what is new in this issue")


def repeated_campaign(mail: Mail) -> Iterator[Problem]:
    """A campaign that an earlier issue counts for.

    ## What it does
    Compares the campaigns that the issue declares under `utm:`, or that are typed into its links, with those of the
    earlier issues of the folder. One that the brand declares for all issues, or that most of them have, is left alone.

    ## Why it matters
    The visits of both issues are put down to the same campaign, and nobody can tell any more which one brought them.

    ## Example
    `utm: {campaign: 2024-07}` in `2024-08.yaml`.

    ## Instead
    `utm: {campaign: 2024-08}`. A campaign that is meant for all issues stands in `brand.yaml`.
    """
    _, earlier = mail.past
    issue, brand = mail.project.issue, mail.project.brand
    common = {str(brand.utm.campaign)} if brand.utm and brand.utm.campaign else set()
    parts = [((), issue.utm), *((("sections", at), each.utm) for at, each in enumerate(issue.sections))]
    declared = [(Place(loc=(*loc, "utm", "campaign")), str(utm.campaign)) for loc, utm in parts if utm and utm.campaign]
    typed = [
        (address.link.place, campaign)
        for address in mail.addresses
        if address.link.file == "issue"
        for campaign in campaigns_of(address)
        if TAG not in campaign
    ]
    told: set[str] = set()
    for place, campaign in (*declared, *typed):
        found = [past for past in earlier if campaign in past.campaigns]
        if campaign not in common | told and found and not _stands(found, earlier):
            told.add(campaign)
            message = (
                f"the campaign '{shortened(campaign, 40)}' is that of {_told(found[0], found[0].campaigns[campaign])}"
            )
            yield place.problem(message, "give this issue its own; one for all issues belongs in brand.yaml")


def repeated_recommendation(mail: Mail) -> Iterator[Problem]:
    """A recommendation that an earlier issue has.

    ## What it does
    Compares the titles and the links of recommendations with those of the earlier issues of the folder.

    ## Why it matters
    Readers who follow you notice that they have seen it, and think that there is nothing new.

    ## Example
    The same podcast in June and in August.

    ## Instead
    Another one; or say that it comes back, and ignore this rule on that line.
    """
    _, earlier = mail.past
    for at, section in enumerate(mail.project.issue.sections):
        for nth, item in enumerate(getattr(section, "items", ())):
            loc = ("sections", at, "items", nth)
            keys = {"title": compared(item.title, mail.project.dialect), "link": mail.targets.get((*loc, "link"), "")}
            for name, key in keys.items():
                found = [past for past in earlier if key in past.recommended]
                if key and found and not _stands(found, earlier):
                    message = f"this was recommended in {_told(found[0], found[0].recommended[key])}"
                    yield Place(loc=(*loc, name)).problem(message, "recommend another one, or say why it comes back")
                    break


def link_sent_before(mail: Mail) -> Iterator[Problem]:
    """A link that an earlier issue has.

    ## What it does
    Compares the links of the opening, the articles and the texts with those of the earlier issues of the folder. Links
    that come back by their nature are left out: those of events, buttons, sources, the author and the brand, front
    pages, and those that more than a third of the issues have.

    ## Why it matters
    The page is no news to readers who follow you; or the link is a rest of the issue that this one is a copy of.

    ## Example
    `[our study](https://www.site.com/study)` in June and in August.

    ## Instead
    The link that is meant. Where the page is worth a second look, nothing has to change.
    """
    _, earlier = mail.past
    issue = mail.project.issue
    branded = {address.target for address in mail.addresses if address.link.file == "brand"}
    for address in mail.addresses:
        link = address.link
        if link.file != "issue" or address.path in ("", "/") or TAG in address.path or address.target in branded:
            continue
        if link.loc[0] == "sections":
            if issue.sections[int(link.loc[1])].kind not in ("article", "text", "quote") or "source" in link.loc:
                continue
        elif link.loc[0] not in ("intro", "actions", "banner"):
            continue
        found = [past for past in earlier if address.target in past.links]
        if found and not _stands(found, earlier):
            message = f"this link was sent in {_told(found[0], found[0].links[address.target])}"
            yield address.problem(message, "see whether it is meant, and not left from that issue")


def _stands(found: list[Past], earlier: tuple[Past, ...]) -> bool:
    """Whether something belongs to every issue: more than a third have it, and more than two."""
    return len(found) > 2 and len(found) * 3 > len(earlier)


def _told(past: Past, line: int = 0, *, number: bool = True, day: bool = True) -> str:
    """An issue in words: its file, with its number and its date where they are not told already."""
    known = (
        f"number {past.number}" if number and past.number is not None else "",
        past.day.isoformat() if day and past.day else "",
    )
    what = ", ".join(filter(None, known))
    return f"{past.name}{f':{line}' if line else ''}{f' ({what})' if what else ''}"
