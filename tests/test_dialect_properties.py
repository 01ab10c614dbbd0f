"""Tags drawn from each dialect's grammar, in arbitrary prose, survive mask -> compose -> restore."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from newsletter import compose_file
from newsletter.conditions import guard
from newsletter.dialects import DIALECTS, LINKS, Delimiters, Dialect
from newsletter.errors import Problem
from newsletter.mergetags import Tags, untranslatable
from newsletter.neutral import native
from newsletter.scanning import decoded, is_whole, scan
from tests.strategies import on_disk, rich_text, to_yaml

_TIMES = int(os.environ.get("PROPERTY_TIMES", "1"))
small = settings(max_examples=80 * _TIMES, deadline=None, print_blob=True)
whole = settings(max_examples=12 * _TIMES, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
pytestmark = pytest.mark.timeout(600)
every_dialect = pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)

_WORDS = st.text(st.sampled_from("abcéà日ש🎧 .,;:!?&<>|\"'()=#/-_0123"), min_size=1, max_size=12)
PLACEHOLDER = re.compile(r"xm[a-p]*x[a-p]{8}w*[cz]")
_SHOWN = st.characters(categories=["L", "N", "P", "S"]) | st.just(" ")
_TESTS = st.sampled_from(
    [
        'contact.country == "FR"',
        "contact.firstname",
        "not contact.firstname",
        'contact.country != "l\'Île"',
        'contact.country == "FR" and contact.firstname',
        'contact.country == "a" or contact.country == "b"',
        "contact.age > 3",
    ]
)


@cache
def tags(esp: Dialect) -> SearchStrategy[str]:
    """Tags of a dialect: what its row writes, with any default and condition, and anything between its delimiters."""
    written = [str(native(f"{{{{{name}}}}}", esp)) for name in esp.fields]
    written += [link for name in LINKS if (link := getattr(esp, name)) and is_whole(link, esp)]
    defaults = _WORDS.map(lambda word: native(f'{{{{contact.firstname | default("{word}")}}}}', esp)).filter(
        lambda shown: isinstance(shown, str) and is_whole(shown, esp)
    )
    guards = _TESTS.map(lambda test: guard(test, esp)).filter(lambda found: not isinstance(found, Problem))
    shapes = [
        _between(delimiters).filter(lambda tag: _alone(tag, esp)) for delimiters in (*esp.expressions, *esp.controls)
    ]
    drawn = [st.sampled_from(written), *shapes]
    if esp.fallback and isinstance(native('{{contact.firstname | default("a")}}', esp), str):
        drawn.append(defaults)
    if esp.condition:
        drawn.append(guards.map(lambda found: found[0]))
    return st.one_of(drawn)


def _between(delimiters: Delimiters) -> SearchStrategy[str]:
    if delimiters.shape:
        return st.from_regex(delimiters.shape, fullmatch=True, alphabet=_SHOWN)
    return _WORDS.map(lambda inside: f"{delimiters.open}{inside}{delimiters.close}")


def _alone(tag: str, esp: Dialect) -> bool:
    """Whether a drawn text is one tag between words too, and the dialect's own."""
    found = scan(f"a {tag} b", esp)[0]
    return (
        tag.isprintable() and [t.text for t in found] == [tag] and not found[0].foreign and not untranslatable(tag, esp)
    )


@every_dialect
@small
@given(st.data())
def test_every_drawn_tag_is_found_as_it_was_written(esp: Dialect, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(tags(esp), max_size=4))

    text = " mot ".join(["", *drawn, ""])

    assert "".join(t.text for t in scan(text, esp)[0]) == "".join(drawn)


