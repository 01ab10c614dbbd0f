"""Standard output that knows how it can fail."""

from __future__ import annotations

import io
import os
from typing import NoReturn, TextIO


class Output(io.TextIOWrapper):
    """UTF-8 with plain line feeds; a reader that has seen enough ends the program quietly, a full disk is an error."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(
            stream.detach() if isinstance(stream, io.TextIOWrapper) else stream.buffer, "utf-8", newline=""
        )

    def write(self, text: str) -> int:
        """Write, or end.

        Raises:
            OutputError: What stands behind the output takes no more.
            SystemExit: Nobody reads on.

        """
        try:
            return super().write(text)
        except OSError as error:
            self._fail(error)

    def flush(self) -> None:
        """Write what is held back, or end; raises as :meth:`write`."""
        try:
            super().flush()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
        # Python flushes once more when it shuts down; by then there must be somewhere to write to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        if isinstance(error, BrokenPipeError):
            raise SystemExit(0)
        from newsletter.errors import OutputError, Problem

        raise OutputError(
            Problem(
                code="cannot-write",
                message=f"cannot write the output: {error.strerror}",
                hint="free some space, or send it somewhere else",
            )
        )
