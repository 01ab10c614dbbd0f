"""Opening a page in the browser, where there is one."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path


def show(page: Path) -> None:
    """Open a page, and say where it is, for machines without a browser."""
    opened = False
    if _has_screen():
        try:
            opened = webbrowser.open(page.absolute().as_uri())
        except webbrowser.Error:
            opened = False
    print(f"{'opened' if opened else 'open this in a browser:'} {page}", flush=True)


def _has_screen() -> bool:
    """Whether a graphical browser can come up; text browsers would take over the terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
