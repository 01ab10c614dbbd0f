"""Which files of a folder are issues."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NO_TEXT = re.compile("[\ud800-\udfff]")  # as bytes that are no UTF-8 come in

SETTINGS = ("brand.yaml", "contacts.yaml")
"""The files beside issues that are none."""


def is_issue(name: str) -> bool:
    """Whether a file of that name is an issue or a translation of one."""
    return (
        name.endswith((".yaml", ".yml"))
        and name not in SETTINGS
        and not name.startswith(".")
        and not _NO_TEXT.search(name)
    )


def issues_in(folder: Path) -> list[Path]:
    """The issues of a folder, by name; none where there is no such folder."""
    names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208  # a folder may hold many
    return [folder / name for name in sorted(filter(is_issue, names))]
