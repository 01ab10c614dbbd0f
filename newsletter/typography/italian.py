"""Italian. Crusca: answers of the Accademia della Crusca on punctuation. Treccani: *Enciclopedia dell'Italiano*."""

from __future__ import annotations

from newsletter.typography import signs
from newsletter.typography.french import elisions
from newsletter.typography.line import NBSP, SPACE, Line, Pass, needs
from newsletter.typography.quotes import Marks

_MARKS = Marks(double=("“", "”"), single=("‘", "’"))
_SWISS_MARKS = Marks(double=("«", "»"), single=("‹", "›"), inner=("‹", "›"))
_MONTHS = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
_NOUNS = rf"{_MONTHS}|mila|milion[ei]|miliard[oi]|euro"
_DAY = rf"\d[º°]({SPACE})(?=(?:{_MONTHS})\b)"
_TITLES = r"(?:Sig|Sigg|Dott|Prof|Ing|Avv|Arch|Geom|Rag)\.(?:ra|ri|ssa)?|Sig\.na"
_ABBREVIATIONS = r"[Nn]\.|nn?\.|pagg?\.|pp?\.|pagine?|artt?\.|figg?\.|capp?\.|voll?\.|§"


@needs("'")
def shortened(line: Line) -> Line:
    """An apostrophe, no opening quote: gli anni '80, 'ndrangheta (Treccani, « apostrofo »)."""
    line = signs.leading_apostrophes(line, "ndrangheta|ndrina|sto|sta|sti|ste")
    return line.sub(rf"'(?=\d0\b)(?<=\b[Aa]nni{SPACE}')", "’")


def numbered(line: Line) -> Line:
    """Never apart: n. 7, pag. 12, art. 3 (Treccani, « abbreviazioni »)."""
    return signs.before_numbers(line, _ABBREVIATIONS)


def counted(line: Line) -> Line:
    """7 novembre, 3 milioni: a number does not end a line without its noun (Crusca)."""
    line = line.sub(_DAY, NBSP)
    return signs.after_numbers(line, _NOUNS)


def names(line: Line) -> Line:
    """Dott.ssa Esempio, Sig. Esempio: a title stays with the name (Treccani, « abbreviazioni »)."""
    return signs.before_names(line, _TITLES)


def dashes(line: Line) -> Line:
    """The lineetta of an aside, between spaces: veloce - molto veloce -> veloce – molto veloce.

    (Treccani, « lineetta ».) Years and pages keep their trattino: 2020-2024 (Crusca).
    """
    return signs.asides(line)


def _passes(marks: Marks) -> tuple[Pass, ...]:
    return (
        elisions, signs.apostrophes, shortened, marks.set, signs.last_apostrophes, signs.ellipses,
        signs.tight_guillemets, signs.groups, signs.units, signs.currencies, numbered, counted, names, signs.initials,
        dashes,
    )  # fmt: skip


PASSES: dict[str, tuple[Pass, ...]] = {"it": _passes(_MARKS), "it-CH": _passes(_SWISS_MARKS)}
