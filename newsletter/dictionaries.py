"""Hunspell's dictionaries on this machine and in the project, by language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

FOLDERS: tuple[str, ...] = (
    *("/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts", "/usr/local/share/hunspell"),
    *("/opt/homebrew/share/hunspell", "~/.local/share/hunspell", "~/Library/Spelling", "/Library/Spelling"),
    "/usr/lib/libreoffice/share/extensions/dict-{language}",
    "/usr/lib64/libreoffice/share/extensions/dict-{language}",
    "/opt/libreoffice*/share/extensions/dict-{language}",
    "/Applications/LibreOffice.app/Contents/Resources/extensions/dict-{language}",
    "C:/Program Files/LibreOffice/share/extensions/dict-{language}",
)
"""Where Debian, Fedora, Arch, Homebrew, macOS and LibreOffice keep them; a star stands for any name."""

_REGIONS = {"en": ("US", "GB"), "pt": ("BR", "PT"), "de": ("DE",), "fr": ("FR",), "es": ("ES",), "ar": ("AR",)}
"""Which dictionary stands for a language whose region has none of its own."""


class Speller(Protocol):
    """What is asked of a dictionary."""

    def spell(self, word: str) -> bool:
        """Whether it is a word."""

    def suggest(self, word: str) -> tuple[str, ...]:
        """Words near to it, the nearest first."""


class Dictionary(NamedTuple):
    """A pair of files.

    Attributes:
        folder: Where they are.
        name: Their name without suffix: ``fr_FR``.

    """

    folder: Path
    name: str

    def load(self) -> Speller | None:
        """The dictionary, loaded once per process; None where the library for it is not installed."""
        files = (self.folder / f"{self.name}{suffix}" for suffix in (".aff", ".dic"))
        return _loaded(self.folder, self.name, tuple(file.stat().st_mtime_ns for file in files))


@lru_cache(maxsize=4)
def _loaded(folder: Path, name: str, when: tuple[int, ...]) -> Speller | None:  # noqa: ARG001  # loaded anew when it changes
    try:
        from hunspell import Hunspell  # noqa: PLC0415  # an extra; only who asks for spelling needs it
    except ImportError:
        return None
    found: Any = Hunspell(name, hunspell_data_dir=str(folder))
    return found  # type: ignore[no-any-return]


def find(locale: str, *project: Path) -> Dictionary | None:
    """The dictionary of a locale, or of its language; None where there is none.

    Args:
        locale: Its BCP 47 tag.
        project: The project's own folders, which come first.

    """
    language, _, region = locale.replace("_", "-").partition("-")
    region = region.rpartition("-")[2]
    regions = dict.fromkeys((region, *_REGIONS.get(language, ())))
    names = [*(f"{language}{sign}{each}" for each in regions if each for sign in "_-"), language]
    names.insert(2 if region else 0, names.pop())  # the language's own before that of another region
    for folder in (*project, *_folders(language)):
        for name in names:
            if (folder / f"{name}.dic").is_file() and (folder / f"{name}.aff").is_file():
                return Dictionary(folder, name)
    return None


def _folders(language: str) -> Iterator[Path]:
    """Where to look: DICPATH is Hunspell's own setting (hunspell(1), "ENVIRONMENT")."""
    yield from map(Path, filter(None, os.environ.get("DICPATH", "").split(os.pathsep)))
    for folder in FOLDERS:
        path = Path(folder.replace("{language}", language)).expanduser()
        if "*" in folder:
            yield from sorted(Path(path.anchor).glob(path.relative_to(path.anchor).as_posix()))
        else:
            yield path
