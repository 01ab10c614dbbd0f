"""Which side things stand on: a message from right to left is the mirror of one from left to right."""

from __future__ import annotations

import pytest

from tests.browser.support import RTL, Open, listed

MESSAGES = ("sample", "everything", *RTL)
WIDE = 640  # at 320 what cannot stand side by side is stacked

# What stands at the start of a line, before something else.
FIRST = {
    "tile": "td.when",
    "figure": "td.figure:not(.stack)",
    "disc": "td.step",
    "number in the recap": "td.count",
    "sign of a medium": "td.glyph",
    "picture of the author": "td:has(> .round)",
    "logo": "td.stack:has(.logo)",
    "column of a table": ".prose th:not(:last-child)",
}

# Boxes that stand against the start of what holds them, and those that hold them.
LEANING = {"button": (".press", "div"), "bar": (".fill", "td"), "logo": (".logo", "td"), "sign": (".sign", "table")}


@pytest.mark.parametrize("width", [320, WIDE])
@pytest.mark.parametrize("what", FIRST)
@pytest.mark.parametrize("message", ["everything", *RTL])
def test_what_comes_first_stands_at_the_start(opened: Open, message: str, what: str, width: int) -> None:
    gaps = opened(message, width).js(
        """selector => [...document.querySelectorAll(selector)].map(e => {
            const [one, next] = [e, e.nextElementSibling].map(x => x.getBoundingClientRect());
            const stacked = next.top >= one.bottom - 1;
            return {stacked, gap: next.left + next.right - one.left - one.right};
        })""",
        FIRST[what],
    )
    assert gaps
    assert any(gap["stacked"] for gap in gaps) == (what == "logo" and width == 320)
    forwards = -1 if message in RTL else 1
    assert [gap for gap in gaps if not gap["stacked"] and gap["gap"] * forwards <= 0] == []


@pytest.mark.parametrize("what", LEANING)
@pytest.mark.parametrize("message", ["everything", *RTL])
def test_what_is_narrower_than_its_place_leans_to_the_start(opened: Open, message: str, what: str) -> None:
    distances = opened(message, WIDE).js(
        """([selector, holder]) => [...document.querySelectorAll(selector)].map(e => {
            const outer = e.parentElement.closest(holder), style = getComputedStyle(outer);
            const [a, b] = [e, outer].map(x => x.getBoundingClientRect());
            const [left, right] = [style.paddingLeft, style.paddingRight].map(parseFloat);
            return [a.left - b.left - left, b.right - a.right - right];
        })""",
        LEANING[what],
    )
    assert distances
    starts = [right if message in RTL else left for left, right in distances]
    assert [start for start in starts if abs(start) > 1] == []


@pytest.mark.parametrize(
    ("selector", "side"),
    [
        (".prose ul", "padding"),
        (".prose ol", "padding"),
        (".prose blockquote", "border"),
        (".prose blockquote", "padding"),
        (".saying", "border"),
        (".saying", "padding"),
        (".saying + .caption", "padding"),
        (".slot", "border"),
        (".slot", "padding"),
    ],
)
@pytest.mark.parametrize("message", ["everything", *RTL])
def test_what_is_indented_is_indented_from_the_start(opened: Open, message: str, selector: str, side: str) -> None:
    widths = opened(message, WIDE).js(
        """([selector, side]) => [...document.querySelectorAll(selector)].map(e => {
            const style = getComputedStyle(e), name = s => side + s + (side === 'border' ? 'Width' : '');
            return ['Left', 'Right'].map(s => parseFloat(style[name(s)]));
        })""",
        [selector, side],
    )
    assert widths
    start, end = (1, 0) if message in RTL else (0, 1)
    assert [pair for pair in widths if pair[start] < 3 or pair[end]] == []


@pytest.mark.parametrize(
    "selector",
    ["td.when", "td.figure", "td.step", "td.glyph", "td.count", "td:has(> .round)", ".prose th", ".prose td"],
)
@pytest.mark.parametrize("width", [320, WIDE])
@pytest.mark.parametrize("message", ["everything", *RTL])
def test_what_keeps_its_distance_keeps_it_from_what_follows(
    opened: Open, message: str, selector: str, width: int
) -> None:
    paddings = opened(message, width).js(
        """selector => [...document.querySelectorAll(selector)].filter(e => !e.matches('.stack')).map(e => {
            const style = getComputedStyle(e);
            return [parseFloat(style.paddingLeft), parseFloat(style.paddingRight)];
        })""",
        selector,
    )
    assert paddings
    start, end = (1, 0) if message in RTL else (0, 1)
    assert [pair for pair in paddings if pair[start] or pair[end] < 8] == []


