"""Hypothesis strategies: whole issue and brand files with every field, hostile texts, and merge tags anywhere.

A drawn file is a tree of plain lists and dicts whose leaves know what they are: :class:`Plain`, :class:`Inline`,
:class:`Block`, :class:`Link`, :class:`Condition`. So a test can ask for all texts or all links of a file without asking
the code under test what a field is.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from wcwidth import wcswidth

LOCALES = (
    "fr-FR", "fr-CA", "fr-CH", "en-GB", "en-US", "de-DE", "de-CH", "es-ES", "it-IT", "it-CH", "pt-BR", "pt-PT", "nl-NL",
    "ar-EG", "ar-MA", "he-IL",
)  # fmt: skip
MEDIA = ("podcast", "newsletter", "book", "infographic", "replay", "video", "article", "tool", "report")


class Leaf(str):
    """A scalar of a drawn file."""

    __slots__ = ()


class Plain(Leaf):
    """T: a text that is shown as it is."""

    __slots__ = ()


class Inline(Leaf):
    """m: one line of Markdown."""

    __slots__ = ()


class Block(Leaf):
    """M: Markdown."""

    __slots__ = ()


class Link(Leaf):
    """U: a link that occurs once in its file."""

    __slots__ = ()


class Address(Leaf):
    """The address of a picture."""

    __slots__ = ()


class Condition(Leaf):
    """What stands in a show_if."""

    __slots__ = ()


@dataclass(frozen=True)
class Written:
    """What an author wrote.

    Attributes:
        issue: The issue file as plain data.
        brand: The brand file.
        tags: Every merge tag in the two, once for each place it stands at.
        links: Every link in the two, those inside Markdown included.

    """

    issue: dict[str, Any]
    brand: dict[str, Any]
    tags: tuple[str, ...]
    links: tuple[str, ...]

    def leaves(self, kind: type[Leaf] = Leaf) -> list[str]:
        """Every scalar of a kind, in both files."""
        return [str(leaf) for file in (self.issue, self.brand) for leaf in _leaves(file) if isinstance(leaf, kind)]

    def without_tags(self, text: str) -> str:
        """A source or a part with each of its merge tags as a plain word, as wide as the tag."""
        known = {*self.tags, *ESP_TAGS}
        pattern = "|".join(re.escape(tag) for tag in sorted(known, key=len, reverse=True))
        return re.sub(pattern, lambda match: word_for(match[0]), text)


ESP_TAGS = (
    "{{ unsubscribe_link_all }}", "{{ view_as_page_url }}", "{{ unsubscribe_link }}",
    *(f"{{{{ site_settings.company_{x} }}}}" for x in ("name", "street_address_1", "city", "state")),
)  # fmt: skip


def word_for(tag: str) -> str:
    """A word without spaces that takes the columns of a merge tag."""
    return "w" * max(1, wcswidth(tag))


def _leaves(data: Any) -> Iterator[Leaf]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _leaves(item)
    elif isinstance(data, Leaf):
        yield data


def to_yaml(data: Any) -> str:
    """The file's text."""
    return yaml.safe_dump(_bare(data), allow_unicode=True, width=10**6, sort_keys=False)


def _bare(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _bare(value) for key, value in data.items()}
    return [_bare(item) for item in data] if isinstance(data, list) else str(data)


