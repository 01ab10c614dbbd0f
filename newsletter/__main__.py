"""``python -m newsletter``, and the console script."""

from __future__ import annotations

from typing import NoReturn

from newsletter.heap import uncollected


def main() -> NoReturn:
    """Run a command."""
    uncollected()  # before anything else is loaded
    from newsletter import cli  # noqa: PLC0415

    cli.main()


if __name__ == "__main__":
    main()
