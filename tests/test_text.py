from __future__ import annotations

import re
import shutil
from collections import Counter
from copy import deepcopy
from decimal import Decimal
from html import unescape
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml

from newsletter import Message, compose_file
from newsletter.images import Picture
from newsletter.lines import OCTETS, WIDTH, columns, octets, pad, tidy, underlined, wrap
from newsletter.markdown import prose
from newsletter.model.sections import KINDS
from newsletter.text import Notes, bar, body, button, line
from newsletter.urls import Web
from newsletter.wording import wording
from tests.casefile import CASES, Case, cases, read
from tests.conftest import PNG

EN = wording("en-GB")
TAG = "xmaxaaaaaaaa" + "w" * 1500 + "z"  # a placeholder as wide as the tag that it stands for


# ⍽ is U+00A0, ␣ is U+202F, ‹ is LRM, › is RLM, ‡ is ALM, ⟦ is LRI, ⟧ is PDI.
SHOWN = str.maketrans("\u00a0\u202f\u200e\u200f\u061c\u2066\u2069", "⍽␣‹›‡⟦⟧")
RULE = "-" * WIDTH


def composed(folder: Path, issue: str) -> Message:
    (folder / "issue.yaml").write_text(issue, "utf-8")
    return compose_file(folder / "issue.yaml")


def test_every_kind_of_section_reads_as_it_should(tmp_path: Path) -> None:
    given, expected = ((CASES / f"text/all-kinds.{suffix}").read_text("utf-8") for suffix in ("yaml", "txt"))

    assert composed(tmp_path, given).text == expected


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{kind}.md:{case.line} {case.title}")
        for kind in KINDS
        for case in read(f"text/{kind}.md")
    ],
)
def test_a_section_reads_as_it_should(case: Case, tmp_path: Path) -> None:
    """The text between the subject and the footer."""
    text = composed(tmp_path, f"subject: S\n{case.given}").text.translate(SHOWN)

    assert text.partition("\nS\n=\n")[2].partition(f"\n{RULE}\n")[0].strip("\n") == case.expected


@cases("text/frame.md")
def test_what_stands_around_the_sections_reads_as_it_should(case: Case, tmp_path: Path) -> None:
    assert composed(tmp_path, case.given).text.translate(SHOWN) == f"{case.expected}\n"


def everything() -> list[dict[str, Any]]:
    """The sections that use everything there is, each without its tags: the proof wants those as often as written."""
    text = (CASES / "browser/everything.yaml").read_text("utf-8")
    without_tags = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "x", text)
    sections = yaml.load(without_tags, Loader=yaml.BaseLoader)["sections"]  # noqa: S506  # it makes strings, and nothing else
    return [{key: value for key, value in section.items() if key != "show_if"} for section in sections]


@pytest.mark.parametrize("section", everything(), ids=lambda section: section.get("id", section["kind"]))
@pytest.mark.parametrize("locale", ["fr-FR", "ar-EG", "he-IL"])
@pytest.mark.parametrize("times", [1, 2])
def test_every_link_of_a_section_stands_once_in_it(
    section: dict[str, Any], locale: str, times: int, tmp_path: Path
) -> None:
    for name in {"stats", "items", "events"} & section.keys():
        section = section | {name: [deepcopy(item) for item in section[name] * times]}
    shutil.copytree(CASES / "browser", tmp_path, dirs_exist_ok=True)
    issue = yaml.safe_dump({"subject": "S", "locale": locale, "sections": [section]}, allow_unicode=True)
    (tmp_path / "brand.yaml").write_text("name: N\nassets_base_url: https://assets.example.com/\n", "utf-8")
    (tmp_path / "images").mkdir()
    for name in ("wide", "tall", "square"):
        (tmp_path / f"images/{name}.png").write_bytes(PNG)
    message = composed(tmp_path, issue)
    links = {unescape(link) for link in re.findall(r'<a href="([^"#{]+)"', message.html)}

    shown = Counter(re.findall(r"(?:https?://|mailto:|tel:)[^\s<>]+|[\w.]+@[\w.]+", message.text))
    assert {link.removeprefix("mailto:"): 1 for link in links} == dict(shown)


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


