"""Handlebars, through dotpromptz-handlebars: SendGrid, Iterable, Account Engagement; and Postmark's Mustachio.

Mustachio has no helpers, no ``if`` and no ``else``, and a block's inside sees only the block's own field.

Sources: the rows of these four ESPs; https://handlebarsjs.com/guide/ for what an engine does with them, and
github.com/ActiveCampaign/mustachio, Mustachio/Tokenizer.cs, for what Mustachio reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dotpromptz_handlebars import Handlebars, StrictModeError, TemplateRecursionError

from newsletter.merging.faults import told
from newsletter.merging.helpers import HELPERS
from newsletter.merging.sheet import Piece, Sheet, Unreadable

_REFUSED = re.compile(
    r"\{\{\{\{|\{\{~?#?[>*]"
)  # raw blocks and partials: no ESP has them, and they can call themselves
_MUSTACHIO = re.compile(
    r"\{\{!.*\}\}|\{\{\{\s*[\w./]+\s*\}\}\}|\{\{[#^/&]?\s*[\w./]+\s*\}\}|\{\{#each\s+[\w./]+\s*\}\}", re.DOTALL
)


def render(pieces: Sequence[Piece], sheet: Sheet, *, escape: bool, esp: str = "") -> str:
    """The text with its tags evaluated, still without what the sheet hides.

    Args:
        pieces: The text.
        sheet: The contact.
        escape: Whether values are escaped for HTML.
        esp: Whose helpers there are.

    Raises:
        Unreadable: A tag cannot be read, or its helper is not known.

    """
    engine = Handlebars(escape_html=escape)
    for name, helper in HELPERS.get(esp, {}).items():
        engine.register_helper(name, helper)
    for piece in pieces:
        if piece.tag and _REFUSED.match(piece.text):
            raise Unreadable(
                "cannot be tried: a preview runs neither partials nor raw blocks", piece.text, untried=True
            )
    return _run(engine, sheet.source(pieces), _Level(sheet.tree, sheet))


def render_mustachio(pieces: Sequence[Piece], sheet: Sheet, *, escape: bool) -> str:
    """As :func:`render`, for Postmark."""
    for piece in pieces:
        if piece.tag and not _MUSTACHIO.fullmatch(piece.text):
            raise Unreadable("is not well written: it holds more than a field's name", piece.text)
    data = _Level(sheet.tree, sheet, leaf=lambda value, path: _Leaf(sheet, path, value))
    # It keeps the line of a tag that stands alone on it, where Handlebars takes it out.
    return _run(Handlebars(escape_html=escape), sheet.source(pieces, blanks=False), data)


def _run(engine: Handlebars, source: str, data: Mapping[str, Any]) -> str:
    try:
        return str(engine.compile(source)(data))
    except TypeError:
        raise Unreadable("does not give its helper the values that it needs") from None
    except (ValueError, IndexError, StrictModeError, TemplateRecursionError, RecursionError) as error:
        raise told(str(error)) from None


class _Leaf:
    """A field that is missing, or one that a block can enter.

    The engine goes down and through a Mapping, and prints the items of a Sequence: this is taken for both. Where the
    contact does not have it, it is empty everywhere, but prints what marks it.
    """

    __hash__ = None  # type: ignore[assignment]  # equal to what it is not

    def __init__(self, sheet: Sheet, path: str, value: str = "") -> None:
        self.sheet, self.path, self.value = sheet, path, value

    def __len__(self) -> int:
        return len(self.items())

    def items(self) -> tuple[tuple[int, _Leaf], ...]:
        return ((0, self),) if self.value else ()

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: object) -> _Leaf:
        return _Leaf(self.sheet, f"{self.path}.{key}")

    def __iter__(self) -> Iterator[str]:
        yield str(self)

    def __str__(self) -> str:
        return self.value or self.sheet.absent(self.path)

    def __eq__(self, other: object) -> bool:
        return (other is None or other == "") if not self.value else self.value == other


Mapping.register(_Leaf)
Sequence.register(_Leaf)


class _Level(dict[str, Any]):
    """The fields at one level; one that is not there is a missing one. There is nothing to loop over."""

    def __init__(
        self,
        tree: Mapping[str, Any],
        sheet: Sheet,
        path: str = "",
        leaf: Callable[[str, str], object] = lambda value, _: value,
    ) -> None:
        self.sheet, self.path = sheet, path
        super().__init__(
            (
                key,
                _Level(value, sheet, f"{path}{key}.", leaf) if isinstance(value, dict) else leaf(value, f"{path}{key}"),
            )
            for key, value in tree.items()
        )

    def items(self) -> Any:
        return ()

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> _Leaf:
        return _Leaf(self.sheet, f"{self.path}{key}")
