"""What is copied and downloaded is what ``newsletter compose`` writes, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.previewing import SAMPLE, Browse, Preview, Server

PARTS = {"h": "HTML", "t": "Text", "s": "Subject", "p": "Preheader"}
BUTTONS = {"h": "Copy HTML", "t": "Text", "s": "Subject", "p": "Preheader"}
# How the email is looked at, and the name of the files that are copied all the same.
VIEWS = [
    pytest.param({}, "2024-07-data-snack", id="as it is"),
    pytest.param({"contact": "noemie", "scheme": "inverted", "images": "off"}, "2024-07-data-snack", id="one contact"),
    pytest.param({"contact": "*"}, "2024-07-data-snack", id="everybody"),
    pytest.param({"esp": "brevo", "tab": "text"}, "2024-07-data-snack.brevo", id="another ESP"),
    pytest.param({"esp": "mailchimp", "contact": "camille"}, "2024-07-data-snack.mailchimp", id="ESP and contact"),
]


@pytest.fixture(scope="module")
def preview(gallery: Server, browse_once: Browse) -> Preview:
    """One page, which each test sends where it looks."""
    return browse_once(gallery)


def expected(gallery: Server, name: str) -> dict[str, str]:
    """What each key must copy, from the files that were composed."""
    manifest = gallery.manifest(name)
    return {
        "h": gallery.exported(f"{name}.html"),
        "t": gallery.exported(f"{name}.txt"),
        "s": manifest["subject"],
        "p": manifest["preheader"],
    }


def copied_by(preview: Preview, act: Callable[[], None], part: str) -> str:
    """What an action copies; nothing where the page does not say that it has copied."""
    forget(preview)
    act()
    expect(preview.at("#toast")).to_contain_text(f"{part} copied")
    return preview.copied()


def forget(preview: Preview) -> None:
    preview.page.evaluate("""async () => {
        document.querySelector("#toast").textContent = "";
        await navigator.clipboard.writeText("nothing new");
    }""")


@pytest.mark.parametrize(("view", "name"), VIEWS)
def test_every_key_and_every_button_copies_what_compose_writes(
    gallery: Server, preview: Preview, view: dict[str, str], name: str
) -> None:
    preview.visit(issue=SAMPLE, **view)
    copies = preview.page.get_by_role("group", name="Copy out")

    by_key = {key: copied_by(preview, partial(preview.page.keyboard.press, key), PARTS[key]) for key in PARTS}
    by_button = {
        key: copied_by(preview, copies.get_by_role("button", name=name).click, PARTS[key])
        for key, name in BUTTONS.items()
    }

    assert by_key == expected(gallery, name)
    assert by_button == by_key


@pytest.mark.parametrize(("view", "name"), [VIEWS[0], VIEWS[4]])
def test_the_keys_work_while_the_email_has_the_focus(
    gallery: Server, preview: Preview, view: dict[str, str], name: str
) -> None:
    preview.visit(issue=SAMPLE, **view)
    preview.email.get_by_role("link", name="Lire le dossier complet").focus()
    assert preview.page.evaluate("() => document.activeElement.localName") == "iframe"

    copied = {key: copied_by(preview, partial(preview.page.keyboard.press, key), PARTS[key]) for key in PARTS}

    assert copied == expected(gallery, name)


def test_the_page_says_how_much_was_copied(gallery: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    preview.page.keyboard.press("h")

    size = len(gallery.exported("2024-07-data-snack.html").encode())
    expect(preview.at("#toast")).to_have_text(f"HTML copied, {size:,} bytes.")


@pytest.mark.parametrize(("view", "name"), VIEWS)
def test_the_download_is_the_file_that_compose_writes(
    gallery: Server, preview: Preview, view: dict[str, str], name: str, tmp_path: Path
) -> None:
    preview.visit(issue=SAMPLE, **view)

    for number, act in enumerate((lambda: preview.page.keyboard.press("d"), preview.at("#download").click)):
        with preview.page.expect_download() as download:
            act()
        download.value.save_as(tmp_path / str(number))

        assert download.value.suggested_filename == f"{name}.html"
        assert (tmp_path / str(number)).read_bytes() == (gallery.root / "out" / f"{name}.html").read_bytes()


def test_with_an_error_nothing_is_copied_and_the_page_says_why(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    preview.at("#esp").select_option("postmark")
    copies = preview.page.get_by_role("group", name="Copy out")
    for name in BUTTONS.values():
        expect(copies.get_by_role("button", name=name)).to_be_disabled()

    for key, name in BUTTONS.items():
        button = copies.get_by_role("button", name=name)
        for act in (partial(preview.page.keyboard.press, key), partial(button.click, force=True)):
            forget(preview)
            act()
            expect(preview.at("#toast")).to_have_text("There is nothing to copy out: fix the errors first.")
            assert preview.copied() == "nothing new"


def test_with_an_error_nothing_is_downloaded_and_the_page_says_why(preview: Preview) -> None:
    preview.visit(issue=SAMPLE, esp="postmark")
    downloads: list[str] = []
    preview.page.on("download", lambda download: downloads.append(download.url))

    for act in (lambda: preview.page.keyboard.press("d"), lambda: preview.at("#download").click(force=True)):
        forget(preview)
        act()
        expect(preview.at("#toast")).to_have_text("There is nothing to copy out: fix the errors first.")

    assert (downloads, preview.page.url) == ([], preview.server.address(issue=SAMPLE, esp="postmark"))


def test_without_a_preheader_nothing_is_copied_and_the_page_says_so(desk: Server, browse: Browse) -> None:
    desk.write("2024-11-court.yaml", "subject: Court\n")
    preview = browse(desk).visit(issue="2024-11-court.yaml")
    forget(preview)

    preview.page.keyboard.press("p")

    expect(preview.at("#toast")).to_have_text("There is no preheader to copy.")
    assert preview.copied() == "nothing new"


def test_after_an_edit_the_new_parts_are_copied(desk: Server, browse: Browse) -> None:
    preview = browse(desk).visit(issue=SAMPLE)

    desk.edit(SAMPLE, "subject: Le dernier", "subject: Le tout dernier")
    expect(preview.at("#title")).to_have_text("Le tout dernier data snack avant la plage")

    assert copied_by(preview, lambda: preview.page.keyboard.press("s"), "Subject") == preview.at("#title").inner_text()
    assert "Le tout dernier data snack" in copied_by(preview, lambda: preview.page.keyboard.press("h"), "HTML")


def test_keys_are_none_while_one_types_or_holds_control(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    forget(preview)

    preview.at("#esp").focus()
    preview.page.keyboard.press("h")
    preview.at("body").press("Control+h")
    preview.at("body").press("Alt+t")

    expect(preview.at("#toast")).to_have_text("")
    assert preview.copied() == "nothing new"


def test_single_keys_are_listed_and_can_be_switched_off_for_good(gallery: Server, browse: Browse) -> None:
    preview = browse(gallery).visit(issue=SAMPLE)
    preview.page.keyboard.press("?")
    expect(preview.at("#keys")).to_contain_text("Copy the HTML")
    preview.page.get_by_label("Single keys are on").uncheck()
    preview.page.get_by_role("button", name="Close").click()
    for act in (lambda: None, preview.page.reload):
        act()
        preview.ready()
        forget(preview)
        preview.page.keyboard.press("h")
        preview.page.keyboard.press("2")
        expect(preview.at("#toast")).to_have_text("")
        assert (preview.copied(), preview.view()) == ("nothing new", {})

    preview.page.get_by_role("button", name="Keyboard shortcuts").click()
    preview.page.get_by_label("Single keys are on").check()
    preview.page.keyboard.press("Escape")

    assert copied_by(preview, lambda: preview.page.keyboard.press("s"), "Subject") != "nothing new"


def test_keys_choose_the_view(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    tabs = ("text", "inbox", "html", "mjml")
    pressed = [
        *zip("231", ({"width": "375"}, {"width": "320"}, {}), strict=True),
        *zip("ccc", ({"scheme": "dark"}, {"scheme": "inverted"}, {}), strict=True),
        *zip("ii", ({"images": "off"}, {}), strict=True),
        *((".", {"tab": tab}) for tab in tabs),
        *((",", {"tab": tab}) for tab in reversed(tabs[:-1])),
        *zip(",,..", ({}, {"tab": "mjml"}, {}, {"tab": "text"}), strict=True),
    ]

    seen = []
    for key, _ in pressed:
        preview.page.keyboard.press(key)
        seen.append((key, preview.view()))

    assert seen == pressed
