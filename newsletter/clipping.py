"""Gmail's clipping: how large an HTML part is, and how large it will be once the ESP has rewritten its links.

Gmail shows about 102 KB of a message's HTML and hides the rest behind "View entire message"; the footer with the
unsubscribe link is what goes first. Mailchimp, "Gmail is clipping my email"; Gmail itself publishes no number, so the
smaller reading of "102 KB" is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

LIMIT = 102_000
"""Bytes of HTML that Gmail shows."""

REWRITTEN = 300
"""Bytes of a link after the ESP's click tracking: between 200 and 400, by ESP and link."""

PIXEL = 300
"""Bytes of the picture that counts opens, which ESPs add at the end."""

_LINK = re.compile(r"""<a\s[^>]*?href="([^"]*)\"""")
_COUNTED = re.compile(r"https?:|[^a-z#]", re.IGNORECASE)  # a web link, or one that begins with a merge tag


@dataclass(frozen=True)
class Weight:
    """How large an HTML part is.

    Attributes:
        today: Bytes as composed.
        links: How many links the ESP will rewrite.
        rewritten: Bytes after that, with the picture that counts opens: an estimate.

    """

    today: int
    links: int
    rewritten: int

    @classmethod
    def of(cls, html: str) -> Weight:
        """Weigh an HTML part."""
        today = len(html.encode())
        links = [unescape(found[1]) for found in _LINK.finditer(html) if _COUNTED.match(found[1])]
        grown = sum(max(0, REWRITTEN - len(link.encode())) for link in links)
        return cls(today, len(links), today + grown + PIXEL)
