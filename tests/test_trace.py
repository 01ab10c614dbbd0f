"""The marks of the preview: they change nothing that is drawn, and lead to the line that a text was written on."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from newsletter.compose import compose_project
from newsletter.errors import NewsletterError
from newsletter.load import Project, load_project
from newsletter.trace import Trace, compose_traced
from tests.conftest import PNG, write

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
    found = compose_traced(project)
    return found.html, found.trace


def test_without_its_marks_a_message_is_the_exported_one(project: Project) -> None:
    html, _ = traced(project)
    assert MARK.search(html)
    assert compose_traced(project).message == compose_project(project)


LAYOUT = """<mjml><mj-head><mj-title>{{ issue.subject }}</mj-title>
<mj-style inline="inline">p + p { color: red } p:first-child { top: 1px } b { left: 2px }</mj-style></mj-head><mj-body>
<mj-section background-url="{{ issue.banner.image.url }}"><mj-column><mj-text>
  {{ issue.subject }}
    <p>
      {{ issue.intro }}</p>   {{ issue.subject }} <p title="{{ issue.subject }}">{{ issue.preheader | upper }}</p>
  <img src="{{ issue.banner.image.url }}" alt="{{ issue.subject | string | truncate(12) }}" />
  <a href="https://example.com/?{{ issue.subject | string | urlencode }}">{{ issue.subject | striptags }}</a>
  <!--[if mso]>{{ issue.subject }}<![endif]--><table background="{{ issue.banner.image.url }}"></table>
</mj-text><mj-image src="{{ issue.banner.image.url }}" alt="{{ issue.banner.alt }}" /></mj-column></mj-section>
</mj-body></mjml>
"""


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30))
@example("é ## {{contact.email}}")
@example("https://example.com/a")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_marks_change_nothing_whatever_a_layout_does_with_a_text(tmp_path: Path, words: str) -> None:
    write(
        tmp_path,
        {
            "layouts/own/layout.yaml": "description: Own\n",
            "layouts/own/email.mjml.j2": LAYOUT,
            "layouts/own/text.txt.j2": "{{ issue.subject }} {{ issue.intro | string }} {{ issue.preheader }}",
            "images/a b.png": PNG,
            "issue.yaml": json.dumps(
                {
                    "layout": "own",
                    "subject": f"A {words} b",
                    "preheader": "p",
                    "intro": f"*{words}*\n\n> x {words}",
                    "banner": {"image": "images/a b.png", "alt": words},
                }
            ),
        },
    )
    try:
        project = load_project(tmp_path / "issue.yaml")
        composed = compose_project(project)
    except NewsletterError:
        assume(False)
    assert compose_traced(project).message == composed


def test_no_mark_is_left_in_another_form(project: Project) -> None:
    html, _ = traced(project)
    assert not re.search("[\ufdd0-\ufdef]", f"{html}{compose_traced(project).message}")
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
