"""Who may ask the preview, and for what: this machine's own pages, to read.

Any web page can send requests to 127.0.0.1. One that reaches it under another name (DNS rebinding) is known by its
Host, one that embeds or fetches from here by its Origin and by ``Sec-Fetch-Site`` (W3C, Fetch Metadata Request
Headers), and none may write.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The policy of the page itself: nothing from elsewhere, nothing inline."""

_WEB = {"off": "'none'", "web": "'self' data: https: http:"}


def mail_policy(images: str = "") -> str:
    """The policy of an email in its frame: no script, no form, no frame, and pictures of this machine alone.

    Args:
        images: ``off`` for none, ``web`` for those on the web as well, which the reader must ask for.

    """
    pictures = _WEB.get(images, "'self' data:")
    fonts = "https: http:" if images == "web" else "'none'"
    styles = "'unsafe-inline' https: http:" if images == "web" else "'unsafe-inline'"
    return (
        f"default-src 'none'; img-src {pictures}; style-src {styles}; font-src {fonts}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
    )


_IDLE = {"link": 'rel="off"', "iframe": 'srcdoc=""', "frame": 'src="about:blank"'}
_OUTWARD = re.compile(r"<(link|iframe|frame)\b", re.IGNORECASE)


def idle(html: str, images: str = "") -> str:
    """An email whose frames and links to other files are nothing to connect to.

    What a policy forbids to load, browsers may still connect to: Chromium to the address of a frame, and others to that
    of a ``preconnect``. So each such element gets an attribute that says otherwise, and of two attributes of one name
    the first counts (HTML Standard, 13.2.5.33).

    Args:
        html: The email.
        images: As for :func:`mail_policy`; links are left as they are where files may come from the web.

    """

    def idled(tag: re.Match[str]) -> str:
        name = tag[1].lower()
        return tag[0] if name == "link" and images == "web" else f"{tag[0]} {_IDLE[name]}"

    return _OUTWARD.sub(idled, html)


FILE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""The policy of a picture or download: an SVG may bring scripts of its own."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",  # browsers look up the hosts of links before anybody follows them
}


def _tails(port: int) -> tuple[str, ...]:
    """How an address may end; browsers leave out the port that is HTTP's own."""
    return ("", ":80") if port == 80 else (f":{port}",)


class Guard:
    """Lets only this machine's own pages through, and adds the headers that every answer has.

    Args:
        app: What answers.
        port: Where it listens.

    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}{tail}" for name in ("127.0.0.1", "localhost") for tail in _tails(port)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**_HEADERS, "Content-Security-Policy": FILE}.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope["method"], Headers(scope=scope))
        await (refused or self._app)(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if method not in ("GET", "HEAD"):
            return PlainTextResponse("The preview is only there to be read.\n", 405, {"Allow": "GET, HEAD"})
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return PlainTextResponse(f"The preview answers at {min(self._hosts)} only.\n", 403)
        origins = {origin.lower().removeprefix("http://") for origin in headers.getlist("origin")}
        site, opened = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-dest") == "document"
        if origins - self._hosts or (site not in ("same-origin", "none") and not opened):
            return PlainTextResponse("The preview answers to its own page only.\n", 403)
        return None
