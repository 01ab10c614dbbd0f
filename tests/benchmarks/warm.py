"""Composing in a process that is warm, stage by stage: ``python -m tests.benchmarks warm``.

For the content of these benchmarks, and for the sample that comes with the package. ``same`` composes one edition
again and again, and what is kept from the last time helps; ``fresh`` composes another each time, whose every paragraph
is new.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
from collections.abc import Iterator

from tests.benchmarks import content
from tests.benchmarks.measuring import SAMPLE, project
from tests.benchmarks.rows import Row, run
from tests.benchmarks.stages import REST, STAGES, WHOLE, interleaved

WARM, ROUNDS = 10, 40
_OFTEN = re.compile(r"(?<= )(de|des|du|la|le|les|et|un|une|en|à|au) (?=\w)")  # in prose alone: addresses have no spaces


def sample(edition: int) -> str:
    """The sample with a number in nearly every sentence, so that it is new."""
    return _OFTEN.sub(rf"\1 {edition} ", SAMPLE.read_text(encoding="utf-8"))


def rows() -> Iterator[Row]:
    """A row for each stage: milliseconds for fresh content, and beside it the three others."""
    editions = range(WARM + ROUNDS)
    contents = {f"e{edition}.yaml": content.issue(edition + 1) for edition in editions}
    with project(contents | {"brand.yaml": content.BRAND}) as ours, project({}) as theirs:
        shutil.copytree(SAMPLE.parent, theirs / "issues", dirs_exist_ok=True)
        for edition in editions:
            (theirs / "issues" / f"s{edition}.yaml").write_text(sample(edition), encoding="utf-8")
        fresh = [ours / "issues" / f"e{edition}.yaml" for edition in editions]
        samples = [theirs / "issues" / f"s{edition}.yaml" for edition in editions]
        kinds = {
            "fresh": fresh,
            "same": [fresh[0]] * len(editions),
            "fresh sample": samples,
            "same sample": [theirs / "issues" / SAMPLE.name] * len(editions),
        }
        times = interleaved(kinds, WARM)
    for stage in (WHOLE, *STAGES, REST):
        milliseconds = {kind: statistics.median(times[kind][stage]) * 1000 for kind in kinds}
        others = ", ".join(f"{kind} {milliseconds[kind]:.2f}" for kind in list(kinds)[1:])
        yield Row(f"fresh: {stage}", milliseconds["fresh"], "ms", note=others)


if __name__ == "__main__":
    sys.exit(run({"warm": rows}))
