"""Rules about the row in the inbox: what readers see of a message before they open it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from lxml import etree

from newsletter.errors import Problem, shortened
from newsletter.scanning import scan
from newsletter.walk import Place
from newsletter.widths import columns

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail
    from newsletter.dialects import Dialect

# Tests with an iPhone 14 and its Mail: 48 characters of the subject, 99 of the preheader; the advice is never to write
# more than 50. EmailToolTester, "How Long Can a Subject Line Be?". Wide letters and signs take two.
SUBJECT_SHOWN, SUBJECT_MOST = 48, 50
PREHEADER_SHOWN, PREHEADER_MOST = 99, 100

PREHEADER_LEAST = 40
"""Below it, the row is filled up with what the body begins with: phones show 40 to 100 characters."""

_ROOM = 100  # characters of a row, where it is long
_MOST = 2000  # characters of a text that are looked at
_TOLD = 60  # characters of a text in a message
_BLANK = re.compile(r"[\s\u00ad\u034f\u200b-\u200f\u2007\u2060\ufeff\u2800]+")  # what padding is made of
_PADDED = 30  # characters of it in a row that hold the body off

# What stands for a field's value when a line is measured, by a part of its name.
_USUAL = (("mail", "prenom.nom@example.com"), ("company", "Exemple SA"), ("societe", "Exemple SA"), ("", "Camille"))
_DEFAULT = re.compile(r"(?:,|default)[\s:=(]*(\"[^\"]*\"|'[^']*')")

# What templates write over the link to the web version, in the languages of newsletter/wording.py with Latin letters.
_WEB_VERSION = re.compile(
    r"\W*(?:view|read|open|see|trouble|having|can't|problem|voir|lire|ouvrir|afficher|consulter|ver|abrir|leer|ler|vedi|"
    r"visualizza|visualizar|apri|leggi|bekijk|lees)\b.*\b"
    r"(?:(?:in|dans|en|no|nel)(?: \w+)? (?:browser|navigateur|navegador)|web version|version (?:web|en ligne)|"
    r"online version|versione web|online versie|versi[óo]n web|versão web)\W*"
    r"|\W*(?:(?:(?:diese|die) )?(?:e-?mail|nachricht|newsletter) )?im browser (?:ansehen|öffnen|anzeigen|lesen)\W*"
    r"|\W*(?:zur )?(?:web|online)-?(?:version|ansicht)\W*",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line of the row.

    Attributes:
        name: What people call it.
        text: As its author wrote it.
        loc: Its key.

    """

    name: str
    text: str
    loc: tuple[str]

    def place(self, at: int | None = None, end: int | None = None) -> Place:
        """Where it stands, or a part of it."""
        return Place("issue", self.loc) if at is None else Place.within(self.text, at, end, "issue", self.loc)


def lines(mail: Mail) -> tuple[Line, ...]:
    """The subject, and the preheader where there is one."""
    issue = mail.project.issue
    both = (("subject", issue.subject), ("preheader", issue.preheader))
    return tuple(Line(name, str(text), (name,)) for name, text in both if text)


def different_lines(mail: Mail) -> tuple[Line, ...]:
    """The lines, but for a preheader that only repeats the subject: repeated-subject tells of it."""
    first, *others = lines(mail)
    return (first, *(line for line in others if _folded(line.text) != _folded(first.text)))


def missing_preheader(mail: Mail) -> Iterator[Problem]:
    """A message without a preheader.

    ## What it does
    Finds issues without a `preheader`, or a layout that does not write it first, and tells which words inboxes will
    show in its place: those that the message begins with.

    ## Why it matters
    The preheader is the second half of the subject, and what makes a reader open. In its place stand the date, the name
    of the newsletter and the subject once more.

    ## Example
    `subject: Our offices move`, and no `preheader`.

    ## Instead
    `preheader: New address from 1 September, same phone numbers; and a party on the 12th.` Write 40 to 100 characters.
    """
    given = lines(mail)
    row = " ".join(_row(mail)[0])
    if len(given) == 1:
        message = f"there is no preheader: inboxes show what the message begins with, {quoted(row)}"
        hint = f"write preheader: below subject:, and {PREHEADER_LEAST} to {PREHEADER_MOST} characters"
        yield given[0].place().problem(message, hint)
    elif not _folded(row).startswith(_folded(mail.message.preheader)[:PREHEADER_LEAST]):
        message = f"the layout does not write the preheader first: inboxes show {quoted(row)}"
        yield given[1].place().problem(message, "write it as <mj-preview> into the layout")


