"""An edit is repainted by itself, and nothing else of the page moves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from newsletter.layout import packaged
from tests.browser.previewing import SAMPLE, Browse, Preview, Server, eventually
from tests.conftest import PNG

HEADING = "Le dernier data snack avant la plage"
SUBJECT = f"subject: {HEADING}"

Save = Callable[[Server, str, str], None]


@pytest.fixture(scope="module")
def preview(shared: Server, browse_once: Browse) -> Preview:
    """One page, which each test sends where it looks."""
    return browse_once(shared)


def in_place(desk: Server, name: str, text: str) -> None:
    desk.write(name, text)


def by_rename(desk: Server, name: str, text: str) -> None:
    """As vim, VS Code and many others do, so that there is never half a file."""
    desk.write(f"{name}.tmp", text)
    (desk.root / "issues" / f"{name}.tmp").replace(desk.root / "issues" / name)


def behind_a_backup(desk: Server, name: str, text: str) -> None:
    """As vim does with `backup`: for a moment there is no file."""
    (desk.root / "issues" / name).replace(desk.root / "issues" / f"{name}~")
    desk.write(name, text)


def says(preview: Preview, words: str) -> bool:
    return bool(preview.inside("(doc, win, words) => doc.body.textContent.includes(words)", words))


@pytest.mark.parametrize("save", [in_place, by_rename, behind_a_backup])
def test_a_saved_issue_is_repainted_every_time(desk: Server, preview: Preview, save: Save) -> None:
    preview.visit(issue=SAMPLE)
    text = desk.read(SAMPLE)

    for subject in ("Un premier essai", "Un deuxième", HEADING):
        save(desk, SAMPLE, text.replace(SUBJECT, f"subject: {subject}"))

        eventually(preview.heading, subject)
        expect(preview.at("#title")).to_have_text(subject)


@pytest.mark.parametrize(
    ("file", "old", "new", "shown"),
    [
        ("brand.yaml", "postal_address: 12 rue de l'Exemple", "postal_address: 1 quai Neuf", "1 quai Neuf"),
        ("contacts.yaml", "contact.firstname: Noémie", "contact.firstname: Marcelle", "Bonjour Marcelle"),
    ],
)
def test_the_brand_and_the_contacts_are_repainted(
    desk: Server, preview: Preview, file: str, old: str, new: str, shown: str
) -> None:
    preview.visit(issue=SAMPLE, contact="noemie")
    assert not says(preview, shown)

    desk.edit(file, old, new)

    eventually(lambda: says(preview, shown), expected=True)


def test_a_new_contact_can_be_chosen(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    desk.write("contacts.yaml", desk.read("contacts.yaml") + "\nzoe:\n  contact.firstname: Zoé\n")
    expect(preview.at("#contact option[value=zoe]")).to_have_count(1)
    preview.at("#contact").select_option("zoe")

    eventually(lambda: says(preview, "Bonjour Zoé"), expected=True)


def test_a_new_name_of_the_brand_is_repainted_where_it_shows(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE, tab="inbox")
    expect(preview.at(".inbox .from").first).to_have_text("Le data snack")

    desk.edit("brand.yaml", "  name: Le data snack", "  name: La gazette")

    expect(preview.at(".inbox .from").first).to_have_text("La gazette")


def test_a_picture_is_repainted(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    width = "(doc) => doc.querySelector('img[src*=banner]').naturalWidth"
    assert preview.inside(width) > 1000

    desk.write("images/banner.png", PNG)

    eventually(lambda: preview.inside(width), 2)


def test_a_template_of_the_project_is_repainted(desk: Server, preview: Preview) -> None:
    shutil.copytree(packaged(), desk.root / "layouts", dirs_exist_ok=True)
    preview.visit(issue=SAMPLE)
    template = desk.root / "layouts" / "data-snack" / "email.mjml.j2"
    text = template.read_text("utf-8")
    assert text.count("<mj-body") == 1
    start = text.index(">", text.index("<mj-body")) + 1
    added = "<mj-section><mj-column><mj-text>Un bandeau tout neuf</mj-text></mj-column></mj-section>"

    template.write_text(f"{text[:start]}{added}{text[start:]}", "utf-8")

    eventually(lambda: says(preview, "Un bandeau tout neuf"), expected=True)


def test_the_place_that_is_being_read_stays(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    scrolled = "stage => stage.scrollTop"
    preview.at("#stage").evaluate("stage => { stage.scrollTop = 1500; }")

    desk.edit(SAMPLE, SUBJECT, "subject: Un autre titre")

    eventually(preview.heading, "Un autre titre")
    assert preview.at("#stage").evaluate(scrolled) == 1500


def test_the_tab_that_is_open_stays_and_shows_the_new_text(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE, tab="text")

    desk.edit(SAMPLE, "Belles vacances, et à très vite", "Bonne rentrée, et à tout de suite")

    expect(preview.at("#panel-text pre")).to_contain_text("Bonne rentrée, et à tout de suite")
    expect(preview.page.get_by_role("tab", selected=True)).to_have_text("Text")


@pytest.mark.parametrize("tab", ["html", "mjml"])
def test_an_open_source_shows_the_new_text(desk: Server, preview: Preview, tab: str) -> None:
    preview.visit(issue=SAMPLE, tab=tab)
    expect(preview.at(f"#panel-{tab}")).to_contain_text(HEADING)

    desk.edit(SAMPLE, SUBJECT, "subject: Un autre titre")

    expect(preview.at(f"#panel-{tab}")).to_contain_text("Un autre titre")
    expect(preview.at(f"#panel-{tab}")).not_to_contain_text(HEADING)


def test_of_fifty_saves_in_a_second_the_last_is_shown_and_copied(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    text = desk.read(SAMPLE)

    for number in range(1, 51):
        desk.write(SAMPLE, text.replace(SUBJECT, f"subject: Essai numéro {number}"))
        time.sleep(0.02)

    eventually(preview.heading, "Essai numéro 50")
    expect(preview.at("#title")).to_have_text("Essai numéro 50")
    preview.page.keyboard.press("s")
    eventually(preview.copied, "Essai numéro 50")


def test_two_pages_are_repainted_and_each_keeps_its_view(desk: Server, browse: Browse) -> None:
    one = browse(desk).visit(issue=SAMPLE, tab="text")
    other = browse(desk, beside=one).visit(issue=SAMPLE, width="375", scheme="dark")

    desk.edit(SAMPLE, SUBJECT, "subject: Un titre pour deux")

    expect(one.at("#panel-text header b")).to_have_text("Un titre pour deux")
    eventually(other.heading, "Un titre pour deux")
    assert (one.view(), other.view()) == ({"tab": "text"}, {"width": "375", "scheme": "dark"})
    assert other.inside("(doc, win) => [win.innerWidth, doc.documentElement.style.colorScheme]") == [375, "dark"]
