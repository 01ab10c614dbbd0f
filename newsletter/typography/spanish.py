"""Spanish. RAE: *Ortografía de la lengua española* (2010) of the academies.

The academies put « » first and allow “ ” as well; an author who types straight quotes gets the latter, and « » that
were typed stay.
"""

from __future__ import annotations

from newsletter.typography import signs
from newsletter.typography.line import NBSP, SPACE, Edit, Line, Pass, needs
from newsletter.typography.quotes import Marks

_MARKS = Marks(double=("“", "”"), single=("‘", "’"))
_NOUNS = "mil|millón|millones|billones|euros?|dólares|pesos"
_TITLES = r"(?:Sr|Sra|Srta|Sres|Dr|Dra|Prof|Profa|D|Dª|Ing|Lic|Ud|Sto|Sta)\.|D\.ª|don|doña"
_ABBREVIATIONS = r"[Nn]\.[º°]s?|[Nn][º°]|núms?\.|págs?\.|pp?\.|páginas?|arts?\.|figs?\.|caps?\.|vol\.|t\.|§"


@needs(*"¿¡!?")
def marks(line: Line) -> Line:
    """No space between ¿ ? ¡ ! and what they enclose: Hola ! -> Hola! (RAE, « Signos »)."""
    line = line.sub(rf"[¿¡]({SPACE}+)(?=\S)", "")
    return line.sub(rf"{SPACE}(?=[!?]+(?:[\s»”’)\].,;:…]|$))(?<=[\w»”’…)%]{SPACE})", "")


def units(line: Line) -> Line:
    """77 %, 5 kg and 5 € keep their number, and 77% gets its space (RAE, « Porcentajes »)."""
    return signs.spaced_percent(signs.units(line))


def numbered(line: Line) -> Line:
    """n.º 7, pág. 12: never apart (RAE, « Abreviaturas »)."""
    return signs.before_numbers(line, _ABBREVIATIONS)


def counted(line: Line) -> Line:
    """3 millones, 20 euros: a number does not end a line without its noun (RAE, « Numerales »)."""
    return signs.after_numbers(line, _NOUNS)


def names(line: Line) -> Line:
    """Sra. Ejemplo, D. Ejemplo: a title stays with the name (RAE, « Abreviaturas »)."""
    return signs.before_names(line, _TITLES)


def dashes(line: Line) -> Line:
    """Two hyphens around an aside become rayas that touch it: rápido - muy rápido - así -> rápido —muy rápido— así.

    A single one becomes a dash between spaces. Years and pages keep their hyphen: 2020-2024 (RAE, « Raya », « Guion »).
    """
    edits: list[Edit] = []
    for start, end, opens in signs.spaced_dashes(line, "--?"):
        if opens is None:
            edits += [(start - 1, start, NBSP), (start, end, "–")]
        elif opens:
            edits += [(start - 1, start, " "), (start, end, "—"), (end, end + 1, "")]
        else:
            edits += [(start - 1, start, ""), (start, end, "—"), (end, end + 1, " ")]
    return line.edited(edits)


PASSES: dict[str, tuple[Pass, ...]] = {
    "es": (
        signs.apostrophes, _MARKS.set, signs.ellipses, marks, signs.tight_guillemets, signs.groups, units,
        signs.currencies, numbered, counted, names, signs.initials, dashes,
    ),
}  # fmt: skip
