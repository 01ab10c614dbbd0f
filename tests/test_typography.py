from __future__ import annotations

import pytest

from newsletter.markdown import prose
from newsletter.typography import PASSES, typeset, typeset_runs
from newsletter.urls import Web
from tests.casefile import Case, cases


def _visible(text: str) -> str:
    return text.replace("\u00a0", "~").replace("\u202f", "^")


@cases("typography-fr.md")
def test_french_is_set_as_the_case_says(case: Case) -> None:
    given = case.given.replace("~", "\u00a0")

    assert _visible(typeset(given, "fr-FR")) == case.expected


@cases("typography-fr.md")
def test_setting_twice_changes_nothing_more(case: Case) -> None:
    once = typeset(case.given, "fr-FR")

    assert typeset(once, "fr-FR") == once


def test_a_language_without_rules_is_left_as_typed() -> None:
    assert "en" not in PASSES
    assert typeset("It's 77 % ... really ?", "en-GB") == "It's 77 % ... really ?"


@pytest.mark.parametrize("code", ["`l'été ?`", "[x](https://a.fr/l'x?)"])
def test_code_and_addresses_are_not_texts(code: str) -> None:
    parsed = prose(code, block=False, images=(), web=Web())

    changed = parsed.with_texts(lambda runs: typeset_runs(runs, "fr-FR"))

    assert changed.__html__() == parsed.__html__()


def test_marks_after_bold_text_belong_to_it() -> None:
    parsed = prose("**Quoi** ?", block=False, images=(), web=Web())

    changed = parsed.with_texts(lambda runs: typeset_runs(runs, "fr-FR"))

    assert changed.__html__() == "<strong>Quoi</strong>\u202f?"


@pytest.mark.parametrize("private", ["\ue000", "\ue001"])
def test_an_icon_font_s_private_characters_are_kept(private: str) -> None:
    assert typeset(f"l'été {private} ?", "fr-FR") == f"l'été {private} ?"
