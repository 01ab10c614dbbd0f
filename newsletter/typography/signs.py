"""Signs and passes that several languages share."""

from __future__ import annotations

import re
from functools import cache

from newsletter.typography.keeping import KEPT
from newsletter.typography.line import NBSP, NNBSP, SPACE, Edit, Line, compiled, needs

LETTER = r"[^\W\d_]"
UPPER = "[A-ZÀ-ÖØ-ÞŒŠŽ]"
BEFORE_CAPITAL, BEFORE_NUMBER = f"{SPACE}(?={UPPER})", rf"{SPACE}(?=[\dIVX])"
_AFTER_NUMBER = rf"\d{SPACE}"
_APART, _NO_INITIAL = rf"(?<![\w{KEPT}])", rf"(?<![\w{NNBSP}])"
_INITIAL = rf"{UPPER}\."
_UNITS = (
    "%|‰|€|\\$|£|¥|°C|°F|kWh|MWh|GWh|TWh|kW|MW|GW|Wh|kg|mg|km/h|km²|km|cm|mm|m²|m³|ha|ms|dB|Hz|kHz|MHz|GHz|px|"
    "[kKMGT]B|[kMG]bit/s|h|g|t|m|s|min|l|EUR|USD|GBP|CHF"
)
LONGEST = 24  # signs of what keeps the word after it; bounds how far is looked back


@needs("...")
def ellipses(line: Line) -> Line:
    """Three dots are one sign: wait... -> wait…; four dots and paths stay (Unicode 16.0, 6.2)."""
    return line.sub(r"(?<!\.)\.\.\.(?![./\\])", "…")


@needs("'")
def apostrophes(line: Line) -> Line:
    """The apostrophe inside a word: l'été -> l’été, 1980's -> 1980’s (Unicode 16.0, 6.2: U+2019)."""
    line = line.sub(rf"'(?=[\w{KEPT}])(?<={LETTER}')", "’")
    return line.sub(rf"'(?={LETTER})(?<=[\d{KEPT}]')", "’")


@needs("'")
def last_apostrophes(line: Line) -> Line:
    """The apostrophe after a word that no quotation needs: the readers' club -> the readers’ club. After the quotes."""
    return line.sub(rf"'(?![\w'])(?<={LETTER}')", "’")


@needs("'")
def leading_apostrophes(line: Line, words: str) -> Line:
    """The apostrophe of words that lost their beginning, which is never an opening quote: 'tis -> ’tis."""
    return line.sub(rf"'(?=(?:{words})\b)(?<![\w'{KEPT}]')", "’")


def units(line: Line, more: str = "") -> Line:
    """A number keeps its unit: 77 kg never breaks between the two (BIPM, *SI Brochure*, 5.4.3)."""
    return _kept_with_number(line, _unit(more))


