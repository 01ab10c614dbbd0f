"""What a mistake in YAML means to the person who made it.

libyaml stops where it can go on no longer, which is often a line after the mistake, and in words about tokens. Here the
line is looked at as its author would: what stands after the key, is there a quote that does not close, a missing colon?
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from newsletter import scanning
from newsletter.dialects import Dialect
from newsletter.errors import Problem
from newsletter.source import Source, Span

_KEY = re.compile(r"""[ \t]*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[\w.-]+)[ ]*:(?: +|$))?""")
_KEYED = re.compile(r"""[ \t]*(?:"[^"]*"|'[^']*'|[\w.-]+)[ ]*:(?: |$)""")
_BLOCK_SIGN = re.compile(r"[|>][-+0-9]{0,2}\s*(#.*)?$")


class Line(NamedTuple):
    """A line of a source, split as its author reads it.

    Attributes:
        start: Where it starts in the source.
        text: All of it.
        value_at: Where the value after its key starts in the source.

    """

    start: int
    text: str
    value_at: int

    @classmethod
    def at(cls, source: Source, offset: int) -> Line:
        """The line that an offset is in; the last one with text where it is past the end."""
        offset = min(offset, max(len(source.text.rstrip()) - 1, 0))
        number, column = source.line_col(offset)
        start, text = offset - column + 1, source.line(number)
        key = _KEY.match(text)
        return cls(start, text, start + (key.end() if key else 0))

    @property
    def value(self) -> str:
        """What stands after the key and the signs of a list."""
        return self.text[self.value_at - self.start :].rstrip()

    @property
    def indent(self) -> int:
        """How many blanks it starts with."""
        return len(self.text) - len(self.text.lstrip())


def unquoted_tag(source: Source, at: int, dialect: Dialect) -> Problem:
    """A merge tag where a value starts, which YAML reads as braces of its own."""
    line = Line.at(source, at)
    value = line.value
    if at != line.value_at:  # among others between braces or brackets: only the tag is sure to belong to it
        tags, _ = scanning.scan(source.text[at : line.start + len(line.text)], dialect)
        value = tags[0].text if tags else value
    return Problem(
        code="unquoted-merge-tag",
        message="a value that starts with a merge tag needs quotes",
        label="YAML reads this brace as its own",
        hint=f"put the whole value in quotes: {quoted(value)}",
        span=Span(source, at, at + 2),
    )


def quoted(value: str) -> str:
    """A text as YAML takes it, in the quotes that need the least change."""
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def explain(source: Source, error: yaml.MarkedYAMLError, dialect: Dialect) -> Problem:
    """The problem behind an error of the YAML parser, at the place where it is cured."""
    mark = error.problem_mark or error.context_mark
    at = mark.index if mark else 0
    context = error.context_mark.index if error.context_mark else at
    lines = [Line.at(source, at)]
    if Line.at(source, context) != lines[0]:
        lines.append(Line.at(source, context))
    for line in lines:
        if problem := _left_block(source, line):
            return problem
    for problem in _suspects(source, lines, dialect):
        return problem
    return _by_words(source, f"{error.context or ''}: {error.problem or ''}", at, context)


def _left_block(source: Source, line: Line) -> Problem | None:
    """A line that was meant to belong to the text after a | sign above it, and lost its indent."""
    above = _above(source, line)
    if above is None:
        return None
    if _BLOCK_SIGN.match(above.value) and line.indent <= above.indent and not _KEYED.match(line.text):
        return _problem(source, "unindented-text", line.start + line.indent)
    head = _block_head(source, above)
    if head and head.indent < line.indent < above.indent:
        return _problem(source, "bad-indent", line.start + line.indent)
    return None


def _block_head(source: Source, line: Line) -> Line | None:
    """The line whose | sign starts the text that a line is part of, or None."""
    lowest = line.indent
    above = _above(source, line)
    while above:
        if above.indent < lowest:
            if _BLOCK_SIGN.match(above.value):
                return above
            lowest = above.indent
        above = _above(source, above)
    return None


def _suspects(source: Source, lines: list[Line], dialect: Dialect) -> Iterator[Problem]:
    """What is wrong with the lines themselves, whatever the parser says of them."""
    for line in lines:
        blanks = line.text[: line.indent]
        if "\t" in blanks:
            yield _problem(source, "tab-indent", line.start + blanks.index("\t"), 1)
        if scanning.starts_tag(source.text, line.value_at, dialect):
            yield unquoted_tag(source, line.value_at, dialect)
    for line in lines:
        yield from _sign(source, line)
    before = Line.at(source, lines[0].start - 1) if lines[0].start else lines[0]
    for line in (*lines, before):
        if _block_head(source, line) is None:
            yield from _quotes(source, line)


def _sign(source: Source, line: Line) -> Iterator[Problem]:
    value = line.value
    sign = value[:1]
    closing = {"[": "]", "{": "}"}.get(sign, "")
    rest = value[value.rfind(closing) + 1 :].strip() if closing and closing in value else ""
    if (
        (sign and sign in "@`%*")
        or value.startswith("? ")
        or (sign and sign in "|>" and not _BLOCK_SIGN.match(value))
        or (rest and rest[0] not in ",#]}:")
    ):
        yield _sign_problem(source, line.value_at, sign, "put the text in quotes")
    keyed = line.value_at > line.start + line.indent and ":" in line.text[: line.value_at - line.start]
    if keyed and value.startswith("- "):
        hint = "put the text in quotes; a list starts on the line below its key"
        yield _sign_problem(source, line.value_at, "-", hint)


