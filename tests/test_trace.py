"""The marks of the preview: they change nothing that is drawn, and lead to the line that a text was written on."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from newsletter.compose import compose_project
from newsletter.load import Project, load_project
from newsletter.trace import Trace

ROOT = Path(__file__).parent
ISSUES = {
    "the sample": ROOT.parent / "issues" / "2024-07-data-snack.yaml",
    "every kind": ROOT / "cases" / "text" / "all-kinds.yaml",
    "nothing but a subject": None,
}
MARK = re.compile(r"<!--at:(\d+)-->")


@pytest.fixture(params=ISSUES, ids=str)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    path = ISSUES[request.param]
    if path is None:
        path = tmp_path / "minimal.yaml"
        path.write_text("subject: Bonjour\n", "utf-8")
    return load_project(path)


def traced(project: Project) -> tuple[str, Trace]:
    trace = Trace()
    return Trace.shown(compose_project(project, trace.mark).html), trace


def test_without_its_marks_the_html_is_the_exported_one(project: Project) -> None:
    html, _ = traced(project)
    assert MARK.search(html)
    assert re.sub(r"#at:\d+(?=\")", "", MARK.sub("", html)) == compose_project(project).html


def test_no_mark_is_left_in_another_form(project: Project) -> None:
    html, _ = traced(project)
    assert "x-at" not in html
    assert not re.search(r'"[^"<>]*<!--at', html), "a mark in an attribute"


def test_a_place_is_the_line_that_begins_with_what_is_shown(project: Project) -> None:
    html, trace = traced(project)
    places = dict(trace.places(project))
    assert places
    followed = 0
    for mark in MARK.finditer(html):
        shown = re.match(r"[^<\w]*([^\W\d_]{3,})", unescape(html[mark.end() : mark.end() + 200]))
        place = places.get(int(mark[1]))
        if shown and place and place.span:
            text = place.span.source.text[place.span.start : place.span.end + 200]
            assert shown[1] in text, f"{place.span.place}: {shown[1]!r}"
            followed += 1
    assert followed >= (1 if len(places) < 5 else 20)


def test_the_lines_of_a_text_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "issue.yaml"
    path.write_text(
        "subject: Bonjour\nsections:\n  - kind: article\n    body: |\n      Un.\n\n      - deux\n      - trois\n\n"
        "      > quatre\n\n      Un.\n",
        "utf-8",
    )
    html, trace = traced(load_project(path))
    lines = {
        number: place.span.source.line_col(place.span.start)[0]
        for number, place in trace.places(load_project(path))
        if place.span
    }
    shown = {int(mark): text.strip() for mark, text in re.findall(r"<!--at:(\d+)-->([^<]+)", html)}
    assert [(shown[number], line) for number, line in lines.items() if number in shown] == [
        ("Bonjour", 1),
        ("Un.", 5),
        ("deux", 7),
        ("trois", 8),
        ("quatre", 10),
        ("Un.", 12),
    ]


def test_a_picture_is_marked_in_its_address(project: Project) -> None:
    html, trace = traced(project)
    places = dict(trace.places(project))
    for number in re.findall(r'src="[^"]*#at:(\d+)"', html):
        place = places[int(number)]
        assert place.loc[-1] in ("image", "photo", "body", "intro", "footer"), place.loc
