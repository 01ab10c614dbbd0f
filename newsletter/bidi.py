"""What runs from left to right inside a text from right to left, isolated so that its signs stay in their places.

Only drafts in a language such as Arabic or Hebrew are touched. In the HTML part an isolate is a ``<bdi>``: around a
merge tag, whose direction nobody knows yet, and with ``dir="ltr"`` around addresses, telephone numbers, code, and texts
in Latin letters as a whole. The alternative texts of pictures and the preheader are shown as attributes or by inboxes
and stay plain; a template that writes another text into an attribute writes ``| string``.

The text part has no markup, so telephone numbers, and nothing else, stand between U+2066 and U+2069 there: their groups
would change places, and no program follows them as it follows a URL, whose end such a mark would become.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, TypeVar
from unicodedata import bidirectional

from markdown_it.token import Token

from newsletter.markdown import Prose
from newsletter.mergetags import VALUE, without_tags
from newsletter.model.base import Part, map_values
from newsletter.wording import text_direction

D = TypeVar("D", bound=Part)

_PLAIN = ("alt", "preheader")
_RUN = re.compile(
    r"(?P<address>(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)»،؛؟]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<phone>(?<![\w+])(?:\+\d|\(?\+?0)[\d ().\u00a0\u202f-]{5,24}\d(?!\w))"
    rf"|(?P<tag>{VALUE})"
)
_TAG = re.compile(rf"(?P<phone>(?!))|(?P<tag>{VALUE})")  # a text from left to right needs no more


def isolate(draft: D) -> D:
    """Isolate what runs the other way in every text of a draft; one from left to right is left as it is."""
    if text_direction(draft.__dict__["issue"].locale) == "ltr":
        return draft
    return map_values(draft, lambda prose, loc: prose if loc[-1] in _PLAIN else _isolated(prose), Prose)


def direction(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction that every letter of a text has; None where it has none, or both."""
    found = {bidirectional(sign) for sign in without_tags(text)}
    if found.isdisjoint({"R", "AL"}):
        return "ltr" if "L" in found else None
    return None if "L" in found else "rtl"


def _isolated(prose: Prose) -> Prose:
    if not prose.block:
        return Prose(tuple(_inline(prose.tokens)))
    return Prose(tuple(_block(token) for token in prose.tokens), block=True)


def _block(token: Token) -> Token:
    if token.type == "fence":
        return _from_left(token)
    return replace(token, children=_inline(token.children)) if token.children else token


def _inline(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of one line, or of the label of a link."""
    words = "".join(token.content for token in tokens if token.type == "text")
    if direction(words) == "ltr":
        return [_opening("ltr"), *_split(tokens, _TAG), _closing()]
    return list(_split(tokens, _RUN))


def _split(tokens: Sequence[Token], runs: re.Pattern[str]) -> Iterator[Token]:
    label: list[Token] | None = None
    for token in tokens:
        if token.type == "link_close" and label is not None:
            yield from (*_inline(label), token)
            label = None
        elif label is not None:
            label.append(token)
        elif token.type == "link_open":
            yield token
            label = [] if runs is _RUN else None
        elif token.type == "code_inline":
            yield _from_left(token)
        elif token.type == "text":
            yield from _cut(token, runs)
        else:
            yield token


def _cut(token: Token, runs: re.Pattern[str]) -> Iterator[Token]:
    text, at = token.content, 0
    for found in runs.finditer(text):
        if found.start() > at:
            yield replace(token, content=text[at : found.start()])
        side, phone = None if found["tag"] else "ltr", found["phone"] is not None
        run = found[0].replace(" ", "\u00a0") if phone else found[0]  # an isolate ends with its line
        yield from (_opening(side, phone=phone), replace(token, content=run), _closing(phone=phone))
        at = found.end()
    if at < len(text) or not text:
        yield replace(token, content=text[at:])


def _from_left(token: Token) -> Token:
    return replace(token, attrs={**token.attrs, "dir": "ltr"})


def _opening(side: str | None, *, phone: bool = False) -> Token:
    return Token("bdi_open", "bdi", 1, attrs={"dir": side} if side else {}, meta={"phone": phone})


def _closing(*, phone: bool = False) -> Token:
    return Token("bdi_close", "bdi", -1, meta={"phone": phone})
