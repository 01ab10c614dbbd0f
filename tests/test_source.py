"""Offsets become lines and columns, and lines become spans."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.source import Source, Span

TEXT = "un\ndeux\n\n  trois  \nété 🎉 fin"


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (0, (1, 1)),
        (1, (1, 2)),
        (2, (1, 3)),  # the line break itself belongs to its line
        (3, (2, 1)),
        (8, (3, 1)),
        (9, (4, 1)),
        (19, (5, 1)),
        (23, (5, 5)),  # the emoji
        (25, (5, 7)),  # one character, one column, whatever its width or bytes
        (len(TEXT), (5, 10)),  # the end
    ],
)
def test_an_offset_is_a_line_and_a_column_from_one(offset: int, expected: tuple[int, int]) -> None:
    assert Source("a.yaml", TEXT).line_col(offset) == expected


def test_every_offset_leads_back_to_its_character() -> None:
    source = Source("a.yaml", TEXT)
    for offset, char in enumerate(TEXT):
        line, col = source.line_col(offset)
        assert (source.line(line) + "\n")[col - 1] == char


def test_a_line_comes_without_its_line_break() -> None:
    source = Source("a.yaml", TEXT)
    assert [source.line(number) for number in range(1, 6)] == ["un", "deux", "", "  trois  ", "été 🎉 fin"]


def test_a_line_of_windows_comes_without_its_carriage_return() -> None:
    source = Source("a.yaml", "un\r\ndeux\r\n")
    assert [source.line(number) for number in (1, 2, 3)] == ["un", "deux", ""]
    assert source.line_col(4) == (2, 1)


def test_an_empty_text_has_one_empty_line() -> None:
    source = Source("a.yaml", "")
    assert source.line(1) == ""
    assert source.line_col(0) == (1, 1)
    assert Span(source, 0, 0).place == "a.yaml:1:1"


@pytest.mark.parametrize(("number", "expected"), [(2, "deux"), (3, ""), (4, "trois"), (99, "été 🎉 fin"), (0, "un")])
def test_the_span_of_a_line_leaves_out_its_indent(number: int, expected: str) -> None:
    span = Source("a.yaml", TEXT).line_span(number)
    assert TEXT[span.start : span.end] == expected


def test_a_place_is_written_as_editors_link_it() -> None:
    assert Span(Source("issues/a.yaml", TEXT), 11, 16).place == "issues/a.yaml:4:3"


def test_a_file_below_the_working_directory_is_named_by_its_path_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "issues").mkdir()
    monkeypatch.chdir(tmp_path)
    assert Source.of(Path("issues/a.yaml"), "").name == "issues/a.yaml"
    assert Source.of(tmp_path / "issues" / "a.yaml", "").name == "issues/a.yaml"
    assert Source.of(Path("issues/../issues/a.yaml"), "").name == "issues/a.yaml"


def test_a_file_elsewhere_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert Source.of(tmp_path / "a.yaml", "").name == str(tmp_path / "a.yaml")
    assert Source.of(Path("../a.yaml"), "").name == "../a.yaml"


def test_what_holds_a_source_is_shown_without_its_text() -> None:
    span = Span(Source("a.yaml", TEXT), 1, 2)
    assert repr(span) == "Span(source=Source(name='a.yaml'), start=1, end=2)"
    assert span == Span(Source("a.yaml", TEXT), 1, 2)
    assert span != Span(Source("a.yaml", f"{TEXT} "), 1, 2)
