"""What every page owes its users: axe-core finds nothing, the keyboard reaches all, nothing overflows or leaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.previewing import BROKEN, EMAIL, SAMPLE, TABS, WARNED, Browse, Preview, Server, eventually
from tests.browser.support import SCHEMES, listed

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 800}}
NARROW_TABS = (*TABS, "Findings")

# Everything that the keyboard must reach, by what it is; a group of radios is one stop, and so is a list of tabs.
CONTROLS = """() => [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex], iframe")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !element.closest("dialog"))
    .filter((element) => element.tabIndex >= 0 && (element.type !== "radio" || element.checked))
    .map((element) => window.tests.stop(element))"""
STOP = """() => { window.tests = { stop({ localName, id, name, className, textContent }) {
    return [localName, id || name || className || textContent.trim()].join(" ");
} }; }"""

Pages = Callable[[str, str], Preview]


@pytest.fixture(scope="module")
def preview(gallery: Server, browse_once: Browse) -> Preview:
    """One page, which each test sends where it looks."""
    return browse_once(gallery)


@pytest.fixture(scope="module")
def pages(gallery: Server, browse_once: Browse) -> Pages:
    """A page for each size and scheme. It has no policy, which would keep axe out as well."""
    known: dict[tuple[str, str], Preview] = {}

    def page(size: str, scheme: str) -> Preview:
        if (size, scheme) not in known:
            how: dict[str, Any] = {"viewport": SIZES[size], "color_scheme": scheme, "bypass_csp": True}
            known[size, scheme] = browse_once(gallery, reduced_motion="reduce", **how)
        return known[size, scheme]

    return page


def violations(preview: Preview) -> list[str]:
    """What axe finds wrong with the page; the email in it is looked at elsewhere."""
    found = Axe().run(preview.page, options={"iframes": False, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['failureSummary']} {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_tab(pages: Pages, size: str, scheme: str) -> None:
    preview = pages(size, scheme).visit(issue=WARNED, contact="camille")
    found = []
    for tab in NARROW_TABS if size == "phone" else TABS:
        preview.tab(tab)
        if tab in ("HTML", "MJML"):
            expect(preview.at(f"#panel-{tab.lower()} pre")).to_be_visible()
        found += [f"{tab}: {violation}" for violation in violations(preview)]
    assert not found, listed(found)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_with_a_place_with_keys_and_with_errors(pages: Pages, size: str, scheme: str) -> None:
    preview = pages(size, scheme).visit(issue=WARNED)
    preview.email.get_by_role("heading", level=1).click(force=True)
    preview.at("#paste summary").evaluate("summary => summary.click()")
    expect(preview.at("#place")).to_be_visible()
    found = violations(preview)

    preview.page.get_by_role("button", name="Keyboard shortcuts").click()
    found += violations(preview)

    preview.visit(issue=WARNED, contact="*")
    expect(preview.at(EMAIL)).to_have_count(3)
    found += violations(preview)

    preview.visit(issue=BROKEN)
    expect(preview.at("#errors")).to_be_visible()
    found += violations(preview)
    assert not found, listed(found)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_never_wider_than_the_screen(pages: Pages, size: str) -> None:
    preview = pages(size, "light").visit(issue=WARNED)
    wide = {}
    for tab in NARROW_TABS if size == "phone" else TABS:
        preview.tab(tab)
        wide[tab] = preview.page.evaluate("() => [document.documentElement.scrollWidth, document.body.scrollWidth]")
    preview.visit(issue=BROKEN)
    wide["errors"] = preview.page.evaluate("() => [document.documentElement.scrollWidth, document.body.scrollWidth]")

    assert wide == dict.fromkeys(wide, [SIZES[size]["width"]] * 2)


@pytest.mark.parametrize("size", SIZES)
def test_no_part_of_the_message_is_cut_off(pages: Pages, size: str) -> None:
    preview = pages(size, "light").visit(issue=WARNED, width="375")
    boxes = {}
    for tab, part in {"Email": ".sheet", "Text": ".letter pre", "Inbox": ".inbox", "HTML": "#panel-html pre"}.items():
        preview.tab(tab)
        box = preview.at(part).first.bounding_box()
        stage = preview.at("#stage").bounding_box()
        assert box
        assert stage
        boxes[tab] = (box["x"] >= stage["x"], box["x"] + box["width"] <= stage["x"] + stage["width"])

    assert boxes == dict.fromkeys(boxes, (True, True))


@pytest.mark.parametrize("size", SIZES)
def test_tab_reaches_every_control_in_the_order_in_which_they_stand(pages: Pages, size: str) -> None:
    preview = pages(size, "light").visit(issue=WARNED)
    preview.page.evaluate(STOP)
    controls = preview.page.evaluate(CONTROLS)
    assert len(controls) > 15

    reached: list[str | None] = []
    for _ in range(200):  # presses; there are many links in the email, which is one stop here
        preview.page.keyboard.press("Tab")
        stop = preview.page.evaluate(
            "() => document.activeElement?.matches('body *') ? window.tests.stop(document.activeElement) : null"
        )
        if stop is None:
            break
        if reached[-1:] != [stop]:
            reached.append(stop)

    assert reached == controls


def test_arrow_keys_home_and_end_choose_tabs(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)
    preview.page.get_by_role("tab", name="Email").focus()
    keys = {
        "ArrowRight": "Text", "End": "MJML", "ArrowLeft": "HTML", "Home": "Email",
    }  # fmt: skip

    for key, name in keys.items():
        preview.page.keyboard.press(key)
        tab = preview.page.get_by_role("tab", name=name, exact=True)
        expect(tab).to_be_focused()
        expect(tab).to_have_attribute("aria-selected", "true")
        expect(preview.page.get_by_role("tab", selected=True)).to_have_count(1)
        expect(preview.at("#stage")).to_have_attribute("aria-labelledby", f"tab-{name.lower()}")
    preview.page.keyboard.press("ArrowLeft")
    expect(preview.page.get_by_role("tab", name="MJML")).to_be_focused()  # round


def test_the_first_stop_skips_to_the_email(preview: Preview) -> None:
    preview.visit(issue=SAMPLE)

    preview.page.keyboard.press("Tab")
    expect(preview.page.get_by_role("link", name="Skip to the email")).to_be_in_viewport()
    preview.page.keyboard.press("Enter")

    expect(preview.at("#stage")).to_be_focused()


def test_in_normal_use_nothing_is_asked_of_other_hosts_and_the_console_is_silent(desk: Server, browse: Browse) -> None:
    preview = browse(desk).visit(issue=SAMPLE)
    for tab in (*TABS[1:], "Email"):
        preview.tab(tab)
    for name in ("Dark", "Inverted", "Light", "Phone", "Small phone", "Desktop"):
        preview.choose(name)
    for choice in ({"contact": "camille"}, {"contact": "*"}, {"contact": ""}, {"esp": "brevo"}, {"esp": "postmark"}):
        for name, value in choice.items():
            preview.at(f"#{name}").select_option(value)
    expect(preview.at("#errors")).to_be_visible()
    preview.at("#esp").select_option("")
    expect(preview.at("#errors")).to_be_hidden()
    preview.email.get_by_text("Paris Retail Week").first.click(force=True)
    preview.page.keyboard.press("h")
    expect(preview.at("#toast")).to_contain_text("HTML copied")
    desk.edit(SAMPLE, "subject: Le dernier", "subject: Le tout dernier")
    eventually(preview.heading, "Le tout dernier data snack avant la plage")

    assert (preview.complaints, preview.elsewhere) == ([], [])


def test_nothing_of_an_email_runs_in_the_page(desk: Server, browse: Browse) -> None:
    strike = '<script>parent.struck = 1</script><img src=x onerror="parent.struck = 2">'
    issue = {"subject": strike, "preheader": strike, "intro": strike, "greeting": strike}
    desk.write("2024-10-piege.yaml", "\n".join(f"{key}: '{text}'" for key, text in issue.items()))
    preview = browse(desk).visit(issue="2024-10-piege.yaml")
    expect(preview.at("#title")).to_have_text(strike)
    for tab in TABS:
        preview.tab(tab)

    assert preview.page.evaluate("() => [window.struck, document.querySelectorAll('img').length]") == [None, 0]
