"""What the tests share: projects in a temporary folder, and the command line as its users run it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000010802000000"
    "7b40e8dd0000000b4944415478da6360000300000700012122db13"
    "0000000049454e44ae426082"
)
"""A picture of two pixels by one."""

Files = Mapping[str, str | bytes]


class Ran(NamedTuple):
    """What a command left: its exit code, and all that it printed."""

    code: int
    out: str
    err: str


def write(root: Path, files: Files) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def command(*args: str | Path) -> list[str]:
    return [sys.executable, "-m", "newsletter", *map(str, args)]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The least that a process needs: no screen, no locale, no settings of the machine that runs the tests."""
    kept = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV", "XDG_CACHE_HOME")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, **(extra or {})}


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache folder for all tests, and not that of whoever runs them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write files into a project's folder, go there, and return it; `issues/` marks it as a project's root."""

    def make(files: Files | None = None) -> Path:
        (tmp_path / "issues").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        return write(tmp_path, files or {})

    return make


@pytest.fixture
def cli() -> Callable[..., Ran]:
    """Run ``newsletter`` in a process of its own, in the working directory; it never shows a traceback."""

    def run(*args: str | Path, env: Mapping[str, str] | None = None, merged: bool = False, timeout: int = 60) -> Ran:
        done = subprocess.run(
            command(*args),
            env=environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            timeout=timeout,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout.decode(), (done.stderr or b"").decode())
        assert "Traceback" not in ran.out + ran.err
        return ran

    return run


@pytest.fixture
def spawn() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a process with pipes for all it prints; what it started and left running ends with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(argv: Sequence[str], stdin: int = subprocess.DEVNULL, **more: Any) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        more = {"env": environment(), "stdout": pipe, "stderr": pipe, "start_new_session": True, **more}
        started.append(subprocess.Popen(argv, stdin=stdin, **more))
        return started[-1]

    yield start
    for process in started:
        if os.name == "posix":
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as ``newsletter init`` makes it, with its sample issue composed. Copy it before changing it."""
    root = tmp_path_factory.mktemp("sample") / "project"
    for args in (["init", str(root)], ["compose", "2024-07-data-snack"]):
        cwd = root if root.exists() else root.parent
        subprocess.run(command(*args), cwd=cwd, env=environment(), check=True, capture_output=True, timeout=60)
    return root
