"""Every rule by its cases: `cases/checks/<rule>.md` holds what it must find, and what it must not.

A case gives the issue file; a line `=== name` starts another file of its project, and `=== without name` stands for one
that is not there. `=== a.png 1200x800` stands for a PNG of that size, `=== a.gif animated 1200x800` for another kind of
picture (the keys of `PICTURES`), and `=== a.png 1200x800 90kB` for one that takes so many bytes. `issue.yaml`, and a
brand with an address and a place for pictures, are there where a case gives none. A translation, `issue.en-GB.yaml`, is
checked in place of its main file. `$WEB` is the address of a site on this machine (tests/web.py). `=== spamassassin
says` is what a program prints that stands in for that one; the machine's own programs and dictionaries are out of
sight. Expected is what `newsletter check --format short` says of this rule alone; nothing where it must not fire.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from newsletter import check, checks, dictionaries, report
from newsletter.checks import RULES
from tests import casefile
from tests.casefile import Case
from tests.conftest import Files, write
from tests.test_images import PICTURES
from tests.web import site

FILES: Files = {
    "issue.yaml": "subject: S\n",
    "brand.yaml": (
        "name: N\ncompany: C\npostal_address: 1 Road, Town\nassets_base_url: https://assets.example.com/\n"
        "links: {unsubscribe: 'https://www.example.org/stop'}\n"
    ),
}
NAMES = [rule.name for rule in RULES]


def files(given: str) -> Files:
    """The files of a case."""
    name, found = "issue.yaml", dict(FILES)
    for at, block in enumerate(re.split(r"^=== (.*)\n?", f"{given}\n", flags=re.MULTILINE)):
        if at % 2:
            name = block.strip()
        elif picture := re.fullmatch(rf"(.+?)(?: ({'|'.join(PICTURES)}))? (\d+)x(\d+)(?: (\d+)[kK]B)?", name):
            content = PICTURES[picture[2] or "png"](int(picture[3]), int(picture[4]))
            found[picture[1]] = content.ljust(1000 * int(picture[5] or 0), b"\0")
        elif name.startswith("without "):
            del found[name.removeprefix("without ")]
        elif block.strip() or at:
            found[name] = block
    return found


def told(root: Path, rule: str, given: str) -> str:
    """What a rule says of a case."""
    if "$WEB" in given:
        with site() as web:
            return told(root, rule, given.replace("$WEB", web.address)).replace(web.address, "$WEB")
    there = files(given)
    report_of_spam = there.pop("spamassassin says", None)
    issue = write(root, there) / min(name for name in there if name.startswith("issue."))
    with pytest.MonkeyPatch.context() as machine:
        machine.setenv("PATH", str(root / "bin"))
        machine.delenv("DICPATH", raising=False)
        machine.setattr(dictionaries, "FOLDERS", ())
        if report_of_spam is not None:
            stand_in(root / "bin" / "spamassassin", f"any mail\n{report_of_spam}")
        found = check(issue, select=[rule, *(NAMES if rule == "unused-exemption" else ())])
    return report.render([each for each in found if each.code == rule], "short").replace(f"{root}/", "")


def stand_in(path: Path, says: object) -> None:
    """A program that reads its input and prints something."""
    path.parent.mkdir()
    path.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.buffer.read()\nprint({says!r})\n", "utf-8")
    path.chmod(0o755)


def cases_of(rule: str) -> list[Case]:
    path = casefile.CASES / "checks" / f"{rule}.md"
    return casefile.read(f"checks/{rule}.md") if path.exists() else []


EVERY = [(name, case) for name in NAMES for case in cases_of(name)]


@pytest.mark.parametrize(("rule", "case"), EVERY, ids=[f"{rule}.md:{case.line} {case.title}" for rule, case in EVERY])
def test_a_rule_finds_what_it_must_and_nothing_else(
    rule: str, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    assert told(tmp_path, rule, case.given) == case.expected


@pytest.mark.parametrize("rule", NAMES)
def test_every_rule_has_cases_that_fire_and_that_do_not(rule: str) -> None:
    fires = {bool(case.expected) for case in cases_of(rule)}

    assert fires == {True, False}


def test_no_cases_are_left_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in (casefile.CASES / "checks").glob("*.md")} <= set(NAMES)


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert not set(NAMES) & {rule.family for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_every_rule_has_a_whole_page(rule: object) -> None:
    page = rule.page  # type: ignore[attr-defined]
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    parts = re.split(r"^## .*$", page, flags=re.MULTILINE)

    assert headings == ["What it does", "Why it matters", "Example", "Instead"]
    assert all(part.strip() for part in parts)
    assert parts[0].strip().endswith(".")


def test_the_table_of_peers_names_rules_that_there_are() -> None:
    rows = re.findall(r"^  \S.{88}(.+)$", checks.__doc__ or "", re.MULTILINE)[2:]
    named = {name for row in rows for name in re.findall(r"(?<!-)\b[a-z]+(?:-[a-z]+)+", row)}

    assert len(rows) > 30
    assert named <= {rule.name for rule in RULES}
