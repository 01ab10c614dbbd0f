"""The types of numbers, dates and colours, each read from its text with a message that a marketer can act on."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from newsletter.errors import Problem


def refuse(*problems: Problem) -> PydanticCustomError:
    """The error that carries our own problems through pydantic, for :mod:`newsletter.validation` to place."""
    return PydanticCustomError("problems", "{summary}", {"summary": problems[0].message, "problems": problems})


def _scalar(parse: Callable[[str], Any]) -> BeforeValidator:
    """Read a value from its text; leave values that already have their type to pydantic."""
    return BeforeValidator(lambda value: parse(value.strip()) if isinstance(value, str) else value)


def _decimal(text: str) -> Decimal:
    plain = text.replace("\N{MINUS SIGN}", "-").replace("–", "-")
    if re.fullmatch(r"[+-]?\d{1,30}(\.\d{1,30})?", plain, re.ASCII):
        return Decimal(plain)
    guess = re.sub(r"[\s\u202f\xa0']", "", plain).replace(",", ".").strip("%€$£+")
    cure = f"write {guess}" if re.fullmatch(r"-?\d+(\.\d+)?", guess, re.ASCII) else "write digits, as in 1234.5"
    raise refuse(
        Problem(
            code="not-a-number",
            message=f"'{text}' is not a number",
            hint=f"{cure}; the unit has its own key, and the locale's comma is written on output",
        )
    )


def _date(text: str) -> date:
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            problem = Problem(
                code="no-such-date",
                message=f"there is no date {text}",
                label=_calendar(*map(int, match.groups()[:2])),
                hint="check the calendar",
            )
            raise refuse(problem) from None
    raise refuse(Problem(code="not-a-date", message=f"'{text}' is not a date", hint="write year-month-day: 2024-09-17"))


def _calendar(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return "months are 01 to 12"
    return f"{year:04}-{month:02} has {monthrange(max(year, 1), month)[1]} days"


def _moment(text: str) -> date | datetime:
    day, _, clock = text.replace(" ", "T", 1).partition("T")
    if not clock:
        return _date(day)
    if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", clock, re.ASCII):
        return datetime.fromisoformat(f"{_date(day).isoformat()}T{clock}")
    raise refuse(
        Problem(
            code="not-a-time",
            message=f"'{clock}' is not a time of day",
            hint="write 24-hour time, as in 2024-09-18T16:00; the zone has its own key, timezone",
            needle=clock,
        )
    )


def _color(text: str) -> str:
    if re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", text, re.IGNORECASE | re.ASCII):
        digits = text[1:].lower()
        return "#" + (digits if len(digits) == 6 else "".join(char * 2 for char in digits))
    raise refuse(
        Problem(
            code="not-a-colour",
            message=f"'{text}' is not a colour",
            hint='write six hexadecimal digits in quotes, as in "#0b5fff"; mail clients know no other form well',
        )
    )


Number = Annotated[Decimal, _scalar(_decimal), WithJsonSchema({"type": ["number", "string"]})]
Day = Annotated[date, _scalar(_date), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    date | datetime,
    _scalar(_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$"}),
]
Color = Annotated[str, _scalar(_color), WithJsonSchema({"type": "string", "pattern": "^#([0-9a-fA-F]{3}){1,2}$"})]
