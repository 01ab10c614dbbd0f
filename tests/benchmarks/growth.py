"""Ten times the input costs at most twelve times the time and the memory: ``python -m tests.benchmarks growth``.

Each shape of issue is composed at a size that takes some 50 ms, and at ten times that size, in turn; every round has
fresh texts. A stage is told where it takes two milliseconds or more at the larger size; below that, a clock tells
noise. Memory is the most that Python had allocated during one compose of each size, in runs of their own
(``tracemalloc``, which does not see what C libraries such as libxml2 keep to themselves). The table shows the whole,
the stage that grows most, the memory, and what is broken; all stages are in `results.md`.
"""

from __future__ import annotations

import statistics
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from newsletter.compose import compose_file
from tests.benchmarks import content
from tests.benchmarks.measuring import GROWTH, project, ratio
from tests.benchmarks.rows import Row, run
from tests.benchmarks.stages import WHOLE, interleaved

WARM, ROUNDS = 1, 7
TOLD = 0.002  # seconds
SENTENCE = "Dit-on « l'été {} » : 3 000 lecteurs, **peut-être plus**, l'ont lu & relu d'un trait ; qui l'eût cru ? "


def _issue(edition: int, section: str) -> str:
    head = f"layout: data-snack\nlocale: fr-FR\nsubject: Le numéro {edition}\ndate: 2026-11-26\nsections:\n"
    return f"{head}  - {section}"


def _article(edition: int, body: str) -> str:
    return _issue(edition, f"kind: article\n    title: Article {edition}\n    body: |\n      {body}\n")


def _listed(edition: int, kind: str, item: str, n: int) -> str:
    items = "".join(f"      - {item.format(edition=edition, n=at, day=1 + at % 28)}\n" for at in range(n))
    return _issue(edition, f"kind: {kind}\n    title: Titre {edition}\n    {kind}:\n{items}")


def _links(edition: int, n: int) -> str:
    link = "Voyez [le récit {0} du {1}](https://www.example.com/{1}/{0}?a=1&b={0}), puis la suite."
    return _article(edition, "\n      ".join(link.format(at, edition) for at in range(n)))


def _tags(edition: int, n: int) -> str:
    return _article(
        edition, "\n      ".join(f"Cher {{{{contact.champ_{edition}_{at}}}}} du {edition}," for at in range(n))
    )


def _table(edition: int, n: int) -> str:
    cells = [f"| Ville {edition}-{at} | **{at},{edition} %** | l'an {at} des {edition} |" for at in range(n)]
    return _article(edition, "\n      ".join(["| Lieu | Part | Année |", "| --- | ---: | --- |", *cells]))


SHAPES: dict[str, tuple[int, Callable[[int, int], str]]] = {
    "sections": (2, content.issue),
    "links of an article": (200, _links),
    "merge tags": (400, _tags),
    "characters of a paragraph": (200, lambda edition, n: _article(edition, SENTENCE.format(edition) * n)),
    "signs that nothing closes": (400, lambda edition, n: _article(edition, f'*a{edition} [b **c "d (e ~~f `g ' * n)),
    "characters of a word": (20_000, lambda edition, n: _article(edition, f"{edition}" + "a" * n)),
    "stats": (80, lambda edition, n: _listed(edition, "stats", '{{value: {n}.5, label: "des {n} en {edition}"}}', n)),
    "events": (
        60,
        lambda edition, n: _listed(edition, "events", "{{name: Nuit {n} de {edition}, start: 2027-01-{day:02}}}", n),
    ),
    "rows of a table": (200, _table),
}
"""The size of each shape, and its issue file for an edition and a size."""


def peak(path: Path) -> float:
    """The most memory that Python allocated while it composed an issue, in megabytes."""
    tracemalloc.start()
    compose_file(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1_000_000


def grown(shape: str) -> Iterator[Row]:
    """The whole, each stage that is long enough to tell, and the memory."""
    size, issue = SHAPES[shape]
    sizes, editions = {"small": size, "large": 10 * size}, range(1, WARM + ROUNDS + 2)
    files = {f"{name}{edition}.yaml": issue(edition, n) for name, n in sizes.items() for edition in editions}
    with project(files | {"brand.yaml": content.BRAND}) as root:
        paths = {name: [root / "issues" / f"{name}{edition}.yaml" for edition in editions] for name in sizes}
        times = interleaved({name: listed[:-1] for name, listed in paths.items()}, WARM)
        memory = {name: peak(listed[-1]) for name, listed in paths.items()}
    small, large = times["small"], times["large"]
    told = {stage: large[stage] for stage in large if statistics.median(large[stage]) >= TOLD}
    stages = [ratio(f"10 x the {shape}: {stage}", told[stage], small[stage], GROWTH) for stage in told]
    whole = next(row for row in stages if row.name.endswith(WHOLE))
    worst = max((row for row in stages if row is not whole), key=lambda row: row.value)
    for row in stages:
        yield replace(row, minor=row not in (whole, worst))
    note = f"{memory['large']:.1f} MB / {memory['small']:.1f} MB"
    yield Row(f"10 x the {shape}: memory", memory["large"] / memory["small"], bound=GROWTH, note=note)


def rows() -> Iterator[Row]:
    """The rows of each shape."""
    for shape in SHAPES:
        yield from grown(shape)


if __name__ == "__main__":
    sys.exit(run({"growth": rows}))
