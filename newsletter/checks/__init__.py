"""The rules, one row each, and the function that runs them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.checks import preflight
from newsletter.checks.assumed_merge_field import assumed_merge_field
from newsletter.checks.base import Rule
from newsletter.checks.encoded_merge_tag import encoded_merge_tag
from newsletter.checks.foreign_merge_tag import foreign_merge_tag
from newsletter.checks.hidden_character import hidden_character
from newsletter.checks.ineffective_default import ineffective_default
from newsletter.checks.mail import Mail
from newsletter.checks.missing_brand import missing_brand
from newsletter.checks.unhosted_image import unhosted_image
from newsletter.checks.untranslated_text import untranslated_text
from newsletter.errors import Problem, Severity

if TYPE_CHECKING:
    from newsletter.compose import Message
    from newsletter.load import Project

RULES: tuple[Rule, ...] = (
    Rule(missing_brand, Severity.WARNING),
    Rule(foreign_merge_tag, Severity.WARNING),
    Rule(assumed_merge_field, Severity.WARNING),
    Rule(ineffective_default, Severity.WARNING),
    Rule(untranslated_text, Severity.WARNING),
    Rule(hidden_character, Severity.WARNING),
    Rule(encoded_merge_tag, Severity.INFO),
    Rule(unhosted_image, Severity.WARNING),
)


def check_project(
    project: Project, message: Message, *, select: Collection[str] = (), ignore: Collection[str] = ()
) -> list[Problem]:
    """The findings of a composed project, in the order of the rules and of the file.

    Args:
        project: The issue and what stands around it.
        message: What was composed from it.
        select: The rules or families to run; all where empty.
        ignore: The rules or families to leave out.

    Raises:
        UsageError: There is no such rule.

    """
    rules = preflight.chosen(RULES, select, ignore)
    return preflight.run(rules, Mail(project, message))


def check(
    path: Path | str, esp: str | None = None, *, select: Collection[str] = (), ignore: Collection[str] = ()
) -> list[Problem]:
    """The findings of an issue file.

    Args:
        path: The issue file.
        esp: The ESP to check it for; the brand's own where None.
        select: The rules or families to run; all where empty.
        ignore: The rules or families to leave out.

    Raises:
        NewsletterError: It cannot be loaded or composed, or there is no such rule.

    """
    from newsletter.compose import compose_project  # noqa: PLC0415  # rules must not depend on the pipeline
    from newsletter.load import load_project  # noqa: PLC0415  # as above

    project = load_project(Path(path), esp)
    return check_project(project, compose_project(project), select=select, ignore=ignore)
