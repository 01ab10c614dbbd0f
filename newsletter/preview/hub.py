"""Tells every open page that something has changed: server-sent events.

What a page has not read yet is one set of names, so a page that is slow, or asleep, never makes a queue grow.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

_BREATH = 15.0  # seconds between two signs of life; a connection that is gone is noticed then


class Hub:
    """The open pages of one server."""

    def __init__(self) -> None:
        self._pages: set[_Page] = set()
        self._stamp = time.time_ns()  # another after each change, and after each start
        self.closed = False

    def tell(self, event: str) -> None:
        """Tell every page; on the event loop."""
        self._stamp += event == "change"
        for page in self._pages:
            page.unread.add(event)
            page.woken.set()

    def close(self) -> None:
        """End every connection; on the event loop."""
        self.closed = True
        for page in self._pages:
            page.woken.set()

    async def listen(self) -> AsyncIterator[str]:
        """The events of one page, as they are sent, until the server closes or the page goes."""
        page = _Page()
        self._pages.add(page)
        try:
            yield f"retry: 400\nevent: hello\ndata: {self._stamp}\n\n"
            while not self.closed:
                try:
                    await asyncio.wait_for(page.woken.wait(), _BREATH)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                page.woken.clear()
                events, page.unread = sorted(page.unread), set()
                for event in events:
                    yield f"event: {event}\ndata: {self._stamp}\n\n"
        finally:
            self._pages.discard(page)


class _Page:
    def __init__(self) -> None:
        self.unread: set[str] = set()
        self.woken = asyncio.Event()
