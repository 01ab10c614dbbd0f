"""The Handlebars helpers of each ESP: those that its row writes, or that a page of it shows.

Sources: SendGrid's "Using Handlebars", https://twilio.com/docs/sendgrid/for-developers/sending-email/using-handlebars;
Iterable's https://support.iterable.com/hc/en-us/articles/115003884806-Conditional-Logic-with-Handlebars. Account
Engagement has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dotpromptz_handlebars import HelperOptions

from newsletter.merging.value import COMPARE

Helper = Callable[[list[Any], HelperOptions], Any]


def _block(test: Callable[..., bool]) -> Helper:
    """A helper that shows a block, or what stands after ``else``; between braces of its own it gives the answer."""

    def helper(values: list[Any], options: HelperOptions) -> Any:
        answer = test(*values)
        if not options.is_block:
            return answer
        return options.fn() if answer else options.inverse()

    return helper


def _numbers(sign: str) -> Helper:
    def compare(left: Any, right: Any) -> bool:
        try:
            return left != "" and right != "" and COMPARE[sign](float(str(left)), float(str(right)))
        except ValueError:
            return False

    return _block(compare)


def _same(left: Any, right: Any) -> bool:
    if "" in (left, right):  # a missing field is equal to it, and must not be printed for the comparison
        return bool(left == right)
    return str(left) == str(right)  # equals 3 "3" holds


def _insert(values: list[Any], _: HelperOptions) -> Any:
    field, *rest = values
    return field or (str(rest[0]).removeprefix("default=") if rest else field)


_EQUAL = _block(_same)
_ALL = _block(lambda *values: all(map(bool, values)))
_ANY = _block(lambda *values: any(map(bool, values)))

HELPERS: Mapping[str, Mapping[str, Helper]] = {
    "sendgrid": {
        "equals": _EQUAL,
        "notEquals": _block(lambda left, right: not _same(left, right)),
        "greaterThan": _numbers(">"),
        "lessThan": _numbers("<"),
        "and": _ALL,
        "or": _ANY,
        "insert": _insert,
        "length": lambda values, _: len(values[0]),
    },
    "iterable": {
        "ifEq": _EQUAL,
        "eq": _EQUAL,
        "ifGt": _numbers(">"),
        "ifGte": _numbers(">="),
        "ifLt": _numbers("<"),
        "ifLte": _numbers("<="),
        "and": _ALL,
        "or": _ANY,
        "defaultIfEmpty": lambda values, _: values[0] or values[1],
    },
}
"""By ESP: the helpers that it has beside those of Handlebars itself."""
