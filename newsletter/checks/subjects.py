"""Rules about how the lines of the inbox row are written: capitals, signs, names that no ESP fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.inbox import different_lines, lines, quoted
from newsletter.errors import Problem
from newsletter.scanning import cover_tags, scan

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_LONG = 5  # letters; acronyms are rarely longer
_HAS_DEFAULT = re.compile(r"default|,\s*[\"']")

# What mail clients put before a subject when they answer and forward, by language. Wikipedia, "List of email subject
# abbreviations"; the first row is everybody's.
_REPLIES = {
    "": ("re", "fw", "fwd"),
    "fr": ("tr",),
    "de": ("aw", "wg"),
    "nl": ("antw", "doorst"),
    "es": ("rv",),
    "it": ("r", "i", "rif"),
    "pt": ("res", "enc"),
    "ar": ("رد", "إعادة توجيه"),
    "he": ("השב", "תשובה", "הועבר"),
}
_REPLY = re.compile(r"\s*([^\W\d_]+(?: [^\W\d_]+)?)\s?(?:\[\d+\])?\s?:(?!\w)", re.IGNORECASE)  # not "re:publica"

# What templates write where a name shall stand; in the languages of newsletter/wording.py, and as fields are called.
_NAMES = (
    "prénom|prenom|nom|société|societe|entreprise|name|first ?name|last ?name|full ?name|f ?name|l ?name|company|email|"
    "e-mail|vorname|nachname|firma|nombre|apellidos?|empresa|nome|cognome|azienda|sobrenome|naam|voornaam|achternaam|"
    "bedrijf|الاسم|اسم|שם|שם פרטי"
)
_UNMERGED = re.compile(
    "|".join(
        rf"{opening}{{1,2}}\s{{0,3}}(?:{_NAMES})\s{{0,3}}{closing}{{1,2}}".replace(" ?", "[ _]?")
        for opening, closing in ((r"\{", r"\}"), ("<", ">"), ("%", "%"), ("#", "#"))  # [name] is leftover-placeholder's
    ),
    re.IGNORECASE,
)


def shouting_subject(mail: Mail) -> Iterator[Problem]:
    """A subject or a preheader in capitals.

    ## What it does
    Finds a subject or preheader that is mostly in capital letters. Single words, acronyms and scripts without capitals
    are left alone.

    ## Why it matters
    Capitals are read as shouting, and slower. Spam looks like that: SpamAssassin has counted a subject in capitals
    against a message for years (its test SUBJ_ALL_CAPS).

    ## Example
    `subject: LAST DAYS OF OUR SUMMER SALE`

    ## Instead
    `subject: Last days of our summer sale`
    """
    for line in different_lines(mail):
        words = re.findall(r"[^\W\d_]+", cover_tags(line.text, mail.project.dialect, " "))
        cased = [word for word in words if word.lower() != word.upper()]
        loud = [word for word in cased if len(word) > 1 and word.isupper()]
        letters, shouted = sum(map(len, cased)), sum(map(len, loud))
        longest = max(map(len, loud), default=0)
        several = sum(len(word) >= _LONG for word in loud) > 1
        if shouted >= 10 and (
            (several and shouted >= 0.6 * letters) or (longest > _LONG and shouted >= 0.75 * letters)
        ):
            first = cover_tags(line.text, mail.project.dialect, " ").find(loud[0])
            hint = "write it as a sentence, with a capital at its start and in names"
            yield line.place(first).problem(f"the {line.name} is in capitals, which reads as shouting", hint)


def piled_punctuation(mail: Mail) -> Iterator[Problem]:
    """Exclamation and question marks that pile up.

    ## What it does
    Finds three or more of them in a row in the subject or preheader, and a line with three or more exclamation marks.

    ## Why it matters
    It reads like an advertisement that nobody asked for, and the marks take the room of words.

    ## Example
    `subject: Last chance!!!` or `subject: Already gone?!?!`

    ## Instead
    `subject: "Last chance: the offer ends on Friday"`
    """
    for line in different_lines(mail):
        text = cover_tags(line.text, mail.project.dialect, " ")
        pile = re.search(r"[!?！？‽⁉‼❗❓](?:[\s\u202f\ufe0f]?[!?！？‽⁉‼❗❓]){2,}", text)
        marks = [found.start() for found in re.finditer("[!！❗]", text)]
        hint = "leave one mark, or none, and let the words do it"
        if pile:
            message = f"{quoted(pile[0])} piles up marks in the {line.name}"
            yield line.place(pile.start(), pile.end()).problem(message, hint)
        elif len(marks) >= 3:
            message = f"the {line.name} has {len(marks)} exclamation marks"
            yield line.place(marks[2], marks[2] + 1).problem(message, hint)


def empty_subject(mail: Mail) -> Iterator[Problem]:
    """A subject without words, for all readers or for some.

    ## What it does
    Finds a subject that is nothing but emoji and signs, and one that is nothing but merge tags without a default.

    ## Why it matters
    Where the field is empty the reader gets a message with no subject, which looks broken or like spam. An emoji alone
    says nothing in a list of subjects, and is read out as its name.

    ## Example
    `subject: "{{contact.firstname}}"`

    ## Instead
    `subject: "{{contact.firstname | default('Hello')}}, the summer issue is here"`
    """
    [line, *_] = lines(mail)
    printing = [tag.text for tag in scan(line.text, mail.project.dialect)[0] if not tag.control]
    if re.search(r"[^\W_]", cover_tags(line.text, mail.project.dialect, " ")) or any(
        map(_HAS_DEFAULT.search, printing)
    ):
        return
    nothing = f"nothing but {printing[0]}: it is empty for readers without that value" if printing else "without words"
    yield line.place().problem(f"the subject is {nothing}", "write a few words that every reader gets")


def fake_reply(mail: Mail) -> Iterator[Problem]:
    """A subject that pretends to be an answer.

    ## What it does
    Finds subjects that begin with what mail programs write before answers and forwarded messages: Re:, Fwd:, and what
    they are in the language of the issue, such as TR: or AW:.

    ## Why it matters
    Readers feel tricked, and report it as spam. The law of the United States forbids subjects that mislead (CAN-SPAM,
    section 5(a)(2)).

    ## Example
    `subject: "Re: your invitation"`

    ## Instead
    `subject: Your invitation to the autumn meeting`
    """
    [line, *_] = lines(mail)
    text = cover_tags(line.text, mail.project.dialect, " ")
    found = _REPLY.match(text)
    if found and found[1].lower() in (*_REPLIES[""], *_REPLIES.get(mail.language, ())):
        at = found.start(1)
        message = f"the subject begins with '{text[at : found.end()]}', as if it answered a mail of the reader"
        yield line.place(at, found.end()).problem(message, "begin with what the issue is about")


def unmerged_name(mail: Mail) -> Iterator[Problem]:
    """A placeholder in the subject or preheader that no ESP fills in.

    ## What it does
    Finds words such as name, prénom or Vorname between braces, percent signs, angle brackets or hashes, where that is
    no merge tag of the ESP that the issue is written for. `leftover-placeholder` finds those in square brackets.

    ## Why it matters
    Every reader sees it as it is: "%FIRSTNAME%, your invitation". It comes from another ESP, or from a template.

    ## Example
    `subject: "%FIRSTNAME%, your invitation"`

    ## Instead
    `subject: "{{contact.firstname | default('Hello')}}, your invitation"`
    """
    for line in lines(mail):
        for found in _UNMERGED.finditer(cover_tags(line.text, mail.project.dialect, " ")):
            yield line.place(found.start(), found.end()).problem(
                f"'{found[0]}' is no merge tag, and every reader will see it in the {line.name}",
                "write {{contact.firstname}} or another field in its place",
            )
