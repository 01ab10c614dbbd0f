"""The preview's server: a page, the email in its frame, and what there is to say about it. It only reads."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newsletter.errors import NewsletterError
from newsletter.preview import described, guard
from newsletter.preview.builds import PICTURES, Builds, View
from newsletter.preview.guard import Guard
from newsletter.preview.hub import Hub
from newsletter.preview.listing import highlighted
from newsletter.preview.shelf import Shelf
from newsletter.preview.watching import changes

_PAGE = Path(__file__).parent / "page"
_QUIET = 0.5  # seconds without a change before issues that nobody looks at are built
_HEADERS = 16 * 1024  # bytes; the largest headers that are read


class Preview:
    """One folder of issues, served."""

    def __init__(self, folder: Path) -> None:
        self.builds = Builds(folder)
        self.shelf = Shelf(self.builds)
        self.hub = Hub()
        self._stop = asyncio.Event()
        self._changed = asyncio.Event()

    def application(self, port: int) -> Guard:
        """What answers requests on a port of this machine."""
        routes = [
            Route("/", self._page),
            Route("/events", self._events),
            Route("/issues", self._issues),
            Route("/state/{issue}", self._state),
            Route("/mail/{issue}", self._mail),
            Route("/source/{issue}/{part}", self._source),
            Route("/download/{issue}", self._download),
            Route("/pictures/{issue}/{name:path}", self._picture),
            Mount("/page", StaticFiles(directory=_PAGE)),
        ]
        return Guard(Starlette(routes=routes, lifespan=self._running), port)

    def close(self) -> None:
        """Let everybody go; on the event loop."""
        self._stop.set()
        self.hub.close()

    @asynccontextmanager
    async def _running(self, _: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._look_at_issues())]
        yield
        self._stop.set()
        self._changed.set()
        await asyncio.gather(*tasks)

    async def _watch(self) -> None:
        async for changed in changes(self.builds.folder, self._stop):
            await run_in_threadpool(self.builds.changed)
            self.hub.tell("change")
            self.shelf.forget(changed)
            self._changed.set()

    async def _look_at_issues(self) -> None:
        """Build the issues one by one whenever all has been quiet for a while."""
        while not self._stop.is_set():
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), _QUIET)
                continue
            while not self._changed.is_set() and (path := self.shelf.next()):
                await run_in_threadpool(self.shelf.look, path)
            self.hub.tell("issues")
            await self._changed.wait()

    async def _page(self, _: Request) -> Response:
        html = (_PAGE / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(html, headers={"Content-Security-Policy": guard.PAGE})

    async def _events(self, _: Request) -> Response:
        return StreamingResponse(self.hub.listen(), media_type="text/event-stream")

    async def _issues(self, _: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self.shelf.listed))

    async def _state(self, request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(described.state, self.builds, self._view(request)))

    async def _mail(self, request: Request) -> Response:
        view, images = self._view(request), request.query_params.get("images", "")
        html = await run_in_threadpool(self.builds.mail, view) or ""
        # A link that a reader follows by mistake opens nothing: a frame in a sandbox has no other windows.
        html = html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(html, headers={"Content-Security-Policy": guard.mail_policy(images)})

    async def _source(self, request: Request) -> Response:
        part = request.path_params["part"]
        if part not in ("html", "mjml"):
            raise HTTPException(404)
        text = await self._exported(request, part)
        return HTMLResponse(await run_in_threadpool(highlighted, text))

    async def _download(self, request: Request) -> Response:
        view = self._view(request)
        name = f"{view.path.stem}{f'.{view.esp}' if view.esp else ''}.html"
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        return HTMLResponse(await self._exported(request, "html"), headers={"Content-Disposition": disposition})

    async def _picture(self, request: Request) -> Response:
        path = self._view(request).path
        file = await run_in_threadpool(self.builds.picture, path, request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        return FileResponse(file, media_type=PICTURES[file.suffix.lower()])

    async def _exported(self, request: Request, part: str) -> str:
        view = self._view(request)
        try:
            return await run_in_threadpool(self.builds.ask, view, lambda build: str(getattr(build.message, part)))
        except NewsletterError:
            raise HTTPException(409, "This issue cannot be composed; the preview says why.\n") from None

    def _view(self, request: Request) -> View:
        """The view that a request is about.

        Raises:
            HTTPException: There is no such issue.

        """
        path = self.shelf.named(request.path_params["issue"])
        if path is None:
            raise HTTPException(404)
        asked = request.query_params
        return View(path, asked.get("esp") or None, asked.get("contact") or None)


class _Server(uvicorn.Server):
    """Ends the open connections of pages on Ctrl-C, which would otherwise be waited for."""

    def __init__(self, config: uvicorn.Config, close: Callable[[], None]) -> None:
        super().__init__(config)
        self._close = close

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._close()
        await super().shutdown(sockets)


def serve(folder: Path, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve a folder of issues until Ctrl-C.

    Args:
        folder: The folder of the issues.
        listening: The socket, bound to a port of 127.0.0.1.
        started: Called once the page can be opened.

    """
    asyncio.run(_serve(folder, listening, started))


async def _serve(folder: Path, listening: socket.socket, started: Callable[[], None]) -> None:
    preview = Preview(folder)
    config = uvicorn.Config(
        preview.application(listening.getsockname()[1]),
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=_HEADERS,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, preview.close)
    asyncio.get_running_loop().call_soon(partial(asyncio.create_task, _announce(server, started)))
    await server.serve(sockets=[listening])


async def _announce(server: uvicorn.Server, started: Callable[[], None]) -> None:
    while not server.started:
        await asyncio.sleep(0.005)
    await run_in_threadpool(started)
