"""Results kept by content, so that what did not change since the last save is not worked out again.

Short texts are many and cheap to keep; long ones, such as a whole body that is being edited, would fill the memory of a
preview that runs all day, so few of them are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from functools import lru_cache, update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar

S = TypeVar("S", bound=Sized)
P = ParamSpec("P")
R = TypeVar("R")

_LONG = 2000  # characters
_SHORT_KEPT, _LONG_KEPT = 1024, 24


class Remembering(Generic[S, P, R]):
    """A pure function of a text, or of several, whose last results are kept."""

    def __init__(self, function: Callable[Concatenate[S, P], R], size: Callable[[S], int]) -> None:
        self._short = lru_cache(_SHORT_KEPT)(function)
        self._long = lru_cache(_LONG_KEPT)(function)
        self._size = size
        update_wrapper(self, function)

    def __call__(self, text: S, *args: P.args, **kwargs: P.kwargs) -> R:
        """The result, from memory where it is there."""
        kept = self._long if self._size(text) > _LONG else self._short
        return kept(text, *args, **kwargs)  # type: ignore[arg-type]  # S is a string or a tuple of them: hashable

    def forget(self) -> None:
        """Keep nothing of what was worked out so far."""
        self._short.cache_clear()
        self._long.cache_clear()


def remembering(function: Callable[Concatenate[S, P], R]) -> Remembering[S, P, R]:
    """Keep the results of a pure function of a text."""
    return Remembering(function, len)