@contextmanager
def on_disk(issue: str | bytes, brand: str | bytes = "name: Lettre\n") -> Iterator[Path]:
    """An issue file in a project of its own, which is deleted afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "pyproject.toml").touch()
        (root / "brand.yaml").write_bytes(brand.encode() if isinstance(brand, str) else brand)
        (root / "issue.yaml").write_bytes(issue.encode() if isinstance(issue, str) else issue)
        yield root / "issue.yaml"


# --- texts -----------------------------------------------------------------------------------------------------------

_WORDS = [
    "le",
    "été",
    "l'avenir",
    "aujourd'hui",
    "œuvre",
    "C'est",
    "Straße",
    "naïve",
    "coöperatie",
    "ação",
    "mañana",
    "17",
    "500",
    "77",
    "7,5",
    "novembre",
    "n°",
    "www.exemple.fr",
    "a@exemple.fr",
    "Ἀθῆναι",
    "привет",
    "שלום",
    "مرحبا",
    "日本語の文章",
    "한국어",
    "👩\u200d👩\u200d👧",
    "🇫🇷",
    "☕️",
    "é",
    "ﬁn",
    "<b>",
    "</p>",
    "<script>",
    "<!--",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "onclick=x",
    "javascript:alert(1)",
    "«",
    "»",
    "…",
    "...",
    "a_b_c",
    "x*y*z",
    "anticonstitutionnellement",
]
_SIGNS = tuple("'\"«»<>&|{}[]*_`#!\\;:?%()-+=~^$€@/.,…’“”–—\u00a0\u202f\u200b\u00ad\u0301\u202e")
_PIECE = st.one_of(
    st.sampled_from(_WORDS), st.just(" "), st.sampled_from(_SIGNS), st.just(" "), st.sampled_from("aé日ש")
)


def rich_text(most: int = 16) -> SearchStrategy[str]:
    """Letters, scripts, emoji, quotes and every sign that means something to some step of the pipeline."""
    return st.lists(_PIECE, min_size=1, max_size=most).map("".join).map(_no_openings)


def _no_openings(text: str) -> str:
    """No merge tag but the drawn ones: a brace never stands before another sign that would make it one."""
    return re.sub(r"\{(?=[{%#]|$)", "(", text)


_NAMES = st.sampled_from(["contact.firstname", "contact.email", "company.name", "contact.prénom", "x"])
_LITERAL = st.sampled_from(
    ["'ami'", '"l\'ami & co"', "'<b>'", '"é"', "'}}'", "'a|b'", '"%d.%m.%Y"', "'«\u00a0x\u00a0»'", '"日本"', "''"]
)
_EXPRESSIONS = (
    "{{{{{0}}}}}",
    "{{{{ {0} }}}}",
    "{{{{  {0}  }}}}",
    "{{{{ {0}|lower }}}}",
    "{{{{ {0} | default({1}) }}}}",
    "{{{{ personalization_token('{0}', {1}) }}}}",
    "{{{{ {1} if {0} > 3 and {0} < 9 else {1} }}}}",
    "{{{{ {{'a': {1}}}['a'] ~ {0} }}}}",
    "{{{{{0}&{1}}}}}",
)
_CONTROLS = (
    "{{% if {0} < {1} %}}",
    "{{%- if {0} == {1} -%}}",
    "{{% set a = {1} %}}",
    "{{# {0} & note #}}",
    "{{% endif %}}",
    "{{%else%}}",
)
EXPRESSIONS = st.builds(str.format, st.sampled_from(_EXPRESSIONS), _NAMES, _LITERAL)
CONTROLS = st.builds(str.format, st.sampled_from(_CONTROLS), _NAMES, _LITERAL)
TAGS = st.one_of(EXPRESSIONS, EXPRESSIONS, CONTROLS)

_CONDITIONS = st.builds(
    str.format, st.sampled_from(["{0} == {1}", "{0} < 3", "not {0}", "{0} and {1} > 'a'"]), _NAMES, _LITERAL
).filter(lambda condition: "}}" not in condition)


class _Author:
    """Draws the values of one file pair, and remembers the tags and links in it."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.tags: list[str] = []
        self.links: list[str] = []
        self._serial = 0

    def maybe(self, value: Callable[[], Any]) -> Any:
        """A value, or None for a field that stays away."""
        return value() if self.draw(st.booleans()) else None

    def some(self, value: Callable[[], Any], most: int = 2) -> list[Any]:
        return [value() for _ in range(self.draw(st.integers(1, most)))]

    def tag(self, kind: SearchStrategy[str] = TAGS) -> str:
        self.tags.append(self.draw(kind))
        return self.tags[-1]

    def serial(self) -> int:
        self._serial += 1
        return self._serial

    def _mixed(self, most: int, clean: Callable[[str], str]) -> str:
        """Text with tags at random places: alone, between words, and inside them."""
        out = []
        for has_tag in self.draw(st.lists(st.booleans(), min_size=1, max_size=3)):
            out.append(self.tag() if has_tag else clean(self.draw(rich_text(most))))
        return "".join(out) if "".join(out).strip() else "mot"

    def plain(self, most: int = 16) -> Plain:
        """Sometimes over several lines, as YAML's | sign makes them."""
        breaks = {" ": self.draw(st.sampled_from([" ", " ", " ", "\n", "\t"]))}
        return Plain(self._mixed(most, lambda text: text.translate(str.maketrans(breaks))))

    def short(self) -> Plain:
        return self.plain(2)

    # --- Markdown

    def inline(self) -> Inline:
        return Inline(self._inline())

    def _inline(self) -> str:
        """One line; it starts with a word, so that no block begins in it."""
        kinds = ["text", "text", "**", "*", "`", "link", "autolink", "image"]
        chosen = self.draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3))
        clean = _no_code if {"link", "autolink", "image"} & {*chosen} else _no_links
        return "mot " + "".join(self._run(kind, clean) for kind in chosen)

    def _run(self, kind: str, clean: Callable[[str], str]) -> str:
        match kind:
            case "text":
                run = self._mixed(12, clean)
            case "link":
                title = self.maybe(lambda: f' "{self._title()}"') or ""
                run = f" [{self._label()}]({self._markdown_link()}{title}) "
            case "autolink":
                self.links.append(self._site() + self.draw(st.sampled_from(["", "?a=b&c=d", "é"])))
                run = f" <{self.links[-1]}> "
            case "image":
                tag = self.maybe(self.tag) or ""
                run = f" ![{self._label()}](https://img{self.serial()}.example/{tag}x.png) "
            case sign:
                run = f" {sign}{self._label()}{sign} "
        return run

    def _label(self) -> str:
        return self._mixed(8, _no_markup)

    def _title(self) -> str:
        return self._mixed(8, lambda text: _no_markup(text).replace('"', "”"))

    def _markdown_link(self) -> str:
        url = self._site() + self.draw(st.sampled_from(["", "a/b", "é", "?q='a'&r=%C3%A9", "#z!$*+,=@", "x|y^"]))
        url += self.maybe(self.tag) or ""
        self.links.append(url)
        return url

    def block(self) -> Block:
        """Markdown of several kinds of block, apart from each other."""
        blocks = []
        kinds = ["paragraph", "heading", "list", "numbers", "quote", "code", "figure", "nested"]
        for kind in self.draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2)):
            match kind:
                case "paragraph":
                    blocks.append("\n".join(self.some(self._inline)))
                case "heading":
                    blocks.append(f"{'#' * self.draw(st.integers(1, 4))} {self._inline()}")
                case "list":
                    blocks.append("\n".join(f"- {item}" for item in self.some(self._inline)))
                case "numbers":
                    blocks.append("\n".join(f"{at + 8}. {item}" for at, item in enumerate(self.some(self._inline))))
                case "quote":
                    blocks.append(f"> {self._inline()}\n> > {self._inline()}")
                case "nested":
                    blocks.append(f"- {self._inline()}\n\n  {self._inline()}\n  - {self._inline()}")
                case "code":
                    blocks.append(f"```\n{self._mixed(8, _no_fence)}\n```")
                case "figure":
                    figure = f'![{self._label()}](https://img{self.serial()}.example/a.png "{self._title()}")'
                    linked = self.draw(st.booleans())
                    blocks.append(f"[{figure}]({self._markdown_link()})" if linked else figure)
        return Block("\n\n".join(blocks))

    # --- addresses

    def _site(self) -> str:
        return f"https://u{self.serial()}.example/"

    def link(self) -> Link:
        match self.draw(st.integers(0, 11)):
            case 0:
                self.tags.append(f"{{{{ lien_{self.serial()} }}}}")
                url = self.tags[-1]
            case 1:
                url = f"mailto:u{self.serial()}@example.com?subject={self._mixed(3, str)}"
            case 2:
                url = f"tel:+33{self.serial():09}"
            case _:
                url = self._site()
                parts = self.draw(st.lists(st.sampled_from(["/", "?a=", "&b=", "#"]), max_size=3, unique=True))
                for sign in sorted(parts, key=lambda part: "/?&#".index(part[0])):
                    url += sign.removeprefix("/") + self._mixed(4, _no_space_ends)
        self.links.append(url)
        return Link(url)

    def picture(self) -> Address:
        tail = self.maybe(lambda: f"?u={self.tag(EXPRESSIONS)}") or ""
        return Address(f"https://img{self.serial()}.example/a.png{tail}")


