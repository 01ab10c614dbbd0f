"""The rule wrong-weekday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsletter.errors import Problem
from newsletter.formats import calendar_names

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

# A date without a year is meant to lie between these, seen from the issue: news look back, invitations look ahead.
_BACK, _AHEAD = timedelta(days=183), timedelta(days=335)


def wrong_weekday(mail: Mail) -> Iterator[Problem]:
    """A weekday that is not that of its date.

    ## What it does
    Finds a day of the week beside a date, "jeudi 7 novembre" or "Thursday, November 7", that falls on another day. The
    year is the one in the text. Without one, it is any that the words before it name, or that puts the date within six
    months before the issue or eleven after it: only a weekday that fits none of them is told. The names of days and
    months are those of the issue's language, from the Unicode CLDR.

    ## Why it matters
    Half of the readers note the weekday, the others the date, and one half comes on the wrong day. It happens when a
    text of last year is used again.

    ## Example
    "Rendez-vous mardi 7 novembre" in an issue of July 2024: it was a Tuesday the year before.

    ## Instead
    Look into a calendar, and correct the one that is wrong.
    """
    names = _names(mail.project.issue.locale)
    today = mail.project.issue.date
    for text in mail.texts:
        if not _DIGIT.search(text.words):
            continue
        for match in names.pattern.finditer(text.words):
            weekday, month, day_of_month, year = _parts(match)
            named = names.weekdays[_key(weekday)]
            if names.lists.search(text.words[max(0, match.start() - 24) : match.start()]):
                continue  # "Friday and Saturday, November 8 and 9"
            number = int(month) if month.isdigit() else names.months[_key(month)]
            days = list(_meant(int(day_of_month), number, int(year) if year else None, today))
            if not year:  # "in 2023, Tuesday, 7 November was the day"
                for before in _YEAR.findall(text.words, max(0, match.start() - 60), match.start()):
                    days += _valid(int(before), number, int(day_of_month))
            if days and all(day.weekday() != named for day in days):
                day = days[0]
                yield text.place(*match.span()).problem(
                    f"{_shown(match[0])}: {day} is a {names.shown[day.weekday()]}",
                    f"write {names.shown[day.weekday()]}, or correct the date",
                )


_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _meant(day: int, month: int, year: int | None, today: date | None) -> Iterator[date]:
    """The days that a date may mean, the likeliest first."""
    if year is not None:
        yield from _valid(year, month, day)
    elif today is not None:
        found = [each for y in (today.year, today.year + 1, today.year - 1) for each in _valid(y, month, day)]
        near = [each for each in found if today - _BACK <= each <= today + _AHEAD]
        yield from sorted(near, key=lambda each: (each < today, abs(each - today)))


def _parts(match: re.Match[str]) -> tuple[str, str, str, str | None]:
    """The weekday, the month, the day of the month and the year of a date, as they are written."""
    found = {name.partition("_")[0]: part for name, part in match.groupdict().items() if part is not None}
    return found["weekday"], found["month"], found["day"], found.get("year")


def _valid(year: int, month: int, day: int) -> Iterator[date]:
    try:
        found = date(year, month, day)
    except ValueError:  # not every month has so many days
        return
    if 1900 <= year < 2100:  # else it is no year
        yield found


def _shown(found: str) -> str:
    return f"'{' '.join(re.sub(r'[*_]+', '', found).split())}'"


def _key(name: str) -> str:
    return name.casefold().rstrip(".")


class _Names(NamedTuple):
    """The days and months of a language.

    Attributes:
        pattern: A weekday and a date; its groups end in the number of its form, ``day_0``.
        lists: A weekday with what joins it to the next, before a date.
        weekdays: Their numbers by name, Monday is 0.
        months: Their numbers by name.
        shown: Their full names, Monday first.

    """

    pattern: re.Pattern[str]
    lists: re.Pattern[str]
    weekdays: dict[str, int]
    months: dict[str, int]
    shown: tuple[str, ...]


@lru_cache(maxsize=16)
def _names(tag: str) -> _Names:
    language = tag.partition("-")[0].lower()
    weekdays, months = (
        {
            _key(name): number
            for context in ("format", "stand-alone")
            for width in ("abbreviated", "wide")
            for number, name in calendar_names(tag, kind, context, width).items()
            if any(char.isalpha() for char in name)
        }
        for kind in ("days", "months")
    )
    weekdays |= {name.removesuffix("-feira"): number for name, number in weekdays.items()}  # Portuguese: "quinta, 7 de"
    if language == "en":
        months["sept"] = 9
    w, m = (_either(names) for names in (weekdays, months))
    gap = r"[\s*_]*[,.]?[\s*_]+"
    day = r"\d{1,2})(?:er|re|st|nd|rd|th|º|°|ª|\.)?"
    year = r"(?:[,.]?[\s*_]+(?:de\s+|del\s+)?(?P<year_X>\d{4})\b(?!\s*[%€$£]))?"
    month = rf"(?:de\s+|d['’]|of\s+|ב)?(?P<month_X>{m})\b\.?"
    before = rf"(?P<weekday_X>{w})\.?{gap}(?:(?:le|the|den|dem|der|el|o|il|de)\s+)?"
    after = rf"\s+\((?P<weekday_X>{w})\.?\)"
    forms = [
        rf"{before}(?P<day_X>{day}[\s*_]+{month}{year}",  # Thursday, 7 November 2024
        rf"{before}{month}\s+(?P<day_X>{day}(?!\d|[:.]\d){year}",  # Thursday, November 7
        rf"{month}\s+(?P<day_X>{day}{year}{after}",  # Nov 7 (Thu)
        rf"(?P<day_X>{day}\s+{month}{year}{after}",  # 7 nov. (jeu.)
    ]
    if language != "en":  # where 7/11 is the seventh of November on both sides of the ocean
        sign = r"\." if language == "de" else "/"
        hour = r"(?!\s*(?:Uhr|%)|\s?[-–]\s?\d)" if language == "de" else ""  # "Mo 10.11 Uhr", "Di 9.30–12.30"
        forms.append(
            rf"{before}(?P<day_X>\d{{1,2}}){sign}(?P<month_X>\d{{1,2}})\b(?:{sign}(?P<year_X>\d{{4}})\b)?{hour}"
        )
    joined = r"(?:[-–—/&]|to|through|thru|until|and|or|au|à|et|ou|bis|und|oder|al|y|o|e|a|até|t/m|tot|en|of)"
    first = "".join(sorted({re.escape(name[0]) for name in (*weekdays, *months, "de", "of", "ב")}))
    return _Names(
        re.compile(
            rf"(?<!\w)(?=[{first}\d])(?:{'|'.join(form.replace('_X', f'_{at}') for at, form in enumerate(forms))})",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{w})\.?[,*_\s]*{joined}[\s*_]*(?:le\s|the\s|den\s)?$", re.IGNORECASE),
        weekdays,
        months,
        tuple(calendar_names(tag, "days", "stand-alone", "wide")[number] for number in range(7)),
    )


def _either(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
