from __future__ import annotations

import re
from types import ModuleType

import pytest

from newsletter import compose_file
from newsletter.dialects import DIALECTS, HUBSPOT
from newsletter.markdown import Prose, plain, prose
from newsletter.mergetags import Tags
from newsletter.scanning import scan
from newsletter.typography import (
    PASSES,
    dutch,
    english,
    french,
    german,
    italian,
    passes,
    portuguese,
    signs,
    spanish,
    typeset,
    typeset_runs,
)
from newsletter.urls import Web
from newsletter.wording import languages
from tests.casefile import CASES, Case, cases, read
from tests.strategies import LOCALES, on_disk

FILES = sorted(path.stem.removeprefix("typography-") for path in CASES.glob("typography-*-*.md"))


def visible(text: str) -> str:
    return text.replace("\u00a0", "~").replace("\u202f", "^")


def setting(text: str, locale: str) -> str:
    """As the pipeline does it: merge tags are masked, and come back."""
    tags = Tags.for_texts([text], HUBSPOT)
    return tags.restore(typeset(tags.mask(text), locale))


@pytest.mark.parametrize("locale", FILES)
def test_a_text_is_set_as_its_case_says(locale: str) -> None:
    wrong = [
        (case.title, shown, case.expected)
        for case in read(f"typography-{locale}.md")
        if (shown := visible(setting(case.given.replace("~", "\u00a0"), locale))) != case.expected
    ]
    assert wrong == []


@cases("typography-never.md")
def test_what_is_no_prose_stays_in_every_language(case: Case) -> None:
    assert {locale: visible(setting(case.given, locale)) for locale in PASSES} == dict.fromkeys(PASSES, case.expected)


@pytest.mark.parametrize("locale", FILES)
def test_setting_twice_changes_nothing_more(locale: str) -> None:
    for case in read(f"typography-{locale}.md"):
        once = setting(case.given, locale)
        assert setting(once, locale) == once, case.title


def test_every_language_has_its_passes_and_every_row_its_cases() -> None:
    as_typed = {"ar", "he"}  # nobody has written their passes yet
    assert {tag.partition("-")[0] for tag in PASSES} == set(languages()) - as_typed
    assert {passes(locale) for locale in FILES} == set(PASSES.values())


def test_every_pass_says_what_it_does_with_an_example() -> None:
    for step in {step for row in PASSES.values() for step in row}:
        assert step.__doc__, step
        assert re.search(":|->|keeps? ", step.__doc__), step


@pytest.mark.parametrize("language", [dutch, english, french, german, italian, portuguese, spanish])
def test_a_word_that_keeps_the_next_is_no_longer_than_what_is_looked_back_at(language: ModuleType) -> None:
    for words in (vars(language)["_TITLES"], vars(language)["_ABBREVIATIONS"]):
        assert [
            word for word in words.split("|") if len(word) > signs.LONGEST or re.search(r"\s|\\s|[*+{]", word)
        ] == []


def test_a_region_without_rules_of_its_own_has_those_of_its_language() -> None:
    assert passes("fr-BE") == passes("fr_FR") == PASSES["fr"]
    assert passes("xx") == passes("no locale") == ()
    assert typeset("It's 77 % ... really ?", "xx") == "It's 77 % ... really ?"


def french(markdown: str, *, block: bool = False) -> Prose:
    parsed = prose(markdown, block=block, images=(None, None), web=Web())
    return parsed.with_texts(lambda runs: typeset_runs(runs, "fr-FR"))


@pytest.mark.parametrize("code", ["`l'été ?`", "[x](https://a.fr/l'x?)", "`[1:1 ?]{.as-is}`"])
def test_code_and_addresses_are_not_texts(code: str) -> None:
    parsed = prose(code, block=False, images=(), web=Web())

    assert french(code).__html__() == parsed.__html__()


def test_marks_after_bold_text_belong_to_it() -> None:
    assert french("**Quoi** ?").__html__() == "<strong>Quoi</strong>\u202f?"
    assert french("**Quoi**?").__html__() == "<strong>Quoi</strong>\u202f?"
    assert french('"**mot**"').__html__() == "«\u00a0<strong>mot</strong>\u00a0»"


def test_quotes_find_each_other_over_the_lines_and_the_code_of_a_paragraph() -> None:
    assert french('dit\n"le `a` et\nle b"').__html__() == "dit «\u00a0le <code>a</code> et le b\u00a0»"
    assert french('"`a`"').__html__() == "«\u00a0<code>a</code>\u00a0»"


def test_dots_over_an_edge_stay_in_their_runs() -> None:
    assert typeset_runs(["a..", "."], "fr-FR") == ["a..", "."]
    assert typeset_runs(["a...", " ?"], "fr-FR") == ["a…", "\u202f?"]


def test_a_control_tag_is_not_seen() -> None:
    assert visible(setting('{% if a %}"Oui"{% else %}Non{% endif %} ?', "fr-FR")) == (
        "{% if a %}«~Oui~»{% else %}Non{% endif %}^?"
    )


@pytest.mark.parametrize("private", ["\ue000", "\ue001"])
def test_an_icon_font_s_private_characters_are_kept(private: str) -> None:
    assert typeset(f"l'été {private} ?", "fr-FR") == f"l’été {private}\u202f?"
    assert typeset(f"www.a.fr/{private} {private}", "fr-FR") == f"www.a.fr/{private} {private}"


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u202e", "\u2066", "\u00ad", "\ufeff"])
def test_signs_without_width_and_bidi_signs_are_kept(sign: str) -> None:
    for locale in LOCALES:
        assert typeset(f'"a{sign}b" {sign} c{sign} ?', locale).count(sign) == 3


