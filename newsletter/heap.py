"""Python's search for garbage in cycles, which a command of half a second never needs.

It goes through all that is loaded again and again while modules are loaded, and once more at the end, which takes a
fifth of the time of composing one issue; mypy does without in the same way. What composes many issues, or runs all day,
begins it once all is loaded.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def uncollected() -> None:
    """Begin without."""
    gc.disable()


def collected() -> None:
    """Collect garbage from now on, and leave out what is loaded; processes that are forked then go on sharing it."""
    gc.freeze()
    gc.enable()


def end(code: int) -> NoReturn:
    """End this process without taking apart all that it has loaded."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
