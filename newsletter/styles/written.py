"""Declarations as they are written, and the parts of their values, parsed by tinycss2 (CSS Syntax Level 3).

The style attributes of a message are many and say the same few things, so they are taken apart into values, and each
value is parsed once. Style sheets and values are kept by their text, for whoever asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import tinycss2

# What may stand around a ";" or a ":" that separates nothing, and line ends, which end a string that is not closed.
_INVOLVED = re.compile(r"[^\w #%'+,./:;-]|/\*")
_NAME = re.compile("-{0,2}[a-zA-Z][a-zA-Z-]*")


class Written(NamedTuple):
    """A declaration.

    Attributes:
        name: The property, in lower case.
        value: Its value, without comments.
        important: Whether it is marked so.
        tight: Whether the mark follows the value without a space.

    """

    name: str
    value: str
    important: bool = False
    tight: bool = False


@lru_cache(maxsize=64)
def sheet(css: str) -> list[Any]:
    """The rules of a style sheet. Not to be changed: it is kept."""
    found: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return found


@lru_cache(maxsize=1024)
def components(value: str) -> Sequence[Any]:
    """The component values of a declaration's value."""
    found: list[Any] = tinycss2.parse_component_value_list(value, skip_comments=True)
    return found


def rules(css: str) -> Iterator[tuple[str, list[Written], tuple[str, ...]]]:
    """The rules of a style sheet, in order: its selectors, its declarations, and the media queries around it.

    Raises:
        RecursionError: Hundreds of brackets or blocks stand in one another.

    """
    yield from _rules(sheet(css), ())


def _rules(nodes: Iterable[Any], media: tuple[str, ...]) -> Iterator[tuple[str, list[Written], tuple[str, ...]]]:
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(inner, (*media, tinycss2.serialize(node.prelude).strip().lower()))
        elif node.type == "qualified-rule":
            declared = list(declarations(tinycss2.parse_blocks_contents(node.content)))
            yield tinycss2.serialize(node.prelude).strip(), declared, media


def attribute(css: str) -> list[Written]:
    """The declarations of a style attribute; none where hundreds of brackets stand in one another."""
    plain = None if _INVOLVED.search(css) else _plain(css)
    if plain is not None:
        return plain
    try:
        return list(declarations(tinycss2.parse_blocks_contents(css, skip_comments=True)))
    except RecursionError:
        return []


def declarations(nodes: Iterable[Any]) -> Iterator[Written]:
    """The declarations among the contents of a block.

    Raises:
        RecursionError: Hundreds of brackets stand in one another.

    """
    for node in nodes:
        if node.type == "declaration":
            tight = node.important and bool(node.value) and node.value[-1].type != "whitespace"
            yield Written(node.lower_name, tinycss2.serialize(node.value).strip(), node.important, tight)


def _plain(css: str) -> list[Written] | None:
    """The declarations of an attribute whose every ``;`` ends one; None where that is not sure."""
    found = []
    for part in css.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip(" ")
        if colon and _NAME.fullmatch(name) and not value.count("'") % 2:
            found.append(Written(name.lower(), _normal(value.strip(" "))))
        elif part.strip(" "):
            return None
    return found


@lru_cache(maxsize=1024)
def _normal(value: str) -> str:
    text: str = tinycss2.serialize(components(value)).strip()
    return text
