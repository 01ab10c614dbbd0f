"""The runs of a block: its texts in order, as its inline tokens hold them, and what none may change.

Typography is switched off for a span with ``[1:1 ?]{.as-is}``, in Markdown and in plain texts alike: two tokens that
print nothing stand around it, and what is between them comes as :class:`AsIs`. No brackets stand in a span, so no
links and pictures do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import is_
from typing import Any

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

SILENT = ("as_is_open", "as_is_close")  # tokens that print nothing
_RUNS = ("text", "code_inline", "image", "softbreak", "hardbreak")
_SPAN = re.compile(r"\[([^\[\]]+)\]\{\.as-is\}")


class AsIs(str):
    """A run of a block that no pass changes: code, a picture, or a text whose typography is switched off."""

    __slots__ = ()


def span(state: StateInline, silent: bool) -> bool:
    """The rule for ``[text]{.as-is}``: two tokens around what is in it, which print nothing."""
    found = _SPAN.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        end, state.pos, state.posMax = state.posMax, found.start(1), found.end(1)
        state.push("as_is_open", "", 1)
        state.md.inline.tokenize(state)
        state.push("as_is_close", "", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def of_plain(text: str) -> Iterator[Token]:
    """The tokens of a plain text."""
    for at, run in enumerate(_SPAN.split(text)):  # every second one is the inside of a span
        inside = Token("text", "", 0, content=run)
        yield from (Token("as_is_open", "", 1), inside, Token("as_is_close", "", -1)) if at % 2 else (inside,)


def plain_text(token: Token) -> str:
    """The words of an inline token and of what stands in it."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.children:
        return "".join(map(plain_text, token.children))
    return token.content


def spoken(tokens: Sequence[Token]) -> Iterator[Token]:
    """The words of an alternative text; emphasis and pictures in it cannot be shown."""
    for token in tokens:
        if token.type in SILENT:
            yield token
        elif words := plain_text(token):
            yield Token("text", "", 0, content=words)


def changed(tokens: list[Token], change: Callable[[Sequence[str]], Sequence[str]]) -> list[Token]:
    """Inline tokens with their runs changed, or the same list; `change` gets all runs at once and returns as many."""
    given = [*_runs(tokens)]
    done = change(given)
    if [*done] == given and not any(token.type == "image" for token in tokens):
        return tokens
    texts = iter(done)
    out = []
    for token in tokens:
        new = next(texts) if token.type in _RUNS else ""
        if token.type == "text" and new != token.content:
            out.append(copied(token, content=new))
        elif token.type == "image":  # its alternative text is read aloud, so it is set like any other
            meta = {**token.meta, "caption": token.meta["caption"].with_texts(change)}
            out.append(copied(token, children=changed(token.children or [], change), meta=meta))
        else:
            out.append(token)
    return out


def with_children(token: Token, children: list[Token]) -> Token:
    """A block with other tokens in it; itself where they are those that it has."""
    same = len(children) == len(token.children or ()) and all(map(is_, children, token.children or ()))
    return token if same else copied(token, children=children)


def copied(
    token: Token,
    *,
    attrs: dict[str, str | int | float] | None = None,
    children: list[Token] | None = None,
    content: str | None = None,
    meta: dict[Any, Any] | None = None,
) -> Token:
    """A token with some of its attributes changed; ``dataclasses.replace`` takes five times as long."""
    return Token(
        token.type,
        token.tag,
        token.nesting,
        token.attrs if attrs is None else attrs,
        token.map,
        token.level,
        token.children if children is None else children,
        token.content if content is None else content,
        token.markup,
        token.info,
        token.meta if meta is None else meta,
        token.block,
        token.hidden,
    )


def _runs(tokens: Sequence[Token]) -> Iterator[str]:
    off = 0
    for token in tokens:
        off += token.nesting if token.type in SILENT else 0
        if token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type in _RUNS:
            yield token.content if token.type == "text" and not off else AsIs(token.content)
