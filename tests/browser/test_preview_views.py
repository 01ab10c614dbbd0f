"""Every way to look at an email: widths, colours, pictures, and the other parts of the message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.previewing import SAMPLE, WARNED, Browse, Preview, Server, eventually
from tests.browser.support import SCHEMES, Open, listed
from tests.conftest import Ran

WIDTH = "(doc, win) => win.innerWidth"
# Ground and text of every element of the email.
PAINTED = """(doc) => [...doc.body.querySelectorAll("*"), doc.body].map((element) => {
    const { backgroundColor, color } = getComputedStyle(element);
    return `${element.localName}: ${color} on ${backgroundColor}`;
})"""
PICTURES = "(doc) => [...doc.images].map(({ alt, naturalWidth }) => [alt, naturalWidth > 0])"

# The texts of the email whose contrast is below that of WCAG 2.2, 1.4.3.
FAINT = """(doc) => [...doc.body.querySelectorAll("*")]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()) && tests.seen(e))
    .map((e) => [tests.contrast(getComputedStyle(e).color, tests.ground(e)), tests.name(e)])
    .filter(([contrast]) => contrast < 4.5)"""


@pytest.fixture(scope="module")
def preview(gallery: Server, browse_once: Browse) -> Preview:
    """One page, which each test sends where it looks."""
    return browse_once(gallery, viewport={"width": 1920, "height": 900})


def lightness(color: str) -> float:
    """How light an `rgb(…)` is, from 0 to 1."""
    red, green, blue = (int(part) / 255 for part in color.removeprefix("rgb(").removesuffix(")").split(","))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "pixels"), [("Phone", 375), ("Small phone", 320), ("Desktop", 960)])
def test_the_email_is_exactly_as_wide_as_chosen(preview: Preview, name: str, pixels: int) -> None:
    preview.visit(issue=SAMPLE, width="desktop" if pixels < 960 else "375")

    preview.choose(name)

    eventually(lambda: preview.inside(WIDTH), pixels)
    expect(preview.at("#measured")).to_have_text(f"{pixels} px")


def test_the_whole_email_shows_without_a_scroll_bar_of_its_own(preview: Preview) -> None:
    preview.visit(issue=SAMPLE, width="375")

    eventually(
        lambda: preview.inside(
            "(doc, win) => [win.innerHeight >= doc.body.scrollHeight, doc.documentElement.scrollWidth]"
        ),
        [True, 375],
    )


def test_the_grip_changes_the_width_by_mouse_and_by_keys(preview: Preview) -> None:
    preview.visit(issue=SAMPLE, width="400")
    grip = preview.page.get_by_role("slider", name="Width of the email in pixels")
    box = grip.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, 450

    preview.page.mouse.move(x, y)
    preview.page.mouse.down()
    preview.page.mouse.move(x + 20, y + 5, steps=3)
    expect(preview.at("#measured")).to_have_text("440 px")
    preview.page.mouse.move(x + 50, y, steps=3)
    preview.page.mouse.up()
    preview.page.mouse.move(x + 90, y)

    eventually(lambda: preview.inside(WIDTH), 500)
    for key, pixels in {"ArrowRight": 510, "ArrowLeft": 500, "PageDown": 400, "PageUp": 500}.items():
        grip.press(key)
        expect(preview.at("#measured")).to_have_text(f"{pixels} px")
        expect(grip).to_have_attribute("aria-valuenow", str(pixels))
        eventually(lambda: preview.inside(WIDTH), pixels)
    assert preview.view() == {"width": "500"}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("browsers", SCHEMES)
def test_light_and_dark_are_those_of_the_email_whatever_the_browser_prefers(
    gallery: Server, browse: Browse, opened: Open, scheme: str, browsers: str
) -> None:
    exported = opened(gallery.root / "out" / "2024-07-data-snack.html", 640, scheme).js(f"({PAINTED})(document)")
    preview = browse(gallery, color_scheme=browsers).visit(issue=SAMPLE, width="640", scheme=scheme)

    eventually(lambda: preview.inside(PAINTED), exported)


def test_inverted_the_grounds_are_dark_and_the_texts_light(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    colors = """(doc) => ["h1", "p", "body"].map((name) => {
        const { backgroundColor, color } = getComputedStyle(doc.querySelector(name));
        return name === "body" ? backgroundColor : color;
    })"""
    assert [round(lightness(color)) for color in preview.inside(colors)] == [0, 0, 1]

    preview.choose("Inverted")

    eventually(lambda: [round(lightness(color)) for color in preview.inside(colors)], [1, 1, 0])


def test_inverted_every_text_can_be_read(gallery: Server, browse: Browse) -> None:
    preview = browse(gallery)
    preview.page.add_init_script(path=Path(__file__).parent / "page.js")
    preview.visit(issue=SAMPLE, scheme="inverted")

    faint = preview.inside(FAINT)

    assert not faint, listed(faint)


def test_without_pictures_their_alternative_texts_are_there(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    shown = preview.inside(PICTURES)
    assert all(loaded for _, loaded in shown)

    preview.choose("Off")

    eventually(lambda: preview.inside(PICTURES), [[alt, False] for alt, _ in shown])
    assert "Lecture d’été\xa0: feuilletez le CX Circle magazine 2024" in [alt for alt, _ in shown]


def test_the_web_is_asked_for_pictures_only_once_that_is_chosen(preview: Preview) -> None:
    preview.visit(issue=WARNED)
    from_web = "(doc) => doc.querySelector('img[src*=banner]').naturalWidth"
    local = "(doc) => doc.querySelector('img[src*=logo]').naturalWidth > 0"
    for name, shown in {"Off": False, "Shown": True}.items():
        preview.choose(name)
        eventually(lambda: preview.inside(local), shown)
    assert (preview.inside(from_web), preview.elsewhere) == (0, [])

    preview.choose("Web")

    eventually(lambda: preview.inside(from_web), 2)
    assert {url.partition("#")[0] for url in preview.elsewhere} == {"https://pictures.example.org/banner.png"}


def test_the_text_tab_is_the_text_part(gallery: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE, tab="text")

    assert preview.at("#panel-text pre").text_content() == gallery.exported("2024-07-data-snack.txt")
    expect(preview.at("#panel-text header")).to_contain_text("Le dernier data snack avant la plage")


def test_the_html_tab_is_the_exported_html(gallery: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE, tab="html")
    expect(preview.at("#panel-html pre")).to_be_visible()

    assert preview.at("#panel-html pre").text_content() == gallery.exported("2024-07-data-snack.html")


def test_the_mjml_tab_is_what_compose_prints(
    gallery: Server, preview: Preview, cli: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(gallery.root)
    preview.visit(issue=SAMPLE, tab="mjml")
    expect(preview.at("#panel-mjml pre")).to_be_visible()

    assert preview.at("#panel-mjml pre").text_content() == cli("compose", SAMPLE, "--stdout", "mjml").out


def test_a_source_is_coloured(preview: Preview) -> None:
    preview.visit(issue=SAMPLE, tab="html")
    expect(preview.at("#panel-html pre")).to_be_visible()

    kinds = [preview.at(f"#panel-html .{kind}").first for kind in ("nt", "na", "s")]

    assert len({kind.evaluate("token => getComputedStyle(token).color") for kind in kinds}) == 3


def cut(preview: Preview) -> list[bool]:
    """Whether each row of an inbox leaves some of the subject out."""
    return preview.at(".inbox .cut:is(.subject, :has(.subject))").evaluate_all(
        "lines => lines.map(line => line.scrollWidth > line.clientWidth"
        " && getComputedStyle(line).textOverflow === 'ellipsis')"
    )


def test_inboxes_cut_a_long_subject_and_leave_a_short_one(preview: Preview) -> None:
    preview.visit(issue=WARNED, tab="inbox")
    expect(preview.at(".inbox")).to_have_count(3)
    assert cut(preview) == [True, True, True]

    preview.page.get_by_role("link", name="Back from the beach").click()

    expect(preview.at(".inbox.small .subject").first).to_have_text("Back from the beach")
    assert cut(preview)[:2] == [False, False]


def test_inboxes_show_the_sender_the_subject_and_the_preheader(gallery: Server, preview: Preview) -> None:
    preview.visit(issue=SAMPLE, tab="inbox")
    manifest = gallery.manifest("2024-07-data-snack")

    for inbox in preview.at(".inbox").all():
        expect(inbox).to_contain_text("Le data snack")
        expect(inbox).to_contain_text(manifest["subject"])
        expect(inbox).to_contain_text(manifest["preheader"].replace("'", "’"))
