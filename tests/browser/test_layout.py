"""How a message fits the screen: no width scrolls, pictures keep their shape, buttons are large enough to press."""

from __future__ import annotations

import pytest

from newsletter.load import Project
from tests.browser.support import MESSAGES, Open, listed

WIDTHS = (320, 375, 414, 640, 1024)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("message", MESSAGES)
def test_nothing_scrolls_sideways(opened: Open, message: str, width: int) -> None:
    page = opened(message, width)
    shown = page.js("document.documentElement.scrollWidth")
    assert shown <= width, listed([f"{shown} px", *page.js("tests.wideners()")])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("message", MESSAGES)
def test_no_text_is_squeezed_into_a_column_of_letters(opened: Open, message: str, width: int) -> None:
    squeezed = opened(message, width).js(
        """tests.texts().filter(e => {
            const room = e.getBoundingClientRect().width / parseFloat(getComputedStyle(e).fontSize);
            return room < 4 && e.textContent.trim().length > 12;
        }).map(tests.name)"""
    )
    assert not squeezed, listed(squeezed)


@pytest.mark.parametrize("message", ["everything", "arabic"])
def test_what_is_stacked_on_a_telephone_has_its_whole_width(opened: Open, message: str) -> None:
    widths = opened(message, 320).js(
        """[...document.querySelectorAll('.says.stack')].map(e => [
            e.getBoundingClientRect().width, e.closest('table').parentElement.getBoundingClientRect().width])"""
    )
    assert widths
    assert [pair for pair in widths if pair[0] < pair[1] - 1] == []


@pytest.mark.parametrize("width", [320, 1024])
@pytest.mark.parametrize("message", MESSAGES)
def test_a_heading_keeps_its_distance_from_the_text_before_it(opened: Open, message: str, width: int) -> None:
    close = opened(message, width).js(
        """() => {
            const texts = tests.texts();
            return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, .saying')].map(heading => {
                const top = heading.getBoundingClientRect().top;
                const before = texts.filter(e => !heading.contains(e) && e.compareDocumentPosition(heading) & 4);
                const bottoms = before.map(e => e.getBoundingClientRect().bottom);
                const gap = top - Math.max(...bottoms.filter(bottom => bottom <= top + 1), -Infinity);
                return {gap, name: tests.name(heading)};
            }).filter(({gap}) => gap < 8);
        }"""
    )
    assert not close, listed(close)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_message_is_as_wide_as_its_brand_says_where_there_is_room(
    opened: Open, projects: dict[str, Project], width: int
) -> None:
    shown = opened("everything", width).js("document.querySelector('.surface').getBoundingClientRect().width")
    assert shown == min(width, projects["everything"].brand.width)


@pytest.mark.parametrize("width", [320, 1024])
@pytest.mark.parametrize("message", ["sample", "everything"])
def test_pictures_load_and_keep_their_shape(opened: Open, message: str, width: int) -> None:
    pictures = opened(message, width).js(
        """[...document.images].map(i => ({
            name: tests.name(i), natural: [i.naturalWidth, i.naturalHeight], shown: [i.clientWidth, i.clientHeight]
        }))"""
    )
    assert pictures
    for picture in pictures:
        (natural_width, natural_height), (shown_width, shown_height) = picture["natural"], picture["shown"]
        assert natural_width, f"it does not load: {picture}"
        assert shown_width >= 24, f"too small to see: {picture}"
        assert shown_width <= natural_width, f"enlarged: {picture}"
        assert abs(shown_width * natural_height / natural_width - shown_height) <= 1, f"out of shape: {picture}"


@pytest.mark.parametrize("width", [320, 1024])
@pytest.mark.parametrize("message", ["sample", "everything"])
def test_a_button_is_large_enough_to_press(opened: Open, message: str, width: int) -> None:
    buttons = opened(message, width).js(
        """[...document.querySelectorAll('.press a')].map(a => {
            const {width, height} = a.getBoundingClientRect();
            return {name: tests.name(a), width, height};
        })"""
    )
    assert buttons
    small = [button for button in buttons if button["height"] < 44 or button["width"] < 44]
    assert not small, listed(small)


@pytest.mark.parametrize("message", ["sample", "everything"])
def test_the_control_tags_of_show_if_take_no_room(opened: Open, projects: dict[str, Project], message: str) -> None:
    conditions = [section.show_if for section in projects[message].issue.sections if section.show_if]
    boxes = opened(message).js(
        """[...document.querySelectorAll('.page > div')].filter(e => e.textContent.trim().startsWith('{%')).map(e => {
            const range = document.createRange();
            range.selectNodeContents(e);
            const ink = Math.max(0, ...[...range.getClientRects()].map(r => r.height));
            return {text: e.textContent.trim(), height: e.getBoundingClientRect().height, ink};
        })"""
    )
    written = [tag for condition in conditions for tag in (f"{{% if {condition} %}}", "{% endif %}")]
    assert [box["text"] for box in boxes] == written
    assert [box for box in boxes if box["height"] or box["ink"]] == []
