"""One way to show errors and findings, in four formats.

``full`` for people (excerpt and caret), ``short`` for editors (one line each), ``json`` for programs, ``github`` for
annotations in a pull request (docs.github.com, "Workflow commands").
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from newsletter.errors import Problem, Severity
from newsletter.source import Span
from newsletter.widths import columns

Format = Literal["full", "short", "json", "github"]
_WIDEST = 160  # columns of an excerpt; longer lines are cut around the caret


def render(problems: Sequence[Problem], form: Format = "full") -> str:
    """The problems as text, without a line break at the end."""
    if form == "json":
        return json.dumps([as_dict(problem) for problem in problems], ensure_ascii=False, indent=2)
    if form != "github":  # which escapes them itself
        problems = [_printable(problem) for problem in problems]
    show = {"full": _full, "short": _short, "github": _github}[form]
    return ("\n\n" if form == "full" else "\n").join(show(problem) for problem in problems)


def counted(findings: Sequence[Problem]) -> str:
    """How many different findings there are, in words: ``1 error, 3 warnings``."""
    count = Counter(found.severity for found in set(findings))
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(number_of(count[severity], noun) for severity, noun in nouns.items() if count[severity]) or (
        "no findings"
    )


def number_of(count: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


# Control pictures (Unicode, U+2400) for what would move the cursor or change the terminal's colours.
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421} | dict.fromkeys(range(128, 160), 65533)


def _printable(problem: Problem) -> Problem:
    shown = {name: getattr(problem, name).translate(_PICTURES) for name in ("message", "label", "hint")}
    return problem._replace(**shown)


def _full(problem: Problem) -> str:
    lines = [f"{problem.severity.label}[{problem.code}]: {problem.message}"]
    if problem.span:
        lines += [f"  --> {problem.span.place}", *excerpt(problem.span, problem.label)]
    elif problem.label:
        lines.append(f"  {problem.label}")
    if problem.hint:
        lines.append(f"hint: {problem.hint}")
    return "\n".join(lines)


def excerpt(span: Span, label: str) -> list[str]:
    """The line of a place, between two of its gutter, with a caret and a label below; nothing where it is empty."""
    number, col = span.source.line_col(span.start)
    line = span.source.line(number)
    if not line.strip():
        return []
    start = col - 1
    end = max(start + 1, min(len(line), start + span.end - span.start))
    shift = max(0, min(start - 40, len(line) - _WIDEST)) if len(line) > _WIDEST else 0
    shown = line[shift : shift + _WIDEST].replace("\t", " ").translate(_PICTURES)
    before, marked = line[shift:start], line[start : min(end, shift + _WIDEST)]
    gutter = " " * len(str(number))
    caret = " " * _columns(before) + "^" * max(1, _columns(marked))
    return [f"{gutter} |", f"{number} | {shown}", f"{gutter} | {caret} {label}".rstrip()]


def _columns(text: str) -> int:
    return columns(text.replace("\t", " ").translate(_PICTURES))


def _short(problem: Problem) -> str:
    place = f"{problem.span.place}: " if problem.span else ""
    cure = "; ".join(filter(None, (problem.label, problem.hint)))
    return f"{place}{problem.severity.label}[{problem.code}]: {problem.message}{f' ({cure})' if cure else ''}"


def as_dict(problem: Problem) -> dict[str, Any]:
    """A problem as JSON tells it."""
    where: dict[str, Any] = dict.fromkeys(("file", "line", "col", "end_line", "end_col"))
    if problem.span:
        line, col = problem.span.source.line_col(problem.span.start)
        end_line, end_col = problem.span.source.line_col(problem.span.end)
        where = {
            "file": problem.span.source.name,
            "line": line,
            "col": col,
            "end_line": end_line,
            "end_col": end_col,
        }
    return {
        "severity": problem.severity.label,
        "code": problem.code,
        "message": problem.message,
        **where,
        "label": problem.label,
        "hint": problem.hint,
    }


def _github(problem: Problem) -> str:
    kind = {"error": "error", "warning": "warning", "info": "notice"}[problem.severity.label]
    where = ""
    if problem.span:
        line, col = problem.span.source.line_col(problem.span.start)
        where = f" file={_escaped(problem.span.source.name, ',:')},line={line},col={col}"
    cure = "; ".join(filter(None, (problem.label, problem.hint)))
    text = f"{problem.message} ({cure})" if cure else problem.message
    return f"::{kind}{where}::{_escaped(f'[{problem.code}] {text}')}"


def _escaped(text: str, also: str = "") -> str:
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