def long_subject(mail: Mail) -> Iterator[Problem]:
    """A subject that phones cut.

    ## What it does
    Measures the subject, with a usual value in place of each merge tag, and tells what is cut. Letters of East Asian
    scripts and emoji count as two.

    ## Why it matters
    Phones show about 48 characters, and some fewer. What is cut is not read before the message is opened, if ever.
    EmailToolTester measured it on phones ("How Long Can a Subject Line Be?") and advises never to write more than 50,
    with the main thing in the first 33.

    ## Example
    `subject: The monthly newsletter of our customer club, with news, dates and everything about your benefits`

    ## Instead
    `subject: Your benefits this month, and three dates`. What does not fit goes into the preheader.
    """
    yield from _long(mail, "subject", SUBJECT_SHOWN, SUBJECT_MOST)


def long_preheader(mail: Mail) -> Iterator[Problem]:
    """A preheader that is longer than any phone shows.

    ## What it does
    Measures the preheader like the subject, and tells what is cut.

    ## Why it matters
    Phones show up to about 99 characters, many of them 40 to 90. Nobody reads the rest, since a preheader is not shown
    in the opened message. EmailToolTester measured it on phones ("How Long Can a Subject Line Be?").

    ## Example
    `preheader:` with the whole table of contents, in 180 characters.

    ## Instead
    Name the one or two things that make a reader open, the best one first.
    """
    yield from _long(mail, "preheader", PREHEADER_SHOWN, PREHEADER_MOST)


def repeated_subject(mail: Mail) -> Iterator[Problem]:
    """A preheader that says the subject again.

    ## What it does
    Finds a preheader that equals the subject or begins with it, or the other way round. Capitals, accents and
    punctuation make no difference.

    ## Why it matters
    The two stand beside each other in the inbox. Half of the room that a newsletter has to be opened is lost.

    ## Example
    `subject: The summer issue` and `preheader: "The summer issue: what to read on the beach"`.

    ## Instead
    `preheader: Six figures, the Games from behind the scenes, and what to read on the beach.`
    """
    given = lines(mail)
    if len(given) == 1:
        return
    subject, preheader = (_folded(line.text) for line in given)
    told = (
        "is the subject again"
        if subject == preheader
        else "begins with the whole subject"
        if _begins(subject, preheader)
        else "is how the subject begins"
        if _begins(preheader, subject)
        else ""
    )
    if told and subject:
        yield given[1].place().problem(f"the preheader {told}", "say something that the subject does not say yet")


def runs_on_preheader(mail: Mail) -> Iterator[Problem]:
    """A short preheader that runs into the first words of the message.

    ## What it does
    Finds preheaders of less than 40 characters, and tells which words follow in the row. It is silent where the layout
    fills the row with blanks.

    ## Why it matters
    Inboxes fill the row up to the end with what the message begins with, even where that is hidden or a date:
    "Our new address N° 7 · 25 July".

    ## Example
    `preheader: The summer issue`

    ## Instead
    `preheader: "The summer issue: six figures, five finds, and all dates from September on."`
    """
    given = lines(mail)
    if len(given) == 1:
        return
    width = columns(_filled(given[1].text, mail.project.dialect)[0])
    texts = _row(mail)[0]
    after = " ".join((texts[0].removeprefix(" ".join(mail.message.preheader.split())), *texts[1:])) if texts else ""
    padding = _BLANK.match(after)
    if width < PREHEADER_LEAST and after.strip() and not (padding and len(padding[0]) >= _PADDED):
        yield (
            given[1]
            .place()
            .problem(
                f"the preheader is {width} characters long, and inboxes go on with {quoted(after)}",
                f"write {PREHEADER_LEAST} to {PREHEADER_MOST} characters",
            )
        )


