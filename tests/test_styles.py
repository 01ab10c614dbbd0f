"""How styles are worked out, by a page that says what its elements look like; tests/browser asks Chromium too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from typing import Any

import pytest
import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tinycss2 import color4

from newsletter.styles import DESKTOP, PHONE, Styles
from newsletter.styles.css import color
from newsletter.styles.selecting import Elements
from newsletter.styles.selectors import selectors
from newsletter.styles.style import Style
from newsletter.styles.written import attribute, components, declarations
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


@pytest.mark.parametrize(
    "css", ["a:not(" * 900, "@media screen{" * 1500, "td " * 2000 + "{color:#00f}", f"p{{color:{'(' * 9000}}}"]
)
def test_css_that_is_nested_without_end_is_passed_over(css: str) -> None:
    page = f"<style>{css}</style><style>p {{ color: #00f }}</style><p>x</p>"

    assert [text.style.ink for text in styles_of(page).texts()] == ["#0000ff"]


@pytest.mark.parametrize("size", ["1e999px", "1e308em", "9" * 400 + "px", "1e999%", "1e308em; line-height: 1e308"])
def test_no_size_is_infinite(size: str) -> None:
    page = f"<div style='font-size: {size}; padding: 1e999em'>" * 3 + "x"

    assert all(isfinite(text.style.font_size + (text.style.line_height or 0)) for text in styles_of(page).texts())


@pytest.mark.parametrize("css", ["color: oklch(0.5 0.2 240)", "color: lab(50% 40 59)", "background: oklab(0.4 0.1 0)"])
def test_a_colour_that_cannot_be_converted_changes_nothing(css: str) -> None:
    assert [text.style.ink for text in styles_of(f"<p style='{css}'>x</p>").texts()] == ["#000000"]


@pytest.mark.parametrize("query", ["(max-width: 1.2.3px)", "(min-width: .px)", "(width <= ..px)"])
def test_a_query_with_a_number_that_is_none_does_not_hold(query: str) -> None:
    page = f"<style>@media {query} {{ p {{ color: #00f }} }}</style><p>x</p>"

    assert [text.style.ink for text in styles_of(page).texts()] == ["#000000"]


_PARTS = st.sampled_from([*" \n\t;:'\"/*!@-+.,%#&()[]{}\\<>1eé", "color", "font", "--x", "0px", "red", "url(", "-->"])


@given(st.lists(_PARTS, max_size=25).map("".join) | st.text(max_size=25))
def test_a_style_attribute_that_is_only_split_says_what_it_says_parsed_as_a_whole(css: str) -> None:
    assert attribute(css) == list(declarations(tinycss2.parse_blocks_contents(css, skip_comments=True)))


_VALUES = st.sampled_from([*" \n\t:/!@-+.,%#&<>1eé", "font", "--x", "0px", "url(a)", "f(x, 1)", "'a;\"b'", "[1]"])


@given(st.lists(_VALUES, max_size=15).map("".join))
def test_a_value_that_is_written_anew_has_the_same_parts(value: str) -> None:
    (declared,) = attribute(f"color:{value}")
    parts = components(declared.value)

    assert tinycss2.serialize(parts).strip() == declared.value
    assert declared.important or _kinds(parts) == _kinds(components(value))


def _kinds(nodes: Sequence[Any]) -> list[str]:
    return [node.type for node in nodes if node.type != "whitespace"]


_TREE = Elements.of(
    etree.fromstring(
        "<div class=a><p class='a b' id=a><b class=-b><p class=é x>1</p></b></p></div><p><div><b x id=b>2</b></div>",
        etree.HTMLParser(),
    )
)
_MARKS = st.sampled_from(["p", "b", "div", "P", "*", ".a", ".b", ".-b", ".é", "#a", "[x]", ":root", ":hover", ".", "1"])
_BETWEEN = st.sampled_from(["", "", " ", ">", " > ", "\n", ",", " , ", "+", "~", "  "])


@given(st.lists(st.tuples(_MARKS, _BETWEEN), min_size=1, max_size=7).map(lambda drawn: "".join(map("".join, drawn))))
def test_everyday_selectors_mean_what_cssselect_says(text: str) -> None:
    try:
        expected = [(each.specificity(), HTMLTranslator().selector_to_xpath(each)) for each in parse(text)]
    except SelectorError:
        expected = []
    found = selectors(text)

    assert [each.specificity for each in found] == [specificity for specificity, _ in expected]
    for ours, (_, path) in zip(found, expected, strict=True):
        assert sorted(_TREE.selected(ours)) == [_TREE.numbers[each] for each in _TREE.all[0].xpath(path)]


def test_everyday_selectors_need_no_xpath() -> None:
    for text in ("p", "*", ".a", "#a.b", "table[align] > td.a, .b p", ":root", "a:hover", "DIV  >\n.é"):
        assert not any(each.path for each in selectors(text))


def test_a_namespace_that_nobody_declared_has_no_elements() -> None:
    page = "<style>ns|p { color: red } *|p { font-size: 9px }</style><p>x</p>"

    assert [(text.style.ink, text.style.font_size) for text in styles_of(page).texts()] == [("#000000", 9)]


@given(
    st.text("0123456789abcdef#g", min_size=3, max_size=9)
    | st.text("0123456789abcdef", min_size=3, max_size=8).map("#{}".format)
)
def test_a_colour_by_its_digits_is_what_tinycss2_says(value: str) -> None:
    theirs = color4.parse_color(value)

    assert color(value) == (theirs and (*(part * 255 for part in theirs.coordinates), theirs.alpha))
