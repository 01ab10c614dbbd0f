"""Layouts: a folder of Jinja2 templates that turn a draft into MJML and into text.

``layouts/<name>/`` holds ``email.mjml.j2``, ``text.txt.j2`` and ``layout.yaml``; ``layouts/blocks/`` a file per section
kind and part. A project's own ``layouts/`` come before the packaged ones, so a layout can import packaged blocks.
Templates see ``issue``, ``brand``, ``links``, ``sections``, ``palette``, ``words`` and ``format``; blocks get the same
as one argument. ``shown(block.show, placed, ctx)`` is ``block.show(placed, ctx)``, worked out again only where the
section or what the block reads of ``ctx`` has changed (:mod:`newsletter.shown`). Undefined names are errors, and
``.mjml.j2`` templates escape all they print. A text in an attribute is written ``| string``: it may hold markup that
isolates its direction (:mod:`newsletter.bidi`).
"""

from __future__ import annotations

import os
import re
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from newsletter import lines
from newsletter.colors import Palette, palette
from newsletter.dialects import HUBSPOT
from newsletter.document import parse
from newsletter.errors import LayoutError, NewsletterError, Problem, UsageError, did_you_mean
from newsletter.localized import Localized
from newsletter.mjml import RENDERED
from newsletter.model.issue import Draft
from newsletter.source import Source, Span
from newsletter.templates import environment, template_problem
from newsletter.wording import Wording, wording


class Placed(NamedTuple):
    """A section, the target of links to it, and its number where it counts, in the locale's digits."""

    section: Any
    id: str
    number: str | None


class Context(NamedTuple):
    """What templates see."""

    issue: Any
    brand: Any
    links: Any
    sections: tuple[Placed, ...]
    palette: Palette
    words: Wording
    format: Localized

    @classmethod
    def of(cls, prose: Draft) -> Context:
        """The context of a parsed draft."""
        issue, brand = prose.issue, prose.brand
        words, formats = wording(issue.locale), Localized(issue.locale)
        return cls(issue, brand, brand.links, _placed(issue.sections, formats), palette(brand.colors), words, formats)


def _placed(sections: tuple[Any, ...], formats: Localized) -> tuple[Placed, ...]:
    taken = {section.id for section in sections}
    free = (name for n in range(1, 2 * len(sections) + 2) if (name := f"section-{n}") not in taken)
    numbers = iter(range(1, len(sections) + 1))
    return tuple(
        Placed(
            section=section,
            id=section.id or next(free),
            number=formats.digits(next(numbers)) if section.title is not None and section.numbered else None,
        )
        for section in sections
    )


class Exemption(NamedTuple):
    """A feature that a layout uses on purpose.

    Attributes:
        reason: Why nothing is lost where it is not known; empty where nobody says.
        span: Where it is listed.

    """

    reason: str
    span: Span


