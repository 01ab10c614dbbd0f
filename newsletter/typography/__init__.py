"""Typography by language: ordered passes over the visible texts of a message, and over nothing else.

Links, code, merge tags and addresses are not texts and never come here (a masked tag is one plain word). A language has
its file with its passes, which run in the order of its row; running them twice changes nothing more. They choose
spaces, quotes, apostrophes, dashes and dots, and drop no sign that is seen. An author switches them off for a span,
``[1:1 ?]{.as-is}``, or with ``typography: false`` for an issue or a brand.

Which spaces, by what mail clients show:

- U+00A0 NO-BREAK SPACE, wherever a full space is right: before ``:`` ``%`` and units, inside « ». It is in every font
  and every old character set, and no client breaks a line at it.
- U+202F NARROW NO-BREAK SPACE, where the rules ask for a narrow one: before ``;`` ``!`` ``?`` in French, between groups
  of digits, in ``z. B.``. Unicode gives it for exactly that (Unicode 16.0, 6.2; UAX #14: class GL, as U+00A0), CLDR
  writes it into French numbers and into English times, so the clients' own interfaces show it every day. Where a font
  lacks it (Roboto 2.137, Open Sans), HarfBuzz, which sets the text in Chrome, Firefox, Thunderbird and Android, shows
  half a space of the same font, and Apple's and Windows' engines take the space of another font, as Outlook's Word
  engine does: at worst it is as wide as a full one. The odd signs that pages from 2009 warn of came
  from the Windows fonts of that time.
- Never U+2009 THIN SPACE: a line may break there, and the mark would begin the next.
- No ``<span style="white-space:nowrap">``: it would cost bytes at every mark, and the text part has no HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from newsletter.errors import Loc
from newsletter.markdown import Prose
from newsletter.model.base import Part, map_values
from newsletter.remembering import Remembering
from newsletter.typography import dutch, english, french, german, italian, portuguese, spanish
from newsletter.typography.keeping import typeset_around
from newsletter.typography.line import Line, Pass
from newsletter.wording import UnknownLocale, fallbacks

D = TypeVar("D", bound=Part)

PASSES: dict[str, tuple[Pass, ...]] = {
    **french.PASSES,
    **english.PASSES,
    **german.PASSES,
    **spanish.PASSES,
    **italian.PASSES,
    **portuguese.PASSES,
    **dutch.PASSES,
}


def polish(draft: D) -> D:
    """Set every text of a draft in the typography of its issue's language, unless its files say no."""
    issue, brand = draft.__dict__["issue"], draft.__dict__["brand"]
    if not (issue.typography and brand.typography and passes(issue.locale)):
        return draft

    def setting(prose: Prose, _: Loc) -> Prose:
        return prose.once(
            ("set", issue.locale), lambda: prose.with_texts(lambda runs: typeset_runs(runs, issue.locale))
        )

    return map_values(draft, setting, Prose)


def typeset(text: str, locale: str) -> str:
    """Set one text."""
    return typeset_runs([text], locale)[0]


def typeset_runs(runs: Sequence[str], locale: str) -> list[str]:
    """Set the runs of one block together, so that a mark after bold text knows what it follows.

    Args:
        runs: The texts of the block in order; one that is :class:`newsletter.runs.AsIs` stays as it is.
        locale: A BCP 47 tag; that of a language without passes changes nothing.

    """
    return list(_remembered(tuple(runs), tuple(map(type, runs)), locale))


def _set(runs: tuple[str, ...], kinds: tuple[type, ...], locale: str) -> tuple[str, ...]:  # noqa: ARG001  # see below
    steps = passes(locale)

    def setting(line: Line) -> Line:
        for step in steps:
            line = step(line)
        return line

    return tuple(typeset_around(runs, setting)) if steps and runs else runs


# By their kinds as well, since an AsIs equals the same words as a plain text.
_remembered = Remembering(_set, lambda runs: sum(map(len, runs)))


@lru_cache(maxsize=64)
def passes(locale: str) -> tuple[Pass, ...]:
    """The passes of a locale: its region's if they differ, or its language's."""
    try:
        tags = fallbacks(locale)
    except UnknownLocale:
        return ()
    return next((PASSES[tag] for tag in tags if tag in PASSES), ())
