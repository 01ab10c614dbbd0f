"""Results that one command carries over to the next, those of a kind in one file.

Many commands compose an issue that another composed a minute ago, a word apart. Only commands carry: a program that
imports us reads and writes nothing of this.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from newsletter.kept import Kept

P = ParamSpec("P")
R = TypeVar("R")

_FILE = "all"
_carrying: list[Carried] | None = None  # what the command that runs has to leave; None where none runs


@contextmanager
def carrying() -> Iterator[None]:
    """Take what an earlier command found, and leave what this one finds."""
    global _carrying  # noqa: PLW0603  # there is one command in a process
    _carrying = []
    try:
        yield
    finally:
        finished, _carrying = _carrying, None
        for carried in finished:
            carried.leave()


class Carried:
    """Results of one kind, each with what it follows from.

    They are pickled: what is kept is as trusted as compiled templates are (:mod:`newsletter.kept`).

    Args:
        kept: Where they are.
        given: What they follow from besides Python and the packages and the code of `kept`.
        worth: How many new ones are worth writing the file again.
        most: How many there may be, since each is read with all others.

    """

    def __init__(self, kept: Kept, given: str = "", *, worth: int = 1, most: int = 5000) -> None:
        self._store = kept
        self._given = f"{sys.version} {given}"
        self._worth = worth
        self._most = most
        self._known: dict[Hashable, Any] | None = None
        self._new: dict[Hashable, Any] = {}

    @property
    def known(self) -> dict[Hashable, Any]:
        """What earlier commands found; read when it is first asked for. Not to be changed."""
        if self._known is None:
            found = self._store.read(_FILE, self._given)
            self._known = pickle.loads(found) if found else {}  # noqa: S301  # it is what we wrote
        return self._known

    def add(self, key: Hashable, value: Any) -> None:
        """A result that is not known yet, for the next command."""
        if _carrying is not None and len(self._new) < self._most:
            if not self._new:
                _carrying.append(self)
            self._new[key] = value

    def leave(self) -> None:
        """Write what is new for the next command."""
        if len(self._new) >= self._worth:
            both = self.known | self._new
            self._store.write(_FILE, self._given, pickle.dumps(both if len(both) <= self._most else self._new, 5))
        self._new = {}

    def result(self, function: Callable[P, R]) -> Callable[P, R]:
        """A pure function whose results are carried over; what its arguments are is told by their ``repr``."""

        @wraps(function)
        def told(*args: P.args, **kwargs: P.kwargs) -> R:
            if _carrying is None:
                return function(*args, **kwargs)
            key = function.__name__, repr(args), repr(kwargs)
            if key in self.known:
                kept: R = self.known[key]
                return kept
            found = function(*args, **kwargs)
            self.add(key, found)
            return found

        return told