def _sign_problem(source: Source, at: int, sign: str, hint: str) -> Problem:
    message = f"a text cannot start with '{sign}'"
    return Problem(code="unquoted-sign", message=message, hint=hint, span=Span(source, at, at + 1))


def _quotes(source: Source, line: Line) -> Iterator[Problem]:
    value, quote = line.value, line.value[:1]
    if not quote or quote not in "\"'":
        return
    inside = r"(?:[^'\n]|'')*" if quote == "'" else r'(?:[^"\\\n]|\\.)*'
    whole = re.match(f"{quote}{inside}{quote}[ ]*", value)
    if whole is None:
        yield _problem(source, "unclosed-quote", line.value_at)
    elif whole.end() < len(value) and value[whole.end()] not in "#,]}:":
        yield _problem(source, "text-after-quote", line.value_at + whole.end())


def _by_words(source: Source, words: str, at: int, context: int) -> Problem:  # noqa: PLR0911  # a table
    """What the parser's own words say, where the lines look innocent."""
    line = Line.at(source, at)
    if "escape" in words:
        return _problem(source, "bad-escape", max(source.text.rfind("\\", 0, at + 1), 0))
    if "mapping values are not allowed" in words:
        if ":" in line.text[: at - line.start]:
            return _problem(source, "stray-colon", at)
        above = _above(source, line)
        if above and ":" not in above.text:
            return _problem(source, "missing-colon", above.start + above.indent)
        return _problem(source, "bad-indent", line.start + line.indent)
    if "expected ':'" in words:
        return _problem(source, "missing-colon", context)
    if "expected node content" in words and source.text[at : at + 1] == ",":
        return _problem(source, "stray-comma", at, 1)
    if "expected ',' or" in words or "flow" in words:
        opening = Line.at(source, context)
        if source.text[at : at + 1] == ":" and (line == opening or line.indent > opening.indent):
            hint = "a text with ': ' in it needs quotes around it; between braces, a comma stands before each key"
            return _problem(source, "stray-colon", at)._replace(hint=hint)
        if source.text[:at].rstrip(" ")[-1:] in ("'", '"') and source.text[at : at + 1].strip():
            return _problem(source, "text-after-quote", at)
        return _problem(source, "unclosed-bracket", context)
    if "tag" in words:
        return _problem(source, "yaml-tag", at)
    if "block" in words:
        return _problem(source, "bad-indent", line.start + line.indent if at > line.start + line.indent else at)
    return Problem(
        code="not-yaml",
        message=f"not readable as YAML: {words.rpartition(': ')[2]}",
        hint="compare the line with the sample issue",
        span=_to_line_end(source, at),
    )


def _above(source: Source, line: Line) -> Line | None:
    """The nearest line above that says something."""
    while line.start:
        line = Line.at(source, line.start - 1)
        if line.text.strip() and not line.text.lstrip().startswith("#"):
            return line
    return None


_WORDS = {
    "tab-indent": ("a tab at the start of a line", "indent with spaces; most editors turn tabs into spaces on request"),
    "unclosed-quote": ("quotes that never close", "close them, or write a text of several lines after a | sign"),
    "unindented-text": ("the text after | is not indented", "put two spaces before each of its lines"),
    "text-after-quote": (
        "a text goes on after its closing quote",
        "use the other kind of quotes around the whole text, or write it after a | sign",
    ),
    "bad-escape": (
        "a backslash in double quotes that means nothing",
        "use single quotes, or write the backslash twice",
    ),
    "stray-colon": (
        "a colon where none is expected",
        "a text with ': ' in it needs quotes around it; a key inside another starts on its own line, indented",
    ),
    "missing-colon": (
        "a line without its colon",
        "write key: value, with a space after the colon; or indent the line to make it part of the text above",
    ),
    "bad-indent": (
        "this line does not fit under the one above",
        "give the keys of one block the same indent, in spaces",
    ),
    "stray-comma": (
        "a comma with nothing before it",
        "remove it, or put the text in quotes if the comma is part of it",
    ),
    "unclosed-bracket": (
        "a bracket or brace that never closes",
        "close it, or put the text in quotes if the bracket is part of it",
    ),
    "yaml-tag": ("a word that starts with '!' is a YAML tag", "put the text in quotes"),
}


def _problem(source: Source, code: str, at: int, length: int | None = None) -> Problem:
    message, hint = _WORDS[code]
    span = Span(source, at, at + length) if length else _to_line_end(source, at)
    return Problem(code=code, message=message, hint=hint, span=span)


def _to_line_end(source: Source, at: int) -> Span:
    """A span from an offset to the end of its line; the last line with text when the offset is past it."""
    at = min(at, max(len(source.text.rstrip()) - 1, 0))
    end = source.text.find("\n", at)
    return Span(source, at, max(at + 1, end if end >= 0 else len(source.text)))
