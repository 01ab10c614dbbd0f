from __future__ import annotations

from pathlib import Path

import pytest

from newsletter import check
from newsletter.checks import RULES
from tests.test_images import png

ISSUE = """\
subject: S
banner: {image: images/b.png, alt: B}
sections:
  - kind: text
    body: |
      ![x](images/b.png)
  - kind: banner
    image: https://e.co/b.png
    alt: hosted
"""


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/b.png").write_bytes(png(4, 4))
    (tmp_path / "issue.yaml").write_text(ISSUE, "utf-8")
    return tmp_path / "issue.yaml"


def found(issue: Path) -> list[tuple[str, str]]:
    return [(p.code, p.span.place.removeprefix(str(issue.parent) + "/") if p.span else "") for p in check(issue)]


def test_local_pictures_without_a_host_are_found_at_their_place(issue: Path) -> None:
    (issue.parent / "brand.yaml").write_text("name: N\nlogo: {image: images/b.png, alt: N}\n", "utf-8")

    assert found(issue) == [
        ("unhosted-image", "issue.yaml:2:17"),
        ("unhosted-image", "issue.yaml:5:11"),
        ("unhosted-image", "brand.yaml:2:15"),
    ]


def test_with_a_host_nothing_is_found(issue: Path) -> None:
    (issue.parent / "brand.yaml").write_text("name: N\nassets_base_url: https://e.co/\n", "utf-8")

    assert found(issue) == []


def test_an_issue_without_a_brand_is_found(issue: Path) -> None:
    assert found(issue)[0] == ("missing-brand", "issue.yaml:1:1")


def test_every_rule_has_a_unique_name_and_a_whole_page() -> None:
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names)
    for rule in RULES:
        for heading in ("## What it does", "## Why it matters", "## Example", "## Instead"):
            assert heading in rule.page, rule.name


def test_settings_without_effect_are_found(issue: Path) -> None:
    brand = "name: N\nassets_base_url: https://e.co/\nutm: {source: x}\nmerge_fields: {contact.a: {brevo: A}}\n"
    (issue.parent / "brand.yaml").write_text(brand, "utf-8")

    assert found(issue) == [("unused-setting", "brand.yaml:3:1"), ("unused-setting", "brand.yaml:4:1")]
