"""How wide a text is on a terminal or in a mail client's text view, in columns."""

from __future__ import annotations

import re

SINGLE = (
    "!-~\u00a0-\u00ac\u00ae-\u02ff\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u2010-\u2027\u202f-\u205e\u2070-\u209c"
    "\u20a0-\u20c0\u2190-\u22ff\u2500-\u25fc"
)
"""Characters of one column each, whatever stands beside them, with three octets at most: a class for patterns.

Nearly all text is made of them: Latin, Hebrew and Arabic letters, punctuation, currencies, arrows, blocks.
"""

_SINGLES = re.compile(f"[ {SINGLE}]*+")


def columns(text: str) -> int:
    """The columns that a text takes; characters that are not shown take none."""
    if text.isascii() or _SINGLES.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415  # its tables take a while to load

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def sign_columns(sign: str) -> int:
    """The columns that one character takes by itself."""
    from wcwidth import wcwidth  # noqa: PLC0415  # as above

    return max(wcwidth(sign), 0)
