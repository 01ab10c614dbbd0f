"""The preview's server: a page, the email in its frame, and what there is to say about it. It only reads.

It starts before anything that composes is imported, so that the page is there while that is made ready.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newsletter.preview import guard
from newsletter.preview.guard import Guard
from newsletter.preview.hub import Hub

if TYPE_CHECKING:
    from newsletter.preview.desk import Desk, View

_PAGE = Path(__file__).parent / "page"
_QUIET = 0.5  # seconds without a change before issues that nobody looks at are built
_HEADERS = 16 * 1024  # bytes; the largest headers that are read
_FOR_GOOD = {"Cache-Control": "max-age=31536000, immutable"}  # a picture has another address once one has changed


class Preview:
    """A folder of issues, served.

    Args:
        open_desk: What to ask about the folder, once it can be asked; called in a thread.
        give_up: Called when the preview cannot go on; :attr:`failure` says why.

    """

    def __init__(self, open_desk: Callable[[], Desk], give_up: Callable[[], None]) -> None:
        self.hub = Hub()
        self.failure: Exception | None = None
        self._open_desk = open_desk
        self._give_up = give_up
        self._desk: asyncio.Future[Desk] = asyncio.Future()
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
            Route("/pictures/{album}/{issue}/{name:path}", self._picture),
            Mount("/page", StaticFiles(directory=_PAGE)),
        ]
        return Guard(Starlette(routes=routes, lifespan=self._running), port)

    def close(self) -> None:
        """Let everybody go; on the event loop."""
        self._stop.set()
        self._changed.set()
        self.hub.close()

    @asynccontextmanager
    async def _running(self, _: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run())
        yield
        self.close()
        await task

    async def _run(self) -> None:
        try:
            desk = await run_in_threadpool(self._open_desk)
            self._desk.set_result(desk)
            await asyncio.gather(self._watch(desk), self._look_at_issues(desk))
        except Exception as error:  # noqa: BLE001  # told once the server has stopped: a page that never repaints is worse
            self.failure = error
            self._desk.cancel()
            self._give_up()

    async def _watch(self, desk: Desk) -> None:
        async for files in desk.changes(self._stop):
            await run_in_threadpool(desk.changed, files)
            self.hub.tell("change")
            self._changed.set()

    async def _look_at_issues(self, desk: Desk) -> None:
        """Build the issues one by one whenever all has been quiet for a while."""
        while not self._stop.is_set():
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), _QUIET)
                continue
            while not self._changed.is_set() and await run_in_threadpool(desk.look_at_next):
                pass
            self.hub.tell("issues")
            await self._changed.wait()

    async def _page(self, _: Request) -> Response:
        return FileResponse(_PAGE / "index.html", headers={"Content-Security-Policy": guard.PAGE})

    async def _events(self, _: Request) -> Response:
        return StreamingResponse(self.hub.listen(), media_type="text/event-stream")

    async def _issues(self, _: Request) -> Response:
        desk = await self._desk
        return JSONResponse(await run_in_threadpool(desk.issues))

    async def _state(self, request: Request) -> Response:
        desk, view = await self._asked(request)
        return JSONResponse(await run_in_threadpool(desk.state, view))

    async def _mail(self, request: Request) -> Response:
        desk, view = await self._asked(request)
        html = await run_in_threadpool(desk.mail, view)
        # A link that a reader follows by mistake opens nothing: a frame in a sandbox has no other windows.
        html = html.replace("<head>", '<head><base target="_blank">', 1)
        images = request.query_params.get("images", "")
        policy = {"Content-Security-Policy": guard.mail_policy(images)}
        return HTMLResponse(guard.idle(html, images), headers=policy)

    async def _source(self, request: Request) -> Response:
        desk, view = await self._asked(request)
        part = request.path_params["part"]
        if part not in ("html", "mjml"):
            raise HTTPException(404)
        return _or_conflict(await run_in_threadpool(desk.source, view, part))

    async def _download(self, request: Request) -> Response:
        desk, view = await self._asked(request)
        answer = _or_conflict(await run_in_threadpool(desk.exported, view, "html"))
        name = f"{view.path.stem}{f'.{view.esp}' if view.esp else ''}.html"
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return answer

    async def _picture(self, request: Request) -> Response:
        desk, view = await self._asked(request)
        found = await run_in_threadpool(desk.picture, view, request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        return FileResponse(found[0], media_type=found[1], headers=_FOR_GOOD)

    async def _asked(self, request: Request) -> tuple[Desk, View]:
        """The view that a request is about.

        Raises:
            HTTPException: There can be no such issue.

        """
        desk, query = await self._desk, request.query_params
        view = desk.view(request.path_params["issue"], query.get("esp"), query.get("contact"))
        if view is None:
            raise HTTPException(404)
        return desk, view


def _or_conflict(html: str | None) -> Response:
    if html is None:
        raise HTTPException(409, "This issue cannot be composed; the preview says why.\n")
    return HTMLResponse(html)


class _Server(uvicorn.Server):
    """Ends the open connections of pages on Ctrl-C, which would otherwise be waited for."""

    def __init__(self, config: uvicorn.Config, close: Callable[[], None]) -> None:
        super().__init__(config)
        self._close = close

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; at once where that was asked before, and a template that never ends is still waited for."""
        if self.should_exit:
            os._exit(128 + sig)  # there is nothing to tidy up: the preview writes nothing
        super().handle_exit(sig, frame)

    def stop(self) -> None:
        """Stop, as on Ctrl-C."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._close()
        await super().shutdown(sockets)


def serve(open_desk: Callable[[], Desk], listening: socket.socket) -> None:
    """Serve a folder of issues until Ctrl-C.

    Args:
        open_desk: What to ask about the folder; called in a thread once the server answers.
        listening: The socket that listens on a port of 127.0.0.1.

    """
    asyncio.run(_serve(open_desk, listening))


async def _serve(open_desk: Callable[[], Desk], listening: socket.socket) -> None:
    # Requests and tasks tell their own errors; what is left are connections that broke, or found no free file.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    preview = Preview(open_desk, give_up=lambda: server.stop())  # noqa: PLW0108  # there is no server yet
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
    await server.serve(sockets=[listening])
    if preview.failure:
        raise preview.failure
