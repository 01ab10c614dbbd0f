"""Compiled templates, kept on the disk: compiling those of a message takes longer than all the rest of a first run."""

from __future__ import annotations

import marshal
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from newsletter.kept import Kept


class Bytecode(BytecodeCache):
    """Keeps compiled templates.

    Args:
        code: The Python files that configure the environment they are compiled in, and that check them before.

    """

    def __init__(self, *code: Path) -> None:
        self._kept = Kept("templates", ("jinja2", "markupsafe"), code)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template from its file, if that holds what compiling would give."""
        code = self._kept.read(bucket.key, _given(bucket))
        bucket.code = marshal.loads(code) if code else None  # noqa: S302  # it is what we wrote

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, in the place of its older self."""
        self._kept.write(bucket.key, _given(bucket), marshal.dumps(bucket.code))


def _given(bucket: Bucket) -> str:
    return f"{MAGIC_NUMBER.hex()} {bucket.checksum}"
