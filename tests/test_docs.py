"""The documents say what is so: their commands run, their examples compose, their tables are complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from newsletter import check, compose_file
from newsletter.cli import app
from newsletter.conditions import guard
from newsletter.dialects import DIALECTS
from newsletter.model.sections import KINDS
from newsletter.neutral import native
from tests.conftest import write

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
VERBS = [command.name for command in app().registered_commands]


def blocks(language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    return [text for name, text in found if name == language]


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_in_the_readme_and_has_help(verb: str) -> None:
    assert f"newsletter {verb}" in README

    run = subprocess.run(
        [sys.executable, "-m", "newsletter", verb, "--help"], capture_output=True, text=True, check=True
    )
    assert re.search(r"^  [A-Z].+", run.stdout, re.MULTILINE), "no description"


def test_every_command_of_the_readme_exists() -> None:
    for line in "".join(blocks("sh")).splitlines():
        if match := re.match(r"newsletter (\w+)", line):
            assert match[1] in VERBS, line


def test_every_option_of_the_readme_exists() -> None:
    for line in "".join(blocks("sh")).splitlines():
        if match := re.match(r"newsletter (\w+)([^#>]*)", line):
            shown = subprocess.run(
                [sys.executable, "-m", "newsletter", match[1], "--help"], capture_output=True, text=True, check=True
            ).stdout
            for option in re.findall(r"--[a-z-]+", match[2]):
                assert option in shown, line


def test_the_issue_in_the_readme_composes_to_the_text_in_the_readme(tmp_path: Path) -> None:
    issue = blocks("yaml")[0]
    (tmp_path / "issue.yaml").write_text(issue, "utf-8")
    shown = next(block for block in blocks("") if block.startswith("Newsletter"))

    text = compose_file(tmp_path / "issue.yaml").text

    assert text.replace("\u00a0", " ").replace("\u202f", " ").startswith(shown)


def test_every_kind_of_section_is_in_the_readme() -> None:
    for kind in KINDS:
        assert f"`{kind}`" in README


def test_the_python_in_the_readme_runs() -> None:
    (code,) = blocks("python")

    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.startswith("Le dernier data snack avant la plage ")


def test_the_two_setup_commands_are_those_that_ci_runs() -> None:
    lines = README.splitlines()
    ci = (ROOT / ".ci/run").read_text("utf-8")

    assert sum(line.startswith("python3 -m venv ") and line.endswith("--open") for line in lines) == 1
    assert sum(line.startswith("python3 -m venv ") and line.endswith("pytest") for line in lines) == 1
    assert "README.md" in ci


def test_links_between_documents_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        prose = re.sub(r"^```.*?^```$", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", prose):
            assert (ROOT / target).exists(), f"{name}: {target}"


def test_the_table_of_merge_tags_says_what_they_become() -> None:
    table = re.findall(r"^\| `(.+?)` \| (.+) \| (.+) \| (.+) \|$", README, re.MULTILINE)
    assert len(table) == 4

    for written, *cells in ([cell.replace("\\|", "|") for cell in row] for row in table):
        for name, cell in zip(("hubspot", "brevo", "mailchimp"), cells, strict=True):
            test = written.removeprefix("show_if: ")
            found = native(written, DIALECTS[name]) if test == written else guard(test, DIALECTS[name])
            shown = found[0] if isinstance(found, tuple) else found
            assert cell == f"`{shown}`" or (cell == "the same" and shown == written)


def test_the_examples_of_exemptions_name_rules_and_have_an_effect(tmp_path: Path) -> None:
    declared, commented = blocks("yaml")[1:3]
    write(
        tmp_path,
        {
            "brand.yaml": f"name: N\n{declared}",
            "issue.yaml": "subject: S\nsections:\n  - kind: cta\n    label: L\n" + indent(commented, "    "),
        },
    )

    families = ["exemptions", "insecure-link"]
    assert [found.message for found in check(tmp_path / "issue.yaml", select=families)] == []


def test_the_examples_of_settings_are_settings(tmp_path: Path) -> None:
    _, _, issue, brand, custom = blocks("yaml")[1:]
    (tmp_path / "issue.yaml").write_text(f"subject: S\n{issue}", "utf-8")
    (tmp_path / "brand.yaml").write_text(f"name: N\n{brand}", "utf-8")

    for esp in ("hubspot", "brevo"):
        assert compose_file(tmp_path / "issue.yaml", esp).subject == "S"
    (tmp_path / "issue.yaml").write_text("subject: À {{contact.email}}\n", "utf-8")
    (tmp_path / "brand.yaml").write_text(f"name: N\n{custom}", "utf-8")
    message = compose_file(tmp_path / "issue.yaml")
    assert message.subject == "À %%EMAIL%%"
    assert 'href="%%OPTOUT%%"' in message.html
