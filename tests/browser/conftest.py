"""One Chromium, the messages that it opens, pages without a network, and previews."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from newsletter.compose import compose_project, with_local_images
from newsletter.load import Project, load_project
from tests.browser.previewing import SAMPLE, WARNED, Browse, Preview, Server
from tests.browser.support import MESSAGES, SCHEMES, Open, Opened, missing
from tests.conftest import command, environment

_HERE = Path(__file__).parent
_SAMPLE = _HERE.parents[1] / "issues" / "2024-07-data-snack.yaml"
_CASES = _HERE.parent / "cases" / "browser"
_PICTURES = {"wide.png": (1200, 300), "tall.png": (300, 900), "square.png": (160, 160)}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_CLIPBOARD = ["clipboard-read", "clipboard-write"]
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser. It ends with this package: while it runs, no other test could start an event loop."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        missing(f"no browser: none of {', '.join(_BROWSERS)} is on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Project]:
    """The issues: the packaged one, one that uses everything, one that has a subject alone, two from right to left."""
    everything, rtl = (tmp_path_factory.mktemp(name) for name in ("everything", "rtl"))
    for folder, case in ((everything, _CASES), (rtl, _CASES / "rtl")):
        shutil.copytree(case, folder, dirs_exist_ok=True)
        (folder / "images").mkdir()
        for name, size in _PICTURES.items():
            (folder / "images" / name).write_bytes(_png(*size))
    minimal = tmp_path_factory.mktemp("minimal") / "minimal.yaml"
    minimal.write_text("subject: Bonjour\n", encoding="utf-8")
    paths = (_SAMPLE, everything / "everything.yaml", minimal, rtl / "arabic.yaml", rtl / "hebrew.yaml")
    return {name: load_project(path) for name, path in zip(MESSAGES, paths, strict=True)}


@pytest.fixture(scope="package")
def exported(projects: dict[str, Project], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The HTML parts as they are pasted into an ESP."""
    return _composed(projects, tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="package")
def viewed(projects: dict[str, Project], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same, with the pictures where they lie on this machine."""
    local = {name: with_local_images(project) for name, project in projects.items()}
    return _composed(local, tmp_path_factory.mktemp("viewed"))


def _composed(projects: dict[str, Project], folder: Path) -> dict[str, Path]:
    files = {name: folder / f"{name}.html" for name in projects}
    for name, project in projects.items():
        files[name].write_text(compose_project(project).html, encoding="utf-8")
    return files


@pytest.fixture(scope="package")
def opened(chromium: Browser, viewed: dict[str, Path]) -> Iterator[Open]:
    """Opens a message by its name, or any HTML file by its path; each page once, since the tests only look at it."""
    contexts = {scheme: chromium.new_context(color_scheme=scheme, service_workers="block") for scheme in SCHEMES}
    for context in contexts.values():
        context.add_init_script(path=_HERE / "page.js")

    @cache
    def open_(message: str | Path, width: int = 640, scheme: str = "light", prepare: str = "") -> Opened:
        result = Opened(contexts[scheme].new_page())
        result.page.set_viewport_size({"width": width, "height": 800})
        result.page.route("**/*", result.block)
        file = viewed[message] if isinstance(message, str) else message
        result.page.goto(file.as_uri(), wait_until="load")
        result.js(f"() => {{ {prepare} }}")
        return result

    yield open_
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="package")
def gallery(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A preview of several issues, composed for several ESPs, that tests only look at."""
    root = tmp_path_factory.mktemp("gallery") / "project"
    shutil.copytree(sample, root)
    shutil.copytree(_HERE.parent / "cases" / "preview", root / "issues", dirs_exist_ok=True)
    for args in ((SAMPLE, WARNED), (SAMPLE, "--esp", "brevo", "--esp", "mailchimp")):
        argv = command("compose", *args)
        subprocess.run(argv, cwd=root, env=environment(), check=True, capture_output=True, timeout=60)
    server = Server(root)
    yield server.start()
    server.stop()


@pytest.fixture(scope="package")
def shared(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A preview of the sample project for the tests that edit its files, one after the other."""
    server = Server(shutil.copytree(sample, tmp_path_factory.mktemp("shared") / "project"))
    yield server.start()
    server.stop()


@pytest.fixture
def desk(shared: Server, sample: Path) -> Iterator[Server]:
    """That preview, with the files as they were, once it has seen them."""
    yield shared
    shared.restore(sample)


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Server]:
    """A preview of the sample project for a test that stops it, or needs one that has shown nothing yet."""
    server = Server(shutil.copytree(sample, tmp_path / "project"))
    yield server.start()
    server.stop()


def _browsing(chromium: Browser) -> Iterator[Browse]:
    contexts: list[BrowserContext] = []

    def open_(server: Server, beside: Preview | None = None, **how: Any) -> Preview:
        """Open the page of a preview in a context of its own, or in that of another page."""
        if beside:
            return Preview(server, beside.page.context)
        how = {"viewport": {"width": 1440, "height": 900}, "permissions": _CLIPBOARD, **how}
        contexts.append(chromium.new_context(**how))
        return Preview(server, contexts[-1])

    yield open_
    for context in contexts:
        context.close()


browse = pytest.fixture(_browsing, name="browse")
browse_once = pytest.fixture(_browsing, scope="module", name="browse_once")  # for pages that several tests look at


def _png(width: int, height: int) -> bytes:
    """A grey picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
