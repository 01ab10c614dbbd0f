"""What an issue says, and no longer holds, or does not say yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from newsletter.errors import Loc, Problem
from newsletter.model.sections import Article, Events, Quote, Stats, TextSection
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def past_event(mail: Mail) -> Iterator[Problem]:
    """An event that is over when the issue is sent.

    ## What it does
    Compares the days of events and of their sessions with the `date:` of the issue. What ends on that very day is fine.

    ## Why it matters
    A reader who clicks finds a closed page, and trusts the other dates less. It happens when last month's file is the
    start of this month's.

    ## Example
    `start: 2023-09-17` in an issue of July 2024: the day was copied, the year was not changed.

    ## Instead
    Correct the date, or remove the event.
    """
    today = mail.project.issue.date
    if today is None:
        return
    for at, section in enumerate(mail.project.issue.sections):
        for nth, event in enumerate(section.events if isinstance(section, Events) else ()):
            loc = ("sections", at, "events", nth)
            if _day(event.end or event.start) < today:
                yield _over("event", str(event.name), event.start, event.end, today, loc)
                continue
            for number, session in enumerate(event.sessions):
                if _day(session.end or session.start) < today:
                    way = (*loc, "sessions", number)
                    yield _over("session", str(session.name), session.start, session.end, today, way)


def _over(what: str, name: str, start: date, end: date | None, today: date, loc: Loc) -> Problem:
    return Place(loc=(*loc, "end" if end else "start")).problem(
        f"the {what} '{name}' is over: it ended on {_day(end or start)}, and this issue is of {today}",
        f"correct the date, or remove the {what}",
    )


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def undated_issue(mail: Mail) -> Iterator[Problem]:
    """An issue with events and without a date.

    ## What it does
    Finds issues that list events and have no `date:`.

    ## Why it matters
    Nobody can tell which of the events are over when the issue is sent. Days of the week that stand beside a date
    without a year cannot be checked either.

    ## Example
    `subject: Our autumn dates`, and no `date:` beside it.

    ## Instead
    Write the day it is sent: `date: 2024-07-25`.
    """
    issue = mail.project.issue
    if issue.date is None and any(isinstance(section, Events) for section in issue.sections):
        yield Place(loc=("subject",), on_key=True).problem(
            "this issue has events and no date, so nobody can tell which of them are over",
            "add the day it is sent, as in date: 2024-07-25",
        )


def empty_section(mail: Mail) -> Iterator[Problem]:
    """A section without any text.

    ## What it does
    Finds articles, texts and quotes whose text is only a heading, only signs of Markdown, or only blanks.

    ## Why it matters
    The reader gets a title with a hole below it.

    ## Example
    `body: "## Our month"`, written first, with the text to come later.

    ## Instead
    Write the text, or remove the section.
    """
    bodies = {
        ("sections", at, "text" if isinstance(section, Quote) else "body")
        for at, section in enumerate(mail.project.issue.sections)
        if isinstance(section, (Article, TextSection, Quote))
    }
    for text in mail.texts:
        if text.file == "issue" and text.loc in bodies and not _SIGNS.sub("", _HEADINGS.sub("", text.words)):
            only = "a heading" if _SIGNS.sub("", text.words) else "signs that print nothing"
            yield Place(loc=text.loc).problem(
                f"there is nothing but {only} in this section", "write its text, or remove the section"
            )


_HEADINGS = re.compile(r"^ {0,3}#{1,6}(?: .*)?$|^.+\n {0,3}(?:===+|---+)\s*$", re.MULTILINE)
_SIGNS = re.compile(r"[\s#*_>~|\\=+\u00ad\u200b-\u200f\u2060\ufeff-]+")


def leftover_placeholder(mail: Mail) -> Iterator[Problem]:
    """A word that held the place of a text.

    ## What it does
    Finds what writers leave where a text is to come: "lorem ipsum", TODO, TBD, "XXX", "[insert the link]",
    "[à compléter]", "Your text here", in the languages that a newsletter can be written in. A venue that is announced
    as TBD is left alone, and so is the Spanish and Portuguese word TODO.

    ## Why it matters
    It cannot be called back, and everybody sees that nobody read the issue before it was sent.

    ## Example
    `note: "[à compléter avec Marie]"`

    ## Instead
    Write the text, or remove the field.
    """
    language = mail.language
    for text in mail.texts:
        for match in _PLACEHOLDER.finditer(text.words):
            word = match[0]
            if word == "TODO" and language in ("es", "pt") and not _NOTE.match(text.words, match.start()):
                continue
            if word == "TBD" and text.loc[-1] in ("venue", "city", "stand"):
                continue
            yield text.place(*match.span()).problem(
                f"'{' '.join(word.split())}' holds the place of a text that is not there",
                "write the text, or remove the field",
            )


# The usual filler text, and what writers type; "(?-i:...)" where only capitals, or small letters, mean it.
# "xxx" at the end of a line are kisses in English and Dutch; "a form to be completed" is prose, alone it is a note;
# "À venir" alone is the heading of what comes next, and stands in square brackets where it is a note.
_TO_COME = (
    r"à (?:compléter|remplir|remplacer|définir)|to be (?:completed|filled in|replaced|written)"
    r"|noch (?:zu )?(?:ergänzen|ausfüllen)|zu ergänzen|(?:por|a) completar|da (?:completare|inserire)|aan te vullen"
)
_NOTE = re.compile(r"(?<![^\n\[(])TODO:")  # in Spanish and Portuguese, where it is a word
_PLACEHOLDER = re.compile(
    r"lorem ipsum(?: dolor sit amet)?(?:,? consectetur adipiscing(?: elit)?)?|dolor sit amet|consectetur adipiscing"
    r"|\b(?-i:TODO|FIXME|TBD)\b"
    r"|(?-i:(?<!Bowl )\bXXX+\b)|(?-i:\bxxx+\b)(?=[^\n]*\w)|\bxx+(?=\s?[%€$£])"
    rf"|\A\s*(?:{_TO_COME})\W*\Z|\(\s*(?:{_TO_COME})\s*\)"
    rf"|[\[<]\s*(?:{_TO_COME}|à venir|to come)\b[^\]>\n]{{0,60}}[\]>](?!\0)"
    r"|\[\s*(?:insert|insérer|insérez|einfügen|insertar|inserire|inserisci|inserir|invoegen|replace|remplacer|remplacez"
    r"|your|votre|ihr)\b[^\]\n]{0,60}\](?!\0)"
    r"|\[\s*(?:(?:first |last )?name|prénom|nom|vorname|nombre|nome|naam|date|datum|fecha|data|link|lien|url|title"
    r"|titre|titel|company|société|firma)\s*\](?!\0)"
    r"|\b(?:your text here|votre texte ici|ihr text hier|hier steht ihr text|t[ue] texto aquí|il tuo testo qui"
    r"|(?:o )?seu texto aqui|(?:uw|je) tekst hier)\b",
    re.IGNORECASE,
)


def repeated_figure(mail: Mail) -> Iterator[Problem]:
    """A figure that stands twice in a section.

    ## What it does
    Finds a value with the same unit, or the same label, twice among the figures of one section.

    ## Why it matters
    Two equal figures side by side are mostly one that was copied and not yet changed.

    ## Example
    `45 %` of buyers, and `45 %` of visits two lines below, in a study that says 54.

    ## Instead
    Compare both with their source. Where they are right, leave them.
    """
    for at, section in enumerate(mail.project.issue.sections):
        values: set[tuple[object, str]] = set()
        labels: set[str] = set()
        for nth, stat in enumerate(section.stats if isinstance(section, Stats) else ()):
            loc = ("sections", at, "stats", nth)
            value, label = (stat.value, str(stat.unit or "").strip()), " ".join(stat.label.casefold().split())
            if label in labels:
                yield Place(loc=(*loc, "label")).problem(
                    "two figures of this section have the same label", "compare both with their source"
                )
            elif value in values:
                yield Place(loc=(*loc, "value")).problem(
                    f"two figures of this section are {f'{stat.value} {value[1]}'.strip()}",
                    "compare both with their source; where they are right, leave them",
                )
            values.add(value)
            labels.add(label)


def missing_source(mail: Mail) -> Iterator[Problem]:
    """Figures without a source.

    ## What it does
    Finds sections of figures that have no `sources:`, and no word or link in their texts that says whose figures they
    are.

    ## Why it matters
    Readers quote figures, and want to know where they come from. One that cannot be traced is one that is not believed.

    ## Example
    `- kind: stats` with six percentages, and no `sources:`.

    ## Instead
    Add `sources:` with a text and a link. For figures of your own, say so: `- text: our own count, June 2024`.
    """
    for at, section in enumerate(mail.project.issue.sections):
        if isinstance(section, Stats) and not section.sources:
            said = (section.intro, *(text for stat in section.stats for text in (stat.label, stat.note)))
            if not any(text and _NAMES_SOURCE.search(text) for text in said):
                yield Place(loc=("sections", at, "stats"), on_key=True).problem(
                    "nobody says where these figures come from",
                    "add sources: with a text and a link; for figures of your own, say so there",
                )


_NAMES_SOURCE = re.compile(
    r"\]\(|https?:|\b(?:sources?|selon|d['’]après|according to|quelle|laut|nach angaben|fuente|según|fonte|secondo"
    r"|segundo|bron|volgens|المصدر|وفق|מקור|לפי)\b",
    re.IGNORECASE,
)