class Layout:
    """A layout, ready to render.

    Attributes:
        name: The name of its folder.
        folder: Where it is.

    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    def render(self, prose: Draft) -> str:
        """The MJML of a parsed draft.

        Raises:
            LayoutError: A template is missing, not Jinja2, or uses a name that does not exist.

        """
        return self._render("email.mjml.j2", prose)

    def render_text(self, prose: Draft) -> str:
        """The text part of a parsed draft.

        Raises:
            LayoutError: As for :meth:`render`.

        """
        return lines.tidy(self._render("text.txt.j2", prose))

    def traced(self, problem: Problem) -> Problem:
        """A problem in the rendered MJML, moved to the one template line that it can come from, or to the top."""
        if problem.span is None or problem.span.source.name != RENDERED:
            return problem
        rendered, span = problem.span.source, problem.span
        line = rendered.line(rendered.line_col(span.start)[0]).strip()
        found = self._only_place(line) or self._only_place(rendered.text[span.start : span.end])
        return problem._replace(span=found or self._top or span)

    def placed(self, problem: Problem) -> Problem:
        """A problem of the layout at the first place of its needle in the templates, or at their top."""
        if problem.span is not None:
            return problem
        places = (self._first_place(wanted) for wanted in (problem.needle, problem.needle.strip('"')) if wanted)
        return problem._replace(span=next(filter(None, places), self._top))

    def holds(self, text: str) -> bool:
        """Whether a text stands in the templates of the HTML part."""
        return self._first_place(text) is not None

    def first(self, *patterns: str) -> Span | None:
        """The first place in the HTML part's templates, comments aside, that the first fitting pattern fits."""
        for pattern in patterns:
            for source, bare in self._bare:
                if found := re.search(pattern, bare):
                    return Span(source, found.start(), found.end())
        return None

    @cached_property
    def on_purpose(self) -> dict[str, Exemption]:
        """The features of HTML and CSS that it uses though not every mail client knows them, from its layout.yaml.

        Keys are the names of caniemail.com, values the reasons::

            on_purpose:
              css-border-radius: corners are square where it is not known, and nothing is lost
        """
        path = self.folder / "layout.yaml"
        document = parse(Source.of(path, path.read_text(encoding="utf-8")), HUBSPOT, "description: and a sentence")
        _, listed = (document.root.entries or {}).get("on_purpose", (None, None))
        entries = (listed.entries if listed else None) or {}
        return {
            name: Exemption((why.value or "").strip(), document.span_of(key)) for name, (key, why) in entries.items()
        }

    @cached_property
    def _bare(self) -> list[tuple[Source, str]]:
        """The templates without their comments, which are blanked out."""
        blank = re.compile(r"\{#.*?#\}", re.DOTALL)
        return [(source, blank.sub(lambda m: re.sub(r"\S", " ", m[0]), source.text)) for source in self._sources]

    @cached_property
    def _sources(self) -> list[Source]:
        """The templates of the HTML part: the layout's own, then the blocks that they use."""
        own = sorted(self.folder.glob("*.mjml.j2"))
        blocks = [
            path
            for folder in dict.fromkeys((self.folder.parent, packaged()))
            for path in folder.glob("blocks/*.mjml.j2")
        ]
        return [Source.of(path, path.read_text(encoding="utf-8")) for path in (*own, *sorted(blocks))]

    @property
    def _top(self) -> Span | None:
        main = next((source for source in self._sources if source.name.endswith("email.mjml.j2")), None)
        return main.line_span(1) if main else None

    def _only_place(self, wanted: str) -> Span | None:
        found = [source for source in self._sources if wanted and source.text.count(wanted) == 1]
        return self._span(found[0], wanted) if len(found) == 1 else None

    def _first_place(self, wanted: str) -> Span | None:
        return next((self._span(source, wanted) for source in self._sources if wanted in source.text), None)

    @staticmethod
    def _span(source: Source, wanted: str) -> Span:
        start = source.text.index(wanted)
        return Span(source, start, start + len(wanted))

    @cached_property
    def _templates(self) -> Environment:
        """The templates as they were when it was first rendered: both parts are made of the same."""
        return environment(self.folder.parent, packaged())

    def _render(self, template: str, prose: Draft) -> str:
        context = Context.of(prose)
        try:
            return self._templates.get_template(f"{self.name}/{template}").render(context._asdict(), ctx=context)
        except NewsletterError:
            raise
        except Exception as error:  # noqa: BLE001  # a template can raise anything: 1/0, None.x, "a" + 1
            raise LayoutError(template_problem(error, self.folder)) from None


def find(name: str, root: Path) -> Layout:
    """The layout of that name, the project's own before the packaged one.

    Args:
        name: The name of its folder.
        root: The project's root; `layouts/` may stand there.

    Raises:
        UsageError: There is none.

    """
    for layouts in _folders(root):
        # The name as it is written, though some file systems would find it in other letters.
        if (layouts / name / "layout.yaml").is_file() and name in os.listdir(layouts):  # noqa: PTH208
            return Layout(name, layouts / name)
    known = dict.fromkeys(layout.name for layout in available(root))
    raise UsageError(
        Problem(
            code="unknown-layout",
            message=f"unknown layout '{name}'",
            label=did_you_mean(name, known),
            hint=f"layouts are {', '.join(sorted(known))}",
            loc=("layout",),
        )
    )


def available(root: Path) -> list[Layout]:
    """Every layout that a project can use, its own last."""
    return [
        Layout(folder.name, folder)
        for layouts in reversed(_folders(root))
        for folder in sorted(layouts.iterdir())
        if (folder / "layout.yaml").is_file()
    ]


def _folders(root: Path) -> list[Path]:
    """The folders of layouts, the project's own first."""
    own = root / "layouts"
    return [own, packaged()] if own.is_dir() and not own.samefile(packaged()) else [packaged()]


@cache
def packaged() -> Path:
    """The folder of the layouts that come with the package: inside a wheel, beside it in a checkout."""
    inside = Path(__file__).parent / "layouts"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "layouts"
