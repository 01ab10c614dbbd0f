"""What templates ask of a locale: formats bound to it, and the direction of its script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from newsletter import formats
from newsletter.formats import Tile
from newsletter.wording import text_direction


class Localized(NamedTuple):
    """Dates, numbers and directions in one locale.

    Attributes:
        locale: Its BCP 47 tag.

    """

    locale: str

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return text_direction(self.locale)

    @property
    def start(self) -> str:
        """The side that lines start on: ``left`` or ``right``."""
        return "right" if self.direction == "rtl" else "left"

    @property
    def end(self) -> str:
        """The other side."""
        return "left" if self.direction == "rtl" else "right"

    def date_long(self, day: date) -> str:
        """``25 juillet 2024``."""
        return formats.date_long(day, self.locale)

    def quantity(self, value: Decimal, unit: object = None, *, signed: bool = False) -> str:
        """``+10,5 %``."""
        return formats.quantity(value, "" if unit is None else str(unit), self.locale, signed=signed)

    def when(self, start: date, end: date | None, timezone: str | None) -> str:
        """``du 17 au 19 septembre 2024``."""
        return formats.when(start, end, timezone, self.locale)

    def tile(self, start: date, end: date | None) -> Tile:
        """``17–19`` above ``sept.``."""
        return formats.tile(start, self.locale, end)

    def digits(self, value: object) -> str:
        """``7``, or ``٧`` where the locale has digits of its own."""
        return formats.digits(value, self.locale)

    def listing(self, items: Sequence[Any]) -> list[Any]:
        """``A, B et C`` as its pieces; a template joins them, and escapes what is to be escaped."""
        return formats.listing(items, self.locale)

    def sides(self, top: str, end: str, bottom: str, start: str) -> str:
        """Four lengths as CSS has them, clockwise from the top, where lines may run the other way."""
        return " ".join((top, start, bottom, end) if self.direction == "rtl" else (top, end, bottom, start))

    @staticmethod
    def in_order(events: Sequence[Any]) -> list[Any]:
        """Events or sessions in the order of their start."""
        return sorted(events, key=lambda event: _order(event.start))

    @staticmethod
    def by_date(events: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """The events in the order of their start, the featured ones apart."""
        ordered = Localized.in_order(events)
        return [e for e in ordered if not e.featured], [e for e in ordered if e.featured]

    @staticmethod
    def longest(stats: Sequence[Any]) -> Any:
        """The stat whose bar is the longest: alone, it tells as much to each bar as all do."""
        return max(stats, key=lambda stat: abs(stat.value))

    @staticmethod
    def share(value: Decimal, stats: Sequence[Any]) -> int:
        """The length of a value's bar in percent of the longest."""
        longest = max(abs(stat.value) for stat in stats)
        return max(1, round(abs(value) / longest * 100)) if longest else 1


def _order(moment: date) -> tuple[date, int]:
    if isinstance(moment, datetime):
        return moment.date(), moment.hour * 60 + moment.minute + 1
    return moment, 0
