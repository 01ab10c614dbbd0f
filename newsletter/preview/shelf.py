"""The issues of a folder, with what there is to say of each: made little by little, while nobody waits."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsletter.errors import NewsletterError
from newsletter.folder import is_issue, issues_in
from newsletter.preview.builds import Build, Builds, View


@dataclass(frozen=True)
class Entry:
    """An issue in the list.

    Attributes:
        file: Its file's name.
        subject: Its subject; empty while it is not known.
        date: Its date, or empty.
        counts: How many problems of each severity it has; None while it is not known.

    """

    file: str
    subject: str = ""
    date: str = ""
    counts: dict[str, int] | None = None


class Shelf:
    """The list of issues of a folder.

    Args:
        builds: What builds them.

    """

    def __init__(self, builds: Builds) -> None:
        self._builds = builds
        self._entries: dict[Path, Entry] = {}

    def paths(self) -> list[Path]:
        """The issue files that are there."""
        with suppress(OSError):  # the folder has just gone, or must not be read
            return issues_in(self._builds.folder)
        return []

    def named(self, name: str) -> Path | None:
        """The issue of that file name, also one that is gone; None for what cannot be one."""
        path = self._builds.folder / name
        return path if path.name == name and is_issue(path.name) else None

    def listed(self) -> list[dict[str, Any]]:
        """The issues, the newest first; those without a date last."""
        entries = [self._entries.get(path, Entry(path.name)) for path in self.paths()]
        return [vars(entry) for entry in sorted(entries, key=lambda entry: (entry.date, entry.file), reverse=True)]

    def forget(self, changed: set[Path]) -> None:
        """Look again at the issues that a change may concern; at all of them where it is no issue that changed."""
        folder, paths = self._builds.folder.absolute(), self.paths()
        if all(found.parent == folder and is_issue(found.name) for found in changed):
            touched = {_main(found) for found in changed}  # a translation changes with its main file
        else:
            touched = {_main(path) for path in paths}
        self._entries = {
            path: replace(entry, counts=None) if _main(path) in touched else entry
            for path, entry in list(self._entries.items())  # another thread may be looking at an issue
            if path in paths
        }

    def next(self) -> Path | None:
        """An issue that is still to be looked at."""
        unknown = (path for path in reversed(self.paths()) if self._entries.get(path, Entry("")).counts is None)
        return next(unknown, None)

    def look(self, path: Path) -> None:
        """Find out what there is to say of an issue."""
        view, version = View(path), self._builds.version
        entry = self._entries.get(path, Entry(path.name))

        def told(build: Build) -> Counter[str]:
            nonlocal entry
            entry = Entry(path.name, str(build.project.issue.subject), str(build.project.issue.date or ""))
            _ = build.message  # what cannot be composed is an error, too
            return Counter(found.severity.label for found in build.read(None)[1])

        try:
            counts = self._builds.ask(view, told, keep=False)
        except NewsletterError as error:
            counts = Counter(problem.severity.label for problem in error.problems)
        if version == self._builds.version:  # what has changed meanwhile is looked at again
            self._entries[path] = replace(entry, counts=dict(counts))


def _main(path: Path) -> str:
    return path.name.partition(".")[0]
