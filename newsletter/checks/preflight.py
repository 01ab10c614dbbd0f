"""Runs the rules over a mail: one that crashes is told as such, and stops no other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from newsletter.checks.base import Rule
from newsletter.checks.mail import Mail
from newsletter.errors import NewsletterError, Problem, Severity, UsageError, did_you_mean

MOST = 100
"""How many findings of one rule are told; a file with more has one cause for all of them."""


def run(rules: Sequence[Rule], mail: Mail) -> list[Problem]:
    """The findings of the rules, placed, in the order of the rules."""
    return [found for rule in rules for found in _findings(rule, mail)]


def _findings(rule: Rule, mail: Mail) -> Iterator[Problem]:
    told: set[tuple[object, ...]] = set()
    try:
        for number, found in enumerate(islice(rule.check(mail), MOST + 1)):
            if number == MOST:
                message = f"more than {MOST} findings of {rule.name}; these are the first"
                yield Problem(
                    code=rule.name, severity=rule.severity, message=message, hint="mend these, then check again"
                )
                return
            placed = mail.placed(replace(found, code=rule.name, severity=rule.severity))
            same = (placed.message, placed.span.place if placed.span else placed.loc)
            if same not in told:  # a layout shows some texts twice
                told.add(same)
                yield placed
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


def chosen(
    rules: Sequence[Rule], select: Collection[str], ignore: Collection[str], options: Collection[str] = ()
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
    known = {name for rule in rules for name in (rule.name, rule.family)}
    if unknown := [name for name in (*select, *ignore) if name not in known]:
        raise UsageError(*(unknown_rule(name, known) for name in unknown))
    return tuple(
        rule
        for rule in rules
        if _named(rule, select) or (not select and not rule.option) or rule.option in options
        if not _named(rule, ignore)
    )


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
