"""What goes wrong, with files and with the server: the page says so, keeps the last good email, and mends itself."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.previewing import SAMPLE, Browse, Preview, Server, eventually

HEADING = "Le dernier data snack avant la plage"


@pytest.fixture(scope="module")
def preview(shared: Server, browse_once: Browse) -> Preview:
    """One page, which each test sends where it looks."""
    return browse_once(shared)


def stands_over_the_last_good_email(preview: Preview, code: str) -> None:
    expect(preview.at("#errors")).to_be_visible()
    expect(preview.at("#errors .severity").first).to_have_text(f"error[{code}]")
    expect(preview.at("#live")).to_have_attribute("data-state", "live")
    expect(preview.at("#mails")).to_be_visible()
    assert preview.heading() == HEADING


def is_mended(preview: Preview, heading: str = HEADING) -> None:
    expect(preview.at("#errors")).to_be_hidden()
    expect(preview.at("#title")).to_have_text(heading)
    eventually(preview.heading, heading)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "under"),
    [
        (SAMPLE, "number: 7", "numero: 7", "unknown-key", "^^^^^^ did you mean 'number'?"),
        (SAMPLE, "preheader: Six", " preheader: Six", "bad-indent", "^"),
        (SAMPLE, "images/banner.png", "images/baniere.png", "missing-image", "^"),
        ("brand.yaml", 'accent: "#4338ca"', "accent: mauve?", "not-a-colour", "^^^^^^"),
    ],
    ids=["key", "yaml", "image", "brand"],
)
def test_an_error_shows_its_lines_over_the_last_good_email_and_goes_by_itself(
    desk: Server, preview: Preview, file: str, old: str, new: str, code: str, under: str
) -> None:
    preview.visit(issue=SAMPLE)

    desk.edit(file, old, new)

    stands_over_the_last_good_email(preview, code)
    line = desk.place(file, new).split(":")[1]
    expect(preview.at("#errors a").first).to_contain_text(f"issues/{file}:{line}:")
    expect(preview.at("#errors pre").first).to_contain_text(f"{line} | ")
    expect(preview.at("#errors pre").first).to_contain_text(new)
    expect(preview.at("#errors pre").first).to_contain_text(under)
    expect(preview.at("#errors")).to_contain_text("Below is the last version without errors.")
    assert preview.page.title().startswith("✗ ")

    desk.edit(file, new, old)

    is_mended(preview)
    assert not preview.page.title().startswith("✗")


def test_all_errors_are_listed_at_once(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    desk.write(SAMPLE, desk.read(SAMPLE).replace("number: 7", "numero: 7").replace("preheader: Six", "preheder: Six"))

    expect(preview.at("#errors h2")).to_have_text("2 errors to fix")
    expect(preview.at("#errors .problem")).to_have_count(2)


def test_an_error_that_is_there_from_the_start_shows_no_email_until_it_is_mended(
    desk: Server, preview: Preview
) -> None:
    desk.write("2024-10-neuf.yaml", "sujet: Pas encore\n")
    preview.visit(issue="2024-10-neuf.yaml")
    expect(preview.at("#errors")).to_be_visible()
    expect(preview.at("#mails")).to_be_hidden()

    desk.write("2024-10-neuf.yaml", "subject: Enfin\n")

    is_mended(preview, "Enfin")
    expect(preview.at("#mails")).to_be_visible()


def test_an_error_in_another_issue_changes_nothing_here(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    desk.write("2024-11-autre.yaml", "sujet: Pas encore\n")

    expect(preview.at("#issues .count.error")).to_have_text("1 error")
    expect(preview.at("#errors")).to_be_hidden()
    assert preview.heading() == HEADING


def test_a_deleted_issue_says_so_and_is_shown_again_when_it_is_back(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    text = desk.read(SAMPLE)

    (desk.root / "issues" / SAMPLE).unlink()

    expect(preview.at("#errors")).to_contain_text(f"there is no file issues/{SAMPLE}")
    expect(preview.at("#issues")).to_contain_text("There is none in this folder.")
    assert preview.heading() == HEADING

    desk.write(SAMPLE, text.replace("subject: Le dernier", "subject: Le tout dernier"))

    is_mended(preview, "Le tout dernier data snack avant la plage")


def test_a_renamed_issue_is_in_the_list_under_its_new_name(desk: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    (desk.root / "issues" / SAMPLE).rename(desk.root / "issues" / "2024-08-data-snack.yaml")

    expect(preview.at("#errors")).to_be_visible()
    expect(preview.at("#issues a")).to_have_count(1)
    preview.at("#issues a[data-issue='2024-08-data-snack.yaml']").click()
    is_mended(preview)
    expect(preview.at("#file")).to_have_text("2024-08-data-snack.yaml")


def test_a_folder_that_goes_and_comes_back_is_shown_again(own: Server, browse: Browse) -> None:
    preview = browse(own).visit(issue=SAMPLE)
    issues = own.root / "issues"

    issues.rename(own.root / "elsewhere")
    expect(preview.at("#errors")).to_be_visible()
    shutil.copytree(own.root / "elsewhere", issues)
    own.edit(SAMPLE, "subject: Le dernier", "subject: Le tout dernier")

    is_mended(preview, "Le tout dernier data snack avant la plage")


def test_a_server_that_is_killed_is_missed_and_one_on_the_same_port_is_found(own: Server, browse: Browse) -> None:
    preview = browse(own).visit(issue=SAMPLE, scheme="dark", tab="text")

    own.stop()

    expect(preview.at("#live")).to_have_text("The preview has stopped; waiting for it to come back")
    expect(preview.at("#live")).to_have_attribute("data-state", "gone")
    preview.tab("Email")
    assert preview.heading() == HEADING

    own.edit(SAMPLE, "subject: Le dernier", "subject: Le tout dernier")
    own.start()

    expect(preview.at("#live")).to_have_attribute("data-state", "live", timeout=20_000)
    is_mended(preview, "Le tout dernier data snack avant la plage")
    assert preview.view() == {"scheme": "dark"}


def test_a_view_that_is_chosen_while_the_server_is_gone_is_shown_once_it_is_back(own: Server, browse: Browse) -> None:
    preview = browse(own).visit(issue=SAMPLE)
    own.stop()
    expect(preview.at("#live")).to_have_attribute("data-state", "gone")

    preview.at("#contact").select_option("camille")
    own.start()

    eventually(lambda: preview.inside("(doc) => doc.body.textContent.includes('Bonjour Camille')"), expected=True)
