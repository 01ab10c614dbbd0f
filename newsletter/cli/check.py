"""``newsletter check``: what would go wrong in an inbox, before the paste."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.heap import collected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from newsletter.checks.preflight import Wanted
    from newsletter.findings import Checked
    from newsletter.report import Format


class Form(StrEnum):
    """How findings are printed."""

    full = "full"
    short = "short"
    json = "json"
    github = "github"


class Level(StrEnum):
    """From which severity on a finding makes the command fail."""

    error = "error"
    warning = "warning"
    info = "info"


def check(
    issues: Annotated[list[str], typer.Argument(metavar="ISSUE", help="Issue files, or their names under issues/.")],
    form: Annotated[Form, typer.Option("--format", help="For people, editors, programs or pull requests.")] = Form.full,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Run this rule, or family of rules, alone; may be repeated."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Leave out this rule or family; may be repeated.")
    ] = None,
    fail_on: Annotated[Level, typer.Option(help="Exit with 1 when there is a finding as bad as this.")] = Level.error,
    clients: Annotated[
        str | None,
        typer.Option(metavar="LIST", help="Mail clients to check for: gmail,apple-mail or gmail=40,apple-mail=35."),
    ] = None,
    esp: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Check for this ESP instead of the brand's; may be repeated."),
    ] = None,
    links: Annotated[
        bool, typer.Option("--links", help="Ask every link whether it is there; uses the network.")
    ] = False,
    spam: Annotated[
        bool, typer.Option("--spam", help="Ask SpamAssassin on this machine, where it is installed.")
    ] = False,
    spelling: Annotated[
        bool, typer.Option("--spelling", help="Look words up in the dictionaries on this machine.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend in the files what is certain; a person does the rest.")
    ] = False,
) -> None:
    """Say what would go wrong in an inbox, where it comes from, and how to mend it.

    Composes each issue, and its translations, in memory, and writes nothing but what --fix mends. Nothing is sent
    anywhere, but for --links. 'newsletter rules' lists what is looked for, 'newsletter explain RULE' tells why.
    Exit code 1: a finding as bad as --fail-on says; 2: an issue cannot be composed, or something has no such name.
    """
    from newsletter import dialects
    from newsletter.checks import RULES
    from newsletter.checks.preflight import Wanted, chosen
    from newsletter.cli.issues import resolve, without_settings
    from newsletter.errors import Severity
    from newsletter.translation import translations_of

    named = without_settings([resolve(name) for name in issues])
    paths = list(dict.fromkeys(file for path in named for file in (path, *translations_of(path))))
    options = [name for name, on in (("links", links), ("spam", spam), ("spelling", spelling)) if on]
    wanted = Wanted(tuple(select or ()), tuple(ignore or ()), tuple(options), _shares(clients))
    chosen(RULES, wanted.select, wanted.ignore)  # what nobody knows is told before the issues, and not for each of them
    for name in esp or ():
        if name != dialects.CUSTOM:
            dialects.dialect(name)
    jobs = [(path, name) for path in paths for name in (dict.fromkeys(esp) if esp else (None,))]
    if len(jobs) > 1:
        collected()
    with _progress(shown=links) as tick:
        wanted = wanted._replace(progress=tick or wanted.progress)
        checked = [_checked(path, name, wanted, fix=fix) for path, name in jobs]
    _print(checked, form)
    if not all(each.composed for each in checked):
        raise typer.Exit(2)
    limit = Severity[fail_on.value.upper()]
    if any(found.severity >= limit for each in checked for found in each.findings):
        raise typer.Exit(1)


def _checked(path: Path, esp: str | None, wanted: Wanted, *, fix: bool) -> Checked:
    from newsletter.checks import examine
    from newsletter.checks.fixing import mend
    from newsletter.errors import NewsletterError
    from newsletter.findings import Checked
    from newsletter.load import load_project
    from newsletter.trace import compose_traced

    try:
        project = load_project(path, esp)
        found = examine(project, compose_traced(project), wanted)
        if fix and (mended := mend(project, found.findings)):
            print(*(f"mended: {told}" for told in mended), sep="\n", file=sys.stderr)
            project = load_project(path, esp)
            found = examine(project, compose_traced(project), wanted)
    except NewsletterError as error:
        return Checked(path, esp or "", error.problems, composed=False)
    return Checked(path, project.dialect.name, found.findings, found.ignored)


def _print(checked: list[Checked], form: Form) -> None:
    """Findings to stdout, errors to stderr, and a line that counts them; all in one document for programs."""
    from newsletter import report
    from newsletter.findings import document, summary, written

    shown: Format = form.value
    if form is Form.json:
        print(written(document(checked)))
        return
    errors = [found for each in checked if not each.composed for found in each.findings]
    if errors:
        print(report.render(errors, shown), file=sys.stderr, flush=True)
    findings = list(dict.fromkeys(found for each in checked if each.composed for found in each.findings))
    if findings:
        print(report.render(findings, shown), end="\n\n" if form is Form.full else "\n")
    print(summary(checked))


def _shares(clients: str | None) -> dict[str, Decimal]:
    """The clients of the option, and the share of each; 0 where none is told."""
    from newsletter.checks.preflight import share

    entries = (entry.partition("=") for entry in (clients or "").split(","))
    return {name.strip(): share(told) for name, _, told in entries if name.strip()}


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, for the rule that waits for the network."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("asking links"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking links", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
