"""Rules about what is said of rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks import preflight
from newsletter.errors import Problem

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def unknown_rule(mail: Mail) -> Iterator[Problem]:
    """A rule that is ignored or raised, and does not exist.

    ## What it does
    Finds names under `checks:`, in the issue and the brand, and in comments, that are neither those of rules nor of
    families of rules.

    ## Why it matters
    What was meant to be ignored is not, and what was meant to be an error passes.

    ## Example
    `checks: {ignore: [{missing-alt: the pictures are decoration}]}`

    ## Instead
    `checks: {ignore: [{missing-alt-text: the pictures are decoration}]}`. `newsletter rules` lists the names.
    """
    from newsletter.checks import RULES  # noqa: PLC0415  # the table holds this rule

    known = preflight.names(RULES)
    for found in (*mail.rulings.ignored, *mail.rulings.errors):
        if found.rule not in known:
            told = preflight.unknown_rule(found.rule, known)
            yield found.place.problem(told.message, told.hint, told.label)


def unexplained_exemption(mail: Mail) -> Iterator[Problem]:
    """A rule that is ignored, and nobody says why.

    ## What it does
    Finds rules that are ignored without a reason: under `checks: {ignore: ...}` in the issue or the brand, or by a
    comment.

    ## Why it matters
    Next year nobody knows whether it may go. A reason takes one line, and whoever cannot write it should mend the
    finding.

    ## Example
    `checks: {ignore: [missing-source]}`

    ## Instead
    In `brand.yaml` or the issue:

        checks:
          ignore:
            - missing-source: the figures are from our own survey

    Or at the end of the line in question: `# check: ignore missing-source: the figures are from our own survey`.
    """
    for found in mail.rulings.ignored:
        if not found.reason:
            written = f"# check: ignore {found.rule}" if found.file else f"- {found.rule}"
            yield found.place.problem(
                f"{found.rule} is ignored without a reason", f"write '{written}: ' and why, in a few words"
            )


def unclear_exemption(mail: Mail) -> Iterator[Problem]:
    """A comment about checks that cannot be read.

    ## What it does
    Finds comments that begin with `# check:` and do not go on with `ignore`, the name of a rule and the reason.

    ## Why it matters
    It has no effect.

    ## Example
    `link: http://www.example.org  # check: off`

    ## Instead
    `link: http://www.example.org  # check: ignore insecure-link: their site has no https`
    """
    for place in mail.rulings.unclear:
        yield place.problem(
            "this comment about checks has no effect", "write '# check: ignore', the name of a rule, a colon and why"
        )


def unused_exemption(mail: Mail) -> Iterator[Problem]:
    """A comment that ignores a rule, where the rule finds nothing.

    ## What it does
    Finds comments `# check: ignore ...` on lines where their rule has nothing to say any more. It runs last.

    ## Why it matters
    When the line is copied into the next issue, the comment hides what should be seen there.

    ## Example
    `link: https://www.example.org  # check: ignore insecure-link: their site has no https`

    ## Instead
    Remove the comment.
    """
    for found in mail.rulings.unused:
        yield found.place.problem(f"{found.rule} finds nothing here, and is ignored", "remove the comment")
