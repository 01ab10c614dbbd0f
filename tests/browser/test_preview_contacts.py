"""The email as each contact reads it, and as each ESP gets it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.previewing import EMAIL, SAMPLE, WARNED, Browse, Preview, Server, eventually

GREETING = "(doc) => /Bonjour [^,]*,/.exec(doc.body.innerText)?.[0] ?? null"
MARKED = "(doc, win, name) => [...win.CSS.highlights.get(name) ?? []].map(String)"
NAMES = {"camille": "Camille", "noemie": "Noémie", "jean-noel": "Jean-Noël"}
FOR_FRANCE = "Réserver mon créneau"
TAGS = {
    "hubspot": ("{{contact.firstname}}", "{{contact.email}}", '{% if contact.country == "FR" %}'),
    "brevo": ("{{ contact.FIRSTNAME }}", "{{ contact.EMAIL }}", '{% if contact.COUNTRY == "FR" %}'),
    "mailchimp": ("*|FNAME|*", "*|EMAIL|*", "*|IF:COUNTRY=FR|*"),
}


@pytest.fixture(scope="module")
def preview(gallery: Server, browse_once: Browse) -> Preview:
    """One page, which each test sends where it looks."""
    return browse_once(gallery)


def test_merge_tags_are_marked_where_nobody_is_chosen(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    eventually(
        lambda: set(preview.inside(MARKED, "tag")),
        {
            "{{contact.firstname}}",
            "{{contact.company}}",
            "{{contact.email}}",
            '{% if contact.country == "FR" %}',
            "{% endif %}",
        },
    )
    assert preview.inside(MARKED, "missing") == []


@pytest.mark.parametrize("contact", NAMES)
def test_each_contact_is_greeted_by_name_and_nothing_is_left_to_mark(preview: Preview, contact: str) -> None:
    preview.visit(issue=SAMPLE)

    preview.at("#contact").select_option(contact)

    eventually(lambda: preview.inside(GREETING), f"Bonjour {NAMES[contact]},")
    eventually(lambda: preview.inside(MARKED, "tag"), [])
    assert preview.inside("(doc, win, words) => doc.body.innerText.includes(words)", FOR_FRANCE) == (
        contact != "noemie"  # she lives in Belgium
    )


def test_the_text_and_the_inbox_are_read_by_the_contact_as_well(preview: Preview) -> None:
    preview.visit(issue=SAMPLE, contact="jean-noel", tab="text")
    expect(preview.at("#panel-text pre")).to_contain_text("Bonjour Jean-Noël,")

    preview.tab("Inbox")

    expect(preview.at(".inbox").first).to_contain_text("Bonjour Jean-Noël,")


def test_a_field_that_the_contact_lacks_is_shown_marked_and_reported(preview: Preview) -> None:
    preview.visit(issue=WARNED, contact="camille")

    eventually(lambda: preview.inside(GREETING), "Bonjour ⟦contact.city⟧,")
    eventually(lambda: preview.inside(MARKED, "missing"), ["⟦contact.city⟧"])
    expect(preview.at("#findings")).to_contain_text("contact.city")
    preview.tab("Text")
    expect(preview.at("#panel-text mark.missing")).to_have_text("⟦contact.city⟧")


def test_everybody_is_shown_side_by_side(preview: Preview) -> None:
    preview.visit(issue=WARNED)

    preview.at("#contact").select_option("*")

    expect(preview.at(".mail h2")).to_have_text([f"{name}lacks contact.city" for name in NAMES])
    preview.page.get_by_role("link", name="avant la plage").click()
    expect(preview.at(".mail h2")).to_have_text(list(NAMES))
    for frame, name in zip(preview.at("#mails iframe").all(), NAMES.values(), strict=True):
        expect(frame.content_frame.locator("body")).to_contain_text(f"Bonjour {name},")
    boxes = [box for mail in preview.at(".sheet").all() if (box := mail.bounding_box())]
    assert [(box["y"], box["width"]) for box in boxes] == [(boxes[0]["y"], 375)] * 3
    assert boxes[0]["x"] + 375 < boxes[1]["x"] < boxes[2]["x"] - 375


def test_the_key_goes_from_one_contact_to_the_next_and_round(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    seen = []
    for _ in range(5):
        preview.page.keyboard.press("r")
        seen.append(preview.view().get("contact"))

    assert seen == [*NAMES, "*", None]


def test_a_contact_that_is_gone_is_an_error_that_says_so(preview: Preview) -> None:
    preview.visit(issue=SAMPLE, contact="gaston")

    expect(preview.at("#errors")).to_contain_text("gaston")
    expect(preview.at("#contact option:checked")).to_have_text("gaston (unknown)")

    preview.at("#contact").select_option("camille")

    expect(preview.at("#errors")).to_be_hidden()
    eventually(lambda: preview.inside(GREETING), "Bonjour Camille,")


@pytest.mark.parametrize("esp", TAGS)
def test_each_esp_has_its_own_tags_in_the_source_and_in_the_email(gallery: Server, preview: Preview, esp: str) -> None:
    preview.visit(issue=SAMPLE, tab="html")
    preview.at("#esp").select_option(esp)

    for tag in TAGS[esp]:
        expect(preview.at("#panel-html pre")).to_contain_text(tag)
    file = "2024-07-data-snack.html" if esp == "hubspot" else f"2024-07-data-snack.{esp}.html"
    assert preview.at("#panel-html pre").text_content() == gallery.exported(file)
    eventually(lambda: preview.inside(GREETING), f"Bonjour {TAGS[esp][0]},")


def test_an_esp_that_cannot_say_a_condition_is_an_error_over_the_last_good_email(
    gallery: Server, preview: Preview
) -> None:
    preview.visit(issue=SAMPLE)

    preview.at("#esp").select_option("postmark")

    expect(preview.at("#errors")).to_contain_text("error[no-conditions] ")
    place = gallery.place(SAMPLE, 'show_if: contact.country == "FR"')
    expect(preview.at("#errors a")).to_have_text(place)
    expect(preview.at("#esp option:checked")).to_have_text("Postmark")
    expect(preview.at("#live")).to_have_attribute("data-state", "live")
    expect(preview.at("#paste")).to_be_hidden()
    assert preview.inside(GREETING) == "Bonjour {{contact.firstname}},"

    preview.at("#esp").select_option("brevo")

    expect(preview.at("#errors")).to_be_hidden()
    eventually(lambda: preview.inside(GREETING), "Bonjour {{ contact.FIRSTNAME }},")


def test_what_to_know_when_pasting_is_that_of_the_esp(preview: Preview) -> None:
    preview.visit(issue=SAMPLE, esp="mailchimp")

    preview.at("#paste summary").click()

    expect(preview.at("#paste summary")).to_have_text("Pasting into Mailchimp")
    expect(preview.at("#paste li").first).to_contain_text("every email needs an unsubscribe link")


@pytest.mark.parametrize("contact", ["noemie", "*"])
def test_an_error_keeps_the_contacts_and_their_last_good_emails(desk: Server, browse: Browse, contact: str) -> None:
    preview = browse(desk).visit(issue=SAMPLE, contact=contact)
    read_by = list(NAMES) if contact == "*" else [contact]
    expect(preview.at(EMAIL)).to_have_count(len(read_by))

    desk.edit(SAMPLE, "number: 7", "numero: 7")
    expect(preview.at("#errors")).to_contain_text("error[unknown-key]")
    desk.edit(SAMPLE, "numero: 7", "numeros: 7")
    expect(preview.at("#errors")).to_contain_text("unknown key 'numeros'")

    expect(preview.at("#contact option")).to_have_count(len(NAMES) + 2)
    for frame, name in zip(preview.at(EMAIL).all(), read_by, strict=True):
        expect(frame.content_frame.locator("body")).to_contain_text(f"Bonjour {NAMES[name]},")

    desk.edit(SAMPLE, "numeros: 7", "number: 8")
    expect(preview.at("#errors")).to_be_hidden()
    expect(preview.email.locator("body")).to_contain_text("N° 8")


def test_the_last_good_email_of_nobody_stands_in_for_one_that_a_contact_never_got(desk: Server, browse: Browse) -> None:
    browse(desk).visit(issue=SAMPLE)
    preview = browse(desk).visit(issue=SAMPLE, contact="noemie")
    desk.write("contacts.yaml", desk.read("contacts.yaml") + "\nzoe:\n  contact.firstname: Zoé\n")
    expect(preview.at("#contact option[value=zoe]")).to_have_count(1)
    desk.edit(SAMPLE, "number: 7", "numero: 7")
    expect(preview.at("#errors")).to_be_visible()

    preview.at("#contact").select_option("zoe")

    eventually(lambda: preview.inside(GREETING), "Bonjour {{contact.firstname}},")
