"""``newsletter compose``: issue files -> HTML, text and manifest in the out folder."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.heap import collected

if TYPE_CHECKING:
    from newsletter.batch import Job, Outcome


class Part(StrEnum):
    """What ``--stdout`` prints."""

    html = "html"
    text = "text"
    mjml = "mjml"


def compose(
    issues: Annotated[list[str], typer.Argument(metavar="ISSUE", help="Issue files, or their names under issues/.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go.")] = Path("out"),
    esp: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Compose for this ESP instead of the brand's; may be repeated."),
    ] = None,
    open_: Annotated[
        bool,
        typer.Option("--open", help="Show the result in the browser, with the pictures of this machine."),
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Compose again on every change, until Ctrl-C.")] = False,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="How many issues to compose at once.")] = 1,
    stdout: Annotated[Part | None, typer.Option(help="Print one part of one issue and write no file.")] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit with 1 when the checks find errors or warnings; the files are written."),
    ] = False,
) -> None:
    """Compose issues into HTML and text for an ESP.

    Writes DIR/<name>.html, DIR/<name>.txt and DIR/<name>.json for each issue; with --esp, DIR/<name>.<esp>.html etc.
    Translations beside an issue, NAME.en-GB.yaml, are composed with it.
    A part is replaced whole or not at all; what cannot be composed leaves the last good files as they were.
    What the checks find is counted, and errors are shown; 'newsletter check ISSUE' shows the rest.
    """
    from newsletter.cli.issues import resolve, without_settings

    paths = without_settings([resolve(name) for name in issues])
    if stdout is not None:
        _print_part(paths, esp, stdout)
        return
    from newsletter import batch  # with all rules, which one part needs none of

    jobs_todo = batch.plan(paths, out, tuple(esp or ()))
    if len(jobs_todo) > 1 or watch:
        collected()
    failed, found = _run(jobs_todo, jobs)
    if open_:
        _show(list(dict.fromkeys(job.path for job in jobs_todo)), out, esp)
    if watch:
        _watch(paths, jobs_todo, jobs)
    if failed:
        raise typer.Exit(2)
    if strict and found:
        raise typer.Exit(1)


def _print_part(paths: list[Path], esp: list[str] | None, part: Part) -> None:
    from newsletter.compose import compose_file
    from newsletter.errors import Problem, UsageError

    if len(paths) > 1 or len(esp or []) > 1:
        raise UsageError(
            Problem(
                code="one-at-a-time",
                message="--stdout prints one issue for one ESP",
                hint="name one issue, and --esp at most once",
            )
        )
    message = compose_file(paths[0], esp[0] if esp else None)
    text: str = getattr(message, part.value)
    sys.stdout.write(text)


def _run(todo: list[Job], jobs: int) -> tuple[bool, bool]:
    """Compose all, report each in order; whether any failed, and whether there are errors or warnings."""
    from newsletter import batch
    from newsletter.cli.progress import progress
    from newsletter.errors import Severity

    failed = found = False
    with progress(len(todo)) as tick:
        for outcome in batch.run(todo, jobs):
            tick(_told(outcome))
            failed = failed or outcome.failed
            found = found or any(problem.severity >= Severity.WARNING for problem in outcome.problems)
    return failed, found


def _told(outcome: Outcome) -> tuple[str, str]:
    """What to print of an outcome: to stdout, and to stderr."""
    from newsletter import report
    from newsletter.errors import Severity

    errors = [problem for problem in outcome.problems if problem.severity == Severity.ERROR]
    problems = report.render(errors) + "\n" if errors else ""
    if outcome.failed:
        return "", problems
    if outcome.problems:
        esp = f" --esp {outcome.job.esp}" if outcome.job.esp else ""
        problems += f"{report.counted(outcome.problems)}: newsletter check {outcome.job.path.as_posix()}{esp}\n"
    html, text = outcome.files[:2]
    return f"{html} ({html.stat().st_size / 1024:.1f} KB), {text}", problems


def _show(paths: list[Path], out: Path, esp: list[str] | None) -> None:
    from newsletter.batch import write_preview
    from newsletter.cli.browser import show
    from newsletter.errors import NewsletterError

    for path in paths:
        try:
            page = write_preview(path, out, esp[0] if esp else None)
        except NewsletterError:  # reported when it was composed
            continue
        show(page)


def _watch(paths: list[Path], todo: list[Job], jobs: int) -> None:
    from watchfiles import watch as changes

    from newsletter.layout import packaged
    from newsletter.load import project_root

    folders = {path.absolute().parent for path in paths} | {packaged()}
    folders |= {layouts for path in paths if (layouts := project_root(path) / "layouts").is_dir()}
    out = {folder.resolve() for folder in (job.out for job in todo)}
    print("watching for changes; stop with Ctrl-C", file=sys.stderr, flush=True)
    for changed in changes(*folders, watch_filter=lambda _, name: Path(name).parent not in out):
        print(
            f"changed: {', '.join(sorted({Path(name).name for _, name in changed}))}",
            file=sys.stderr,
            flush=True,
        )
        _run(todo, jobs)