@cache
def _unit(more: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_UNITS}{more})(?![\w'’])")


@needs("%", "‰", "€")
def spaced_percent(line: Line) -> Line:
    """A space where the language has one and the author typed none: 77% -> 77 %, 5€ -> 5 €."""
    return line.sub(r"\d()(?=[%‰€](?![\w%‰€]))", NBSP)


@needs("€", "$", "£", "¥", "EUR", "USD", "GBP", "CHF")
def currencies(line: Line) -> Line:
    """A currency keeps the amount after it: € 5, CHF 20, R$ 7."""
    return line.sub(rf"(?<![\d{KEPT}])(?<!\d{SPACE})(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF))({SPACE})(?=\d)", NBSP)


def groups(line: Line) -> Line:
    """Groups of three digits: 17 500 -> a narrow no-break space, where a space was typed (ISO 80000-1, 7.3.1)."""
    return line.edited(
        [
            (group.start() + at, group.start() + at + 1, NNBSP)
            for group in line.found(_GROUPED)
            for at, sign in enumerate(group[0])
            if sign.isspace()
        ]
    )


_GROUPED = rf"\d(?<![\w,.]\d)(?<!\d{SPACE}\d)\d{{0,2}}(?:{SPACE}\d{{3}})+(?!\d)"


def initials(line: Line) -> Line:
    """Initials stay with the name: J. R. R. Example (Chicago Manual of Style, « Initials »)."""
    return kept_with_next(line, _INITIAL, BEFORE_CAPITAL, before=_NO_INITIAL)


def before_names(line: Line, titles: str) -> Line:
    """A title that is abbreviated stays with the name: Dr. Beispiel."""
    return kept_with_next(line, titles, BEFORE_CAPITAL)


def before_numbers(line: Line, abbreviations: str) -> Line:
    """An abbreviation stays with its number: no. 7, p. 12, § 3."""
    return kept_with_next(line, abbreviations, BEFORE_NUMBER)


def kept_with_next(line: Line, words: str, first: str, before: str = _APART, then: str = "") -> Line:
    """A word stays with what follows it. What follows is found first: it is rarer, and many passes ask for the same.

    Args:
        line: The line.
        words: A pattern of words, which hold no space and are no longer than :data:`LONGEST`.
        first: The space between, with the sign that follows: :data:`BEFORE_CAPITAL` or :data:`BEFORE_NUMBER`.
        before: Where the word begins.
        then: A pattern of all that follows, where its first sign is not enough.

    """
    word, following = _word(words, before), compiled(then)
    text = line.text
    edits: list[Edit] = []
    for at in line.starts(first):
        start = max(at - LONGEST, 0)
        if following.match(text, at + 1) and word.search(text, max(start, text.rfind(" ", start, at)), at):
            edits.append((at, at + 1, NBSP))
    return line.edited(edits)


@cache
def _word(words: str, before: str) -> re.Pattern[str]:
    return re.compile(rf"{before}(?:{words})\Z")


def after_numbers(line: Line, nouns: str) -> Line:
    """A number stays with its noun: 7 novembre, 3 million."""
    return _kept_with_number(line, _noun(nouns))


@cache
def _noun(nouns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{nouns})(?!\w)")


def _kept_with_number(line: Line, following: re.Pattern[str]) -> Line:
    return line.edited(
        [(at + 1, at + 2, NBSP) for at in line.starts(_AFTER_NUMBER) if following.match(line.text, at + 2)]
    )


@needs("-")
def ranges(line: Line, pages: str) -> Line:
    """A dash from year to year and from page to page: 2020-2024 -> 2020–2024, p. 12-15 -> p. 12–15.

    Anything else may be a telephone number, a date, an ISBN or a code, and stays.
    """
    year = r"(?:1\d|20)\d\d"
    years = line.found(rf"(?<![\w.,:/–-])({year})(-)({year})(?![\w/–-]|[.,]\d)")
    line = line.edited([(*m.span(2), "–") for m in years if m[1] < m[3]])
    return line.sub(rf"(?<![\w{KEPT}])(?:{pages}){SPACE}\d{{1,4}}(-)(?=\d{{1,4}}(?![\w/–-]|[.,]\d))", "–")


_BEFORE_DASH = rf"[\w»”’“‘›\"')\]!?.,;:…%€°{KEPT}]"
_AFTER_DASH = rf"[\w«“„‘‚‹\"'’(\[¿¡…#@€${KEPT}]"


def spaced_dashes(line: Line, signs: str) -> list[tuple[int, int, bool | None]]:
    """The dashes between spaces, each with whether it opens an aside (True), closes one, or stands alone (None).

    Two in one sentence are a pair. Signs between two digits are arithmetic or a range of the author's own.
    """
    out: list[tuple[int, int, bool | None]] = []
    if not line.finds(f"{SPACE}(?:{signs}){SPACE}"):
        return out
    opened = False
    for dash in line.found(rf"(?<={_BEFORE_DASH}){SPACE}({signs}){SPACE}(?={_AFTER_DASH})|[.!?…](?=\s)|\n"):
        if dash[1] is None:
            opened = False
        elif not (line.text[dash.start() - 1].isdigit() and line.text[dash.end()].isdigit()):
            if opened:
                out[-1] = (*out[-1][:2], True)
            out.append((*dash.span(1), False if opened else None))
            opened = not opened
    return out


@needs("-", "–", "—")
def asides(line: Line, dash: str = "–") -> Line:
    """Spaced dashes: fast - sehr fast -> fast – sehr fast. No line begins with one; a dash typed as such is kept."""
    edits: list[Edit] = []
    for start, end, _ in spaced_dashes(line, "--?|–|—"):
        sign = dash if line.text[start] == "-" else line.text[start]
        edits += [(start - 1, start, NBSP), (start, end, sign), (end, end + 1, " ")]
    return line.edited(edits)


@needs("«", "»")
def tight_guillemets(line: Line) -> Line:
    """Quotation marks without spaces inside: « ciao » -> «ciao»."""
    line = line.sub(rf"(?<!\w)«({SPACE}+)(?=\S)", "")
    return line.sub(rf"(?<=[^\s«])({SPACE}+)»(?!\w)", "")
