"""A message merged with one contact, through each ESP's own language."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from newsletter.compose import Message
from newsletter.conditions import guard
from newsletter.dialects import DIALECTS, Dialect
from newsletter.errors import MergeError, NewsletterError, Problem
from newsletter.merging import Merged, merge
from newsletter.neutral import extended, native
from tests.casefile import CASES, Case, read

ZOE = {
    "contact.email": "zoe+test@example.com",
    "contact.firstname": "Zoé 🎈",
    "contact.lastname": "",
    "contact.company": "Atelier & l'<b>",
    "contact.country": "FR",
    "contact.jobtitle": "Luthière",
    "contact.score": "7",
}
FILES = sorted(path.stem for path in (CASES / "merging").glob("*.md"))
FOUND = [(DIALECTS[name], case) for name in FILES for case in read(f"merging/{name}.md")]
EVERY = pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
NASTY = (
    "<!doctype html>\r\n<!--[if mso | IE]><style>td{width:100%}@media(a){b{c:d}}a{#b}.x{%y}</style><![endif]-->\r"
    "100 % caf%C3%A9 { } {a} }} | * $ @ \u2028\u00a0\U000f0001\U0010fffd\ue000 \\ \\{ %F3%B0%80%81 \t\n\n"
)


def message(text: str, html: str | None = None) -> Message:
    return Message(text, text, text if html is None else html, text, "", ())


def with_score(esp: Dialect) -> Dialect:
    own = esp.fields.get("contact.country", "")
    return extended(esp, {"contact.score": {esp.name: own.replace("ountry", "core").replace("COUNTRY", "SCORE")}})


def told(merged: Merged, part: str) -> str:
    lines = [getattr(merged, part)]
    lines += [f"{name}: {', '.join(found)}" for name in ("missing", "unknown") if (found := getattr(merged, name))]
    return "\n".join(lines)


@pytest.mark.parametrize(("esp", "case"), FOUND, ids=[f"{esp.name}.md:{case.line} {case.title}" for esp, case in FOUND])
def test_a_case(esp: Dialect, case: Case) -> None:
    part = case.title.partition(":")[0]
    if part == "error":
        with pytest.raises(MergeError) as caught:
            merge(message("", case.given), ZOE, esp)
        (problem,) = caught.value.problems
        assert f"{problem.code}: {problem.message}" == case.expected
        assert problem.hint
        return

    assert told(merge(message(case.given), ZOE, esp), part) == case.expected


def test_every_esp_has_cases() -> None:
    assert set(FILES) == set(DIALECTS)


@EVERY
def test_neutral_tags_show_the_contact(esp: Dialect) -> None:
    for name in esp.fields:
        tag = native(f"{{{{{name}}}}}", esp)
        assert isinstance(tag, str)
        merged = merge(message(f"a {tag} b"), ZOE, esp)
        escaped_too = esp.name in ("sendgrid", "listmonk") and name == "contact.company"
        assert merged.text == f"a {ZOE[name] or f'⟦{name}⟧'} b" or escaped_too
        assert merged.missing == (() if ZOE[name] else (name,))
        assert merged.unknown == ()


@EVERY
@pytest.mark.parametrize("value", ["", "Camille"])
def test_defaults_stand_for_what_is_missing(esp: Dialect, value: str) -> None:
    tag = native('{{ contact.firstname | default("toi") }}', esp)
    if isinstance(tag, Problem):
        assert tag.code == "no-default"
        return

    merged = merge(message(tag), {"contact.firstname": value}, esp)

    assert (merged.subject, merged.html, merged.text, merged.missing) == (*(value or "toi",) * 3, ())


@EVERY
@pytest.mark.parametrize(
    ("test", "holds"),
    [
        ('contact.country == "FR"', True),
        ('contact.country == "BE"', False),
        ('contact.country != "FR"', False),
        ('contact.country != "BE"', True),
        ('contact.lastname == "FR"', False),
        ('contact.lastname != "FR"', True),
        ("contact.country", True),
        ("contact.lastname", False),
        ("not contact.country", False),
        ("not contact.lastname", True),
        ("contact.score > 6", True),
        ("contact.score > 7", False),
        ("contact.score >= 7", True),
        ("contact.score < 10", True),
        ("contact.score <= 6", False),
        ("contact.lastname > 3", False),
        ('contact.country == "FR" and contact.score > 6', True),
        ('contact.country == "FR" and contact.lastname', False),
        ('contact.country == "BE" or contact.lastname', False),
        ('contact.country == "BE" or contact.country == "FR"', True),
    ],
)
def test_neutral_conditions_hold_or_do_not(esp: Dialect, test: str, holds: bool) -> None:
    esp = with_score(esp)
    tags = guard(test, esp)
    if isinstance(tags, Problem):
        assert tags.code in ("no-conditions", "untranslatable-condition", "unknown-merge-field")
        return

    merged = merge(message(f"a\n{tags[0]}b{tags[1]}\nc"), ZOE, esp)

    assert (merged.text.replace("\n", ""), merged.missing, merged.unknown) == ("abc" if holds else "ac", (), ())


@EVERY
def test_an_empty_value_is_a_missing_one(esp: Dialect) -> None:
    tag = native("{{contact.email}}", esp)
    assert isinstance(tag, str)

    assert merge(message(tag), {"contact.email": ""}, esp) == merge(message(tag), {}, esp)
    assert merge(message(tag), {}, esp).missing == ("contact.email",)


@EVERY
def test_what_stands_between_tags_stays_byte_for_byte(esp: Dialect) -> None:
    tag = native("{{contact.email}}", esp)
    assert isinstance(tag, str)
    for text in (NASTY, NASTY + "x", "\r\n", "\n", "\r", "", " ", "x\n\n"):
        before = text.replace("{%", "")  # with the %} of the CSS after it, this would be a tag to every language
        merged = merge(message(f"{before}<i>{tag}</i>{text}"), ZOE, esp)
        assert merged.html == f"{before}<i>zoe+test@example.com</i>{text}"
        assert merged.subject == merged.text == merged.html
        assert merged.unknown == ()


@EVERY
def test_values_are_no_templates(esp: Dialect) -> None:
    tag = native("{{contact.email}}", esp)
    assert isinstance(tag, str)
    for value in ("{{ 1 }} {% x *|A|* %%b%%", "{{/if}}", f"\r\n {NASTY}", "⟦x⟧"):
        merged = merge(message(tag), {"contact.email": value}, esp)
        assert merged.subject == value or esp.name == "sendgrid"
        assert merged.missing == ()


@EVERY
def test_a_long_message_takes_no_time(esp: Dialect) -> None:
    tags = [native("{{contact.email}}", esp), native("{{contact.firstname}}", esp)]
    text = f"<td>{'x' * 400} {{a}}\r\n{tags[0]}</td> {tags[1]}" * 2500
    assert len(text) > 1_000_000
    started = time.monotonic()

    merged = merge(message("", text), ZOE, esp)

    assert merged.html.count("zoe+test@example.com") == 2500
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("customerio", f"{{% for i in (1..9000) %}}{'x' * 3000}{{% endfor %}}"),
        ("customerio", "{{ '" + "a" * 900 + "'" + (" | replace: 'a', '" + "a" * 900 + "'") * 4 + " }}"),
        ("braze", "{% for i in (1..9999) %}{{ '" + "x" * 3000 + "' }}{% endfor %}"),
        ("hubspot", "{{ contact.email ~ contact.email }}" + "{% set a = a ~ a %}" * 40),
        ("hubspot", "{% macro a() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}"),
        ("hubspot", "{{ '%999999999d' % 1 }}"),
        ("klaviyo", "{% for a in email %}{% for b in email %}x{% endfor %}{% endfor %}"),
        ("klaviyo", '{{ email|stringformat:"999999999d" }}'),
        ("sendgrid", '{{#*inline "a"}}{{> a}}{{> a}}{{/inline}}{{> a}}'),
        ("sendgrid", "{{#if a}}" * 200 + "{{/if}}" * 200),
        ("hubspot", "{% if contact.email %}" * 3000 + "{% endif %}" * 3000),
        ("klaviyo", "{% if email %}" * 3000 + "{% endif %}" * 3000),
        ("customerio", "{% if customer.email %}" * 3000 + "{% endif %}" * 3000),
    ],
)
def test_no_tag_can_fill_the_memory(name: str, text: str) -> None:
    started = time.monotonic()

    with pytest.raises(MergeError):
        merge(message("", text), ZOE, DIALECTS[name])

    assert time.monotonic() - started < 5


def test_too_many_blocks_are_told_in_plain_words() -> None:
    with pytest.raises(MergeError, match="a merge tag in the HTML part has too many blocks around it"):
        merge(message("", "{% if email %}" * 3000 + "{% endif %}" * 3000), ZOE, DIALECTS["klaviyo"])


def test_the_part_that_cannot_be_read_is_named() -> None:
    for part, place in (
        ("subject", "subject"),
        ("preheader", "preheader"),
        ("html", "HTML part"),
        ("text", "text part"),
    ):
        texts = dict.fromkeys(("subject", "preheader", "html", "text", "mjml"), "") | {part: "{% endif %}"}
        with pytest.raises(MergeError, match=f"in the {place} closes nothing"):
            merge(Message(**texts, merge_tags=()), ZOE, DIALECTS["hubspot"])


def test_what_is_missing_comes_in_reading_order() -> None:
    given = Message("{{ contact.b }}", "{{ contact.a }}", "{{ contact.c }}{{ contact.b }}", "{{ contact.d }}", "", ())

    merged = merge(given, {}, DIALECTS["hubspot"])

    assert merged.missing == ("contact.b", "contact.a", "contact.c", "contact.d")


def test_a_marker_is_escaped_in_html_only() -> None:
    merged = merge(message('{{ customer["<b>"] }}'), {}, DIALECTS["customerio"])

    assert (merged.html, merged.text) == ("⟦customer.&lt;b&gt;⟧", "⟦customer.<b>⟧")


def test_a_merge_error_is_one_of_ours() -> None:
    assert issubclass(MergeError, NewsletterError)


def test_engines_are_imported_only_when_they_are_needed() -> None:
    code = "import sys, newsletter.merging; print({'django', 'liquid', 'dotpromptz_handlebars'} & {*sys.modules})"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
