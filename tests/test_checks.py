"""Checking as a whole: which rules run, what becomes of one that fails, and what a check leaves as it is."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from newsletter import Issue, check, compose_file
from newsletter.checks import RULES, preflight
from newsletter.checks.base import Rule
from newsletter.checks.mail import Mail
from newsletter.dialects import DIALECTS
from newsletter.errors import InputError, NewsletterError, Problem, Severity, UsageError
from newsletter.load import load_project
from newsletter.trace import compose_traced
from tests.conftest import write

ISSUE = "subject: Bonjour *|FNAME|*\nintro: Un mot ca\u200bché.\n"


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    return write(tmp_path, {"issue.yaml": ISSUE, "brand.yaml": "name: N\n"}) / "issue.yaml"


def test_rules_are_chosen_by_their_names_or_their_families(issue: Path) -> None:
    def codes(**chosen: list[str]) -> set[str]:
        return {found.code for found in check(issue, **chosen)}

    assert codes(select=["foreign-merge-tag"]) == {"foreign-merge-tag"}
    assert "foreign-merge-tag" not in codes(ignore=["foreign-merge-tag"])
    assert "hidden-character" in codes(ignore=["foreign-merge-tag"])


def test_a_rule_that_there_is_not_is_refused_with_the_one_that_was_meant(issue: Path) -> None:
    with pytest.raises(UsageError) as refused:
        check(issue, select=["foreign-merge-tags"])

    [problem] = refused.value.problems
    assert (problem.code, problem.label) == ("unknown-rule", "did you mean 'foreign-merge-tag'?")


def test_a_rule_that_crashes_is_told_and_stops_no_other(issue: Path) -> None:
    def broken(mail: Mail) -> None:
        raise ZeroDivisionError("division by zero")

    project = load_project(issue)
    rules = (Rule(broken, Severity.INFO), *RULES)  # type: ignore[arg-type]
    first, *others = preflight.run(rules, Mail(project, compose_traced(project))).findings

    assert (first.code, first.severity) == ("crashed-rule", Severity.ERROR)
    assert first.message == "the rule broken failed: ZeroDivisionError: division by zero"
    assert {"foreign-merge-tag", "hidden-character"} <= {found.code for found in others}


def test_many_findings_of_one_rule_are_cut(tmp_path: Path) -> None:
    intro = " ".join(f"[a{n}](https://e.co/%7B%7Bcontact.email%7D%7D/{n})" for n in range(300))
    write(tmp_path, {"issue.yaml": f"subject: S\nintro: '{intro}'\n"})

    found = check(tmp_path / "issue.yaml", select=["encoded-merge-tag"])

    assert len(found) == preflight.MOST + 1
    assert found[-1].message == "more than 100 findings of encoded-merge-tag; these are the first"


def test_an_encoded_tag_is_decoded_where_it_is_a_link(tmp_path: Path) -> None:
    body = "Un [lien](https://e.co/%7b%7B%20contact.email%20%7D%7d) et %7B%7Bcontact.email%7D%7D."
    write(tmp_path, {"issue.yaml": f"subject: S\nintro: '{body}'\n"})

    message = compose_file(tmp_path / "issue.yaml")

    assert 'href="https://e.co/{{ contact.email }}"' in message.html
    assert "et %7B%7Bcontact.email%7D%7D." in message.text


def test_a_hidden_character_is_told_and_kept(tmp_path: Path) -> None:
    write(tmp_path, {"issue.yaml": "subject: exam\u200bple\n"})

    assert "hidden-character" in {found.code for found in check(tmp_path / "issue.yaml")}
    assert compose_file(tmp_path / "issue.yaml").subject == "exam\u200bple"


def test_what_cannot_be_composed_cannot_be_checked(tmp_path: Path) -> None:
    write(tmp_path, {"issue.yaml": "sections: []\n"})

    with pytest.raises(NewsletterError):
        check(tmp_path / "issue.yaml")


def test_an_issue_that_a_program_made_can_be_checked() -> None:
    issue = Issue.model_validate({"subject": "exam\u200bple"})

    [found] = check(issue, select=["hidden-character"])

    assert (found.loc, found.span, found.needle) == (("subject",), None, "\u200b")
    assert check(issue, select=["missing-brand"]) == []
    assert [each.code for each in check(issue, esp="brevo", select=["hidden-character"])] == ["hidden-character"]


def test_what_is_not_in_a_file_has_a_place_all_the_same(issue: Path) -> None:
    """No finding points to the HTML that was made: all lead to a file that somebody wrote, or to none at all."""
    for found in check(issue):
        assert found.span is None or found.span.source.name.endswith((".yaml", ".j2")), found


SAMPLE = Path(__file__).parent.parent / "issues" / "2024-07-data-snack.yaml"
DELIBERATE = {
    "placeholder-link": "the sample leads to example.com, and whoever copies it must put in true addresses",
    "missing-fallback": "HubSpot has a default on the field itself, and none in the tag that translates for all ESPs",
    "missing-expected-tag": "the address is typed, as every ESP takes it; coded templates at HubSpot want its tags",
    "small-touch-target": "links of 22 to 36 px, which level AAA asks to be 44; room around them would move the texts",
    "assumed-merge-field": "the brand does not say what every ESP calls the country, and is told",
    "altered-by-esp": "listmonk removes comments from any HTML, and from this",
}
"""The rules that find something in the sample, for some ESP or other, and why it stays."""


def of_the_sample() -> dict[str, list[Problem]]:
    """The findings by ESP; those that cannot say the sample's condition are errors, and not composed."""
    found = {}
    for name in DIALECTS:
        with suppress(InputError):
            found[name] = check(SAMPLE, name)
    return found


def test_every_finding_of_the_sample_is_deliberate() -> None:
    found = of_the_sample()

    assert len(found) > 12
    for esp, told in found.items():
        assert {each.code for each in told} <= set(DELIBERATE), esp
        assert all(each.severity < Severity.ERROR for each in told), esp
    assert {each.code for told in found.values() for each in told} == set(DELIBERATE)
