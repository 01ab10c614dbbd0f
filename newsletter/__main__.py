"""``python -m newsletter``, and the console script."""

from __future__ import annotations

from typing import NoReturn

from newsletter.heap import end, uncollected


def main() -> NoReturn:
    """Run a command."""
    uncollected()  # before anything else is loaded
    from newsletter.carried import carrying  # noqa: PLC0415
    from newsletter.patterns import kept_patterns  # noqa: PLC0415

    with carrying(), kept_patterns():
        from newsletter import cli  # noqa: PLC0415

        code = cli.main()
    end(code)


if __name__ == "__main__":
    main()
