"""The words of each language, which tag gets which, and which tags are refused. ⍽ is U+00A0, · is U+202F."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from string import Formatter

import pytest

from newsletter.wording import (
    MEDIA,
    UnknownLocale,
    Wording,
    babel_locale,
    fallbacks,
    is_locale,
    languages,
    text_direction,
    wording,
)

WORDS = [field.name for field in fields(Wording) if field.name not in ("media", "comma", "rtl")]
EVERY_LOCALE = [*languages(), "en-GB", "pt-PT"]
PLACEHOLDERS = {
    "issue_number": {"number"},
    "image": {"alt"},
    "by": {"name"},
    "stand": {"stand"},
    "labelled": {"label", "text"},
}


def shown(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "·")


def texts(words: Wording) -> list[str]:
    return [*(getattr(words, name) for name in WORDS), *words.media.values()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("issue_number", "N°⍽{number}"),
        ("recap", "Au sommaire"),
        ("source", "Source"),
        ("sources", "Sources"),
        ("labelled", "{label}⍽: {text}"),
        ("image", "[Image⍽: {alt}]"),
        ("by", "par {name}"),
        ("reply", "Une question·? Écrivez-nous"),
        ("follow", "Suivez-nous"),
        ("view_in_browser", "Voir dans le navigateur"),
        ("unsubscribe", "Se désinscrire"),
        ("preferences", "Gérer mes préférences"),
        ("online", "En ligne"),
        ("stand", "Stand⍽{stand}"),
        ("speakers", "Avec"),
        ("sessions", "Au programme"),
        ("featured", "L’événement phare"),
    ],
)
def test_french(name: str, expected: str) -> None:
    assert shown(getattr(wording("fr"), name)) == expected


@pytest.mark.parametrize(
    ("medium", "expected"),
    [
        ("podcast", "Podcast"),
        ("newsletter", "Newsletter"),
        ("book", "Livre"),
        ("infographic", "Infographie"),
        ("replay", "Replay"),
        ("video", "Vidéo"),
        ("article", "Article"),
        ("tool", "Outil"),
        ("report", "Rapport"),
    ],
)
def test_french_media(medium: str, expected: str) -> None:
    assert wording("fr").media[medium] == expected


@pytest.mark.parametrize(
    ("locale", "issue_number", "recap", "unsubscribe", "stand"),
    [
        ("fr-FR", "N°⍽7", "Au sommaire", "Se désinscrire", "Stand⍽L 035"),
        ("fr_ca", "N°⍽7", "Au sommaire", "Se désinscrire", "Stand⍽L 035"),
        ("en", "No.⍽7", "In this issue", "Unsubscribe", "Booth⍽L 035"),
        ("en-GB", "No.⍽7", "In this issue", "Unsubscribe", "Stand⍽L 035"),
        ("de_AT", "Nr.⍽7", "In dieser Ausgabe", "Abmelden", "Stand⍽L 035"),
        ("es-MX", "N.º⍽7", "En este número", "Darse de baja", "Stand⍽L 035"),
        ("it", "N.⍽7", "In questo numero", "Annulla l’iscrizione", "Stand⍽L 035"),
        ("pt-BR", "N.º⍽7", "Nesta edição", "Cancelar inscrição", "Estande⍽L 035"),
        ("PT-pt", "N.º⍽7", "Nesta edição", "Cancelar subscrição", "Stand⍽L 035"),
        ("nl-BE", "Nr.⍽7", "In dit nummer", "Afmelden", "Stand⍽L 035"),
        ("ar-EG", "العدد⍽7", "في هذا العدد", "إلغاء الاشتراك", "الجناح⍽L 035"),
        ("ar-Arab-MA", "العدد⍽7", "في هذا العدد", "إلغاء الاشتراك", "الجناح⍽L 035"),
        ("he_IL", "גיליון⍽7", "בגיליון הזה", "הסרה מרשימת התפוצה", "ביתן⍽L 035"),
    ],
)
def test_region_then_language(locale: str, issue_number: str, recap: str, unsubscribe: str, stand: str) -> None:
    words = wording(locale)
    assert shown(words.issue_number.format(number=7)) == issue_number
    assert (words.recap, words.unsubscribe) == (recap, unsubscribe)
    assert shown(words.stand.format(stand="L 035")) == stand


@pytest.mark.parametrize("locale", EVERY_LOCALE)
class TestEveryLanguage:
    def test_has_every_word(self, locale: str) -> None:
        assert all(text and text == text.strip() for text in texts(wording(locale)))
        assert tuple(wording(locale).media) == MEDIA

    def test_templates_take_their_values_and_no_others(self, locale: str) -> None:
        for name in WORDS:
            found = {field for _, field, _, _ in Formatter().parse(getattr(wording(locale), name)) if field}
            assert found == PLACEHOLDERS.get(name, set()), name

    def test_has_no_straight_apostrophe_or_double_space(self, locale: str) -> None:
        assert not [text for text in texts(wording(locale)) if "'" in text or "  " in text]

    def test_only_french_spaces_its_punctuation(self, locale: str) -> None:
        spaced = [
            text
            for text in texts(wording(locale))
            if any(f"{space}{mark}" in text for space in " \u00a0\u202f" for mark in ":?!;")
        ]
        assert bool(spaced) == (locale == "fr")

    def test_is_a_locale(self, locale: str) -> None:
        assert is_locale(locale)

    def test_runs_as_its_script_does(self, locale: str) -> None:
        words, direction = wording(locale), text_direction(locale)
        assert words.rtl == (direction == "rtl")
        assert words.arrow == {"ltr": "→", "rtl": "←"}[direction]
        scripts = {unicodedata.bidirectional(sign) for text in texts(words) for sign in re.sub(r"{\w+}", "", text)}
        assert scripts.isdisjoint({"L"} if words.rtl else {"R", "AL"})

    def test_has_the_comma_of_its_script(self, locale: str) -> None:
        assert wording(locale).comma == ("، " if locale == "ar" else ", ")


def test_words_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        wording("fr").recap = "Sommaire"  # type: ignore[misc]
    with pytest.raises(TypeError):
        wording("fr").media["book"] = "Bouquin"  # type: ignore[index]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", ("fr",)),
        ("FR-fr", ("fr-FR", "fr")),
        ("de_at", ("de-AT", "de")),
        ("es-419", ("es-419", "es")),
        ("pt-Latn-BR", ("pt-BR", "pt")),
    ],
)
def test_fallbacks(tag: str, expected: tuple[str, ...]) -> None:
    assert fallbacks(tag) == expected


@pytest.mark.parametrize(
    ("tag", "suggestion"),
    [
        ("fr-RF", "fr-FR"),  # letters exchanged: the language's home country
        ("fr-ZZ", "fr-FR"),  # CLDR's "unknown region"
        ("fr-ZZZZ", "fr-FR"),
        ("fr-FRA", "fr-FR"),
        ("pt-RB", "pt-BR"),
        ("en-UK", "en-GB"),  # CLDR territory alias
        ("fra", "fr"),  # ISO 639-2
        ("fra-CA", "fr-CA"),
        ("french", "fr"),
        ("français", "fr"),
        ("Deutsch", "de"),
        ("fr_FR.UTF-8", "fr-FR"),  # POSIX
        ("fr-", "fr"),
        ("fr FR", "fr"),
        ("da-DK", None),  # a locale, without a wording
        ("ja", None),
        ("iw-IL", "he-IL"),  # the former subtag of Hebrew
        ("ar-Latn", "ar-EG"),  # romanised Arabic would need words of its own
        ("fr-Arab", "fr-FR"),
        ("he-Arab-IL", "he-IL"),
        ("frp", None),  # Arpitan, not a longer way to write fr
        ("xx", None),
        ("", None),
    ],
)
def test_not_a_locale(tag: str, suggestion: str | None) -> None:
    assert not is_locale(tag)
    assert UnknownLocale(tag).locale == tag
    assert UnknownLocale(tag).suggestion == suggestion
    assert suggestion is None or is_locale(suggestion)


@pytest.mark.parametrize(
    "tag",
    ["fr", "fr-FR", "FR_fr", "fr-US", "es-419", "en-150", "de-Latn-CH", "nl-SR", "ar", "ar-001", "AR_arab_eg", "he-IL"],
)
def test_locale(tag: str) -> None:
    assert is_locale(tag)
    assert wording(tag)
    assert babel_locale(tag).language == tag[:2].lower()


@pytest.mark.parametrize("tag", ["da-DK", "xx", "french", "", "fr-FR-x-private"])
def test_wording_refuses_what_it_has_no_words_for(tag: str) -> None:
    with pytest.raises(LookupError, match="languages are fr, en, de, es, it, pt, nl, ar, he") as caught:
        wording(tag)
    assert isinstance(caught.value, UnknownLocale)
    assert caught.value.locale == tag


@pytest.mark.parametrize(
    ("tag", "cure"),
    [
        (
            "ja-JP",
            "; to add Japanese, give it a row in newsletter/wording.py and in _SENTENCES of newsletter/formats.py"
            " (CONTRIBUTING.md, How to add)",
        ),
        ("fr-RF", ""),  # a typo is no new language
        ("xx", ""),
        ("", ""),
    ],
)
def test_a_language_without_words_says_how_to_add_it(tag: str, cure: str) -> None:
    assert UnknownLocale(tag).cure == f"languages are fr, en, de, es, it, pt, nl, ar, he{cure}"


def test_contributing_has_the_line_that_the_cure_names() -> None:
    contributing = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text("utf-8")
    assert "## How to add" in contributing
    assert "| a language | a row in `wording.py` and in `_SENTENCES` of `formats.py`" in contributing


def test_wording_lets_an_unknown_region_pass() -> None:
    assert wording("fr-RF") is wording("fr")


@pytest.mark.parametrize(("locale", "expected"), [("fr-FR", "ltr"), ("ar-MA", "rtl"), ("he", "rtl"), ("ur", "rtl")])
def test_text_direction(locale: str, expected: str) -> None:
    assert text_direction(locale) == expected


def test_text_direction_of_nothing() -> None:
    with pytest.raises(UnknownLocale):
        text_direction("xx")


def test_words_need_no_babel() -> None:
    code = "import sys, newsletter.wording as w; w.wording('fr-FR'); sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, check=False).returncode == 0
