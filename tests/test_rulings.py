"""What is left out on purpose, and what counts more: what a comment covers, and whose word counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter import check
from newsletter.errors import Severity
from tests.conftest import write

BAD = "exam\u200bple"  # what hidden-character finds


def lines(root: Path, issue: str, brand: str = "name: N\n") -> list[str]:
    """The places where hidden-character still finds something."""
    write(root, {"issue.yaml": issue, "brand.yaml": brand})
    found = [each for each in check(root / "issue.yaml") if each.code == "hidden-character"]
    return [each.span.place.rpartition("/")[2] for each in found if each.span]


COVERED = {
    "the value on its line": f"subject: {BAD}  # check: ignore hidden-character: a name\n",
    "a value that follows its key": f"subject:  # check: ignore hidden-character: a name\n  {BAD}\n",
    "the line below a comment of its own": f"# check: ignore hidden-character: a name\nsubject: {BAD}\n",
    "below other comments": f"# check: ignore hidden-character: a name\n# of ours\n\nsubject: {BAD}\n",
    "a block of text, behind its sign": (
        f"subject: S\nintro: |  # check: ignore hidden-character: a name\n  A\n\n  {BAD}\n"
    ),
    "a block of text, above its key": (
        f"subject: S\n# check: ignore hidden-character: a name\nintro: |\n  A\n\n  {BAD}\n"
    ),
    "a mapping on one line": (
        f"subject: S\nbanner: {{image: 'https://e.co/b.png', alt: {BAD}}}  # check: ignore hidden-character: a name\n"
    ),
    "a whole section, from its first key on": (
        "subject: S\nsections:\n  - kind: text  # check: ignore hidden-character: a name\n"
        f"    title: {BAD}\n    body: {BAD}\n"
    ),
    "a whole block, from its key on": (
        f"subject: S\nactions:  # check: ignore hidden-character: a name\n  items:\n    - text: {BAD}\n"
    ),
    "several rules at once": f"subject: {BAD}  # check: ignore missing-brand, hidden-character: a name\n",
}


@pytest.mark.parametrize("issue", COVERED.values(), ids=COVERED)
def test_a_comment_covers_what_begins_on_its_line(tmp_path: Path, issue: str) -> None:
    plain = "".join(line.partition("# check")[0].rstrip() + "\n" for line in issue.splitlines())

    assert lines(tmp_path, plain)
    assert lines(tmp_path, issue) == []


SEEN = {
    "the next value": f"subject: S  # check: ignore hidden-character: a name\npreheader: {BAD}\n",
    "the next section": (
        "subject: S\nsections:\n  - {kind: text, body: A}  # check: ignore hidden-character: a name\n"
        f"  - kind: text\n    body: {BAD}\n"
    ),
    "the first section's comment does not cover the second": (
        "subject: S\nsections:\n  - kind: text  # check: ignore hidden-character: a name\n    body: A\n"
        f"  - kind: text\n    body: {BAD}\n"
    ),
    "another rule": f"subject: {BAD}  # check: ignore unhosted-image: a name\n",
    "what looks like a comment in a text": f"subject: 'S # check: ignore hidden-character: x {BAD}'\n",
    "what looks like a comment in a block": f"subject: S\nintro: |\n  # check: ignore hidden-character: x\n  {BAD}\n",
}


@pytest.mark.parametrize("issue", SEEN.values(), ids=SEEN)
def test_a_comment_covers_nothing_else(tmp_path: Path, issue: str) -> None:
    assert len(lines(tmp_path, issue)) == 1


def test_a_comment_in_the_brand_covers_the_brand(tmp_path: Path) -> None:
    brand = f"name: N\ncompany: {BAD}  # check: ignore hidden-character: a name\npostal_address: {BAD}\n"

    assert lines(tmp_path, f"subject: {BAD}\n", brand) == ["issue.yaml:1:14", "brand.yaml:3:21"]


def test_a_comment_in_either_file_of_a_translation_covers_its_texts(tmp_path: Path) -> None:
    said = "# check: ignore hidden-character: a name"
    write(
        tmp_path,
        {
            "issue.yaml": f"subject: A\npreheader: {BAD}  {said}\nsignoff: {BAD}\n",
            "issue.en-GB.yaml": f"subject: B\ngreeting: {BAD}  {said}\nintro: {BAD}\n",
        },
    )

    found = check(tmp_path / "issue.en-GB.yaml", select=["hidden-character"])

    assert {each.span.place.rpartition("/")[2] for each in found if each.span} == {
        "issue.en-GB.yaml:3:12",
        "issue.yaml:3:14",
    }


def severities(root: Path, issue: str, brand: str) -> list[Severity]:
    write(root, {"issue.yaml": f"subject: {BAD}\n{issue}", "brand.yaml": f"name: N\n{brand}"})
    return [each.severity for each in check(root / "issue.yaml", select=["hidden-character"])]


def test_the_brand_and_the_issue_ignore_and_raise_rules(tmp_path: Path) -> None:
    ignore, error = "checks: {ignore: [{hidden-character: why}]}\n", "checks: {error: [hidden-character]}\n"

    assert severities(tmp_path, "", "") == [Severity.WARNING]
    assert severities(tmp_path, "", ignore) == []
    assert severities(tmp_path, ignore, "") == []
    assert severities(tmp_path, "", error) == [Severity.ERROR]
    assert severities(tmp_path, error, "") == [Severity.ERROR]


def test_the_issue_has_the_last_word(tmp_path: Path) -> None:
    ignore, error = "checks: {ignore: [{hidden-character: why}]}\n", "checks: {error: [hidden-character]}\n"

    assert severities(tmp_path, error, ignore) == [Severity.ERROR]
    assert severities(tmp_path, ignore, error) == []


def test_a_comment_is_not_called_unused_where_its_rule_was_stopped(tmp_path: Path) -> None:
    section = "  - kind: text\n    body: ex\u200bam{}  # check: ignore hidden-character: a name\n"
    write(tmp_path, {"issue.yaml": "subject: S\nsections:\n" + "".join(section.format(n) for n in range(120))})

    found = check(tmp_path / "issue.yaml", select=["hidden-character", "unused-exemption"])

    assert [each.code for each in found] == ["hidden-character"]  # more than 100
