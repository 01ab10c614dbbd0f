"""The kinds of section, told apart by their ``kind`` key."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from newsletter.errors import Problem
from newsletter.model.base import Part
from newsletter.model.events import Event
from newsletter.model.scalars import Number, refuse
from newsletter.model.tracking import Utm
from newsletter.model.values import Condition, Image, Inline, Markdown, Text, Url


def _id(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,63}", name):
        raise refuse(
            Problem(
                code="bad-id",
                message=f"'{name}' cannot be an id",
                hint="start with a letter, then up to 63 letters without accents, digits and hyphens: summer-reads",
            )
        )
    return name


Id = Annotated[str, AfterValidator(_id)]
Medium = Literal["podcast", "newsletter", "book", "infographic", "replay", "video", "article", "tool", "report"]


class Link(Part):
    """A label that leads somewhere."""

    label: Text
    """What the reader sees."""
    link: Url
    """Where it leads."""


class Source(Part):
    """Where a figure or an article comes from."""

    text: Text
    """The name of the source."""
    link: Url | None = None
    """Its address."""


class Banner(Part):
    """A wide picture, clickable when it has a link."""

    image: Image
    """The picture."""
    alt: Text | None = None
    """What the picture says, for readers who do not see it; empty for mere decoration."""
    link: Url | None = None
    """Where a click leads; the alternative text is then the link's name."""
    width: Annotated[int, Field(ge=1, le=2000)] | None = None
    """The width to show it at, in pixels; as wide as the message where absent."""

    @field_validator("link")
    @classmethod
    def _linked_needs_alt(cls, link: Url | None, info: ValidationInfo) -> Url | None:
        if link and "alt" in info.data and not info.data["alt"]:
            raise refuse(
                Problem(
                    code="link-without-text",
                    message="a banner with a link needs alternative text",
                    hint="add alt: with the words that tell where the link leads; many readers see no pictures",
                    on_key=True,
                )
            )
        return link


class Section(Part):
    """What every section may have."""

    id: Id | None = None
    """Letters, digits and hyphens; the target of links as #id."""
    eyebrow: Text | None = None
    """A short line above the title."""
    title: Text | None = None
    """The section's heading."""
    recap: Text | None = None
    """Its line in the table of contents at the top."""
    numbered: bool = True
    """Whether the title counts along: 1., 2., 3.; a section without a title never does."""
    intro: Markdown | None = None
    """A paragraph before the section's own content."""
    show_if: Condition | None = None
    """Who sees it: a condition such as contact.country == "FR", written as the ESP does; or the ESP's own."""
    utm: Utm | None = None
    """Parameters for the statistics, where this section's differ from the issue's and the brand's."""


class Stat(Part):
    """A figure and what it says."""

    value: Number
    """A decimal with a point: -3.6. It is written in the issue's locale."""
    unit: Text | None = None
    """What stands after it: %, €, kg."""
    label: Inline
    """What the figure says."""
    signed: bool = False
    """Whether a plus is shown: +10.5 %."""
    prefix: Text | None = None
    """What stands before it, such as ≈ or "x"."""
    note: Inline | None = None
    """A detail below the label."""


class Stats(Section):
    """Large figures beside their labels."""

    kind: Literal["stats"]
    """This kind of section."""
    stats: Annotated[tuple[Stat, ...], Field(min_length=1)]
    """The figures, in order."""
    chart: Literal["none", "bars"] = "none"
    """Whether a bar stands under each figure, as long as its value."""
    sources: tuple[Source, ...] = ()
    """Where the figures come from."""


class Article(Section):
    """A longer text, with pictures, lists and quotes."""

    kind: Literal["article"]
    """This kind of section."""
    body: Markdown
    """The text."""
    byline: Text | None = None
    """Who wrote it."""
    cta: Link | None = None
    """A button below it."""
    source: Source | None = None
    """What it draws on."""


class Recommendation(Part):
    """Something to read, hear or see."""

    medium: Medium
    """What it is; it gets its sign and its word."""
    title: Text
    """Its title."""
    by: Text | None = None
    """Who made it."""
    link: Url | None = None
    """Where to find it."""
    note: Inline | None = None
    """Why it is worth the time."""


class Recommendations(Section):
    """A list of things to read, hear or see."""

    kind: Literal["recommendations"]
    """This kind of section."""
    items: Annotated[tuple[Recommendation, ...], Field(min_length=1)]
    """The recommendations, in order."""


class Events(Section):
    """Dates to keep, as tiles."""

    kind: Literal["events"]
    """This kind of section."""
    events: Annotated[tuple[Event, ...], Field(min_length=1)]
    """The events; they are shown by date, the featured ones after the others."""


class TextSection(Section):
    """A plain text."""

    kind: Literal["text"]
    """This kind of section."""
    body: Markdown
    """The text."""


class Quote(Section):
    """Somebody's words."""

    kind: Literal["quote"]
    """This kind of section."""
    text: Inline
    """The words, without quotation marks."""
    by: Text | None = None
    """Who said them."""


class Cta(Section):
    """A button."""

    kind: Literal["cta"]
    """This kind of section."""
    label: Text
    """What it says."""
    link: Url
    """Where it leads."""
    note: Inline | None = None
    """A line below it."""


class BannerSection(Section, Banner):
    """A wide picture between sections."""

    kind: Literal["banner"]
    """This kind of section."""


AnySection = Annotated[
    Stats | Article | Recommendations | Events | TextSection | Quote | Cta | BannerSection,
    Field(discriminator="kind"),
]
KINDS = ("article", "banner", "cta", "events", "quote", "recommendations", "stats", "text")
