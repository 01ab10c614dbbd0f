"""Regular expressions, kept compiled from one command to the next.

A command loads nearly 600 of them, ours and our libraries', and Python compiles each one anew, which takes a sixth of
the command's time. Python has no public way to keep them (it compiles a pickled one again), so this stands before the
compiler of :mod:`re`, in commands alone: a program that imports us sees nothing of it. What is kept is what that
compiler handed to Python's engine, under the exact version of Python; the engine looks through it again ("_validate" in
CPython's ``sre.c``) before it takes it. Where Python is built differently inside, all is compiled as ever.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from newsletter.kept import Kept

Asked = tuple[str | bytes, int]
"""A pattern and its flags, as somebody asked for it."""

Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What the engine is given besides the pattern: all flags, the code, how many groups, and their names both ways."""

_CODE = "I"  # the engine's SRE_CODE: a number of 32 bits
_WORTH = 8  # new patterns that writing the file again is worth: what depends on a text is new each time
_MOST = 3000  # patterns in the file, and of one run
_KEPT = Kept("patterns", (), (Path(__file__),))
_FILE = "compiled"
_GIVEN = f"{sys.version} {sys.byteorder} {array(_CODE).itemsize}"


class Patterns:
    """Patterns that are kept, and the compiler of others.

    Args:
        compiler: The module ``re._compiler``.

    Raises:
        AttributeError: It is not built as expected.

    """

    def __init__(self, compiler: ModuleType) -> None:
        self._compile: Callable[..., re.Pattern[Any]] = compiler.compile
        self._engine: Callable[..., re.Pattern[Any]] = compiler._sre.compile
        self._handed: dict[Asked, Compiled] = {}
        self._new: dict[Asked, Compiled] = {}
        found = _KEPT.read(_FILE, _GIVEN)
        self._kept: dict[Asked, Compiled] = marshal.loads(found) if found else {}  # noqa: S302  # it is what we wrote

    def compile(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        """What the compiler makes of a pattern."""
        if not isinstance(pattern, (str, bytes)) or flags & re.DEBUG:
            return self._compile(pattern, flags)
        asked = pattern, int(flags)
        if asked in self._kept:
            all_flags, code, *groups = self._kept[asked]
            return self._engine(pattern, all_flags, array(_CODE, code).tolist(), *groups)
        made = self._compile(pattern, flags)
        handed = self._handed.pop((pattern, made.flags), None)
        if handed and len(self._new) < _MOST:
            self._new[asked] = handed
        return made

    def take(self, pattern: Any, flags: int, code: list[int], *groups: Any) -> re.Pattern[Any]:
        """What the compiler hands to the engine."""
        count, numbers, names = groups
        self._handed[pattern, flags] = (flags, array(_CODE, code).tobytes(), count, dict(numbers), names)
        return self._engine(pattern, flags, code, *groups)

    def store(self) -> None:
        """Keep what was compiled."""
        if len(self._new) >= _WORTH:
            both = self._kept | self._new
            _KEPT.write(_FILE, _GIVEN, marshal.dumps(both if len(both) <= _MOST else self._new))


@contextmanager
def kept_patterns() -> Iterator[None]:
    """Take kept patterns meanwhile, and keep those that are compiled."""
    try:
        from re import _compiler  # type: ignore[attr-defined]  # noqa: PLC0415

        patterns = Patterns(_compiler)
    except (ImportError, AttributeError):
        yield  # another Python: all is compiled as ever
        return
    inside = vars(_compiler)
    before = {"compile": inside["compile"], "_sre": inside["_sre"]}
    engine = SimpleNamespace(**vars(inside["_sre"]) | {"compile": patterns.take})
    inside |= {"compile": patterns.compile, "_sre": engine}
    try:
        yield
    finally:
        inside |= before
        patterns.store()