def _no_space_ends(text: str) -> str:
    return _no_openings(text.strip()) or "x"


def _no_links(text: str) -> str:
    """No accidental link, definition or autolink, whose loss or refusal would be Markdown's own doing."""
    text = re.sub(r"\](?=[(:])|\]$", ") ", text)
    return re.sub(r":(?! )", ": ", re.sub(r"!$", "! ", text))


def _no_code(text: str) -> str:
    """Nothing that takes the links beside it for its own text."""
    return _no_openings(re.sub(r"[`\\<]", " ", _no_links(text)))


def _no_markup(text: str) -> str:
    """Text for a label, which ends where it should."""
    return _no_openings(re.sub(r"[\[\]`\\<>*_~!]", " ", _no_links(text)).strip()) or "mot"


def _no_fence(text: str) -> str:
    return text.replace("`", "")


# --- files -----------------------------------------------------------------------------------------------------------


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


def _banner(author: _Author) -> dict[str, Any]:
    link = author.maybe(author.link)
    alt = author.plain() if link else author.maybe(author.plain)
    width = author.draw(st.sampled_from(["", "320", "2000"]))
    return _present(image=author.picture(), alt=alt, link=link, width=width)


def _labelled(author: _Author) -> dict[str, Any]:
    return {"label": author.plain(), "link": author.link()}


