"""English: of Britain and most of the world, of the United States.

Hart's: *New Hart's Rules* (Oxford). Chicago: *The Chicago Manual of Style*, 17th edition. Which level of quotes comes
first is the author's choice, as either book allows for other houses than its own.
"""

from __future__ import annotations

from newsletter.typography import signs
from newsletter.typography.keeping import KEPT
from newsletter.typography.line import Edit, Line, Pass, needs
from newsletter.typography.quotes import Marks
from newsletter.typography.signs import LETTER

_MARKS = Marks(double=("“", "”"), single=("‘", "’"))
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NOUNS = rf"{_MONTHS}|thousand|million|billion|trillion|[ap]m|[ap]\.m\."
_TITLES = r"(?:Mrs?|Ms|Dr|Prof|St|Rev|Hon|Sen|Gov)\.?"
_ABBREVIATIONS = r"[Nn]os?\.|pp?\.|pages?|Figs?\.|fig\.|ch\.|chs\.|[Cc]hapter|vol\.|§|Part|Section"
_SHORTENED = r"tis|twas|twere|twill|em|til|cause|bout|round|\d0s"


@needs("'")
def rock_n_roll(line: Line) -> Line:
    """Two apostrophes, no quotes: rock 'n' roll -> rock ’n’ roll (Chicago, « Apostrophes »)."""
    line = line.sub(r"'(?=n['’] )(?<= ')", "’")
    return line.sub(r"'(?= )(?<= ’n')", "’")


def shortened(line: Line) -> Line:
    """'tis, 'em, the '90s: an apostrophe, no opening quote (Hart's, Chicago, « Apostrophe »)."""
    return signs.leading_apostrophes(line, _SHORTENED)


def numbered(line: Line) -> Line:
    """No. 7, p. 12, § 3: never apart (Hart's, « Line breaks »)."""
    return signs.before_numbers(line, _ABBREVIATIONS)


def counted(line: Line) -> Line:
    """7 November, 3 million, 9 am: a number does not end a line without its noun (Hart's, « Line breaks »)."""
    line = signs.kept_with_next(line, _MONTHS, signs.BEFORE_NUMBER, r"\b", r"\d{1,2}(?!\d)")
    return signs.after_numbers(line, _NOUNS)


def names(line: Line) -> Line:
    """Dr Example, Mr. Example: a title stays with the name (Hart's, « Line breaks »)."""
    return signs.before_names(line, _TITLES)


def ranges(line: Line) -> Line:
    """2020-2024 -> 2020–2024, pp. 12-15 -> pp. 12–15: an en dash (Hart's, « Dashes »; Chicago, « En dashes »)."""
    return signs.ranges(line, "pages?|pp?\\.")


@needs("-")
def em_dashes(line: Line) -> Line:
    """An aside has em dashes without spaces: fast - very fast, fast--very fast -> fast—very fast (Chicago)."""
    edits: list[Edit] = []
    for start, end, _ in signs.spaced_dashes(line, "--?"):
        if KEPT not in (line.text[start - 2], line.text[end + 1]):
            edits += [(start - 1, start, ""), (start, end, "—"), (end, end + 1, "")]
    return line.edited(edits).sub(rf"--(?={LETTER})(?<={LETTER}--)", "—")


_FIRST: tuple[Pass, ...] = (
    rock_n_roll, signs.apostrophes, shortened, _MARKS.set, signs.last_apostrophes, signs.ellipses, signs.units,
    signs.currencies, numbered, counted, names, signs.initials, ranges,
)  # fmt: skip

PASSES: dict[str, tuple[Pass, ...]] = {
    "en": (*_FIRST, signs.asides),  # spaced en dashes: Hart's, « Dashes », as most British publishers have them
    "en-US": (*_FIRST, em_dashes),
}
