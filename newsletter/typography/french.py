"""French: of France and Belgium, of Switzerland, of Canada.

Lexique: *Lexique des règles typographiques en usage à l'Imprimerie nationale*. OQLF: the tables of spacing of the
Banque de dépannage linguistique. Guide: *Guide du typographe* (Heliographia, Lausanne).
"""

from __future__ import annotations

from newsletter.typography import signs
from newsletter.typography.keeping import KEPT
from newsletter.typography.line import NBSP, NNBSP, SPACE, Edit, Line, Pass, needs
from newsletter.typography.quotes import Marks

_QUOTES = Marks(double=("«", "»"), single=("‘", "’"), inner=("“", "”"))
_UNITS = "|k€|M€|Md€|[kMGT]o"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_NOUNS = rf"{_MONTHS}|mille|millions?|milliards?|euros?|dollars?|francs?"
_TITLES = r"MM?\.|M(?:me|lle)s?|Drs?|Prs?|Mes?|Mgr|Sr|Ste?|Dr\.|Pr\."
_ABBREVIATIONS = r"[Nn](?:os?|[°º]s?)|pp?\.|pages?|chap\.|art\.|articles?|fig\.|vol\.|t\.|§|chapitres?"
_END = r"(?:[\s»”’\")\]…]|$)"  # what may follow a mark that ends a phrase
_HOUR = rf"h({SPACE})(?=[0-5]\d(?!\d))(?<=\d{SPACE}h{SPACE})"
_FIRST_OF = rf"1er({SPACE})(?=(?:{_MONTHS})\b)(?<=\b1er{SPACE})"
_ORDINAL = rf"[\dIVX]e({SPACE})(?=(?:siècles?|arrondissement|édition)\b)"
_HIGH_MARKS = ";!?"
_HIGH = rf"(?=[{_HIGH_MARKS}]+{_END})"


@needs("'")
def elisions(line: Line) -> Line:
    """The apostrophe before a quotation: l'« été » -> l’« été » (Lexique, « Apostrophe »)."""
    return line.sub(r"'(?=[«“\"])(?<=[^\W\d_]')", "’")


@needs(*_HIGH_MARKS)
def high_marks(line: Line) -> Line:
    """A narrow no-break space before ; ! ?, typed or not: Quoi ? Non! -> Quoi ? Non ! (Lexique, « Ponctuation »)."""
    line = line.sub(rf"{SPACE}{_HIGH}(?<=[^\s(\[]{SPACE})", NNBSP)
    return line.sub(rf"(?<=[\w»”’%€…{KEPT}]){_HIGH}|(?<=\))(?=[!?]+{_END})", NNBSP)


@needs(*_HIGH_MARKS)
def tight_high_marks(line: Line) -> Line:
    """No space before ; ! ? in Canada: Quoi ? -> Quoi? (OQLF, « Espacement »)."""
    return line.sub(rf"{SPACE}{_HIGH}(?<=[\w»”’%€…)]{SPACE})", "")


def colons(line: Line) -> Line:
    """A no-break space before a colon, typed or not: Sources : -> Sources : (Lexique). Times and ratios have none."""
    return _colons(line, NBSP)


def narrow_colons(line: Line) -> Line:
    """In Switzerland the space before a colon is as narrow as the others: Sources : (Guide)."""
    return _colons(line, NNBSP)


@needs(":")
def _colons(line: Line, space: str) -> Line:
    line = line.sub(rf"{SPACE}(?=:(?:\s|$))(?<=[^\s(\[]{SPACE})", space)
    return line.sub(rf"(?<=[^\W\d_]|[»”’%€{KEPT}])(?=:(?:\s|$))", space)


def guillemets(line: Line) -> Line:
    """No-break spaces inside, added where there are none: «mot» -> « mot » (Lexique; OQLF)."""
    return _guillemets(line, NBSP)


def narrow_guillemets(line: Line) -> Line:
    """In Switzerland the spaces inside are narrow: « mot » (Guide)."""
    return _guillemets(line, NNBSP)


@needs("«", "»")
def _guillemets(line: Line, space: str) -> Line:
    line = line.sub(rf"«({SPACE}+)(?=\S)", space)
    line = line.sub(r"«(?=\S)", f"«{space}")  # in the run of the sign
    return line.sub(rf"(?<=[^\s«])({SPACE}*)»", space)


def units(line: Line) -> Line:
    """77 % and 300 g keep their number, 12% and 5€ get their space (Lexique, « Unités de mesure »)."""
    return signs.spaced_percent(signs.units(line, _UNITS))


def hours(line: Line) -> Line:
    """Hours keep their minutes: 16 h 30 (Lexique, « Heure »)."""
    return line.sub(_HOUR, NBSP)


def numbered(line: Line) -> Line:
    """n° 7, p. 12, art. 3: never apart (Lexique, « Abréviations »)."""
    return signs.before_numbers(line, _ABBREVIATIONS)


def counted(line: Line) -> Line:
    """7 novembre, 160 milliards: a number does not end a line without its noun (Lexique, « Dates », « Nombres »)."""
    line = line.sub(_FIRST_OF, NBSP)
    return signs.after_numbers(line, _NOUNS)


def ordinals(line: Line) -> Line:
    """XXe siècle, Louis XIV, 11e édition: the number stays with its word (Lexique, « Chiffres romains »)."""
    line = line.sub(_ORDINAL, NBSP)
    return signs.kept_with_next(line, "[A-ZÉ][a-zà-ÿ]{2,20}", signs.BEFORE_NUMBER, r"\b", r"[IVX]{2,}\b")


def names(line: Line) -> Line:
    """M. Exemple, Dr Exemple: a title stays with the name (Lexique, « Abréviations »)."""
    return signs.before_names(line, _TITLES)


def dashes(line: Line) -> Line:
    """A spaced - is a dash, and two keep what they enclose: - ainsi - -> – ainsi – (Lexique, « Tirets »)."""
    edits: list[Edit] = []
    for start, end, opens in signs.spaced_dashes(line, "--?|–|—"):
        sign = "–" if line.text[start] == "-" else line.text[start]
        before, after = (" ", NBSP) if opens else (NBSP, " ")
        edits += [(start - 1, start, before), (start, end, sign), (end, end + 1, after)]
    return line.edited(edits)


def ranges(line: Line) -> Line:
    """2020-2024 -> 2020–2024, pages 12-15 -> pages 12–15: a dash, which no compound word has (Guide, « Tiret »)."""
    return signs.ranges(line, "pages?|pp?\\.")


_FIRST: tuple[Pass, ...] = (elisions, signs.apostrophes, _QUOTES.set, signs.last_apostrophes, signs.ellipses)
_LAST: tuple[Pass, ...] = (
    signs.groups, units, signs.currencies, hours, numbered, counted, ordinals, names, signs.initials, ranges, dashes,
)  # fmt: skip

PASSES: dict[str, tuple[Pass, ...]] = {
    "fr": (*_FIRST, guillemets, high_marks, colons, *_LAST),
    "fr-CH": (*_FIRST, narrow_guillemets, high_marks, narrow_colons, *_LAST),
    "fr-CA": (*_FIRST, guillemets, tight_high_marks, colons, *_LAST),
}