def _source(author: _Author) -> dict[str, Any]:
    return _present(text=author.plain(), link=author.maybe(author.link))


def _stat(author: _Author) -> dict[str, Any]:
    return _present(
        value=author.draw(st.sampled_from(["-3.6", "77", "0", "17500", "1000000.25"])),
        unit=author.draw(st.sampled_from(["%", "€", "kWh", None])) or author.maybe(author.short),
        label=author.inline(),
        signed=author.draw(st.sampled_from(["true", "false"])),
        prefix=author.maybe(author.short),
        note=author.maybe(author.inline),
    )


def _pick(author: _Author) -> dict[str, Any]:
    return _present(
        medium=author.draw(st.sampled_from(MEDIA)),
        title=author.plain(),
        by=author.maybe(author.plain),
        link=author.maybe(author.link),
        note=author.maybe(author.inline),
    )


_SPANS = (
    ("2024-09-17", None),
    ("2024-09-17", "2024-09-19"),
    ("2024-12-30", "2025-01-02"),
    ("2024-09-18T16:00", None),
    ("2024-09-18T16:00", "2024-09-18T17:30"),
    ("2024-09-18T16:00", "2024-10-01T09:00"),
)


def _session(author: _Author) -> dict[str, Any]:
    start, end = author.draw(st.sampled_from(_SPANS))
    return _present(name=author.plain(), start=start, end=end)


def _event(author: _Author) -> dict[str, Any]:
    start, end = author.draw(st.sampled_from(_SPANS))
    return _present(
        name=author.plain(),
        start=start,
        end=end,
        timezone=author.draw(st.sampled_from(["Europe/Paris", "America/New_York", "UTC", None])),
        venue=author.maybe(author.plain),
        city=author.maybe(author.plain),
        online=author.draw(st.sampled_from(["true", "false"])),
        link=author.maybe(author.link),
        description=author.maybe(author.inline),
        stand=author.maybe(author.plain),
        featured=author.draw(st.sampled_from(["true", "false"])),
        speakers=author.maybe(lambda: author.some(author.plain)),
        sessions=author.maybe(lambda: author.some(lambda: _session(author))),
    )


