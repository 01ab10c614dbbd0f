"""Slips of the pen: a word twice, a bracket that never closes, words that cost points with spam filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.readable import Readable
from newsletter.checks.spam_words import WORDS
from newsletter.errors import Problem

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_TWICE = re.compile(r"(?<![\w'’\0-])(\w{2,})[*_]{0,3}[ \t\n\u00a0\u202f]+[*_]{0,3}(?=\1(?![\w'’\0-]))\1", re.IGNORECASE)

# Words that stand twice in good sentences, by language: "nous nous voyons", "had had", "wer wer ist", "als het het
# doet", and what is doubled for weight or as a sound. Judged by us; a language that stands nowhere here is passed over.
_DOUBLED = {
    "fr": "nous vous faire très trop tout tous toutes non oui si bien bon plus tant fou petit vite loin doucement"
    " longtemps jamais rien allez quoi ça bla ha hé ho toc tic chut hop miam boum bof kif cache coin glou"
    " plouf ding",
    "en": "that had very really so much many no yes is her do can will in on you it far long ever never again more"
    " blah ha ho hey knock hush chop choo tut now there bye night win one two well please extra hear like love"
    " half wait ok okay yada nice big ding woof beep tick click",
    "de": "die der das den dem denen sie ihr es war wer was sehr ganz viel lange nie ja nein doch na los auf bitte"
    " schnell ha hopp bla so wie zu immer weit mehr",
    "nl": "die dat het je u ze zij jullie wie wat had is was zijn haar heel zeer nee ja nou kom zo snel nooit lang"
    " ha bla stap toe veel in er",
}

# Where any adjective, adverb or noun may be doubled for weight ("zitto zitto", "café café", "devagar devagar"), only
# these small words, which never are, are looked at.
_SMALL = {
    "es": "el la los las un una unos unas de del al en con por sin y o pero su sus mi tu lo le les se me te nos que",
    "it": "il lo la i gli le un uno una di a da in con per tra fra del dello della dei degli delle al allo alla ai"
    " alle dal dalla nel nello nella nei nelle sul sulla e ed o ma non che è sono mi ti vi",
    "pt": "o a os as um uma de do da dos das em no na nos nas ao à por pelo pela com sem e ou mas seu sua que não é"
    " são me te lhe",
}


def doubled_word(mail: Mail) -> Iterator[Problem]:
    """A word that stands twice.

    ## What it does
    Finds the same word twice in a row, across the end of a line as well. What may stand twice in the language of the
    issue is left alone ("nous nous", "had had", "die die"), as are names and numbers. In Spanish, Italian and
    Portuguese, where nearly any word may be doubled for weight ("zitto zitto"), only articles, prepositions and other
    small words are looked at.

    ## Why it matters
    It is the slip that the eye of the author reads over, and that of the reader does not.

    ## Example
    "Rendez-vous dans le le hall"

    ## Instead
    Take one of them away.
    """
    language = mail.language
    if language not in _DOUBLED and language not in _SMALL:
        return
    fine, small = set(_DOUBLED.get(language, "").split()), set(_SMALL.get(language, "").split())
    for text in mail.texts:
        for match in _TWICE.finditer(text.words):
            second = match[0][-len(match[1]) :]
            word = match[1].casefold()
            if word in fine or (small and word not in small) or not word.isalpha() or second[0].isupper():
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
    quotation of several paragraphs may open anew with each of them, in Spanish by ».

    ## Why it matters
    Where a quotation ends is part of what it says; a bracket that never closes looks like a text that was cut.

    ## Example
    "Comme dit l'étude, « un client sur deux ne revient pas."

    ## Instead
    Add the missing half, or take the other away.
    """
    language = mail.language
    pairs = _GERMAN if language == "de" else _PAIRS
    if language == "de" and any("«" in text.words and "»" in text.words for text in mail.texts):
        pairs = {"„": "“", "(": ")", "[": "]"}  # both ways are German; which one is meant is not sure
    for text in mail.texts:
        if not _SOME_PAIR.search(text.words):
            continue
        words = _HARMLESS.sub(lambda face: "\0" * len(face[0]), text.words)
        alone = set(_alone(words, pairs))
        if words != text.words:  # "(more: c) or 8)": what looks like a face or a number may be a true bracket
            alone &= set(_alone(text.words, pairs))
        for at in sorted(alone):
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
            elif match[0] == "»" and words[at + 1 : at + 2].isalpha() and _starts_paragraph(words, at):
                continue  # Spanish opens every further paragraph of a quotation with »
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
    "100 % gratuit", "money back guarantee"

    ## Instead
    Say what the reader gets in your own words. Where the phrase is exact and needed, leave it: this is a hint.
    """
    language = mail.language
    patterns = WORDS.get(language, ())
    for text in mail.texts:
        for pattern, why in patterns:
            for match in pattern.finditer(text.words):
                said = " ".join(re.sub(r"[*_]+", "", match[0]).split())
                yield text.place(*match.span()).problem(f"'{said}' {why}", "say it in your own words")
        for match in _PILE.finditer(text.words) if text.loc not in _IN_INBOX else ():
            yield text.place(*match.span()).problem(
                f"{len(match[0])} exclamation marks stand in a row, as spam has them", "write one, or none"
            )


_PILE = re.compile(r"!{3,}")
_IN_INBOX = (("subject",), ("preheader",))  # piled-punctuation looks at them
