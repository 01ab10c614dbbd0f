"""A preview as its users have it: the server in a process of its own, and its page in the browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, ConsoleMessage, FrameLocator, Locator, Page, Route, expect

from tests.conftest import PNG, command, environment
from tests.previewing import Preview as Running
from tests.previewing import running

T = TypeVar("T")

SAMPLE = "2024-07-data-snack.yaml"
WARNED = "2024-08-rentree.yaml"
TRANSLATED = "2024-08-rentree.en-GB.yaml"
BROKEN = "2024-09-casse.yaml"
TABS = ("Email", "Text", "Inbox", "HTML", "MJML")
EMAIL = "#mails iframe:not(.coming)"
_PATIENCE = 10  # seconds, of which a machine that is at leisure needs a fraction

# A function of the email's document, its window and an argument; null while there is no email.
_INSIDE = """([selector, argument]) => {
    const frame = document.querySelector(selector);
    return frame?.contentDocument?.body ? (%s)(frame.contentDocument, frame.contentWindow, argument) : null;
}"""


def eventually(look: Callable[[], T], expected: T) -> None:
    """Look again and again until it is as expected."""
    deadline = time.monotonic() + _PATIENCE
    while (seen := look()) != expected and time.monotonic() < deadline:
        time.sleep(0.02)
    assert seen == expected


class Server:
    """``newsletter preview`` in a project's folder.

    Attributes:
        root: The project.
        port: Where it listens, or listened.

    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port = 0
        self._running: Running | None = None

    def start(self) -> Server:
        """Start it, on the same port as before where there was one."""
        argv = command("preview", "--no-browser", "--port", str(self.port))
        self._running = running(subprocess.Popen(argv, cwd=self.root, env=environment(), stdout=subprocess.PIPE))
        self.port = self._running.port
        return self

    def stop(self) -> None:
        """Kill it, as a crash would."""
        if self._running:
            self._running.process.kill()
            self._running.process.communicate()

    def restore(self, original: Path) -> None:
        """Make the project what another is, and wait until the preview has seen it."""
        for path in sorted(self.root.rglob("*"), reverse=True):
            if not (original / path.relative_to(self.root)).exists():
                path.rmdir() if path.is_dir() else path.unlink()
        for path in filter(Path.is_file, original.rglob("*")):
            mine = self.root / path.relative_to(original)
            if not mine.exists() or mine.read_bytes() != path.read_bytes():
                shutil.copyfile(path, mine)
        eventually(lambda: self.state(SAMPLE).get("html"), self.exported(SAMPLE.replace(".yaml", ".html")))

    def state(self, issue: str) -> dict[str, Any]:
        """What the preview says of an issue."""
        assert self._running
        said: dict[str, Any] = self._running.json(f"/state/{issue}")
        return said

    def issues(self) -> dict[str, dict[str, int] | None]:
        """How many problems of each severity each issue has, where that is known."""
        assert self._running
        return {issue["file"]: issue["counts"] for issue in self._running.json("/issues")}

    def address(self, **view: str) -> str:
        """The address of a view."""
        return f"http://127.0.0.1:{self.port}/?{urlencode(view)}"

    def write(self, name: str, content: str | bytes) -> None:
        """Save a file of the issues' folder."""
        (self.root / "issues" / name).write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, name: str) -> str:
        """A file of the issues' folder."""
        return (self.root / "issues" / name).read_text("utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace some words of a file of the issues' folder, which it must hold."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def place(self, name: str, words: str, at: str | None = None) -> str:
        """FILE:LINE:COLUMN of words; those of another text on their line where that is what is pointed at."""
        rows = self.read(name).splitlines()
        [line] = [number for number, row in enumerate(rows) if words in row]
        return f"issues/{name}:{line + 1}:{rows[line].index(at or words) + 1}"

    def exported(self, name: str) -> str:
        """A file that ``newsletter compose`` has written."""
        return (self.root / "out" / name).read_bytes().decode()

    def manifest(self, name: str) -> dict[str, Any]:
        """The manifest that it has written."""
        found: dict[str, Any] = json.loads(self.exported(f"{name}.json"))
        return found


class Preview:
    """The page of a preview.

    Attributes:
        page: The page.
        complaints: What the browser's console complained about.
        elsewhere: What was requested from other hosts, each of which answers with a picture.

    """

    def __init__(self, server: Server, context: BrowserContext) -> None:
        self.server = server
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # A request that a policy forbids is announced as well, but gets no further.
        self.page.route(re.compile(r"^(?!http://127\.0\.0\.1:)"), self._sent)

    def visit(self, **view: str) -> Preview:
        """Go to a view, and wait until all of it is there."""
        self.page.goto(self.server.address(**view))
        return self.ready()

    def ready(self) -> Preview:
        """Wait until all that was asked for is there."""
        expect(self.at("#live")).to_have_attribute("data-state", "live")
        expect(self.at("#findings h2")).to_have_count(1)
        return self

    def at(self, selector: str) -> Locator:
        """Something on the page."""
        return self.page.locator(selector)

    @property
    def email(self) -> FrameLocator:
        """The email; the first, where there are several."""
        return self.page.frame_locator(EMAIL).first

    def inside(self, function: str, argument: Any = None) -> Any:
        """The value of a JavaScript function of the email's document, its window and an argument."""
        return self.page.evaluate(_INSIDE % function, [EMAIL, argument])

    def heading(self) -> str | None:
        """The heading of the email."""
        return self.inside("(doc) => doc.querySelector('h1')?.textContent ?? null")

    def tab(self, name: str) -> None:
        """Choose a tab."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def choose(self, name: str) -> None:
        """Choose one of the widths, colours and pictures."""
        self.page.get_by_role("radio", name=name, exact=True).check()

    def view(self) -> dict[str, str]:
        """What the address says of the view."""
        query = self.page.evaluate("() => Object.fromEntries(new URLSearchParams(location.search))")
        return {name: value for name, value in query.items() if name != "issue"}

    def copied(self) -> str:
        """What is on the clipboard."""
        text: str = self.page.evaluate("() => navigator.clipboard.readText()")
        return text

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _sent(self, route: Route) -> None:
        self.elsewhere.append(route.request.url)
        route.fulfill(body=PNG, content_type="image/png")


Browse = Callable[..., Preview]
