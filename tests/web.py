"""A site on this machine, for the rules that ask: each of its pages answers in one way."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGES = {
    "/": 200, "/page": 200, "/gone": 410, "/busy": 429, "/broken": 500, "/closed": 403, "/private": 401, "/login": 200,
    "/moved": (301, "/page"), "/away": (302, "/page"), "/sold-out": (302, "/"), "/members": (302, "/login?back=1"),
    "/slash": (301, "/slash/"), "/slash/": 200, "/circle": (302, "/circle"),
}  # fmt: skip
"""What each page answers: a status, or one with where it leads on; any other page is not there."""


class Site(ThreadingHTTPServer):
    """The site, and what it was asked.

    Attributes:
        asked: How often each page was asked, by method and path with query.
        agents: The names that askers gave.
        most: How many requests it answered at the same time.

    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.most = self._now = 0
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def begin(self, request: str, agent: str) -> None:
        with self._lock:
            self.asked[request] += 1
            self.agents.add(agent)
            self._now += 1
            self.most = max(self.most, self._now)

    def end(self) -> None:
        with self._lock:
            self._now -= 1


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_HEAD(self) -> None:
        self.server.begin(f"{self.command} {self.path}", self.headers["User-Agent"])
        answer = PAGES.get(self.path.partition("?")[0], 404)
        if self.path == "/only-get":
            answer = 200 if self.command == "GET" else 405
        if self.path.startswith("/slow"):
            time.sleep(0.05)
            answer = 200
        if self.path == "/once-down":
            answer = 503 if self.server.asked[f"{self.command} {self.path}"] == 1 and self.command == "HEAD" else 200
        status, to = answer if isinstance(answer, tuple) else (answer, "")
        self.server.end()
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
