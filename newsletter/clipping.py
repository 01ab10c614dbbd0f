"""Gmail's clipping: how large an HTML part is, and how large it will be once the ESP has rewritten its links.

Gmail shows about 102 KB of a message's HTML and hides the rest behind "View entire message"; the footer with the
unsubscribe link is what goes first. Mailchimp, "Gmail is clipping my email"; Gmail itself publishes no number, so the
smaller reading of "102 KB" is taken. Tests of others find about the same: github.com/hteumeuleu/email-bugs/issues/41.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from typing import NamedTuple, Self

LIMIT = 102_000
"""Bytes of HTML that Gmail shows."""

REWRITTEN = 300
"""Bytes of a link after the ESP's click tracking, where nothing better is known: 200 to 400, by ESP and link."""

PIXEL = 300
"""Bytes of the picture that counts opens, which ESPs add at the end."""


class Rewriting(NamedTuple):
    """How long an ESP's click tracking makes a link: an estimate.

    Attributes:
        fixed: Bytes of any link.
        share: Bytes for each byte of its target, where the rewritten link carries it.
        source: Where the numbers come from.

    """

    fixed: int = REWRITTEN
    share: float = 0.0
    source: str = "assumed: ESPs write 200 to 400 bytes"

    def length(self, target: int) -> int:
        """The bytes of a rewritten link to a target of so many bytes; never fewer, which no mail counts on."""
        return max(target, self.fixed + round(self.share * target))


_SEEN = "measured in 2026 on links of mails that people published in public repositories"

REWRITING: Mapping[str, Rewriting] = MappingProxyType(
    {
        "account-engagement": Rewriting(105, source=f"{_SEEN}: go.pardot.com, 77 and 104 bytes"),
        "activecampaign": Rewriting(330, 1.6, f"{_SEEN}: link-tracker?redirectUrl=, with the target in Base64"),
        "brevo": Rewriting(450, source=f"{_SEEN}: sendibt2.com/tr/cl/, 390 and 542 bytes"),
        "campaign-monitor": Rewriting(60, source=f"{_SEEN}: cmail19.com/t/, 59 bytes"),
        "customerio": Rewriting(245, 4 / 3, f"{_SEEN}: customeriomail.com/e/c/, with the target in Base64"),
        "hubspot": Rewriting(500, source=f"{_SEEN}: hubspotlinks.com/Ctc/, 384 to 540 bytes"),
        "klaviyo": Rewriting(90, source=f"{_SEEN}: klclick.com/l/, 56 to 90 bytes"),
        "listmonk": Rewriting(150, source="listmonk's LinkTrackURL: {root}/link/ and three UUIDs"),
        "mailchimp": Rewriting(120, source=f"{_SEEN}: list-manage.com/track/click, 108 to 129 bytes"),
        "mailjet": Rewriting(130, 4 / 3, f"{_SEEN}: mjt.lu/lnk/, with the target in Base64"),
        "postmark": Rewriting(95, 1.2, f"{_SEEN}: click.pstmrk.it, with the target percent-encoded"),
        "salesforce-mc": Rewriting(130, source=f"{_SEEN}: exct.net/?qs=, 106 to 139 bytes"),
        "sendgrid": Rewriting(420, source=f"{_SEEN}: sendgrid.net/ls/click, 386 to 460 bytes"),
    }
)
"""The ESPs whose rewritten links are known."""

_LINK = re.compile(rb"""<a\s[^>]*?href="([^"]*)\"""")
_COUNTED = re.compile(r"https?:|[^a-z#]", re.IGNORECASE)  # a web link, or one that begins with a merge tag


def hrefs(html: bytes) -> Iterator[tuple[int, str]]:
    """The links of an HTML part: the byte that each begins at, and its target."""
    for found in _LINK.finditer(html):
        yield found.start(), unescape(found[1].decode())


class Weight(NamedTuple):
    """How large an HTML part is.

    Attributes:
        today: Bytes as composed.
        links: How many links the ESP will rewrite.
        rewritten: Bytes after that, with the picture that counts opens: an estimate.
        grown: Where a link stands today, in bytes, and by how many all links up to it have grown then.

    """

    today: int
    links: int
    rewritten: int
    grown: tuple[tuple[int, int], ...] = ()

    @classmethod
    @lru_cache(maxsize=2)  # several rules weigh the same message
    def of(cls, html: str, esp: str = "") -> Self:
        """Weigh an HTML part.

        Args:
            html: The part.
            esp: The name of the ESP that rewrites its links; any other than those known stands for all the others.

        """
        raw = html.encode()
        rewriting = REWRITING.get(esp, Rewriting())
        grown, total = [], 0
        for at, href in hrefs(raw):
            if _COUNTED.match(href):
                target = len(href.encode())
                total += rewriting.length(target) - target
                grown.append((at, total))
        return cls(len(raw), len(grown), len(raw) + total + PIXEL, tuple(grown))

    @property
    def clipped_at(self) -> int | None:
        """The byte of today's HTML that Gmail clips at once the links are rewritten; None where it shows it all."""
        if self.rewritten <= LIMIT:
            return None
        before = 0
        for at, total in self.grown:
            if at + before > LIMIT:
                break
            if at + total > LIMIT:  # inside this link
                return at
            before = total
        return min(LIMIT - before, self.today)
