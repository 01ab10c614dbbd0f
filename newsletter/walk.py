"""What a project holds, each with its place: values, merge tags, links and pictures, as their authors wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from newsletter import markdown
from newsletter.destinations import located, offsets
from newsletter.dialects import Dialect
from newsletter.errors import Loc, Problem, nth_of
from newsletter.images import Pixels
from newsletter.mergetags import Tags
from newsletter.model.base import Value, map_values
from newsletter.model.values import Condition, Image, Prosaic, Url
from newsletter.remembering import remembering
from newsletter.scanning import Tag, scan
from newsletter.source import Span

if TYPE_CHECKING:
    from newsletter.load import Project


class Place(NamedTuple):
    """Where something stands, in the terms of :class:`newsletter.errors.Problem`.

    Attributes:
        file: ``issue``, ``brand``, or ``layout`` for what the templates write.
        loc: The way to the value in that file.
        needle: The part of the value, or the text of a template.
        nth: Which of the equal parts of the value, from 0.
        on_key: Whether the key is meant, and not the value.
        span: The place itself, where it is known.

    """

    file: str = "issue"
    loc: Loc = ()
    needle: str = ""
    nth: int = 0
    on_key: bool = False
    span: Span | None = None

    @classmethod
    def within(cls, text: str, start: int, end: int | None, file: str, loc: Loc) -> Place:
        """The place of a part of a value, from one offset to another; to its end where that is None."""
        needle = text[start:end]
        return cls(file, loc, needle, nth_of(text, needle, start))

    def problem(self, message: str, hint: str, label: str = "", fix: str | None = None) -> Problem:
        """A problem at this place; the rule that yields it gives its name and its severity."""
        return Problem(code="", message=message, hint=hint, label=label, fix=fix, **self._asdict())


class Found(NamedTuple):
    """A tag, and the text that it stands in."""

    tag: Tag
    text: str
    file: str
    loc: Loc

    @property
    def place(self) -> Place:
        """Where the tag stands."""
        return Place.within(self.text, self.tag.start, self.tag.start + len(self.tag.text), self.file, self.loc)

    def problem(self, message: str, hint: str, fix: str | None = None) -> Problem:
        """A problem that points at the tag."""
        return self.place.problem(message, hint, fix=fix)


class Link(NamedTuple):
    """A link of the issue or the brand.

    Attributes:
        url: Its address, as written, with its merge tags.
        text: The words that a reader clicks; the alternative text of a picture; empty where there are none.
        image: The picture that is clicked; empty where it is none.
        value: The text that it stands in: the address itself, or Markdown.
        file: ``issue`` or ``brand``.
        loc: The way to that text.
        key: The key of the words, beside that of the address; empty in Markdown, and where there are none.
        beside: The addresses of all links of the same Markdown, in order.
        at: Which of them this is.

    """

    url: str
    text: str
    image: str
    value: Value
    file: str
    loc: Loc
    key: str = ""
    beside: tuple[str, ...] = ()
    at: int = 0

    @property
    def place(self) -> Place:
        """Where the address stands."""
        if isinstance(self.value, Prosaic):
            found = _offsets(self.value, self.beside)[self.at]
            return Place(self.file, self.loc, found[0], nth_of(self.value, *found)) if found else self._somewhere
        return Place(self.file, self.loc)

    @property
    def offset(self) -> int | None:
        """Where the address starts in its Markdown, if it stands there as it is; None where it does not."""
        found = _offsets(self.value, self.beside)[self.at] if isinstance(self.value, Prosaic) else None
        return found[1] if found and found[0] == self.url else None

    @property
    def _somewhere(self) -> Place:
        return Place(self.file, self.loc, self.url if self.url in self.value else "")

    @property
    def text_place(self) -> Place:
        """Where the words stand; where the address does, if they are not found."""
        if self.key:
            return Place(self.file, (*self.loc[:-1], self.key))
        end = self.offset
        start = self.value.rfind(self.text, 0, end) if self.text and end else -1
        if start < 0:
            return self.place
        return Place.within(self.value, start, start + len(self.text), self.file, self.loc)


class Shown(NamedTuple):
    """A picture of the issue or the brand.

    Attributes:
        url: Its path below the file's folder, or its address, as written.
        alt: Its alternative text; None where its author gave none.
        caption: The words below it; empty where there are none.
        pixels: Its natural size; None where that is not known.
        local: Whether it is a file of the project.
        width: The width that its author gave, in pixels; None where there is none.
        value: The text that it stands in: the path itself, or Markdown.
        file: ``issue`` or ``brand``.
        loc: The way to that text.

    """

    url: str
    alt: str | None
    caption: str
    pixels: Pixels | None
    local: bool
    width: int | None
    value: Value
    file: str
    loc: Loc

    @property
    def place(self) -> Place:
        """Where the path stands."""
        if isinstance(self.value, Prosaic):
            [found] = located(self.value, [Problem(code="", message="", needle=self.url)])
            return Place(self.file, self.loc, found.needle, found.nth)
        return Place(self.file, self.loc)

    @property
    def alt_place(self) -> Place:
        """Where the alternative text stands, or should stand."""
        if isinstance(self.value, Prosaic):
            return self.place
        return Place(self.file, (*self.loc[:-1], "alt")) if self.alt is not None else Place(self.file, self.loc[:-1])


def values_of(project: Project) -> Iterator[tuple[Value, str, Loc]]:
    """Every text of the issue and the brand, with its file and its place there."""
    for part, file in ((project.issue, "issue"), (project.brand, "brand")):
        found: list[tuple[Value, str, Loc]] = []

        def look(value: Value, loc: Loc, file: str = file, found: list[tuple[Value, str, Loc]] = found) -> Value:
            found.append((value, file, loc))
            return value

        map_values(part, look, Value)
        yield from found


def tags_of(project: Project) -> Iterator[Found]:
    """Every merge tag of the issue and the brand; conditions hold none."""
    for value, file, loc in values_of(project):
        if not isinstance(value, Condition):
            yield from (Found(tag, value, file, loc) for tag in scan(value, project.dialect)[0])


def links_of(project: Project) -> Iterator[Link]:
    """Every link of the issue and the brand, but those of pictures that are shown."""
    for value, file, loc in values_of(project):
        if isinstance(value, Url):
            holder = _holder(project, file, loc)
            key = next((name for name in _NAMES if getattr(holder, name, None)), "")
            words = getattr(holder, key) if key else ""
            yield Link(str(value), str(words), str(getattr(holder, "image", None) or ""), value, file, loc, key)
        elif isinstance(value, Prosaic):
            links = _references(value, value.block, project.dialect)[0]
            beside = tuple(found.target for found in links)
            for at, found in enumerate(links):
                yield Link(found.target, found.text, found.image, value, file, loc, "", beside, at)


_NAMES = ("label", "title", "text", "name", "alt")  # of a link's words, beside it


def pictures_of(project: Project) -> Iterator[Shown]:
    """Every picture of the issue and the brand."""
    for value, file, loc in values_of(project):
        if isinstance(value, Image):
            holder, size = _holder(project, file, loc), value.size
            alt, width = getattr(holder, "alt", None), getattr(holder, "width", None)
            pixels = size if isinstance(size, Pixels) else None
            told = None if alt is None else str(alt)
            yield Shown(str(value), told, "", pixels, size is not False, width, value, file, loc)
        elif isinstance(value, Prosaic):
            for found, size in zip(_references(value, value.block, project.dialect)[1], value.images, strict=False):
                pixels = size if isinstance(size, Pixels) else None
                alt = found.text or None
                yield Shown(found.target, alt, found.title, pixels, size is not False, None, value, file, loc)


@remembering
def _references(text: str, block: bool, dialect: Dialect) -> tuple[list[markdown.Reference], list[markdown.Reference]]:
    """The links and the pictures of Markdown. Not to be changed: they are kept."""
    tags = Tags.for_texts((text,), dialect)
    links, images = markdown.references(tags.mask(text), block=block)

    def restored(found: list[markdown.Reference]) -> list[markdown.Reference]:
        return [markdown.Reference(*map(tags.restore, reference)) for reference in found]

    return restored(links), restored(images)


@lru_cache(maxsize=64)
def _offsets(text: str, targets: tuple[str, ...]) -> list[tuple[str, int] | None]:
    return offsets(text, targets)


def _holder(project: Project, file: str, loc: Loc) -> Any:
    """The part that a value is a field of."""
    part: Any = project.issue if file == "issue" else project.brand
    for step in loc[:-1]:
        part = part[step] if isinstance(step, int) else getattr(part, step)
    return part
