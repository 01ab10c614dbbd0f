"""Standard output that knows how it can fail."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from typing import NoReturn, TextIO

from newsletter.errors import OutputError, Problem


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
        raise OutputError(
            Problem(
                code="cannot-write",
                message=f"cannot write the output: {error.strerror}",
                hint="free some space, or send it somewhere else",
            )
        )


class Errors(Output):
    """Standard error; where nobody reads it, the run goes on and its exit code tells."""

    def write(self, text: str) -> int:
        """Write, where somebody reads."""
        with suppress(SystemExit, OutputError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is held back, where somebody reads."""
        with suppress(SystemExit, OutputError):
            super().flush()
