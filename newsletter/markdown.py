"""One configured Markdown parser: parsed once, rendered as HTML here and as text by :mod:`newsletter.text`.

CommonMark with tables and strikethrough. Raw HTML is shown as text. Every link and image is kept as written, whatever
its scheme: :mod:`newsletter.urls` says which are allowed, with a message, where markdown-it would silently leave the
brackets in the prose. One sign is our own, ``[1:1 ?]{.as-is}`` (:mod:`newsletter.runs`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from newsletter import runs
from newsletter.html_renderer import Renderer
from newsletter.images import Picture, Pixels
from newsletter.model.base import Part, Value, map_values
from newsletter.remembering import remembering
from newsletter.runs import copied, plain_text, with_children
from newsletter.tracking import parameters, tracked
from newsletter.urls import Web, normalise

MARK = "mark"
"""A token that is no part of the text: only the HTML shows it, as it is."""

D = TypeVar("D", bound=Part)
R = TypeVar("R")
_NESTING = 100  # levels of quotes and lists in each other
_NARROW = 400  # pixels; room for a picture inside one line of text


def parse(draft: D) -> D:
    """Turn every masked text of a draft into what layouts show: prose, links, pictures."""
    base, utm = draft.__dict__["brand"].assets_base_url, parameters(draft)
    return map_values(draft, lambda value, loc: value.parsed(Web(base, utm(loc))), Value)


class Prose:
    """A parsed text: ``str()`` is its plain text, and a template's autoescape writes it as HTML.

    Attributes:
        tokens: Block tokens of Markdown, or inline tokens of one line.
        block: Which of the two.

    """

    def __init__(self, tokens: tuple[Token, ...], *, block: bool = False) -> None:
        self.tokens = tokens
        self.block = block
        self._made: dict[Hashable, Any] = {}

    def once(self, name: Hashable, make: Callable[[], R]) -> R:
        """What is made of this text, made when it is first asked for. One text serves all messages that have it."""
        if name not in self._made:
            self._made[name] = make()
        made: R = self._made[name]
        return made

    def __str__(self) -> str:
        return "".join(map(plain_text, self.tokens))

    def __bool__(self) -> bool:
        return any(token.type not in runs.SILENT and (token.type != "text" or token.content) for token in self.tokens)

    def __html__(self) -> str:
        return self.once("html", lambda: _html(self.tokens, {"levels": {}, "width": _NARROW}))

    @property
    def has_links(self) -> bool:
        """Whether it holds a link, so that it cannot stand inside another."""
        return bool(self.links)

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses of its links, in order."""
        return self.once("links", lambda: tuple(self._linking()))

    def _linking(self) -> Iterator[str]:
        inline = [child for token in self.tokens for child in token.children or (token,)]
        return (str(token.attrs["href"]) for token in inline if token.type == "link_open")

    def with_texts(self, change: Callable[[Sequence[str]], Sequence[str]]) -> Prose:
        """Change the visible texts, block by block: `change` gets the runs of one block and returns as many.

        Code, links' targets and images' addresses are not texts and stay as they are. Code, images and spans that are
        switched off come as :class:`newsletter.runs.AsIs`, line ends as such; what comes back for them is not used.
        """
        tokens = self.tokens
        if self.block:
            new = [with_children(t, runs.changed(t.children, change)) if t.children else t for t in tokens]
        else:
            new = runs.changed([*tokens], change)
        return Prose(tuple(new), block=self.block)

    def flow(self, heading: int, width: int) -> tuple[Flow | Figure, ...]:
        """The blocks in order: HTML of running text, and the figures between.

        Args:
            heading: The level of the highest heading of this text; the levels below follow without a gap.
            width: The room for it, in pixels.

        """
        return self.once(("flow", heading, width), lambda: tuple(self._flowing(heading, width)))

    def _flowing(self, heading: int, width: int) -> Iterator[Flow | Figure]:
        env = {"levels": _levels(self.tokens, heading), "width": width}
        running: list[Token] = []
        for group in _top_level(self.tokens):
            figure = as_figure(group)
            if figure is None:
                running += group
                continue
            if running:
                yield Flow(_html(running, env))
            running = []
            yield figure
        if running:
            yield Flow(_html(running, env))


class Flow(NamedTuple):
    """HTML of running text."""

    html: str
    figure: bool = False

    def __html__(self) -> str:
        return self.html


class Figure(NamedTuple):
    """A picture that stands alone in its paragraph; its Markdown title is the caption."""

    picture: Picture
    alt: str
    caption: str
    link: str
    figure: bool = True


@remembering
def plain(text: str) -> Prose:
    """A text without markup, but for the spans where typography is switched off."""
    return Prose(tuple(runs.of_plain(text)))


@remembering
def prose(text: str, *, block: bool, images: tuple[Pixels | bool | None, ...], web: Web) -> Prose:
    """Parse masked Markdown; escape its links and host its images.

    Args:
        text: Masked Markdown.
        block: Whole Markdown, or one line of it.
        images: For each image in order: its size, None where unknown, False for one that is hosted elsewhere.
        web: How links and pictures are written here.

    """
    known = iter(images)
    tokens = []
    for token in _parsed(text, block):
        children = [
            _addressed(child, known, web) if child.type in _WITH_ADDRESS else child for child in token.children or ()
        ]
        tokens.append(with_children(token, children) if children else token)
    if block:
        return Prose(tuple(tokens), block=True)
    return Prose(tuple(tokens[0].children or ()) if tokens else ())


