"""Rules that look words up in Hunspell's dictionaries; they run only when a user asks for them with --spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter import dictionaries, translation
from newsletter.checks.readable import BLANK, Readable
from newsletter.dictionaries import Speller
from newsletter.errors import Problem
from newsletter.load import find_up
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

OWN_WORDS = "words.txt"
"""The list of a project's own words, beside the issue or above it: one a line, ``#`` before a remark."""

_SUGGESTED = 3  # words in a hint
_FOREIGN = 0.5  # the share of unknown words in a text of another language: an English title among French ones
_MOST_SUGGESTED = 20  # words that suggestions are looked for: each takes some tenths of a second
# Letters, with apostrophes and hyphens inside; what touches a digit, an underscore, a sign of an address or what was
# blanked out is no plain word.
_WORD = re.compile(r"(?<![\w@#/.\0’'-])[^\W\d_]+(?:[’'-][^\W\d_]+)*(?![\w@/\0]|\.\w)")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?…:]|[«“„\"(]|\n\s*\n|^[\s>#*+-]+)[\s*_>#«“„\"(—–-]*$", re.MULTILINE)
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|all|nell|sull|un)[’'](?=\w)", re.IGNORECASE)


def misspelt_word(mail: Mail) -> Iterator[Problem]:
    """A word that is not in the dictionary.

    ## What it does
    Looks every word up in the Hunspell dictionary of the issue's language, and tells those that are not there, once
    each. Names (a capital inside a sentence), words with digits or capitals in the middle, abbreviations in capitals,
    addresses, code and merge tags are left alone. It runs with `--spelling` alone. It needs the library, `pip install
    newsletter-composer[spelling]`, and a dictionary: `apt install hunspell-fr` (or `hunspell-en-gb`, `hunspell-de-de`
    …) on Debian and Ubuntu, `dnf install hunspell-fr` on Fedora; or the files `fr.aff` and `fr.dic` in a folder
    `dictionaries` of the project, in `~/Library/Spelling` or where `DICPATH` says. Those of LibreOffice are found as
    well.

    ## Why it matters
    Readers forgive a slip less in print than in a chat, and it cannot be corrected once it is sent.

    ## Example
    "Nos vacnces commencent demain."

    ## Instead
    Correct it. A word of your trade that is right goes into `words.txt`, beside the issue or above it, one a line.
    """
    speller = _speller(mail)
    if speller is None:
        return
    own = _own_words(mail)
    told: set[str] = set()
    for text in _spelt(mail):
        unknown = list(_unknown(text, speller, own))
        if len(unknown) > 1 and len(unknown) > _FOREIGN * len(_WORD.findall(text.words)):
            continue  # another language
        for start, word in unknown:
            if word.casefold() in told:
                continue
            told.add(word.casefold())
            near = speller.suggest(word)[:_SUGGESTED] if len(told) <= _MOST_SUGGESTED else ()
            cure = f"write {' or '.join(near)}" if near else "correct it"
            yield text.place(start, start + len(word)).problem(
                f"'{word}' is not in the dictionary", f"{cure}; if it is right, add it to {OWN_WORDS}"
            )


def unspelt_language(mail: Mail) -> Iterator[Problem]:
    """A language without a dictionary on this machine.

    ## What it does
    Says that no words were looked up, with `--spelling` alone: there is no Hunspell dictionary of the issue's language,
    or the library that reads it is not installed.

    ## Why it matters
    No finding would look like a text without mistakes.

    ## Example
    `newsletter check --spelling` for an issue in Dutch, on a machine with an English dictionary.

    ## Instead
    Install one: `apt install hunspell-nl` on Debian and Ubuntu, `dnf install hunspell-nl` on Fedora. Or put `nl.aff`
    and `nl.dic` into a folder `dictionaries` of the project, which everybody who works on it then shares.
    """
    locale = mail.project.issue.locale
    if _dictionary(mail) is None:
        yield Place(loc=("locale",)).problem(
            f"there is no dictionary for {locale} on this machine, so no words were looked up",
            f"install it: apt install hunspell-{mail.language}; 'newsletter explain misspelt-word' tells more",
        )
    elif _speller(mail) is None:
        yield Place(loc=("locale",)).problem(
            "the library that reads dictionaries is not installed, so no words were looked up",
            "install it: pip install 'newsletter-composer[spelling]'",
        )


def _dictionary(mail: Mail) -> dictionaries.Dictionary | None:
    folder, root = mail.project.path.parent.absolute(), mail.project.root.absolute()
    above = [each for each in (folder, *folder.parents) if each == root or root in each.parents]
    return dictionaries.find(mail.project.issue.locale, *(each / "dictionaries" for each in above or [folder]))


def _speller(mail: Mail) -> Speller | None:
    found = _dictionary(mail)
    return found.load() if found else None


def _spelt(mail: Mail) -> Iterator[Readable]:
    """The texts in the language of the issue: without the brand's and the main file's, where this is a translation."""
    translated = translation.main_of(mail.project.path)
    for text in mail.texts:
        if translated is None:
            yield text
        elif text.file == "issue":
            span = mail.placed(Place(loc=text.loc).problem("", "")).span
            if span and Path(span.source.name).name == mail.project.path.name:
                yield text


def _own_words(mail: Mail) -> frozenset[str]:
    """The words of the project's own list, and those of its names: the brand's, the company's."""
    path = find_up(OWN_WORDS, mail.project.path.parent, mail.project.root)
    lines = path.read_text("utf-8-sig", "replace").splitlines() if path else []
    brand = mail.project.brand
    names = " ".join(str(name or "") for name in (brand.name, brand.company, brand.postal_address))
    listed = (line.partition("#")[0].strip() for line in lines)
    return frozenset(word.casefold().replace("’", "'") for word in (*listed, *re.findall(r"[^\W\d_]+", names)) if word)


def _unknown(text: Readable, speller: Speller, own: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The words of a text that no list holds, without the article before an apostrophe, and where they stand."""
    words = _IN_ITALICS.sub(lambda found: BLANK * len(found[0]), text.words)
    named = any(step in _NAMED for step in text.loc)
    for match in _WORD.finditer(words):
        bare = _ELIDED.sub("", match[0])
        at = match.end() - len(bare)
        before = words[max(0, at - 40) : match.start()]
        if _is_plain(bare, before, named=named) and not _is_known(match[0], speller, own):
            yield at, bare


_IN_ITALICS = re.compile(r"(?<![*\w])(\*|_)(?![*_\s])[^*_\n]{1,200}(?<![*_\s])\1(?![*\w])")  # foreign words, titles
# Where names stand, so that a capital at the start says nothing.
_NAMED = frozenset(["sources", "source", "name", "venue", "city", "stand", "speakers", "byline", "by"])


def _is_plain(bare: str, before: str, *, named: bool) -> bool:
    """Whether a word is worth looking up: no name, no abbreviation, no camel case."""
    parts = re.split(r"[’'-]", bare)
    if len(bare) < 3 or any(part.isupper() for part in parts) or re.search(r"[^\W\d_A-Z][A-Z]", bare):
        return False
    return not bare[0].isupper() or (not named and bool(_ENDS_SENTENCE.search(before)))


def _is_known(word: str, speller: Speller, own: frozenset[str]) -> bool:
    straight = word.replace("’", "'")
    for each in (straight, _ELIDED.sub("", straight), straight.removesuffix("'s")):  # whose: Acme's
        if each.casefold() in own or speller.spell(each) or speller.spell(each.lower()):
            return True
    parts = straight.split("-")
    return len(parts) > 1 and all(len(p) < 3 or p.casefold() in own or speller.spell(p) for p in parts)
