"""A contact's values: texts, which may have to stand beside numbers."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
"""A value that may be compared with a number."""
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
"""What compares two numbers, or two texts."""


class Value(str):
    """A text that compares with a number as a number, as fields of that type do at the ESP."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self._compared("==", other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: object) -> bool:
        return self._compared("<", other)

    def __le__(self, other: object) -> bool:
        return self._compared("<=", other)

    def __gt__(self, other: object) -> bool:
        return self._compared(">", other)

    def __ge__(self, other: object) -> bool:
        return self._compared(">=", other)

    def _compared(self, sign: str, other: object) -> bool:
        if isinstance(other, str):
            return COMPARE[sign](str(self), str(other))
        if isinstance(other, (int, float)) and NUMBER.fullmatch(self):
            return COMPARE[sign](float(self), other)
        return False
