"""A use of a feature, and the provisos under which a client that knows only a part of the feature does harm to it.

A proviso is a name with its arguments, ``on:body,span``; ``+`` stands for and, ``|`` for or. What each means is said
beside it in the table at the end; those of the data are written by ``tests/side_by_side/renew_caniemail.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

ACCOUNT = "account"
"""The proviso that a reader has an address of another provider in the client, which then leaves out ``<style>``."""

EMBEDDED = "html-style"
"""The feature that everything in ``<style>`` hangs on."""


class Value(NamedTuple):
    """The value of a property or an attribute, in small letters.

    Attributes:
        text: All of it.
        words: Its keywords.
        functions: The names of its functions; ``url`` is one.
        units: The units of its lengths, ``%`` among them.
        numbers: Its numbers, without their units.
        signs: The signs between its parts, ``,`` and ``/``; ``!`` where ``!important`` follows without a space.

    """

    text: str
    words: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    numbers: tuple[float, ...] = ()
    signs: frozenset[str] = frozenset()


class Use(NamedTuple):
    """A way in which a message uses a feature.

    Attributes:
        slug: The feature.
        name: The property, the attribute, the element or the selector.
        value: Its value; empty where it has none.
        tag: The element that it is for; empty where that is not known.
        within: The features that it hangs on: without one of them it has no effect.
        traits: What else there is about it, as in ``inline`` or ``with:background``.

    """

    slug: str
    name: str
    value: Value = Value("")
    tag: str = ""
    within: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()


Meaning = Callable[[Use, frozenset[str]], bool]
"""Whether a condition with its arguments applies to a use."""


def holds(proviso: str, use: Use) -> bool:
    """Whether a proviso applies to a use."""
    return any(all(meaning(use, told) for meaning, told in way) for way, _ in _ways(proviso))


def by_account(proviso: str, use: Use) -> bool:
    """Whether a proviso applies only for readers with an address of another provider."""
    held = [account for way, account in _ways(proviso) if all(meaning(use, told) for meaning, told in way)]
    return bool(held) and all(held)


@lru_cache(maxsize=256)
def _ways(proviso: str) -> list[tuple[list[tuple[Meaning, frozenset[str]]], bool]]:
    """The conditions of each way in which a proviso applies, and whether one of them is of the account."""
    ways = [way.split("+") for way in proviso.split("|")]
    return [(list(map(_condition, way)), ACCOUNT in way) for way in ways]


def _condition(part: str) -> tuple[Meaning, frozenset[str]]:
    name, _, told = part.partition(":")
    return _MEANINGS[name], frozenset(told.split(","))


def _number(told: frozenset[str]) -> float:
    return float(next(iter(told)))


_MEANINGS: dict[str, Meaning] = {
    "always": lambda _, __: True,
    "never": lambda _, __: False,
    # what is in <style> is told of once, by <style> itself
    ACCOUNT: lambda use, _: EMBEDDED not in use.within,
    # the value of a property
    "value": lambda use, told: bool(use.value.words & told),
    "value-not": lambda use, told: not use.value.words & told,
    "function": lambda use, told: bool(use.value.functions & told),
    "unit": lambda use, told: bool(use.value.units & told),
    "list": lambda use, _: "," in use.value.signs,
    "slash": lambda use, _: "/" in use.value.signs,
    "tight": lambda use, _: "!" in use.value.signs,
    "several": lambda use, _: len(use.value.words) > 1,
    "size": lambda use, _: any(use.value.numbers) or "auto" in use.value.words,
    "negative": lambda use, _: any(number < 0 for number in use.value.numbers),
    "below": lambda use, told: any(number < _number(told) for number in use.value.numbers),
    "over": lambda use, told: any(number > _number(told) for number in use.value.numbers),
    "uneven": lambda use, _: any(number % 100 for number in use.value.numbers),
    "zero": lambda use, _: use.value.numbers == (0,),
    "spaced": lambda use, _: "spaced" in use.traits,  # rgb(0 0 0)
    "alpha": lambda use, _: "alpha" in use.traits,  # rgb(0, 0, 0, 0.5)
    # the property itself, and those beside it
    "property": lambda use, told: use.name in told,
    "property-not": lambda use, told: use.name not in told,
    "with": lambda use, told: any(f"with:{name}" in use.traits for name in told),
    "without": lambda use, told: not any(f"with:{name}" in use.traits for name in told),
    "inline": lambda use, _: "inline" in use.traits,
    # the element
    "on": lambda use, told: use.tag in told,
    "off": lambda use, told: bool(use.tag) and use.tag not in told,
    "in": lambda use, told: any(f"in:{name}" in use.traits for name in told),
    "lone": lambda use, _: "holds:img" not in use.traits,  # nothing stands in it for those who do not see it
    "holds": lambda use, told: any(f"holds:{name}" in use.traits for name in told),
    "marked": lambda use, told: any(f"marked:{name}" in use.traits for name in told),
    "unmarked": lambda use, told: not any(f"marked:{name}" in use.traits for name in told),
    # the value of an attribute
    "is": lambda use, told: any(part in use.value.text for part in told),
    "is-not": lambda use, told: not any(part in use.value.text for part in told),
    # selectors
    "classed": lambda use, _: "classed" in use.traits,  # a.b:hover, .b[c]
    "operator": lambda use, told: any(f"operator:{sign}" in use.traits for sign in told),
    "attribute": lambda use, told: any(f"attribute:{name}" in use.traits for name in told),
    # media queries, whose words are the names of their types and features
    "media": lambda use, told: bool(use.value.words & told),
    "media-not": lambda use, told: bool(use.value.words - told),
    "nested": lambda use, _: "nested" in use.traits,
}
