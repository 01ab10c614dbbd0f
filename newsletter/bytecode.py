"""Compiled templates, kept on the disk from one run to the next in the user's cache folder.

Compiling the templates of a message takes longer than all the rest of a first run. What is kept is Python bytecode,
which runs once it is read, so only a file that belongs to this user, and that nobody else can write, is read. Each
begins with a digest of all that it follows from, and of itself, so that one that is old, foreign or cut short is passed
over. Where nothing can be read or written, templates are compiled in memory.
"""

from __future__ import annotations

import marshal
import os
import stat
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from tempfile import mkstemp

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_MOST = 500  # files: many layouts, since a template that is edited takes the place of its older self
_DIGEST = sha256().digest_size  # bytes


class Bytecode(BytecodeCache):
    """Keeps compiled templates.

    Args:
        configuration: The Python file that configures the environment they are compiled in.

    """

    def __init__(self, configuration: Path) -> None:
        self._base = _base(configuration)
        self._folder = _folder() if self._base else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template from its file, if that holds what compiling would give."""
        if self._folder is None:
            return
        with suppress(OSError), (self._folder / bucket.key).open("rb") as file:
            found = os.fstat(file.fileno())
            if _is_ours(found) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                content = file.read()
                digest, code = content[:_DIGEST], content[_DIGEST:]
                if digest == self._digest(bucket, code):
                    bucket.code = marshal.loads(code)  # noqa: S302  # it is what we wrote

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code of a template into its file, which is always whole, whoever else reads or writes it."""
        if self._folder is None:
            return
        code = marshal.dumps(bucket.code)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if len(os.listdir(self._folder)) >= _MOST:  # noqa: PTH208  # they are only counted
                self.clear()
            _write(self._folder / bucket.key, self._digest(bucket, code) + code)

    def clear(self) -> None:
        """Keep nothing.

        Raises:
            OSError: Something cannot be removed.

        """
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            path.unlink(missing_ok=True)

    def _digest(self, bucket: Bucket, code: bytes) -> bytes:
        return sha256(b"\0".join((self._base, bucket.key.encode(), bucket.checksum.encode(), code))).digest()


def _folder() -> Path | None:
    """Where they are kept; None where that is not this user's own: a home that is not known, or another's by sudo."""
    from platformdirs import user_cache_path  # noqa: PLC0415  # a command that renders nothing needs none

    with suppress(OSError, RuntimeError, ValueError):  # what platformdirs raises where a user has no home
        folder = user_cache_path("newsletter-composer", appauthor=False) / "templates"
        above = next(path for path in (folder, *folder.parents) if path.exists())
        if folder.is_absolute() and _is_ours(above.stat()):
            return folder
    return None


@cache
def _base(configuration: Path) -> bytes:
    """What every compiled template follows from: what compiles it, and how that is configured; empty if not known."""
    with suppress(OSError, PackageNotFoundError):  # a program that was frozen into one file may lack either
        versions = (version(name).encode() for name in ("jinja2", "markupsafe"))
        return sha256(b"\0".join((MAGIC_NUMBER, *versions, configuration.read_bytes()))).digest()
    return b""


def _is_ours(found: os.stat_result) -> bool:
    """Whether this user owns a file; true where users have no numbers, as on Windows."""
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def _write(path: Path, content: bytes) -> None:
    handle, temporary = mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)  # noqa: PTH105  # Path.replace is this, with one more object
    except OSError:
        os.unlink(temporary)  # noqa: PTH108
        raise
