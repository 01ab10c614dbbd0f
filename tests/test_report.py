"""One renderer for errors and findings, in four formats."""

from __future__ import annotations

import json
import re

import pytest
from wcwidth import wcswidth

from newsletter.errors import Problem, Severity
from newsletter.report import Format, render
from newsletter.source import Source, Span

TEXT = "subject: S\nsections:\n  - kind: evnts\n"
KIND = Problem(
    code="unknown-section-kind",
    message="unknown section kind 'evnts'",
    label="did you mean 'events'?",
    hint="kinds are events, stats",
    span=Span(Source("issues/2024-09.yaml", TEXT), 31, 36),
)
NOWHERE = Problem(code="no-such-issue", message="there is no issue 'x'", label="did you mean 'y'?", hint="make one")


def at(text: str, needle: str, *, label: str = "", name: str = "a.yaml", **more: str) -> Problem:
    start = text.index(needle)
    span = Span(Source(name, text), start, start + len(needle))
    return Problem(code="some-code", message="m", label=label, span=span, **more)


def marked(problem: Problem) -> str:
    """What stands above the carets of a full report, column by column, as a terminal shows it."""
    excerpt, carets = render([problem]).split("\n")[3:5]
    start = carets.index("^")
    end = carets.rindex("^") + 1
    columns = "".join(char + "\0" * (wcswidth(char) - 1) for char in excerpt if wcswidth(char) > 0)
    return columns[start:end].replace("\0", "")


def test_a_full_report_shows_the_line_the_place_and_the_cure() -> None:
    assert render([KIND]) == (
        "error[unknown-section-kind]: unknown section kind 'evnts'\n"
        "  --> issues/2024-09.yaml:3:11\n"
        "  |\n"
        "3 |   - kind: evnts\n"
        "  |           ^^^^^ did you mean 'events'?\n"
        "hint: kinds are events, stats"
    )


def test_a_full_report_of_a_problem_without_a_place_has_its_label_on_its_own_line() -> None:
    assert render([NOWHERE]) == ("error[no-such-issue]: there is no issue 'x'\n  did you mean 'y'?\nhint: make one")


def test_a_problem_without_label_and_hint_leaves_no_blanks_at_line_ends() -> None:
    problem = Problem(code="some-code", message="m", span=Span(Source("a.yaml", "ab\n"), 0, 1))
    assert render([problem]) == "error[some-code]: m\n  --> a.yaml:1:1\n  |\n1 | ab\n  | ^"


def test_an_empty_line_is_not_shown() -> None:
    problem = Problem(code="some-code", message="m", hint="h", span=Span(Source("a.yaml", "\n"), 0, 0))
    assert render([problem]) == "error[some-code]: m\n  --> a.yaml:1:1\nhint: h"


def test_the_margin_is_as_wide_as_the_number_of_the_line() -> None:
    text = "\n" * 99 + "bad: x\n"
    lines = render([at(text, "bad")]).split("\n")
    assert lines[1:] == ["  --> a.yaml:100:1", "    |", "100 | bad: x", "    | ^^^"]


def test_problems_are_apart_by_an_empty_line_in_full_and_follow_each_other_in_short() -> None:
    assert render([KIND, NOWHERE]) == f"{render([KIND])}\n\n{render([NOWHERE])}"
    assert render([KIND, NOWHERE], "short") == f"{render([KIND], 'short')}\n{render([NOWHERE], 'short')}"


@pytest.mark.parametrize("form", ["full", "short", "github"])
def test_no_problems_are_no_text(form: Format) -> None:
    assert render([], form) == ""


def test_no_problems_are_an_empty_list_in_json() -> None:
    assert json.loads(render([], "json")) == []


@pytest.mark.parametrize(
    ("line", "needle"),
    [
        ("subject: 🎉 {{x", "{{x"),
        ("subject: 日本語 {{x", "{{x"),
        ("subject: 日本語 {{x", "本語"),
        ("subject: 👩‍👩‍👧 {{x", "{{x"),  # one family, five characters
        ("subject: e\u0301te\u0301 {{x", "{{x"),  # accents of their own take no column
        ("subject: ❤️ {{x", "{{x"),
        ("subject: a\u00a0b\u202fc {{x", "{{x"),
        ("subject: a\u200bb {{x", "{{x"),
        ("\tsubject:\t{{x", "{{x"),
    ],
)
def test_the_caret_stands_below_its_text_whatever_the_width_of_the_letters_before(line: str, needle: str) -> None:
    excerpt, carets = render([at(line, needle)]).split("\n")[3:5]
    shown = line.replace("\t", " ")
    assert excerpt == f"1 | {shown}"
    before = shown[: line.index(needle)]
    assert carets == " " * (len("1 ") - 1) + " | " + " " * wcswidth(before) + "^" * wcswidth(needle)


