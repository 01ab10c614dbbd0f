"""Neutral conditions -> the tags that a dialect writes around what only some contacts see.

A neutral condition is one test, ``contact.country == "FR"``, ``contact.company``, ``not contact.company``, or several
joined by ``and`` or by ``or``. Any other is taken for the inside of the dialect's own tag, and passes as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsletter.dialects import FIELD_NAME, Condition, Dialect
from newsletter.errors import Problem
from newsletter.neutral import COMMANDS, LITERAL, names_in, passes, unknown, unquoted
from newsletter.scanning import is_whole, scan

_TERM = re.compile(
    rf"(?P<missing>not\s+)?(?P<name>{FIELD_NAME})\b"
    rf"(?:\s*(?P<operator>==|!=|<=|>=|<|>)\s*(?P<value>{LITERAL}|-?\d+(?:\.\d+)?))?"
)
_TERM_TEXT = f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _TERM.pattern)})"


def guard(test: str, dialect: Dialect) -> tuple[str, str] | Problem:
    """The tags before and after a block that only those see for whom the test holds.

    Args:
        test: ``contact.country == "FR"``, several of them with ``and`` or with ``or``, ``not contact.company``; or the
            inside of the dialect's own condition, which passes as it is.
        dialect: Whose tags.

    """
    if dialect.condition is None:
        return Problem(
            code="no-conditions",
            message=f"{dialect.title} has no conditions, so 'show_if' cannot be kept",
            hint="remove show_if, or send this section in its own issue to its own list",
            on_key=True,
        )
    sure = [d for d in (*dialect.expressions, *dialect.controls) if not d.shape]
    if scan(test, dialect) != ((), ()) or any(d.open in test or d.close in test for d in sure):
        return Problem(
            code="delimiters-in-condition",
            message="a condition is written without the merge tag's delimiters",
            hint='write only the inside: show_if: contact.country == "FR"',
        )
    if re.sub(LITERAL, "", test).count('"'):
        return Problem(
            code="unclosed-quote",
            message="a quote in this condition never closes",
            hint='put a text between two quotes: contact.country == "FR"',
        )
    names = names_in(test)
    if not names or all(passes(name, dialect) for name in names):
        return dialect.condition.opening.replace("<test>", test), dialect.condition.closing
    return _translated(test, dialect, dialect.condition)


class _Block(NamedTuple):
    """The tags around what one test guards; `test` is empty where it cannot stand beside another in one tag."""

    opening: str
    closing: str
    test: str = ""


def _translated(test: str, dialect: Dialect, condition: Condition) -> tuple[str, str] | Problem:
    terms = list(_TERM.finditer(test))
    joins = _TERM.sub("", test).split()
    blocks = []
    if not re.fullmatch(rf"{_TERM_TEXT}(?:\s+(?:and|or)\s+{_TERM_TEXT})*", test.strip()) or len({*joins}) > 1:
        return Problem(
            code="untranslatable-condition",
            message=f"this condition cannot be translated for {dialect.title}",
            hint='write contact.country == "FR"; or several such tests, with only "and" or only "or", without brackets',
        )
    for term in terms:
        block = _block(term, dialect, condition)
        if isinstance(block, Problem):
            return block
        blocks.append(block)
    join = condition.either if "or" in joins else condition.both
    if len(blocks) > 1 and join and all(block.test for block in blocks):
        whole = join.join(block.test for block in blocks)
        return condition.opening.replace("<test>", whole), condition.closing
    if "or" in joins:
        return Problem(
            code="untranslatable-condition",
            message=f"{dialect.title} cannot join these tests with 'or', as far as is known",
            hint=f"make two sections of it, one for each test, or write the inside of {dialect.title}'s own condition",
        )
    # Blocks in blocks: each of them must hold.
    return "".join(block.opening for block in blocks), "".join(block.closing for block in reversed(blocks))


def _block(term: re.Match[str], dialect: Dialect, condition: Condition) -> _Block | Problem:  # noqa: PLR0911  # one for each thing that can be wrong
    name, operator = term["name"], "missing" if term["missing"] else term["operator"] or "exists"
    if name not in dialect.fields:
        return unknown(name, dialect)._replace(needle=name)
    if term["missing"] and term["operator"]:
        return _cannot(f"not ... {term['operator']}", dialect)
    if is_whole(dialect.fields[name], dialect):
        return _cannot(name, dialect)
    is_text = (term["value"] or "")[:1] in ("'", '"')
    if is_text and operator in ("<", "<=", ">", ">="):
        return _cannot(f"{operator} {term['value']}", dialect)
    values = _values(term["value"] or "", condition)
    for value in values:
        own = dialect.fields[name]
        field = condition.field.replace("<name>", own).replace("<lower>", own.lower())
        block = _written(operator, field, value, condition)
        if block is None:
            return _cannot({"exists": name, "missing": f"not {name}"}.get(operator, operator), dialect)
        if is_whole(block.opening, dialect):
            return block
    return Problem(
        code="unwritable-value",
        message=f"{dialect.title} cannot hold {term['value']} in a condition",
        hint="compare with a plainer text, without quotes, braces and signs",
        needle=term["value"],
    )


def _values(literal: str, condition: Condition) -> list[str]:
    """The ways in which the dialect could write a literal."""
    if not literal or literal[0] not in "\"'":
        return [literal]
    text = unquoted(literal)
    if COMMANDS.search(text):
        return []
    return [f"{sign}{text}{sign}" for sign in condition.quotes if not (sign and sign in text)]


def _written(operator: str, field: str, value: str, condition: Condition) -> _Block | None:
    def filled(template: str) -> str:
        return template.replace("<field>", field).replace("<value>", value)

    if operator in condition.blocks:
        opening, closing = condition.blocks[operator]
        return _Block(filled(opening), closing)
    number = "" if value[:1] in ("", "'", '"') else f"{operator} number"
    if number in condition.tests or operator in condition.tests:
        test = filled(condition.tests.get(number) or condition.tests[operator])
        return _Block(condition.opening.replace("<test>", test), condition.closing, test)
    opposite = {"!=": "==", "missing": "exists"}.get(operator)
    if opposite and condition.otherwise:  # the other half of the opposite: true wherever that is not
        block = _written(opposite, field, value, condition)
        return block._replace(opening=block.opening + condition.otherwise, test="") if block else None
    return None


def _cannot(what: str, dialect: Dialect) -> Problem:
    return Problem(
        code="untranslatable-condition",
        message=f"{dialect.title} has no '{what}' in conditions, as far as is known",
        hint=f"say it in another way, split the section, or write the inside of {dialect.title}'s own condition",
    )
