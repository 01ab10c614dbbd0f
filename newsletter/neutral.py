"""Neutral names -> a dialect's own tags.

Content is written once, ``{{contact.firstname | default("toi")}}``, and sent through any ESP. A tag that the dialect
reads as its own passes untouched, byte for byte; so do all tags that are not neutral.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import cast

from newsletter.dialects import FIELD_NAME, LINKS, Dialect
from newsletter.errors import Problem, did_you_mean
from newsletter.scanning import bare, is_whole, scan

LITERAL = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_TAG = re.compile(
    rf"\{{\{{\s*(?P<name>{FIELD_NAME}|{'|'.join(LINKS)})\s*"
    rf"(?:\|\s*default\(\s*(?P<default>{LITERAL})\s*(?:,\s*[Tt]rue\s*)?\)\s*)?\}}\}}"
)
_MENTIONED = re.compile(rf"\{{\{{+\s*(?P<name>{FIELD_NAME})\b")
_FIELD = re.compile(rf"(?<![\w.$]){FIELD_NAME}(?![\w.])")
_QUOTED = re.compile(LITERAL)
COMMANDS = re.compile(r"\\|\n|[{}]{2}|[{<]%|%[}>]|\*\||\|\*|--+>")  # what opens or closes tags, or escapes
_IN_MARKUP = re.compile('[<>&"\n]')  # what HTML would have to escape in a default that stands between tags


@lru_cache(maxsize=64)
def _extended(dialect: Dialect, fields: tuple[tuple[str, str], ...]) -> Dialect:
    own = dialect.own - {name for name, _ in fields}
    return replace(dialect, fields={**dialect.fields, **dict(fields)}, own=own)


def extended(dialect: Dialect, merge_fields: Mapping[str, Mapping[str, str]]) -> Dialect:
    """The dialect with a brand's own fields: ``{contact.firstname: {mailchimp: FNAME}}``."""
    fields = tuple(
        (name, _own_field(esps[dialect.name], dialect)) for name, esps in merge_fields.items() if dialect.name in esps
    )
    known = all(dialect.fields.get(name) == own and name not in dialect.own for name, own in fields)
    return dialect if known else _extended(dialect, fields)


def _own_field(own: str, dialect: Dialect) -> str:
    """A field's whole name: the account's plain ``JOB`` is ``contact.JOB`` at Brevo; a whole name stays as it is."""
    standard = next(
        (field for field in dialect.fields.values() if re.split(r"[.{]", field.rstrip("}"))[-1] == own), None
    )
    quote = re.search("['\"](?=<name>)", dialect.own_field)
    if standard or not (quote or re.fullmatch(r"[\w -]+", own)):
        return standard or own
    whole = dialect.own_field
    if quote and quote[0] in own:
        whole = whole.replace("'", '"')
    return own if re.match(r"\w+\.\w|\w+\|", own) else whole.replace("<name>", own)


def plain_name(own: str, dialect: Dialect) -> str:
    """A field's name as an account shows it: ``JOB`` for ``contact.JOB`` at Brevo."""
    before, _, after = dialect.own_field.partition("<name>")
    plain = own.removeprefix(before).removesuffix(after)
    return plain if _own_field(plain, dialect) == own else own


def native(tag: str, dialect: Dialect) -> str | Problem:
    """The tag as the dialect writes it; a tag that is not neutral as it is; or why there is none."""
    neutral = _TAG.fullmatch(tag)
    mentioned = neutral or _MENTIONED.match(tag)
    if mentioned is None or passes(mentioned["name"], dialect):
        return tag
    name = mentioned["name"]
    if neutral is None:
        return _untranslatable(tag, name, dialect)
    written = getattr(dialect, name) if name in LINKS else _field(name, neutral["default"], dialect)
    if written is None:
        return unknown(name, dialect)
    if isinstance(written, str) and bare(written) == bare(tag):
        return tag  # the dialect's own, but for its blanks
    return cast("str | Problem", written)


def _field(name: str, default: str | None, dialect: Dialect) -> str | Problem | None:
    own = dialect.fields.get(name)
    if own is None:
        return None
    if is_whole(own, dialect):
        return own if default is None else _no_default(dialect)
    if default is None:
        return dialect.show.replace("<name>", own)
    return _with_default(own, unquoted(default), dialect)


