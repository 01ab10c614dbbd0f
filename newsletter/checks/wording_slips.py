"""Slips of the pen: a word twice, a bracket that never closes, words that cost points with spam filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.readable import Readable, readable
from newsletter.checks.spam_words import WORDS
from newsletter.errors import Problem

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_TWICE = re.compile(r"(?<![\w'’\0-])(\w{2,})[*_]{0,3}[ \t\n\u00a0\u202f]+[*_]{0,3}(?=\1(?![\w'’\0-]))\1", re.IGNORECASE)

# Words that stand twice in good sentences, by language: "nous nous voyons", "had had", "die, die die Karten haben", and
# what is doubled for weight. Judged by us; a language that is not here is not looked at.
_DOUBLED = {
    "fr": "nous vous faire très trop tout non oui si bien plus tant fou petit vite loin doucement longtemps jamais"
    " bla ha hé ho toc tic chut hop miam boum",
    "en": "that had very really so much many no yes is her do can will in on you it had had far long ever never again"
    " more blah ha ho hey knock hush chop tut now there bye win one two",
    "de": "die der das den dem sie ihr es war sehr ganz viel lange nie ja nein ha hopp so wie zu immer weit mehr",
    "es": "sí no ya muy casi luego ja bien nunca más",
    "it": "piano pian quasi così molto via via poco subito ciao sì no ah mai piccolo bene adagio lento forte appena",
    "pt": "sim não muito quase logo já bem bom assim mesmo nunca mais",
    "nl": "die dat je u ze zij jullie had is heel zeer nee ja nooit lang ha veel in er",
}


def doubled_word(mail: Mail) -> Iterator[Problem]:
    """A word that stands twice.

    ## What it does
    Finds the same word twice in a row, across the end of a line as well. What may stand twice in the language of the
    issue is left alone ("nous nous", "had had", "die die"), as are names and numbers.

    ## Why it matters
    It is the slip that the eye of the author reads over, and that of the reader does not.

    ## Example
    "Rendez-vous dans le le hall"

    ## Instead
    Take one of them away.
    """
    language = mail.language
    if language not in _DOUBLED:
        return
    fine = set(_DOUBLED[language].split())
    for text in readable(mail):
        for match in _TWICE.finditer(text.words):
            second = match[0][-len(match[1]) :]
            if match[1].casefold() in fine or not match[1].isalpha() or second[0].isupper():
                continue
            yield text.place(*match.span()).problem(f"'{match[1]}' stands twice", "take one of them away")


_PAIRS = {"«": "»", "“": "”", "(": ")", "[": "]"}
_GERMAN = {"»": "«", "„": "“", "(": ")", "[": "]"}
_HARMLESS = re.compile(
    r"[:;=8xX][-'^o]?[()\[\]|DPp]|[()\[\]][-'^o]?[:;=](?!\w)"  # faces
    r"|(?<![\w(])\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\)(?=\s)"  # "1)", "b)" before an entry of a list
    r"|\\[()\[\]\"]"
    r"|^ {0,3}[-*+] \[[ xX]\] ",
    re.MULTILINE,
)
_NAMES = {"(": "bracket", "[": "bracket"}


def unbalanced_quotes(mail: Mail) -> Iterator[Problem]:
    """A quotation mark or a bracket without its other half.

    ## What it does
    Finds « without », “ without ”, „ without “ in German, brackets that never close or never open, and an odd number of
    straight quotation marks in one text. Faces, inches, code, links and the numbers of lists are left alone, and a
    quotation of several paragraphs may open anew with each of them.

    ## Why it matters
    Where a quotation ends is part of what it says; a bracket that never closes looks like a text that was cut.

    ## Example
    "Comme dit l'étude, « un client sur deux ne revient pas."

    ## Instead
    Add the missing half, or take the other away.
    """
    language = mail.language
    pairs = _GERMAN if language == "de" else _PAIRS
    if language == "de" and any("«" in text.words and "»" in text.words for text in readable(mail)):
        pairs = {"„": "“", "(": ")", "[": "]"}  # both ways are German; which one is meant is not sure
    for text in readable(mail):
        if not _SOME_PAIR.search(text.words):
            continue
        words = _HARMLESS.sub(lambda face: "\0" * len(face[0]), text.words)
        for at in sorted(_alone(words, pairs)):
            sign = words[at]
            what, other = _NAMES.get(sign, _NAMES.get(_other(sign, pairs), "quotation mark")), _other(sign, pairs)
            does = "never closes" if sign in pairs else "was never opened"
            yield text.place(at, at + 1).problem(f"the {what} '{sign}' {does}", f"add '{other}', or take '{sign}' away")
        yield from _odd(text, words, language)


_SOME_PAIR = re.compile(r"[«»“”„()\[\]\"]")


def _other(sign: str, pairs: dict[str, str]) -> str:
    return pairs.get(sign) or next((opening for opening, closing in pairs.items() if closing == sign), "")


def _alone(words: str, pairs: dict[str, str]) -> Iterator[int]:
    """Where the signs are that have no other half."""
    for opening, closing in pairs.items():
        opened: list[int] = []
        for match in re.finditer(f"[{re.escape(opening + closing)}]", words):
            at = match.start()
            if match[0] == opening:
                if not (opened and _starts_paragraph(words, at)):
                    opened.append(at)
            elif opened:
                opened.pop()
            elif not (opening == "“" and ("„" in words or words[at - 1 : at].isdigit())):  # „low”, as in Dutch; 27”
                yield at
        yield from opened


def _starts_paragraph(words: str, at: int) -> bool:
    before = words[max(0, at - 12) : at].rstrip(" >*_")
    return before.endswith("\n")


_INCHES = re.compile(r"\d\"")


def _odd(text: Readable, words: str, language: str) -> Iterator[Problem]:
    if language == "he" or words.count('"') % 2 == 0 or _INCHES.search(words):
        return  # in Hebrew it stands inside abbreviations
    yield text.place(at := words.rindex('"'), at + 1).problem(
        'an odd number of " stands in this text', 'add the missing ", or take one away'
    )


def spam_words(mail: Mail) -> Iterator[Problem]:
    """Words that cost points with spam filters.

    ## What it does
    Finds phrases that SpamAssassin's own rules weigh in English (its file 20_phrases.cf), their usual counterparts in
    French, German, Spanish, Italian, Portuguese and Dutch, which we chose, and three exclamation marks in a row. Only
    set phrases are looked for, not single words such as "free".

    ## Why it matters
    No word alone makes a message spam today. Filters add up points, and a young sender with little credit has few to
    lose.

    ## Example
    "100 % gratuit", "Act Now", "money back guarantee"

    ## Instead
    Say what the reader gets in your own words. Where the phrase is exact and needed, leave it: this is a hint.
    """
    language = mail.language
    patterns = WORDS.get(language, ())
    for text in readable(mail):
        for pattern, why in patterns:
            for match in pattern.finditer(text.words):
                said = " ".join(re.sub(r"[*_]+", "", match[0]).split())
                yield text.place(*match.span()).problem(f"'{said}' {why}", "say it in your own words")
        for match in _PILE.finditer(text.words):
            yield text.place(*match.span()).problem(
                f"{len(match[0])} exclamation marks stand in a row, as spam has them", "write one, or none"
            )


_PILE = re.compile(r"!{3,}")
