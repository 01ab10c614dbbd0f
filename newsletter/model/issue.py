"""An issue: everything that one mailing says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from newsletter.errors import Problem
from newsletter.model.base import Part
from newsletter.model.brand import Brand
from newsletter.model.checks import Checks
from newsletter.model.scalars import Day, refuse
from newsletter.model.sections import AnySection, Banner, Link
from newsletter.model.tracking import Utm
from newsletter.model.values import Image, Inline, Markdown, Text, Url
from newsletter.wording import UnknownLocale, is_locale


def _locale(tag: str) -> str:
    if not is_locale(tag):
        unknown = UnknownLocale(tag)
        raise refuse(
            Problem(
                code="unknown-locale",
                message=f"unknown locale '{tag}'",
                label=f"did you mean '{unknown.suggestion}'?" if unknown.suggestion else "",
                hint=f"write language-REGION, as in fr-FR; {unknown.cure}",
            )
        )
    return tag


Locale = Annotated[str, AfterValidator(_locale)]


class Action(Part):
    """One thing to do."""

    text: Inline
    """What to do."""
    link: Url | None = None
    """Where to do it."""


class Actions(Part):
    """A short numbered to-do list."""

    title: Text | None = None
    """The line above it."""
    items: Annotated[tuple[Action, ...], Field(min_length=1)]
    """What to do, in order."""


class Recap(Part):
    """The table of contents: the recap lines of the sections, numbered, each leading to its section."""

    title: Text | None = None
    """The line above it."""


class Author(Part):
    """Who writes, as a card at the end."""

    name: Text
    """The name, or a role."""
    role: Text | None = None
    """The position."""
    bio: Inline | None = None
    """A few words."""
    photo: Image | None = None
    """A square picture."""
    alt: Text | None = None
    """What the picture shows; empty where the name beside it says enough."""
    links: tuple[Link, ...] = ()
    """Where to find them."""


class Issue(Part):
    """One mailing: subject, sections, and what stands around them."""

    layout: str = "data-snack"
    """The layout's folder name."""
    locale: Locale = "fr-FR"
    """Language and region, as in fr-FR: drives words, dates, numbers and typography."""
    number: Annotated[int, Field(ge=0)] | None = None
    """The number of the issue."""
    date: Day | None = None
    """The day it is sent: 2024-07-25."""
    subject: Text
    """The subject line, and the heading of the message."""
    preheader: Text | None = None
    """The line that inboxes show after the subject."""
    greeting: Text | None = None
    """The first line: Bonjour {{contact.firstname}},"""
    intro: Markdown | None = None
    """The opening."""
    actions: Actions | None = None
    """A short to-do list after the opening."""
    banner: Banner | None = None
    """A wide picture after the opening."""
    signoff: Text | None = None
    """The line that closes the opening."""
    recap: Recap | None = None
    """The table of contents."""
    sections: tuple[AnySection, ...] = ()
    """The content, in order."""
    author: Author | None = None
    """Who writes."""
    utm: Utm | None = None
    """Parameters for the statistics, where this issue's differ from the brand's."""
    typography: bool = True
    """Whether quotes, dashes and spaces are set by the rules of the language."""
    checks: Checks = Checks.model_construct()
    """Which findings count for this issue, besides what the brand says."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if problems := self.problems_across(vars(self)):
            raise refuse(*problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        """Ids that are used twice, and a recap without lines."""
        sections = data.get("sections")
        sections = sections if isinstance(sections, (list, tuple)) else []
        problems = []
        first: dict[str, int] = {}
        for at, name in enumerate(_get(section, "id") for section in sections):
            if name and first.setdefault(name, at) != at:
                problems.append(
                    Problem(
                        code="repeated-id",
                        message=f"the id '{name}' is already that of section {first[name] + 1}",
                        hint="an id names one section; choose another",
                        loc=("sections", at, "id"),
                    )
                )
        if data.get("recap") and not any(_get(section, "recap") for section in sections):
            problems.append(
                Problem(
                    code="empty-recap",
                    message="the recap has no lines: no section has a 'recap'",
                    hint="give a section its line, recap: The news in a few words; or remove this block",
                    loc=("recap",),
                    on_key=True,
                )
            )
        return problems


def _get(section: Any, name: str) -> str:
    """The text of a field of a section that was read, or is yet to be; empty where it has none."""
    value = section.get(name) if isinstance(section, dict) else getattr(section, name, None)
    return value.strip() if isinstance(value, str) else ""


class Draft(Part):
    """An issue with everything that its message is made of.

    The pipeline replaces the values in it step by step: written, then masked, then parsed, then typeset.
    """

    issue: Issue
    brand: Brand
