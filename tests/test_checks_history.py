"""What the rules about earlier issues do beyond single cases."""

from __future__ import annotations

from pathlib import Path

from newsletter import check
from newsletter.errors import Problem
from tests.conftest import write


def found(issue: Path) -> list[Problem]:
    return check(issue, select=["history"])


def test_an_earlier_issue_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "subject: One\n", "b.yaml": "subject: Two\n"})
    assert not found(tmp_path / "b.yaml")

    write(tmp_path, {"a.yaml": "subject: Two, twice\n"})
    assert not found(tmp_path / "b.yaml")

    write(tmp_path, {"a.yaml": "subject: TWO\n"})
    assert [each.code for each in found(tmp_path / "b.yaml")] == ["subject-sent-before"]


def test_of_two_alike_the_newer_is_told_alone(tmp_path: Path) -> None:
    same = "subject: S\nnumber: 1\ndate: 2024-07-25\nutm: {campaign: c}\n"
    write(tmp_path, {"a.yaml": same, "b.yaml": same})

    assert not found(tmp_path / "a.yaml")
    assert {each.code for each in found(tmp_path / "b.yaml")} == {
        "repeated-number",
        "repeated-date",
        "subject-sent-before",
        "repeated-campaign",
    }


def test_a_translation_is_compared_with_other_issues_and_not_with_its_own(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": "subject: One\nnumber: 1\n",
            "b.yaml": "subject: Two\nnumber: 1\n",
            "b.en-GB.yaml": "subject: Two\n",
        },
    )

    assert [each.code for each in found(tmp_path / "b.en-GB.yaml")] == ["repeated-number"]


def test_files_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": b"\xff\xfe", "b.yaml": "- a\n- b\n", "c.yaml": "", "z.yaml": "subject: S\nnumber: 1\n"})
    (tmp_path / "d.yaml").mkdir()
    (tmp_path / "e.yaml").symlink_to(tmp_path / "nowhere.yaml")

    assert not found(tmp_path / "z.yaml")
