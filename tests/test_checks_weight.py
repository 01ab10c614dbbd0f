"""How the HTML part is divided among the sections, which the messages about its weight rest on."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from newsletter.checks.mail import Mail
from newsletter.checks.stretches import marks, stretches
from newsletter.load import load_project
from newsletter.trace import compose_traced

SAMPLE = Path(__file__).parent.parent / "issues" / "2024-07-data-snack.yaml"


@pytest.fixture(scope="module")
def mail() -> Mail:
    project = load_project(SAMPLE)
    return Mail(project, compose_traced(project))


def test_stretches_cover_the_whole_part_without_gaps(mail: Mail) -> None:
    found = stretches(mail.page, mail.message.html)

    assert found[0].start == 0
    assert found[-1].end == len(mail.message.html.encode())
    assert all(one.end == following.start for one, following in pairwise(found))


def test_each_section_is_one_stretch_in_the_order_of_the_issue(mail: Mail) -> None:
    found = [stretch.section for stretch in stretches(mail.page, mail.message.html)]

    assert found == [None, *range(len(mail.project.issue.sections)), None]


def test_a_stretch_holds_the_title_of_its_section_and_no_other(mail: Mail) -> None:
    raw = mail.message.html.encode()
    titles = [section.id for section in mail.project.issue.sections if section.id]
    for stretch in stretches(mail.page, mail.message.html):
        inside = raw[stretch.start : stretch.end].decode()
        own = mail.project.issue.sections[stretch.section].id if stretch.section is not None else None

        assert [title for title in titles if f'id="{title}"' in inside] == ([own] if own else [])


def test_marks_lead_to_the_bytes_of_the_exported_part(mail: Mail) -> None:
    raw = mail.message.html.encode()
    at = {mark.loc: mark.at for mark in marks(mail.page) if mark.file == "issue"}

    assert raw[at["author", "name"] :].startswith(b"La direction marketing")
    assert raw[at["sections", 6, "label"] :].startswith("Réserver mon créneau".encode())
