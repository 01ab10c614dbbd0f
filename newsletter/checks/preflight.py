"""Runs the rules over a mail: one that crashes is told as such, and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import NamedTuple

from newsletter.checks.base import Rule
from newsletter.checks.mail import Mail, untold
from newsletter.errors import NewsletterError, Problem, Severity, UsageError, did_you_mean

MOST = 100
"""How many findings of one rule are told; a file with more has one cause for all of them."""


class Preflight(NamedTuple):
    """What the rules say of one mail.

    Attributes:
        findings: What is told, the worst first, then by place.
        ignored: How many findings are left out on purpose.

    """

    findings: tuple[Problem, ...]
    ignored: int


def run(rules: Sequence[Rule], mail: Mail) -> Preflight:
    """The findings of the rules, placed."""
    told: list[Problem] = []
    ignored = 0
    for rule in rules:
        for found in _findings(rule, mail):
            judged = mail.rulings.judged(rule, found)
            if judged is None:
                ignored += 1
            else:
                told.append(judged)
    return Preflight(tuple(sorted(told, key=_order)), ignored)


_FILES = {"issue": 0, "brand": 1, "layout": 2}


def _order(found: Problem) -> tuple[object, ...]:
    """The worst first, then the issue, the brand and the layout, each from top to bottom; what has no place last."""
    return (
        -found.severity,
        _FILES.get(found.file, len(_FILES)),
        found.span is None,
        found.span.start if found.span else 0,
    )


def _findings(rule: Rule, mail: Mail) -> Iterator[Problem]:
    told: set[tuple[object, ...]] = set()
    try:
        for number, found in enumerate(islice(rule.check(mail), MOST + 1)):
            if number == MOST:
                message = f"more than {MOST} findings of {rule.name}; these are the first"
                hint = "mend these, then check again"
                yield Problem(code=rule.name, severity=rule.severity, message=message, hint=hint)
                return
            placed = mail.placed(found._replace(code=rule.name, severity=rule.severity))
            same = (placed.message, placed.span.place if placed.span else placed.loc)
            if same not in told:  # a layout shows some texts twice
                told.add(same)
                yield placed
        mail.rulings.ran |= {rule.name, rule.family}
    except NewsletterError as error:  # files that can no longer be read
        yield from error.problems
    except Exception as error:  # noqa: BLE001  # a rule that fails hides nothing that the others find
        yield _crashed(rule, error)


def _crashed(rule: Rule, error: Exception) -> Problem:
    return Problem(
        code="crashed-rule",
        severity=Severity.ERROR,
        message=f"the rule {rule.name} failed: {type(error).__name__}: {error}"[:300],
        hint=f"this is a mistake of ours, not yours; --ignore {rule.name} leaves it out until it is mended",
    )


class Wanted(NamedTuple):
    """What a user asks of a check.

    Attributes:
        select: The rules or families to run; where empty, all but those that need an option.
        ignore: The rules or families to leave out.
        options: The options that are on, which bring their rules.
        clients: The shares of the mail clients to check for, in percent; the brand's where empty.
        progress: Is told how much of how much is done, by a rule that takes its time.

    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    clients: Mapping[str, Decimal] = {}
    progress: Callable[[int, int], None] = untold


def share(written: str) -> Decimal:
    """A share of readers in percent; 0 where none is told.

    Raises:
        UsageError: It is none.

    """
    try:
        found = Decimal(written.strip().rstrip("%") or 0)
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite() and 0 <= found <= 100:  # percent
        return found
    message = f"'{written}' is not a share of readers"
    hint = "write names alone, or with percents from 0 to 100: gmail=40,apple-mail=35"
    raise UsageError(Problem(code="wrong-value", message=message, hint=hint))


def chosen(
    rules: Sequence[Rule],
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    options: Collection[str] = (),
) -> tuple[Rule, ...]:
    """The rules that are named, by their names or those of their families.

    Args:
        rules: All of them.
        select: Those to run; where empty, all but those that need an option.
        ignore: Those to leave out.
        options: The options that are on, which bring their rules.

    Raises:
        UsageError: There is no such rule and no such family.

    """
    known = names(rules)
    if unknown := [name for name in (*select, *ignore) if name not in known]:
        raise UsageError(*(unknown_rule(name, known) for name in unknown))
    return tuple(
        rule
        for rule in rules
        if _named(rule, select) or (not select and not rule.option) or rule.option in options
        if not _named(rule, ignore)
    )


def names(rules: Sequence[Rule]) -> set[str]:
    """The names of rules and of their families."""
    return {name for rule in rules for name in (rule.name, rule.family)}


def _named(rule: Rule, names: Collection[str]) -> bool:
    """Whether a rule is among the names; one that needs an option only by its own, not by that of its family."""
    return rule.name in names or (rule.family in names and not rule.option)


def unknown_rule(name: str, known: Collection[str]) -> Problem:
    """The problem of a rule that there is not."""
    return Problem(
        code="unknown-rule",
        message=f"there is no rule '{name}'",
        label=did_you_mean(name, known),
        hint="'newsletter rules' lists them",
    )
