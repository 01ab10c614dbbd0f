"""What the checks believe of colours, sizes and boxes is what Chromium makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from newsletter.checks.targets import FINGER, targets
from newsletter.compose import compose_project
from newsletter.load import load_project
from newsletter.styles import DESKTOP, PHONE, SCHEMES, Styles
from newsletter.styles.style import Style
from tests.browser.support import MESSAGES, Open, listed
from tests.casefile import CASES

PAGES = (*MESSAGES, "all-kinds", "styles")
VIEWS = [(width, scheme) for width in (DESKTOP, PHONE) for scheme in SCHEMES]

# Every element but tbody, which browsers add where a table has none.
_LOOKS = """() => [...document.querySelectorAll('*')].filter(e => e.tagName !== 'TBODY').map(e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const rgba = c => { const {r, g, b, a} = tests.rgba(c); return [r, g, b, a]; };
    const up = [];
    for (let n = e; n; n = n.parentElement) {
        const s = getComputedStyle(n);
        up.push([rgba(s.backgroundColor), parseFloat(s.opacity)]);
    }
    return {
        tag: e.tagName.toLowerCase(), name: tests.name(e),
        text: [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim()), seen: tests.seen(e),
        color: rgba(style.color), up, font_size: parseFloat(style.fontSize), font_weight: parseInt(style.fontWeight),
        align: style.textAlign.replace('-webkit-', ''), direction: style.direction, display: style.display,
        italic: style.fontStyle !== 'normal', line_height: parseFloat(style.lineHeight) || null,
        lines: style.textDecorationLine,
        padding: ['Top', 'Right', 'Bottom', 'Left'].map(s => parseFloat(style['padding' + s])),
        border: ['Top', 'Right', 'Bottom', 'Left'].map(s => parseFloat(style[`border${s}Width`])),
        height: box.height,
    };
})"""


@pytest.fixture(scope="package")
def pages(viewed: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The messages as they are looked at, and pages that only these tests need."""
    all_kinds = tmp_path_factory.mktemp("kinds") / "all-kinds.html"
    project = load_project(CASES / "text" / "all-kinds.yaml")
    all_kinds.write_text(compose_project(project).html, encoding="utf-8")
    return {**viewed, "all-kinds": all_kinds, "styles": CASES / "browser" / "styles.html"}


def styles_of(page: Path) -> Styles:
    html = page.read_text(encoding="utf-8")
    return Styles(etree.fromstring(html, etree.HTMLParser(huge_tree=True)))


def both(opened: Open, page: Path, width: int, scheme: str) -> list[tuple[dict[str, Any], Style]]:
    """Each element as Chromium has it and as the checks do."""
    found = styles_of(page)
    ours = [
        (element.tag, style)
        for element, style in zip(found.elements.all, found.at(width, scheme), strict=True)
        if element.tag != "tbody"
    ]
    theirs = opened(page, width, scheme).js(_LOOKS)
    assert [look["tag"] for look in theirs] == [tag for tag, _ in ours]
    return [(look, style) for look, (_, style) in zip(theirs, ours, strict=True)]


def painted(look: dict[str, Any]) -> tuple[list[float], list[float]]:
    """The ground and the text as they are seen: every layer on what is behind it, from the canvas up."""
    canvas = [255.0, 255.0, 255.0]

    def over(paint: list[float], share: float, ground: list[float]) -> list[float]:
        return [one * share + other * (1 - share) for one, other in zip(paint, ground, strict=True)]

    def paint(layers: list[Any], ground: list[float]) -> tuple[list[float], list[float]]:
        if not layers:
            return ground, over(look["color"][:3], look["color"][3], ground)
        ((*color, alpha), opacity), rest = layers[0], layers[1:]
        results = paint(rest, over(color, alpha, ground))
        return tuple(over(result, opacity, ground) for result in results)  # type: ignore[return-value]

    return paint(look["up"][::-1], canvas)


