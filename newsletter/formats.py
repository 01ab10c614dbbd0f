"""Numbers, quantities, dates, times and lists as a reader in the issue's locale writes them.

The data is CLDR's, through Babel; comments name its patterns. What CLDR lacks, or reads badly in a sentence,
stands in the tables below. Digits are those of the region's default numbering system: ٢٠٢٤ in Egypt, 2024 in Morocco.
Signs carry the direction marks that CLDR gives them, and a minus is always U+2212. Nothing depends on the machine's
locale, clock or time zone. `locale` is a BCP 47 tag; every function raises
:class:`~newsletter.wording.UnknownLocale` for a language it cannot write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import bidirectional

from newsletter.remembering import remembering
from newsletter.wording import CLDR, UnknownLocale, babel_locale, text_direction

if TYPE_CHECKING:  # at run time only what is not carried over needs it
    from babel import Locale
    from babel.numbers import NumberPattern

_KEPT = 512  # dates and phrases that both parts of a message show
_CURRENCIES = ("€", "$", "£", "¥", "R$", "US$", "CA$", "EUR", "USD", "GBP", "CHF", "CAD", "BRL")
_GLUED = ("×", "x", "°")
_GLUED_IN_ENGLISH = ("K", "M", "B")  # decimalFormats-short: 0M in English, 0 M elsewhere
# Where minimumGroupingDigits is 2, which Babel does not read: 1234, but 12.345.
_FOUR_DIGITS_CLOSED = re.compile(r"it|es(_(EA|ES|GQ|IC|PH))?$|pt_(?!BR)")
_YEAR = re.compile(r"(?:,| 'de')? y$")  # ends dateFormats long and full
_SENTENCES = {  # from day to day; a day at a time (dateTimeFormat-atTime); from time to time; a city's time
    "fr": ("du {0} au {1}", "{0} à {1}", "{0}, de {1} à {2}", "heure de {0}"),
    "en": ("{0}–{1}", "{0} at {1}", "{0}, {1}–{2}", "{0} time"),
    "de": ("vom {0} bis {1}", "{0} um {1} Uhr", "{0}, {1}–{2} Uhr", "Ortszeit {0}"),
    "es": ("del {0} al {1}", "{0} a las {1}", "{0}, de {1} a {2}", "hora de {0}"),
    # Dashes, since “dal” and “al” change before 8 and 11; “ore”, since “alle” changes before 1.
    "it": ("{0}–{1}", "{0} alle ore {1}", "{0}, ore {1}–{2}", "ora di {0}"),
    "pt": ("de {0} a {1}", "{0} às {1}", "{0}, das {1} às {2}", "hora de {0}"),
    "nl": ("{0} t/m {1}", "{0} om {1} uur", "{0}, {1}–{2} uur", "tijd in {0}"),
    # No dashes, since figures on both sides of one would change places in a viewer that runs from left to right.
    "ar": ("من {0} إلى {1}", "{0} في الساعة {1}", "{0}، من الساعة {1} إلى {2}", "بتوقيت {0}"),
    "he": ("מ־{0} עד {1}", "{0} בשעה {1}", "{0}, מ־{1} עד {2}", "שעון {0}"),
}
# CLDR's numberingSystems: the digits of those that are some region's default. Others are written in Latin digits.
_DIGITS = {"arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")}
_LRM = "\u200e"
# Spanish y before the sound i, Hebrew ו before what is no Hebrew letter: as ICU's list formatter has them.
_BEFORE_I = re.compile(r"i|hi(?![ae])|y(?![aeiouáéíóú])", re.IGNORECASE)
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_DASH = "\u00a0– "  # between phrases that have spaces of their own; single words and figures take a bare one
_CONTRACTIONS = {"heure de Le ": "heure du ", "ora di Il ": "ora del ", " a las 1:": " a la 1:"}
_ELISION = re.compile(r"\bheure de (?=[AÂEÉIÎOU])")  # heure d’Athènes


@CLDR.result
def number(value: Decimal, locale: str, *, signed: bool = False) -> str:
    """A number with the decimals it was written with; `signed` puts a plus before a positive one.

    Raises:
        ValueError: The value is infinite or not a number.

    """
    return "".join(_parts(value, locale, signed=signed))


@CLDR.result
def quantity(value: Decimal, unit: str, locale: str, *, signed: bool = False) -> str:
    """A number and its unit as the locale places them: ``77 %``, ``€160``, ``2,9 kWh``, ``60×``, ``€2/kg``.

    Most units follow a no-break space (SI Brochure, section 5.4.3); an empty one leaves the number alone.

    Raises:
        ValueError: The value is infinite or not a number.

    """
    cldr = babel_locale(locale)
    sign, figure = _parts(value, locale, signed=signed)
    symbol, slash, per = unit.strip().partition("/")
    if symbol in ("%", "‰"):
        symbols = cldr.number_symbols[_numbering(cldr)]
        symbol = symbols["percentSign" if symbol == "%" else "perMille"]
        return _affix(figure, sign, cldr.percent_formats[None], "%", symbol) + slash + per
    if symbol in _CURRENCIES:
        pattern = cldr.currency_formats["standard"]
        if "¤" in pattern.suffix[0]:
            return _affix(figure, sign, pattern, "¤", _directed(symbol + slash + per, locale))
        return _affix(figure, sign, pattern, "¤", symbol) + slash + per
    glued = not symbol or symbol in _GLUED or (cldr.language == "en" and symbol in _GLUED_IN_ENGLISH)
    return f"{sign}{figure}" + ("" if glued else "\u00a0") + _directed(symbol + slash + per, locale)


def digits(value: object, locale: str) -> str:
    """A text with the digits of the locale: ``7`` is ``٧`` in Egypt."""
    return str(value).translate(_own_digits(locale))


@lru_cache(maxsize=64)
@CLDR.result
def _own_digits(locale: str) -> Mapping[int, int]:
    return _DIGITS.get(_numbering(babel_locale(locale)), {})


def listing(items: Sequence[Any], locale: str) -> list[Any]:
    """The items with what stands between them: listPatterns standard, ``A, B et C``.

    They come as a list, each item as it is, so that a template can escape one and not the other.
    """
    if len(items) < 2:
        return list(items)
    language, patterns = _list_patterns(locale)
    listed: list[Any] = [items[0]]
    for at, item in enumerate(items[1:], 2):
        name = "2" if len(items) == 2 else "end" if at == len(items) else "start" if at == 2 else "middle"
        before, between, after = re.split(r"\{[01]\}", patterns[name])
        if language == "es" and between == " y " and _BEFORE_I.match(str(item)):
            between = " e "
        elif language == "he" and between.endswith("ו") and not _HEBREW.match(str(item)):
            between += "־"
        listed = [text for text in (before, *listed, between, item, after) if not isinstance(text, str) or text]
    return listed


@CLDR.result
def _list_patterns(locale: str) -> tuple[str, dict[str, str]]:
    """The language, and what stands between the items of a list, by their number or their place."""
    cldr = babel_locale(locale)
    return str(cldr.language), dict(cldr.list_patterns["standard"])


@CLDR.result
def calendar_names(locale: str, kind: str, context: str, width: str) -> dict[int, str]:
    """The names of ``days``, Monday is 0, or of ``months``.

    Args:
        locale: A BCP 47 tag.
        kind: Which of the two.
        context: ``format``, as they stand in a date, or ``stand-alone``.
        width: ``abbreviated`` or ``wide``.

    """
    return dict(getattr(babel_locale(locale), kind)[context][width])


@CLDR.result
def date_long(d: date, locale: str) -> str:
    """``25 juillet 2024``: dateFormats long."""
    return _write(_day(d), babel_locale(locale).date_formats["long"].pattern, locale)


class Tile(NamedTuple):
    """A date as a large day and a small month, one above the other."""

    day: str
    month: str


def tile(start: date, locale: str, end: date | None = None) -> Tile:
    """The tile of a day (``17``, ``sept.``) or of several (``17–19``, ``sept.``; ``30–2``, ``sept.–oct.``).

    Raises:
        ValueError: The end is before the start.

    """
    first, last, *_ = _bounds(start, end)
    return Tile(*_tile(first, last, locale))


@CLDR.result
def _tile(first: date, last: date, locale: str) -> tuple[str, str]:
    # Arabic does not shorten the names of months, and CLDR's short ones are not the region's: شتنبر in Morocco.
    month = "MMMM" if babel_locale(locale).language == "ar" else "MMM"
    months = [_write(day, month, locale) for day in (first, last)]
    same_month = (first.year, first.month) == (last.year, last.month)
    day = digits(f"{first.day}" if first == last else f"{first.day}–{last.day}", locale)
    return day, months[0] if same_month else "–".join(months)


def when(start: date, end: date | None, timezone: str | None, locale: str, *, year: bool = True) -> str:
    """When an event takes place, as a phrase: ``du 17 au 19 septembre 2024``.

    Args:
        start: A date, or a datetime where there is a time; times are printed as they are, without conversion.
        end: The same, or None.
        timezone: An IANA name; its city is named after a time, ``(heure de Paris)``, and only then.
        locale: A BCP 47 tag.
        year: Whether to write the year.

    Raises:
        ValueError: The end is before the start, or has a time on the day of a start without one.
        LookupError: There is no such time zone.

    """
    return _when(*_bounds(start, end), timezone, locale, year)


@lru_cache(maxsize=_KEPT)
@CLDR.result
def _when(
    first: date, last: date, opens: time | None, closes: time | None, timezone: str | None, locale: str, year: bool
) -> str:
    cldr = babel_locale(locale)
    if cldr.language not in _SENTENCES:
        raise UnknownLocale(locale)
    days, at, hours, zone = _SENTENCES[cldr.language]
    full, long = cldr.date_formats["full"].pattern, cldr.date_formats["long"].pattern
    short, clock = _YEAR.sub("", long), cldr.time_formats["short"].pattern.replace(" a", "\u00a0a")
    if not year:
        full, long = _YEAR.sub("", full), short

    def point(day: date, pattern: str, moment: time | None) -> str:
        text = _write(day, pattern, locale)
        return at.format(text, _write(moment, clock, locale)) if moment else text

    if first < last:
        since, until = short if first.year == last.year else long, long
        if opens or closes or (first.year, first.month) != (last.year, last.month):
            days = days.replace("–", _DASH)
        elif day := re.match(r"d+\.?", long):
            since = day[0]  # 17–19 September
        else:
            until = long.removeprefix("MMMM ")  # September 17–19
        text = days.format(point(first, since, opens), point(last, until, closes))
    elif opens and closes and opens < closes:
        since = re.sub(r"\sa$", "", clock) if opens.hour // 12 == closes.hour // 12 else clock
        hours = hours.replace("–", _DASH) if since.endswith("a") else hours  # 11:00 AM – 1:00 PM
        parts = ((first, full), (opens, since), (closes, clock))
        text = hours.format(*(_write(value, pattern, locale) for value, pattern in parts))
    else:
        text = point(first, full, opens)
    if timezone and (opens or closes):
        text += f" ({_zone(timezone, zone, cldr)})"
    for apart, joined in _CONTRACTIONS.items():
        text = text.replace(apart, joined)
    return _ELISION.sub("heure d’", text)


def _bounds(start: date, end: date | None) -> tuple[date, date, time | None, time | None]:
    first, last = _day(start), _day(end or start)
    opens, closes = (m.time() if isinstance(m, datetime) else None for m in (start, end))
    if last < first or (first == last and closes and (opens is None or closes < opens)):
        raise ValueError(f"an event that starts at {start} cannot end at {end}")
    return first, last, opens, closes


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _zone(timezone: str, template: str, cldr: Locale) -> str:
    from babel import dates  # noqa: PLC0415  # as above

    city = dates.get_timezone_location(timezone, locale=cldr, return_city=True)
    place = "/" in timezone and not timezone.startswith("Etc/")
    return template.format(city) if place else timezone.rpartition("/")[2]  # UTC and CET have no city


@lru_cache(maxsize=_KEPT)
def _write(value: date | time, pattern: str, locale: str) -> str:
    from babel import dates  # noqa: PLC0415  # as above

    cldr = babel_locale(locale)
    # The first of a month is an ordinal: Lexique de l’Imprimerie nationale; Manual de Redação da Presidência.
    ordinal = "er" if cldr.language == "fr" else "º" if str(cldr) in ("pt", "pt_BR") else ""
    if ordinal and isinstance(value, date) and value.day == 1:
        pattern = re.sub(r"\bd\b", f"d'{ordinal}'", pattern)
    return digits(dates.parse_pattern(pattern).apply(value, cldr), locale)


def _parts(value: Decimal, locale: str, *, signed: bool) -> tuple[str, str]:
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that can be printed")
    return _figure(f"{value:f}", locale, signed)  # kept as written, since 1 and 1.0 are equal


@remembering
def _figure(written: str, locale: str, signed: bool) -> tuple[str, str]:
    from babel import numbers  # noqa: PLC0415  # as above

    value, cldr = Decimal(written), babel_locale(locale)
    integer = cldr.decimal_formats[None].pattern.partition(".")[0]
    decimals = len(written.partition(".")[2])
    pattern = numbers.parse_pattern(f"{integer}.{'0' * decimals}" if decimals else integer)
    grouped = value.copy_abs() >= 10_000 or not _FOUR_DIGITS_CLOSED.match(str(cldr))
    system = _numbering(cldr)
    # Babel rounds in the ambient context, and fails on a number longer than its precision.
    with localcontext(Context(prec=max(28, len(written)))):
        text = pattern.apply(value.copy_abs(), cldr, group_separator=grouped, numbering_system=system)
    symbols = cldr.number_symbols[system]
    sign = symbols["minusSign"] if value < 0 else symbols["plusSign"] if signed and value > 0 else ""
    return sign.replace("-", "\u2212"), text.translate(_DIGITS.get(system, {}))


def _numbering(cldr: Locale) -> str:
    system = str(cldr.default_numbering_system)
    return system if system in _DIGITS else "latn"


def _directed(unit: str, locale: str) -> str:
    """A unit in Latin letters between the marks that keep its signs in place in a line from right to left: °C, CA$."""
    sides = {bidirectional(sign) for sign in unit}
    latin = text_direction(locale) == "rtl" and "L" in sides and sides.isdisjoint({"R", "AL"})
    return f"{_LRM}{unit}{_LRM}" if latin else unit


def _affix(figure: str, sign: str, pattern: NumberPattern, mark: str, symbol: str) -> str:
    sides = (pattern.prefix[bool(sign)], pattern.suffix[bool(sign)])
    prefix, suffix = (side.replace("-", sign).replace(mark, symbol) for side in sides)
    gap = "\u00a0" if prefix[-1:].isalpha() else ""  # currencySpacing: letters do not touch digits
    return f"{prefix}{gap}{figure}{suffix}"
