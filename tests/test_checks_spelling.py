"""Where dictionaries are found; the cases of the rule have the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsletter import check, dictionaries
from tests.conftest import write

AFF = "SET UTF-8\nTRY abc\n"


@pytest.fixture(autouse=True)
def _nothing_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DICPATH", raising=False)
    monkeypatch.setattr(dictionaries, "FOLDERS", ())


def spelt(root: Path, locale: str = "fr-FR") -> list[str]:
    issue = write(root, {"issue.yaml": f"locale: {locale}\nsubject: demain vacnces\n"}) / "issue.yaml"
    return [f"{found.code} {found.needle}" for found in check(issue, select=["misspelt-word", "unspelt-language"])]


def test_where_dicpath_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"there/fr.aff": AFF, "there/fr.dic": "1\ndemain\n"})
    monkeypatch.setenv("DICPATH", os.pathsep.join([str(tmp_path / "nowhere"), str(tmp_path / "there")]))

    assert spelt(tmp_path / "a") == ["misspelt-word vacnces"]


def test_the_folders_of_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"office7/dict-fr/fr.aff": AFF, "office7/dict-fr/fr.dic": "1\ndemain\n"})
    monkeypatch.setattr(dictionaries, "FOLDERS", (f"{tmp_path}/office*/dict-{{language}}",))

    assert spelt(tmp_path / "a") == ["misspelt-word vacnces"]


def test_a_dictionary_that_changes_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, {"dictionaries/fr.aff": AFF, "dictionaries/fr.dic": "1\ndemain\n"})
    assert spelt(tmp_path) == ["misspelt-word vacnces"]

    write(tmp_path, {"dictionaries/fr.dic": "2\ndemain\nvacnces\n"})
    assert spelt(tmp_path) == []


@pytest.mark.parametrize(
    ("locale", "there", "expected"),
    [
        ("fr-FR", ["fr_CA", "fr"], "fr"),
        ("fr-CA", ["fr", "fr_CA"], "fr_CA"),
        ("en-AU", ["en_GB", "en_US"], "en_US"),
        ("pt-PT", ["pt_BR"], "pt_BR"),
        ("de-AT", ["de_DE"], "de_DE"),
        ("nl-NL", ["nl"], "nl"),
        ("nl-NL", ["fr"], ""),
    ],
)
def test_which_dictionary_stands_for_a_locale(tmp_path: Path, locale: str, there: list[str], expected: str) -> None:
    write(tmp_path, {f"{name}{suffix}": AFF for name in there for suffix in (".aff", ".dic")})
    found = dictionaries.find(locale, tmp_path)

    assert (found.name if found else "") == expected
