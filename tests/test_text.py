from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from newsletter import compose_file
from newsletter.lines import WIDTH, columns, pad, tidy, underlined, wrap
from newsletter.markdown import prose
from newsletter.text import Notes, bar, body, button, line
from newsletter.urls import Web
from newsletter.wording import wording
from tests.casefile import CASES

EN = wording("en-GB")


def test_every_kind_of_section_reads_as_it_should(tmp_path: Path) -> None:
    issue = tmp_path / "issue.yaml"
    issue.write_text((CASES / "text/all-kinds.yaml").read_text("utf-8"), "utf-8")

    assert compose_file(issue).text == (CASES / "text/all-kinds.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("one two three", "one two\nthree"),
        ("a longerthanten b", "a\nlongerthanten\nb"),
        ("one\u00a0two three", "one\u00a0two\nthree"),
        ("日本 日本 日", "日本 日本\n日"),
        ("a\nb", "a\nb"),
        ("  one   two  ", "one two"),
        ("", ""),
    ],
    ids=[
        "at a space",
        "a long word alone",
        "not at a no-break space",
        "wide characters",
        "a line break",
        "spaces",
        "nothing",
    ],
)
def test_lines_end_at_the_width(text: str, wrapped: str) -> None:
    assert wrap(text, width=9) == wrapped


def test_lines_hang_under_their_sign() -> None:
    assert wrap("one two three", "   ", "1. ", width=10) == "1. one two\n   three"


def test_a_million_characters_without_a_space_are_one_line() -> None:
    assert wrap("x" * 1_000_000) == "x" * 1_000_000


def test_short_links_stand_in_the_line_and_long_ones_are_numbered_once() -> None:
    notes = Notes(EN)
    long = "https://www.example.com/" + "x" * 40

    assert notes.mark("https://e.co") == "<https://e.co>"
    assert [notes.mark(long), notes.mark(long + "y"), notes.mark(long)] == ["[1]", "[2]", "[1]"]
    assert str(notes) == f"[1] {long}\n[2] {long}y"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("[a](mailto:a@b.co)", "a <a@b.co>"),
        ("<a@b.co>", "<a@b.co>"),
        ("[call](tel:+33123)", "call <+33123>"),
        ("[https://e.co](https://e.co)", "<https://e.co>"),
        ("**b** *i* ~~s~~ `c`", "*b* i s c"),
        ("![alt](https://e.co/x.png)", "[Image: alt]"),
        ('![alt](https://e.co/x.png "cap") after', "[Image: alt] (cap) after"),
        ('[a](https://e.co "tip") b', "a (tip) <https://e.co> b"),
        ("a & b < c &amp; d", "a & b < c & d"),
        ("<b>raw</b>", "<b>raw</b>"),
    ],
)
def test_a_line_of_markdown_as_text(markdown: str, text: str) -> None:
    assert line(prose(markdown, block=False, images=(False,), web=Web()), Notes(EN)) == text


def test_a_loose_list_keeps_its_blank_lines() -> None:
    parsed = prose("- one\n\n  more\n\n- two", block=True, images=(), web=Web())

    assert body(parsed, Notes(EN)) == "- one\n\n  more\n\n- two"


def test_a_button_takes_two_lines_when_one_is_too_short() -> None:
    url = "https://www.example.com/" + "x" * 60

    assert button("Go", "https://e.co", EN) == "→ Go: https://e.co"
    assert button("Go", url, EN) == f"→ Go:\n  {url}"


def test_bars_are_as_long_as_their_values() -> None:
    values = [Decimal(10), Decimal(-5), Decimal(0)]

    assert [len(bar(value, values)) for value in values] == [20, 10, 0]
    assert bar(Decimal(0), [Decimal(0)]) == ""


def test_headings_are_underlined_to_their_width() -> None:
    assert underlined("日本", "=") == "日本\n===="
    assert columns(underlined("word " * 40).split("\n")[-1]) <= WIDTH


def test_columns_are_those_of_a_terminal() -> None:
    assert [columns(text) for text in ("abc", "日本", "🎧", "e\u0301", "a\u00a0b")] == [3, 4, 2, 1, 3]
    assert pad("日", 4, right=True) == "  日"


def test_a_part_has_no_spaces_at_line_ends_and_one_blank_line_at_most() -> None:
    assert tidy("\n\na  \n\n\n\nb\u00a0\n") == "a\n\nb\u00a0\n"
