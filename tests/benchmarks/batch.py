"""600 issues in one command, with one process and with two: ``python -m tests.benchmarks batch``.

``newsletter compose issues/*.yaml`` in a temporary folder: the time on the wall with ``--jobs 1`` over that with
``--jobs 2``, runs in turn; whether all files are there; and the memory of a process. On a machine that others use, the
time on the wall says nothing of two processes; that of the processor, which should be about the same, still does.
Memory is VmHWM, the most that a process ever had, which Linux tells in `/proc` while it runs; it is read of all the
command's processes several times a second.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import content
from tests.benchmarks.measuring import ENVIRONMENT, project, ratio
from tests.benchmarks.rows import Row, UnavailableError, run
from tests.conftest import command

ISSUES, ROUNDS = 600, 3
FASTER, MEGABYTES = 1.7, 120.0
PROC = Path("/proc")


def children(pid: int) -> Iterator[int]:
    """The processes below one, however deep."""
    for listed in (PROC / str(pid) / "task").glob("*/children"):
        for child in map(int, listed.read_text("ascii").split()):
            yield child
            yield from children(child)


def peak(pid: int) -> float:
    """The most memory that a process ever had, in megabytes."""
    for line in (PROC / str(pid) / "status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0  # it has ended, and its parent has not asked yet


def watched(root: Path, jobs: int) -> tuple[float, float, list[float]]:
    """The seconds of the command, those of its processors, and the peak of each process in megabytes, its own first."""
    shutil.rmtree(root / "out", ignore_errors=True)
    issues = sorted(path.relative_to(root) for path in (root / "issues").glob("e*.yaml"))
    peaks: dict[int, float] = {}
    used, begun = _processor(), time.perf_counter()
    with subprocess.Popen(
        command("compose", *issues, "--jobs", str(jobs)),
        cwd=root,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None:
            for pid in (process.pid, *_seen(process.pid)):
                try:
                    peaks[pid] = max(peaks.get(pid, 0.0), peak(pid))
                except (FileNotFoundError, ProcessLookupError):  # it has ended since
                    continue
            time.sleep(0.05)
    seconds = time.perf_counter() - begun
    assert process.returncode == 0, f"the command exited with {process.returncode}"
    return seconds, _processor() - used, list(peaks.values())


def _processor() -> float:
    """The seconds of the processor that all processes had which have ended below this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seen(pid: int) -> list[int]:
    try:
        return list(children(pid))
    except (FileNotFoundError, ProcessLookupError):  # one has ended while they were listed
        return []


def rows() -> Iterator[Row]:
    """The ratio, the outputs, the memory."""
    if not (PROC / "self" / "status").is_file():
        raise UnavailableError("there is no /proc here, which tells the memory of a process; run it on Linux")
    files = {f"e{edition:03}.yaml": content.issue(edition) for edition in range(1, ISSUES + 1)}
    seconds: dict[int, list[float]] = {1: [], 2: []}
    processor: dict[int, list[float]] = {1: [], 2: []}
    peaks: dict[int, list[float]] = {1: [], 2: []}
    with project(files | {"brand.yaml": content.BRAND}) as root:
        for _ in range(ROUNDS):
            for jobs in (1, 2):
                spent, used, memory = watched(root, jobs)
                seconds[jobs].append(spent)
                processor[jobs].append(used)
                peaks[jobs] += memory
                written = sum(path.stat().st_size > 0 for path in (root / "out").iterdir())
                assert written == 3 * ISSUES, f"--jobs {jobs} wrote {written} files of {3 * ISSUES}"
    yield ratio(f"{ISSUES} issues: --jobs 1 / --jobs 2", seconds[1], seconds[2], FASTER, at_least=True)
    yield ratio("processor time: --jobs 2 / --jobs 1", processor[2], processor[1])
    yield Row("issues a second with --jobs 2", ISSUES / statistics.median(seconds[2]), "/s")
    for jobs in (1, 2):
        told = ", ".join(f"{each:.0f}" for each in peaks[jobs])
        yield Row(f"most memory of a process, --jobs {jobs}", max(peaks[jobs]), "MB", MEGABYTES, note=told)


if __name__ == "__main__":
    sys.exit(run({"batch": rows}))
