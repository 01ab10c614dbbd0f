"""Progress on many issues: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tick = Callable[[tuple[str, str]], None]


@contextmanager
def progress(total: int) -> Iterator[Tick]:
    """A function that reports one finished issue: its line for stdout, and its lines for stderr."""
    if total < 2 or not sys.stderr.isatty():
        yield _print
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("composing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("composing", total=total)

        def tick(told: tuple[str, str]) -> None:
            line, problems = told
            if line and sys.stdout.isatty():
                above_the_bar(line)
            elif line:
                print(line, flush=True)
            if problems:
                above_the_bar(problems)
            bar.advance(task)

        def above_the_bar(text: str) -> None:
            console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)

        yield tick


def _print(told: tuple[str, str]) -> None:
    line, problems = told
    if line:
        print(line, flush=True)
    if problems:
        print(problems, file=sys.stderr, end="", flush=True)
