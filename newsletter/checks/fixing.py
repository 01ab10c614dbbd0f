"""Mends in the YAML what a rule is sure of: only those characters, and never a file that would then say something else.

A fix replaces the needle of a finding. Each is tried on the text first: the value it stands in must become what is
meant, and nothing else may change. What does not pass, such as braces where a text needs quotes for them, is left to
the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from newsletter import document
from newsletter.dialects import Dialect
from newsletter.errors import InputError, Problem
from newsletter.export import write
from newsletter.load import Project, find_up
from newsletter.source import Source
from newsletter.translation import main_of


def mend(project: Project, findings: Iterable[Problem]) -> list[str]:
    """Write the fixes of findings into the issue and the brand.

    Args:
        project: The files.
        findings: Any; those without a fix are passed over.

    Returns:
        What was mended, as ``issues/a.yaml:3:9: http://e.co -> https://e.co``.

    Raises:
        OutputError: A file cannot be written; it is as it was.

    """
    findings = list(findings)
    brand = find_up("brand.yaml", project.path.parent, project.root)
    translated = main_of(project.path)
    files = [project.path, *([translated[0]] if translated else []), *([brand] if brand else [])]
    return [told for file in files for told in _mended(file, findings, project.dialect)]


def _mended(path: Path, findings: Sequence[Problem], dialect: Dialect) -> list[str]:
    name = Source.of(path, "").name
    fixes = [found for found in findings if found.fix is not None and found.span and found.span.source.name == name]
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):  # it was moved or replaced since it was read
        return []
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)  # the byte order mark stays where it is
    mended: list[str] = []
    held: list[object] | None = None  # what the lines hold, once it is known
    for found in sorted(fixes, key=_from_the_end):
        changed = _applied(lines, found)
        if changed is None:
            continue
        held = held or _values(lines, dialect)
        would_hold = _values(changed, dialect)
        if _only_that(held, would_hold, found):
            lines, held = changed, would_hold
            mended.append(f"{found.span.place}: {found.needle} -> {found.fix}" if found.span else "")
    if mended:
        target = path.resolve()  # behind a link, the file that it leads to
        mode = target.stat().st_mode
        write(target.parent, {target.name: "".join(lines)})
        target.chmod(mode)
    return mended[::-1]


def _from_the_end(found: Problem) -> int:
    return -found.span.start if found.span else 0


def _applied(lines: Sequence[str], found: Problem) -> list[str] | None:
    """The lines with a fix; None where the file does not read as the finding says."""
    if found.span is None or found.fix is None:
        return None
    line, col = found.span.source.line_col(found.span.start)
    if line > len(lines):
        return None
    at = col - 1 + (line == 1 and lines[0].startswith("\ufeff"))
    text = lines[line - 1]
    if text[at : at + len(found.needle)] != found.needle:
        return None
    return [*lines[: line - 1], text[:at] + found.fix + text[at + len(found.needle) :], *lines[line:]]


def _only_that(old: Sequence[object], new: Sequence[object], found: Problem) -> bool:
    """Whether two texts hold the same values, but for one in which the needle is replaced."""
    if len(old) != len(new):
        return False
    changed = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    return len(changed) == 1 and _replaced(*changed[0], found)


def _replaced(old: object, new: object, found: Problem) -> bool:
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    starts = [match.start() for match in re.finditer(re.escape(found.needle), old)]
    return any(old[:at] + str(found.fix) + old[at + len(found.needle) :] == new for at in starts)


def _values(lines: Sequence[str], dialect: Dialect) -> list[object]:
    """Every key and every text of a file, in order; its brackets as well. Nothing where it is no YAML."""
    text = "".join(lines).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        parsed = document.parse(Source("", text), dialect)
    except InputError:
        return []
    if parsed.problems:
        return []
    found: list[object] = []
    waiting: list[object] = [parsed.root.data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [part for pair in value.items() for part in pair]
            found.append({})
        elif isinstance(value, list):
            waiting += value
            found.append([])
        else:
            found.append(value)
    return found
