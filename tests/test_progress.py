"""The bar on a terminal. Everything else of the command line runs without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")


def on_a_terminal(args: list[str], folder: Path) -> tuple[str, str]:
    """What a command writes to its output, and to the terminal that its errors go to."""
    main, side = pty.openpty()
    command = [sys.executable, "-m", "newsletter", *args]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=side, env={**os.environ, "TERM": "xterm"}
    )
    os.close(side)
    seen = b""
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not chunk:
            break
        seen += chunk
    out, _ = process.communicate(timeout=60)
    os.close(main)
    return out.decode(), seen.decode()


@pytest.fixture
def three(tmp_path: Path) -> Path:
    for name, text in {"a": "subject: A\n", "b": "subjec: B\n", "c": "subject: C\n"}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    (tmp_path / "brand.yaml").write_text("name: N\n", "utf-8")
    return tmp_path


def test_a_bar_is_shown_and_results_still_go_to_the_output(three: Path) -> None:
    out, seen = on_a_terminal(["compose", "a.yaml", "b.yaml", "c.yaml"], three)

    assert [line.split(" ")[0] for line in out.splitlines()] == ["out/a.html", "out/c.html"]
    assert "composing" in seen
    assert "3/3" in seen
    assert "error[unknown-key]: unknown key 'subjec'" in seen
    assert "out/a.html" not in seen


def test_a_long_hint_is_not_broken_by_the_bar(three: Path) -> None:
    _, seen = on_a_terminal(["compose", "a.yaml", "b.yaml"], three)

    assert (
        "preheader, greeting, intro, actions, banner, signoff, recap, sections, author, utm, typography, checks\r\n"
        in seen
    )


def test_one_issue_needs_no_bar(three: Path) -> None:
    out, seen = on_a_terminal(["compose", "a.yaml"], three)

    assert out.split(" ")[0] == "out/a.html"
    assert "composing" not in seen
    assert seen.endswith(": newsletter check a.yaml\r\n")