MILLION = 1_000_000
LONG = {
    "letters": "x" * MILLION,
    "accents": "é" * MILLION,
    "wide signs": "日" * MILLION,
    "no-break spaces": "\u00a0" * MILLION,
    "words and no-break spaces": "mot\u00a0" * (MILLION // 4),
    "marks on one letter": "\u0301" * MILLION,
    "letters with many marks": ("a" + "\u0301" * 40) * (MILLION // 41),
    "signs without width": "\u200b" * MILLION,
    "joined signs": "👩\u200d💻" * (MILLION // 3),
    "what looks like tags": "xm" * (MILLION // 2),
    "what looks like links": "http:/" * (MILLION // 6),
}


@pytest.mark.parametrize("what", LONG)
def test_no_line_is_longer_than_a_message_may_hold(what: str) -> None:
    lines = wrap(LONG[what], "> ").split("\n")

    assert max(map(octets, lines)) <= OCTETS
    assert "".join(line.removeprefix("> ") for line in lines) == LONG[what]
    assert what.startswith("no-break") or not [line for line in lines if line.startswith("> \u00a0")]


@pytest.mark.parametrize("what", ["letters", "accents", "wide signs"])
def test_what_is_broken_is_broken_at_the_width(what: str) -> None:
    assert {columns(line) for line in wrap(LONG[what]).split("\n")[:-1]} == {WIDTH}


@pytest.mark.parametrize("what", [*LONG, "spaces"])
def test_wrapping_takes_time_in_proportion(what: str) -> None:
    text = LONG.get(what, " " * MILLION)
    took = {}
    for size in (MILLION // 16, MILLION // 2):
        start = perf_counter()
        wrap(text[:size])
        took[size] = perf_counter() - start

    assert took[MILLION // 2] < max(took[MILLION // 16] * 8 * 6, 1)  # 8 times as long; 64 if every character saw all


def test_spaces_alone_are_no_text() -> None:
    assert wrap(" " * MILLION) == ""


@pytest.mark.parametrize(
    "whole", ["https://www.example.com/" + "x" * 2000, "<https://www.example.com/" + "x" * 2000 + ">", f"{TAG}"]
)
def test_a_link_or_a_tag_is_never_broken(whole: str) -> None:
    assert whole in wrap(f"{'a' * 2000}{whole} {'b' * 2000}").split("\n")


def test_code_keeps_its_lines_but_for_those_that_no_message_may_hold() -> None:
    parsed = prose(f"```\n{'a ' * 40}b\n{'c' * 2000}\n```", block=True, images=(), web=Web())
    lines = body(parsed, Notes(EN)).split("\n")

    assert lines[0] == f"    {'a ' * 40}b"
    assert {columns(line) for line in lines[1:-1]} == {WIDTH}
    assert "".join(line.strip() for line in lines[1:]) == "c" * 2000


def test_a_table_of_many_marks_is_a_list() -> None:
    cell = "a" + "\u0301" * 600
    parsed = prose(f"| a | b |\n|---|---|\n| {cell} | {cell} |", block=True, images=(), web=Web())

    assert max(map(octets, body(parsed, Notes(EN)).split("\n"))) <= OCTETS


def test_a_message_of_a_million_characters_has_no_long_line(tmp_path: Path) -> None:
    text = composed(tmp_path, f"subject: S\nsections: [{{kind: text, body: {'x' * MILLION}}}]\n").text

    assert text.replace("\n", "").count("x") == MILLION
    assert max(map(octets, text.split("\n"))) <= OCTETS


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
    assert tidy("a \r\nb\rc") == "a\nb\nc\n"


def test_the_address_of_a_picture_is_no_link_that_repeats() -> None:
    url = "https://example.com/a.png"
    assert Notes.of(EN, None, (Picture(url, None), url)).repeated == frozenset()
    assert Notes.of(EN, None, (url, url)).repeated == {url}
