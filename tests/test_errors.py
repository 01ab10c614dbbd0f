"""Every mistake is told at its place, with its cure: `cases/errors/` holds the mistakes and the whole text.

In the input of a case, ␉ stands for a tab and ␛ for an escape character, as each of Unicode's control pictures does.
An empty expectation means that the input composes without a word.
"""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from newsletter import errors, report
from newsletter.compose import compose_file
from newsletter.errors import InputError, NewsletterError, Problem, Severity, did_you_mean
from newsletter.source import Source, Span
from tests import casefile
from tests.casefile import Case
from tests.conftest import PNG, Files, write

MAIN = {
    "brand": "issues/brand.yaml",
    "layout-html": "layouts/mine/email.mjml.j2",
    "layout-text": "layouts/mine/text.txt.j2",
}
"""The file that the cases of a family are about; an issue where none is named."""

FILES: Files = {
    "issues/a.yaml": 'layout: mine\nsubject: "Bonjour {{contact.firstname}}"\n',
    "issues/images/photo.png": PNG,
    "issues/images/notes.png": "Ceci n'est pas une image.\n",
    "issues/images/empty.png": "",
    "issues/images/cut.png": PNG[:18],
    "layouts/mine/layout.yaml": "title: Mine\n",
    "layouts/mine/email.mjml.j2": (
        "<mjml><mj-body><mj-section><mj-column><mj-text>{{ issue.subject }}</mj-text></mj-column></mj-section>"
        "</mj-body></mjml>\n"
    ),
    "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
}


def families() -> list[str]:
    return sorted(path.stem for path in (casefile.CASES / "errors").glob("*.md"))


EVERY = [(family, case) for family in families() for case in casefile.read(f"errors/{family}.md")]
IDS = [f"{family}.md:{case.line} {case.title}" for family, case in EVERY]


def failure(root: Path, family: str, given: str) -> tuple[Problem, ...]:
    """What composing finds wrong in a project that is well but for one file, for the ESP that the family names."""
    main = MAIN.get(family, "issues/a.yaml")
    text = re.sub("[\u2400-\u241f]", lambda picture: chr(ord(picture[0]) - 0x2400), given)
    write(root, {**FILES, main: f"{text}\n"})
    try:
        compose_file("issues/a.yaml", esp=family.partition("@")[2] or None)
    except NewsletterError as error:
        return error.problems
    return ()


@pytest.mark.parametrize(("family", "case"), EVERY, ids=IDS)
def test_a_mistake_is_told_at_its_place_with_its_cure(
    family: str, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    problems = failure(tmp_path, family, case.given)
    assert report.render(problems) == case.expected


@pytest.mark.parametrize("family", families())
def test_every_problem_of_a_family_has_a_code_a_sentence_a_cure_and_a_place(
    family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for case in casefile.read(f"errors/{family}.md"):
        for problem in failure(tmp_path, family, case.given):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem.code), problem
            assert problem.message, problem
            assert problem.code == "template-error" or problem.message[-1] not in ". ", problem  # Jinja2's own words
            assert "\n" not in problem.message + problem.label + problem.hint, problem
            assert problem.hint, problem
            assert problem.span is not None, problem
            assert problem.span.start <= problem.span.end, problem
            assert (tmp_path / problem.span.source.name).is_file(), problem


def test_no_control_character_of_a_file_reaches_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    problems = failure(tmp_path, "yaml", "subject: \x1b]0;title\x07\x1b[2J\x9b31m\x7f")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", report.render(problems))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", report.render(problems, "short"))


def test_the_tree_of_errors_is_drawn_in_the_docstring() -> None:
    drawn = re.findall(r"^ +(?:├──|└──)?\s*(\w+Error)\b", errors.__doc__ or "", re.MULTILINE)
    assert drawn == ["NewsletterError", *(kind.__name__ for kind in NewsletterError.__subclasses__())]


def test_an_error_reads_as_one_line_for_each_problem() -> None:
    span = Span(Source("issues/a.yaml", "subject: S\nbad: x\n"), 11, 14)
    error = InputError(
        Problem(code="unknown-key", message="unknown key 'bad'", span=span),
        Problem(code="no-place", message="somewhere"),
    )
    assert str(error) == "issues/a.yaml:2:1: error[unknown-key]: unknown key 'bad'\nerror[no-place]: somewhere"


def test_an_error_survives_the_way_back_from_another_process() -> None:
    span = Span(Source("a.yaml", "é: x\n"), 0, 1)
    problem = Problem(code="unknown-key", message="unknown key 'é'", hint="delete it", span=span, loc=("é",))
    back = pickle.loads(pickle.dumps(InputError(problem)))  # noqa: S301  # our own bytes
    assert type(back) is InputError
    assert back.problems == (problem,)
    assert report.render(back.problems) == report.render([problem])


def test_severities_are_ordered_and_have_words() -> None:
    assert sorted(Severity) == [Severity.INFO, Severity.WARNING, Severity.ERROR]
    assert [severity.label for severity in sorted(Severity)] == ["info", "warning", "error"]


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("evnts", ["events", "stats"], "did you mean 'events'?"),
        ("EVENTS", ["events", "stats"], "did you mean 'events'?"),
        ("hubspot", ["HubSpot"], "did you mean 'HubSpot'?"),
        ("xyz", ["events", "stats"], ""),
        ("", ["events"], ""),
        ("events", [], ""),
    ],
)
def test_the_nearest_known_word_is_offered(word: str, known: list[str], expected: str) -> None:
    assert did_you_mean(word, known) == expected
