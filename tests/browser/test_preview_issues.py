"""The list of issues, and the view that stands in the address."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import expect

from newsletter import check
from newsletter.errors import Severity
from tests.browser.previewing import BROKEN, SAMPLE, TRANSLATED, WARNED, Browse, Preview, Server, eventually

SAMPLE_SUBJECT = "Le dernier data snack avant la plage"
PHONE_IN_THE_DARK = {"width": "375", "scheme": "dark", "images": "off", "contact": "noemie", "esp": "brevo"}


@pytest.fixture(scope="module")
def preview(gallery: Server, browse_once: Browse) -> Preview:
    """One page, which each test sends where it looks."""
    return browse_once(gallery)


def listed(preview: Preview) -> dict[str, list[str]]:
    """The rows of the list by their files, each as its lines: subject, date and name, state."""
    rows = preview.at("#issues a").evaluate_all(
        "rows => rows.map(row => [row.dataset.issue, row.querySelector('b').innerText,"
        " row.querySelector('small').firstChild.innerText, row.querySelector('.count').innerText])"
    )
    return {file: words for file, *words in rows}


def state(server: Server, name: str) -> str:
    """What the list says of an issue that composes: how many of its worst findings there are."""
    count = Counter(found.severity for found in check(server.root / "issues" / name))
    assert count[Severity.WARNING] > 1
    assert not count[Severity.ERROR]
    return f"{count[Severity.WARNING]} warnings"


def test_the_list_says_the_subject_the_date_and_the_state_of_each_issue(gallery: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    subject = gallery.manifest("2024-08-rentree")["subject"]
    eventually(lambda: listed(preview), {
        WARNED: [subject, "2024-08-20 · 2024-08-rentree", state(gallery, WARNED)],
        TRANSLATED: ["Back from the beach", "2024-08-20 · 2024-08-rentree.en-GB", state(gallery, TRANSLATED)],
        SAMPLE: [SAMPLE_SUBJECT, "2024-07-25 · 2024-07-data-snack", state(gallery, SAMPLE)],
        BROKEN: [BROKEN.removesuffix(".yaml"), "", "1 error"],
    })  # fmt: skip


def test_the_newest_issue_stands_first_and_one_without_a_date_last(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    eventually(lambda: list(listed(preview)), [WARNED, TRANSLATED, SAMPLE, BROKEN])


def test_another_issue_is_shown_and_stands_in_the_address_and_back_returns(gallery: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    preview.page.get_by_role("link", name="Back from the beach").click()

    expect(preview.at("#title")).to_have_text("Back from the beach")
    eventually(preview.heading, "Back from the beach")
    expect(preview.at("#issues a[aria-current=page]")).to_have_attribute("data-issue", TRANSLATED)
    assert preview.page.url == gallery.address(issue=TRANSLATED)

    preview.page.go_back()

    expect(preview.at("#title")).to_have_text(SAMPLE_SUBJECT)
    eventually(preview.heading, SAMPLE_SUBJECT)
    expect(preview.at("#issues a[aria-current=page]")).to_have_attribute("data-issue", SAMPLE)
    assert preview.page.url == gallery.address(issue=SAMPLE)

    preview.page.go_forward()

    expect(preview.at("#title")).to_have_text("Back from the beach")


def test_an_address_without_an_issue_shows_the_newest(gallery: Server, preview: Preview) -> None:
    preview.visit()

    assert gallery.manifest("2024-08-rentree")["subject"] == preview.at("#title").inner_text()


def test_on_a_narrow_screen_the_list_opens_and_goes_once_an_issue_is_chosen(gallery: Server, browse: Browse) -> None:
    preview = browse(gallery, viewport={"width": 390, "height": 800}).visit(issue=SAMPLE)
    opener, issues = preview.page.get_by_role("button", name="Issues"), preview.at("#issues")
    expect(issues).to_be_hidden()

    opener.click()
    expect(issues).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")

    preview.page.keyboard.press("Escape")
    expect(issues).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(opener).to_be_focused()

    opener.click()
    preview.page.get_by_role("link", name="Back from the beach").click()
    expect(issues).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(preview.at("#title")).to_have_text("Back from the beach")


def test_new_issues_and_translations_appear_by_themselves(desk: Server, browse: Browse) -> None:
    preview = browse(desk).visit(issue=SAMPLE)

    desk.write("2024-10-frais.yaml", "date: 2024-10-01\nsubject: Tout frais\npreheader: Du jour\n")
    english = "2024-10-frais.en-GB.yaml"
    desk.write(english, "subject: All fresh\npreheader: Of the day\n")

    eventually(lambda: listed(preview), {
        "2024-10-frais.yaml": ["Tout frais", "2024-10-01 · 2024-10-frais", state(desk, "2024-10-frais.yaml")],
        english: ["All fresh", "2024-10-01 · 2024-10-frais.en-GB", state(desk, english)],
        SAMPLE: [SAMPLE_SUBJECT, "2024-07-25 · 2024-07-data-snack", state(desk, SAMPLE)],
    })  # fmt: skip


def test_the_state_in_the_list_follows_the_file(desk: Server, browse: Browse) -> None:
    preview = browse(desk).visit(issue=SAMPLE)

    desk.edit(SAMPLE, "number: 7", "numero: 7")
    eventually(lambda: listed(preview)[SAMPLE][-1], "1 error")

    desk.edit(SAMPLE, "numero: 7", "number: 7")
    eventually(lambda: listed(preview)[SAMPLE][-1], state(desk, SAMPLE))


def test_all_that_is_chosen_stands_in_the_address(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    for name in ("Phone", "Dark", "Off"):
        preview.choose(name)
    preview.at("#contact").select_option("noemie")
    preview.at("#esp").select_option("brevo")
    preview.tab("Text")

    assert preview.view() == PHONE_IN_THE_DARK | {"tab": "text"}


def looked_at(preview: Preview) -> dict[str, object]:
    """The view as the page shows it, whatever the address says."""
    checked = preview.at("fieldset input:checked").evaluate_all("all => all.map(({ name, value }) => [name, value])")
    return {
        **dict(checked),
        "contact": preview.at("#contact").input_value(),
        "esp": preview.at("#esp").input_value(),
        "width": preview.inside("(doc, win) => String(win.innerWidth)"),
        "loaded": preview.inside("(doc) => [...doc.images].filter((image) => image.naturalWidth).length"),
        "greeted": preview.inside("(doc) => doc.body.textContent.includes('Bonjour Noémie')"),
        "dark": preview.inside("(doc) => doc.documentElement.style.colorScheme"),
    }


def test_a_reload_and_the_same_address_elsewhere_show_the_same(gallery: Server, browse: Browse) -> None:
    as_chosen = PHONE_IN_THE_DARK | {"loaded": 0, "greeted": True, "dark": "dark"}
    preview = browse(gallery).visit(issue=SAMPLE, **PHONE_IN_THE_DARK)
    eventually(lambda: looked_at(preview), as_chosen)

    preview.page.reload()
    eventually(lambda: looked_at(preview.ready()), as_chosen)

    fresh = browse(gallery).visit(issue=SAMPLE, **PHONE_IN_THE_DARK)
    eventually(lambda: looked_at(fresh), as_chosen)


def test_a_reload_keeps_the_tab(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    preview.tab("MJML")

    preview.page.reload()
    preview.ready()

    expect(preview.page.get_by_role("tab", selected=True)).to_have_text("MJML")
    expect(preview.at("#panel-mjml")).to_contain_text("<mj-body")


def test_a_reload_stays_where_one_was_reading(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    preview.at("#stage").evaluate("stage => { stage.scrollTop = 1700; }")

    preview.page.reload()
    preview.ready()

    eventually(lambda: preview.at("#stage").evaluate("stage => stage.scrollTop"), 1700)


def test_a_page_that_was_hidden_while_the_list_was_made_shows_it_when_it_is_looked_at_again(
    desk: Server, browse: Browse
) -> None:
    preview = browse(desk).visit(issue=SAMPLE)
    eventually(lambda: listed(preview)[SAMPLE][-1], state(desk, SAMPLE))
    look_away = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""

    desk.edit(SAMPLE, "number: 7", "numero: 7")
    expect(preview.at("#errors")).to_be_visible()  # the page has heard of the change, and the list is not made yet
    preview.page.evaluate(look_away, True)
    eventually(lambda: desk.issues()[SAMPLE], {"error": 1})
    preview.page.evaluate(look_away, False)

    eventually(lambda: listed(preview)[SAMPLE][-1], "1 error")
