"""What there is to say, where it is said, and the way from the email to the files and back."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import Locator, expect

from newsletter import check
from newsletter.clipping import LIMIT
from tests.browser.previewing import BROKEN, SAMPLE, WARNED, Browse, Preview, Server, eventually

# Words of the email to click on; the file and the words on the line that they come from; what stands at the place.
PLACES = [
    ("Le dernier data snack avant la plage", SAMPLE, "subject: ", "Le dernier"),
    ("Bonjour {{contact.firstname}}", SAMPLE, "greeting: ", '"Bonjour'),
    ("des visites de sites marchands", SAMPLE, "label: des visites", "des visites"),
    ("le pouce règne sans partage", SAMPLE, "le pouce règne", '"Dans le luxe'),
    ("loin des caméras", SAMPLE, "La cérémonie d'ouverture", "La cérémonie"),
    ("Vue de là, la quinzaine", SAMPLE, "Vue de là", "Vue de là"),
    ("guère davantage", SAMPLE, "D'après [l'université", "D'après"),
    ("des accès à filtrer", SAMPLE, "- des accès à filtrer", "- des accès"),
    ("L’usage, un compteur qui tourne", SAMPLE, "## L'usage", "## L'usage"),
    ("rejetterait", SAMPLE, "rejetterait", "> La page"),
    ("À déguster tels quels", SAMPLE, "À déguster tels quels", "À déguster"),
    ("Paris Retail Week", SAMPLE, "name: Paris Retail Week", "Paris Retail"),
    ("How to spot authoritarianism", SAMPLE, "title: How to spot", "How to spot"),
    ("Réserver mon créneau", SAMPLE, "label: Réserver", "Réserver"),
    ("La direction marketing", SAMPLE, "name: La direction", "La direction"),
    ("Ce snack mensuel est arrivé", "brand.yaml", "Ce snack mensuel", "Ce snack"),
]
PICTURES = [
    ("banner", SAMPLE, "image: images/banner.png", "images/banner"),
    ("energie", SAMPLE, "images/energie-ia.png", "![Diagramme"),
    ("author", SAMPLE, "photo: images/author.png", "images/author"),
    ("logo", "brand.yaml", "image: images/logo.png", "images/logo"),
]
# What is found in an issue: the tag, and the words of its block of the email.
FOUND = {
    "*|CITY|*": "des lecteurs de",
    "*|FNAME|*": "Un deuxième, qui tient",
    "*|LNAME|*": "un second, avec",
    "*|COMPANY|*": "Le rendez-vous de",
}


@pytest.fixture(scope="module")
def sample_page(gallery: Server, browse_once: Browse) -> Preview:
    return browse_once(gallery).visit(issue=SAMPLE)


@pytest.fixture(scope="module")
def warned_page(gallery: Server, browse_once: Browse) -> Preview:
    return browse_once(gallery).visit(issue=WARNED)


def box(of: Locator) -> list[float]:
    found = of.bounding_box()
    assert found
    return [found[side] for side in ("x", "y", "width", "height")]


def is_outlined(preview: Preview, block: Locator) -> None:
    """The outline is drawn three pixels around a block, once all that moves has come to rest."""

    def sides() -> list[float]:
        return [drawn - there for drawn, there in zip(box(preview.at(".spot.chosen")), box(block), strict=True)]

    eventually(sides, pytest.approx([-3, -3, 6, 6], abs=0.5))


def finding(preview: Preview, tag: str) -> Locator:
    return preview.at("#findings li").filter(has_text=re.compile(rf"does not know {re.escape(tag)}"))


def test_findings_say_how_bad_what_and_where_with_a_link_into_the_editor(gallery: Server, warned_page: Preview) -> None:
    found = check(gallery.root / "issues" / WARNED)
    count = Counter(each.severity.label for each in found)
    expect(warned_page.at("#findings h2 .count.warning")).to_have_text(f"{count['warning']} warnings")
    expect(warned_page.at("#findings h2 .count.info")).to_have_text(f"{count['info']} notes")
    expect(warned_page.at("#findings li")).to_have_count(len(found))
    assert sum(each.code == "foreign-merge-tag" for each in found) == len(FOUND)
    for tag in FOUND:
        said, place = finding(warned_page, tag), gallery.place(WARNED, tag)
        expect(said.locator(".severity")).to_have_text("warning[foreign-merge-tag]")
        expect(said.locator("a")).to_have_text(place)
        expect(said.locator("a")).to_have_attribute("href", f"vscode://file{gallery.root}/{place}")
        line = gallery.read(WARNED).splitlines()[int(place.split(":")[1]) - 1]
        expect(said.locator("pre")).to_contain_text(line)
        expect(said.locator("pre")).to_contain_text("^" * len(tag))


@pytest.mark.parametrize("tag", FOUND)
def test_a_finding_shows_its_block_in_the_email(gallery: Server, warned_page: Preview, tag: str) -> None:
    finding(warned_page, tag).get_by_role("button", name="Show in the email").click()

    block = warned_page.email.get_by_text(FOUND[tag])
    is_outlined(warned_page, block)
    expect(block).to_be_in_viewport()
    expect(warned_page.at("#place p a")).to_contain_text(gallery.place(WARNED, tag))


def test_a_finding_is_shown_from_another_tab_and_at_another_width(gallery: Server, browse: Browse) -> None:
    preview = browse(gallery).visit(issue=WARNED, tab="text", width="320")

    finding(preview, "*|COMPANY|*").get_by_role("button", name="Show in the email").click()

    expect(preview.page.get_by_role("tab", selected=True)).to_have_text("Email")
    is_outlined(preview, preview.email.get_by_text(FOUND["*|COMPANY|*"]))


@pytest.mark.parametrize(("words", "file", "line", "at"), PLACES)
def test_a_click_on_a_text_says_which_line_it_comes_from(
    gallery: Server, sample_page: Preview, words: str, file: str, line: str, at: str
) -> None:
    sample_page.email.get_by_text(words).first.click(force=True)

    place = gallery.place(file, line, at)
    expect(sample_page.at("#place p a")).to_have_text(f"Open {place} in VS Code")
    expect(sample_page.at("#place p a")).to_have_attribute("href", f"vscode://file{gallery.root}/{place}")
    expect(sample_page.at("#place pre .here")).to_contain_text(at)


@pytest.mark.parametrize(("picture", "file", "line", "at"), PICTURES)
def test_a_click_on_a_picture_says_which_line_it_comes_from(
    gallery: Server, sample_page: Preview, picture: str, file: str, line: str, at: str
) -> None:
    image = sample_page.email.locator(f"img[src*={picture}]")

    image.click(force=True)

    expect(sample_page.at("#place p a")).to_have_text(f"Open {gallery.place(file, line, at)} in VS Code")
    is_outlined(sample_page, image)


def test_a_click_on_a_link_says_where_it_leads_and_follows_it_not(gallery: Server, sample_page: Preview) -> None:
    sample_page.email.get_by_role("link", name="Lire le dossier complet").click(force=True)

    expect(sample_page.at("#place")).to_contain_text("Link: https://www.example.com/blog/empreinte-carbone-ia?")
    assert (len(sample_page.page.context.pages), sample_page.elsewhere) == (1, [])
    assert sample_page.page.url == gallery.address(issue=SAMPLE)


def test_the_place_can_be_closed(sample_page: Preview) -> None:
    sample_page.email.get_by_text("Paris Retail Week").first.click(force=True)

    sample_page.at("#place").get_by_role("button", name="close").click()

    expect(sample_page.at("#place")).to_be_hidden()


def test_the_place_is_found_in_the_email_of_a_contact_as_well(gallery: Server, browse: Browse) -> None:
    preview = browse(gallery).visit(issue=SAMPLE, contact="camille", scheme="dark", width="375")

    preview.email.get_by_text("Bonjour Camille,").click(force=True)

    place = gallery.place(SAMPLE, "greeting: ", '"Bonjour')
    expect(preview.at("#place p a")).to_have_text(f"Open {place} in VS Code")


def test_after_an_edit_a_click_says_the_new_line(desk: Server, browse: Browse) -> None:
    preview = browse(desk).visit(issue=SAMPLE)
    desk.edit(SAMPLE, "subject: Le dernier", "# Une ligne\n# de plus\nsubject: Le tout dernier")
    eventually(preview.heading, "Le tout dernier data snack avant la plage")

    place = desk.place(SAMPLE, "name: Paris Retail Week", "Paris")
    expect(preview.at("#title")).to_have_text("Le tout dernier data snack avant la plage")
    preview.email.get_by_text("Paris Retail Week").first.click(force=True)

    expect(preview.at("#place p a")).to_have_text(f"Open {place} in VS Code")


def test_the_size_is_that_of_the_exported_html(gallery: Server, sample_page: Preview) -> None:
    size = len(gallery.exported("2024-07-data-snack.html").encode())
    facts = sample_page.at("#weight dd")

    expect(facts.first).to_have_text(f"{size / 1000:.1f} KB")
    expect(facts.last).to_have_text(f"{LIMIT / 1000:.1f} KB")
    drawn = sample_page.at("#weight .meter").evaluate(
        "meter => meter.firstChild.getBoundingClientRect().width / meter.clientWidth"
    )
    assert drawn == pytest.approx(size / LIMIT, abs=0.01)
    expect(sample_page.at("#weight")).to_contain_text("Gmail shows all of it.")


def test_an_issue_that_is_too_long_says_that_gmail_clips_it(desk: Server, browse: Browse) -> None:
    long = "\n\n".join(f"  Un paragraphe, le numéro {number}, qui tient de la place." for number in range(1200))
    desk.write("2024-12-long.yaml", f"subject: Un très long numéro\nintro: |\n{long}\n")
    preview = browse(desk).visit(issue="2024-12-long.yaml")

    expect(preview.at("#weight .meter")).to_have_class(re.compile("over"))
    expect(preview.at("#weight")).to_contain_text("Gmail will clip it: the end")


def test_an_error_says_its_place_and_shows_nothing_where_there_never_was_an_email(
    gallery: Server, browse: Browse
) -> None:
    preview = browse(gallery).visit(issue=BROKEN)

    expect(preview.at("#errors h2")).to_have_text("One error to fix")
    expect(preview.at("#errors .severity")).to_have_text("error[unknown-key]")
    expect(preview.at("#errors a")).to_have_text(gallery.place(BROKEN, "sujet"))
    expect(preview.at("#errors pre")).to_contain_text("^^^^^ did you mean 'subject'?")
    expect(preview.at("#mails")).to_be_hidden()
