"""``newsletter check``, ``rules`` and ``explain`` as their users run them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from newsletter.checks import RULES, examine
from newsletter.checks.fixing import mend
from newsletter.checks.preflight import Wanted
from newsletter.load import load_project
from newsletter.model.schema import json_schema
from newsletter.trace import compose_traced
from tests.conftest import Ran, write

Cli = Callable[..., Ran]
ONLY = ("--select", "foreign-merge-tag", "--select", "encoded-merge-tag")
ISSUE = """\
# Notes of the author stay.
subject: Bonjour *|FNAME|*   # and so do these
sections:
  - kind: cta
    label: Aller
    link: https://www.example.org/?e=%7B%7Bcontact.email%7D%7D  # the form's own address
"""
GOOD = "subject: Bonjour\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(
        tmp_path,
        {
            "issues/brand.yaml": "name: N\n",
            "issues/a.yaml": ISSUE,
            "issues/good.yaml": GOOD,
            "issues/bad.yaml": "subject: S\nsections:\n  - kind: evnts\n",
        },
    )


def test_findings_are_shown_with_their_lines_the_worst_first(here: Path, cli: Cli) -> None:
    ran = cli("check", "a", *ONLY)

    assert (ran.code, ran.err) == (0, "")
    assert (
        ran.out
        == """\
warning[foreign-merge-tag]: HubSpot does not know *|FNAME|*, a tag of Mailchimp
  --> issues/a.yaml:2:18
  |
2 | subject: Bonjour *|FNAME|*   # and so do these
  |                  ^^^^^^^^^
hint: write {{contact.firstname}}, which is translated for every ESP

info[encoded-merge-tag]: the merge tag {{contact.email}} came percent-encoded; it is composed as it was meant
  --> issues/a.yaml:6:38
  |
6 |     link: https://www.example.org/?e=%7B%7Bcontact.email%7D%7D  # the form's own address
  |                                      ^^^^^^^^^^^^^^^^^^^^^^^^^
hint: write {{contact.email}} in the file

