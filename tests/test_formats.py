"""Numbers, units, dates, times and lists as a native reader writes them.

⍽ is U+00A0, · is U+202F, − is U+2212; ‹ is LRM (U+200E), › is RLM (U+200F), ‡ is ALM (U+061C).
"""

from __future__ import annotations

import decimal
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel import localedata

from newsletter.formats import Tile, date_long, digits, listing, number, quantity, tile, when
from newsletter.wording import UnknownLocale, languages

ROOT = Path(__file__).parent.parent


def shown(text: str) -> str:
    return text.translate(str.maketrans("\u00a0\u202f\u200e\u200f\u061c", "⍽·‹›‡"))


def moment(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def period(text: str) -> tuple[date, date | None]:
    start, _, end = text.partition("/")
    return moment(start), moment(end) if end else None


@pytest.mark.parametrize(
    ("value", "locale", "expected"),
    [
        ("3.60", "fr", "3,60"),  # as written
        ("3.6", "fr", "3,6"),
        ("77", "fr", "77"),
        ("0.042", "fr", "0,042"),
        ("0.000", "fr", "0,000"),
        ("-3.6", "fr", "−3,6"),
        ("-0", "fr", "0"),
        ("17500", "fr", "17·500"),
        ("1000", "fr", "1·000"),
        ("1234567.50", "fr", "1·234·567,50"),
        ("1234567.50", "fr-CA", "1⍽234⍽567,50"),
        ("1234567.50", "fr-CH", "1·234·567,50"),
        ("1234567.50", "en", "1,234,567.50"),
        ("1234567.50", "en-IN", "12,34,567.50"),  # lakhs
        ("1234567.50", "de", "1.234.567,50"),
        ("1234567.50", "de-CH", "1’234’567.50"),
        ("1234567.50", "nl", "1.234.567,50"),
        ("1234567.50", "es", "1.234.567,50"),
        ("1234567.50", "es-MX", "1,234,567.50"),
        ("1234567.50", "pt-PT", "1⍽234⍽567,50"),
        # CLDR minimumGroupingDigits: four digits stay together in Spain, Italy and Portugal.
        ("4000", "es", "4000"),
        ("9999.99", "es-ES", "9999,99"),
        ("-4000", "es", "−4000"),
        ("10000", "es", "10.000"),
        ("4000", "es-MX", "4,000"),
        ("4000", "es-AR", "4.000"),
        ("4000", "it", "4000"),
        ("10000", "it", "10.000"),
        ("4000", "pt-BR", "4.000"),
        ("4000", "pt", "4.000"),
        ("4000", "pt-PT", "4000"),
        ("4000", "de", "4.000"),
        ("4000", "en", "4,000"),
        ("1234567.50", "ar-EG", "١٬٢٣٤٬٥٦٧٫٥٠"),
        ("-3.6", "ar-EG", "‡−٣٫٦"),
        ("1234567.50", "ar-MA", "1.234.567,50"),
        ("1234567.50", "ar-AE", "1,234,567.50"),
        ("-3.6", "ar-TN", "‹−3,6"),
        ("4000", "ar-DZ", "4.000"),
        ("4000", "ar", "4,000"),
        ("1234567.50", "he", "1,234,567.50"),
        ("-3.6", "he", "‹−3.6"),
        ("1E+3", "fr", "1·000"),
        ("1E-3", "fr", "0,001"),
        ("123456789012345678901234567890.123456789012345678901234567890", "en", None),
    ],
)
def test_number(value: str, locale: str, expected: str | None) -> None:
    assert shown(number(Decimal(value), locale)) == (expected or f"{Decimal(value):,f}")


@pytest.mark.parametrize(
    ("value", "expected"), [("10.5", "+10,5"), ("-3.6", "−3,6"), ("0", "0"), ("0.0", "0,0"), ("-0.0", "0,0")]
)
def test_signed(value: str, expected: str) -> None:
    assert number(Decimal(value), "fr", signed=True) == expected


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_not_a_number(value: str) -> None:
    with pytest.raises(ValueError, match="not a number that can be printed"):
        quantity(Decimal(value), "%", "fr")


@pytest.mark.parametrize(
    ("value", "unit", "locale", "expected"),
    [
        # CLDR percentFormats
        ("77", "%", "fr", "77⍽%"),
        ("-3.6", "%", "fr", "−3,6⍽%"),
        ("10.5", "%", "fr", "+10,5⍽%"),
        ("77", "%", "fr-CH", "77%"),
        ("77", "%", "en", "77%"),
        ("-3.6", "%", "en", "−3.6%"),
        ("77", "%", "de", "77⍽%"),
        ("77", "%", "de-CH", "77%"),
        ("77", "%", "es", "77⍽%"),
        ("77", "%", "es-MX", "77%"),
        ("77", "%", "it", "77%"),
        ("77", "%", "pt", "77%"),
        ("77", "%", "nl", "77%"),
        ("77", "%", "ar-EG", "٧٧٪‡"),
        ("-3.6", "%", "ar-EG", "‡−٣٫٦٪‡"),
        ("77", "%", "ar-MA", "77‹%‹"),
        ("5", "‰", "ar-EG", "٥؉"),
        ("77", "%", "he", "77%"),
        ("-3.6", "%", "he", "‹−3.6%"),
        ("5", "‰", "fr", "5⍽‰"),
        # CLDR currencyFormats, with the sign where the locale wants it
        ("160", "€", "fr", "160⍽€"),
        ("-160", "€", "fr", "−160⍽€"),
        ("160.50", "€", "fr", "160,50⍽€"),
        ("160", "$", "fr", "160⍽$"),
        ("160", "€", "en", "€160"),
        ("-160", "$", "en", "−$160"),
        ("160", "£", "en-GB", "£160"),
        ("160", "€", "de", "160⍽€"),
        ("160", "€", "de-AT", "€⍽160"),
        ("160", "€", "es", "160⍽€"),
        ("160", "€", "it", "160⍽€"),
        ("160", "R$", "pt-BR", "R$⍽160"),
        ("160", "€", "pt-PT", "160⍽€"),
        ("160", "€", "nl", "€⍽160"),
        ("-160", "€", "nl", "€⍽−160"),
        ("160", "CHF", "en", "CHF⍽160"),  # letters do not touch digits
        ("160", "CHF", "fr-CH", "160⍽CHF"),
        ("2", "€/kg", "fr", "2⍽€/kg"),
        ("2", "€/kg", "en", "€2/kg"),
        ("160", "€", "ar-EG", "›١٦٠⍽€"),
        ("-160", "€", "he", "›‹−160⍽›€"),
        ("160", "CA$", "he", "›160⍽›‹CA$‹"),  # the sign stays on its side of the letters
        ("2", "€/kg", "ar-MA", "›2⍽‹€/kg‹"),
        ("37", "°C", "he", "37⍽‹°C‹"),
        ("20", "g/kWh", "ar-EG", "٢٠⍽‹g/kWh‹"),
        ("160", "مليون جنيه", "ar-EG", "١٦٠⍽مليون جنيه"),
        ("60", "×", "he", "60×"),
        # everything else
        ("160", "Md€", "fr", "160⍽Md€"),
        ("160", "k€", "fr", "160⍽k€"),
        ("0.042", "kWh", "fr", "0,042⍽kWh"),
        ("20", "g/kWh", "fr", "20⍽g/kWh"),
        ("300", "kg", "en", "300⍽kg"),
        ("37", "°C", "fr", "37⍽°C"),
        ("90", "°", "fr", "90°"),
        ("60", "×", "fr", "60×"),
        ("60", "x", "en", "60x"),
        ("12", "M", "fr", "12⍽M"),
        ("12", "M", "de", "12⍽M"),
        ("12", "M", "en", "12M"),  # CLDR decimalFormats-short
        ("17500", "requêtes par an", "fr", "17·500⍽requêtes par an"),
        ("17500", " kg ", "fr", "17·500⍽kg"),
        ("17500", "", "fr", "17·500"),
        ("17500", " ", "fr", "17·500"),
    ],
)
def test_quantity(value: str, unit: str, locale: str, expected: str) -> None:
    assert shown(quantity(Decimal(value), unit, locale, signed=expected.startswith("+"))) == expected


@pytest.mark.parametrize(
    ("unit", "locale", "expected"),
    [
        ("%", "fr", "+5⍽%"),
        ("€", "fr", "+5⍽€"),
        ("€", "en", "+€5"),
        ("€", "nl", "€⍽+5"),
        ("×", "fr", "+5×"),
        ("", "fr", "+5"),
    ],
)
def test_signed_quantity(unit: str, locale: str, expected: str) -> None:
    assert shown(quantity(Decimal(5), unit, locale, signed=True)) == expected


@pytest.mark.parametrize(
    ("locale", "long", "weekday"),
    [
        ("fr", "25 juillet 2024", "jeudi 25 juillet"),
        ("fr-CH", "25 juillet 2024", "jeudi, 25 juillet"),
        ("en", "July 25, 2024", "Thursday, July 25"),
        ("en-GB", "25 July 2024", "Thursday, 25 July"),
        ("de", "25. Juli 2024", "Donnerstag, 25. Juli"),
        ("es", "25 de julio de 2024", "jueves, 25 de julio"),
        ("it", "25 luglio 2024", "giovedì 25 luglio"),
        ("pt", "25 de julho de 2024", "quinta-feira, 25 de julho"),
        ("nl", "25 juli 2024", "donderdag 25 juli"),
        ("ar-EG", "٢٥ يوليو ٢٠٢٤", "الخميس، ٢٥ يوليو"),
        ("ar-MA", "25 يوليوز 2024", "الخميس، 25 يوليوز"),
        ("ar-LB", "٢٥ تموز ٢٠٢٤", "الخميس، ٢٥ تموز"),
        ("ar-TN", "25 جويلية 2024", "الخميس، 25 جويلية"),
        ("he", "25 ביולי 2024", "יום חמישי, 25 ביולי"),
    ],
)
def test_dates(locale: str, long: str, weekday: str) -> None:
    day = date(2024, 7, 25)
    assert (date_long(day, locale), when(day, None, None, locale, year=False)) == (long, weekday)


@pytest.mark.parametrize(
    ("locale", "long", "weekday", "period"),
    [
        ("fr", "1er octobre 2024", "mardi 1er octobre", "du 1er au 3 octobre 2024"),
        ("fr-CA", "1er octobre 2024", "mardi 1er octobre", "du 1er au 3 octobre 2024"),
        ("pt-BR", "1º de outubro de 2024", "terça-feira, 1º de outubro", "de 1º a 3 de outubro de 2024"),
        ("pt-PT", "1 de outubro de 2024", "terça-feira, 1 de outubro", "de 1 a 3 de outubro de 2024"),
        ("es", "1 de octubre de 2024", "martes, 1 de octubre", "del 1 al 3 de octubre de 2024"),
        ("it", "1 ottobre 2024", "martedì 1 ottobre", "1–3 ottobre 2024"),
        ("de", "1. Oktober 2024", "Dienstag, 1. Oktober", "vom 1. bis 3. Oktober 2024"),
        ("en", "October 1, 2024", "Tuesday, October 1", "October 1–3, 2024"),
    ],
)
def test_first_of_the_month(locale: str, long: str, weekday: str, period: str) -> None:
    first, third = date(2024, 10, 1), date(2024, 10, 3)
    assert (date_long(first, locale), when(first, None, None, locale, year=False)) == (long, weekday)
    assert when(first, third, None, locale) == period


@pytest.mark.parametrize(
    ("span", "locale", "day", "month"),
    [
        ("2024-09-17", "fr", "17", "sept."),
        ("2024-05-01", "fr", "1", "mai"),
        ("2024-09-17T16:00", "fr", "17", "sept."),
        ("2024-09-17T16:00/2024-09-17T17:30", "fr", "17", "sept."),
        ("2024-09-17/2024-09-17", "fr", "17", "sept."),
        ("2024-09-17/2024-09-19", "fr", "17–19", "sept."),
        ("2024-09-30/2024-10-02", "fr", "30–2", "sept.–oct."),
        ("2024-09-17/2024-10-17", "fr", "17–17", "sept.–oct."),
        ("2024-12-30/2025-01-02", "fr", "30–2", "déc.–janv."),
        ("2024-09-17/2024-09-19", "en", "17–19", "Sep"),
        ("2024-09-17", "en-GB", "17", "Sept"),
        ("2024-09-17", "de", "17", "Sept."),
        ("2024-09-17", "es", "17", "sept"),
        ("2024-09-17", "it", "17", "set"),
        ("2024-09-17", "pt", "17", "set."),
        ("2024-09-17", "nl", "17", "sep"),
        ("2024-09-17/2024-09-19", "ar-EG", "١٧–١٩", "سبتمبر"),
        ("2024-09-17", "ar-MA", "17", "شتنبر"),
        ("2024-09-30/2024-10-02", "ar-LB", "٣٠–٢", "أيلول–تشرين الأول"),
        ("2024-09-17/2024-09-19", "he", "17–19", "ספט׳"),
    ],
)
def test_tile(span: str, locale: str, day: str, month: str) -> None:
    start, end = period(span)
    assert tile(start, locale, end) == Tile(day, month)


WHEN = {
    "fr": """
    2024-09-10                        mardi 10 septembre 2024
    2024-09-17/2024-09-19             du 17 au 19 septembre 2024
    2024-09-30/2024-10-02             du 30 septembre au 2 octobre 2024
    2024-12-30/2025-01-02             du 30 décembre 2024 au 2 janvier 2025
    2024-09-18T16:00                  mercredi 18 septembre 2024 à 16:00 (heure de Paris)
    2024-09-18T16:00/2024-09-18T16:00 mercredi 18 septembre 2024 à 16:00 (heure de Paris)
    2024-09-18T16:00/2024-09-18       mercredi 18 septembre 2024 à 16:00 (heure de Paris)
    2024-09-18T16:00/2024-09-18T17:30 mercredi 18 septembre 2024, de 16:00 à 17:30 (heure de Paris)
    2024-09-18T00:00/2024-09-18T13:00 mercredi 18 septembre 2024, de 00:00 à 13:00 (heure de Paris)
    2024-09-17T09:00/2024-09-19T18:00 du 17 septembre à 09:00 au 19 septembre 2024 à 18:00 (heure de Paris)
    2024-12-30T09:00/2025-01-02       du 30 décembre 2024 à 09:00 au 2 janvier 2025 (heure de Paris)
    """,
    "fr-CA": """
    2024-09-18T16:00                  mercredi 18 septembre 2024 à 16 h 00 (heure de Paris)
    """,
    "en": """
    2024-09-10                        Tuesday, September 10, 2024
    2024-09-17/2024-09-19             September 17–19, 2024
    2024-09-30/2024-10-02             September 30⍽– October 2, 2024
    2024-12-30/2025-01-02             December 30, 2024⍽– January 2, 2025
    2024-09-18T16:00                  Wednesday, September 18, 2024 at 4:00·PM (Paris time)
    2024-09-18T16:00/2024-09-18T17:30 Wednesday, September 18, 2024, 4:00–5:30·PM (Paris time)
    2024-09-18T11:00/2024-09-18T13:00 Wednesday, September 18, 2024, 11:00·AM⍽– 1:00·PM (Paris time)
    2024-09-17T09:00/2024-09-19T18:00 September 17 at 9:00·AM⍽– September 19, 2024 at 6:00·PM (Paris time)
    """,
    "en-GB": """
    2024-09-10                        Tuesday, 10 September 2024
    2024-09-17/2024-09-19             17–19 September 2024
    2024-09-30/2024-10-02             30 September⍽– 2 October 2024
    2024-09-18T16:00/2024-09-18T17:30 Wednesday, 18 September 2024, 16:00–17:30 (Paris time)
    2024-09-18T11:00/2024-09-18T13:00 Wednesday, 18 September 2024, 11:00–13:00 (Paris time)
    """,
    "de": """
    2024-09-10                        Dienstag, 10. September 2024
    2024-09-17/2024-09-19             vom 17. bis 19. September 2024
    2024-09-30/2024-10-02             vom 30. September bis 2. Oktober 2024
    2024-12-30/2025-01-02             vom 30. Dezember 2024 bis 2. Januar 2025
    2024-09-18T16:00                  Mittwoch, 18. September 2024 um 16:00 Uhr (Ortszeit Paris)
    2024-09-18T16:00/2024-09-18T17:30 Mittwoch, 18. September 2024, 16:00–17:30 Uhr (Ortszeit Paris)
    2024-09-18T11:00/2024-09-18T13:00 Mittwoch, 18. September 2024, 11:00–13:00 Uhr (Ortszeit Paris)
    """,
    "es": """
    2024-09-10                        martes, 10 de septiembre de 2024
    2024-09-17/2024-09-19             del 17 al 19 de septiembre de 2024
    2024-09-30/2024-10-02             del 30 de septiembre al 2 de octubre de 2024
    2024-12-30/2025-01-02             del 30 de diciembre de 2024 al 2 de enero de 2025
    2024-09-18T16:00                  miércoles, 18 de septiembre de 2024 a las 16:00 (hora de París)
    2024-09-18T01:00                  miércoles, 18 de septiembre de 2024 a la 1:00 (hora de París)
    2024-09-18T11:00                  miércoles, 18 de septiembre de 2024 a las 11:00 (hora de París)
    2024-09-18T16:00/2024-09-18T17:30 miércoles, 18 de septiembre de 2024, de 16:00 a 17:30 (hora de París)
    """,
    "es-MX": """
    2024-09-18T13:00                  miércoles, 18 de septiembre de 2024 a la 1:00·p.m. (hora de París)
    2024-09-18T16:00/2024-09-18T17:30 miércoles, 18 de septiembre de 2024, de 4:00 a 5:30·p.m. (hora de París)
    """,
    "it": """
    2024-09-10                        martedì 10 settembre 2024
    2024-09-08/2024-09-11             8–11 settembre 2024
    2024-09-30/2024-10-02             30 settembre⍽– 2 ottobre 2024
    2024-12-30/2025-01-02             30 dicembre 2024⍽– 2 gennaio 2025
    2024-09-18T16:00                  mercoledì 18 settembre 2024 alle ore 16:00 (ora di Parigi)
    2024-09-18T16:00/2024-09-18T17:30 mercoledì 18 settembre 2024, ore 16:00–17:30 (ora di Parigi)
    """,
    "pt": """
    2024-09-10                        terça-feira, 10 de setembro de 2024
    2024-09-17/2024-09-19             de 17 a 19 de setembro de 2024
    2024-09-30/2024-10-02             de 30 de setembro a 2 de outubro de 2024
    2024-12-30/2025-01-02             de 30 de dezembro de 2024 a 2 de janeiro de 2025
    2024-09-18T16:00                  quarta-feira, 18 de setembro de 2024 às 16:00 (hora de Paris)
    2024-09-18T16:00/2024-09-18T17:30 quarta-feira, 18 de setembro de 2024, das 16:00 às 17:30 (hora de Paris)
    """,
    "nl": """
    2024-09-10                        dinsdag 10 september 2024
    2024-09-17/2024-09-19             17 t/m 19 september 2024
    2024-09-30/2024-10-02             30 september t/m 2 oktober 2024
    2024-12-30/2025-01-02             30 december 2024 t/m 2 januari 2025
    2024-09-18T16:00                  woensdag 18 september 2024 om 16:00 uur (tijd in Parijs)
    2024-09-18T16:00/2024-09-18T17:30 woensdag 18 september 2024, 16:00–17:30 uur (tijd in Parijs)
    """,
    "ar-EG": """
    2024-09-10                        الثلاثاء، ١٠ سبتمبر ٢٠٢٤
    2024-09-17/2024-09-19             من ١٧ إلى ١٩ سبتمبر ٢٠٢٤
    2024-09-30/2024-10-02             من ٣٠ سبتمبر إلى ٢ أكتوبر ٢٠٢٤
    2024-12-30/2025-01-02             من ٣٠ ديسمبر ٢٠٢٤ إلى ٢ يناير ٢٠٢٥
    2024-09-18T16:00                  الأربعاء، ١٨ سبتمبر ٢٠٢٤ في الساعة ٤:٠٠⍽م (بتوقيت باريس)
    2024-09-18T16:00/2024-09-18T17:30 الأربعاء، ١٨ سبتمبر ٢٠٢٤، من الساعة ٤:٠٠ إلى ٥:٣٠⍽م (بتوقيت باريس)
    2024-09-18T11:00/2024-09-18T13:00 الأربعاء، ١٨ سبتمبر ٢٠٢٤، من الساعة ١١:٠٠⍽ص إلى ١:٠٠⍽م (بتوقيت باريس)
    2024-12-30T09:00/2025-01-02       من ٣٠ ديسمبر ٢٠٢٤ في الساعة ٩:٠٠⍽ص إلى ٢ يناير ٢٠٢٥ (بتوقيت باريس)
    """,
    "ar-MA": """
    2024-09-17/2024-09-19             من 17 إلى 19 شتنبر 2024
    2024-09-18T16:00/2024-09-18T17:30 الأربعاء، 18 شتنبر 2024، من الساعة 16:00 إلى 17:30 (بتوقيت باريس)
    """,
    "ar-AE": """
    2024-09-18T16:00                  الأربعاء، 18 سبتمبر 2024 في الساعة 4:00⍽م (بتوقيت باريس)
    """,
    "he": """
    2024-09-10                        יום שלישי, 10 בספטמבר 2024
    2024-09-17/2024-09-19             מ־17 עד 19 בספטמבר 2024
    2024-09-30/2024-10-02             מ־30 בספטמבר עד 2 באוקטובר 2024
    2024-12-30/2025-01-02             מ־30 בדצמבר 2024 עד 2 בינואר 2025
    2024-09-18T16:00                  יום רביעי, 18 בספטמבר 2024 בשעה 16:00 (שעון פריז)
    2024-09-18T16:00/2024-09-18T17:30 יום רביעי, 18 בספטמבר 2024, מ־16:00 עד 17:30 (שעון פריז)
    2024-09-17T09:00/2024-09-19T18:00 מ־17 בספטמבר בשעה 9:00 עד 19 בספטמבר 2024 בשעה 18:00 (שעון פריז)
    """,
}


@pytest.mark.parametrize(
    ("locale", "span", "expected"),
    [(locale, *line.split(maxsplit=1)) for locale, lines in WHEN.items() for line in lines.strip().splitlines()],
)
def test_when(locale: str, span: str, expected: str) -> None:
    assert shown(when(*period(span), "Europe/Paris", locale)) == expected


@pytest.mark.parametrize(
    ("locale", "span", "expected"),
    [
        ("fr", "2024-09-10", "mardi 10 septembre"),
        ("fr", "2024-09-17/2024-09-19", "du 17 au 19 septembre"),
        ("fr", "2024-09-30/2024-10-02", "du 30 septembre au 2 octobre"),
        ("fr", "2024-12-30/2025-01-02", "du 30 décembre au 2 janvier"),
        ("fr", "2024-09-18T16:00", "mercredi 18 septembre à 16:00"),
        ("fr", "2024-09-17T09:00/2024-09-19T18:00", "du 17 septembre à 09:00 au 19 septembre à 18:00"),
        ("en", "2024-09-17/2024-09-19", "September 17–19"),
        ("en", "2024-12-30/2025-01-02", "December 30⍽– January 2"),
        ("de", "2024-09-17/2024-09-19", "vom 17. bis 19. September"),
        ("es", "2024-09-17/2024-09-19", "del 17 al 19 de septiembre"),
        ("it", "2024-09-17/2024-09-19", "17–19 settembre"),
        ("pt", "2024-09-17/2024-09-19", "de 17 a 19 de setembro"),
        ("nl", "2024-09-17/2024-09-19", "17 t/m 19 september"),
    ],
)
def test_when_without_the_year(locale: str, span: str, expected: str) -> None:
    assert shown(when(*period(span), None, locale, year=False)) == expected


@pytest.mark.parametrize(
    ("timezone", "locale", "expected"),
    [
        ("Europe/Paris", "fr", "heure de Paris"),
        ("Europe/London", "fr", "heure de Londres"),
        ("America/New_York", "fr", "heure de New York"),
        ("US/Eastern", "fr", "heure de New York"),  # an alias
        ("Europe/Athens", "fr", "heure d’Athènes"),
        ("Europe/Oslo", "fr", "heure d’Oslo"),
        ("Africa/Cairo", "fr", "heure du Caire"),
        ("Indian/Reunion", "fr", "heure de La Réunion"),
        ("Africa/Cairo", "it", "ora del Cairo"),
        ("Europe/Athens", "it", "ora di Atene"),
        ("Africa/Cairo", "es", "hora de El Cairo"),
        ("America/Sao_Paulo", "pt-BR", "hora de São Paulo"),
        ("Asia/Kolkata", "de", "Ortszeit Kolkata"),
        ("Africa/Casablanca", "ar-MA", "بتوقيت الدار البيضاء"),
        ("Asia/Jerusalem", "he-IL", "שעון ירושלים"),
        ("UTC", "ar-EG", "UTC"),
        ("UTC", "fr", "UTC"),
        ("Etc/UTC", "en", "UTC"),
        ("CET", "fr", "CET"),
    ],
)
def test_city_of_the_time_zone(timezone: str, locale: str, expected: str) -> None:
    assert when(datetime(2024, 9, 18, 16), None, timezone, locale).endswith(f" ({expected})")


def test_no_time_zone_without_a_time() -> None:
    assert "(" not in when(date(2024, 9, 18), None, "Europe/Paris", "fr")
    assert "(" not in when(datetime(2024, 9, 18, 16), None, None, "fr")


def test_times_are_not_converted() -> None:
    aware = datetime(2024, 9, 18, 16, tzinfo=UTC)
    assert when(aware, None, "America/New_York", "fr") == "mercredi 18 septembre 2024 à 16:00 (heure de New York)"


@pytest.mark.parametrize(
    "span",
    [
        "2024-09-19/2024-09-17",
        "2024-09-18T16:00/2024-09-18T15:00",
        "2024-09-18/2024-09-18T15:00",  # since when?
    ],
)
def test_an_end_that_does_not_follow_its_start(span: str) -> None:
    with pytest.raises(ValueError, match=r"an event that starts at .* cannot end at"):
        when(*period(span), None, "fr")


def test_a_tile_that_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end at 2024-09-17"):
        tile(date(2024, 9, 19), "fr", date(2024, 9, 17))


def test_unknown_time_zone() -> None:
    with pytest.raises(LookupError, match="Europe/Pariss"):
        when(datetime(2024, 9, 18, 16), None, "Europe/Pariss", "fr")


@pytest.mark.parametrize("locale", ["xx", "french", ""])
def test_unknown_locale(locale: str) -> None:
    with pytest.raises(UnknownLocale):
        quantity(Decimal(1), "%", locale)
    with pytest.raises(UnknownLocale):
        date_long(date(2024, 9, 18), locale)


def test_a_language_without_phrases() -> None:
    with pytest.raises(UnknownLocale, match="'da'"):
        when(date(2024, 9, 18), None, None, "da")


REGIONS = [
    name.replace("_", "-")
    for name in sorted(localedata.locale_identifiers())
    if name.partition("_")[0] in languages() and name.count("_") < 2 and len(name.rpartition("_")[2]) < 4
]


@pytest.mark.parametrize("locale", REGIONS)
def test_every_region_of_cldr(locale: str) -> None:
    first, last = date(2024, 9, 17), date(2024, 9, 19)

    def year(number: int) -> str:
        return digits(number, locale)

    assert year(2024) not in when(first, None, None, locale, year=False) + when(first, last, None, locale, year=False)
    assert when(first, last, None, locale).count(year(2024)) == 1
    assert when(first, date(2025, 1, 2), None, locale).count(year(202)) == 2
    assert year(17) in when(datetime(2024, 9, 18, 17, 17), None, "Europe/Paris", locale)
    assert {"'", "{", "¤"}.isdisjoint(quantity(Decimal("-1234.5"), "€", locale) + date_long(first, locale))


@pytest.mark.parametrize("locale", REGIONS)
def test_one_text_has_the_digits_of_one_system(locale: str) -> None:
    texts = [
        quantity(Decimal("-1234567.89"), "%", locale),
        number(Decimal(10), locale),
        when(datetime(2024, 9, 30, 18), datetime(2024, 10, 2, 9), "Europe/Paris", locale),
        tile(date(2024, 9, 17), locale, date(2024, 9, 19)).day,
        digits("0123456789", locale),
    ]
    written = {sign for text in texts for sign in text if sign.isdecimal()}
    assert written <= set(digits("0123456789", locale))


@pytest.mark.parametrize(
    ("locale", "figures"),
    [
        *((f"ar-{region}", "٠١٢٣٤٥٦٧٨٩") for region in ("EG", "SA", "IQ", "JO", "KW", "LB", "OM", "QA", "SD", "SY")),
        *((f"ar-{region}", "0123456789") for region in ("MA", "TN", "DZ", "LY", "AE", "EH")),
        ("ar", "0123456789"),
        ("he-IL", "0123456789"),
        ("fr-FR", "0123456789"),
    ],
)
def test_digits_are_those_of_the_region(locale: str, figures: str) -> None:
    assert digits("0123456789", locale) == figures


@pytest.mark.parametrize(
    ("names", "locale", "expected"),
    [
        ("", "fr", ""),
        ("A", "fr", "A"),
        ("A B", "fr", "A et B"),
        ("A B C D", "fr", "A, B, C et D"),
        ("A B C", "en", "A, B, and C"),
        ("A B C", "en-GB", "A, B and C"),
        ("A B C", "de", "A, B und C"),
        ("A B C", "es", "A, B y C"),
        ("A Isabel", "es", "A e Isabel"),
        ("A Hilario", "es", "A e Hilario"),
        ("agua hielo", "es", "agua y hielo"),
        ("A Ybarra", "es", "A e Ybarra"),
        ("A Yago", "es", "A y Yago"),
        ("A B C", "it", "A, B e C"),
        ("A B C", "pt", "A, B e C"),
        ("A B C", "nl", "A, B en C"),
        ("ليلى سامي نور", "ar", "ليلى وسامي ونور"),
        ("נועה דנה יעל", "he", "נועה, דנה ויעל"),
        ("נועה דנה Sam", "he", "נועה, דנה ו־Sam"),
    ],
)
def test_a_list(names: str, locale: str, expected: str) -> None:
    assert "".join(listing(names.split(), locale)) == expected


def test_a_list_leaves_its_items_alone() -> None:
    items = [Decimal(1), Tile("1", "mai"), None]
    assert [item for item in listing(items, "fr") if not isinstance(item, str)] == items


def test_the_decimal_context_does_not_matter() -> None:
    with decimal.localcontext(decimal.Context(prec=3, traps=[decimal.Inexact, decimal.Rounded])):
        assert number(Decimal("12345.678"), "en") == "12,345.678"


def test_the_machine_does_not_matter() -> None:
    code = (
        "from datetime import datetime as d; from newsletter.formats import when; import sys; "
        "sys.stdout.buffer.write(when(d(2024, 9, 18, 16), None, 'Europe/Paris', 'fr').encode())"
    )
    env = os.environ | {"LC_ALL": "ar_EG.UTF-8", "LANGUAGE": "ar", "TZ": "Asia/Tokyo"}
    found = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, cwd=ROOT).stdout
    assert found.decode() == "mercredi 18 septembre 2024 à 16:00 (heure de Paris)"


def test_what_is_equal_and_not_the_same_is_written_as_it_is() -> None:
    assert [number(Decimal(text), "en") for text in ("1", "1.0", "1.00", "1", "1e3", "1000")] == [
        "1", "1.0", "1.00", "1", "1,000", "1,000",
    ]  # fmt: skip
    one, same = datetime.fromisoformat("2024-01-01T00:30+02:00"), datetime.fromisoformat("2023-12-31T22:30+00:00")
    assert one == same
    assert [date_long(day, "en") for day in (one, same)] == ["January 1, 2024", "December 31, 2023"]
    assert [when(day, None, None, "en") for day in (one, same)] == [
        "Monday, January 1, 2024 at 12:30\u202fAM",
        "Sunday, December 31, 2023 at 10:30\u202fPM",
    ]
