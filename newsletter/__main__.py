"""``python -m newsletter``, and the console script."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import NoReturn

from newsletter.heap import end, uncollected


def main() -> NoReturn:
    """Run a command."""
    uncollected()  # before anything else is loaded
    with ExitStack() as running:
        if sys.argv[1:] and not sys.argv[1].startswith("-"):  # a command, and not the list of them
            from newsletter.carried import carrying  # noqa: PLC0415
            from newsletter.patterns import kept_patterns  # noqa: PLC0415

            running.enter_context(carrying())
            running.enter_context(kept_patterns())
        from newsletter import cli  # noqa: PLC0415

        code = cli.main()
    end(code)


if __name__ == "__main__":
    main()
