"""Opening a page in the browser, where there is one."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path


def show(page: Path) -> None:
    """Open a file, and say where it is, for machines without a browser."""
    print(f"{'opened' if opened(page.absolute().as_uri()) else 'open this in a browser:'} {page}", flush=True)


def opened(url: str) -> bool:
    """Open a page where there is a browser; whether it was opened."""
    if not _has_screen():
        return False
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False


def _has_screen() -> bool:
    """Whether a graphical browser can come up; text browsers would take over the terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
