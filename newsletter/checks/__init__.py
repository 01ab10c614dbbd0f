"""The rules, one row each, and the function that runs them.

So far the rules that composing itself needs; the preflight's rules join this table.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.checks import (
    assumed_merge_field,
    encoded_merge_tag,
    foreign_merge_tag,
    hidden_character,
    ineffective_default,
    missing_brand,
    unhosted_image,
    untranslated_text,
)
from newsletter.checks.base import Rule
from newsletter.errors import Problem, Severity

if TYPE_CHECKING:
    from newsletter.load import Project

RULES: tuple[Rule, ...] = (
    Rule("missing-brand", Severity.WARNING, missing_brand.check, missing_brand.__doc__),
    Rule("foreign-merge-tag", Severity.WARNING, foreign_merge_tag.check, foreign_merge_tag.__doc__),
    Rule("assumed-merge-field", Severity.WARNING, assumed_merge_field.check, assumed_merge_field.__doc__),
    Rule("ineffective-default", Severity.WARNING, ineffective_default.check, ineffective_default.__doc__),
    Rule("untranslated-text", Severity.WARNING, untranslated_text.check, untranslated_text.__doc__),
    Rule("hidden-character", Severity.WARNING, hidden_character.check, hidden_character.__doc__),
    Rule("encoded-merge-tag", Severity.INFO, encoded_merge_tag.check, encoded_merge_tag.__doc__),
    Rule("unhosted-image", Severity.WARNING, unhosted_image.check, unhosted_image.__doc__),
)


def check_project(project: Project) -> list[Problem]:
    """Every finding of every rule, in the order of the rules and of the file."""
    return [
        project.placed(replace(found, code=rule.name, severity=rule.severity))
        for rule in RULES
        for found in rule.check(project)
    ]


def check(path: Path | str, esp: str | None = None) -> list[Problem]:
    """The findings of an issue file.

    Raises:
        NewsletterError: It cannot be loaded or composed.

    """
    from newsletter.compose import compose_project  # noqa: PLC0415  # rules must not depend on the pipeline
    from newsletter.load import load_project  # noqa: PLC0415  # as above

    project = load_project(Path(path), esp)
    compose_project(project)
    return check_project(project)