_WITH_ADDRESS = ("link_open", "image")


def _addressed(token: Token, known: Iterator[Pixels | bool | None], web: Web) -> Token:
    if token.type == "link_open":
        written = normalise(str(token.attrs["href"]))
        return copied(token, attrs={**token.attrs, "href": tracked(written, web.utm)}, meta={"written": written})
    size = next(known, None)
    remote, pixels = size is False, size if isinstance(size, Pixels) else None
    picture = Picture.of(str(token.attrs["src"]), pixels, None if remote else web.base)
    alt = [*runs.spoken(token.children or ())]
    caption = plain(str(token.attrs.get("title", "")))
    return copied(token, children=alt, meta={"picture": picture, "caption": caption})


def too_deep(text: str) -> bool:
    """Whether masked Markdown nests so deep that the parser would pass over its inside."""
    return any(token.level >= _NESTING - 2 for token in _parsed(text, True))


def addresses(text: str, *, block: bool) -> tuple[list[str], list[str]]:
    """The addresses of the links and of the images of masked Markdown, in order; as :func:`references` has them."""
    inline = [child for token in _parsed(text, block) for child in token.children or ()]
    links = [str(token.attrs["href"]) for token in inline if token.type == "link_open"]
    return links, [str(token.attrs["src"]) for token in inline if token.type == "image"]


class Reference(NamedTuple):
    """A link or an image of a Markdown text.

    Attributes:
        target: Its address, as written but for the escapes of Markdown.
        text: The words of the link, or the alternative text of the image.
        title: The caption of an image; empty where there is none.
        image: The address of a picture that stands in a link; empty for an image, and where there is none.

    """

    target: str
    text: str
    title: str = ""
    image: str = ""


def references(text: str, *, block: bool) -> tuple[list[Reference], list[Reference]]:
    """The links and the images of masked Markdown, in order."""
    inline = [child for token in _parsed(text, block) for child in (*(token.children or ()), _END)]
    images = [_reference(token, "src", [token]) for token in inline if token.type == "image"]
    links: list[Reference] = []
    opened: tuple[int, Token] | None = None
    for at, token in enumerate(inline):
        if token.type == "link_open":
            opened = at, token
        elif token.type == "link_close" and opened:
            links.append(_reference(opened[1], "href", inline[opened[0] + 1 : at]))
    return links, images


_END = Token("end", "", 0)  # of a block


def _reference(token: Token, attribute: str, inside: Sequence[Token]) -> Reference:
    words = "".join(map(plain_text, inside)).strip()
    pictures = (str(t.attrs["src"]) for t in inside if t.type == "image" and t is not token)
    target, title = (str(token.attrs.get(name, "")) for name in (attribute, "title"))
    return Reference(target, words, title, next(pictures, ""))


@remembering
def _parsed(text: str, block: bool) -> tuple[Token, ...]:
    """Tokens are shared between calls: copy before changing one."""
    return tuple(_parser.parse(text) if block else _parser.parseInline(text))


def _configured() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True, "maxNesting": _NESTING}, renderer_cls=Renderer)
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.before("link", "as_is", runs.span)
    # markdown-it would drop what it does not like, and encode what stands in a URL; both are decided in urls.py.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_parser = _configured()


def _html(tokens: Sequence[Token], env: dict[str, Any]) -> str:
    if tokens and tokens[0].block:
        return str(_parser.renderer.render(tokens, _parser.options, env)).rstrip("\n")
    renderer = _parser.renderer
    assert isinstance(renderer, RendererHTML)  # noqa: S101  # for the type checker
    return renderer.renderInline(tokens, _parser.options, env)


def _levels(tokens: Sequence[Token], highest: int) -> dict[int, int]:
    """The level of each heading, by the identity of its token: in order, none more than one below the last."""
    headings = [token for token in tokens if token.type == "heading_open"]
    steps = sorted({token.tag for token in headings})
    levels: dict[int, int] = {}
    last = highest - 1
    for token in headings:
        last = levels[id(token)] = min(highest + steps.index(token.tag), last + 1, 6)
    return levels


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def as_figure(group: Sequence[Token]) -> Figure | None:
    """The figure that a paragraph (opening, text, closing) consists of, or None."""
    if len(group) != 3 or group[0].type != "paragraph_open":
        return None
    inline = [
        t for t in group[1].children or () if t.type not in runs.SILENT and (t.type != "text" or t.content.strip())
    ]
    link = ""
    if len(inline) == 3 and inline[0].type == "link_open":
        link, inline = str(inline[0].attrs["href"]), inline[1:2]
    if len(inline) != 1 or inline[0].type != "image":
        return None
    image = inline[0]
    return Figure(image.meta["picture"], plain_text(image), str(image.meta["caption"]), link)
