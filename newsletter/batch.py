"""Many issues: what to compose, in how many processes, and what came of each."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from newsletter.checks import check_project
from newsletter.compose import compose_project, with_local_images
from newsletter.dialects import CUSTOM, dialect
from newsletter.errors import NewsletterError, Problem, UsageError
from newsletter.export import export, write
from newsletter.load import load_project
from newsletter.trace import compose_traced
from newsletter.translation import translations_of


class Job(NamedTuple):
    """One issue for one ESP.

    Attributes:
        path: The issue file.
        out: Where its files go.
        esp: The ESP; the brand's own where None, and then its name is not in the names of the files.

    """

    path: Path
    out: Path
    esp: str | None


class Outcome(NamedTuple):
    """What came of a job.

    Attributes:
        job: The job.
        files: The HTML, the text and the manifest; none when it failed.
        problems: Its errors when it failed, else its findings.
        failed: Whether it wrote nothing.

    """

    job: Job
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    failed: bool


def plan(paths: list[Path], out: Path, esps: tuple[str, ...]) -> list[Job]:
    """A job for each issue, each of its translations, and each ESP.

    Raises:
        UsageError: An ESP is unknown, or two issues would write the same files.

    """
    for name in esps:
        if name != CUSTOM:
            dialect(name)
    paths = [file for path in paths for file in (path, *translations_of(path))]
    unique = list(dict.fromkeys(path.resolve() for path in paths))
    slugs: dict[str, Path] = {}
    for path in unique:
        if slugs.setdefault(path.stem, path) != path:
            raise UsageError(
                Problem(
                    code="same-name-twice",
                    message=f"{slugs[path.stem]} and {path} would both write {out / path.stem}.html",
                    hint="compose them one by one, each with its own --out",
                )
            )
    by_path = {path.resolve(): path for path in reversed(paths)}
    return [Job(by_path[path], out, esp) for path in unique for esp in (dict.fromkeys(esps) or (None,))]


def run(jobs: list[Job], processes: int = 1) -> Iterator[Outcome]:
    """The outcomes, in the order of the jobs; one that fails does not stop the others."""
    if processes == 1 or len(jobs) == 1:
        yield from map(compose_job, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # one process needs no others

    with ProcessPoolExecutor(min(processes, len(jobs)), initializer=_start_worker, initargs=(os.getpid(),)) as pool:
        yield from pool.map(compose_job, jobs, chunksize=max(1, min(8, len(jobs) // (processes * 4))))


def _start_worker(parent: int) -> None:
    """Leave Ctrl-C to the parent, and end when it is gone: a killed parent tells nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def compose_job(job: Job) -> Outcome:
    """Compose one issue and write its files."""
    try:
        project = load_project(job.path, job.esp)
        traced = compose_traced(project)
        findings = check_project(project, traced)
        files = export(
            traced.message,
            job.out,
            job.path.stem,
            esp=project.dialect.name,
            layout=project.issue.layout,
            issue=job.path.name,
            findings=findings,
            suffix=f".{job.esp}" if job.esp else "",
        )
    except NewsletterError as error:
        return Outcome(job, (), error.problems, failed=True)
    return Outcome(job, files, tuple(findings), failed=False)


def write_preview(path: Path, out: Path, esp: str | None) -> Path:
    """A page to look at, with the pictures of this machine: ``.preview/<slug>.html`` in the out folder.

    Raises:
        NewsletterError: The issue cannot be composed, or the page not written.

    """
    message = compose_project(with_local_images(load_project(path, esp)))
    name = f"{path.stem}.html"
    write(out / ".preview", {name: message.html})
    return out / ".preview" / name
