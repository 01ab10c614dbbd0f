from __future__ import annotations

import re

import pytest

from newsletter.conditions import guard
from newsletter.dialects import DIALECTS, HUBSPOT, Dialect
from newsletter.errors import Problem, ProofError
from newsletter.mergetags import Tags, contains_tag, only_controls, untranslatable
from newsletter.scanning import decoded, scan, starts_tag
from tests.casefile import Case, cases

PLACEHOLDER = re.compile(r"xm[a-p]*x[a-p]{8}w*[cz]")


@cases("dialects/scanning.md")
def test_tags_are_found_as_the_case_says(case: Case) -> None:
    tags, unclosed = scan(case.given, HUBSPOT)

    found = [(t.start, f"{'control ' if t.control else ''}{t.text}") for t in tags]
    found += [(t.start, f"unclosed {t.text}") for t in unclosed]
    assert "\n".join(text for _, text in sorted(found)) == case.expected


def test_a_stray_opening_of_another_esp_swallows_no_tag_of_ones_own() -> None:
    css = "a{%y} *|FNAME|* b{width:100%} {{contact.email}} c{% d %}"

    found = [tag.text for tag in scan(css, DIALECTS["mailchimp"])[0]]

    assert found == ["*|FNAME|*", "{{contact.email}}", "{% d %}"]


@cases("dialects/scanning.md")
def test_restoring_gives_back_what_was_masked(case: Case) -> None:
    tags = Tags.for_texts([case.given], HUBSPOT)

    masked = tags.mask(case.given)

    assert tags.restore(masked) == case.given
    assert not any(tag.text in masked for tag in scan(case.given, HUBSPOT)[0])


def test_a_placeholder_is_a_word_of_lowercase_letters_as_wide_as_its_tag() -> None:
    tags = Tags.for_texts([], HUBSPOT)

    masked = tags.mask("{{ contact.firstname | default('été') }}")

    assert re.fullmatch("[a-z]+", masked)
    assert len(masked) == len("{{ contact.firstname | default('été') }}")


def test_an_input_that_holds_a_placeholder_cannot_forge_a_tag() -> None:
    forged = Tags.for_texts([], HUBSPOT).mask("{{contact.email}}")
    text = f"{{{{contact.email}}}} {forged}"

    tags = Tags.for_texts([text, "{{contact.email}}"], HUBSPOT)

    assert tags.restore(tags.mask("{{contact.email}}") + forged) == f"{{{{contact.email}}}}{forged}"


def test_the_same_tag_in_two_fields_has_two_placeholders() -> None:
    tags = Tags.for_texts([], HUBSPOT)

    assert tags.mask("a {{x}}").removeprefix("a ") != tags.mask("b {{x}}").removeprefix("b ")


def test_the_proof_counts_each_tag_in_both_parts() -> None:
    tags = Tags.for_texts([], HUBSPOT)
    one, two = tags.mask("{{x}} {{y}}").split(" ")

    (x, y) = tags.prove(f"{one} {two} {two}", f"{one} {two}")

    assert x == ("{{x}}", 1, 1, 1)
    assert y == ("{{y}}", 1, 2, 1)


@pytest.mark.parametrize(("html", "text", "part"), [(True, False, "text part"), (False, True, "HTML part")])
def test_the_proof_fails_when_a_part_lost_a_tag(html: bool, text: bool, part: str) -> None:
    tags = Tags.for_texts([], HUBSPOT)
    masked = tags.mask("{{x}}", "issue", ("signoff",))

    with pytest.raises(ProofError) as caught:
        tags.prove(masked * html, masked * text)

    (problem,) = caught.value.problems
    assert part in problem.message
    assert (problem.file, problem.loc, problem.needle) == ("issue", ("signoff",), "{{x}}")


def test_the_proof_is_not_fooled_by_the_same_tag_shown_twice_elsewhere() -> None:
    tags = Tags.for_texts([], HUBSPOT)
    greeting, _signoff = tags.mask("Bonjour {{x}}"), tags.mask("Bye {{x}}", "issue", ("signoff",))

    with pytest.raises(ProofError) as caught:
        tags.prove(f"{greeting} {greeting}", f"{greeting} {greeting}")

    assert {problem.loc for problem in caught.value.problems} == {("signoff",)}


def test_a_tag_of_the_layout_is_expected_only_in_the_part_that_writes_it() -> None:
    tags = Tags.for_texts([], HUBSPOT)

    html = tags.mask_layout("<p>{{ site_settings.company_name }}</p>", "html")

    assert tags.prove(html, "") == (("{{ site_settings.company_name }}", 1, 1, 0),)


def test_only_control_tags_print_nothing() -> None:
    tags = Tags.for_texts([], HUBSPOT)

    assert only_controls(tags.mask("{% if a %} {% endif %}"))
    assert not only_controls(tags.mask("{% if a %}x{% endif %}"))
    assert not only_controls(tags.mask("{{a}}"))
    assert not only_controls("")


def test_a_masked_text_knows_that_it_holds_a_tag() -> None:
    tags = Tags.for_texts([], HUBSPOT)

    assert contains_tag(tags.mask("a{{x}}b"))
    assert not contains_tag("a{{x}}b")


def test_a_tag_can_start_a_text() -> None:
    assert starts_tag("{{x}}", 0, HUBSPOT)
    assert starts_tag("a{% if", 1, HUBSPOT)
    assert not starts_tag("{x}", 0, HUBSPOT)


HOSTILE = {
    "openings of every kind": "{{ {% {# *|A [[A %%[ %%= <% {{{ {{# " * 3000,
    "openings, and one end": "{{ " * 30000 + "}}",
    "quotes that never close": '{{ contact.email | default("' + '\\"' * 50000,
    "a default without end": "{{contact.email | default('" + "a" * 100000,
    "braces": "{" * 100000 + "}" * 100000,
    "percents": "%7B" * 30000 + "%7D" * 30000,
    "signs": "%A@A$A[a*|A<a" * 8000,
    "blanks": "{{contact.email" + " " * 100000 + "x}}",
    "a tag in a tag": "{{a|" * 20000 + "}}" * 20000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
def test_no_text_makes_the_search_run_away(esp: Dialect, text: str) -> None:
    """A search that takes the square of such a length would take minutes; the time limit of every test ends it."""
    tags = Tags.for_texts([text], esp)
    if not untranslatable(text, esp):
        masked = tags.mask(text)
        assert len(PLACEHOLDER.findall(masked)) >= len(scan(text, esp)[0])
    decoded(text, esp)


@pytest.mark.parametrize(
    "test",
    [
        "contact.a and " * 9000,
        'contact.a == "' + "a" * 100000,
        "not " * 30000 + "contact.a",
        "contact.a" + " " * 100000 + "==",
    ],
)
def test_no_condition_makes_its_reading_run_away(test: str) -> None:
    assert isinstance(guard(test, DIALECTS["brevo"]), Problem)
