"""Contacts, and merging an issue with them, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, write

Cli = Callable[..., Ran]

CONTACTS = """\
camille: {contact.email: camille@example.com, contact.firstname: Camille, contact.country: FR}
noor:
  contact.email: noor+lettre@example.com
  contact.country: BE
"""
ISSUE = """\
locale: fr-FR
subject: Bonjour {{contact.firstname | default("toi")}}
greeting: Ton adresse est {{contact.email}}, {{contact.firstname}}.
sections:
  - kind: cta
    label: Réserver
    link: https://e.co/?e={{contact.email}}
    show_if: contact.country == "FR"
"""
BRAND = "name: La lettre\npostal_address: Paris\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {"issues/brand.yaml": BRAND, "issues/a.yaml": ISSUE, "issues/contacts.yaml": CONTACTS})


@pytest.mark.parametrize("esp", [None, "brevo", "mailchimp", "customerio", "sendgrid"])
def test_a_contact_is_merged_into_both_parts(here: Path, cli: Cli, esp: str | None) -> None:
    extra = ["--esp", esp] if esp else []

    run = cli("merge", "a", "--contact", "camille", *extra)

    assert run.code == 0, run.err
    stem = f"out/.preview/a{f'.{esp}' if esp else ''}.camille"
    assert run.out == f"{stem}.html, {stem}.txt\n"
    html, text = Path(f"{stem}.html").read_text("utf-8"), Path(f"{stem}.txt").read_text("utf-8")
    assert "Bonjour Camille</h1>" in html
    assert "Ton adresse est camille@example.com, Camille." in text
    assert 'href="https://e.co/?e=camille@example.com"' in html
    assert "Réserver" in text


def test_a_missing_field_is_shown_and_told_and_the_condition_holds_for_nobody_else(here: Path, cli: Cli) -> None:
    run = cli("merge", "a", "--contact", "noor", "--stdout", "text")

    assert run.code == 0
    assert "Bonjour toi\n" in run.out
    assert "Ton adresse est noor+lettre@example.com, ⟦contact.firstname⟧." in run.out
    assert "Réserver" not in run.out
    assert run.err == (
        "warning[missing-contact-field]: noor has no contact.firstname; it is shown as ⟦contact.firstname⟧\n"
        "  --> issues/contacts.yaml:2:1\n"
        "  |\n"
        "2 | noor:\n"
        "  | ^^^^\n"
        'hint: add it to the contact, or a default to the tag: {{contact.firstname | default("...")}}\n'
    )
    assert not Path("out").exists()


def test_without_a_name_every_contact_is_merged(here: Path, cli: Cli) -> None:
    run = cli("merge", "a", "--out", "there")

    assert sorted(path.name for path in Path("there/.preview").iterdir()) == [
        "a.camille.html", "a.camille.txt", "a.noor.html", "a.noor.txt",
    ]  # fmt: skip
    assert run.out.count("\n") == 2


def test_printing_needs_one_contact(here: Path, cli: Cli) -> None:
    run = cli("merge", "a", "--stdout", "html")

    assert (run.code, run.out) == (2, "")
    assert run.err.endswith("hint: name one with --contact: camille, noor\n")


def test_an_unknown_contact_is_told_with_those_there_are(here: Path, cli: Cli) -> None:
    run = cli("merge", "a", "--contact", "camile")

    assert run.code == 2
    assert run.err.startswith("error[unknown-contact]: there is no contact 'camile' in issues/contacts.yaml")
    assert "did you mean 'camille'?" in run.err


BROKEN = {
    "a field without contact.": (
        "camille: {firstname: Camille}\n",
        "error[not-a-field-name]: 'firstname' is not a neutral name of a field\n"
        "  --> issues/contacts.yaml:1:11\n"
        "  |\n"
        "1 | camille: {firstname: Camille}\n"
        "  |           ^^^^^^^^^ did you mean 'contact.firstname'?\n"
        "hint: fields are contact.email, contact.firstname, contact.lastname, contact.company, contact.country, "
        "and your own with contact. before them\n",
    ),
    "a list for a value": (
        "camille: {contact.email: [a]}\n",
        "error[wrong-value]: 'contact.email' should be a text\n"
        "  --> issues/contacts.yaml:1:26\n"
        "  |\n"
        "1 | camille: {contact.email: [a]}\n"
        "  |                          ^^^\n"
        "hint: write one value after the colon\n",
    ),
    "no fields": (
        "camille: camille@example.com\n",
        "error[wrong-value]: the contact 'camille' should hold fields\n"
        "  --> issues/contacts.yaml:1:10\n"
        "  |\n"
        "1 | camille: camille@example.com\n"
        "  |          ^^^^^^^^^^^^^^^^^^^\n"
        "hint: write them on the lines below, indented: "
        "camille: {contact.email: camille@example.com, contact.firstname: Camille}\n",
    ),
    "a name that is a path": (
        "../camille: {contact.email: a@b.co}\n",
        "error[bad-contact-name]: '../camille' cannot be a contact's name\n"
        "  --> issues/contacts.yaml:1:1\n"
        "  |\n"
        "1 | ../camille: {contact.email: a@b.co}\n"
        "  | ^^^^^^^^^^\n"
        "hint: it becomes part of a file's name: write letters, digits, blanks, dots and hyphens\n",
    ),
}


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_in_the_contacts_is_told_at_its_place(here: Path, cli: Cli, text: str, told: str) -> None:
    Path("issues/contacts.yaml").write_text(text, "utf-8")

    run = cli("merge", "a")

    assert (run.code, run.out, run.err) == (2, "", told)
    assert not Path("out").exists()


def test_a_field_that_nobody_knows_is_a_warning(here: Path, cli: Cli) -> None:
    Path("issues/contacts.yaml").write_text("camille: {contact.email: a@b.co, contact.fristname: C}\n", "utf-8")

    run = cli("merge", "a", "--contact", "camille")

    assert run.code == 0
    assert (
        "warning[unknown-contact-field]: neither the brand nor this issue knows the field 'contact.fristname'"
        in run.err
    )
    assert "  --> issues/contacts.yaml:1:34" in run.err
    assert "did you mean 'contact.firstname'?" in run.err


def test_without_contacts_the_cure_is_an_example(here: Path, cli: Cli) -> None:
    Path("issues/contacts.yaml").unlink()

    run = cli("merge", "a")

    assert run.code == 2
    assert run.err == (
        "error[no-contacts]: there is no contacts.yaml beside this issue or above it\n"
        "hint: create one with a contact to try: "
        "camille: {contact.email: camille@example.com, contact.firstname: Camille}\n"
    )


def test_composing_does_not_read_the_contacts(here: Path, cli: Cli) -> None:
    Path("issues/contacts.yaml").write_text("[", "utf-8")

    run = cli("compose", "a")

    assert run.code == 0
    assert not any("camille" in path.read_text("utf-8") for path in Path("out").iterdir())


def test_a_tag_that_cannot_be_read_is_told_where_it_was_written(here: Path, cli: Cli) -> None:
    Path("issues/a.yaml").write_text("subject: S\nintro: |\n  Oui, {% if contact.country %}toi.\n", "utf-8")

    ran = cli("merge", "a", "--contact", "camille")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error[unreadable-merge-tag]: {% if contact.country %} in the HTML part is never closed\n"
        "  --> issues/a.yaml:3:8\n"
        "  |\n"
        "3 |   Oui, {% if contact.country %}toi.\n"
        "  |        ^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "hint: mend the tag: HubSpot would refuse the message, or send it with this tag in it\n"
    )
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        (
            "{{ contact.email|truncate(2) }}",
            "error[unreadable-merge-tag]: {{ contact.email|truncate(2) }} in the subject",
        ),
        ("{% if contact.email %}" * 110 + "x" + "{% endif %}" * 110, "error["),
    ],
)
def test_what_the_engine_chokes_on_is_no_mistake_of_ours(here: Path, cli: Cli, subject: str, told: str) -> None:
    Path("issues/a.yaml").write_text(f"subject: '{subject}'\n", "utf-8")

    ran = cli("merge", "a", "--contact", "camille")

    assert ran.code == 2
    assert ran.err.startswith(told)
    assert "error[internal]" not in ran.err


def test_of_a_condition_with_a_second_test_all_branches_stay_and_are_told(here: Path, cli: Cli) -> None:
    chain = "*|IF:COUNTRY=FR|*A*|ELSEIF:COUNTRY=BE|*B*|ELSE:|*C*|END:IF|*"
    Path("issues/a.yaml").write_text(f"subject: 'S {chain}'\n", "utf-8")

    ran = cli("merge", "a", "--contact", "noor", "--esp", "mailchimp", "--stdout", "text")

    assert f"S {chain}\n" in ran.out
    assert "warning[tag-not-merged]: *|IF:COUNTRY=FR|* is left as it is" in ran.err
