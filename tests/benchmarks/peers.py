"""Composing beside MJML, Email.md and Inkletter, warm, side by side in one run.

    python -m tests.benchmarks peers

Ours is all of ``compose_file``: load, validate, typeset, compile, inline, both parts, the proof of the tags. MJML
only compiles: the MJML that ours has just composed, with its inline styles (what the bound is for) and without them,
and MJML of the same content written by hand. Email.md renders HTML and text, and inlines nothing. Inkletter renders
HTML and text; a bold link alone is its button.

Each peer runs in a process of its own, is warmed first, is given a content over its standard input, and times its own
work alone. Who waits for the others finds the processor's caches cold, so each tool works three times in its turn, and
the last time counts. ``same`` composes one edition again and again, as a preview does; in ``fresh`` each time has
another edition with other words in every paragraph, for all tools alike.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsletter.compose import Message, compose_file
from tests.benchmarks import content, installed
from tests.benchmarks.measuring import project, ratio
from tests.benchmarks.rows import Row, run

WARM, ROUNDS, TURN = 20, 40, 3
HERE = Path(__file__).parent
MJML = f"MJML {installed.MJML}"
EMAIL_MD, INKLETTER = f"Email.md {installed.EMAIL_MD}", f"Inkletter {installed.INKLETTER}"
BOUNDS = {MJML: 0.35, INKLETTER: 0.35, EMAIL_MD: 1.5}
INLINE = ' inline="inline"'

CONTENTS: dict[str, tuple[str, Callable[[int, Message], str]]] = {
    MJML: ("mjml", lambda _, ours: ours.mjml),
    f"{MJML} without inlining": ("mjml", lambda _, ours: _without_inlining(ours.mjml)),
    f"{MJML} written by hand": ("mjml", lambda edition, _: content.mjml(edition)),
    EMAIL_MD: ("emailmd", lambda edition, _: content.markdown(edition, "[{label}]({link}){{button}}")),
    INKLETTER: ("inkletter", lambda edition, _: content.markdown(edition, "**[{label}]({link})**")),
}
"""The process to ask for each row, and what it is given for an edition that we have composed."""


def _without_inlining(mjml: str) -> str:
    assert INLINE in mjml, "the layout inlines nothing any more"
    return mjml.replace(INLINE, "")


@contextmanager
def asked(*command: str | Path) -> Iterator[Callable[[str, str], float]]:
    """A process that says how many seconds a tool takes for a content; it ends with the block."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        given, answers = process.stdin, process.stdout

        def seconds(tool: str, document: str) -> float:
            print(json.dumps({"tool": tool, "content": document}), file=given, flush=True)
            answer = json.loads(answers.readline() or "null")
            assert answer, f"{tool} stopped; what it said is above"
            assert answer["html"] > 20_000, f"{tool} made {answer['html']} characters of HTML: too few for the content"
            return float(answer["seconds"])

        yield seconds


def measured(turns: list[tuple[int, ...]]) -> dict[str, list[float]]:
    """Seconds of each tool, in each round after the warm ones: all tools in a random order, each with some editions."""
    files = {f"e{edition}.yaml": content.issue(edition) for turn in turns for edition in turn}
    order = random.Random(7)  # noqa: S311  # no secret: nobody always comes after the same tool's garbage
    times: dict[str, list[float]] = {"ours": [], **{name: [] for name in CONTENTS}}
    javascript = asked(installed.node(), HERE / "peer.mjs", installed.npm_packages())
    python = asked(installed.inkletter() / "python", HERE / "inkletter_peer.py")
    with project(files | {"brand.yaml": content.BRAND}) as root, javascript as in_node, python as in_python:
        for turn in turns:
            messages = []
            for edition in turn:
                begun = time.perf_counter()
                messages.append(compose_file(root / "issues" / f"e{edition}.yaml"))
                taken = time.perf_counter() - begun
            times["ours"].append(taken)
            for name in order.sample(list(CONTENTS), len(CONTENTS)):
                tool, document = CONTENTS[name]
                ask = in_python if tool == "inkletter" else in_node
                for edition, ours in zip(turn, messages, strict=True):
                    taken = ask(tool, document(edition, ours))
                times[name].append(taken)
    return {name: told[WARM:] for name, told in times.items()}


def rows() -> Iterator[Row]:
    """Ours over each of them."""
    fresh = [tuple(range(TURN * number, TURN * (number + 1))) for number in range(1, WARM + ROUNDS + 1)]
    for kind, turns in (("same", [(1,) * TURN] * (WARM + ROUNDS)), ("fresh", fresh)):
        times = measured(turns)
        for name in CONTENTS:
            yield ratio(
                f"{kind}: ours / {name}", times["ours"], times[name], BOUNDS.get(name) if kind == "same" else None
            )


if __name__ == "__main__":
    sys.exit(run({"peers": rows}))
