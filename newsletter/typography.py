"""Typography by language: ordered passes over the visible texts of a message, and over nothing else.

Links, code, merge tags and addresses are not texts and never come here (a masked tag is one plain word). The passes of
a language run in the order of its row; running them twice changes nothing more. So far French has its rules, and the
other languages keep what their author typed.

Spaces: U+00A0 before ``:`` ``%`` and inside « », U+202F before ``;`` ``!`` ``?``, as the *Lexique des règles
typographiques en usage à l'Imprimerie nationale* sets them. Both are in every system font; where a client has no glyph
for U+202F it shows a normal space of the same font, which is what French readers are used to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from newsletter.markdown import Prose
from newsletter.model.base import Part, map_values

D = TypeVar("D", bound=Part)
Pass = Callable[[str], str]

_NBSP, _NNBSP = "\u00a0", "\u202f"
_SPACES = f"[ {_NBSP}{_NNBSP}]"
_EDGE, _WORD = "\ue000", "\ue001"  # private-use characters: the edge between two runs, a word left alone
_WORDS = re.compile(rf"[^\s{_EDGE}]+")
_ADDRESS = re.compile(r"://|@\w|www\.")  # in such a word a mark is not punctuation


def polish(draft: D) -> D:
    """Set every text of a draft in the typography of its issue's language."""
    locale = draft.__dict__["issue"].locale
    if not _passes(locale):
        return draft
    return map_values(draft, lambda prose, _: prose.with_texts(lambda runs: typeset_runs(runs, locale)), Prose)


def typeset(text: str, locale: str) -> str:
    """Set one text."""
    return typeset_runs([text], locale)[0]


def typeset_runs(runs: Sequence[str], locale: str) -> Sequence[str]:
    """Set the runs of one block together, so that a mark after bold text knows what it follows."""
    whole = _EDGE.join(runs)
    if whole.count(_EDGE) != len(runs) - 1 or _WORD in whole:
        return runs  # the author uses our private characters for something of their own
    kept: list[str] = []

    def leave_alone(word: re.Match[str]) -> str:
        if not _ADDRESS.search(word[0]):
            return word[0]
        kept.append(word[0])
        return _WORD

    whole = _WORDS.sub(leave_alone, whole)
    for step in _passes(locale):
        whole = step(whole)
    back = iter(kept)
    return re.sub(_WORD, lambda _: next(back), whole).split(_EDGE)


def _passes(locale: str) -> tuple[Pass, ...]:
    return PASSES.get(re.split("[-_]", locale, maxsplit=1)[0].lower(), ())


def _apostrophes(text: str) -> str:
    """The typewriter's apostrophe: l'été -> l’été."""
    return re.sub(rf"(?<=\w)'(?=[\w«\"“{_EDGE}]|$)", "’", text)


def _ellipses(text: str) -> str:
    """Three dots as one sign: attendez... -> attendez…."""
    return re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)


def _high_marks(text: str) -> str:
    """Quoi ? -> a narrow no-break space, which replaces the space that the author typed."""
    return re.sub(rf"(?<=[^\s(\[]){_SPACES}(?=[;!?]+(?:[\s»)\]…]|$))", _NNBSP, text)


def _colons(text: str) -> str:
    """Sources : -> a no-break space; times and ratios have none and stay."""
    return re.sub(rf"(?<=[^\s(\[]){_SPACES}(?=:(?:\s|$))", _NBSP, text)


def _guillemets(text: str) -> str:
    """« mot » -> no-break spaces inside; added where there is none."""
    text = re.sub(rf"«{_SPACES}*(?=\S)", f"«{_NBSP}", text)
    return re.sub(rf"(?<=[^\s«]){_SPACES}*»", f"{_NBSP}»", text)


_UNITS = r"(?:%|‰|€|\$|£|°C|k€|M€|Md€|kWh|Wh|kg|km|cm|mm|Mo|Go|To|h|g|t|m|min)"


def _units(text: str) -> str:
    """77 % -> a no-break space between a number and its unit; added before % and € where there is none."""
    text = re.sub(rf"(?<=\d){_SPACES}(?={_UNITS}(?!\w))", _NBSP, text)
    return re.sub(r"(?<=\d)(?=[%€](?!\w))", _NBSP, text)


def _groups(text: str) -> str:
    """17 500 -> a narrow no-break space between groups of three digits, where the author typed a space."""
    return re.sub(rf"(?<![\d,.])(\d{{1,3}}(?:{_SPACES}\d{{3}})+)(?!\d)", _join_groups, text)


def _join_groups(match: re.Match[str]) -> str:
    return re.sub(_SPACES, _NNBSP, match[0])


def _numbers(text: str) -> str:
    """n° 7, 7 novembre -> a no-break space, so that a number never ends a line without its noun."""
    text = re.sub(rf"(?<![^\W\d_])([Nn]°){_SPACES}(?=\d)", rf"\1{_NBSP}", text)
    return re.sub(rf"(?<=\d){_SPACES}(?=(?:{_NOUNS})\b)", _NBSP, text)


_NOUNS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|millions?|milliards?"

PASSES: dict[str, tuple[Pass, ...]] = {
    "fr": (_apostrophes, _ellipses, _high_marks, _colons, _guillemets, _groups, _units, _numbers),
}
