"""Events and their sessions: dates that follow each other, in a time zone that exists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ValidationInfo, field_validator

from newsletter.errors import Problem, did_you_mean
from newsletter.model.base import Part
from newsletter.model.scalars import Moment, refuse
from newsletter.model.values import Inline, Text, Url


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError with an OSError behind some names
        pass
    except KeyError:
        pass
    else:
        return name
    from zoneinfo import available_timezones  # noqa: PLC0415  # slow, and only needed once something is wrong

    raise refuse(
        Problem(
            code="unknown-timezone",
            message=f"unknown time zone '{name}'",
            label=did_you_mean(name, sorted(zone for zone in available_timezones() if "/" in zone)),
            hint="zones are named Continent/City, as in Europe/Paris",
        )
    )


TimeZone = Annotated[str, AfterValidator(_timezone)]


def _shown(moment: date) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment:%Y-%m-%d}"


def _not_before_start(end: date | None, info: ValidationInfo) -> date | None:
    start, name = info.data.get("start"), info.data.get("name", "it")
    if end is None or start is None:
        return end
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise refuse(
            Problem(
                code="time-on-one-side",
                message=f"'{name}' has a time of day at only one of its start and end",
                hint="write a time at both, as in 2024-09-18T16:00, or at none",
            )
        )
    if end < start:
        raise refuse(
            Problem(
                code="ends-before-start",
                message=f"'{name}' ends ({_shown(end)}) before it starts ({_shown(start)})",
                hint="exchange start and end, or correct the year",
            )
        )
    return end


class Session(Part):
    """A talk or workshop within an event."""

    name: Text
    """Its name."""
    start: Moment
    """When it begins: 2024-09-18T16:00."""
    end: Moment | None = None
    """When it ends."""

    _in_order = field_validator("end")(_not_before_start)


class Event(Part):
    """A date to keep."""

    name: Text
    """Its name."""
    start: Moment
    """Its first day, 2024-09-17, or its beginning, 2024-09-18T16:00."""
    end: Moment | None = None
    """Its last day, or its end."""
    timezone: TimeZone | None = None
    """The zone that its times are in: Europe/Paris."""
    venue: Text | None = None
    """The house."""
    city: Text | None = None
    """The town."""
    online: bool = False
    """Whether one takes part from anywhere."""
    link: Url | None = None
    """Its page."""
    description: Inline | None = None
    """What it is about."""
    stand: Text | None = None
    """Our booth there: L 035."""
    featured: bool = False
    """Whether it is the one that counts: it gets a card of its own."""
    speakers: tuple[Text, ...] = ()
    """Who speaks."""
    sessions: tuple[Session, ...] = ()
    """Our talks and workshops there."""

    _in_order = field_validator("end")(_not_before_start)
