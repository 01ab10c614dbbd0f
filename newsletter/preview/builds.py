"""An issue composed for an ESP, and those that are kept.

Everything is built on the first request after a change, once, and kept until the next change.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import TypeVar
from urllib.parse import quote

from newsletter.compose import Message, compose_project
from newsletter.errors import InputError, NewsletterError, Problem
from newsletter.load import Project, find_up, load_project, project_root
from newsletter.merging import Merged
from newsletter.merging.contacts import FILE, Contacts, load_contacts
from newsletter.merging.files import Trial
from newsletter.trace import Trace, Traced, compose_traced

T = TypeVar("T")
EVERYBODY = "*"
"""The contact of a view of all of them; no contact can have that name."""

_KEPT = 24  # issues of the present, each for an ESP, and views of the past; each holds some 300 KB


@dataclass(frozen=True)
class View:
    """What a page looks at.

    Attributes:
        path: The issue file.
        esp: The ESP; the brand's own where None.
        contact: Whom the tags are merged for; left as they are where None, and for :data:`EVERYBODY`.

    """

    path: Path
    esp: str | None = None
    contact: str | None = None


class Build:
    """An issue for an ESP as its files are now, for all contacts.

    Parts are made when they are asked for, and raise what is wrong.
    """

    def __init__(self, path: Path, esp: str | None, pictures: str) -> None:
        self.path = path
        self.esp = esp
        self._pictures = pictures
        self._trace = Trace()

    @cached_property
    def project(self) -> Project:
        """The issue and what stands around it."""
        return load_project(self.path, self.esp)

    @cached_property
    def traced(self) -> Traced:
        """What is exported, and where everything in it comes from."""
        return compose_traced(self.project)

    @property
    def message(self) -> Message:
        """What is exported, to the byte."""
        return self.traced.message

    @cached_property
    def findings(self) -> list[Problem]:
        """What the checks say, whoever it is for."""
        from newsletter.checks import check_project  # noqa: PLC0415  # the email is shown before they are needed

        return check_project(self.project, self.traced)

    @cached_property
    def contacts(self) -> Contacts | None:
        """The sample contacts; None where the project has none."""
        there = find_up(FILE, self.project.path.parent, self.project.root)
        return load_contacts(self.project) if there else None

    @cached_property
    def places(self) -> dict[int, Problem]:
        """Where each mark of :meth:`mail` comes from."""
        _ = self._marked
        return dict(self._trace.places(self.project))

    def mail(self, contact: str | None) -> str:
        """The HTML to look at: marked, with the pictures of this machine, merged for a contact."""
        return self._marked.html if contact in (None, EVERYBODY) else self._merged(self._marked, contact)[0].html

    def read(self, contact: str | None) -> tuple[Message | Merged, list[Problem]]:
        """The exported message as it will be read, and what is to be said about that: by the checks and the merging."""
        found = self.findings
        if contact not in (None, EVERYBODY):
            merged, missing = self._merged(self.message, contact)
            return merged, [*found, *missing]
        try:
            names = self.contacts.by_name if self.contacts else ()
        except NewsletterError as error:  # which stops nothing but the merging
            return self.message, [*found, *error.problems]
        told = (self._merged(self.message, name)[1] for name in (names if contact == EVERYBODY else ()))
        return self.message, [*found, *chain.from_iterable(told)]

    @cached_property
    def _marked(self) -> Message:
        brand = self.project.brand.model_copy(update={"assets_base_url": self._pictures})
        message = compose_project(self.project._replace(brand=brand), self._trace.mark)
        return replace(message, html=Trace.shown(message.html))

    def _merged(self, message: Message, contact: str | None) -> tuple[Merged, list[Problem]]:
        name = contact or ""
        contacts = self.contacts or load_contacts(self.project)  # which tells that there are none
        contacts.named(name)
        return Trial(self.project, contacts, (name,), "").merged(message, name)


class Builds:
    """The builds of the present, and the last good HTML of each view.

    Args:
        folder: The folder of the issues.

    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = 0
        self._album = f"{time.time_ns():x}"  # in the addresses of pictures, which browsers may keep until one changes
        self._lock = RLock()
        self._kept: OrderedDict[tuple[Path, str | None], Build] = OrderedDict()
        self._good: OrderedDict[View, str] = OrderedDict()

    def changed(self, files: Iterable[Path] = ()) -> None:
        """Forget what was built: files have changed."""
        self.version += 1
        with self._lock:
            self._kept.clear()
            if any(file.suffix.lower() not in (".yaml", ".yml", ".j2") for file in files):
                self._album = f"{time.time_ns():x}"

    def ask(self, view: View, part: Callable[[Build], T], *, keep: bool = True) -> T:
        """A part of the build of a view; one request builds, the others wait for it.

        Args:
            view: The view.
            part: The part of it.
            keep: Whether to keep what was built, for those who look at it.

        Raises:
            NewsletterError: The files do not give it.

        """
        with self._lock:
            pictures = f"/pictures/{self._album}/{quote(view.path.name)}"
            key = (view.path, view.esp)
            build = self._kept.get(key) or Build(*key, pictures)
            if keep:
                self._kept[key] = build
                self._kept.move_to_end(key)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            try:
                return part(build)
            except NewsletterError:
                raise
            except Exception as error:  # noqa: BLE001  # the preview goes on, and shows what happened
                raise InputError(_internal(error)) from None

    def mail(self, view: View) -> str | None:
        """The HTML of a view; the last good one of it, or of its issue, where it cannot be built; None without any."""
        with self._lock:
            try:
                html = self.ask(view, lambda build: build.mail(view.contact))
            except NewsletterError:
                return self._good.get(view) or self._near(view)
            self._good[view] = html
            self._good.move_to_end(view)
            if len(self._good) > _KEPT:
                self._good.popitem(last=False)
            return html

    def _near(self, view: View) -> str | None:
        """The last good HTML of an issue; that of the same contact, or else of nobody, where there is one."""
        same = [old for old in reversed(self._good) if old.path == view.path]
        near = max(same, key=lambda old: (old.contact == view.contact, old.contact is None), default=None)
        return self._good[near] if near else None

    def picture(self, issue: Path, name: str) -> Path | None:
        """The file of a picture that an issue or its brand shows; None for whatever else, or whatever is elsewhere."""
        for folder in (issue.parent, *self._brand_folder(issue)):
            with suppress(OSError, ValueError, RuntimeError):  # a name that no file can have, or a link to itself
                file = (folder / name).resolve()
                inside = file.is_relative_to(folder.resolve())
                hidden = any(part.startswith(".") for part in Path(name).parts)
                there = file.is_file() and os.access(file, os.R_OK)
                if inside and not hidden and there and file.suffix.lower() in PICTURES:
                    return file
        return None

    def _brand_folder(self, issue: Path) -> list[Path]:
        brand = find_up("brand.yaml", issue.parent, project_root(issue))
        return [brand.parent] if brand else []


PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
    ".bmp": "image/bmp",
}
"""What is served of a project besides its issues: pictures, by the end of their names."""


def _internal(error: Exception) -> Problem:
    return Problem(
        code="internal",
        message=f"{type(error).__name__}: {error}",
        hint="this is a mistake of ours, not yours; 'newsletter compose' with NEWSLETTER_DEBUG=1 shows where",
    )