# --- switched off


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Non [1:1 ?]{.as-is} ?", "Non 1:1 ?\u202f?"),
        ("l'[l'été]{.as-is}", "l’l'été"),
        ('"[a ?]{.as-is}"', "«\u00a0a ?\u00a0»"),
        ("[a **b ?** c ?]{.as-is} ?", "a <strong>b ?</strong> c ?\u202f?"),
        ("**[a ?]{.as-is}** ?", "<strong>a ?</strong>\u202f?"),
        ("[x](https://a.fr){.as-is} ?", '<a href="https://a.fr">x</a>{.as-is}\u202f?'),
        (r"\[a ?]{.as-is}", "[a\u202f?]{.as-is}"),
        ("[a ?] {.as-is}", "[a\u202f?] {.as-is}"),
        ("[]{.as-is}", "[]{.as-is}"),
        ("[a ?]{.as-is}[b ?]{.as-is}", "a ?b ?"),
        ("[\ue000 ?]{.as-is}\ue000 ?", "\ue000 ?\ue000\u202f?"),
        ("[Quoi ?]{.as-is}\nNon ?", "Quoi ? Non\u202f?"),
    ],
)
def test_a_span_is_left_as_it_is(markdown: str, html: str) -> None:
    assert french(markdown).__html__() == html
    assert "<p>" + html + "</p>" == french(markdown, block=True).__html__()


def test_a_span_is_left_as_it_is_in_a_picture_and_in_a_plain_text() -> None:
    picture = french('![a ? [b ?]{.as-is}](a.png "c ? [d ?]{.as-is}")').__html__()
    assert 'alt="a\u202f? b ?" title="c\u202f? d ?"' in picture
    set_plain = plain("a ? [b *c* ?]{.as-is} d ?").with_texts(lambda runs: typeset_runs(runs, "fr-FR"))
    assert str(set_plain) == set_plain.__html__() == "a\u202f? b *c* ? d\u202f?"


@pytest.mark.parametrize("esp", DIALECTS)
def test_the_sign_of_a_span_is_no_merge_tag_anywhere(esp: str) -> None:
    assert scan("[1:1 ?]{.as-is}", DIALECTS[esp]) == ((), ())


ISSUE = """
locale: fr-FR
subject: "[A ?]{.as-is} B ? {{contact.email}}"
preheader: "[C ?]{.as-is}"
intro: "Non ? [1:1 {{contact.email}} ?]{.as-is}"
sections: [{kind: cta, label: "[D ?]{.as-is} E ?", link: "https://example.com/"}]
"""


def test_a_message_shows_no_sign_of_a_span() -> None:
    with on_disk(ISSUE) as path:
        message = compose_file(path)
    assert message.subject == "A ? B ? {{contact.email}}"
    assert message.preheader == "C ?"
    for part in (message.html, message.text):
        assert "as-is" not in part
        for shown in ("A ? B\u202f?", "C ?", "Non\u202f? 1:1 {{contact.email}} ?", "D ? E\u202f?"):
            assert shown in part


@pytest.mark.parametrize(("issue", "brand"), [("false", "true"), ("true", "false"), ("false", "false")])
def test_an_issue_or_a_brand_may_say_no(issue: str, brand: str) -> None:
    with on_disk(f"{ISSUE}typography: {issue}\n", f"name: L'été ?\ntypography: {brand}\n") as path:
        message = compose_file(path)
    for part in (message.html, message.text):
        assert "as-is" not in part
        for shown in ("A ? B ?", "Non ? 1:1 {{contact.email}} ?", "D ? E ?"):
            assert shown in part


# --- size: a time that grew with the square would take hours, and pytest's limit is two minutes

_LONG = {
    "no space": "a" * 1_000_000,
    "digits": "1" * 1_000_000,
    "double quotes": '"' * 1_000_000,
    "single quotes": "'" * 1_000_000,
    "openings": '"a ' * 66_000,
    "closings": 'a" ' * 66_000,
    "pairs": '"5" ' * 50_000,
    "nested": '"a ' * 32_000 + 'a" ' * 32_000,
    "marks": "!?" * 100_000,
    "spaces": "a" + " " * 200_000 + "»",
    "guillemets": "«" * 100_000 + "»" * 100_000,
    "dots": "..." * 66_000,
    "dashes": "a - " * 50_000,
    "hyphens": "2020-" * 40_000,
    "groups": "1 000 " * 32_000,
    "one address": "https://a.fr/" + '"(' * 100_000,
    "addresses": "a@b.fr " * 28_000,
    "capitals": "A. " * 66_000,
    "letters and signs": "a'b:c;d!" * 25_000,
    "entities": "&" * 100_000 + "#" * 100_000,
    "brackets": "[" * 200_000,
    "spans": "[a]{.as-is}" * 18_000,
}


@pytest.mark.parametrize("kind", _LONG)
def test_a_million_characters_take_a_moment(kind: str) -> None:
    for locale in ("fr-FR", "en-US", "de-CH", "es-ES"):
        typeset(_LONG[kind], locale)
    set_plain = plain(_LONG[kind]).with_texts(lambda runs: typeset_runs(runs, "fr-FR"))
    assert "".join(str(set_plain).split())


def test_ten_thousand_runs_take_a_moment() -> None:
    assert typeset_runs(['"a', " ?", '"', "..."] * 50_000, "fr-FR")[1] == "\u202f?"