@pytest.mark.parametrize("message", MESSAGES)
def test_every_text_starts_where_its_lines_start(opened: Open, message: str) -> None:
    wrong = opened(message, WIDE).js(
        """([side, direction]) => tests.texts().filter(e => {
            const style = getComputedStyle(e);
            const centred = e.closest('.disc, .sign, .month, .day, .press') || e.closest('th, td')?.style.textAlign;
            const aside = e.closest('td.stack, pre');
            const isolated = e.closest('bdi, [dir=ltr], pre');
            return (style.textAlign !== side && !centred && !aside) || (style.direction !== direction && !isolated);
        }).map(tests.name)""",
        ["right", "rtl"] if message in RTL else ["left", "ltr"],
    )
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("message", ["everything", *RTL])
def test_code_runs_from_the_left(opened: Open, message: str) -> None:
    styles = opened(message).js(
        """[...document.querySelectorAll('pre, code')].map(e => {
            const style = getComputedStyle(e);
            return [e.closest('pre') ? style.textAlign : 'left', style.direction];
        })"""
    )
    assert styles
    assert {tuple(style) for style in styles} == {("left", "ltr")}


@pytest.mark.parametrize("message", ["everything", *RTL])
def test_an_arrow_points_along_the_lines(opened: Open, message: str) -> None:
    arrows = opened(message).js("[...document.querySelectorAll('.todo a[aria-label]')].map(a => a.textContent)")
    assert arrows == ["←" if message in RTL else "→"]


# A text, its first and its last sign as its readers see them, and whether it runs from left to right.
RUNS = {
    "arabic": [
        ("https://www.example.com/help/", "ltr"),
        ("hello@example.com", "ltr"),
        ("+20\u00a02\u00a01234\u00a05678", "ltr"),
        ("{{contact.email}}", "ltr"),
        ("Getting Started (2024)", "ltr"),
        ("The Long Tail (2nd ed.)", "ltr"),
        ("12 Example Street, 20000 Casablanca", "ltr"),
        ("npm install", "ltr"),
        ("curl https://www.example.com/api?x=1", "ltr"),
        ("°C", "ltr"),
        ("من ١٧ إلى ١٩ سبتمبر ٢٠٢٤", "rtl"),
        ("مرحبًا {{contact.firstname}} 2024", "rtl"),
    ],
    "hebrew": [
        ("https://www.example.com/help/", "ltr"),
        ("03-123-4567", "ltr"),
        ("Getting Started (2024)", "ltr"),
        ("−3.6%", "ltr"),
        ("מ־17 עד 19 בספטמבר 2024", "rtl"),
    ],
}


@pytest.mark.parametrize(
    ("message", "text", "direction"), [(name, *run) for name, runs in RUNS.items() for run in runs]
)
def test_a_run_keeps_its_order(opened: Open, message: str, text: str, direction: str) -> None:
    ends = opened(message, 1024).js(
        """text => {
            const nodes = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) if (tests.seen(walker.currentNode.parentElement)) nodes.push(walker.currentNode);
            const whole = nodes.map(n => n.data).join(''), at = whole.indexOf(text);
            if (at < 0) return null;
            return [at, at + text.length - 1].map(offset => {
                let left = offset, node = nodes.find(n => left < n.data.length || (left -= n.data.length, false));
                const range = document.createRange();
                range.setStart(node, left);
                range.setEnd(node, left + 1);
                const box = range.getBoundingClientRect();
                return (box.left + box.right) / 2;
            });
        }""",
        text,
    )
    assert ends, f"{text} is not in the message"
    assert ("ltr" if ends[0] < ends[1] else "rtl") == direction


@pytest.mark.parametrize("message", RTL)
def test_letters_are_neither_slanted_nor_pulled_apart(opened: Open, message: str) -> None:
    wrong = opened(message).js(
        """tests.texts().filter(e => {
            const style = getComputedStyle(e);
            return style.fontStyle !== 'normal' || !['normal', '0px'].includes(style.letterSpacing);
        }).map(tests.name)"""
    )
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("message", RTL)
def test_no_attribute_holds_markup(opened: Open, message: str) -> None:
    wrong = opened(message).js(
        """[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.value.includes('bdi'))
            .map(a => `${a.name}=${a.value}`)"""
    )
    assert not wrong, listed(wrong)
    assert "bdi" not in opened(message).js("document.title + document.body.textContent")


def test_figures_are_counted_in_the_digits_of_the_locale(opened: Open) -> None:
    page = opened("arabic")
    counted = "[...document.querySelectorAll('.disc, .count, .number')].map(e => e.textContent).join(' ')"
    assert page.js(counted) == "١ ٢ ٣ ١ ٢ ٣ ٤ ١. ٢. ٣. ٤. ٥."
    assert page.js("getComputedStyle(document.querySelector('.prose ol')).listStyleType") == "arabic-indic"
    assert opened("hebrew").js("getComputedStyle(document.querySelector('.prose ol')).listStyleType") == "decimal"