@every_dialect
@small
@given(st.data())
def test_restoring_what_was_masked_gives_it_back(esp: Dialect, data: st.DataObject) -> None:
    """But for the neutral tags, which come back as the dialect writes them."""
    pieces = data.draw(st.lists(st.one_of(tags(esp), rich_text(4), st.text(max_size=8)), max_size=6))
    text = "".join(pieces)
    assume(not untranslatable(text, esp))
    expected, at = "", 0
    for tag in scan(text, esp)[0]:
        expected += text[at : tag.start] + str(native(tag.text, esp))
        at = tag.start + len(tag.text)
    table = Tags.for_texts([text], esp)

    masked = table.mask(text)

    assert table.restore(masked) == expected + text[at:]
    assert len(PLACEHOLDER.findall(masked)) >= len(scan(text, esp)[0])


@every_dialect
@whole
@given(st.data())
def test_drawn_tags_in_drawn_prose_arrive_in_both_parts(esp: Dialect, data: st.DataObject) -> None:
    prose = st.text(_prose(esp), max_size=16)
    one, two, three, four, five = (data.draw(tags(esp)) for _ in range(5))
    before, after = data.draw(prose), data.draw(prose)
    issue = {
        "locale": data.draw(st.sampled_from(["fr-FR", "en-GB"])),
        "subject": f"{before} {one} {after}",
        "greeting": f"{before} {two} {after} {two}",
        "intro": f"mot **{three}** [{four}](https://e.co/{five}?a=1&b={three}) fin\n\n| a |\n|---|\n| {four} |",
        "sections": [
            {"kind": "cta", "label": f"l'{one} {before}", "link": f"https://e.co/?x={four}&y=%C3%A9#{five}"},
            {"kind": "stats", "stats": [{"value": "1", "unit": two, "label": f"**{three}** fin"}]},
            {"kind": "banner", "image": f"https://e.co/{five}/a.png", "alt": f"{after} {one}"},
        ],
    }
    expected: Counter[str] = Counter()
    for text in _texts(issue):
        expected.update(str(native(tag.text, esp)) for tag in scan(text, esp)[0])

    with on_disk(to_yaml(issue), f"name: N\nesp: {esp.name}\n") as path:
        message = compose_file(path)

    for tag, count in expected.items():
        assert message.html.count(tag) >= count
        assert message.text.count(tag) >= count
    assert one in message.subject
    assert {
        row.tag: (row.html >= row.source, row.text >= row.source) for row in message.merge_tags if row.tag in expected
    } == dict.fromkeys(expected, (True, True))


def _prose(esp: Dialect) -> SearchStrategy[str]:
    """Letters, signs and scripts that cannot be read as a part of the dialect's tags."""
    delimiters = {char for d in (*esp.expressions, *esp.controls) for char in d.open + d.close} | {*"{}[]*%"}
    return st.sampled_from([char for char in "abcéà日ש🎧 .,;:!?&'()#/-_0123\"<>|=@$~^`\\" if char not in delimiters])


def _texts(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in _texts(value)]
    return [str(data)]


@every_dialect
@small
@given(st.data())
def test_nothing_that_a_text_holds_forges_a_tag(esp: Dialect, data: st.DataObject) -> None:
    """A placeholder that stands in the source, even in disguise or cut in two by a tag, comes out as it was."""
    tag = data.draw(tags(esp))
    forged = Tags.for_texts([""], esp).mask(tag)
    cut = data.draw(st.integers(0, len(forged)))
    text = data.draw(st.sampled_from([forged, forged[:cut] + tag + forged[cut:], f"{tag}{forged}", "xm" + forged]))
    assume("".join(t.text for t in scan(text, esp)[0]).count(tag) == text.count(tag))
    table = Tags.for_texts([text], esp)

    assert table.restore(table.mask(text)) == text


@every_dialect
@small
@given(st.text(st.sampled_from("%7Bb7D5b%5D{}[]*|<>@aé/?&=. "), max_size=60))
def test_decoding_changes_only_whole_tags(esp: Dialect, text: str) -> None:
    read, encoded = decoded(text, esp)

    for before, after in encoded:
        assert is_whole(after, esp)
        assert before in text
        assert after in read
    assert encoded or read == text
