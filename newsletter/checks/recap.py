"""The rules about the lines that announce what a section holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsletter.checks.readable import BLANK, Readable
from newsletter.errors import Problem
from newsletter.formats import calendar_names
from newsletter.model.sections import Stat

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail
    from newsletter.model.issue import Issue

# A number with its groups and decimals, that is no part of a word: not "B2C", "5G" or "GPT-3"; an ordinal may follow.
_NUMBER = re.compile(
    r"(?<![\w.,/-])\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?:[.,]\d+)?(?!\d)|(?<![\w.,/-])\d+(?:[.,]\d+)?(?!\d)"
)
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"(?:er|ère|e|ème|es|st|nd|rd|th|º|ª|\.)?(?![\w])")
_MINUTES = re.compile(r"\s*(?:min|mn|minut\w*)\b", re.IGNORECASE)  # how long it takes to read
_UNIT = re.compile(r"\s*[%‰€$£]")
_LONGEST = 24  # characters of a number; more are none that anybody compares
_MOST = 50  # numbers of one line that are looked at
_SMALL = 12  # up to here a section may say the number in words, or hold as many things


def recap_differs(mail: Mail) -> Iterator[Problem]:
    """A line of the recap with a figure or a date that its section does not have.

    ## What it does
    Compares the digits in each `recap:` line with the section that it announces: its texts, its figures, its dates, and
    how many things it lists. A rounded figure is the same figure: 80 for 77. Small numbers without a sign, the year of
    the issue and reading times are left alone.

    ## Why it matters
    The recap is what most readers read. When it says 9 November and the section 7 November, one of them is wrong.

    ## Example
    `recap: 45 % des achats se font sur mobile` above a section whose figure is 62.

    ## Instead
    Write in the recap what the section says.
    """
    issue = mail.project.issue
    texts: dict[object, list[Readable]] = {}
    for text in mail.texts:
        if text.loc[0] == "sections":
            texts.setdefault(text.loc[1], []).append(text)
    months = _months(issue.locale)
    for at, section in enumerate(issue.sections):
        line = next((text for text in texts.get(at, ()) if text.loc[2] == "recap"), None)
        if line is None or not _DIGIT.search(line.words):
            continue
        inside = [text for text in texts[at] if text is not line]
        moments = list(_all(section, date))
        said = list(_dates(line, months))
        dates = {(m.day, m.month) for m in moments} | {f for t in inside if said for _, f in _dates(t, months)}
        for match, found in said:
            if found not in dates:
                yield line.place(*match.span()).problem(
                    f"the recap says {' '.join(match[0].split())}, and this section has no such date",
                    "write the date that the section has",
                )
        numbers = _numbers_of(issue, at, inside, moments)
        rest = line._replace(words=months[0].sub(lambda day: BLANK * len(day[0]), line.words))
        for match in islice(_numbers(rest), _MOST):
            if _counts(rest.words, match) and not any(
                _is_rounded(number, read) for read in _readings(match[0]) for number in numbers
            ):
                yield line.place(*match.span()).problem(
                    f"the recap says {match[0]}, and this section has no such figure",
                    "write the figure that the section has",
                )


def _numbers(text: Readable) -> Iterator[re.Match[str]]:
    return (match for match in _NUMBER.finditer(text.words) if len(match[0]) <= _LONGEST)


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a number of a recap says something that its section must say in digits as well."""
    if not _ORDINAL.match(text, match.end()) or _MINUTES.match(text, match.end()):
        return False
    sign = _UNIT.match(text, match.end()) or text[: match.start()].rstrip().endswith(("€", "$", "£"))
    return bool(sign) or "." in match[0] or "," in match[0] or max(_readings(match[0])) > _SMALL


@lru_cache(maxsize=16)
def _months(locale: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """A day and a month by its name, in either order; and the numbers of the months."""
    names = {name.casefold(): number for number, name in calendar_names(locale, "months", "format", "wide").items()}
    either, day = "|".join(map(re.escape, names)), r"(?:er|st|nd|rd|th|º|\.)?"
    before = rf"(?<![\w.,])(?P<day>\d{{1,2}}){day}\s+(?:de\s+|d['’]|of\s+|ב)?(?P<month>{either})\b"
    after = rf"\b(?P<month_first>{either})\s+(?P<day_last>\d{{1,2}})(?:{day})(?!\w)"
    return re.compile(f"{before}|{after}", re.IGNORECASE), names


def _dates(
    text: Readable, months: tuple[re.Pattern[str], dict[str, int]]
) -> Iterator[tuple[re.Match[str], tuple[int, int]]]:
    pattern, names = months
    for match in pattern.finditer(text.words):
        month = (match["month"] or match["month_first"]).casefold()
        yield match, (int(match["day"] or match["day_last"]), names[month])


def _numbers_of(issue: Issue, at: int, inside: list[Readable], moments: list[date]) -> set[Decimal]:
    """Every number that a section says or shows, and how many there are of what it lists."""
    section = issue.sections[at]
    numbers = {read for text in inside for match in _numbers(text) for read in _readings(match[0])}
    numbers |= {abs(stat.value) for stat in _all(section, Stat)}
    numbers |= {Decimal(part) for m in moments for part in (m.year, m.month, m.day)}
    numbers |= {Decimal(part) for m in moments if isinstance(m, datetime) for part in (m.hour, m.minute)}
    numbers |= {Decimal(len(part)) for part in vars(section).values() if isinstance(part, tuple)}
    numbers |= {Decimal(len(re.findall(r"^ *(?:[-*+]|\d+[.)]) ", text.words, re.MULTILINE))) for text in inside}
    if issue.date:
        numbers |= {Decimal(issue.date.year), Decimal(issue.date.year + 1)}
    if issue.number is not None:
        numbers.add(Decimal(issue.number))
    return numbers


def _all(part: Any, kind: type) -> Iterator[Any]:
    """Everything of a kind in a part, at any depth."""
    if isinstance(part, kind):
        yield part
    for inner in part if isinstance(part, tuple) else getattr(part, "__dict__", {}).values():
        if not isinstance(inner, str):
            yield from _all(inner, kind)


def _readings(number: str) -> set[Decimal]:
    """What a number may mean: a sign before three digits is one of groups, or of decimals."""
    bare = re.sub(r"[ \u00a0\u202f'’]", "", number)
    found = {Decimal(re.sub(r"[.,]", "", bare))} if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare) else set()
    whole, sign, rest = re.fullmatch(r"(.*?)(?:([.,])(\d+))?", bare).groups()  # type: ignore[union-attr]
    found.add(Decimal(f"{re.sub('[.,]', '', whole)}.{rest}" if sign else whole))
    return found


def _is_rounded(number: Decimal, shown: Decimal) -> bool:
    """Whether a number, rounded as far as the shown one is, is that one."""
    shown = shown.normalize()
    if number == shown:
        return True
    exponent = min(int(shown.as_tuple().exponent), number.adjusted())  # 100 for 62 would be no rounding
    return number.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP, Context(prec=100)) == shown
