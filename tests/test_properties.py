"""What holds for every issue: merge tags, escaping, links, errors, the text part. Found out with drawn issues."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import get_args
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from newsletter import Message, NewsletterError, compose_file, load_issue
from newsletter.dialects import HUBSPOT
from newsletter.errors import Problem, Severity
from newsletter.lines import _PLAIN, _measured, wrap
from newsletter.mergetags import Tags
from newsletter.report import Format, render
from newsletter.runs import AsIs
from newsletter.scanning import scan
from newsletter.source import Source, Span
from newsletter.typography import PASSES, typeset, typeset_runs
from newsletter.typography.line import Line
from tests.strategies import (
    LOCALES,
    TAGS,
    Plain,
    Written,
    on_disk,
    rich_text,
    to_yaml,
    written,
)

ISSUES = Path(__file__).parent.parent / "issues"
SAMPLE = ISSUES / "2024-07-data-snack.yaml"
COLUMNS = 72
PLACEHOLDER = re.compile(r"xm[a-p]*x[a-p]{8}w*[cz]")
LEFTOVERS = ("&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#34;", "&nbsp;", "<p", "</")

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
_TIMES = int(os.environ.get("PROPERTY_TIMES", "1"))  # PROPERTY_TIMES=20 looks much longer
# On CI the same examples every time; elsewhere new ones, to find what is not known yet.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
_PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]  # explaining takes minutes where a case is large
whole = settings(max_examples=60 * _TIMES, deadline=None, print_blob=True, suppress_health_check=_SLOW, phases=_PHASES)
small = settings(max_examples=200 * _TIMES, deadline=None, print_blob=True)
pytestmark = pytest.mark.timeout(600)  # a failing case is made smaller before it is shown


_LINES = st.lists(st.text(max_size=6) | rich_text(3), max_size=12).map("\n".join)


_TYPED = str.maketrans("’‘‚‹›“”„«»", "'" * 5 + '"' * 5)


def composed(written: Written) -> Message:
    with on_disk(to_yaml(written.issue), to_yaml(written.brand)) as path:
        return compose_file(path)


def parts(message: Message) -> dict[str, str]:
    return {"HTML": message.html, "text": message.text}


def bare(text: str) -> str:
    """A text without what typography and line breaks may change: spaces, and the form of quotes, dashes and dots."""
    return re.sub("[-–—]+", "-", "".join(text.split()).translate(_TYPED).replace("…", "..."))


# --- 1, 2: merge tags


@given(written())
@whole
def test_every_merge_tag_of_the_source_is_in_both_parts_byte_for_byte(written: Written) -> None:
    message = composed(written)
    for tag, expected in Counter(written.tags).items():
        for name, part in parts(message).items():
            assert part.count(tag) >= expected, f"{tag} is in the {name} part {part.count(tag)} times, not {expected}"


@given(written())
@whole
def test_subject_and_preheader_are_what_the_author_wrote(written: Written) -> None:
    message = composed(written)
    for field in ("subject", "preheader"):
        source, shown = str(written.issue.get(field, "")), getattr(message, field)
        assert bare(shown) == bare(source)
        for tag in {tag for tag in written.tags if tag in source}:
            assert shown.count(tag) == source.count(tag)


@given(written())
@whole
def test_no_placeholder_is_left(written: Written) -> None:
    message = composed(written)
    for name in ("subject", "preheader", "html", "text", "mjml"):
        assert not PLACEHOLDER.search(getattr(message, name)), name


def _forged(tag: str, around: str) -> str:
    """The placeholder that the module itself makes for a tag in a text."""
    return PLACEHOLDER.findall(Tags.for_texts([""], HUBSPOT).mask(around.replace("TAG", tag)))[0]


_LOOKALIKES = st.one_of(
    st.from_regex(r"xm[a-p]{0,2}x[a-p]{8}w{0,3}[cz]", fullmatch=True),
    st.builds(_forged, TAGS, st.sampled_from(["TAG", "Bonjour TAG", "l'TAG,"])),
    st.sampled_from(["xmx", "xm", "xmax", "xmxaaaaaaaaz", "xmxxmxaaaaaaaazz"]),
)


@given(_LOOKALIKES, _LOOKALIKES, TAGS)
@whole
def test_text_that_looks_like_a_placeholder_comes_out_unchanged(one: str, other: str, tag: str) -> None:
    issue = {
        "locale": "en-GB",
        "subject": tag,
        "preheader": f"{one} {tag}{other}",
        "greeting": f"Bonjour {tag}",
        "intro": f"{one}{tag} **{other}** [{one}](https://example.com/{other}?a={tag}{one})",
        "sections": [{"kind": "cta", "label": f"{other}{tag}", "link": f"https://{one}.example/{tag}#{other}"}],
    }
    message = composed(Written(issue, {"name": f"{tag}{one}{other}"}, (), ()))
    source = to_yaml(issue)
    for word in {one, other, tag}:
        for name, part in parts(message).items():
            assert part.count(word) >= source.count(word), f"{word} in the {name} part"
    assert message.subject == tag
    assert message.preheader == f"{one} {tag}{other}"


_DISGUISES: dict[str, Callable[[str], str]] = {
    "character reference": lambda word: f"&#120;{word[1:]}",
    "emphasis": lambda word: f"{word[0]}*{word[1]}*{word[2:]}",
    "escaped sign": lambda word: f"{word[0]}<!-- -->{word[1:]}",
    "host in fullwidth letters": lambda word: f"[a](https://{''.join(chr(ord(c) + 0xFEE0) for c in word)}.example/)",
}


@pytest.mark.parametrize("disguise", _DISGUISES)
def test_no_disguise_of_a_placeholder_becomes_a_merge_tag(disguise: str) -> None:
    tag = "{{ contact.email }}"
    issue = {"subject": tag, "intro": _DISGUISES[disguise](_forged(tag, "TAG"))}
    message = composed(Written(issue, {"name": "N"}, (tag,), ()))
    assert message.text.count(tag) == 1
    (row,) = [row for row in message.merge_tags if row.tag == tag]
    assert row.text == 1


@pytest.mark.parametrize(
    "markdown",
    [
        '[label](https://example.com/ "title TAG")',
        'words ![alt](https://example.com/a.png "caption TAG") words',
        '- ![alt](https://example.com/a.png "caption TAG")',
        "```TAG\ncode\n```",
        '[![alt](https://example.com/a.png "caption TAG")](https://example.com/)',
        "| a | b |\n|---|---|\n| TAG | c |",
        "a<TAG>b <b>TAG</b> <!-- TAG -->",
        "TAG\n\nTAG\n===\n\n> TAG\n\n1. TAG\n\n    TAG",
        "*TAG*TAG**TAG**`TAG`\\TAG&TAG;",
        "<https://example.com/TAG> <TAG@example.com> [TAG](TAG) ![TAG](https://example.com/TAG)",
    ],
)
@pytest.mark.parametrize("field", ["intro", "footer"])
def test_a_merge_tag_can_stand_anywhere_in_markdown(markdown: str, field: str) -> None:
    tag = '{{ contact.firstname | default("l\'ami") }}'
    text = markdown.replace("TAG", tag)
    issue, brand = {"subject": "s"}, {"name": "N"}
    (issue if field == "intro" else brand)[field] = text
    message = composed(Written(issue, brand, (tag,), ()))
    for name, part in parts(message).items():
        assert part.count(tag) >= text.count(tag), name


# --- 3: everything else is escaped

EVERYTHING = """
locale: en-GB
number: 7
date: 2024-07-25
subject: s
preheader: p
greeting: g
intro: |
  # a
  ## b
  ### c
  #### d

  *a* **b** `c` ~~d~~ [e](https://example.com/ "t") ![f](https://example.com/a.png) <https://example.com/> \\
  hard

  - a
    - b

  8. a

  > a

  ```
  a
  ```

  ---

  | a | b |
  |---|:-:|
  | a | b |

  [![a](https://example.com/a.png "caption")](https://example.com/)
actions: {title: t, items: [{text: "[a](https://example.com/)", link: "https://example.com/"}]}
banner: {image: "https://example.com/a.png", alt: a, link: "https://example.com/"}
signoff: s
recap: {title: r}
sections:
  - {kind: text, id: a, eyebrow: e, title: t, recap: r, intro: i, body: b, show_if: x}
  - {kind: text, recap: r, body: b}
  - {kind: stats, stats: [{value: 1, unit: "%", label: l, prefix: p, note: n}], chart: bars, sources: [{text: t}]}
  - {kind: article, body: b, byline: b, cta: {label: l, link: "https://example.com/"}, source: {text: t}}
  - {kind: recommendations, items: [{medium: book, title: t, by: b, link: "https://example.com/", note: n}]}
  - kind: events
    events:
      - {name: n, start: 2024-01-01, venue: v, city: c, online: true, description: d, stand: s, speakers: [s], \
featured: true, sessions: [{name: n, start: 2024-01-01}]}
      - {name: n, start: 2024-01-01}
  - {kind: quote, text: t, by: b}
  - {kind: cta, title: t, label: l, link: "https://example.com/", note: n}
  - {kind: banner, title: t, image: "https://example.com/a.png"}
author: {name: n, role: r, bio: b, photo: "https://example.com/a.png", links: [{label: l, link: "https://example.com/"}]}
"""
BRAND = """
name: N
company: C
postal_address: P
sender: {name: S, email: a@example.com}
logo: {image: "https://example.com/a.png", alt: a, link: "https://example.com/"}
social: [{label: l, link: "https://example.com/"}]
footer: f
assets_base_url: https://assets.example/
colors: {accent: "#0b5fff", text: "#000"}
fonts: {body: "Arial, sans-serif", heading: "'Segoe UI'"}
width: 640
links: {unsubscribe: "https://example.com/", preferences: "{{ x }}"}
clients: {gmail: 40}
checks: {ignore: [a], error: [b]}
"""


def tree(html: str) -> Element:
    root: Element = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return root


def names(root: Element) -> set[tuple[str, str]]:
    """Every element with every name of its attributes."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    return {(e.tag, name) for e in elements for name in ["", *e.attrib]}


@pytest.fixture(scope="module")
def harmless_names() -> set[tuple[str, str]]:
    plain = {key: value for key, value in yaml.safe_load(EVERYTHING).items() if key != "unused"}
    found = set()
    for locale in ("en-GB", "he-IL"):  # from right to left there are isolates
        with on_disk(yaml.safe_dump(_as_strings(plain | {"locale": locale})), BRAND) as path:
            found |= names(tree(compose_file(path).html))
    return found


def _as_strings(data: object) -> object:
    if isinstance(data, dict):
        return {key: _as_strings(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_strings(item) for item in data]
    return str(data).lower() if isinstance(data, bool) else str(data)


@given(written=written())
@whole
def test_no_text_becomes_markup(written: Written, harmless_names: set[tuple[str, str]]) -> None:
    root = tree(written.without_tags(composed(written).html))
    assert names(root) <= harmless_names
    assert not {name for _, name in names(root) if name.startswith("on")}
    assert not list(root.iter("script"))
    for element in root.iter("a"):
        assert re.match(r"https?://|mailto:|tel:|#|w+$", element.get("href", "")), element.get("href")


@given(written())
@whole
def test_every_text_is_shown_in_both_parts_as_it_was_written(written: Written) -> None:
    message = composed(written)
    root = tree(re.sub(r"</?bdi[^>]*>", "", written.without_tags(message.html)))  # isolates stand inside texts
    shown = {bare(text) for e in root.iter() for text in (e.text, e.tail, e.get("alt"), e.get("aria-label")) if text}
    in_html, in_text = "\0".join(shown), bare(written.without_tags(message.text))
    for text in written.leaves(Plain):
        expected = bare(written.without_tags(text))
        assert expected in in_html, f"{text!r} is not in the HTML part"
        assert expected in in_text, f"{text!r} is not in the text part"


# --- 4: links


def _mark(link: str) -> str:
    """The part of a drawn link that no other has."""
    found = re.search(r"https://u\d+\.example/|u\d+@example\.com|\+33\d{9}|\{\{ lien_\d+ \}\}", link)
    assert found
    return found[0]


@given(written())
@whole
def test_every_link_is_one_href_and_stands_once_in_the_text_part(written: Written) -> None:
    message = composed(written)
    root = tree(written.without_tags(message.html))
    targets = [e.get("href", "") for e in root.iter("a")]
    text = written.without_tags(message.text)
    for link in written.links:
        mark = written.without_tags(_mark(link))
        if mark.startswith("w"):  # a whole merge tag: unique as it stands, not as a word
            assert message.text.count(_mark(link)) == 1
            assert message.html.count(f'href="{_mark(link)}"') == 1
            continue
        found = [target for target in targets if mark in target]
        assert len(found) == 1, f"{link!r} is an href {len(found)} times"
        assert text.count(mark) == 1, f"{link!r} is in the text part {text.count(mark)} times"
        assert found[0].removeprefix("mailto:").removeprefix("tel:") in text
        assert unquote(found[0]) == unquote(written.without_tags(link).strip())


def test_a_host_that_a_merge_tag_completes_is_not_encoded_without_it() -> None:
    issue = {"subject": "s", "intro": "[a](https://été{{ x }}.example/) [b](https://{{ x }}.été.example/)"}
    text = composed(Written(issue, {"name": "N"}, (), ())).text
    assert not re.search(r"xn--[^./]*\{\{", text)
    assert text.count("{{ x }}") == 2
    assert "https://{{ x }}.xn--t-9fab.example/" in text


# --- 5: whatever the files say, there is a message or an error with its places


def failure(read: Callable[[Path], object], path: Path) -> NewsletterError | None:
    try:
        read(path)
    except NewsletterError as error:
        return error
    return None


def survives(path: Path) -> None:
    for read in (load_issue, compose_file):
        if error := failure(read, path):
            assert error.problems
            assert str(error)
            for problem in error.problems:
                assert problem.message
                assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", problem.code)
                if problem.span:
                    assert 0 <= problem.span.start <= problem.span.end <= len(problem.span.source.text)
            for form in get_args(Format):
                assert render(error.problems, form)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda s: s.encode("utf-8", "surrogatepass"))))
@example(b"subject: s\nsections: [{kind: text, body: '" + b"![" * 60 + b"](https://example.com/)" * 60 + b"'}]")
@example(b"subject: s\nintro: '" + b">" * 300 + b" a'")
@example(b"subject: s\nintro: '" + b"[" * 3000 + b"'")
@example(b"subject: s\nintro: '" + b"*a **a " * 500 + b"'")
@example(b'subject: "a\\0b {{ x }}"')
@example(b"number: " + b"9" * 5000 + b"\nsubject: s")
@example(b"\xef\xbb\xbf\xef\xbb\xbfsubject: s")
@example(b"? [a]\n: b")
@example(b"\xc2\xa0")
@example(b"subject: s\nsections: [{kind: text, body: b, id: {a: b}}, {kind: text, body: b, id: [a]}]")
@example(b"- " * 300)
@example(b"subject: s\r\nintro: |\r\n  a\r\n\r\n  b\r\n")
@small
def test_any_bytes_as_an_issue_or_a_brand_end_in_a_message_or_an_error(raw: bytes) -> None:
    with on_disk(raw) as path:
        survives(path)
    with on_disk("subject: s", raw) as path:
        survives(path)


_LABELS = rich_text(4) | st.text(max_size=6)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """What a report may have to show: with a place or without, at the end of a text, on a blank line, over lines."""
    text = draw(_LINES)
    start = draw(st.integers(0, len(text)))
    span = Span(Source(draw(_LABELS), text), start, draw(st.integers(start, len(text))))
    return Problem(
        code="a-code",
        message=draw(_LABELS),
        hint=draw(_LABELS),
        label=draw(_LABELS),
        severity=draw(st.sampled_from(Severity)),
        span=draw(st.sampled_from([span, None])),
    )


@given(st.lists(problems(), max_size=3))
@small
def test_every_problem_can_be_reported_in_every_format(found: list[Problem]) -> None:
    for form in get_args(Format):
        shown = render(found, form)
        for problem in found:
            assert problem.code in shown
    assert len(json.loads(render(found, "json"))) == len(found)
    assert len(render(found, "github").split("\n")) == max(1, len(found))


@pytest.mark.parametrize("nothing", ["", "''", '""'])
def test_ids_that_are_empty_are_not_reported_as_repeated(nothing: str) -> None:
    section = f"- {{kind: text, body: b, id: {nothing}}}\n"
    with on_disk(f"sections:\n{section}{section}") as path:
        error = failure(load_issue, path)
    assert error is not None
    assert [problem.code for problem in error.problems] == ["missing-key"]


@pytest.fixture(scope="module")
def beside_the_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "issues"
    shutil.copytree(ISSUES, folder)
    return folder


# fmt: off
_SNIPPETS = st.text(max_size=4) | st.sampled_from([
    "{{", "}}", "{% if", "%}", "'", '"', ": ", "- ", "&a ", "*a ", "!!str ", "|\n", ">-\n", "<<: ", "\t", "\x00", "#",
    "\ufeff", "\u2028", "\x85", "\r", "\n", "---\n", "...\n", "%YAML 9.9\n", "[", "]", "{", "}", ",", "? ", "![a](b)",
    "](x)", "../", "/etc/passwd", "é", "👩‍👩‍👧", "\\", "\\0", '"\\0"', '"\\x1b"', "0", "-1", "9" * 60, "1e999", ".nan",
    "2024-02-30", "0001-01-01", "9999-12-31T23:59", "javascript:x", "http://", "https://[", "https://é..com/",
])
# fmt: on


@st.composite
def damaged_samples(draw: st.DrawFn) -> str:
    text = SAMPLE.read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            at = draw(st.integers(0, len(text)))
            stretch = text[at : at + draw(st.integers(1, 60))]
            instead = draw(st.sampled_from(["", stretch * 2, stretch * 4]) | _SNIPPETS | _SNIPPETS.map(stretch.__add__))
            text = text[:at] + instead + text[at + len(stretch) :]
        else:
            lines = text.split("\n")
            at = draw(st.integers(0, len(lines) - 1))
            key = re.match(r"[ -]*(\w+: )?", lines[at])
            instead = draw(
                st.sampled_from(["", f"{lines[at]}\n{lines[at]}", f"  {lines[at]}", f" {lines[at]}", f"\t{lines[at]}"])
                | _SNIPPETS.map((key[0] if key else "").__add__)
            )
            text = "\n".join([*lines[:at], instead, *lines[at + 1 :]])
    return text


@given(text=damaged_samples())
@settings(whole, max_examples=150 * _TIMES)
def test_a_damaged_sample_ends_in_a_message_or_an_error(text: str, beside_the_pictures: Path) -> None:
    path = beside_the_pictures / SAMPLE.name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    survives(path)


_VALUES = st.one_of(
    st.text(max_size=12),
    _SNIPPETS,
    rich_text(),
    st.sampled_from([[], {}, ["a"], {"a": "b"}, [[]], "", " ", "\x00", "a\x07b", "a\r\nb", "\ud7ff", "\ufffe"]),
    st.sampled_from(
        ["UTC", "localtime", "posixrules", "Factory", "Europe", "right/UTC", "Etc/GMT+3", "../UTC", "EST5EDT"]
    ),
    st.sampled_from(
        ["a.png", "images", "C:\\a.png", "//example.com/a.png", "data:image/png;base64,", "{{ x }}", "#a", "#"]
    ),
)


def _places(data: object, at: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if at:
        yield at
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _places(value, (*at, key))


@given(st.data())
@settings(whole, max_examples=150 * _TIMES)
def test_a_wrong_value_anywhere_ends_in_a_message_or_an_error(data: st.DataObject) -> None:
    issue = _as_strings(yaml.safe_load(EVERYTHING))
    brand = _as_strings(yaml.safe_load(BRAND))
    files = {"issue": issue, "brand": brand}
    for _ in range(data.draw(st.integers(1, 2))):
        *way, last = data.draw(st.sampled_from([place for place in _places(files) if len(place) > 1]))
        inner = files
        for step in way:
            inner = inner[step]
        inner[last] = data.draw(_VALUES)
    texts = [yaml.safe_dump(files[name], allow_unicode=True, width=10**6) for name in ("issue", "brand")]
    with on_disk(*(text.encode("utf-8", "surrogatepass") for text in texts)) as path:
        survives(path)


# --- 6: the same input gives the same bytes


@given(written())
@settings(whole, max_examples=25 * _TIMES)
def test_composing_twice_gives_the_same_bytes(written: Written) -> None:
    assert composed(written) == composed(written)


def test_the_sample_is_the_same_in_every_process() -> None:
    program = (
        "import hashlib, sys; from newsletter import compose_file; message = compose_file(sys.argv[1]);"
        "print(hashlib.sha256(repr(message).encode()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(SAMPLE)],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]


# --- 7: the text part

_START = re.compile(r"(?:[ >]|- |\* |[→←] |— |\d+\. |\[\d+\] )*")


def _too_wide(line: str) -> bool:
    rest = line[_START.match(line).end() :]  # type: ignore[union-attr]  # it matches everywhere
    return wcswidth(line) > COLUMNS and " " in rest.strip(" ")


@given(written())
@whole
def test_lines_of_the_text_part_fit_unless_one_thing_alone_is_too_long(written: Written) -> None:
    text = written.without_tags(composed(written).text)
    code = {row.strip() for row in written.without_tags("\n".join(written.leaves())).split("\n")}  # is not wrapped
    assert [line for line in text.split("\n") if _too_wide(line) and line.strip() not in code] == []


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
@pytest.mark.parametrize(
    "intro",
    ["| a | b |\n|---|---|\n| " + "mot " * 12 + "| " + "mot " * 12 + "|", "- ## " + "mot " * 30, "> ## " + "mot " * 30],
)
def test_tables_and_headings_of_the_text_part_fit(intro: str, locale: str) -> None:
    text = composed(Written({"subject": "s", "locale": locale, "intro": intro}, {"name": "N"}, (), ())).text
    assert [line for line in text.split("\n") if wcswidth(line) > COLUMNS] == []
    assert text.count("mot") == intro.count("mot")


@pytest.mark.parametrize("field", ["unit", "prefix"])
@pytest.mark.parametrize(
    "value", ["unité longue " * 6, "{{ contact.un_nom_de_champ_très_long|default('une valeur tout aussi longue') }}"]
)
def test_a_wide_figure_leaves_room_for_its_label(field: str, value: str) -> None:
    stats = [
        {"value": "1", "label": "un deux trois quatre", "note": "cinq six", field: value},
        {"value": "2", "label": "b"},
    ]
    issue = {"subject": "s", "sections": [{"kind": "stats", "chart": "bars", "stats": stats}]}
    drawn = Written(issue, {"name": "N"}, (value,) if value.startswith("{{") else (), ())
    text = drawn.without_tags(composed(drawn).text)
    assert [line for line in text.split("\n") if wcswidth(line) > COLUMNS and " " in line.strip(" ")] == []
    assert "un deux trois quatre" in text


@given(written())
@whole
def test_the_text_part_has_no_leftovers_of_html(written: Written) -> None:
    text = composed(written).text
    sources = "\n".join([*written.leaves(), *written.tags])
    for leftover in LEFTOVERS:
        if leftover not in sources and leftover not in unescape(sources):
            assert leftover not in text


@given(written())
@whole
def test_the_text_part_is_tidy(written: Written) -> None:
    text = composed(written).text
    assert text.endswith("\n")
    assert not text.startswith("\n")
    assert "\n\n\n" not in text
    assert not re.search(r" +$", text, re.MULTILINE)


# --- 8: mask and restore


_HOSTILE = st.lists(
    st.one_of(
        TAGS,
        rich_text(4),
        st.text(max_size=6),
        st.sampled_from(["{{", "}}", "{%", "%}", "{#", "#}", "'", '"', "{", "}"]),
    )
).map("".join)


@given(st.lists(_HOSTILE, min_size=1, max_size=4))
@example(["xmx{{ a }}", "{{ a }}xm"])
@example(["{{ ' }}" * 20])
@small
def test_masking_and_restoring_gives_every_text_back(texts: list[str]) -> None:
    tags = Tags.for_texts(texts, HUBSPOT)
    masked = [tags.mask(text) for text in texts]
    assert [tags.restore(text) for text in masked] == texts
    assert tags.restore("\n".join(masked)) == "\n".join(texts)


@given(_HOSTILE)
@small
def test_found_tags_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for tag in scan(text, HUBSPOT)[0]:
        assert tag.start >= end
        end = tag.start + len(tag.text)
        assert text[tag.start : end] == tag.text
        assert re.fullmatch(r"\{\{.*\}\}|\{%.*%\}|\{#.*#\}", tag.text, re.DOTALL)
    for unclosed in scan(text, HUBSPOT)[1]:
        assert text.startswith(unclosed.text, unclosed.start)


@given(st.lists(st.one_of(TAGS.map(lambda tag: (tag, True)), rich_text(6).map(lambda text: (text, False)))))
@small
def test_every_drawn_tag_is_found_as_it_was_written(pieces: list[tuple[str, bool]]) -> None:
    found = [tag.text for tag in scan("".join(text for text, _ in pieces), HUBSPOT)[0]]
    assert found == [text for text, is_tag in pieces if is_tag]


@given(_HOSTILE)
@small
def test_placeholders_are_words_that_no_step_changes(text: str) -> None:
    masked = Tags.for_texts([text], HUBSPOT).mask(text)
    left = scan(text, HUBSPOT)[0]
    words = PLACEHOLDER.findall(masked)
    assert len(words) >= len(left)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


# --- 9: typography

_TYPED_BY_HAND = st.lists(
    st.sampled_from(
        [
            "'",
            '"',
            " ",
            " - ",
            " -- ",
            "-",
            "--",
            "–",
            "...",
            "«",
            "»",
            "(",
            ")",
            "!",
            "?",
            ";",
            ":",
            ".",
            ",",
            "%",
            "€",
        ]
        + [
            "a",
            "é",
            "12",
            "2024",
            "500",
            "M.",
            "J.",
            "Dr.",
            "n°",
            "p.",
            "z.B.",
            "novembre",
            "kg",
            "tis",
            "s",
            "l'",
            "¿",
        ]
        + ["www.a.fr", "a@b.fr", ":-)", "&amp;", "\u00a0", "\u202f", "\n", "\ue000", "xmxabcdefghc", "xmxabcdefghz"]
    ),
    max_size=14,
).map("".join)
_ANY_TEXT = st.one_of(rich_text(30), st.text(), _TYPED_BY_HAND)


@given(_ANY_TEXT, st.sampled_from(LOCALES))
@settings(small, max_examples=1000 * _TIMES)
def test_typography_twice_is_typography_once(text: str, locale: str) -> None:
    once = typeset(text, locale)
    assert typeset(once, locale) == once


class Searched(Line):
    """A line that claims to hold every sign, so that no pass skips it."""

    def has(self, signs: Iterable[str]) -> bool:
        return True

    def finds(self, pattern: str) -> bool:
        return True


_SIGNS = [*"'\"%‰€$£¥!?;:«»’¿¡–—-", "EUR", "USD", "GBP", "CHF", "R$"]
_SIGNS += ["...", "--", "!?", "'s", "'n'", "'tis", "z.B.", "u. a.", "d.\u00a0h."]
_BESIDE = ["", " ", "a", "a ", " a", "5", "5 ", " 5", "2020", "anni ", "(", "\n", "\ue000"]
_AMONG_SIGNS = [
    left + sign + right for sign in _SIGNS for left in _BESIDE for right in [*_BESIDE, "a" + sign, "80", "2024", '"']
]


def changed_though_skipped(text: str) -> list[str]:
    """The passes that would change a text that they skip."""
    steps = {step for steps in PASSES.values() for step in steps}
    return [str(step) for step in steps if step(Line(text)).text != step(Searched(text)).text]


def test_a_pass_of_typography_changes_no_line_that_it_skips() -> None:
    assert {text: wrong for text in _AMONG_SIGNS if (wrong := changed_though_skipped(text))} == {}


@given(_TYPED_BY_HAND)
@small
def test_a_pass_of_typography_changes_no_drawn_line_that_it_skips(text: str) -> None:
    assert changed_though_skipped(text) == []


@given(_ANY_TEXT, st.sampled_from(LOCALES))
@settings(small, max_examples=500 * _TIMES)
def test_typography_drops_and_adds_no_visible_sign(text: str, locale: str) -> None:
    assert bare(typeset(text, locale)) == bare(text)


@given(
    st.lists(_TYPED_BY_HAND | st.text(max_size=4) | st.text(max_size=4).map(AsIs), max_size=6), st.sampled_from(LOCALES)
)
@example(["a\ue000", "b"], "fr-FR")
@example(["\ue000", "www.a.fr", "", AsIs("\ue000")], "fr-FR")
@small
def test_typography_keeps_the_signs_of_each_run_in_that_run(runs: list[str], locale: str) -> None:
    done = typeset_runs(runs, locale)
    assert [*map(bare, done)] == [*map(bare, runs)]
    assert [*typeset_runs([type(run)(text) for run, text in zip(runs, done, strict=True)], locale)] == done
    assert [text for run, text in zip(runs, done, strict=True) if isinstance(run, AsIs) and run != text] == []


@given(
    rich_text(8),
    st.text(st.sampled_from("aé/?&=%#:;!.,'\"...0123456789~-_()«»"), max_size=20),
    rich_text(8),
    st.sampled_from(LOCALES),
)
@small
def test_typography_leaves_links_alone(before: str, path: str, after: str, locale: str) -> None:
    link = f"https://exemple.fr/{path}"
    assert link in typeset(f"{before} {link} {after}", locale)


# --- 10: lines and places


@given(
    st.one_of(rich_text(60), st.text()),
    st.sampled_from(["", "  ", "> ", " " * 40]),
    st.sampled_from([None, "- ", "10. "]),
    st.integers(1, 80),
)
@small
def test_wrapping_loses_no_word_and_keeps_their_order(text: str, indent: str, first: str | None, width: int) -> None:
    lines = wrap(text, indent, first, width).split("\n")
    starts = [indent if first is None else first, *[indent] * (len(lines) - 1)]
    for line, start in zip(lines, starts, strict=True):
        assert line.startswith(start.rstrip())
    words = [word for line, start in zip(lines, starts, strict=True) for word in line[len(start) :].split()]
    assert words == text.split()


@given(st.one_of(rich_text(60), st.text()), st.integers(10, 80))
@small
def test_wrapped_lines_fit_unless_they_are_one_word(text: str, width: int) -> None:
    assume(text.isprintable())
    for line in wrap(text, width=width).split("\n"):
        assert wcswidth(line) <= width or " " not in line.strip(" ")


_PLAIN_LETTERS = [sign for sign in map(chr, range(0x3000)) if _PLAIN.fullmatch(sign)]


@given(
    st.one_of(
        st.lists(st.text(st.sampled_from([*_PLAIN_LETTERS, "a"]), max_size=210)).map(" ".join),
        st.lists(st.text(st.sampled_from("ab\u0301日\t\u2066"), max_size=12)).map(" ".join),
    ),
    st.sampled_from(["", "  ", "> " * 30, "> " * 200]),
    st.sampled_from([None, "- ", "١. ", "日" * 30, "\u200b" * 300]),
    st.one_of(st.integers(-1, 80), st.integers(900, 1100)),
)
@small
def test_plain_paragraphs_are_filled_as_any_other(text: str, indent: str, first: str | None, width: int) -> None:
    start = indent if first is None else first
    assert wrap(text, indent, first, width) == "\n".join(_measured(text, start, indent, width))


def test_a_plain_letter_is_one_column_wide_and_three_octets_long() -> None:
    assert {(wcwidth(sign), len(sign.encode()) <= 3) for sign in _PLAIN_LETTERS} == {(1, True)}
    assert wcswidth("".join(_PLAIN_LETTERS)) == len(_PLAIN_LETTERS)


@given(_LINES, st.data())
@small
def test_line_and_column_are_those_that_counting_gives(text: str, data: st.DataObject) -> None:
    source = Source("issue.yaml", text)
    assert [source.line(at + 1) for at in range(text.count("\n") + 1)] == [row.rstrip("\r") for row in text.split("\n")]
    offset = data.draw(st.integers(0, len(text)))
    line, col = source.line_col(offset)
    assert line == text.count("\n", 0, offset) + 1
    assert col == offset - (text.rfind("\n", 0, offset) + 1) + 1
    span = source.line_span(line)
    assert span.start <= span.end
    assert source.line_col(span.start)[0] == line or not source.line(line)
    marked = text[span.start : span.end]
    assert marked == source.line(line).strip() or not marked.strip()
    assert marked.strip() == source.line(line).strip()
