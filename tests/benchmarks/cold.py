"""Commands that start anew each time: ``python -m tests.benchmarks cold``.

Each runs in a copy of the sample's project in a temporary folder, and writes its files there:

- ``newsletter compose 2024-07-data-snack`` (as ``python -m newsletter``): the YAML file to HTML, text and manifest,
  every offline check run, after an edit: its subject is a new one each time. The same with a new date, which has to be
  written by CLDR; the same with an empty cache folder, as the first command on a machine finds it; and the same with
  ``--stdout html``, which composes both parts, proves the tags, and checks nothing else, as the others check nothing;
- ``node node_modules/.bin/mjml sample.mjml -o mjml.html``: the MJML that we compose of the sample, to HTML alone;
- ``inkletter md2html sample.md -o inkletter.html``: the sample's words and links as Markdown, to HTML alone; and the
  same with ``inkletter md2txt sample.md -o inkletter.txt`` after it, which makes both parts;
- ``newsletter --help``, and ``python -c pass``, which is what any command in Python costs.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from newsletter.compose import compose_file
from tests.benchmarks import installed
from tests.benchmarks.measuring import ENVIRONMENT, SAMPLE, interleaved, project, ratio
from tests.benchmarks.rows import Row, run
from tests.conftest import command

ROUNDS = 15
OURS, COMPOSED = "newsletter compose", "newsletter compose --stdout html"
DATED, FIRST = "newsletter compose, a new date", "newsletter compose, nothing kept"
HELP, PYTHON = "newsletter --help", "python -c pass"
MJML = "mjml"
INKLETTER, INKLETTER_BOTH = "inkletter md2html", "inkletter md2html, then md2txt"
BOUNDS = (
    (OURS, MJML, 0.7),
    (OURS, INKLETTER, 2.2),
    (OURS, INKLETTER_BOTH, None),
    (DATED, MJML, None),
    (FIRST, MJML, None),
    (COMPOSED, MJML, None),
    (COMPOSED, INKLETTER, None),
    (HELP, PYTHON, None),
)


def markdown(node: Any) -> Iterator[str]:
    """What an issue says, as blocks of Markdown in its order: titles, paragraphs, links."""
    if isinstance(node, Mapping):
        link = node.get("link")
        for key, value in node.items():
            if key == "title":
                yield f"## {value}"
            elif key in {"label", "text", "name"} and link:
                yield f"[{value}]({link})"
            elif key not in {"link", "image", "kind", "id"}:
                yield from markdown(value)
    elif isinstance(node, list):
        for each in node:
            yield from markdown(each)
    else:
        yield str(node)


def commands(root: Path) -> dict[str, list[list[str]]]:
    """The commands of each row; what they read is written into the project."""
    (root / "sample.mjml").write_text(compose_file(SAMPLE).mjml, encoding="utf-8")
    blocks = markdown(yaml.safe_load(SAMPLE.read_text(encoding="utf-8")))
    (root / "sample.md").write_text("\n\n".join(blocks), encoding="utf-8")
    inkletter = str(installed.inkletter() / "inkletter")
    md2html = [inkletter, "md2html", "sample.md", "-o", "inkletter.html"]
    mjml = str(installed.npm_packages() / "node_modules" / ".bin" / "mjml")
    return {
        OURS: [command("compose", SAMPLE.stem)],
        DATED: [command("compose", SAMPLE.stem)],
        FIRST: [command("compose", SAMPLE.stem)],
        COMPOSED: [command("compose", SAMPLE.stem, "--stdout", "html")],
        MJML: [[installed.node(), mjml, "sample.mjml", "-o", "mjml.html"]],
        INKLETTER: [md2html],
        INKLETTER_BOTH: [md2html, [inkletter, "md2txt", "sample.md", "-o", "inkletter.txt"]],
        HELP: [command("--help")],
        PYTHON: [[sys.executable, "-c", "pass"]],
    }


def edited(name: str, root: Path, number: int) -> None:
    """Give the sample a new subject, or a new date, before a command of ours."""
    text = SAMPLE.read_text(encoding="utf-8")
    if name == DATED:
        text, times = re.subn(r"^date: .*$", f"date: {date(2030, 1, 1) + timedelta(number)}", text, flags=re.MULTILINE)
    else:
        text, times = re.subn(r"^(subject: .*)$", rf"\1 {number}", text, flags=re.MULTILINE)
    assert times == 1, "the sample has not one such line"
    (root / "issues" / SAMPLE.name).write_text(text, encoding="utf-8")


def timed(name: str, steps: list[list[str]], root: Path) -> Callable[[int], float]:
    """A run of commands one after the other, in seconds."""

    def seconds(number: int) -> float:
        edited(name, root, number)
        cache = root / (f"cache-{number}" if name == FIRST else "cache")
        begun = time.perf_counter()
        for step in steps:
            subprocess.run(
                step, cwd=root, env=ENVIRONMENT | {"XDG_CACHE_HOME": str(cache)}, stdin=subprocess.DEVNULL,
                capture_output=True, check=True,
            )  # fmt: skip
        return time.perf_counter() - begun

    return seconds


def rows() -> Iterator[Row]:
    """Ours over each of them."""
    with project({}) as root:
        shutil.copytree(SAMPLE.parent, root / "issues", dirs_exist_ok=True)
        runs = {name: timed(name, steps, root) for name, steps in commands(root).items()}
        times = interleaved(runs, range(ROUNDS + 2), warm=2)
        written = [root / "out" / f"{SAMPLE.stem}.html", root / "mjml.html", root / "inkletter.html"]
        assert all(path.stat().st_size > 20_000 for path in written), "a command wrote too little"
    for ours, theirs, bound in BOUNDS:
        yield ratio(f"{ours} / {theirs}", times[ours], times[theirs], bound)


if __name__ == "__main__":
    sys.exit(run({"cold": rows}))
