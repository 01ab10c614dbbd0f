"""Which files of a folder are issues."""

from __future__ import annotations

from pathlib import Path

SETTINGS = ("brand.yaml", "contacts.yaml")
"""The files beside issues that are none."""


def is_issue(path: Path) -> bool:
    """Whether a file, by its name, is an issue or a translation of one."""
    name = path.name
    written = not any("\ud800" <= character <= "\udfff" for character in name)  # as bytes that are no UTF-8 come in
    return path.suffix in (".yaml", ".yml") and name not in SETTINGS and not name.startswith(".") and written


def issues_in(folder: Path) -> list[Path]:
    """The issues of a folder, by name; none where there is no such folder."""
    return sorted(filter(is_issue, folder.iterdir())) if folder.is_dir() else []
