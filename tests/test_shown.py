"""Sections are shown as before where nothing changed that they show, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.runtime import Macro

from newsletter import Message, compose_file, layout, shown, templates
from newsletter.errors import LayoutError, NewsletterError
from newsletter.layout import Placed
from newsletter.model.base import alike
from tests.strategies import Written, on_disk, to_yaml, written

ISSUE = """\
subject: S
locale: en
sections:
  - kind: text
    title: One
    body: First [words](https://example.com/a).
  - kind: stats
    title: Two
    stats: [{value: 4.0, unit: "%", label: grown}]
  - kind: events
    title: Three
    events:
      - {name: Fair, start: 2026-09-17T10:00, timezone: Europe/Paris}
"""


@pytest.fixture
def edited(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Message, Message, int]]:
    """Compose an issue, and again after an edit: the message, what a new process makes of it, how many were shown."""
    root = project({"brand.yaml": "name: B\n", "issues/a.yaml": ISSUE})
    anew: list[str] = []

    class Reading(shown.Reading):
        def __init__(self, ctx: Any) -> None:
            anew.append(ctx)
            super().__init__(ctx)

    Reading.__name__, Reading.__module__ = shown.Reading.__name__, shown.__name__
    monkeypatch.setattr(shown, "Reading", Reading)

    def edit(old: str, new: str, file: str = "issues/a.yaml") -> tuple[Message, Message, int]:
        compose_file(root / "issues/a.yaml")
        before = (root / file).read_text("utf-8")
        assert old in before
        (root / file).write_text(before.replace(old, new, 1), "utf-8")
        anew.clear()
        message, count = compose_file(root / "issues/a.yaml"), len(anew)
        return message, _as_in_a_new_process(root / "issues/a.yaml"), count

    return edit


@pytest.fixture
def own_block(project: Callable[..., Path]) -> Callable[[str, str], None]:
    """Give the project a layout of its own, with a block for texts in one part."""

    def write(part: str, shows: str) -> None:
        packaged = layout.packaged() / "data-snack"
        templates = {f"layouts/own/{name}": (packaged / name).read_text("utf-8") for name in _LAYOUT}
        block = f"{{% macro show(placed, ctx) %}}{shows}{{% endmacro %}}"
        project(templates | {f"layouts/blocks/text.{part}.j2": block, "issues/a.yaml": f"layout: own\n{ISSUE}"})

    return write


_LAYOUT = ("email.mjml.j2", "text.txt.j2", "layout.yaml")


def _as_in_a_new_process(path: Path) -> Message:
    templates._made.cache_clear()
    return compose_file(path)


@pytest.mark.parametrize(
    ("old", "new", "count", "told"),
    [
        pytest.param("subject: S", "subject: T", 0, "T", id="what no section shows"),
        pytest.param("First", "Second", 2, "Second", id="a text, in both parts"),
        pytest.param("example.com/a", "example.com/b", 2, "example.com/b", id="a link in a text"),
        pytest.param("4.0", "4.00", 2, "4.00", id="a number that is equal"),
        pytest.param("10:00", "11:00", 2, "11:00", id="a time"),
        pytest.param("Europe/Paris", "Europe/Berlin", 2, "", id="a time zone"),
        pytest.param("title: One", "title: ''", 6, "Two", id="a number of each section"),
        pytest.param("locale: en", "locale: fr", 6, "4,0", id="the language"),
        pytest.param(
            "  - kind: text\n", "  - {kind: text, body: New}\n  - kind: text\n", 8, "New", id="a section before"
        ),
    ],
)
def test_an_edit_shows_anew_what_it_touches(
    edited: Callable[..., tuple[Message, Message, int]], old: str, new: str, count: int, told: str
) -> None:
    message, expected, anew = edited(old, new)

    assert message == expected
    assert told in message.html
    assert told in message.text
    assert anew == count


def test_a_colour_of_the_brand_shows_the_html_anew(edited: Callable[..., tuple[Message, Message, int]]) -> None:
    message, expected, _ = edited("name: B", "name: B\ncolors: {accent: '#aa0000'}", "brand.yaml")

    assert message == expected
    assert "#aa0000" in message.html


@pytest.mark.parametrize("part", ["mjml", "txt"])
def test_a_block_of_one_s_own_may_read_all_there_is(
    own_block: Callable[[str, str], None], edited: Callable[..., tuple[Message, Message, int]], part: str
) -> None:
    column = "<mj-section><mj-column><mj-text>{}</mj-text></mj-column></mj-section>" if part == "mjml" else "{}"
    own_block(part, column.format("of {{ ctx.issue.subject }}, {{ ctx.sections | length }}"))

    message, expected, _ = edited("subject: S", "subject: Edited")

    assert message == expected
    assert "of Edited, 3" in (message.html if part == "mjml" else message.text)


def test_an_edited_block_is_seen(
    own_block: Callable[[str, str], None], edited: Callable[..., tuple[Message, Message, int]]
) -> None:
    own_block("txt", "as it was")

    message, expected, _ = edited("as it was", "as it is now", "layouts/blocks/text.txt.j2")

    assert message == expected
    assert "as it is now" in message.text


def test_a_name_that_is_not_there_is_told_as_the_context_s(
    own_block: Callable[[str, str], None], edited: Callable[..., tuple[Message, Message, int]]
) -> None:
    own_block("txt", "{{ ctx.isue }}")

    with pytest.raises(LayoutError) as caught:
        edited("S", "T")
    (problem,) = caught.value.problems
    assert problem.message == "the layout cannot be rendered: context has no attribute 'isue'"
    assert problem.span is not None
    assert problem.span.source.name.endswith("layouts/blocks/text.txt.j2")


class _Ctx(NamedTuple):
    brand: tuple[str, ...]


def _brand(placed: Placed, ctx: _Ctx) -> str:
    return f"{placed.id} of {''.join(ctx.brand)}"


def test_a_section_that_was_away_meanwhile_is_compared_with_what_it_showed() -> None:
    show, macro = shown.Shown(), cast("Macro", _brand)
    one, other = Placed(None, "one", None), Placed(None, "other", None)

    def message(brand: str, *sections: Placed) -> list[str]:
        ctx = _Ctx(tuple(brand))  # alike to that of another message, and no more than that
        return [show(macro, placed, ctx) for placed in sections]

    assert message("A", one, other) == ["one of A", "other of A"]
    assert message("B", one) == ["one of B"]
    assert message("B", one, other) == ["one of B", "other of B"]
    assert message("B", one) == ["one of B"]
    assert message("A", other) == ["other of A"]


def test_no_more_is_kept_than_there_is_room_for() -> None:
    show, macro = shown.Shown(), cast("Macro", _brand)
    for number in range(3 * shown._MOST):
        assert show(macro, Placed(None, str(number), None), _Ctx(("A",))) == f"{number} of A"

    assert len(show._last) <= shown._MOST


def test_a_section_with_a_picture_is_not_shown_anew(edited: Callable[..., tuple[Message, Message, int]]) -> None:
    banner = "kind: banner\n    image: https://example.com/a.png\n    alt: A"
    edited("kind: text\n    title: One\n    body: First [words](https://example.com/a).", banner)

    _, _, anew = edited("subject: S", "subject: T")

    assert anew == 0


@settings(deadline=None, max_examples=15)
@given(written(), written(), st.data())
def test_what_was_composed_before_makes_no_difference(one: Written, other: Written, data: st.DataObject) -> None:
    sections = [*one.issue.get("sections", []), *other.issue.get("sections", [])]
    for source in (one, other, one):
        mixed = data.draw(st.lists(st.sampled_from(sections), max_size=4)) if sections else []
        issue = {**source.issue, "sections": [{k: v for k, v in s.items() if k != "id"} for s in mixed]}
        with on_disk(to_yaml(issue), to_yaml(source.brand)) as path:
            try:
                message = compose_file(path)
            except NewsletterError:  # a recap, or a link within the message, may want a section that is not there
                continue
            assert message == _as_in_a_new_process(path)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (1, 1.0), ("a", "b"), ((1,), (1, 2)), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (object(), object())],
)
def test_what_is_not_alike(one: object, other: object) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize("value", [1, "a", (1, ("b",)), {"a": (1,)}, None])
def test_what_is_alike(value: object) -> None:
    assert alike(value, eval(repr(value)))  # noqa: S307  # a value of its own
