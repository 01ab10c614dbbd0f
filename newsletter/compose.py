"""The pipeline: a draft is masked, parsed, typeset, isolated, rendered, compiled, inlined, proven, restored.

:func:`compose` is pure: the same input gives the same bytes, whatever the clock, the machine's locale or its network.
Loading comes before it (:mod:`newsletter.load`), checking and writing after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsletter import bidi, markdown, mergetags, typography
from newsletter import layout as layouts
from newsletter.dialects import Dialect
from newsletter.errors import NewsletterError
from newsletter.inline import inline
from newsletter.layout import Layout
from newsletter.load import Project, load_project
from newsletter.mergetags import TagCount
from newsletter.mjml import compile_mjml
from newsletter.model.brand import Brand
from newsletter.model.issue import Draft, Issue
from newsletter.neutral import extended


@dataclass(frozen=True)
class Message:
    """What is sent.

    Attributes:
        subject: The subject line.
        preheader: The line after it in the inbox; empty where there is none.
        html: The HTML part: responsive, styles inlined, merge tags byte for byte.
        text: The plain-text part, lines ended by a line feed.
        mjml: The MJML that the HTML was compiled from.
        merge_tags: How often each merge tag stands in the source and in each part.

    """

    subject: str
    preheader: str
    html: str
    text: str
    mjml: str
    merge_tags: tuple[TagCount, ...]

    def map(self, change: Callable[[str], str]) -> Message:
        """The message with each of its texts changed."""
        texts: dict[str, Any] = {name: change(value) for name, value in vars(self).items() if isinstance(value, str)}
        return replace(self, **texts)


def _unmarked(prose: Draft) -> Draft:
    return prose


def compose(
    issue: Issue, brand: Brand, layout: Layout, dialect: Dialect, mark: Callable[[Draft], Draft] = _unmarked
) -> Message:
    """Compose an issue for an ESP.

    Args:
        issue: What it says.
        brand: Who says it.
        layout: The templates.
        dialect: The ESP.
        mark: Adds to the parsed draft what only a preview of the HTML part needs; nothing where it is exported.

    Raises:
        InputError: The dialect cannot say something that the issue asks for.
        LayoutError: The layout cannot be rendered or compiled.
        ProofError: The layout drops a merge tag.

    """
    dialect = extended(dialect, brand.merge_fields)
    draft = Draft.model_construct(issue=issue, brand=brand.completed(dialect))
    masked, tags = mergetags.mask(draft, dialect)
    prose = bidi.isolate(typography.polish(markdown.parse(masked)))
    mjml = tags.mask_layout(layout.render(mark(prose)), "html")
    html = inline(compile_mjml(mjml))
    text = tags.mask_layout(layout.render_text(prose), "text")
    proof = tags.prove(html, text)
    subject, preheader = (str(markdown.plain(line or "")) for line in (masked.issue.subject, masked.issue.preheader))
    return Message(subject, preheader, html, text, mjml, proof).map(tags.restore)


def compose_file(path: Path | str, esp: str | None = None) -> Message:
    """Compose an issue file with the brand and the layout around it.

    Args:
        path: The issue file.
        esp: The ESP to compose for; the brand's own where None.

    Raises:
        NewsletterError: One of its kinds, each problem at file:line:col.

    """
    return compose_project(load_project(Path(path), esp))


def compose_project(project: Project, mark: Callable[[Draft], Draft] = _unmarked) -> Message:
    """Compose a loaded project, marked as :func:`compose` says; what goes wrong gets its place in its files."""
    try:
        layout = layouts.find(project.issue.layout, project.root)
    except NewsletterError as error:
        raise type(error)(*map(project.placed, error.problems)) from None
    try:
        return compose(project.issue, project.brand, layout, project.dialect, mark)
    except NewsletterError as error:
        raise type(error)(*(layout.traced(project.placed(problem)) for problem in error.problems)) from None


def with_local_images(project: Project) -> Project:
    """The project with its pictures where they lie on this machine, for looking at it before they are hosted."""
    folder = project.path.absolute().parent.as_uri()
    return project._replace(brand=project.brand.model_copy(update={"assets_base_url": f"{folder}/"}))