def test_a_span_over_several_lines_is_marked_on_its_first() -> None:
    text = "a: |\n  un\n  deux\n"
    problem = Problem(code="some-code", message="m", span=Span(Source("a.yaml", text), 3, 14))
    assert render([problem]).split("\n")[2:] == ["  |", "1 | a: |", "  |    ^"]


def test_a_span_at_the_end_of_a_line_has_one_caret() -> None:
    problem = Problem(code="some-code", message="m", span=Span(Source("a.yaml", "kind:\n"), 5, 5))
    assert render([problem]).split("\n")[3:] == ["1 | kind:", "  |      ^"]


@pytest.mark.parametrize("before", [0, 39, 40, 41, 100, 5_000, 9_990])
def test_a_very_long_line_is_cut_around_the_caret(before: int) -> None:
    text = "a" * before + "BAD" + "b" * (10_000 - before)
    problem = at(text, "BAD", label="here")
    excerpt, carets = render([problem]).split("\n")[3:5]
    assert len(excerpt) <= 170
    assert marked(problem) == "BAD"
    assert carets.endswith("^^^ here")
    assert f":1:{before + 1}" in render([problem])


def test_a_long_mark_ends_with_the_excerpt() -> None:
    excerpt, carets = render([at("a: " + "x" * 1_000, "x" * 1_000)]).split("\n")[3:5]
    assert len(carets) <= len(excerpt)


def test_a_cut_before_wide_letters_keeps_the_caret_below_its_text() -> None:
    assert marked(at("日" * 500 + "BAD" + "本" * 500, "BAD")) == "BAD"


def test_a_short_report_is_one_line_with_all_of_it() -> None:
    assert render([KIND], "short") == (
        "issues/2024-09.yaml:3:11: error[unknown-section-kind]: unknown section kind 'evnts' "
        "(did you mean 'events'?; kinds are events, stats)"
    )
    assert render([NOWHERE], "short") == ("error[no-such-issue]: there is no issue 'x' (did you mean 'y'?; make one)")
    assert render([Problem(code="some-code", message="m")], "short") == "error[some-code]: m"


def test_json_holds_every_part_as_its_own_field() -> None:
    warning = Problem(code="unhosted-image", message="é & <b>", severity=Severity.WARNING)
    assert json.loads(render([KIND, warning], "json")) == [
        {
            "severity": "error",
            "code": "unknown-section-kind",
            "message": "unknown section kind 'evnts'",
            "file": "issues/2024-09.yaml",
            "line": 3,
            "col": 11,
            "end_line": 3,
            "end_col": 16,
            "label": "did you mean 'events'?",
            "hint": "kinds are events, stats",
        },
        {
            "severity": "warning",
            "code": "unhosted-image",
            "message": "é & <b>",
            "file": None,
            "line": None,
            "col": None,
            "end_line": None,
            "end_col": None,
            "label": "",
            "hint": "",
        },
    ]
    assert "é & <b>" in render([warning], "json")  # read by people as well


def test_github_gets_one_command_a_problem() -> None:
    assert render([KIND], "github") == (
        "::error file=issues/2024-09.yaml,line=3,col=11::"
        "[unknown-section-kind] unknown section kind 'evnts' (did you mean 'events'?; kinds are events, stats)"
    )


@pytest.mark.parametrize(("severity", "word"), [(1, "notice"), (2, "warning"), (3, "error")])
def test_github_has_its_own_words_for_severities(severity: int, word: str) -> None:
    problem = Problem(code="some-code", message="m", severity=Severity(severity))
    assert render([problem], "github") == f"::{word}::[some-code] m"


def test_github_escapes_what_would_end_a_command() -> None:
    problem = at("x", "x", name="a,b:c%\n.yaml", hint="50 %\r\nof: this, that")
    assert render([problem], "github") == (
        "::error file=a%2Cb%3Ac%25%0A.yaml,line=1,col=1::[some-code] m (50 %25%0D%0Aof: this, that)"
    )


def test_a_format_tells_the_same_problem_as_every_other() -> None:
    place = "issues/2024-09.yaml:3:11"
    assert place in render([KIND])
    assert render([KIND], "short").startswith(place)
    assert re.search(r"file=issues/2024-09\.yaml,line=3,col=11:", render([KIND], "github"))
    row = json.loads(render([KIND], "json"))[0]
    assert f"{row['file']}:{row['line']}:{row['col']}" == place
