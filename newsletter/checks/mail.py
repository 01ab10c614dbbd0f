"""What rules look at: an issue with all that came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from newsletter import layout as layouts
from newsletter.caniemail.lacks import Lack, lacks
from newsletter.caniemail.support import Audience
from newsletter.checks.addresses import Address, addresses_of
from newsletter.checks.origins import authored
from newsletter.checks.page import Page
from newsletter.checks.past import Past, others
from newsletter.checks.readable import Readable, readable
from newsletter.checks.rulings import Rulings
from newsletter.compose import Message
from newsletter.errors import Loc, Problem
from newsletter.layout import Layout
from newsletter.load import Project
from newsletter.model.base import Value
from newsletter.trace import Traced
from newsletter.walk import Found, Link, Shown, links_of, pictures_of, tags_of, values_of

if TYPE_CHECKING:
    from newsletter.asking import Answer


def untold(done: int, total: int) -> None:
    """Nobody watches."""


class Mail:
    """A composed issue, and what stands in it. Everything is worked out when it is first asked for, and kept.

    Attributes:
        project: The issue, its brand, its ESP and its files.
        traced: What was composed from it, and where everything in that comes from.
        clients: The shares of the mail clients to check for, in percent; the brand's where empty.
        progress: Is told how much of how much is done, by a rule that takes its time.

    """

    def __init__(
        self,
        project: Project,
        traced: Traced,
        clients: Mapping[str, Decimal] | None = None,
        progress: Callable[[int, int], None] = untold,
    ) -> None:
        self.project = project
        self.traced = traced
        self.clients = clients or {}
        self.progress = progress

    @property
    def message(self) -> Message:
        """What is exported, to the byte."""
        return self.traced.message

    @cached_property
    def language(self) -> str:
        """The language of the issue: ``fr`` for ``fr-CA``."""
        return re.split("[-_]", self.project.issue.locale)[0].lower()

    @cached_property
    def values(self) -> tuple[tuple[Value, str, Loc], ...]:
        """Every text of the issue and the brand, with its file and its place there."""
        return tuple(values_of(self.project))

    @cached_property
    def texts(self) -> tuple[Readable, ...]:
        """Every text of the issue and the brand that its readers read."""
        return tuple(readable(self.values, self.project.dialect))

    @cached_property
    def tags(self) -> tuple[Found, ...]:
        """Every merge tag of the issue and the brand."""
        return tuple(tags_of(self.project))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link of the issue and the brand; those that only the layout writes are in the page."""
        return tuple(links_of(self.project))

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every link, taken apart; those that only the layout writes as well."""
        return tuple(addresses_of(self.links, self.page, self.project.dialect, self.placed))

    @cached_property
    def targets(self) -> Mapping[Loc, str]:
        """The pages that the links of the issue lead to, by their places."""
        return {each.link.loc: each.target for each in self.addresses if each.link.file == "issue" and each.parts}

    @cached_property
    def beside(self) -> tuple[Past, tuple[Past, ...]]:
        """The issue itself, as others see it, and the other issues of its folder."""
        return others(self.project)

    @cached_property
    def past(self) -> tuple[Past, tuple[Past, ...]]:
        """The issue itself, and those before it, the last one first."""
        this, beside = self.beside
        return this, tuple(sorted((each for each in beside if each.before(this)), key=Past.when, reverse=True))

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """What the sites say of the links, by their addresses; the only thing that uses the network."""
        from newsletter.asking import ask  # noqa: PLC0415  # only for a user who asks for it
        from newsletter.checks.dead_links import asked  # noqa: PLC0415  # rules look at a Mail

        return ask([url for address in self.addresses if (url := asked(address))], self.progress)

    @cached_property
    def pictures(self) -> tuple[Shown, ...]:
        """Every picture of the issue and the brand."""
        return tuple(pictures_of(self.project))

    @cached_property
    def layout(self) -> Layout:
        """The layout that it is composed with."""
        return layouts.find(self.project.issue.layout, self.project.root)

    @cached_property
    def page(self) -> Page:
        """The HTML part as a tree that knows which line each element comes from."""
        return Page(self.traced.html, self.traced.trace, self.project, self.layout)

    @cached_property
    def audience(self) -> Audience:
        """The mail clients to check for."""
        return Audience.of(self.clients or self.project.brand.clients)

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What these lack of what the page uses, but for what its layout uses on purpose."""
        purposes = {slug for slug, listed in self.layout.on_purpose.items() if listed.reason}
        uses = {
            use: seen
            for use, seen in self.page.uses.items()
            if use.slug not in purposes or authored(self, use, seen.element)
        }
        return tuple(lacks(uses, self.audience.every))

    @cached_property
    def rulings(self) -> Rulings:
        """Which rules are left out or count more, and where."""
        return Rulings.of(self.project)

    def placed(self, problem: Problem) -> Problem:
        """The problem with its span: in the issue, the brand or a template of the layout."""
        return self.layout.placed(problem) if problem.file == "layout" else self.project.placed(problem)
