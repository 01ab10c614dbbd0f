"""A brand: what every issue of a newsletter shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from newsletter.dialects import CUSTOM, DIALECTS, FIELD_NAME, Dialect, unknown_esp
from newsletter.errors import Problem
from newsletter.model.base import Part, Value
from newsletter.model.checks import Checks
from newsletter.model.custom import CustomDialect, bad_field_name
from newsletter.model.scalars import Color, refuse
from newsletter.model.sections import Link
from newsletter.model.tracking import Utm
from newsletter.model.values import Image, Markdown, Text, Url


def _esp(name: str) -> str:
    if name not in (*DIALECTS, CUSTOM):
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
                message=f"'{address}' is not an email address",
                hint="write it alone, as in letter@example.com; the name has its own key",
            )
        )
    return address


def _merge_fields(fields: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    problems = [bad_field_name(name) for name in fields if not re.fullmatch(FIELD_NAME, name)]
    for name, own in fields.items():
        problems += [
            unknown_esp(esp)._replace(loc=(name, esp), on_key=True) for esp in own if esp not in (*DIALECTS, CUSTOM)
        ]
        problems += [_bad_own_name(name, esp, own[esp]) for esp in own if _is_no_name(own[esp], esp)]
    if problems:
        raise refuse(*problems)
    return fields


def _is_no_name(own: str, esp: str) -> bool:
    row = DIALECTS.get(esp)
    if row is None or not own.strip():
        return not own.strip()
    bracketed = "[" in own or "lookup:" in own or re.search("['\"]<name>", row.own_field)
    odd = re.search(r"[\n\t<>\"']" if row.blanks else r"[\s<>\"']", own) and not bracketed
    return bool(odd) or any(d.open in own or d.close in own for d in row.expressions)


def _bad_own_name(name: str, esp: str, own: str) -> Problem:
    return Problem(
        code="not-a-field-name",
        message=f"'{own}' is not the name of a field",
        hint=f"write its name as {esp} has it, without the signs around a merge tag: {{{name}: {{{esp}: NAME}}}}",
        loc=(name, esp),
    )


V = TypeVar("V", bound=Value)

Esp = Annotated[str, AfterValidator(_esp)]
BaseUrl = Annotated[str, AfterValidator(_base_url)]
Font = Annotated[str, AfterValidator(_font)]
Email = Annotated[str, AfterValidator(_email)]
Share = Annotated[Decimal, Field(ge=0, le=100)]


def missing_dialect() -> Problem:
    """The problem of an ESP of one's own that is not described."""
    return Problem(
        code="missing-dialect",
        message="the merge tags of esp: custom are not described",
        hint='add to brand.yaml dialect: {expressions: [["%%", "%%"]], show: "%%<name>%%", fields: {contact.email: E}}',
        loc=("esp",),
    )


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
    colors: Colors = Colors.model_construct()
    """The palette."""
    fonts: Fonts = Fonts.model_construct()
    """The font stacks."""
    width: Annotated[int, Field(ge=320, le=800)] = 640
    """The width of the message on a desktop, in pixels."""
    social: tuple[Link, ...] = ()
    """Where else the brand is."""
    links: BrandLinks = BrandLinks.model_construct()
    """Links in the header and footer; the ESP's own tags where absent."""
    merge_fields: Annotated[Mapping[str, Mapping[str, str]], AfterValidator(_merge_fields)] = {}
    """Own contact fields, per ESP: {contact.firstname: {mailchimp: FNAME}}."""
    dialect: CustomDialect | None = None
    """How your ESP writes its merge tags, where it is none of the known ones and esp is custom."""
    utm: Utm | None = None
    """Parameters that are added to every web link, for the statistics; an issue and a section may have their own."""
    footer: Markdown | None = None
    """A few words above the address."""
    clients: Mapping[str, Share] = {}
    """The shares of the mail clients that readers use, in percent."""
    checks: Checks = Checks.model_construct()
    """Which findings count."""
    typography: bool = True
    """Whether quotes, dashes and spaces are set by the rules of the language."""

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        """An ESP of one's own that is not described."""
        if data.get("esp") != CUSTOM or data.get("dialect"):
            return []
        return [missing_dialect()]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if problems := self.problems_across(vars(self)):
            raise refuse(*problems)
        return self

    def completed(self, dialect: Dialect) -> Brand:
        """The brand with the ESP's own tags where it names no link and no address of its own."""
        own = self.links
        links = BrandLinks.model_construct(
            unsubscribe=own.unsubscribe or _offered(Url, dialect.unsubscribe),
            view_in_browser=own.view_in_browser or _offered(Url, dialect.view_in_browser),
            preferences=own.preferences or _offered(Url, dialect.preferences),
        )
        address = self.postal_address or _offered(Text, dialect.postal_address)
        return self.model_copy(update={"links": links, "postal_address": address})


def _offered(kind: type[V], tag: str | None) -> V | None:
    if tag is None:
        return None
    value = kind(tag)
    value.offered = True
    return value
