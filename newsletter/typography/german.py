"""German: of Germany and Austria, of Switzerland and Liechtenstein.

Duden: *Die deutsche Rechtschreibung*, rules for text processing. DIN 5008. For Switzerland: *Leitfaden zur deutschen
Rechtschreibung* of the Bundeskanzlei.
"""

from __future__ import annotations

import re

from newsletter.typography import signs
from newsletter.typography.line import NBSP, NNBSP, SPACE, Line, Pass
from newsletter.typography.quotes import Marks

_MARKS = Marks(double=("„", "“"), single=("‚", "‘"))
_SWISS_MARKS = Marks(double=("«", "»"), single=("‹", "›"), inner=("‹", "›"))
_MONTHS = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DAY = rf"\d\.({SPACE})(?=(?:{_MONTHS})(?!\w))"
_NOUNS = r"Uhr|Mio\.|Mrd\.|Tsd\.|Millionen?|Milliarden?|Euro|Franken|Prozent"
_TITLES = r"(?:Dres|Dr|Prof|Hr|Fr|Dipl|Ing|St)\.|Herrn?|Frau"
_ABBREVIATIONS = r"Nr\.|S\.|Seiten?|Abb\.|Kap\.|Bd\.|Abs\.|Art\.|Tab\.|Ziff\.|§§?"
_PARTS = "z. B.|d. h.|u. a.|i. d. R.|o. Ä.|u. Ä.|s. o.|s. u.|u. U.|v. a.|z. T.|i. A.|i. V.|m. E.|e. V.|u. v. m.|o. g."
_ANY_PARTS = "|".join(re.escape(part).replace(r"\ ", f"{SPACE}?") for part in _PARTS.split("|"))
_TWO_PARTS = rf"\.{SPACE}?\w\."
_ABBREVIATED = rf"(?i)(?<![\w.])(?:{_ANY_PARTS})(?![\w-])"


def abbreviations(line: Line) -> Line:
    """Parts of an abbreviation stand a narrow space apart: z.B. -> z. B., d.h. -> d. h. (Duden; DIN 5008)."""
    if not line.finds(_TWO_PARTS):
        return line
    found = line.found(_ABBREVIATED)
    gaps = (m.start() + gap.start() for m in found for gap in re.finditer(r"(?<=\.)(?=.)", m[0]))
    return line.edited([(at, at + line.text[at].isspace(), NNBSP) for at in gaps])


def shortened(line: Line) -> Line:
    """'s ist, 'ne, 'n: an apostrophe, no opening quote (Duden, « Apostroph »)."""
    return signs.leading_apostrophes(line, "s|n|ne|nen|nem|ner")


def units(line: Line) -> Line:
    """5 kg keep their number, 77% get their space (DIN 5008; Duden, « Prozentzeichen »)."""
    return signs.spaced_percent(signs.units(line))


def numbered(line: Line) -> Line:
    """Nr. 7, S. 12, § 3: never apart (DIN 5008)."""
    return signs.before_numbers(line, _ABBREVIATIONS)


def counted(line: Line) -> Line:
    """7. November, 3 Mio., 16 Uhr: a number does not end a line without its noun (DIN 5008)."""
    line = line.sub(_DAY, NBSP)
    return signs.after_numbers(line, _NOUNS)


def names(line: Line) -> Line:
    """Dr. Beispiel, Frau Beispiel: a title stays with the name (DIN 5008)."""
    return signs.before_names(line, _TITLES)


def ranges(line: Line) -> Line:
    """2020-2024 -> 2020–2024, S. 12-15 -> S. 12–15: the Bis-Strich is as long as a dash (Duden)."""
    return signs.ranges(line, "S\\.|Seiten?")


def _passes(marks: Marks) -> tuple[Pass, ...]:
    return (
        signs.apostrophes, shortened, marks.set, signs.last_apostrophes, signs.ellipses, abbreviations, signs.groups,
        units, signs.currencies, numbered, counted, names, signs.initials, ranges, signs.asides,
    )  # fmt: skip


PASSES: dict[str, tuple[Pass, ...]] = {
    "de": _passes(_MARKS),
    "de-CH": (*_passes(_SWISS_MARKS), signs.tight_guillemets),
    "de-LI": (*_passes(_SWISS_MARKS), signs.tight_guillemets),
}
