"""Sections as their blocks showed them last, so that after an edit only what it touches is shown anew.

A block shows a section by two arguments, the section at its place and the context, and by nothing else. So where the
section is as it was, and all that its block read of the context is, too, it looks as it did.
"""

from __future__ import annotations

from typing import Any

from jinja2.runtime import Macro

from newsletter.model.base import alike

_MOST = 512  # sections, once for each part of a message


class Shown:
    """What the blocks of some templates showed."""

    def __init__(self) -> None:
        self._last: dict[tuple[Macro, str], tuple[Any, dict[str, Any], str]] = {}
        self._compared: tuple[Any, Any, bool] = (None, None, True)

    def __call__(self, show: Macro, placed: Any, ctx: Any) -> str:
        """A section as its block shows it.

        Args:
            show: The macro of the block.
            placed: The section.
            ctx: The context of the message.

        """
        key = show, placed.id
        before, read, shown = self._last.get(key, (None, {}, ""))
        now = {name: getattr(ctx, name) for name in read}
        if not (alike(before, placed) and all(map(self._is_as_before, read.values(), now.values()))):
            reading = Reading(ctx)
            shown, now = show(placed, reading), reading.read_
            if len(self._last) >= _MOST:
                self._last.clear()
        self._last[key] = placed, now, shown
        return shown

    def _is_as_before(self, before: Any, now: Any) -> bool:
        """Whether two are alike; all sections of a message ask this of the same two."""
        if before is not self._compared[0] or now is not self._compared[1]:
            self._compared = (before, now, alike(before, now))
        return self._compared[2]


class Reading:
    """A context, and what is read of it."""

    def __init__(self, ctx: Any) -> None:
        self._ctx = ctx
        self.read_: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        value = self.read_[name] = getattr(self._ctx, name)
        return value


Reading.__name__ = "Context"  # as an error calls it, where a block reads what is not there