1 warning, 1 note in 1 issue
"""
    )


def test_an_issue_without_findings_says_so(here: Path, cli: Cli) -> None:
    assert cli("check", "good", *ONLY) == Ran(0, "no findings in 1 issue\n", "")


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_the_exit_code_follows_the_asked_severity(here: Path, cli: Cli, level: str, code: int) -> None:
    assert cli("check", "a", *ONLY, "--fail-on", level).code == code


def test_a_note_fails_only_where_notes_are_asked_for(here: Path, cli: Cli) -> None:
    codes = [
        cli("check", "a", "--select", "encoded-merge-tag", "--fail-on", level).code for level in ("warning", "info")
    ]

    assert codes == [0, 1]


def test_an_error_fails_by_itself(here: Path, cli: Cli) -> None:
    write(here, {"issues/brand.yaml": "name: N\nchecks: {error: [foreign-merge-tag]}\n"})

    ran = cli("check", "a", *ONLY)

    assert ran.code == 1
    assert ran.out.startswith("error[foreign-merge-tag]")


def test_what_cannot_be_composed_is_told_and_the_others_are_checked(here: Path, cli: Cli) -> None:
    ran = cli("check", "bad", "a", *ONLY)

    assert ran.code == 2
    assert ran.err.startswith("error[unknown-section-kind]: unknown section kind 'evnts'\n  --> issues/bad.yaml:3:11")
    assert "foreign-merge-tag" in ran.out
    assert ran.out.endswith("1 error, 1 warning, 1 note in 2 issues\n")


@pytest.mark.parametrize(
    "bad", ["subject: S\nlayout: nope\n", "subject: S\nbanner: {image: images/round.png, alt: A}\n"]
)
def test_whatever_keeps_one_issue_from_being_composed_the_others_are_checked(here: Path, cli: Cli, bad: str) -> None:
    write(here, {"issues/bad.yaml": bad})
    (here / "issues/images").mkdir()
    (here / "issues/images/round.png").symlink_to("round.png")

    ran = cli("check", "bad", "a", *ONLY, "--format", "json")

    assert (ran.code, ran.err) == (2, "")
    assert [(each["composed"], len(each["findings"])) for each in document(ran)["issues"]] == [(False, 1), (True, 2)]


def test_short_lines_for_editors(here: Path, cli: Cli) -> None:
    ran = cli("check", "a", *ONLY, "--format", "short")

    first, second, count = ran.out.splitlines()
    assert first.startswith("issues/a.yaml:2:18: warning[foreign-merge-tag]: HubSpot does not know *|FNAME|*")
    assert second.startswith("issues/a.yaml:6:38: info[encoded-merge-tag]: ")
    assert count == "1 warning, 1 note in 1 issue"


def test_annotations_for_pull_requests(here: Path, cli: Cli) -> None:
    first, second, _ = cli("check", "a", *ONLY, "--format", "github").out.splitlines()

    assert first.startswith("::warning file=issues/a.yaml,line=2,col=18::[foreign-merge-tag] HubSpot does not know")
    assert second.startswith("::notice file=issues/a.yaml,line=6,col=38::[encoded-merge-tag] ")


def document(ran: Ran) -> Any:
    told = json.loads(ran.out)
    jsonschema.validate(told, json_schema("findings"))
    return told


def test_one_document_for_programs(here: Path, cli: Cli) -> None:
    ran = cli("check", "a", "bad", *ONLY, "--format", "json")
    told = document(ran)

    assert (ran.code, ran.err) == (2, "")
    assert told["version"] == 1
    assert [(each["issue"], each["esp"], each["composed"]) for each in told["issues"]] == [
        ("issues/a.yaml", "hubspot", True),
        ("issues/bad.yaml", None, False),
    ]
    assert told["issues"][0]["findings"][0] == {
        "severity": "warning",
        "code": "foreign-merge-tag",
        "message": "HubSpot does not know *|FNAME|*, a tag of Mailchimp",
        "file": "issues/a.yaml",
        "line": 2,
        "col": 18,
        "end_line": 2,
        "end_col": 27,
        "label": "",
        "hint": "write {{contact.firstname}}, which is translated for every ESP",
    }
    assert told["counts"] == {"error": 1, "warning": 1, "info": 1, "ignored": 0}


def test_counting_findings_does_not_wait_for_the_model() -> None:
    code = "import sys, newsletter.findings; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_schema_of_the_document_is_printed(cli: Cli) -> None:
    assert json.loads(cli("schema", "--findings").out) == json_schema("findings")


def test_a_finding_that_is_the_same_for_several_esps_is_told_once(here: Path, cli: Cli) -> None:
    args = ("check", "a", "--select", "encoded-merge-tag", "--esp", "hubspot", "--esp", "brevo")

    assert cli(*args).out.count("info[encoded-merge-tag]") == 1
    told = document(cli(*args, "--format", "json"))
    assert [(each["esp"], len(each["findings"])) for each in told["issues"]] == [("hubspot", 1), ("brevo", 1)]
    assert told["counts"]["info"] == 1


def test_translations_are_checked_with_their_issue(here: Path, cli: Cli) -> None:
    write(here, {"issues/good.en-GB.yaml": "subject: Hello *|FNAME|*\n"})

    assert "--> issues/good.en-GB.yaml:1:16" in cli("check", "good", *ONLY).out


def test_what_is_ignored_is_counted(here: Path, cli: Cli) -> None:
    write(here, {"issues/brand.yaml": "name: N\nchecks: {ignore: [{foreign-merge-tag: a module knows them}]}\n"})

    assert cli("check", "a", *ONLY).out.endswith("1 note in 1 issue; 1 ignored\n")


def test_rules_can_be_left_out(here: Path, cli: Cli) -> None:
    ran = cli("check", "a", *ONLY, "--ignore", "foreign-merge-tag")

    assert "foreign-merge-tag" not in ran.out
    assert "encoded-merge-tag" in ran.out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--select", "foreign-tag"), "there is no rule 'foreign-tag'"),
        (("--ignore", "nothing"), "there is no rule 'nothing'"),
        (("--clients", "gmail=most"), "'most' is not a share of readers"),
        (("--clients", "gmail=nan"), "'nan' is not a share of readers"),
        (("--clients", "outlook=10,gmail=-5"), "'-5' is not a share of readers"),
        (("--clients", "gmail=120%"), "'120%' is not a share of readers"),
        (("--esp", "hubspt"), "hubspt"),
    ],
)
def test_what_nobody_knows_is_refused_with_a_cure(here: Path, cli: Cli, args: tuple[str, ...], told: str) -> None:
    ran = cli("check", "a", *args)

    assert ran.code == 2
    assert told in ran.err
    assert "hint: " in ran.err


def test_checking_writes_nothing(here: Path, cli: Cli) -> None:
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*")}

    cli("check", "a", "good")

    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == before


def test_fix_changes_those_characters_alone(here: Path, cli: Cli) -> None:
    ran = cli("check", "a", *ONLY, "--fix")

    assert (here / "issues/a.yaml").read_text("utf-8") == ISSUE.replace(
        "%7B%7Bcontact.email%7D%7D", "{{contact.email}}"
    )
    assert ran.err == "mended: issues/a.yaml:6:38: %7B%7Bcontact.email%7D%7D -> {{contact.email}}\n"
    assert "encoded-merge-tag" not in ran.out
    assert ran.out.endswith("1 warning in 1 issue\n")


RAW = "%7B%7Bcontact.email%7D%7D"
KEPT = {
    "line ends and the mark at the start": f"\ufeffsubject: S\r\nintro: '[a](https://e.co/{RAW})'  # x\r\n",
    "several on one line": f"subject: S\nintro: '[a](https://e.co/{RAW}) [b](https://e.co/{RAW}/b)'\n",
    "in a block of text": f"subject: S\nintro: |\n  Un [lien](https://e.co/{RAW})\n  et {RAW}.\n",
    "in the brand": f"subject: S\n=== name: N\nsocial: [{{label: L, link: 'https://e.co/{RAW}'}}]  # ours\n",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_fix_keeps_all_else(here: Path, cli: Cli, text: str) -> None:
    issue, _, brand = text.partition("=== ")
    write(here, {"issues/a.yaml": issue, "issues/brand.yaml": brand or "name: N\n"})

    cli("check", "a", *ONLY, "--fix")

    found = (here / "issues/a.yaml").read_bytes().decode() + ("=== " if brand else "")
    found += (here / "issues/brand.yaml").read_bytes().decode() if brand else ""
    in_prose = "et {{contact.email}}."  # where it is no link, it stays as it was typed
    assert found == text.replace(RAW, "{{contact.email}}").replace(in_prose, f"et {RAW}.")


def test_fix_leaves_alone_what_would_no_longer_be_yaml(here: Path, cli: Cli) -> None:
    issue = f"subject: S\nsections: [{{kind: cta, label: L, link: https://e.co/?e={RAW}}}]\n"
    write(here, {"issues/a.yaml": issue})

    ran = cli("check", "a", *ONLY, "--fix")

    assert (here / "issues/a.yaml").read_text("utf-8") == issue
    assert "info[encoded-merge-tag]" in ran.out
    assert "mended" not in ran.err


def test_fix_keeps_the_rights_of_a_file_and_writes_behind_links(here: Path, cli: Cli) -> None:
    (here / "elsewhere").mkdir()
    target = (here / "issues/a.yaml").rename(here / "elsewhere/a.yaml")
    target.chmod(0o640)
    (here / "issues/a.yaml").symlink_to(target)

    cli("check", "a", *ONLY, "--fix")

    assert (here / "issues/a.yaml").is_symlink()
    assert RAW not in target.read_text("utf-8")
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("now", ["", "subject: S\n", "\udcff"])
def test_fix_leaves_a_file_alone_that_is_another_by_now(here: Path, now: str) -> None:
    project = load_project(here / "issues/a.yaml")
    found = examine(project, compose_traced(project), Wanted(select=("encoded-merge-tag",))).findings
    (here / "issues/a.yaml").write_bytes(now.encode("utf-8", "surrogateescape"))

    assert found
    assert mend(project, found) == []
    (here / "issues/a.yaml").unlink()
    assert mend(project, found) == []


def test_rules_are_listed_with_their_severities(cli: Cli) -> None:
    shown = cli("rules").out
    rows = json.loads(cli("rules", "--json").out)

    for rule in RULES:
        assert f"  {rule.name} " in shown
    assert [row["name"] for row in rows] == [rule.name for rule in RULES]
    assert all(row["page"].startswith(row["finds"]) for row in rows)


def test_a_rule_is_explained(cli: Cli) -> None:
    ran = cli("explain", "foreign-merge-tag")

    assert ran.code == 0
    for part in ("A merge tag that the target does not know.", "## What it does", "## Instead", "*|FNAME|*"):
        assert part in ran.out


def test_a_rule_that_there_is_not_is_not_explained(cli: Cli) -> None:
    ran = cli("explain", "foreign-merge-tags")

    assert ran.code == 2
    assert "did you mean 'foreign-merge-tag'?" in ran.err
