"""Message -> files, whole or not at all.

Every file is written under a temporary name in the same folder and renamed over the old one, so a reader, a crash or a
full disk never sees half of it. All temporary files of a message are complete before the first is renamed.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from errno import EISDIR
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsletter.compose import Message
from newsletter.errors import OutputError, Problem, Severity


def export(
    message: Message, out: Path, slug: str, *, esp: str, layout: str, issue: str,
    findings: Sequence[Problem] = (), suffix: str = "",
) -> tuple[Path, Path, Path]:  # fmt: skip
    """Write a message's HTML, text and manifest.

    Args:
        message: What was composed.
        out: The folder; it is made when missing.
        slug: The name of the files, without suffix.
        esp: The ESP that it was composed for.
        layout: The layout that it was composed with.
        issue: The issue's file name, for the manifest.
        findings: What was found, for the manifest.
        suffix: Stands between slug and file type, such as ``.brevo``.

    Returns:
        The paths of the HTML, the text and the manifest.

    Raises:
        OutputError: A file cannot be written; the old ones are as they were.

    """
    contents = {
        f"{slug}{suffix}.html": message.html,
        f"{slug}{suffix}.txt": message.text,
        f"{slug}{suffix}.json": json.dumps(
            manifest(message, esp=esp, layout=layout, issue=issue, findings=findings),
            ensure_ascii=False,
            indent=2,
        )
        + "\n",
    }
    write(out, contents)
    html, text, record = (out / name for name in contents)
    return html, text, record


def manifest(message: Message, *, esp: str, layout: str, issue: str, findings: Sequence[Problem]) -> dict[str, Any]:
    """What a program needs to know of a message, without reading it."""
    count = Counter(problem.severity for problem in findings)
    return {
        "issue": issue,
        "esp": esp,
        "layout": layout,
        "subject": message.subject,
        "preheader": message.preheader,
        "html": _measured(message.html),
        "text": _measured(message.text),
        "merge_tags": [row._asdict() for row in message.merge_tags],
        "findings": {severity.label: count[severity] for severity in sorted(Severity, reverse=True)},
    }


def _measured(text: str) -> dict[str, Any]:
    raw = text.encode()
    return {"bytes": len(raw), "sha256": sha256(raw).hexdigest()}


def write(folder: Path, contents: Mapping[str, str]) -> None:
    """Write files into a folder, all complete before the first takes its name.

    Raises:
        OutputError: The folder cannot be written to; nothing in it has changed.

    """
    ready: list[tuple[str, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_left_behind(folder, contents)
        for name, text in contents.items():
            ready.append((_temporary(folder, name, text), folder / name))
        if blocked := next((path for _, path in ready if path.is_dir()), None):
            raise IsADirectoryError(EISDIR, f"{blocked.name} is a folder")
        for temporary, path in ready:
            os.replace(temporary, path)  # noqa: PTH105  # Path.replace is this, with one more object
    except OSError as error:
        raise OutputError(
            Problem(
                code="cannot-write",
                message=f"cannot write into {folder}: {error.strerror or error}",
                hint="free some space, or check the folder's rights, or name another with --out; nothing was changed",
            )
        ) from None
    finally:
        for temporary, _ in ready:
            with suppress(OSError):  # renamed already, or gone: both are fine
                Path(temporary).unlink()


def _remove_left_behind(folder: Path, names: Iterable[str]) -> None:
    """Remove what a killed run could not; an hour is longer than any other run needs for a file."""
    beginnings = tuple(f".{name}." for name in names)
    for left in os.listdir(folder):  # noqa: PTH208  # a folder may hold many
        if left.startswith(beginnings) and left.endswith(".tmp"):
            with suppress(OSError):
                if time.time() - (folder / left).stat().st_mtime > 3600:
                    (folder / left).unlink()


def _temporary(folder: Path, name: str, text: str) -> str:
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101  # mkstemp makes private files; these are to be read
    except BaseException:
        Path(temporary).unlink()
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
