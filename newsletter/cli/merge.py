"""``newsletter merge``: a composed issue as one contact would get it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Part(StrEnum):
    """What ``--stdout`` prints."""

    html = "html"
    text = "text"


def merge(
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="An issue file, or its name under issues/.")],
    contact: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Whom to merge for, from contacts.yaml; all of them where absent."),
    ] = None,
    esp: Annotated[
        str | None, typer.Option(metavar="NAME", help="Compose for this ESP instead of the brand's.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The files go into its folder .preview.")] = Path("out"),
    open_: Annotated[bool, typer.Option("--open", help="Show the result in the browser.")] = False,
    stdout: Annotated[Part | None, typer.Option(help="Print one part for one contact and write no file.")] = None,
) -> None:
    """Fill in the merge tags of an issue with a sample contact, as the ESP will.

    The tags go through the ESP's own template language where there is a library for it. A field that the contact does
    not have is shown as ⟦contact.field⟧. Writes DIR/.preview/<name>.<contact>.html and .txt, with the pictures of this
    machine; they are to be looked at, and never sent.
    """
    from newsletter import report
    from newsletter.cli.browser import show
    from newsletter.cli.issues import resolve, without_settings
    from newsletter.errors import Problem, UsageError
    from newsletter.merging.files import Trial

    trial = Trial.of(without_settings([resolve(issue)])[0], tuple(contact or ()), esp)
    if stdout is not None:
        if len(trial.names) != 1:
            raise UsageError(
                Problem(
                    code="one-at-a-time",
                    message="--stdout prints one part for one contact",
                    hint=f"name one with --contact: {', '.join(trial.contacts.by_name)}",
                )
            )
        merged, findings = trial.exported(trial.names[0])
        if findings:
            print(report.render(findings), file=sys.stderr)
        sys.stdout.write(str(getattr(merged, stdout.value)))
        return
    for html, text, findings in trial.write(out):
        if findings:
            print(report.render(findings), file=sys.stderr)
        print(f"{html}, {text}", flush=True)
        if open_:
            show(html)
