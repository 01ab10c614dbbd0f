"""The features of CSS that declarations and style sheets use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

import tinycss2

from newsletter.caniemail.support import support
from newsletter.caniemail.uses import EMBEDDED, Use, Value
from newsletter.styles.written import Written, attribute, components, declarations, sheet

_COMBINATORS = (">", "+", "~")
_SHEETS = frozenset([EMBEDDED])
_INLINE = frozenset(["inline"])
_MEDIA = "css-at-media"
_OPERATORS = {"=": "whole", "~=": "word", "|=": "dash", "^=": "start", "$=": "end", "*=": "part"}


def inline_uses(style: str, tag: str) -> tuple[Use, ...]:
    """What the style attribute of an element uses."""
    return tuple(_declared(attribute(style), tag, frozenset(), _INLINE))


def sheet_uses(css: str, media: str = "") -> tuple[Use, ...]:
    """What the content of a style element uses.

    Args:
        css: Its text.
        media: Its media attribute.

    """
    if media:
        css = f"@media {media} {{{css}}}"
    found: dict[Use, None] = {}
    with suppress(RecursionError):  # hundreds of brackets or blocks in one another; what stands before them counts
        for use in _ruled(sheet(css), _SHEETS, frozenset()):
            found[use] = None
    return tuple(found)


def _ruled(rules: Sequence[Any], within: frozenset[str], traits: frozenset[str]) -> Iterator[Use]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _styled(rule, within, traits)
        elif rule.type == "at-rule":
            yield from _at(rule, within, traits)


def _styled(rule: Any, within: frozenset[str], traits: frozenset[str]) -> Iterator[Use]:
    """A rule with selectors: each of them, and the declarations once for each set of features that they hang on."""
    nodes = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    declared = list(declarations(nodes))
    selectors = list(_selectors(rule.prelude))
    if len(selectors) > 1:
        yield from (Use(slug, ",", within=within) for slug in _slugs("selector", ","))
    hangs: dict[tuple[frozenset[str], str], None] = {}
    for selector in selectors:
        own = [use._replace(within=within) for use in selector.uses]
        yield from own
        hangs[within | {use.slug for use in own}, selector.tag] = None
    for hung, tag in hangs:
        yield from _declared(declared, tag, hung, traits)
    inner = [node for node in nodes if node.type in {"qualified-rule", "at-rule"}]
    if inner:
        for slug in _slugs("nesting", "True"):
            yield Use(slug, "&", within=within)
            yield from _ruled(inner, within | {slug}, traits)


def _at(rule: Any, within: frozenset[str], traits: frozenset[str]) -> Iterator[Use]:
    name = rule.lower_at_keyword.removeprefix("-webkit-")
    slugs = _slugs("at", name)
    if name == "media":
        words = frozenset(_media_words(rule.prelude))
        value = Value(tinycss2.serialize(rule.prelude).strip().lower(), words)
        nested = frozenset(["nested"]) if _MEDIA in within else frozenset()
        slugs = (*slugs, *dict.fromkeys(slug for word in sorted(words) for slug in _slugs("media", word)))
        yield from (Use(slug, f"@{name}", value, within=within, traits=nested) for slug in slugs)
    else:
        yield from (Use(slug, f"@{name}", within=within) for slug in slugs)
    if rule.content and name in {"media", "keyframes"}:
        rules = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        if name == "media":
            yield from _ruled(rules, within | set(slugs), traits)
        else:  # from, to and 50% are no selectors
            for frame in rules:
                nodes = tinycss2.parse_blocks_contents(getattr(frame, "content", None) or [], skip_whitespace=True)
                yield from _declared(list(declarations(nodes)), "", within | set(slugs), traits)


def _media_words(prelude: Sequence[Any]) -> Iterator[str]:
    """The media types and the names of the media features of a query."""
    for node in prelude:
        if node.type == "ident" and node.lower_value not in {"and", "only", "not", "or"}:
            yield node.lower_value
        elif node.type == "() block":
            yield from [inner.lower_value for inner in node.content if inner.type == "ident"][:1]


def _declared(declared: Sequence[Written], tag: str, within: frozenset[str], traits: frozenset[str]) -> Iterator[Use]:
    """What some declarations that stand beside each other use."""
    beside = frozenset(f"with:{each.name}" for each in declared)
    for each in declared:
        slugs, value, more = _of_declaration(each)
        for slug in slugs:
            own = more | beside if slug in _NEIGHBOURS else more
            yield Use(slug, each.name, value, tag, within, traits | own if own else traits)


_NEIGHBOURS = frozenset(["css-margin", "css-line-height", "css-background-image"])  # what is beside them counts


@lru_cache(maxsize=4096)
def _of_declaration(declared: Written) -> tuple[tuple[str, ...], Value, frozenset[str]]:
    """The features that a declaration uses, its value, and the traits of the colours in it."""
    value, traits = _read(declared)
    return tuple(_features(declared, value)), value, traits


def _features(declared: Written, value: Value) -> Iterator[str]:
    name = declared.name
    yield from _slugs("property", name)
    if name.startswith("--"):
        yield from _slugs("variable", "True")
    if name == "background" and "url" in value.functions:
        yield from _slugs("property", "background-image")
    if declared.important:
        yield from _slugs("important", "True")
    for word in sorted(value.words):
        yield from support().values.get((name, word), ())
        yield from _slugs("keyword", word)
        if name in {"font", "font-family"}:
            yield from _slugs("font", word)
    for function in sorted(value.functions):
        yield from _slugs("function", function)
    for unit in sorted(value.units):
        yield from _slugs("unit", unit)


def _slugs(kind: str, name: str) -> tuple[str, ...]:
    return support().names.get(kind, {}).get(name, ())


def _read(declared: Written) -> tuple[Value, frozenset[str]]:
    words: set[str] = set()
    functions: set[str] = set()
    units: set[str] = set()
    signs: set[str] = set()
    traits: set[str] = set()
    numbers: list[float] = []
    pending = list(reversed(components(declared.value)))
    while pending:
        node = pending.pop()
        if node.type == "ident":
            words.add(node.lower_value)
        elif node.type == "function":
            functions.add(node.lower_name)
            if node.lower_name in {"rgb", "rgba"}:
                traits |= set(_colour(node))
            inner = node.arguments
            pending += reversed([part for part in inner if part.type != "literal"])
        elif node.type == "url":
            functions.add("url")
        elif node.type in {"number", "percentage", "dimension"}:
            numbers.append(float(node.value))
            if node.type != "number":
                units.add("%" if node.type == "percentage" else node.lower_unit)
        elif node.type == "literal":
            signs.add(node.value)
    if declared.tight:
        signs.add("!")
    text = declared.value.lower()
    value = Value(text, frozenset(words), frozenset(functions), frozenset(units), tuple(numbers), frozenset(signs))
    return value, frozenset(traits)


def _colour(function: Any) -> Iterator[str]:
    commas = sum(node == "," for node in function.arguments)
    if not commas:
        yield "spaced"
    if commas == 3 or any(node == "/" for node in function.arguments):
        yield "alpha"


class _Selector(NamedTuple):
    uses: tuple[Use, ...]
    tag: str


def _selectors(prelude: Sequence[Any]) -> Iterator[_Selector]:
    part: list[Any] = []
    for node in [*prelude, None]:
        if node is None or node == ",":
            if part:
                yield _Selector(tuple(dict.fromkeys(_of_selector(part))), _type_of(_trimmed(part)))
            part = []
        else:
            part.append(node)


def _type_of(nodes: Sequence[Any]) -> str:
    """The element that a selector selects; empty where it does not say."""
    tag, after = "", None
    for node in nodes:
        if node.type == "whitespace" or node in _COMBINATORS:
            tag = ""
        elif node.type == "ident" and after not in {".", ":"}:
            tag = node.lower_value
        after = node.value if node.type == "literal" else None
    return tag


def _of_selector(nodes: Sequence[Any]) -> Iterator[Use]:
    """What a selector uses; those in ``:not()`` and the like included."""
    text = tinycss2.serialize(nodes).strip()
    trimmed = _trimmed(nodes)
    compound: list[Any] = []
    for at, node in enumerate([*trimmed, None]):
        blank = node is not None and node.type == "whitespace"
        if node is None or blank or node in _COMBINATORS:
            yield from _of_compound(compound, text)
            compound = []
            beside = [n for n in trimmed[max(at - 1, 0) : at + 2] if n in _COMBINATORS]
            sign = " " if blank and not beside else node.value if node in _COMBINATORS else ""
            yield from (Use(slug, text) for slug in _slugs("selector", sign))
        else:
            compound.append(node)


def _trimmed(nodes: Sequence[Any]) -> list[Any]:
    kept = list(nodes)
    while kept and kept[0].type == "whitespace":
        kept.pop(0)
    while kept and kept[-1].type == "whitespace":
        kept.pop()
    return kept


def _of_compound(nodes: Sequence[Any], text: str) -> Iterator[Use]:
    """What a part of a selector without combinators uses."""
    signs = [sign for after, node in zip([None, *nodes], nodes, strict=False) if (sign := _sign(node, after))]
    classed = frozenset(["classed"]) if "." in signs else frozenset()
    for sign in dict.fromkeys(signs):
        yield from (Use(slug, text) for slug in _slugs("selector", sign))
    if signs.count(".") > 1:
        yield from (Use(slug, text) for slug in _slugs("selector", ".a.b"))
    for after, node in zip([None, *nodes], nodes, strict=False):
        if node.type == "[] block":
            name, operator = _attribute(node.content)
            traits = classed | {f"attribute:{name}", f"operator:{operator}"}
            yield from (Use(slug, text, traits=traits) for slug in _slugs("selector", "[]"))
        elif after == ":" and node.type in {"ident", "function"}:
            pseudo = node.lower_value if node.type == "ident" else node.lower_name
            yield from (Use(slug, text, traits=classed) for slug in _slugs("pseudo", pseudo))
            for inner in _selectors(node.arguments) if pseudo in _HOLDING and node.type == "function" else ():
                yield from (use._replace(name=text) for use in inner.uses)


_HOLDING = frozenset(["not", "is", "where", "has"])  # pseudo-classes whose arguments are selectors


def _sign(node: Any, after: Any) -> str:
    """How the data call a part of a selector: ``a`` a type, ``.`` a class, ``#`` an id, ``*``; empty for others."""
    if node.type == "ident":
        return "." if after == "." else "" if after == ":" else "a"
    return "#" if node.type == "hash" else "*" if node == "*" else ""


def _attribute(content: Sequence[Any]) -> tuple[str, str]:
    """The name of the attribute that a selector asks for, and what it must be like."""
    name = next((node.lower_value for node in content if node.type == "ident"), "")
    sign = "".join(node.value for node in content if node.type == "literal")
    return name, _OPERATORS.get(sign, "any")
