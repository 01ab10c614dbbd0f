"""A brand: what every issue of a newsletter shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from newsletter.dialects import DIALECTS, Dialect, unknown_esp
from newsletter.errors import Problem
from newsletter.model.base import Part
from newsletter.model.scalars import Color, refuse
from newsletter.model.sections import Link
from newsletter.model.values import Image, Markdown, Text, Url


def _esp(name: str) -> str:
    if name not in DIALECTS:
        raise refuse(unknown_esp(name))
    return name


def _base_url(url: str) -> str:
    if not re.match(r"(https?://[^/\s]|file:///)", url):
        raise refuse(
            Problem(
                code="incomplete-link",
                message=f"'{url}' is not an address where pictures can be hosted",
                hint="write it as https://site/folder/",
            )
        )
    return url


def _font(stack: str) -> str:
    if any(char in stack for char in '<>{};"\\'):
        raise refuse(
            Problem(
                code="not-a-font",
                message=f"'{stack}' is not a list of fonts",
                hint="write names with commas, those with spaces in single quotes: 'Segoe UI', Arial, sans-serif",
            )
        )
    return stack


def _email(address: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+", address):
        raise refuse(
            Problem(
                code="not-an-address",
                message=f"'{address}' is not an e-mail address",
                hint="write it alone, as in letter@example.com; the name has its own key",
            )
        )
    return address


Esp = Annotated[str, AfterValidator(_esp)]
BaseUrl = Annotated[str, AfterValidator(_base_url)]
Font = Annotated[str, AfterValidator(_font)]
Email = Annotated[str, AfterValidator(_email)]
Share = Annotated[Decimal, Field(ge=0, le=100)]


class Sender(Part):
    """Who the mail comes from, and who gets the replies."""

    name: Text
    """The name in the inbox."""
    email: Email | None = None
    """The address in the inbox."""
    reply_to: Email | None = None
    """The address of replies, where it is another."""


class Logo(Part):
    """The mark in the header."""

    image: Image
    """The picture."""
    alt: Text | None = None
    """The name that the picture shows."""
    link: Url | None = None
    """Where a click leads."""
    width: Annotated[int, Field(ge=1, le=640)] = 120
    """The width to show it at, in pixels."""


class Colors(Part):
    """The palette; everything but the accent has a quiet default."""

    accent: Color = "#0b5fff"
    """Buttons, links, figures. Where it is too pale to read as text, a darker shade of it is used there."""
    background: Color = "#f4f3ef"
    """Around the message."""
    surface: Color = "#ffffff"
    """Under the text."""
    text: Color = "#1b1b23"
    """The text."""
    muted: Color = "#5c5c6b"
    """Notes and dates."""
    rule: Color = "#e4e2dc"
    """Thin lines."""


class Fonts(Part):
    """Font stacks; only fonts that readers already have."""

    body: Font = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
    """Running text."""
    heading: Font = "Georgia, serif"
    """Titles and large figures."""


class BrandLinks(Part):
    """Links that an ESP usually brings itself."""

    unsubscribe: Url | None = None
    """Ends the subscription."""
    view_in_browser: Url | None = None
    """The message as a web page."""
    preferences: Url | None = None
    """What one gets, and how often."""


class Utm(Part):
    """Parameters that tell the statistics where a visit came from."""

    source: Text | None = None
    """utm_source"""
    medium: Text | None = None
    """utm_medium"""
    campaign: Text | None = None
    """utm_campaign"""
    content: Text | None = None
    """utm_content"""


class Checks(Part):
    """Which findings are ignored, and which are errors."""

    ignore: tuple[str, ...] = ()
    """Rules to leave out."""
    error: tuple[str, ...] = ()
    """Rules whose findings are errors."""


class Brand(Part):
    """What every issue of a newsletter shares: name, sender, address, colours, links."""

    name: Text
    """The newsletter's name."""
    esp: Esp = "hubspot"
    """The ESP that issues are written for where the command names none."""
    sender: Sender | None = None
    """Who the mail comes from."""
    company: Text | None = None
    """The company that answers for it."""
    postal_address: Text | None = None
    """Where that company can be written to; most laws ask for it."""
    assets_base_url: BaseUrl | None = None
    """Where local pictures will be hosted: https://site/folder/."""
    logo: Logo | None = None
    """The mark in the header."""
    colors: Colors = Colors()
    """The palette."""
    fonts: Fonts = Fonts()
    """The font stacks."""
    width: Annotated[int, Field(ge=320, le=800)] = 640
    """The width of the message on a desktop, in pixels."""
    social: tuple[Link, ...] = ()
    """Where else the brand is."""
    links: BrandLinks = BrandLinks()
    """Links in the header and footer; the ESP's own tags where absent."""
    merge_fields: Mapping[str, Mapping[str, str]] = {}
    """Own contact fields, per ESP: {contact.firstname: {mailchimp: FNAME}}."""
    utm: Utm | None = None
    """Parameters for the statistics."""
    footer: Markdown | None = None
    """A few words above the address."""
    clients: Mapping[str, Share] = {}
    """The shares of the mail clients that readers use, in percent."""
    checks: Checks = Checks()
    """Which findings count."""

    def completed(self, dialect: Dialect) -> Brand:
        """The brand with the ESP's own tags where it names no link of its own."""
        own = self.links
        links = BrandLinks.model_construct(
            unsubscribe=own.unsubscribe or _offered(dialect.unsubscribe),
            view_in_browser=own.view_in_browser or _offered(dialect.view_in_browser),
            preferences=own.preferences or _offered(dialect.preferences),
        )
        return self.model_copy(update={"links": links, "utm": None})  # not added to links yet, so nowhere shown


def _offered(tag: str | None) -> Url | None:
    if tag is None:
        return None
    link = Url(tag)
    link.offered = True
    return link
