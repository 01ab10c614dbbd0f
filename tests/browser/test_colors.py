"""Light, dark, and Outlook's own dark: colours change, and every text can be read in each."""

from __future__ import annotations

import pytest

from tests.browser.support import MESSAGES, SCHEMES, Open, Opened, listed

# Outlook on the web and its apps match no media query: they mark the message, or what they put around it.
_MARKS = {
    "body": "document.body.dataset.ogsc = ''",
    "wrapper": """
        const wrapper = document.createElement('div');
        wrapper.dataset.ogsc = '';
        wrapper.append(...document.body.childNodes);
        document.body.append(wrapper);""",
}
_SCHEMES = (*SCHEMES, *_MARKS)

# The colours of every element of the message: its ground, its lines if it has any, and its text if it has any.
_COLORS = """() => {
    const texts = new Set(tests.texts());
    return [...document.querySelectorAll('.page, .page *')].map(e => {
        const style = getComputedStyle(e);
        const lines = ['top', 'right', 'bottom', 'left'].filter(s => parseFloat(style[`border-${s}-width`]))
            .map(s => style[`border-${s}-color`]);
        return [style.backgroundColor, ...lines, texts.has(e) ? style.color : '', tests.name(e)].join(' ');
    });
}"""


def in_scheme(opened: Open, message: str, scheme: str) -> Opened:
    """A message in the light or dark of the media query, or darkened by Outlook at a place of its choice."""
    if scheme not in _MARKS:
        return opened(message, scheme=scheme)
    return opened(message, prepare=_MARKS[scheme])


@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize("message", MESSAGES)
def test_every_text_can_be_read(opened: Open, message: str, scheme: str) -> None:
    texts = in_scheme(opened, message, scheme).js(
        """tests.texts().map(e => {
            const style = getComputedStyle(e), size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            return {contrast: tests.contrast(style.color, tests.ground(e)), needed: large ? 3 : 4.5,
                color: style.color, on: tests.ground(e), text: tests.name(e)};
        })"""
    )
    assert texts
    faint = [text for text in texts if text["contrast"] < text["needed"]]
    assert not faint, listed(faint)


@pytest.mark.parametrize("scheme", _SCHEMES[1:])
@pytest.mark.parametrize("message", MESSAGES)
def test_the_dark_is_dark(opened: Open, message: str, scheme: str) -> None:
    grounds = "[...document.querySelectorAll('.page, .surface')].map(e => tests.luminance(tests.ground(e)))"
    text = "tests.luminance(getComputedStyle(document.querySelector('h1')).color)"
    light, dark = (in_scheme(opened, message, which) for which in ("light", scheme))
    assert min(light.js(grounds)) > 0.5
    assert max(dark.js(grounds)) < 0.05
    assert light.js(text) < 0.1
    assert dark.js(text) > 0.5


@pytest.mark.parametrize("place", _MARKS)
@pytest.mark.parametrize("message", MESSAGES)
def test_outlook_darkens_as_the_media_query_does(opened: Open, message: str, place: str) -> None:
    dark, outlook = (in_scheme(opened, message, scheme).js(_COLORS) for scheme in ("dark", place))
    differ = [f"{one}\n  in Outlook {other}" for one, other in zip(dark, outlook, strict=True) if one != other]
    assert not differ, listed(differ)


@pytest.mark.parametrize("message", MESSAGES)
def test_the_dark_reaches_the_edge_of_the_window(opened: Open, message: str) -> None:
    around = opened(message, scheme="dark").js("tests.luminance(tests.ground(document.body))")
    assert around < 0.05


@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize("message", ["sample", "everything"])
def test_every_line_can_be_seen(opened: Open, message: str, scheme: str) -> None:
    lost = in_scheme(opened, message, scheme).js(
        """[...document.querySelectorAll('.page *')].filter(tests.seen).filter(e => {
            const style = getComputedStyle(e);
            return ['Top', 'Right', 'Bottom', 'Left'].some(s => parseFloat(style[`border${s}Width`]) &&
                tests.contrast(style[`border${s}Color`], tests.ground(e.parentElement)) < 1.1);
        }).map(tests.name)"""
    )
    assert not lost, listed(lost)


def test_every_dark_rule_darkens_something(opened: Open) -> None:
    """A selector that meets no element, or the wrong one, is a colour that stays light."""
    rules = opened("everything").js(
        """[...document.styleSheets].flatMap(s => [...s.cssRules])
            .filter(r => r.media?.mediaText === '(prefers-color-scheme: dark)').flatMap(m => [...m.cssRules])
            .flatMap(r => r.selectorText.split(',').map(s => [s.trim(), [...r.style]]))"""
    )
    shown = """rules => rules.map(([selector, properties]) => [...document.querySelectorAll(selector)].map(e => {
        const style = getComputedStyle(e);
        const drawn = p => !p.startsWith('border') || parseFloat(style[p.replace('color', 'width')]);
        return properties.filter(drawn).map(p => style[p]).join();
    }))"""
    assert rules
    # in two brands, since an accent that can be read in both schemes does not change
    idle = [
        {selector for (selector, _), before, after in zip(rules, light, dark, strict=True) if before == after}
        for message in ("sample", "everything")
        for light, dark in [[opened(message, scheme=scheme).js(shown, rules) for scheme in SCHEMES]]
    ]
    assert idle[0] & idle[1] == set()
