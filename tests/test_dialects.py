"""Each ESP's syntax: what is read as a tag, and what neutral names and conditions become in it."""

from __future__ import annotations

import re

import pytest

from newsletter import dialects
from newsletter.conditions import guard
from newsletter.dialects import DIALECTS, LINKS, Dialect
from newsletter.errors import Problem
from newsletter.mergetags import Tags, untranslatable
from newsletter.neutral import extended, native
from newsletter.scanning import decoded, is_whole, scan
from tests.casefile import CASES, Case, read

FILES = sorted(path.stem for path in (CASES / "dialects").glob("*.md") if path.stem != "scanning")


def of(kind: str) -> pytest.MarkDecorator:
    found = [
        (DIALECTS[name], case) for name in FILES for case in read(f"dialects/{name}.md") if case.title.startswith(kind)
    ]
    return pytest.mark.parametrize(
        ("esp", "case"), found, ids=[f"{esp.name}.md:{case.line} {case.title}" for esp, case in found]
    )


def told(problem: Problem) -> str:
    return f"{problem.code}: {problem.message}"


def test_every_dialect_has_cases_of_each_kind() -> None:
    assert set(FILES) == set(DIALECTS)
    for name in FILES:
        titles = {case.title.partition(":")[0] for case in read(f"dialects/{name}.md")}
        assert titles == {"tags", "translate", "condition"}, name


@of("tags:")
def test_its_tags_are_found_and_nothing_else(esp: Dialect, case: Case) -> None:
    found = [f"{'control ' if tag.control else ''}{tag.text}" for tag in scan(case.given, esp)[0] if not tag.foreign]

    assert "\n".join(found) == case.expected
    tags = Tags.for_texts([case.given], esp)
    assert untranslatable(case.given, esp) or tags.restore(tags.mask(case.given)) == case.given


@of("translate:")
def test_a_neutral_tag_becomes_its_own(esp: Dialect, case: Case) -> None:
    shown = native(case.given, esp)

    assert (told(shown) if isinstance(shown, Problem) else shown) == case.expected


@of("condition:")
def test_a_neutral_condition_becomes_its_own(esp: Dialect, case: Case) -> None:
    found = guard(case.given, esp)

    assert (told(found) if isinstance(found, Problem) else "\n".join(found)) == case.expected


@pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
def test_what_a_row_writes_is_read_as_its_own_tags(esp: Dialect) -> None:
    written = [str(native(f"{{{{{name}}}}}", esp)) for name in esp.fields]
    written += [link for name in LINKS[:3] if (link := getattr(esp, name))]
    written += [tag for fact in esp.paste for tag in fact.any_of]

    assert written
    for tag in written:
        bare = re.sub(r"^https?://", "", tag)  # some ESPs have links of the form http://$UNSUB$
        assert is_whole(bare, esp), tag
        assert not any(found.foreign or found.control for found in scan(bare, esp)[0]), tag


@pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
def test_a_row_names_its_sources_and_what_it_does_not_know(esp: Dialect) -> None:
    assert set(esp.fields) <= set(dialects.FIELDS)
    assert esp.own <= set(esp.fields)
    cells = {"fields", *(name for name in (*LINKS, "fallback", "condition") if getattr(esp, name))}
    assert cells <= esp.sources.keys() | {line.partition(":")[0] for line in esp.unverified}
    assert all(re.search(r"https://|github\.com|third party|RFC", source) for source in esp.sources.values())
    assert all(fact.source for fact in esp.paste)


@pytest.mark.parametrize("esp", DIALECTS.values(), ids=list(DIALECTS))
def test_what_a_check_can_tell_of_a_paste_is_whole(esp: Dialect) -> None:
    for fact in esp.paste:
        assert bool(fact.any_of) == (fact.kind == "required")
        assert bool(fact.when) == bool(fact.cure)
        assert not fact.when or fact.kind in ("alters", "forbids")
        assert not (fact.strict or fact.or_link) or fact.kind == "required"
        assert fact.when == "" or re.compile(fact.when).search("") is None


@pytest.mark.parametrize(
    ("esp", "own", "shown"),
    [
        ("brevo", "METIER", "{{ contact.METIER }}"),
        ("brevo", "contact.METIER", "{{ contact.METIER }}"),
        ("hubspot", "jobtitle", "{{ contact.jobtitle }}"),
        ("braze", "job title", "{{custom_attribute.${job title}}}"),
        ("braze", "first_name", "{{${first_name}}}"),
        ("klaviyo", "Type d'abonnement", '{{ person|lookup:"Type d\'abonnement" }}'),
        ("klaviyo", "first_name", "{{ first_name }}"),
        ("klaviyo", "person.Job", "{{ person.Job }}"),
        ("keila", "job", "{{ contact.data.job }}"),
        ("keila", "first_name", "{{ contact.first_name }}"),
        ("customerio", 'customer["job title"]', '{{ customer["job title"] }}'),
        ("listmonk", "job", "{{ .Subscriber.Attribs.job }}"),
        ("mailchimp", "JOB", "*|JOB|*"),
        ("salesforce-mc", "Job Title", "%%Job Title%%"),
    ],
)
def test_a_field_of_an_account_is_found_where_the_esp_keeps_it(esp: str, own: str, shown: str) -> None:
    assert native("{{contact.job}}", extended(DIALECTS[esp], {"contact.job": {esp: own}})) == shown


def test_an_encoded_tag_after_an_encoded_sign_is_decoded() -> None:
    link = "https://e.co/?q=a%20%7B%7Bcontact.email%7D%7D"

    for esp in DIALECTS.values():
        assert decoded(link, esp)[0] == "https://e.co/?q=a%20{{contact.email}}", esp
