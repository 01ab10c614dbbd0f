"""Everything that the server asks about a folder of issues; its import is what takes time when a preview starts."""

from __future__ import annotations

from asyncio import Event
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from newsletter.errors import NewsletterError
from newsletter.preview import described
from newsletter.preview.builds import PICTURES, Builds, View
from newsletter.preview.listing import highlighted
from newsletter.preview.shelf import Shelf
from newsletter.preview.watching import changes

__all__ = ["Desk", "View"]


class Desk:
    """A folder of issues.

    Args:
        folder: The folder.
        first: The issue that will be looked at first; it is built at once.

    """

    def __init__(self, folder: Path, first: Path) -> None:
        self._builds = Builds(folder)
        self._shelf = Shelf(self._builds)
        self._builds.mail(View(first))

    def changes(self, stop: Event) -> AsyncIterator[set[Path]]:
        """The files that change, until told to stop."""
        return changes(self._builds.folder, stop)

    def changed(self, files: set[Path]) -> None:
        """Look at files anew."""
        self._builds.changed(files)
        self._shelf.forget(files)

    def look_at_next(self) -> bool:
        """Find out what there is to say of an issue of the list; whether there was one that is not known yet."""
        path = self._shelf.next()
        if path:
            self._shelf.look(path)
        return path is not None

    def issues(self) -> list[dict[str, Any]]:
        """The list of issues."""
        return self._shelf.listed()

    def view(self, issue: str, esp: str | None, contact: str | None) -> View | None:
        """A view of an issue, by its file's name; None for what can be no issue."""
        path = self._shelf.named(issue)
        return View(path, esp or None, contact or None) if path else None

    def state(self, view: View) -> dict[str, Any]:
        """All that is shown of a view besides the email."""
        return described.state(self._builds, view)

    def mail(self, view: View) -> str:
        """The email to look at: the last good one where there is an error, and an empty page before there was any."""
        return self._builds.mail(view) or ""

    def exported(self, view: View, part: str) -> str | None:
        """A part as it is exported; None where it cannot be composed."""
        try:
            return self._builds.ask(view, lambda build: str(getattr(build.message, part)))
        except NewsletterError:
            return None

    def source(self, view: View, part: str) -> str | None:
        """The same as coloured source."""
        text = self.exported(view, part)
        return None if text is None else highlighted(text)

    def picture(self, view: View, name: str) -> tuple[Path, str] | None:
        """The file of a picture and its media type; None for whatever is no picture of the project."""
        file = self._builds.picture(view.path, name)
        return (file, PICTURES[file.suffix.lower()]) if file else None
