"""Rules about a message with too little in it: words, links, pictures of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.scanning import cover_tags
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_SUBJECT_LEAST = 10  # characters; Buttondown's preflight ("Length") asks for as many
_WORDS_LEAST = 50  # Buttondown's preflight ("Word count")


def short_subject(mail: Mail) -> Iterator[Problem]:
    """A subject of hardly a word.

    ## What it does
    Finds subjects with fewer than 10 characters, merge tags left aside. Scripts that write a word with one or two signs
    are left alone.

    ## Why it matters
    The subject is all that most people ever see of a message. One that says nothing is passed over, and looks like a
    test.

    ## Example
    `subject: News 7`

    ## Instead
    `subject: Our new office, and the party on the 12th`
    """
    words = cover_tags(mail.project.issue.subject, mail.project.dialect, " ").strip()
    if any(map(str.isalnum, words)) and len(words) < _SUBJECT_LEAST and max(words) < "\u2e80":  # where CJK begins
        length = "1 character" if len(words) == 1 else f"{len(words)} characters"
        yield Place("issue", ("subject",)).problem(
            f"the subject has {length}, too few to say what is in the message",
            "name the one thing that makes a reader open, in 30 to 50 characters",
        )


def few_words(mail: Mail) -> Iterator[Problem]:
    """A newsletter with hardly any text.

    ## What it does
    Counts the words of the text part, links left aside, and finds issues with fewer than 50 that have sections.

    ## Why it matters
    Spam filters and readers alike judge a message by its words. Where there are few, most of it is the frame: the
    header, the footer and the address. Often a section was forgotten.

    ## Example
    An issue with a banner and a button.

    ## Instead
    Say in two or three sentences what it is about, and why now.
    """
    text = re.sub(r"<\S+>|https?://\S+", " ", mail.message.text)
    words = list(islice(re.finditer(r"[^\W\d_]{2,}", text), _WORDS_LEAST))
    if mail.project.issue.sections and len(words) < _WORDS_LEAST:
        yield Place("issue", ("sections",), on_key=True).problem(
            f"the whole message has {len(words)} words",
            "say in a few sentences what it is about; or check that no section is missing",
        )


def missing_call_to_action(mail: Mail) -> Iterator[Problem]:
    """An issue in which there is nothing to click.

    ## What it does
    Finds issues with sections and without any link in them: no button, no link in a text, no picture with a link.

    ## Why it matters
    A reader whom you have won has nowhere to go, and the statistics have nothing to count.

    ## Example
    An article about an event, without a link to its page.

    ## Instead
    `cta: {label: Reserve a seat, link: https://www.example.com/event}` below the article.
    """
    leads = (
        link
        for link in mail.links
        if link.file == "issue" and link.loc[0] in ("sections", "banner", "actions", "intro")
    )
    if mail.project.issue.sections and not any(leads):
        yield Place("issue", ("sections",), on_key=True).problem(
            "there is nothing to click in this issue",
            "add a button, cta: {label: ..., link: ...}, or a link to where one can read on",
        )
