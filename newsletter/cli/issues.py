"""Which file an ISSUE on the command line means."""

from __future__ import annotations

from pathlib import Path

from newsletter.errors import Problem, UsageError, did_you_mean
from newsletter.folder import SETTINGS, issues_in


def resolve(name: str) -> Path:
    """The file of an issue: a path, or a name under ``issues/``.

    Raises:
        UsageError: There is no such file.

    """
    candidates = [Path(name), *(Path("issues") / f"{name}{suffix}" for suffix in ("", ".yaml", ".yml"))]
    for path in candidates:
        if _exists(path):
            return path
    there = [path.stem for path in issues_in(Path("issues"))]
    hint = (
        f"issues here are {', '.join(there[-8:])}"
        if there
        else "there is no issue in issues/; make one with 'newsletter new', or a whole project with 'newsletter init'"
    )
    raise UsageError(
        Problem(
            code="no-such-issue",
            message=f"there is no issue '{name}', neither as a file nor in issues/",
            label=did_you_mean(Path(name).stem, there),
            hint=hint,
        )
    )


def without_settings(paths: list[Path]) -> list[Path]:
    """The issues among the files of a pattern such as ``issues/*.yaml``.

    Raises:
        UsageError: There is none among them.

    """
    issues = [path for path in paths if path.name not in SETTINGS]
    if not issues:
        raise UsageError(
            Problem(
                code="not-an-issue",
                message=f"{paths[0]} holds settings, and is no issue",
                hint="name an issue; its brand and contacts are found by themselves",
            )
        )
    return issues


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a file's name, or with a null byte in it
        return False
