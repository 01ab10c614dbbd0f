"""``newsletter esps``: the ESPs, and how each writes its merge tags."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsletter.dialects import Dialect


def esps(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Print everything about this one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON, with every cell and its source.")] = False,
) -> None:
    """List the ESPs that issues can be composed for, or print all that is known of one."""
    from newsletter.dialects import DIALECTS, dialect

    rows = [dialect(name)] if name else [DIALECTS[known] for known in sorted(DIALECTS)]
    if as_json:
        shown = [_plain(row) for row in rows]
        print(json.dumps(shown[0] if name else shown, ensure_ascii=False, indent=2))
    elif name:
        print("\n".join(_in_full(rows[0])))
    else:
        _table(rows)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: _plain(cell) for name, cell in value._asdict().items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [_plain(item) for item in (sorted(value) if isinstance(value, frozenset) else value)]
    return dict(value) if hasattr(value, "items") else value


def _table(rows: list[Dialect]) -> None:
    from newsletter.neutral import native

    heads = ("NAME", "ESP", "FIRST NAME", "UNSUBSCRIBE", "CONDITIONS")
    table = [heads]
    for row in rows:
        shown = native("{{contact.firstname}}", row)
        first = shown if isinstance(shown, str) else "-"
        table.append((row.name, row.title, first, row.unsubscribe or "-", "yes" if row.condition else "no"))
    widths = [max(len(line[at]) for line in table) for at in range(len(heads))]
    for line in table:
        print("  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip())
    print("\n'newsletter esps NAME' prints one in full. Another ESP: esp: custom and dialect: in brand.yaml.")


def _in_full(row: Dialect) -> Iterator[str]:
    from newsletter.dialects import FIELDS, LINKS
    from newsletter.neutral import native

    yield f"{row.title} ({row.name})"
    yield ""
    yield "Neutral name          What it becomes"
    for name in FIELDS:
        shown = native(f"{{{{{name}}}}}", row)
        note = "  (the usual name: say yours in merge_fields)" if name in row.own else ""
        yield f"  {name:20}{shown + note if isinstance(shown, str) else 'unknown'}"
    yield f"  {'with a default':20}{_fallback(row)}"
    for name in LINKS:
        yield f"  {name:20}{getattr(row, name) or 'unknown'}"
    yield ""
    yield "Conditions (show_if)"
    yield from (f"  {line}" for line in _conditions(row))
    yield ""
    yield "When it is pasted"
    yield from (f"  {_KINDS[fact.kind]}: {fact.says}{_needs(fact)}\n    {fact.source}" for fact in row.paste)
    yield f"  {_ESCAPES[row.escapes]}"
    yield ""
    yield "Sources"
    yield from (f"  {cell}: {source}" for cell, source in row.sources.items())
    if row.unverified:
        yield ""
        yield "Not confirmed by a page of the ESP"
        yield from (f"  {line}" for line in row.unverified)


_KINDS = {
    "required": "required",
    "adds": "adds",
    "alters": "changes",
    "forbids": "not possible",
    "limit": "limit",
    "note": "note",
}
_ESCAPES = {
    True: "note: values are escaped for HTML",
    False: "note: values are not escaped for HTML",
    None: "note: whether values are escaped for HTML is unknown",
}


def _needs(fact: Any) -> str:
    return f" ({' or '.join(fact.any_of)})" if fact.any_of else ""


def _fallback(row: Dialect) -> str:
    from newsletter.neutral import native

    shown = native('{{contact.firstname | default("...")}}', row)
    return shown if isinstance(shown, str) else shown.hint


def _conditions(row: Dialect) -> Iterator[str]:
    from newsletter.conditions import guard
    from newsletter.errors import Problem

    if row.condition is None:
        yield "none: show_if is an error"
        return
    for test in (
        'contact.country == "FR"', 'contact.country != "FR"', "contact.company", "not contact.company",
        'contact.country == "FR" and contact.company', 'contact.country == "FR" or contact.country == "BE"',
    ):  # fmt: skip
        found = guard(test, row)
        yield f"{test:52}{'unknown: split the section in two' if isinstance(found, Problem) else ' ... '.join(found)}"