def advised(tag: str, dialect: Dialect) -> str | None:
    """How the dialect itself writes a default, for a neutral tag with one that it reads as its own and so passes."""
    neutral = _TAG.fullmatch(tag)
    if neutral is None or neutral["default"] is None or not passes(neutral["name"], dialect):
        return None
    if "default" in (dialect.fallback or "").replace("<default>", ""):
        return None  # the filter is how the dialect writes it
    written = _field(neutral["name"], neutral["default"], dialect)
    return written if isinstance(written, str) else None


def neutral_name(tag: str) -> str | None:
    """The name in a neutral tag; None for any other tag."""
    found = _TAG.fullmatch(tag)
    return found["name"] if found else None


def names_in(test: str) -> list[str]:
    """The neutral names in a condition, in order."""
    return [match[0] for match in _FIELD.finditer(_QUOTED.sub(lambda literal: " " * len(literal[0]), test))]


def untranslated(tag: str, dialect: Dialect) -> list[str]:
    """Neutral names in a tag that is not neutral itself, such as one of a condition; they stay as they are."""
    return [name for name in names_in(tag) if not passes(name, dialect)]


def passes(name: str, dialect: Dialect) -> bool:
    """Whether a neutral name is the dialect's own, and no brand says that it is called otherwise there."""
    own = dialect.fields.get(name, name)
    return own == name and bool(dialect.native) and re.fullmatch(dialect.native, name) is not None


def unquoted(literal: str) -> str:
    """The text of a literal, without its quotes and escapes."""
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def _with_default(own: str, default: str, dialect: Dialect) -> str | Problem:
    if dialect.fallback is None:
        return _no_default(dialect)
    template = dialect.fallback.replace("<name>", own)
    alone = is_whole(template.replace("<default>", "x"), dialect)
    signs = "" if alone else "".join({d.open[0] for d in (*dialect.expressions, *dialect.controls)})
    plain = not (COMMANDS.search(default) or default in dialect.reserved or (not alone and _IN_MARKUP.search(default)))
    for sign in dialect.quotes if plain and not any(char in default for char in signs) else ():
        shown, simple = (template.replace("<default>", f"{sign}{text}{sign}") for text in (default, "x" * len(default)))
        # The same tags as around a plain word: a default that joins what is beside it would make others.
        if _edges(shown, dialect) == _edges(simple, dialect) and not _breaks(sign or template, default):
            return shown
    return Problem(
        code="unwritable-default",
        message=f"{dialect.title} cannot hold the default '{default}' in a merge tag",
        hint="write a plainer default, without quotes, braces and signs",
        needle=default,
    )


def _edges(text: str, dialect: Dialect) -> list[tuple[int, int]]:
    return [(tag.start, len(tag.text)) for tag in scan(text, dialect)[0]]


def _no_default(dialect: Dialect) -> Problem:
    return Problem(
        code="no-default",
        message=f"{dialect.title} has no way to write a default into this merge tag",
        hint="set the default on the field itself, at the ESP, and leave '| default(...)' out",
    )


def _breaks(quotes: str, default: str) -> bool:
    """Whether a default holds a quote that it stands between."""
    return any(sign in default for sign in "\"'" if sign in quotes)


def unknown(name: str, dialect: Dialect) -> Problem:
    """The problem of a neutral name that the dialect has nothing for."""
    known = [*sorted(dialect.fields), *(link for link in LINKS if getattr(dialect, link))]
    hint = f"{dialect.title} knows {', '.join(known)}"
    if name not in LINKS:
        hint += f"; write the field's name there into brand.yaml: merge_fields: {{{name}: {{{dialect.name}: NAME}}}}"
    elif name != "postal_address":
        hint += "; write the link itself, or remove the tag"
    return Problem(
        code="unknown-merge-field",
        message=f"'{name}' has no translation for {dialect.title}",
        label=_meant(name, known),
        hint=hint,
    )


def _meant(name: str, known: list[str]) -> str:
    """The nearest name, told apart by what follows ``contact.``, which they all share."""
    if name in LINKS:
        return ""
    fields = [field.removeprefix("contact.") for field in known]
    return did_you_mean(name.removeprefix("contact."), fields).replace("'", "'contact.", 1)


def _untranslatable(tag: str, name: str, dialect: Dialect) -> Problem:
    if name not in dialect.fields:
        return unknown(name, dialect)
    return Problem(
        code="untranslatable-tag",
        message=f"{tag[:60]} cannot be translated for {dialect.title}",
        hint=f'only {{{{{name}}}}} and {{{{{name} | default("...")}}}} can; or write {dialect.title}\'s own',
    )
