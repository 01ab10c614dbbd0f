"""Rules about what people hear who cannot see the message: its language, title, headings, tables and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from newsletter.bidi import direction
from newsletter.checks.written import written
from newsletter.errors import Problem, shortened
from newsletter.styles.style import Style
from newsletter.walk import Place
from newsletter.wording import text_direction

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ROLES = ("presentation", "none")  # WAI-ARIA 1.2: two names for the same


def skipped_heading_level(mail: Mail) -> Iterator[Problem]:
    """A heading that is more than one level below the one before it.

    ## What it does
    Follows the headings of the message from top to bottom. It should start at level 1, and go down one level at a time.
    The layouts here count the headings of a text from the title above it, so `##` and `###` in a text skip nothing.

    ## Why it matters
    Those who hear a message jump from heading to heading, and take a missing level for something that they missed. See
    the W3C's "Headings" tutorial (w3.org/WAI/tutorials/page-structure/headings).

    ## Example
    A layout that writes the titles of sections as `<h3>`, right after the `<h1>` of the subject.

    ## Instead
    `<h2>` for the titles of sections, `<h3>` for what stands below one of them.
    """
    before = 0
    for element in _headings(mail):
        level = int(element.tag[1])
        if level > before + 1:
            message = f"the heading '{_words(mail, element)}' is of level {level}, " + (
                f"right after one of level {before}" if before else "and there is none before it"
            )
            hint = f"write <h{before + 1}> in the layout{'' if before else ', for the title of the message'}"
            yield mail.page.place(element).problem(message, hint)
        before = level


def repeated_main_heading(mail: Mail) -> Iterator[Problem]:
    """A second heading of level 1.

    ## What it does
    Finds headings of level 1 after the first.

    ## Why it matters
    Level 1 is the title of the whole message. With two of them, those who hear it cannot tell what it is called, and
    where its parts begin.

    ## Example
    A template that writes `<h1>` for the title of each section.

    ## Instead
    `<h1>` for the subject, `<h2>` for sections.
    """
    first = ""
    for element in _headings(mail):
        if element.tag == "h1" and first:
            yield mail.page.place(element).problem(
                f"'{_words(mail, element)}' is a second heading of level 1, after '{first}'",
                "write it as level 2 in the layout: <h2>",
            )
        elif element.tag == "h1":
            first = _words(mail, element) or "the first"


def emoji_only_heading(mail: Mail) -> Iterator[Problem]:
    """A heading without a word.

    ## What it does
    Finds headings that hold only emoji or signs, or nothing.

    ## Why it matters
    A heading is what those who hear the message choose from. They hear the emoji's official name, in another language
    than yours perhaps, or nothing at all.

    ## Example
    `title: 🎉🎉🎉` in a section with `numbered: false`; a number counts as a word.

    ## Instead
    `title: Three years together 🎉`
    """
    for element in _headings(mail):
        text = re.sub(r"^\d+\.\s+(?=\S)", "", mail.page.text(element))  # without the number of its section
        if not any(map(str.isalnum, text)):
            said = f"the heading '{text}' has no word" if text else f"a heading of level {element.tag[1]} is empty"
            yield mail.page.place(element).problem(said, "say in a few words what follows")


def missing_link_text(mail: Mail) -> Iterator[Problem]:
    """A link that has nothing to say.

    ## What it does
    Finds links without words: no text, no picture with an alternative text, no `aria-label`.

    ## Why it matters
    Those who hear the message hear "link", or its address letter by letter, and so does everyone whose mail client
    shows no pictures (WCAG 2.2, success criterion 2.4.4).

    ## Example
    `[![](images/sale.png)](https://www.example.com/sale)`

    ## Instead
    Say what the link leads to: `[![All offers of the sale](images/sale.png)](https://www.example.com/sale)`.
    """
    shown = mail.page.styles.at()
    numbers = mail.page.styles.elements.numbers
    for element in mail.page.root.iter("a"):
        if element.get("href") is None or shown[numbers[element]].hidden or element.get("aria-hidden") == "true":
            continue
        named = any((element.get(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title"))
        if not named and not mail.page.text(element):
            picture = element.find(".//img") is not None
            yield (mail.page.place(element) if picture else written(mail, element)).problem(
                f"a link with {'a picture that has no alternative text' if picture else 'nothing in it'}"
                " says nothing of where it leads",
                "say in alt: where the link leads" if picture else "write a few words into it",
            )


def missing_language(mail: Mail) -> Iterator[Problem]:
    """A message that does not say its language.

    ## What it does
    Looks whether the HTML says its language, `<html lang="fr">`, and whether it is that of the issue's `locale`.

    ## Why it matters
    A program that reads mail aloud chooses its voice by it: French read by an English voice cannot be understood
    (WCAG 2.2, success criterion 3.1.1). Mail clients offer to translate by it.

    ## Example
    `<mjml>` at the top of a layout.

    ## Instead
    `<mjml lang="{{ issue.locale }}">`
    """
    language, locale = (mail.page.root.get("lang") or "").strip(), mail.project.issue.locale
    place, hint = Place("layout", needle="<mjml"), 'write <mjml lang="{{ issue.locale }}"> in the layout'
    if not language or language == "und":
        yield place.problem("the message does not say which language it is in", hint)
    elif language.lower().split("-")[0] != mail.language:
        yield place.problem(f"the message says that it is in '{language}', and the issue in '{locale}'", hint)


def missing_title(mail: Mail) -> Iterator[Problem]:
    """A message without a title.

    ## What it does
    Looks whether the HTML has a `<title>`, and whether it has words.

    ## Why it matters
    It is the name of the tab of those who open the message in a browser, and the first thing that people hear who have
    it read to them (WCAG 2.2, success criterion 2.4.2).

    ## Example
    A layout without `<mj-title>`.

    ## Instead
    `<mj-title>{{ issue.subject }}</mj-title>` in its `<mj-head>`.
    """
    title = mail.page.root.find("head/title")
    if title is None or not any(map(str.isalnum, "".join(title.itertext()))):
        needle = next(filter(mail.layout.holds, ("<mj-title", "<mj-head")), "<mjml")
        yield Place("layout", needle=needle).problem(
            "the message has no title",
            "write <mj-title>{{ issue.subject }}</mj-title> into the <mj-head> of the layout",
        )


def layout_table_without_role(mail: Mail) -> Iterator[Problem]:
    """A table that only arranges, and does not say so.

    ## What it does
    Finds tables without headings that lack `role="presentation"`, and tables with headings that have it.

    ## Why it matters
    Those who hear the message are told "table, 3 rows, 2 columns" at every box of the layout, and lose the thread. And
    with the role on a true table, they no longer hear which heading a figure belongs to.

    ## Example
    `<table cellpadding="0"><tr><td>…`

    ## Instead
    `<table role="presentation" cellpadding="0"><tr><td>…`
    """
    with_headings = {next(cell.iterancestors("table"), None) for cell in mail.page.root.iter("th", "caption")}
    silent: list[etree._Element] = []
    for table in mail.page.root.iter("table"):
        role = (table.get("role") or "").strip().lower()
        if table in with_headings and role in _ROLES:
            yield written(mail, table).problem(
                "a table with headings says that it only arranges, so that nobody hears them",
                f'take role="{role}" from this table',
            )
        elif table not in with_headings and not role:
            silent.append(table)
    if silent:
        number = f"{len(silent)} tables without headings are" if len(silent) > 1 else "a table without headings is"
        yield written(mail, silent[0]).problem(
            f"{number} read aloud row by row", 'add role="presentation" to <table> in the layout'
        )


def reversed_reading_order(mail: Mail) -> Iterator[Problem]:
    """Columns that are shown in another order than they are read.

    ## What it does
    Finds rows of columns that run against the direction of the language, by `dir="rtl"` or `direction="rtl"`, while
    their texts do not.

    ## Why it matters
    Columns are turned so to swap them on a phone. Those who hear the message, or go through it by keyboard, get the
    column on the right before the one on the left (WCAG 2.2, success criterion 1.3.2); and full stops can jump to the
    other end of the line.

    ## Example
    `<mj-section direction="rtl">` around a picture and its text, in English.

    ## Instead
    Write the columns in the order in which they are to be read.
    """
    base = text_direction(mail.project.issue.locale)
    shown, elements = mail.page.styles.at(), mail.page.styles.elements
    for at, style in enumerate(shown):
        above = elements.parents[at]
        if style.direction == base or style.hidden or above < 0 or shown[above].direction != base:
            continue
        element = elements.all[at]
        columns = _columns(element, shown, elements.numbers)
        if columns > 1 and direction("".join(element.itertext(etree.Element))) == base:
            yield written(mail, element, f'direction="{style.direction}"', f'dir="{style.direction}"').problem(
                f"{columns} columns stand from right to left, and are read from left to right"
                if base == "ltr"
                else f"{columns} columns stand from left to right, and are read from right to left",
                f'take the "{style.direction}" away, and write the columns in the order of reading',
            )


def _columns(element: etree._Element, shown: Sequence[Style], numbers: Mapping[etree._Element, int]) -> int:
    """How many columns stand beside each other in an element, at most."""
    most = 0
    for node in element.iter("tr", "td", "div"):
        beside = [child for child in node.iterchildren(etree.Element) if any(True for _ in child.itertext())]
        cells = sum(child.tag in ("td", "th") for child in beside)
        boxes = sum(child.tag == "div" and shown[numbers[child]].display == "inline-block" for child in beside)
        most = max(most, cells if node.tag == "tr" else boxes)
    return most


def _headings(mail: Mail) -> Iterator[etree._Element]:
    """The headings that are there for a reader, in order."""
    shown, numbers = mail.page.styles.at(), mail.page.styles.elements.numbers
    for element in mail.page.root.iter(*_LEVELS):
        if not shown[numbers[element]].hidden and element.get("aria-hidden") != "true":
            yield element


def _words(mail: Mail, element: etree._Element) -> str:
    return shortened(mail.page.text(element), 40)
