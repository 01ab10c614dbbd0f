"""The types of texts: plain, Markdown, links, images, conditions.

Each checks itself with a message that a marketer can act on. Texts are checked with the merge tags of the dialect in
the validation context (key ``dialect``), HubSpot's where there is none; images are looked up in the context's
``folder`` (a path), and not at all where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic_core import CoreSchema, core_schema

from newsletter import conditions, destinations, markdown, mergetags, scanning, urls
from newsletter.dialects import HUBSPOT, Dialect
from newsletter.errors import InputError, Loc, Problem, nth_of
from newsletter.images import Picture, Pixels, measure
from newsletter.model.base import Value
from newsletter.model.scalars import refuse
from newsletter.neutral import neutral_name
from newsletter.remembering import remembering

_MARKDOWN_LINK = re.compile(r"(?:https?://|mailto:|\]\(\s*<?)\S+", re.IGNORECASE)
_MOST_UNCLOSED = 20  # how many tags that never close are told of in one text
_ANY_SCALAR = [
    "string",
    "number",
    "boolean",
]  # an editor's YAML reads `7` and `no` as such; here they are texts


class Text(Value):
    """Plain text; merge tags may stand in it. Markdown signs are shown as they are.

    Attributes:
        encoded: The merge tags of its links that came percent-encoded, each as it was and as it is now.

    """

    encoded: tuple[tuple[str, str], ...] = ()

    describe = "Plain text; merge tags such as {{contact.firstname}} may stand in it."

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a string and check it."""
        return core_schema.with_info_after_validator_function(
            cls._checked,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Accept what an editor's YAML takes for a number."""
        return {"type": _ANY_SCALAR, "description": cls.describe}

    @classmethod
    def _checked(cls, text: str, info: ValidationInfo) -> Text:
        context: dict[str, Any] = info.context or {}
        dialect = context.get("dialect", HUBSPOT)
        if cls._shows_files(text):  # they may have changed
            return cls._made(text, dialect, context.get("folder"))
        return _remembered(text, cls, dialect)

    @classmethod
    def _shows_files(cls, text: str) -> bool:  # noqa: ARG003  # for those that may show some
        """Whether a text may show pictures of this machine."""
        return False

    @classmethod
    def _made(cls, text: str, dialect: Dialect, folder: Path | None) -> Text:
        read, encoded = cls._read(text, dialect)
        value = cls(read)
        if encoded:
            value.encoded = encoded
        value._check_tags(dialect)
        value._check(dialect, folder)
        return value

    @classmethod
    def _read(cls, text: str, dialect: Dialect) -> tuple[str, tuple[tuple[str, str], ...]]:  # noqa: ARG003  # for links
        """What is meant, and the merge tags in it that were percent-encoded, before and after."""
        return text, ()

    def _check_tags(self, dialect: Dialect) -> None:
        tags, unclosed = scanning.scan(self, dialect)
        problems = _unclosed(self, unclosed) if unclosed else []
        problems += mergetags.untranslatable(self, dialect) if tags else []
        if problems:
            raise refuse(*problems)

    def _check(self, dialect: Dialect, folder: Path | None) -> None:
        """Check what is special to the subclass; raise with :func:`refuse`."""

    def parsed(self, web: urls.Web) -> Any:
        """Prose without markup."""
        return markdown.plain(self)


@remembering
def _remembered(text: str, kind: type[Text], dialect: Dialect) -> Text:
    """A value that shows no file; the same one for the same text, since none is changed once it is made."""
    return kind._made(text, dialect, None)


def _unclosed(text: str, tags: Sequence[scanning.UnclosedTag]) -> list[Problem]:
    """A problem for each tag of a text that never closes; for the first of very many."""
    return [
        Problem(
            code="unclosed-merge-tag",
            message=f"the merge tag '{tag.text[:40]}' never closes",
            label=f"no '{tag.closing}' before the '{tag.before}'" if tag.before else f"no '{tag.closing}' after it",
            hint=f"close it with '{tag.closing}'",
            needle=tag.text,
            nth=nth_of(text, tag.text, tag.start),
        )
        for tag in tags[:_MOST_UNCLOSED]
    ]


class Parameter(Text):
    """A text that is added to links; where there is no link it is shown nowhere."""

    offered = True


class Prosaic(Text):
    """Markdown of either kind: its links are checked, its images are measured.

    Attributes:
        images: For each image in order: its size, None where unknown, False for one hosted elsewhere.

    """

    block = True
    images: tuple[Pixels | bool | None, ...] = ()

    @classmethod
    def _shows_files(cls, text: str) -> bool:
        return "![" in text

    @classmethod
    def _read(cls, text: str, dialect: Dialect) -> tuple[str, tuple[tuple[str, str], ...]]:
        if "%" not in text:
            return text, ()
        encoded: list[tuple[str, str]] = []

        def decode(link: re.Match[str]) -> str:
            read, tags = scanning.decoded(link[0], dialect)
            encoded.extend(tags)
            return read

        return _MARKDOWN_LINK.sub(decode, text), tuple(encoded)

    def _check(self, dialect: Dialect, folder: Path | None) -> None:
        too_deep, links, images = _looked_through(self, dialect, block=self.block)
        if too_deep:
            raise refuse(
                Problem(
                    code="too-deep",
                    message="quotes or lists nested over 90 levels",
                    hint="take the signs at the start of the line away",
                )
            )
        sizes = [_image(image, dialect, folder) for image in images]
        problems = [p for link in links if (p := _link_problem(link, dialect))]
        if problems := [*problems, *(p for p in sizes if isinstance(p, Problem))]:
            raise refuse(*destinations.located(self, problems))
        if sizes:
            self.images = tuple(size for size in sizes if not isinstance(size, Problem))

    def parsed(self, web: urls.Web) -> Any:
        """Prose."""
        return markdown.prose(self, block=self.block, images=self.images, web=web)


@remembering
def _looked_through(text: str, dialect: Dialect, *, block: bool) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Whether Markdown nests too deep, and the addresses of its links and of its images."""
    masked, restore = _masked(text, dialect)
    links, images = markdown.addresses(masked, block=block)
    return block and markdown.too_deep(masked), tuple(map(restore, links)), tuple(map(restore, images))


def _masked(text: str, dialect: Dialect) -> tuple[str, Callable[[str], str]]:
    """A text without its tags, and the way back. The next masking brings other placeholders, to be parsed anew."""
    if not scanning.scan(text, dialect)[0]:
        return text, str
    tags = mergetags.Tags.for_texts((text,), dialect)
    return tags.mask(text), tags.restore


@remembering
def _link_problem(link: str, dialect: Dialect) -> Problem | None:
    if neutral_name(link) == "postal_address":
        return Problem(
            code="incomplete-link",
            message="a postal address is no link",
            hint="write the tag into a text, and a page or mailto: here",
            needle=link,
        )
    bare = link
    for tag in scanning.scan(link, dialect)[0]:
        bare = bare.replace(tag.text, "tag")  # a tag may hold blanks and slashes of its own
    return urls.problem(link, bare, starts_with_tag=scanning.starts_tag(link, 0, dialect))


class Inline(Prosaic):
    """One line of Markdown: emphasis, links, code; merge tags may stand in it."""

    describe = "Inline Markdown (emphasis, links); merge tags may stand in it."
    block = False


class Markdown(Prosaic):
    """Markdown: paragraphs, headings, lists, quotes, tables, links, images; merge tags may stand in it."""

    describe = "Markdown: paragraphs, headings, lists, quotes, tables, links, images with captions; merge tags too."


class Url(Text):
    """A link: http, https, mailto, tel, a #fragment or a merge tag; merge tags may stand anywhere in it."""

    @classmethod
    def _read(cls, text: str, dialect: Dialect) -> tuple[str, tuple[tuple[str, str], ...]]:
        return scanning.decoded(text, dialect)

    describe = "A link (https, http, mailto, tel) or a merge tag; merge tags may stand anywhere in it."

    def _check(self, dialect: Dialect, folder: Path | None) -> None:
        if problem := _link_problem(self, dialect):
            raise refuse(problem)

    def parsed(self, web: urls.Web) -> Any:
        """The link, escaped as a URL, with its parameters for the statistics."""
        return web.link(self)


class Image(Text):
    """A picture: the path of a file below the folder of the issue or brand, or a link.

    Attributes:
        size: Width and height of a local file; None where unknown, False for one hosted elsewhere.

    """

    describe = "The path of a picture beside the file, such as images/banner.png, or a link to one."
    size: Pixels | bool | None = None

    @classmethod
    def _shows_files(cls, text: str) -> bool:  # noqa: ARG003  # it is always one
        return True

    @classmethod
    def _read(cls, text: str, dialect: Dialect) -> tuple[str, tuple[tuple[str, str], ...]]:
        return scanning.decoded(text, dialect)

    def _check(self, dialect: Dialect, folder: Path | None) -> None:
        found = _image(self, dialect, folder)
        if isinstance(found, Problem):
            raise refuse(found)
        self.size = found

    def parsed(self, web: urls.Web) -> Any:
        """A picture at the address it will be hosted at."""
        pixels = self.size if isinstance(self.size, Pixels) else None
        return Picture.of(self, pixels, None if self.size is False else web.base)


def _image(image: str, dialect: Dialect, folder: Path | None) -> Pixels | Problem | bool | None:
    """A local image's size (None where it cannot be known), False for one hosted elsewhere, or what is wrong."""
    if re.match(r"[a-z][a-z0-9+.-]+:", image, re.IGNORECASE) or scanning.starts_tag(image, 0, dialect):
        return _image_link_problem(image, dialect) or False
    if folder is None or scanning.scan(image, dialect)[0]:
        return None  # nothing to look up: no folder is known, or a tag in the path decides which file it is
    return measure(image, folder)


def _image_link_problem(image: str, dialect: Dialect) -> Problem | None:
    if not scanning.starts_tag(image, 0, dialect) and not re.match("https?:", image, re.IGNORECASE):
        return Problem(
            code="forbidden-link-scheme",
            message=f"a picture cannot start with '{image.partition(':')[0]}:'",
            hint="pictures are files beside this one, https links or merge tags",
            needle=image,
        )
    return _link_problem(image, dialect)


class Guard(NamedTuple):
    """The control tags around a section that only some contacts see, masked."""

    open: str
    close: str


class Condition(Text):
    """An ESP's condition, without its delimiters: ``contact.country == "FR"``."""

    describe = 'A condition of the ESP, without delimiters: contact.country == "FR".'

    def _check(self, dialect: Dialect, folder: Path | None) -> None:
        if isinstance(problem := conditions.guard(self, dialect), Problem):
            raise refuse(problem)

    def _check_tags(self, dialect: Dialect) -> None:
        """A condition holds no tags, whole or not; that is checked with the rest."""

    def masked(self, tags: mergetags.Tags, file: str, loc: Loc) -> Guard:
        """The masked control tags that stand before and after the section.

        Raises:
            InputError: The dialect cannot say it.

        """
        found = conditions.guard(self, tags.dialect)
        if isinstance(found, Problem):
            raise InputError(found._replace(file=file, loc=loc))
        return Guard(*(tags.mask(tag, file, loc) for tag in found))