def _stats(author: _Author) -> dict[str, Any]:
    return _present(
        stats=author.some(lambda: _stat(author)),
        chart=author.draw(st.sampled_from(["none", "bars"])),
        sources=author.maybe(lambda: author.some(lambda: _source(author))),
    )


def _article(author: _Author) -> dict[str, Any]:
    return _present(
        body=author.block(),
        byline=author.maybe(author.plain),
        cta=author.maybe(lambda: _labelled(author)),
        source=author.maybe(lambda: _source(author)),
    )


_CONTENT: dict[str, Callable[[_Author], dict[str, Any]]] = {
    "article": _article,
    "banner": _banner,
    "cta": lambda author: _present(**_labelled(author), note=author.maybe(author.inline)),
    "events": lambda author: {"events": author.some(lambda: _event(author))},
    "quote": lambda author: _present(text=author.inline(), by=author.maybe(author.plain)),
    "recommendations": lambda author: {"items": author.some(lambda: _pick(author))},
    "stats": _stats,
    "text": lambda author: {"body": author.block()},
}


def _section(author: _Author, at: int) -> dict[str, Any]:
    kind = author.draw(st.sampled_from(sorted(_CONTENT)))
    condition = author.maybe(lambda: Condition(author.draw(_CONDITIONS)))
    if condition:
        author.tags += [f"{{% if {condition} %}}", "{% endif %}"]
    return _present(
        kind=kind,
        id=author.draw(st.sampled_from([None, f"id-{at}"])),
        eyebrow=author.maybe(author.plain),
        title=author.maybe(author.plain),
        recap=author.maybe(author.plain),
        numbered=author.draw(st.sampled_from(["true", "false"])),
        intro=author.maybe(author.block),
        show_if=condition,
        **_CONTENT[kind](author),
    )


def _card(author: _Author) -> dict[str, Any]:
    return _present(
        name=author.plain(),
        role=author.maybe(author.plain),
        bio=author.maybe(author.inline),
        photo=author.maybe(author.picture),
        links=author.maybe(lambda: author.some(lambda: _labelled(author))),
    )


def _actions(author: _Author) -> dict[str, Any]:
    items = author.some(lambda: _present(text=author.inline(), link=author.maybe(author.link)))
    return _present(title=author.maybe(author.plain), items=items)


def _issue(author: _Author) -> dict[str, Any]:
    sections = [_section(author, at) for at in range(author.draw(st.sampled_from([1, 2, 0])))]
    has_recap = any("recap" in section for section in sections)
    return _present(
        locale=author.draw(st.sampled_from(LOCALES)),
        number=author.draw(st.sampled_from([None, "7"])),
        date=author.draw(st.sampled_from([None, "2024-07-25"])),
        subject=author.plain(),
        preheader=author.maybe(author.plain),
        greeting=author.maybe(author.plain),
        intro=author.maybe(author.block),
        actions=author.maybe(lambda: _actions(author)),
        banner=author.maybe(lambda: _banner(author)),
        signoff=author.maybe(author.plain),
        recap=author.maybe(lambda: {"title": author.plain()}) if has_recap else None,
        sections=sections,
        author=author.maybe(lambda: _card(author)),
    )


def _logo(author: _Author) -> dict[str, Any]:
    return {"image": author.picture(), "alt": author.plain(), "link": author.link(), "width": "120"}


def _brand(author: _Author) -> dict[str, Any]:
    return _present(
        name=author.plain(),
        company=author.maybe(author.plain),
        postal_address=author.maybe(author.plain),
        sender=author.maybe(lambda: {"name": author.plain(), "email": "lettre@example.com"}),
        logo=author.maybe(lambda: _logo(author)),
        social=author.maybe(lambda: author.some(lambda: _labelled(author))),
        links=author.maybe(lambda: {"unsubscribe": author.link()}),
        footer=author.maybe(author.block),
    )


@st.composite
def written(draw: DrawFn) -> Written:
    """An issue and a brand with any of their fields, all valid."""
    author = _Author(draw)
    brand, issue = _brand(author), _issue(author)
    return Written(issue, brand, tuple(author.tags), tuple(author.links))
