"""Results kept on the disk, in the user's cache folder, from one run to the next.

A first run works out what does not change between issues: templates are compiled, style sheets are parsed. What is kept
decides what goes into a message, so only a file that belongs to this user, and that nobody else can write, is read.
Each begins with a digest of all that it follows from, and of itself, so that one that is old, foreign or cut short is
passed over. Where nothing can be read or written, things are worked out anew; no error comes of it.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

_MOST = 500  # files of a kind
_DIGEST = sha256().digest_size  # bytes


class Kept:
    """Results of one kind.

    Args:
        kind: The name of their folder.
        packages: The packages that make them, whose versions they follow from.
        code: The Python files that make them.

    """

    def __init__(self, kind: str, packages: tuple[str, ...], code: tuple[Path, ...]) -> None:
        self._kind = kind
        self._packages = packages
        self._code = code

    def result(self, given: str, make: Callable[[], Any]) -> Any:
        """What JSON can say of a pure function's result: kept, or else worked out and kept.

        Args:
            given: What it follows from.
            make: Works it out.

        """
        name = sha256(given.encode("utf-8", "surrogatepass")).hexdigest()
        if (found := self.read(name, given)) is not None:
            return json.loads(found)
        made = make()
        self.write(name, given, json.dumps(made).encode())
        return made

    def read(self, name: str, given: str) -> bytes | None:
        """A result, if one is kept.

        Args:
            name: The name of its file; a result that is worked out anew takes the place of its older self.
            given: What it was worked out from.

        """
        if self._folder is None:
            return None
        with suppress(OSError), (self._folder / name).open("rb") as file:
            found = os.fstat(file.fileno())
            if _is_ours(found) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                content = file.read()
                digest, result = content[:_DIGEST], content[_DIGEST:]
                return result if digest == self._digest(name, given, result) else None
        return None

    def write(self, name: str, given: str, result: bytes) -> None:
        """Keep a result in its file, which is always whole, whoever else reads or writes it."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if len(os.listdir(self._folder)) >= _MOST:  # noqa: PTH208  # they are only counted
                self.clear()
            _write(self._folder / name, self._digest(name, given, result) + result)

    def clear(self) -> None:
        """Keep nothing.

        Raises:
            OSError: Something cannot be removed.

        """
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            path.unlink(missing_ok=True)

    def _digest(self, name: str, given: str, result: bytes) -> bytes:
        return sha256(b"\0".join((self._base, name.encode(), given.encode("utf-8", "surrogatepass"), result))).digest()

    @cached_property
    def _base(self) -> bytes:
        """What every result follows from; empty if that is not known."""
        with suppress(OSError, KeyError):  # a program that was frozen into one file may lack either
            versions = [_installed()[name].encode() for name in self._packages]
            return sha256(b"\0".join((*versions, *(path.read_bytes() for path in self._code)))).digest()
        return b""

    @cached_property
    def _folder(self) -> Path | None:
        """Where they are; None where that is not this user's own: a home that is not known, or another's by sudo."""
        from platformdirs import user_cache_path  # noqa: PLC0415  # a command that composes nothing needs none

        with suppress(OSError, RuntimeError, ValueError):  # what platformdirs raises where a user has no home
            folder = user_cache_path("newsletter-composer", appauthor=False) / self._kind
            above = next(path for path in (folder, *folder.parents) if path.exists())
            if self._base and folder.is_absolute() and _is_ours(above.stat()):
                return folder
        return None


@cache
def _installed() -> dict[str, str]:
    """The packages that are installed, and the names of their folders of metadata, which end in their versions.

    Source: packaging.python.org, "Recording installed projects". Python's own search takes the metadata apart.
    """
    found: dict[str, str] = {}
    for folder in reversed(sys.path):  # the first one that has a package is where Python takes it from
        with suppress(OSError):  # one that is not there, or an archive
            for name in os.listdir(folder or "."):  # noqa: PTH208  # they are many
                package, _, version = name.partition("-")
                if version.endswith((".dist-info", ".egg-info")):
                    found[package.replace("_", "-").lower()] = version
    return found


def _is_ours(found: os.stat_result) -> bool:
    """Whether this user owns a file; true where users have no numbers, as on Windows."""
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def _write(path: Path, content: bytes) -> None:
    from tempfile import mkstemp  # noqa: PLC0415  # mostly there is nothing to write

    handle, temporary = mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)  # noqa: PTH105  # Path.replace is this, with one more object
    except OSError:
        os.unlink(temporary)  # noqa: PTH108
        raise
