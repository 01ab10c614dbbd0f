"""The command line: parse, one call, report. The only part that prints or exits.

Exit codes: 0 all is well, 1 findings at or above the asked severity, 2 could not run, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TextIO

import typer

from newsletter.cli.output import Errors, Output

_COMMANDS = {  # by name, in the order of the help, and the modules that they stand in
    "compose": "compose",
    "preview": "preview",
    "check": "check",
    "rules": "rules",
    "explain": "rules",
    "merge": "merge",
    "esps": "esps",
    "new": "new",
    "init": "init",
    "layouts": "layouts",
    "schema": "schema",
}


def app(asked: str = "") -> typer.Typer:
    """The program with all its commands, or with the one that is asked for, since Typer builds each that it has."""
    made = typer.Typer(
        name="newsletter",
        help="Newsletters as code: one YAML file in, HTML and text for your ESP out. Nothing leaves this machine.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        add_completion=False,
    )
    made.callback()(lambda: None)  # one command is then one of several, too
    for name in [asked] if asked in _COMMANDS else _COMMANDS:
        made.command(name)(getattr(import_module(f"newsletter.cli.{_COMMANDS[name]}"), name))
    return made


def main() -> int:
    """Run a command; turn whatever it raises into a report and an exit code."""
    # A service manager may start us without streams; Python then has None in their place.
    sys.stdout = Output(sys.stdout or _nowhere())
    sys.stderr = Errors(sys.stderr or _nowhere())
    signal.signal(signal.SIGTERM, _terminated)  # so that temporary files are removed on the way out
    # No plugin of pydantic has a say in our models; to look for one it would read about every package there is.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = 2
    try:
        try:
            app("".join(sys.argv[1:2]))()
        finally:
            sys.stdout.flush()  # here, where a failure is told, and not when Python shuts down
    except SystemExit as done:
        code = int(done.code or 0)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        code = 130
    except Exception as error:  # noqa: BLE001  # the last boundary: no traceback reaches a user
        _report(error)
    return code


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _terminated(*_: Any) -> NoReturn:
    sys.exit(143)


def _report(error: Exception) -> None:
    from newsletter import report
    from newsletter.errors import NewsletterError

    if isinstance(error, NewsletterError):
        print(report.render(error.problems), file=sys.stderr)
        return
    if os.environ.get("NEWSLETTER_DEBUG"):
        import traceback

        traceback.print_exception(error)
    print(
        f"error[internal]: {type(error).__name__}: {error}\n"
        "hint: this is a mistake of ours, not yours; set NEWSLETTER_DEBUG=1 to see where, and report it",
        file=sys.stderr,
    )
