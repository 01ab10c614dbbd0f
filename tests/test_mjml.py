from __future__ import annotations

import pytest

from newsletter.errors import LayoutError
from newsletter.inline import inline
from newsletter.mjml import INLINE_MARK, check_names, compile_mjml
from newsletter.report import render
from newsletter.source import Source


def document(body: str, head: str = "") -> str:
    return f"<mjml><mj-head>{head}</mj-head><mj-body>{body}</mj-body></mjml>"


def text(content: str) -> str:
    return document(f"<mj-section><mj-column><mj-text>{content}</mj-text></mj-column></mj-section>")


def test_names_are_checked_at_their_place_in_the_template() -> None:
    template = Source("email.mjml.j2", '<mj-text colour="red">\n  {% if x %}<mj-buton href="{{ a > b }}">{% endif %}')

    with pytest.raises(LayoutError) as caught:
        check_names(template)

    first, second = (problem for problem in caught.value.problems)
    assert (first.span.place, first.label) == ("email.mjml.j2:1:10", "did you mean 'color'?")
    assert (second.span.place, second.label) == ("email.mjml.j2:2:14", "did you mean 'mj-button'?")


@pytest.mark.parametrize(
    "template",
    [
        '<mj-text css-class="a" mj-class="b" color="{{ c }}">x</mj-text>',
        "<mj-section{% if a %} border-top='1px'{% endif %} padding=\"{{ '>' }}\">",
        "<!-- <mj-nothing> --> {# <mj-nothing> #}",
        '<mj-all font-family="x" /><mj-class name="y" inner-padding="0" />',
    ],
)
def test_names_that_are_right_pass(template: str) -> None:
    check_names(Source("t", template))


def test_no_font_is_loaded_from_anywhere() -> None:
    html = compile_mjml(text("x"))

    assert "fonts.googleapis" not in html
    assert "<link" not in html


@pytest.mark.parametrize(
    ("mjml", "message", "place"),
    [
        ("<mjml><mj-body>\n<mj-section></mj-body></mjml>", "</mj-body> comes before the end of <mj-section>", ":2:1"),
        ("<mjml><mj-body>", "<mj-body> never closes", ":1:7"),
        ("<mjml>\n<mj-text>é</mj-text></mjml>", "unexpected element", ":2:1"),
        (text("<b>x"), "</mj-text> comes before the end of <b>", ":1:"),
    ],
)
def test_mjml_that_does_not_compile_is_shown_where_it_breaks(mjml: str, message: str, place: str) -> None:
    with pytest.raises(LayoutError) as caught:
        compile_mjml(mjml)

    shown = render(caught.value.problems)
    assert message in shown
    assert place in shown
    assert "hint: " in shown


def test_a_tag_in_the_wrong_place_is_not_passed_on_in_silence() -> None:
    with pytest.raises(LayoutError) as caught:
        compile_mjml(text("<mj-button>x</mj-button>"))

    assert caught.value.problems[0].code == "misplaced-mjml-tag"


def test_only_marked_styles_are_inlined_and_they_are_dropped() -> None:
    head = (
        '<mj-style inline="inline">p{margin:1px}</mj-style>'
        "<mj-style>@media (min-width:1px){p{margin:2px !important}}</mj-style>"
    )
    mjml = document("<mj-section><mj-column><mj-text><p>x</p></mj-text></mj-column></mj-section>", head)

    html = inline(compile_mjml(mjml))

    assert '<p style="margin:1px">x</p>' in html
    assert "p{margin:1px}" not in html
    assert "p{margin:2px !important}" in html
    assert INLINE_MARK not in html
    assert "data-premailer" not in html


def test_a_document_begins_with_its_doctype_and_keeps_its_signs() -> None:
    html = inline(compile_mjml(text('<p title="a &quot;b&quot;">é &amp; &lt; x;  y</p>')))

    assert html.startswith("<!doctype html>\n<html ")
    assert "é &amp; &lt; x;  y" in html


@pytest.mark.parametrize(
    "sign", ["\u00a0", "\u202f", "\u200d", "e\u0301", "\n", "\t", "\\", "\\n", "🎧", "é", "\u2028"]
)
def test_signs_in_attributes_stay_what_they_are(sign: str) -> None:
    html = inline(compile_mjml(text(f'<img src="x" alt="a{sign}b" />')))

    assert f'alt="a{sign}b"' in html
    assert "u{" not in html


def test_quotes_in_an_attribute_and_signs_in_css_stay_what_they_are() -> None:
    mjml = document(
        """<mj-section><mj-column><mj-text><p title='a "b"'>x</p></mj-text></mj-column></mj-section>""",
        '<mj-style>p::before{content:"→\\a0 é"}</mj-style><mj-title>N°\u00a07</mj-title>',
    )

    html = inline(compile_mjml(mjml))

    assert """title='a "b"'""" in html
    assert 'content:"→\\a0 é"' in html
    assert 'aria-label="N°\u00a07"' in html


def test_a_placeholder_in_every_position_comes_through() -> None:
    mjml = document(
        "<mj-raw>xmxaaaaaaaac</mj-raw><mj-section><mj-column>"
        '<mj-image src="xmxaaaaaaaaz" alt="axmxaaaaaaabz" href="http://e.co/xmxaaaaaaacz?x=xmxaaaaaaadz" />'
        "<mj-text>xmxaaaaaaaez</mj-text></mj-column></mj-section>",
        "<mj-title>xmxaaaaaaafz</mj-title><mj-preview>xmxaaaaaaagz</mj-preview>",
    )

    html = inline(compile_mjml(mjml))

    for letter in "abcdefg":
        assert f"xmxaaaaaaa{letter}z" in html
