"""How long each stage of composing takes: the names that `newsletter/compose.py` calls, wrapped while it runs.

Seconds are the processor's, so that what else the machine does is not told. The pipeline is not written down a second
time here; a name that compose.py does not have any more, or does not call, stops the benchmark. What is in memory
beforehand is hidden from the garbage collector, whose searches through all of it would be told with whichever stage
they fall into.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from newsletter.compose import Message, compose_file
from tests.benchmarks.measuring import unburdened

STAGES = {
    "load and validate": "load_project",
    "find the layout": "layouts.find",
    "mask": "mergetags.mask",
    "parse Markdown": "markdown.parse",
    "typeset": "typography.polish",
    "isolate directions": "bidi.isolate",
    "render MJML": "Layout.render",
    "mask the layout's tags": "mergetags.Tags.mask_layout",
    "compile MJML": "compile_mjml",
    "inline": "inline",
    "render the text": "Layout.render_text",
    "prove": "mergetags.Tags.prove",
    "restore": "Message.map",
}
"""What each stage is called in compose.py."""

REST = "the rest"
WHOLE = "all of compose_file"


class MovedError(Exception):
    """compose.py does not call a stage by the name that is written here."""


@contextmanager
def _timed(seconds: dict[str, float]) -> Iterator[None]:
    """Adds up the seconds of each stage within the block; those of a stage inside another are not told twice."""
    within = [0.0]

    def wrapped(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            within.append(0.0)
            begun = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.process_time() - begun
                seconds[stage] = seconds.get(stage, 0.0) + spent - within.pop()
                within[-1] += spent

        return timed

    with ExitStack() as stack:
        for stage, path in STAGES.items():
            *owners, name = path.split(".")
            try:
                owner = reduce(getattr, owners, import_module("newsletter.compose"))
                stack.enter_context(patch.object(owner, name, wrapped(stage, getattr(owner, name))))
            except AttributeError:
                raise MovedError(f"compose.py has no {path} ({stage}) any more; correct STAGES in {__file__}") from None
        yield


def composed(path: Path) -> tuple[Message, dict[str, float]]:
    """The message of an issue file, and the seconds of each stage, of what is between them, and of all.

    Raises:
        MovedError: A stage has another name now.

    """
    seconds: dict[str, float] = {}
    with unburdened(), _timed(seconds):
        begun = time.process_time()
        message = compose_file(path)
        whole = time.process_time() - begun
    if silent := [f"{STAGES[stage]} ({stage})" for stage in STAGES if stage not in seconds]:
        raise MovedError(f"compose.py does not call {', '.join(silent)} any more; correct STAGES in {__file__}")
    rest = whole - sum(seconds.values())
    return message, {**{stage: seconds[stage] for stage in STAGES}, REST: rest, WHOLE: whole}


def interleaved(issues: Mapping[str, Sequence[Path]], warm: int) -> dict[str, dict[str, list[float]]]:
    """The seconds of each stage for each kind of issue; a round composes one of each; warm ones are not told."""
    times: dict[str, dict[str, list[float]]] = {kind: {} for kind in issues}
    for number, files in enumerate(zip(*issues.values(), strict=True)):
        for kind, path in zip(issues, files, strict=True):
            _, seconds = composed(path)
            for stage, spent in seconds.items() if number >= warm else ():
                times[kind].setdefault(stage, []).append(spent)
    return times
