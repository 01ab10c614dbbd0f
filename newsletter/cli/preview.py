"""``newsletter preview``: the issues in a browser, repainted on every save."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn
from urllib.parse import quote

import typer

from newsletter.heap import collected

if TYPE_CHECKING:
    import socket

    from newsletter.preview.desk import Desk

_PORT = 8321
_TRIED = 20  # ports after that one


def preview(
    issue: Annotated[
        str | None, typer.Argument(metavar="ISSUE", help="An issue file, or its name under issues/; all are listed.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65535, help=f"The port; {_PORT} or the next free one where absent."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page, or only say where it is.")
    ] = True,
) -> None:
    """Show the issues in the browser, as readers will see them, and again on every save; stop with Ctrl-C.

    At every width, in light and dark, without pictures, as text, as one contact gets them, for every ESP; with what is
    wrong and where; and with buttons that copy the HTML and the text to paste. Only this machine can reach it.
    """
    from functools import partial

    from newsletter.cli.browser import opened
    from newsletter.preview.server import serve

    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _ended)
    chosen = _issue(issue)
    collected()
    with _socket(port) as listening:
        # From here on a browser can connect; it is answered as soon as the server runs.
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/?issue={quote(chosen.name)}"
        shown = "opened" if browser and opened(url) else "open this in a browser:"
        print(f"{shown} {url}\nstop with Ctrl-C", flush=True)
        serve(partial(_desk, chosen), listening)


def _ended(number: int, _: FrameType | None) -> NoReturn:
    """Stop without an exception, which asyncio would print where it came while the server starts.

    Once the server runs it is told first, and passes the signal on when it has closed. The preview writes nothing, so
    there is nothing to tidy up.
    """
    os._exit(0 if number == signal.SIGINT else 128 + number)


def _desk(issue: Path) -> Desk:
    from newsletter.preview.desk import Desk

    return Desk(issue.parent, issue)


def _issue(name: str | None) -> Path:
    """The issue to show first: the one that was named, or the one that was edited last.

    Raises:
        UsageError: There is none.

    """
    from newsletter.cli.issues import resolve, without_settings
    from newsletter.errors import Problem, UsageError
    from newsletter.folder import is_issue, issues_in

    if name is not None:
        path = without_settings([resolve(name)])[0]
        if not is_issue(path.name):
            beside = ", ".join(found.stem for found in issues_in(path)[-8:])
            raise UsageError(
                Problem(
                    code="not-an-issue",
                    message=f"{path} is {'a folder' if path.is_dir() else 'no issue'}",
                    hint=f"issues there are {beside}" if beside else "an issue is a YAML file that ends in .yaml",
                )
            )
        return path
    folder = Path("issues")
    there = issues_in(folder)
    if not there:
        raise UsageError(
            Problem(
                code="no-issues",
                message=f"there is no issue in {folder}/" if folder.is_dir() else f"there is no folder {folder}/ here",
                hint="make one with 'newsletter new 2024-09', or a whole project with 'newsletter init my-newsletter'",
            )
        )
    return max(there, key=_saved)


def _saved(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # a link to nowhere, or it has just gone
        return 0.0


def _socket(port: int | None) -> socket.socket:
    """A socket on a port of this machine.

    Raises:
        UsageError: The port is taken, or not ours to take.

    """
    import socket

    from newsletter.errors import Problem, UsageError

    for tried in [port] if port is not None else range(_PORT, _PORT + _TRIED + 1):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":  # a port that was just left is free; on Windows this would share one that is in use
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", tried))
            listening.listen(128)
        except OSError as error:
            listening.close()
            if port is None and error.errno == errno.EADDRINUSE:
                continue
            taken = error.errno == errno.EADDRINUSE
            why = "is taken by another program" if taken else f"cannot be used: {error.strerror}"
            raise UsageError(
                Problem(
                    code="port-taken",
                    message=f"port {tried} {why}",
                    hint="name another with --port, or leave --port out and a free one is found",
                )
            ) from None
        return listening
    raise UsageError(
        Problem(
            code="port-taken",
            message=f"ports {_PORT} to {_PORT + _TRIED} are all taken",
            hint="name a free one with --port",
        )
    )
