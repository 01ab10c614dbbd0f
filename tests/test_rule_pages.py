"""The pages of the rules hold true: what stands as one line of YAML under Example is found, and under Instead is not.

A line is what a page sets between backticks and begins with a key of an issue or a brand, as in ``subject: News 7``.
Lines with different keys belong to one project; the same key twice makes two. Instead changes the lines of Example.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsletter import check
from newsletter.checks import RULES
from tests.conftest import Files, write
from tests.test_images import PICTURES
from tests.test_rules import FILES

OF_ISSUE = ("subject", "preheader", "greeting", "intro", "date", "banner", "checks")
OF_BRAND = ("assets_base_url", "clients", "links", "postal_address")
WITHIN = {
    "link": "sections:\n  - kind: cta\n    label: The offer of July\n    {}\n",
    "title": "sections:\n  - kind: text\n    {}\n    numbered: false\n    body: B\n",
    "body": "sections:\n  - kind: text\n    {}\n",
    "start": "date: 2024-07-25\nsections:\n  - kind: events\n    events:\n      - name: E\n        {}\n",
    "note": "sections:\n  - kind: stats\n    stats:\n      - value: 3\n        label: L\n        {}\n",
    "image": "banner:\n  {}\n  alt: A\n",
    "alt": "banner:\n  image: images/a.png\n  {}\n",
}
SEVERAL = {
    "differing-parameter": "one line stands in a link, the other declares",
    "missing-required-tag": "for another ESP than the usual one",
    "missing-expected-tag": "the usual brand has a link that it speaks of",
    "forbidden-by-esp": "for another ESP than the usual one",
    "misnamed-image": "what the file holds counts",
    "animated-image": "what the file holds counts",
    "scattered-condition": "it takes two texts",
    "subject-sent-before": "it takes two issues",
    "repeated-date": "it takes two issues",
    "unhosted-image": "what the brand lacks counts",
    "undated-issue": "it takes a section with events",
    "unused-exemption": "it runs after the rule that it speaks of",
    "same-link-different-texts": "it takes two entries of a list",
    "late-call-to-action": "it takes a long issue",
}
"""Rules whose example is more than a line, and why."""


def lines(part: str) -> list[dict[str, str]]:
    """The lines of a part of a page, by key, for each project that they make."""
    projects: list[dict[str, str]] = [{}]
    for line in re.findall(r"(?<!`)`(\w+: [^`]+)`(?!`)", " ".join(part.split())):
        key = line.partition(":")[0]
        if key in (*OF_ISSUE, *OF_BRAND, *WITHIN):
            if key in projects[-1]:
                projects.append({})
            projects[-1][key] = line.replace("<U+200B>", "\u200b")
    return projects if projects != [{}] else []


def project(found: dict[str, str]) -> Files:
    """The files of a project with some lines."""
    issue = "".join(f"{line}\n" for key, line in found.items() if key in OF_ISSUE)
    issue += "".join(WITHIN[key].format(line) for key, line in found.items() if key in WITHIN)
    brand = "".join(f"{line}\n" for key, line in found.items() if key in OF_BRAND)
    given = re.sub(
        rf"^(?:{'|'.join(OF_BRAND)}):.*\n",
        lambda row: "" if row[0].split(":")[0] in found else row[0],
        str(FILES["brand.yaml"]),
        flags=re.MULTILINE,
    )
    files: Files = {"issue.yaml": issue if "subject" in found else f"subject: S\n{issue}", "brand.yaml": given + brand}
    for path in re.findall(r"images/[^,\n]*\.(?:png|webp|gif)", issue):
        files[path] = PICTURES[path.rpartition(".")[2]](600, 200)
    return files


PAGES = {rule.name: re.split(r"^## .*$", rule.page, flags=re.MULTILINE) for rule in RULES if not rule.option}
EXAMPLES = {name: found for name, page in PAGES.items() if name not in SEVERAL and (found := lines(page[3]))}
BAD = [(name, found) for name, every in EXAMPLES.items() for found in every]
GOOD = [(name, every[0] | found) for name, every in EXAMPLES.items() for found in lines(PAGES[name][4])]


@pytest.mark.parametrize(("rule", "found"), BAD, ids=[f"{name}: {found}" for name, found in BAD])
def test_a_rule_finds_its_example(rule: str, found: dict[str, str], tmp_path: Path) -> None:
    assert {each.code for each in check(write(tmp_path, project(found)) / "issue.yaml", select=[rule])} == {rule}


@pytest.mark.parametrize(("rule", "found"), GOOD, ids=[f"{name}: {found}" for name, found in GOOD])
def test_a_rule_does_not_find_what_to_write_instead(rule: str, found: dict[str, str], tmp_path: Path) -> None:
    assert not check(write(tmp_path, project(found)) / "issue.yaml", select=[rule])


def test_most_pages_have_such_lines() -> None:
    assert len(EXAMPLES) > 40
    assert SEVERAL.keys() <= PAGES.keys()