def browser_link_preview(mail: Mail) -> Iterator[Problem]:
    """A link to the web version that shows in the inbox.

    ## What it does
    Finds layouts that write the link to the web version so early that its words stand in the row of the inbox, after
    the preheader or in its place; and preheaders that are nothing but such words.

    ## Why it matters
    "View in browser" is then what the newsletter offers before it is opened.

    ## Example
    A layout that begins with the link, and an issue with a short preheader.

    ## Instead
    Write a preheader of 40 to 100 characters, or move the link into the footer.
    """
    preheader = mail.project.issue.preheader or ""
    if len(preheader) <= _TOLD and _WEB_VERSION.fullmatch(preheader):
        yield Place("issue", ("preheader",)).problem(
            "the preheader only offers the web version", "say what is in the issue, in 40 to 100 characters"
        )
        return  # what the row goes on with is another matter once there is a true one
    link = _row(mail)[1]
    if link is not None:
        words = mail.page.text(link)
        yield mail.page.place(link).problem(
            f"inboxes show the words '{words}' in the row of the message",
            "write a longer preheader, or move this link into the footer",
        )


def _long(mail: Mail, name: str, shown: int, most: int) -> Iterator[Problem]:
    line = next((line for line in lines(mail) if line.name == name), None)
    if line is None:
        return
    text, origins = _filled(line.text, mail.project.dialect)
    width = columns(text)
    if width > most:
        cut = bisect_right(range(len(text) + 1), shown, key=lambda end: columns(text[:end])) - 1
        least = 33 if name == "subject" else PREHEADER_LEAST
        yield line.place(origins[cut]).problem(
            f"the {name} is {width} characters long; phones show about {shown} and cut {quoted(text[cut:])}",
            f"say the main thing in the first {least} characters, and stay below {most}",
            label="phones cut about here",
        )


def _filled(text: str, dialect: Dialect) -> tuple[str, list[int]]:
    """A line with a usual value in place of each merge tag, and where each of its characters stands in the text."""
    shown, origins, done = "", [], 0
    for tag in scan(text, dialect)[0]:
        value = "" if tag.control else _value(tag.text)
        shown += text[done : tag.start] + value
        origins += [*range(done, tag.start), *([tag.start] * len(value))]
        done = tag.start + len(tag.text)
    return shown + text[done:], [*origins, *range(done, len(text) + 1)]


def _value(tag: str) -> str:
    usual = next(value for part, value in _USUAL if part in tag.lower())
    default = _DEFAULT.search(tag)
    return max(usual, default[1][1:-1] if default else "", key=len)


def _row(mail: Mail) -> tuple[list[str], etree._Element | None]:
    """The first texts of the message, as inboxes show them, and the link to the web version where it is among them."""
    body = mail.page.root.find("body")
    view = mail.project.brand.completed(mail.project.dialect).links.view_in_browser
    texts: list[str] = []
    link: etree._Element | None = None
    length = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment")) if body is not None else ():
        if event == "start" and element.tag == "a" and view and unquote(element.get("href") or "") == unquote(view):
            link = link if link is not None or length >= _ROOM else element
        hidden = event == "start" and element.tag in ("style", "script", "title")
        text = "" if hidden else (element.text if event == "start" else element.tail) or ""
        text = " ".join(_printed(text[:_MOST], mail.project.dialect).split())
        if text:
            texts.append(text)
            length += len(text) + 1
        if length > _ROOM + len(mail.message.preheader) + _PADDED:
            break
    return texts, link


def _printed(text: str, dialect: Dialect) -> str:
    """The text without the tags that print nothing."""
    for tag in scan(text, dialect)[0]:
        text = text.replace(tag.text, "") if tag.control else text
    return text


def quoted(text: str) -> str:
    """A text as a finding shows it."""
    return f"'{shortened(text, _TOLD)}'"


def _folded(text: str) -> str:
    """The words of a text without capitals, accents and punctuation."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain.casefold()))


def _begins(first: str, second: str) -> bool:
    """Whether a folded text begins with the words of another; scripts of wide characters write no blanks."""
    rest = second.removeprefix(first)
    return bool(first) and second.startswith(first) and (rest[:1] in ("", " ") or columns(first[-1]) > 1)
