"""Portuguese: of Portugal and Africa, of Brazil.

Acordo: *Acordo Ortográfico da Língua Portuguesa* (1990). Manual: *Manual de Redação da Presidência da República*.
Código: *Código de Redação Interinstitucional* of the European Union, for Portugal.
"""

from __future__ import annotations

from newsletter.typography import signs
from newsletter.typography.line import NBSP, SPACE, Line, Pass, needs
from newsletter.typography.quotes import Marks

_MARKS = Marks(double=("“", "”"), single=("‘", "’"))
_NOUNS = "mil|milhão|milhões|bilhão|bilhões|mil milhões|euros?|reais"
_TITLES = r"(?:Sr|Sra|Srs|Dr|Dra|Drs|Prof|Profa|Eng|Exmo|Exma|D)\.|Prof\.ª|Dr\.ª|Sr\.ª|Eng\.º"
_ABBREVIATIONS = r"[Nn]\.?[º°]s?|págs?\.|pp?\.|páginas?|arts?\.|figs?\.|caps?\.|vol\.|§"


def numbered(line: Line) -> Line:
    """n.º 7, pág. 12, art. 3: never apart (Código; Manual)."""
    return signs.before_numbers(line, _ABBREVIATIONS)


def counted(line: Line) -> Line:
    """3 milhões, 20 reais: a number does not end a line without its noun (Código)."""
    return signs.after_numbers(line, _NOUNS)


@needs("R$")
def reais(line: Line) -> Line:
    """R$ 20: the sign keeps the amount after it (Manual)."""
    return line.sub(rf"\bR\$({SPACE})(?=\d)", NBSP)


def names(line: Line) -> Line:
    """Dra. Exemplo, Sr. Exemplo: a title stays with the name (Código)."""
    return signs.before_names(line, _TITLES)


def em_dashes(line: Line) -> Line:
    """In Brazil the travessão of an aside is long, between spaces: rápido — muito rápido (Manual, « Travessão »)."""
    return signs.asides(line, "—")


def en_dashes(line: Line) -> Line:
    """In Portugal it is short: rápido – muito rápido (Código). Years keep their hyphen: 2020-2024 (Acordo)."""
    return signs.asides(line)


_FIRST: tuple[Pass, ...] = (
    signs.apostrophes, _MARKS.set, signs.ellipses, signs.tight_guillemets, signs.groups, signs.units, signs.currencies,
    reais, numbered, counted, names, signs.initials,
)  # fmt: skip

PASSES: dict[str, tuple[Pass, ...]] = {
    "pt": (*_FIRST, en_dashes),
    "pt-BR": (*_FIRST, em_dashes),
}
