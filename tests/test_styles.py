"""How styles are worked out, by a page that says what its elements look like; tests/browser asks Chromium too."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from newsletter.styles import DESKTOP, PHONE, Styles
from newsletter.styles.style import Style
from tests.casefile import CASES

PAGE = (CASES / "browser" / "styles.html").read_text(encoding="utf-8")
VIEWS = {
    (DESKTOP, "light"): ["data-is"],
    (DESKTOP, "dark"): ["data-is", "data-dark"],
    (PHONE, "light"): ["data-is", "data-phone"],
    (PHONE, "dark"): ["data-is", "data-phone", "data-dark", "data-phone-dark"],
}


def styles_of(html: str) -> Styles:
    return Styles(etree.fromstring(html, etree.HTMLParser(huge_tree=True)))


def said(style: Style, name: str) -> str:
    """A property in the words of the page."""
    value = getattr(style, name)
    if name == "color":
        return "#" + "".join(f"{round(part):02x}" for part in value[:3])
    if isinstance(value, tuple):
        return " ".join(f"{part:g}" for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{round(value, 3):g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_elements_look_as_the_page_says(width: int, scheme: str) -> None:
    styles, differ, asked = styles_of(PAGE), [], 0
    for element, style in zip(styles.elements.all, styles.at(width, scheme), strict=True):
        expected: dict[str, str] = {}
        for name in VIEWS[width, scheme]:
            expected |= dict(re.findall(r"(\w+): ([^;]+)", element.get(name) or ""))
        asked += len(expected)
        found = {name: said(style, name) for name in expected}
        if found != expected:
            differ.append((element.text, expected, found))

    assert differ == []
    assert asked > 90


def test_a_message_in_the_dark_that_has_no_dark_scheme_stays_as_it_is() -> None:
    page = "<html><head>{}</head><body><p>Text <a href=x>link</a></p></body></html>"
    plain, dark = styles_of(page.format("")), styles_of(page.format('<meta name="color-scheme" content="light dark">'))

    assert [(text.style.ink, text.style.ground) for text in plain.texts(scheme="dark")] == [
        ("#000000", "#ffffff"),
        ("#0000ee", "#ffffff"),
    ]
    assert [(text.style.ink, text.style.ground) for text in dark.texts(scheme="dark")] == [
        ("#ffffff", "#121212"),
        ("#9e9eff", "#121212"),
    ]


def test_a_page_may_be_nested_as_deeply_as_it_likes() -> None:
    deep = 1_000
    page = f"<style>.a p {{ color: red; }} p > b {{ color: blue; }}</style>{'<div class=a>' * deep}<p>x<b>y</b></p>"

    assert [text.style.ink for text in styles_of(page).texts()] == ["#ff0000", "#0000ff"]


def test_the_second_style_sheet_counts_more() -> None:
    page = "<style>p { color: red }</style><style>p { color: blue }</style><p>x</p>"

    assert [text.style.ink for text in styles_of(page).texts()] == ["#0000ff"]


def test_css_that_makes_no_sense_is_passed_over() -> None:
    page = "<style>}} p { color: ; : red; font-size: -3px } p { @x; color: #00f !important; } <!-- {{</style><p>x</p>"

    assert [(text.style.ink, text.style.font_size) for text in styles_of(page).texts()] == [("#0000ff", 16)]
