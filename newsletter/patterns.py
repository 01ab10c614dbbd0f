"""Regular expressions, kept compiled from one command to the next.

A command loads nearly 600 of them, ours and our libraries', and Python compiles each one anew, which takes a sixth of
the command's time. Python has no public way to keep them (it compiles a pickled one again), so this stands before the
compiler of :mod:`re`, in commands alone: a program that imports us sees nothing of it. What is kept is what that
compiler handed to Python's engine, under the exact version of Python; the engine looks through it again ("_validate" in
CPython's ``sre.c``) before it takes it. Where Python is built differently inside, all is compiled as ever.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from newsletter.carried import Carried
from newsletter.kept import Kept

Asked = tuple[str | bytes, int]
"""A pattern and its flags, as somebody asked for it."""

Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What the engine is given besides the pattern: all flags, the code, how many groups, and their names both ways."""

_CODE = "I"  # the engine's SRE_CODE: a number of 32 bits


class Patterns:
    """Patterns that are carried over, and the compiler of others.

    Args:
        compiler: The module ``re._compiler``.
        known: What an earlier command compiled.

    Raises:
        AttributeError: The module is not built as expected.

    """

    def __init__(self, compiler: ModuleType, known: Carried) -> None:
        self._compile: Callable[..., re.Pattern[Any]] = compiler.compile
        self._engine: Callable[..., re.Pattern[Any]] = compiler._sre.compile
        self._known = known.known  # now, since reading it compiles patterns as well
        self._add = known.add
        self._handed: dict[Asked, Compiled] = {}

    def compile(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        """What the compiler makes of a pattern."""
        if not isinstance(pattern, (str, bytes)) or flags & re.DEBUG:
            return self._compile(pattern, flags)
        asked = pattern, int(flags)
        if asked in self._known:
            all_flags, code, *groups = self._known[asked]
            return self._engine(pattern, all_flags, array(_CODE, code).tolist(), *groups)
        made = self._compile(pattern, flags)
        if handed := self._handed.pop((pattern, made.flags), None):
            self._add(asked, handed)
        return made

    def take(self, pattern: Any, flags: int, code: list[int], *groups: Any) -> re.Pattern[Any]:
        """What the compiler hands to the engine."""
        count, numbers, names = groups
        self._handed[pattern, flags] = (flags, array(_CODE, code).tobytes(), count, dict(numbers), names)
        return self._engine(pattern, flags, code, *groups)


@contextmanager
def kept_patterns() -> Iterator[None]:
    """Take patterns that an earlier command compiled meanwhile, and carry over what is compiled."""
    machine = f"{sys.byteorder} {array(_CODE).itemsize}"
    # What depends on a text is new each time, so a few are not worth a new file.
    known = Carried(Kept("patterns", (), (Path(__file__),)), machine, worth=8)
    try:
        from re import _compiler  # type: ignore[attr-defined]  # noqa: PLC0415

        patterns = Patterns(_compiler, known)
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
