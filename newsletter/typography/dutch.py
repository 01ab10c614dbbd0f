"""Dutch. Taaladvies: taaladvies.net of the Nederlandse Taalunie. Leidraad: the *Leidraad* of the Groene Boekje."""

from __future__ import annotations

from newsletter.typography import signs
from newsletter.typography.line import Line, Pass
from newsletter.typography.quotes import Marks

_MARKS = Marks(double=("“", "”"), single=("‘", "’"))
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_NOUNS = rf"{_MONTHS}|duizend|miljoen|miljard|euro|uur"
_TITLES = r"(?:[Dd]hr|[Mm]evr|[Mm]w|[Dd]rs|[Dd]r|[Pp]rof|[Mm]r|[Ii]r|[Ii]ng|St)\."
_ABBREVIATIONS = r"[Nn]rs?\.|blz\.|pp?\.|pagina's?|figs?\.|hfst\.|art\.|§"


def shortened(line: Line) -> Line:
    """'s ochtends, 't, 'n: an apostrophe, no opening quote (Leidraad, « Apostrof »)."""
    return signs.leading_apostrophes(line, "s|t|n|m|k|r|ie")


def numbered(line: Line) -> Line:
    """Never apart: nr. 7, blz. 12 (Taaladvies, « Spatie »)."""
    return signs.before_numbers(line, _ABBREVIATIONS)


def counted(line: Line) -> Line:
    """7 november, 3 miljoen: a number does not end a line without its noun (Taaladvies, « Spatie »)."""
    return signs.after_numbers(line, _NOUNS)


def names(line: Line) -> Line:
    """A title stays with the name: dhr. Voorbeeld, prof. Voorbeeld (Taaladvies, « Spatie »)."""
    return signs.before_names(line, _TITLES)


def dashes(line: Line) -> Line:
    """The gedachtestreepje, between spaces: snel - heel snel -> snel – heel snel (Taaladvies, « Gedachtestreepje »).

    Years and pages keep their hyphen: 2020-2024 (Taaladvies, « Liggend streepje »).
    """
    return signs.asides(line)


PASSES: dict[str, tuple[Pass, ...]] = {
    "nl": (
        signs.apostrophes, shortened, _MARKS.set, signs.last_apostrophes, signs.ellipses, signs.units, signs.currencies,
        numbered, counted, names, signs.initials, dashes,
    ),
}  # fmt: skip
