"""One issue in several languages: files beside the main one override its texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter import check, compose_file, load_issue, report
from newsletter.errors import NewsletterError
from tests.conftest import Ran, write

Cli = Callable[..., Ran]
MAIN = """\
locale: fr-FR
date: 2024-07-25
subject: Les chiffres de juillet
preheader: Six chiffres
sections:
  - kind: stats
    id: chiffres
    title: Les chiffres
    stats:
      - {value: 77, unit: "%", label: de visites mobiles}
      - {value: -3.6, unit: "%", label: de trafic, note: en un an}
  - kind: cta
    id: agenda
    label: Venir
    link: https://example.com/venir
  - kind: text
    body: Sans nom
"""
ENGLISH = """\
subject: The figures of July
preheader: Six figures
sections:
  - id: agenda
    label: Come along
    link: https://example.com/come
  - id: chiffres
    title: The figures
    stats:
      - label: of visits from phones
      - {label: of traffic, note: in a year}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {
        "issues/brand.yaml": "name: N\n", "issues/a.yaml": MAIN, "issues/a.en-GB.yaml": ENGLISH,
        "issues/other.yaml": MAIN, "issues/a.b.yaml": MAIN,
    })  # fmt: skip


def test_a_translation_overrides_texts_and_keeps_the_rest(here: Path) -> None:
    issue = load_issue("issues/a.en-GB.yaml")

    assert (issue.locale, str(issue.date), issue.subject) == ("en-GB", "2024-07-25", "The figures of July")
    stats, cta, text = issue.sections
    assert [(s.value, s.unit, s.label) for s in stats.stats] == [
        (77, "%", "of visits from phones"), (load_issue("issues/a.yaml").sections[0].stats[1].value, "%", "of traffic"),
    ]  # fmt: skip
    assert (cta.label, cta.link) == ("Come along", "https://example.com/come")
    assert text.body == "Sans nom"
    message = compose_file("issues/a.en-GB.yaml")
    assert "25 July 2024" in message.text
    assert "Unsubscribe" in message.html


def test_compose_writes_each(here: Path, cli: Cli) -> None:
    run = cli("compose", "a", "--esp", "hubspot", "--esp", "brevo")

    assert run.code == 0
    names = {path.name for path in Path("out").glob("*.html")}
    assert names == {"a.hubspot.html", "a.brevo.html", "a.en-GB.hubspot.html", "a.en-GB.brevo.html"}
    manifest = json.loads(Path("out/a.en-GB.brevo.json").read_text("utf-8"))
    assert (manifest["issue"], manifest["subject"]) == ("a.en-GB.yaml", "The figures of July")


def test_a_translation_alone_can_be_composed(here: Path, cli: Cli) -> None:
    assert cli("compose", "a.en-GB").code == 0

    assert {path.name for path in Path("out").iterdir()} == {"a.en-GB.html", "a.en-GB.txt", "a.en-GB.json"}


def test_every_issue_of_a_pattern_is_composed_once(here: Path, cli: Cli) -> None:
    run = cli("compose", *sorted(map(str, Path("issues").glob("*.yaml"))))

    assert run.code == 0
    assert {path.stem for path in Path("out").glob("*.html")} == {"a", "a.en-GB", "a.b", "other"}
    assert run.out.count("out/a.en-GB.html") == 1


def test_what_it_leaves_out_is_found_in_the_main_file(here: Path) -> None:
    Path("issues/a.en-GB.yaml").write_text(ENGLISH.replace("preheader: Six figures\n", "preheader:\n"), "utf-8")

    found = [p for p in check("issues/a.en-GB.yaml") if p.code == "untranslated-text"]

    assert [(p.span.place, p.hint) for p in found if p.span] == [
        ("issues/a.en-GB.yaml:2:1", "add it to issues/a.en-GB.yaml: preheader"),
        ("issues/a.yaml:17:5", "add it to issues/a.en-GB.yaml: sections > 3 > body"),
    ]
    assert {p.message for p in found} == {"not translated into en-GB; the text of the main file is sent"}


