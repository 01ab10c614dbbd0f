"""YAML as a tree that remembers places. What is wrong with a text is in ``cases/errors/yaml.md``."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent

import pytest

from newsletter.dialects import HUBSPOT
from newsletter.document import Document, parse
from newsletter.errors import InputError, Problem
from newsletter.source import Source
from newsletter.tree import MAX_DEPTH, UNPRINTABLE


def document(text: str) -> Document:
    return parse(Source("a.yaml", dedent(text)), HUBSPOT)


def placed(text: str, loc: Sequence[str | int], needle: str = "", *, on_key: bool = False) -> tuple[str, str]:
    """The place of a problem, and the text there."""
    problem = document(text).place(Problem(code="c", message="m", loc=tuple(loc), needle=needle, on_key=on_key))
    assert problem.span is not None
    return problem.span.place, problem.span.source.text[problem.span.start : problem.span.end]


def test_a_scalar_stays_what_it_looks_like() -> None:
    assert document("a: no\nb: 16:30\nc: 01\nd: ~\ne: 2024-07-25\nf: 0x1f\ng: .inf\nh: 'x'\n").root.data == {
        "a": "no",
        "b": "16:30",
        "c": "01",
        "d": "~",
        "e": "2024-07-25",
        "f": "0x1f",
        "g": ".inf",
        "h": "x",
    }


def test_a_key_with_nothing_behind_it_is_empty_but_an_alt_needs_quotes_for_that() -> None:
    assert document("a:\nb: ''\nalt:\nc: {alt: ''}\n").root.data == {"a": "", "b": "", "c": {"alt": ""}}


def test_lists_and_keys_come_in_the_order_of_the_file() -> None:
    data = document("z: [3, 1, 2]\na:\n  y: 1\n  b:\n  - {d: 4}\n  - e\n").root.data
    assert data == {"z": ["3", "1", "2"], "a": {"y": "1", "b": [{"d": "4"}, "e"]}}
    assert list(data) == ["z", "a"]


def test_the_first_of_repeated_keys_stands() -> None:
    found = document("a: 1\na: 2\n")
    assert found.root.data == {"a": "1"}
    assert [problem.code for problem in found.problems] == ["repeated-key"]


ISSUE = """\
    subject: Bonjour {{x}}
    sections:
      - kind: stats
        intro: Bonjour {{x}}
        stats:
          - value: 1
            label: Un {{x}}
      - kind: quote
        text: |
          Première {{x}}
          deuxième {{y}}

      - kind: text
        body: "Un {{x}}"
    author: {name: N, links: [{label: L, link: K}]}
    """


@pytest.mark.parametrize(
    ("loc", "needle", "expected"),
    [
        (["subject"], "", ("a.yaml:1:10", "Bonjour {{x}}")),
        (["subject"], "{{x}}", ("a.yaml:1:18", "{{x}}")),
        (["sections", 0, "stats", "intro"], "{{x}}", ("a.yaml:4:20", "{{x}}")),
        (["sections", 0, "stats", "stats", 0, "label"], "{{x}}", ("a.yaml:7:19", "{{x}}")),  # with the kind
        (["sections", 0, "stats", 0, "label"], "{{x}}", ("a.yaml:7:19", "{{x}}")),  # without
        (["sections", 1, "text"], "{{y}}", ("a.yaml:11:16", "{{y}}")),
        (["sections", 1, "quote", "text"], "{{y}}", ("a.yaml:11:16", "{{y}}")),
        (["sections", 2, "text", "body"], "{{x}}", ("a.yaml:14:15", "{{x}}")),
        (["author", "links", 0, "link"], "", ("a.yaml:15:44", "K")),
    ],
)
def test_a_value_is_found_by_its_path(loc: list[str | int], needle: str, expected: tuple[str, str]) -> None:
    assert placed(ISSUE, loc, needle) == expected


def test_a_value_that_holds_the_text_nowhere_is_marked_whole() -> None:
    assert placed(ISSUE, ["subject"], "nope") == ("a.yaml:1:10", "Bonjour {{x}}")


def test_a_key_is_marked_instead_of_its_value_when_the_problem_is_the_key() -> None:
    assert placed(ISSUE, ["author"], on_key=True) == ("a.yaml:15:1", "author")
    assert placed(ISSUE, ["author", "links"], on_key=True) == ("a.yaml:15:19", "links")


def test_a_missing_key_is_marked_at_the_keys_that_lack_it() -> None:
    assert placed(ISSUE, ["author", "role"], on_key=True) == ("a.yaml:15:1", "author")
    assert placed(ISSUE, ["sections", 2, "text", "title"], on_key=True)[0] == "a.yaml:13:5"
    assert placed(ISSUE, ["preheader"], on_key=True)[0] == "a.yaml:1:1"


def test_a_problem_that_has_its_place_keeps_it() -> None:
    found = document(ISSUE)
    once = found.place(Problem(code="c", message="m", loc=("subject",)))
    assert found.place(once) is once


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: " + "[" * MAX_DEPTH, f"a.yaml:1:{MAX_DEPTH + 3}"),
        ("a: " + "{a: " * MAX_DEPTH, f"a.yaml:1:{4 * MAX_DEPTH}"),
        ("a:\n " + "- " * MAX_DEPTH + "x", f"a.yaml:2:{2 * MAX_DEPTH}"),
    ],
)
def test_the_hundred_and_first_level_is_told_at_its_place(text: str, place: str) -> None:
    with pytest.raises(InputError) as raised:
        document(text)
    [problem] = raised.value.problems
    assert problem.message == "lists or keys nested over 100 levels"
    assert problem.span is not None
    assert problem.span.place == place


def test_ninety_nine_levels_below_the_top_are_read() -> None:
    levels = MAX_DEPTH - 1
    assert document(f"a: {'[' * levels}x{']' * levels}\n").problems == []


@pytest.mark.parametrize("opening", ["[", "{", "- ", "{a: ", "[{a: "])
def test_a_bomb_of_openings_is_told_at_once(opening: str) -> None:
    with pytest.raises(InputError) as raised:
        document("a: " + opening * 200_000)
    assert len(raised.value.problems) == 1


def test_a_bomb_of_aliases_is_told_and_not_read() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30))
    found = document(f"l0: &l0 x\n{levels}\n")
    assert {problem.code for problem in found.problems} == {"anchor", "alias"}


def test_a_line_separator_of_unicode_does_not_move_the_places_after_it() -> None:
    """YAML 1.1 ends a line at U+0085, U+2028 and U+2029; no editor does."""
    for separator in "\u0085\u2028\u2029":
        place, text = placed(f"subject: 'a{separator} b'\nbad: x\n", ["bad"], on_key=True)
        assert (place, text) == ("a.yaml:2:1", "bad")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_are_the_same_with_the_line_ends_of_windows(end: str) -> None:
    text = end.join(["subject: S", "intro: |", "  un", "  deux {{x}}", "bad: x", ""])
    assert placed(text, ["intro"], "{{x}}") == ("a.yaml:4:8", "{{x}}")
    assert placed(text, ["bad"], on_key=True) == ("a.yaml:5:1", "bad")


def test_what_cannot_be_shown_is_what_yaml_calls_not_printable_and_what_unicode_keeps_for_programs() -> None:
    # YAML 1.1, section 5.1, but for the mark of the byte order, which stands at the start of a file only.
    printable = [(0x20, 0x7E), (0xA0, 0xD7FF), (0xE000, 0xFEFE), (0xFF00, 0xFFFD), (0x10000, 0x10FFFF)]
    shown = {0x9, 0xA, 0xD, 0x85}.union(*(range(first, last + 1) for first, last in printable))
    shown -= {*range(0xFDD0, 0xFDF0)}
    assert {code for code in range(0x110000) if UNPRINTABLE.match(chr(code))} == {*range(0x110000)} - shown
