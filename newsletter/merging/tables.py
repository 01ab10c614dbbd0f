"""A dialect's templates of tags as regular expressions, to recognise what they wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from newsletter.dialects import Condition, Dialect
from newsletter.merging.value import COMPARE, NUMBER
from newsletter.scanning import bare, scan

_LITERAL = r"\"[^\"]*\"|'[^']*'|-?\d+(?:\.\d+)?"


class Table:
    """What a dialect writes.

    Attributes:
        otherwise: The bare tag between the two halves of a condition; None where there is none.
        closings: The bare tags that close a condition.

    """

    def __init__(self, dialect: Dialect) -> None:
        names = sorted(dialect.fields.values(), key=len, reverse=True)
        self._name = f"(?P<name>{'|'.join(map(re.escape, names)) or '(?!)'})"
        self._condition = condition = dialect.condition or Condition("", "")
        self._value = "(?P<value>(?![=<>]).*)" if "" in condition.quotes else f"(?P<value>{_LITERAL})"
        # A field may be a whole tag of its own, or stand alone in any of the delimiters: %%{name}%% beside {name}.
        signs = [d for d in dialect.expressions if not re.search(r"\w", d.open)]
        written = ["<name>", dialect.show, *(f"{d.open} <name> {d.close}" for d in signs)]
        fallbacks = [(dialect.fallback or "").replace("<default>", f"{sign}<default>{sign}") for sign in dialect.quotes]
        # One that is made of several tags is made of conditions, and read as such.
        example = "".join(fallbacks[:1]).replace("<default>", "x").replace("<name>", names[-1] if names else "x")
        written += fallbacks if len(scan(example, dialect)[0]) == 1 else []
        self._fields = [self._shape(template) for template in written]
        # Those for numbers first: the others would read their brackets as a value.
        ordered = sorted(condition.tests.items(), key=lambda test: not test[0].endswith(" number"))
        self._terms = {name: self._shape(test) for name, test in ordered}
        self._blocks = {name: self._shape(opening) for name, (opening, _) in condition.blocks.items()}
        self._opening = self._shape(condition.opening)
        self.otherwise = bare(condition.otherwise) or None
        self.closings = {bare(closing) for closing in (condition.closing, *(c for _, c in condition.blocks.values()))}

    def _shape(self, template: str) -> re.Pattern[str]:
        marks = {
            "<name>": self._name,
            "<lower>": self._name.lower().replace("(?p<", "(?P<"),
            "<default>": "(?P<default>.*?)",
            "<test>": "(?P<test>.+?)",
            "<value>": self._value,
        }
        shape = ""
        for part in re.split(r"(<\w+>|\s+)", template.replace("<field>", self._condition.field)):
            again = part in ("<name>", "<lower>") and "(?P<name>" in shape
            shape += "(?P=name)" if again else r"\s*" if part.isspace() else marks.get(part) or re.escape(part)
        return re.compile(shape, re.DOTALL)

    def field(self, tag: str) -> re.Match[str] | None:
        """The field that a tag prints, and its default."""
        return next((found for shape in self._fields if (found := shape.fullmatch(tag))), None)

    def opens(self, tag: str) -> bool:
        """Whether a tag opens a condition in one of the dialect's own ways."""
        return any(shape.fullmatch(tag) for shape in (self._opening, *self._blocks.values()))

    def holds(self, tag: str, values: Mapping[str, str]) -> bool | None:
        """Whether the condition that a tag opens is true; None where it is not understood."""
        for name, shape in self._blocks.items():
            if found := shape.fullmatch(tag):
                return _true(name, found, values)
        found = self._opening.fullmatch(tag)
        if found is None:
            return None
        for join, joined in ((self._condition.both, all), (self._condition.either, any)):
            answers = [self._term(term, values) for term in _split(found["test"].strip(), join)]
            if None not in answers:
                return joined(answers)
        return None

    def _term(self, term: str, values: Mapping[str, str]) -> bool | None:
        # Go needs brackets around a term beside others, which is how the table writes it, but not alone.
        found = ((name, shape.fullmatch(term) or shape.fullmatch(f"({term})")) for name, shape in self._terms.items())
        return next((_true(name, match, values) for name, match in found if match), None)


table_of = lru_cache(maxsize=64)(Table)
"""The table of a dialect."""


def _true(test: str, found: re.Match[str], values: Mapping[str, str]) -> bool:
    test = test.removesuffix(" number")
    name = found["name"]
    field = values.get(name) or next((value for own, value in values.items() if own.lower() == name), "")
    literal = found.groupdict().get("value") or ""
    value = literal[1:-1] if literal[:1] in ("'", '"') else literal.strip()
    if test in ("exists", "missing"):
        return bool(field) == (test == "exists")
    if test in ("==", "!="):
        return (field == value) == (test == "==")
    return bool(NUMBER.fullmatch(field) and NUMBER.fullmatch(value)) and COMPARE[test](float(field), float(value))


def _split(test: str, join: str) -> list[str]:
    """The terms of a test, without what joins them; what stands between quotes joins nothing."""
    return re.split(rf"{re.escape(join)}(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)", test) if join else [test]