BROKEN = {
    "an id that the main file does not have": (
        ENGLISH.replace("id: agenda", "id: agendas"),
        "error[unknown-id]: issues/a.yaml has no section 'agendas'\n"
        "  --> issues/a.en-GB.yaml:4:9\n"
        "  |\n"
        "4 |   - id: agendas\n"
        "  |         ^^^^^^^ did you mean 'agenda'?\n"
        "hint: its sections are chiffres, agenda\n"
        "\n"
        "error[untold-section]: no 'agenda' in issues/a.en-GB.yaml\n"
        "  --> issues/a.yaml:13:9\n"
        "   |\n"
        "13 |     id: agenda\n"
        "   |         ^^^^^^\n"
        "hint: translate it in issues/a.en-GB.yaml, or repeat its id there to keep its texts",
    ),
    "a section without an id": (
        "subject: S\nsections:\n  - title: T\n  - id: agenda\n  - id: chiffres\n",
        "error[missing-id]: a translated section without its id\n"
        "  --> issues/a.en-GB.yaml:3:5\n"
        "  |\n"
        "3 |   - title: T\n"
        "  |     ^^^^^^^^\n"
        "hint: give the section an id: in both files; sections are matched by it",
    ),
    "more entries than there are": (
        "subject: S\nsections:\n  - id: agenda\n  - id: chiffres\n    stats:\n"
        "      - label: a\n      - label: b\n      - label: c\n",
        "error[untold-entry]: entry 3 has none beside it in issues/a.yaml\n"
        "  --> issues/a.en-GB.yaml:8:9\n"
        "  |\n"
        "8 |       - label: c\n"
        "  |         ^^^^^^^^\n"
        "hint: entries are matched in their order; add it there first, or give the section an issue of its own",
    ),
    "another locale than its name's": (
        "locale: en-US\nsubject: S\n",
        "error[locale-mismatch]: the file is named for en-GB, and its locale is en-US\n"
        "  --> issues/a.en-GB.yaml:1:9\n"
        "  |\n"
        "1 | locale: en-US\n"
        "  |         ^^^^^\n"
        "hint: rename the file, or leave locale out: it follows from the name",
    ),
    "an unknown key, and a tag that never closes": (
        "subject: Hello {{contact.firstname\nsections:\n  - id: agenda\n    labl: L\n  - id: chiffres\n",
        "error[unclosed-merge-tag]: the merge tag '{{contact.firstname' never closes\n"
        "  --> issues/a.en-GB.yaml:1:16\n"
        "  |\n"
        "1 | subject: Hello {{contact.firstname\n"
        "  |                ^^^^^^^^^^^^^^^^^^^ no '}}' after it\n"
        "hint: close it with '}}'\n"
        "\n"
        "error[unknown-key]: unknown key 'labl'\n"
        "  --> issues/a.en-GB.yaml:4:5\n"
        "  |\n"
        "4 |     labl: L\n"
        "  |     ^^^^ did you mean 'label'?\n"
        "hint: keys here are kind, id, eyebrow, title, recap, numbered, intro, show_if, utm, label, link, note",
    ),
}


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_is_told_in_the_file_that_it_is_in(here: Path, text: str, told: str) -> None:
    Path("issues/a.en-GB.yaml").write_text(text, "utf-8")

    with pytest.raises(NewsletterError) as caught:
        compose_file("issues/a.en-GB.yaml")

    assert report.render(caught.value.problems) == told


def test_a_mistake_in_the_main_file_is_told_there(here: Path, cli: Cli) -> None:
    Path("issues/a.yaml").write_text(MAIN.replace("label: Venir", "labl: Venir"), "utf-8")

    run = cli("compose", "a")

    assert run.code == 2
    assert "issues/a.yaml:14:5" in run.err
    assert not Path("out").exists()


def test_a_file_whose_main_is_missing_is_an_issue_of_its_own(here: Path) -> None:
    Path("issues/z.en-GB.yaml").write_text(MAIN, "utf-8")

    assert load_issue("issues/z.en-GB.yaml").locale == "fr-FR"
