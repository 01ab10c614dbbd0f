"""The rules, one row each, and the function that runs them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.checks import exemptions, legibility, preflight, structure, targets
from newsletter.checks.assumed_merge_field import assumed_merge_field
from newsletter.checks.base import Rule
from newsletter.checks.encoded_merge_tag import encoded_merge_tag
from newsletter.checks.foreign_merge_tag import foreign_merge_tag
from newsletter.checks.hidden_character import hidden_character
from newsletter.checks.ineffective_default import ineffective_default
from newsletter.checks.mail import Mail
from newsletter.checks.missing_brand import missing_brand
from newsletter.checks.preflight import Preflight, Wanted
from newsletter.checks.unhosted_image import unhosted_image
from newsletter.checks.untranslated_text import untranslated_text
from newsletter.errors import Problem, Severity

if TYPE_CHECKING:
    from newsletter.compose import Message
    from newsletter.load import Project
    from newsletter.model.brand import Brand
    from newsletter.model.issue import Issue

Finding = Problem
"""What a rule says: a problem with a severity, a place and a cure."""

RULES: tuple[Rule, ...] = (
    Rule(missing_brand, Severity.WARNING),
    Rule(foreign_merge_tag, Severity.WARNING),
    Rule(assumed_merge_field, Severity.WARNING),
    Rule(ineffective_default, Severity.WARNING),
    Rule(untranslated_text, Severity.WARNING),
    Rule(hidden_character, Severity.WARNING),
    Rule(encoded_merge_tag, Severity.INFO),
    Rule(unhosted_image, Severity.WARNING),
    Rule(legibility.low_contrast, Severity.WARNING),
    Rule(legibility.indistinct_link, Severity.WARNING),
    Rule(legibility.small_text, Severity.WARNING),
    Rule(legibility.justified_text, Severity.INFO),
    Rule(structure.missing_language, Severity.WARNING),
    Rule(structure.missing_title, Severity.WARNING),
    Rule(structure.skipped_heading_level, Severity.WARNING),
    Rule(structure.repeated_main_heading, Severity.INFO),
    Rule(structure.emoji_only_heading, Severity.WARNING),
    Rule(structure.missing_link_text, Severity.WARNING),
    Rule(structure.layout_table_without_role, Severity.WARNING),
    Rule(structure.reversed_reading_order, Severity.INFO),
    Rule(targets.small_touch_target, Severity.INFO),
    Rule(exemptions.unknown_rule, Severity.ERROR),
    Rule(exemptions.unexplained_exemption, Severity.ERROR),
    Rule(exemptions.unclear_exemption, Severity.WARNING),
    Rule(exemptions.unused_exemption, Severity.INFO),
)


def check_project(project: Project, message: Message) -> list[Problem]:
    """The findings of a composed project, in the order of the rules and of the file.

    Args:
        project: The issue and what stands around it.
        message: What was composed from it.

    """
    return list(preflight.run(preflight.chosen(RULES), Mail(project, message)).findings)


def examine(project: Project, message: Message, wanted: Wanted) -> Preflight:
    """What the wanted rules say of a composed project.

    Raises:
        UsageError: There is no such rule.

    """
    rules = preflight.chosen(RULES, wanted.select, wanted.ignore, wanted.options)
    return preflight.run(rules, Mail(project, message, wanted.clients, wanted.progress))


def check(
    issue: Path | str | Issue,
    esp: str | None = None,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    options: Collection[str] = (),
    clients: Mapping[str, Decimal | int | float] | None = None,
    brand: Brand | None = None,
) -> list[Finding]:
    """The findings of an issue.

    Args:
        issue: Its file; or an issue that was made by a program, whose findings know their keys but no lines.
        esp: The ESP to check it for; the brand's own where None.
        select: The rules or families to run; where empty, all but those that need an option.
        ignore: The rules or families to leave out.
        options: Those of ``links``, ``spam`` and ``spelling`` that are on; the first asks the network.
        clients: The shares of the mail clients to check for, in percent; the brand's where None.
        brand: Who says it, for an issue without a file; a brand without anything where None.

    Raises:
        NewsletterError: It cannot be loaded or composed, or there is no such rule.

    """
    from newsletter.compose import compose_project  # noqa: PLC0415  # rules must not depend on the pipeline
    from newsletter.load import load_project, unfiled  # noqa: PLC0415  # as above

    project = load_project(Path(issue), esp) if isinstance(issue, (str, Path)) else unfiled(issue, brand, esp)
    shares = {name: Decimal(str(share)) for name, share in (clients or {}).items()}
    wanted = Wanted(tuple(select), tuple(ignore), tuple(options), shares)
    return list(examine(project, compose_project(project), wanted).findings)