def channels(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def near(one: list[float], other: list[float], by: float) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def differences(look: dict[str, Any], style: Style) -> dict[str, tuple[Any, Any]]:
    """What Chromium and the checks see differently in one element."""
    ground, ink = painted(look)
    found: dict[str, tuple[Any, Any]] = {}
    if not near(list(style.color[:3]), look["color"][:3], 0.6):
        found["color"] = (look["color"], style.color)
    if not near(channels(style.ground), ground, 1):
        found["ground"] = (ground, style.ground)
    if not near(channels(style.ink), ink, 1):
        found["ink"] = (ink, style.ink)
    if abs(style.font_size - look["font_size"]) > 0.01:
        found["font_size"] = (look["font_size"], style.font_size)
    if style.line_height is not None and abs(style.line_height - (look["line_height"] or 0)) > 0.01:
        found["line_height"] = (look["line_height"], style.line_height)
    starts = {"start": "left", "end": "right"} if look["direction"] == "ltr" else {"start": "right", "end": "left"}
    align = starts.get(look["align"], look["align"])
    known = {name: getattr(style, name) for name in ("font_weight", "direction", "display", "italic")}
    for name, ours in (*known.items(), ("padding", list(style.padding)), ("border", list(style.border))):
        if look[name] != ours:
            found[name] = (look[name], ours)
    if align != style.align:
        found["align"] = (align, style.align)
    if "underline" in look["lines"] and not style.underlined:
        found["underlined"] = (look["lines"], style.underlined)
    return found


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_texts_look_as_in_chromium(opened: Open, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    pairs = [(look, style) for look, style in both(opened, pages[name], width, scheme) if look["text"] and look["seen"]]
    assert pairs
    differ = [f"{look['name']}\n  {wrong}" for look, style in pairs if (wrong := differences(look, style))]
    assert not differ, listed(differ)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_the_same_texts_are_seen(opened: Open, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    texts = [(look, style) for look, style in both(opened, pages[name], width, scheme) if look["text"]]
    differ = [f"{look['name']}: {look['seen']}" for look, style in texts if look["seen"] == style.hides_text]
    assert not differ, listed(differ)


@pytest.mark.parametrize("name", MESSAGES)
def test_targets_are_as_high_as_in_chromium(opened: Open, pages: dict[str, Path], name: str) -> None:
    """The height of its letters, which Chromium gives for a link within lines, only its font knows: its lines count."""
    found = styles_of(pages[name])
    heights = dict(targets(found))
    theirs = opened(pages[name], PHONE).js(
        """() => [...document.querySelectorAll('a[href]')].map(a => {
            const style = getComputedStyle(a), picture = a.querySelector('img');
            const lines = Math.max(1, new Set([...a.getClientRects()].map(r => Math.round(r.top))).size);
            const inline = style.display === 'inline';
            const around = ['paddingTop', 'paddingBottom'].reduce((sum, p) => sum + parseFloat(style[p]), 0);
            const height = picture ? picture.getBoundingClientRect().height + around
                : inline ? lines * parseFloat(style.lineHeight) + around : a.getBoundingClientRect().height;
            const alone = a.closest('p, td, li').querySelectorAll('a').length === 1;
            return {name: tests.name(a), height, lines, alone, picture: !!picture, line: parseFloat(style.lineHeight)};
        })"""
    )
    links = [element for element in found.root.iter("a") if element.get("href") is not None]
    pairs = [(look, heights[link]) for link, look in zip(links, theirs, strict=True) if link in heights]
    differ = [f"{look['name']}: {look['height']}, not {height}" for look, height in pairs if not _agree(look, height)]
    assert not differ, listed(differ)
    broken = [
        look["name"]
        for look, height in pairs
        if height < FINGER and look["lines"] > 1 and look["alone"] and not look["picture"]
    ]
    assert not broken, listed(broken)


def _agree(look: dict[str, Any], ours: float) -> bool:
    """Within a pixel, but for whole lines: where a text is broken only its font knows."""
    lines = (ours - look["height"]) / look["line"]
    return abs(ours - look["height"]) <= 1 or (not look["picture"] and abs(lines - round(lines)) < 0.05)
