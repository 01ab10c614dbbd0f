"""Asks sites whether pages are there: a few at a time, politely, and no page twice a day.

This is the only module that uses the network, and only ``newsletter check --links`` calls it.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import httpx
from platformdirs import user_cache_path

from newsletter.errors import OutputError
from newsletter.export import write

KEPT = 24 * 60 * 60
"""Seconds that the answer of a page that is there is kept; pages that are not are asked again each time."""

_AT_ONCE, _AT_ONCE_BY_SITE = 8, 2
_WAIT = httpx.Timeout(10)  # seconds for each step: the connection, the answer
_WAIT_IN_ALL = 30  # seconds, for sites that answer drop by drop
_PAUSE = 0.5  # seconds before a page is asked a second time
_MOST_REDIRECTS = 5
_PERMANENT = (301, 308)
_BUSY = 429


class Answer(NamedTuple):
    """What came of asking for a page.

    Attributes:
        status: The HTTP status; 0 where no answer came.
        trouble: Why none came: ``name``, ``refused``, ``certificate``, ``network``, ``time``, ``circle``, ``other``.
        final: The address that redirects lead to; empty where there are none.
        permanent: Whether all redirects are for good.

    """

    status: int = 0
    trouble: str = ""
    final: str = ""
    permanent: bool = False

    @property
    def fine(self) -> bool:
        """Whether the page is there."""
        return 200 <= self.status < 300

    @property
    def _may_pass(self) -> bool:
        return self.trouble in ("refused", "network", "time", "other") or self.status >= 500


def ask(urls: Collection[str], progress: Callable[[int, int], None]) -> Mapping[str, Answer]:
    """The answers of the sites, by address.

    Args:
        urls: Web addresses, escaped; equal ones are asked once.
        progress: Is told how many of how many are done.

    """
    wanted = dict.fromkeys(urls)
    known = {url: answer for url, answer in _kept().items() if url in wanted}
    new = [url for url in wanted if url not in known]
    if not new:
        return known
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        found = asyncio.run(_all(new, progress))
    else:  # in a notebook, where a loop runs already
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit(asyncio.run, _all(new, progress)).result()
    _keep({url: answer for url, answer in found.items() if answer.fine})
    return known | found


async def _all(urls: list[str], progress: Callable[[int, int], None]) -> dict[str, Answer]:
    overall = asyncio.Semaphore(_AT_ONCE)
    by_site: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_AT_ONCE_BY_SITE))
    answers: dict[str, Answer] = {}
    progress(0, len(urls))

    async def one(client: httpx.AsyncClient, url: str) -> None:
        async with by_site[url.split("/")[2]], overall:
            answers[url] = await _patiently(client, url)
        progress(len(answers), len(urls))

    trusted = httpx.create_ssl_context()
    trusted.load_default_certs()  # with those of the machine, for companies that look into what passes
    headers = {
        "User-Agent": f"newsletter-composer/{version('newsletter-composer')} (checks links before a mail is sent)"
    }
    async with httpx.AsyncClient(
        verify=trusted, headers=headers, timeout=_WAIT, follow_redirects=True, max_redirects=_MOST_REDIRECTS
    ) as client:
        await asyncio.gather(*(one(client, url) for url in urls))
    return answers


async def _patiently(client: httpx.AsyncClient, url: str) -> Answer:
    """The answer of a page; what may pass is tried twice."""
    answer = await _once(client, url, "HEAD")
    if answer._may_pass:
        await asyncio.sleep(_PAUSE)
        answer = await _once(client, url, "GET")
    return answer


async def _once(client: httpx.AsyncClient, url: str, method: str) -> Answer:
    try:
        async with asyncio.timeout(_WAIT_IN_ALL):
            async with client.stream(method, url) as response:
                pass  # what the page says is not read
            if method == "HEAD" and response.status_code >= 400 and response.status_code != _BUSY:
                async with client.stream("GET", url) as response:  # some sites answer nothing else
                    pass
    except httpx.TooManyRedirects:
        return Answer(trouble="circle")
    except (TimeoutError, httpx.TimeoutException):
        return Answer(trouble="time")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return Answer(trouble=_trouble(error))
    if not response.history:
        return Answer(response.status_code)
    permanent = all(step.status_code in _PERMANENT for step in response.history)
    return Answer(response.status_code, "", str(response.url), permanent)


def _trouble(error: BaseException) -> str:
    """Which trouble an error is, by those that it comes from."""
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):  # EAI_AGAIN: the server of names cannot be asked
            return "network" if cause.errno == socket.EAI_AGAIN else "name"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
    return "network" if isinstance(error, (httpx.ConnectError, httpx.ProxyError)) else "other"


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop(0)
        if cause is not None:
            yield cause
            within = cause.exceptions if isinstance(cause, BaseExceptionGroup) else ()
            waiting += [*within, cause.__cause__ or cause.__context__]


def _file() -> Path:
    return user_cache_path("newsletter-composer", appauthor=False) / "links.json"


def _kept() -> dict[str, Answer]:
    """The answers that are not too old."""
    return {url: Answer(*row[1:]) for url, row in _rows().items()}


def _rows() -> dict[str, tuple[float, int, str, str, bool]]:
    """What the file holds by address, if it is ours: when the page was asked for, and the answer."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        rows, now = json.loads(_file().read_text(encoding="utf-8")), time.time()
        return {url: row for url, row in rows.items() if len(row) == 5 and 0 <= now - row[0] < KEPT}
    return {}


def _keep(found: Mapping[str, Answer]) -> None:
    if found:
        rows = _rows() | {url: (time.time(), *answer) for url, answer in found.items()}
        with suppress(OutputError, OSError):  # what cannot be kept is asked again
            write(_file().parent, {_file().name: json.dumps(rows, ensure_ascii=False)})
