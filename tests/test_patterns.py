"""Regular expressions that are kept are those that Python compiles, and nobody but a command sees them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.carried import carrying
from newsletter.patterns import kept_patterns
from tests.conftest import environment

Asked = tuple[str | bytes, int]

PATTERNS: list[Asked] = [
    (r"(?P<year>\d{4})-(?P<month>\d\d)", 0),
    (rb"\x89PNG\r\n\x1a\n", re.DOTALL),
    (r"(?i:a)(?<=x.{2})\bé|[^\W\d_]+?(?=[à-ÿ\U0001f600-\U0001f64f])", re.IGNORECASE | re.MULTILINE),
    (r"(?x) a  # a comment", 0),
    (r"((a)|(b))*+(?>c{2,}+)(?(2)d|e)\1", re.ASCII),
    (rb"[a-z\xe0-\xff]", re.LOCALE | re.IGNORECASE),
    ("", 0),
    ("a", 0),
    ("a", re.IGNORECASE),
    (b"a", 0),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to keep patterns in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "newsletter-composer" / "patterns"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str | bytes]:
    """The patterns that Python takes apart, in order."""
    taken: list[str | bytes] = []
    parse: Callable[..., object] = _compiler._parser.parse

    def noted(pattern: str | bytes, *rest: object) -> object:
        taken.append(pattern)
        return parse(pattern, *rest)

    monkeypatch.setattr(_compiler._parser, "parse", noted)
    return taken


def _compiled(asked: list[Asked]) -> list[re.Pattern[str] | re.Pattern[bytes]]:
    """What a new process makes of them."""
    re.purge()
    with carrying(), kept_patterns():
        return [re.compile(pattern, flags) for pattern, flags in asked]


def _same(one: re.Pattern[str] | re.Pattern[bytes], other: re.Pattern[str] | re.Pattern[bytes]) -> bool:
    """Python calls two patterns equal if the engine runs the same code for both."""
    return one == other and one.groups == other.groups and one.groupindex == other.groupindex


def test_a_second_process_compiles_nothing_and_gets_the_same(parsed: list[str | bytes]) -> None:
    _compiled(PATTERNS)
    assert parsed == [pattern for pattern, _ in PATTERNS]
    parsed.clear()

    kept = _compiled(PATTERNS)

    assert parsed == []
    re.purge()
    assert all(_same(found, re.compile(*asked)) for found, asked in zip(kept, PATTERNS, strict=True))
    assert kept[0].sub(r"\g<month>/\g<year>", "2024-07") == "07/2024"  # type: ignore[arg-type]


@given(
    st.lists(
        st.tuples(st.text("ab(|)[]{}.*+?\\^$-,1Aé\u0130ß#:<=!P>dwb", max_size=12), st.sampled_from([0, 2, 8, 66, 256]))
    )
)
def test_whatever_python_compiles_is_kept_as_it_is(asked: list[Asked]) -> None:
    def compiles(pattern: str | bytes, flags: int) -> bool:
        try:
            return bool(re.compile(pattern, flags))
        except (re.error, OverflowError, FutureWarning, DeprecationWarning):
            return False

    whole: list[Asked] = [each for each in asked if compiles(*each)] + PATTERNS
    _compiled(whole)

    kept = _compiled(whole)

    re.purge()
    assert all(_same(found, re.compile(*each)) for found, each in zip(kept, whole, strict=True))


def test_a_pattern_with_a_mistake_is_told_as_ever() -> None:
    with kept_patterns(), pytest.raises(re.error, match="unterminated character set at position 0"):
        re.compile("[")


def test_what_another_python_kept_is_passed_over(parsed: list[str | bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    _compiled(PATTERNS)
    parsed.clear()
    monkeypatch.setattr(sys, "version", "3.99")

    _compiled(PATTERNS)

    assert len(parsed) == len(PATTERNS)


def test_a_damaged_file_is_passed_over(folder: Path, parsed: list[str | bytes]) -> None:
    _compiled(PATTERNS)
    (file,) = folder.iterdir()
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    parsed.clear()

    _compiled(PATTERNS)

    assert len(parsed) == len(PATTERNS)


def test_a_few_new_ones_are_not_worth_a_file(folder: Path) -> None:
    _compiled(PATTERNS[:3])

    assert not folder.exists()


def test_afterwards_python_compiles_as_before() -> None:
    before = _compiler.compile, _compiler._sre

    def failing() -> None:
        with kept_patterns():
            assert _compiler.compile != before[0]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert (_compiler.compile, _compiler._sre) == before


def test_a_python_that_is_built_otherwise_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(re, "_compiler")
    monkeypatch.setitem(sys.modules, "re._compiler", None)  # type: ignore[arg-type]
    with kept_patterns():
        pass


_COUNTED = """
import re._compiler, sys
from newsletter import heap
code, end, compiled = re._compiler._code, heap.end, []
re._compiler._code = lambda *given: (compiled.append(given), code(*given))[1]
heap.end = lambda status: (print(len(compiled)), end(status))
from newsletter.__main__ import main
main()
"""


def test_a_second_command_compiles_hardly_any(sample: Path, tmp_path: Path) -> None:
    def run() -> tuple[int, bytes]:
        done = subprocess.run(
            [sys.executable, "-c", _COUNTED, "compose", "2024-07-data-snack", "--out", tmp_path],
            cwd=sample,
            env=environment(),
            capture_output=True,
            check=True,
        )
        return int(done.stdout.split()[-1]), (tmp_path / "2024-07-data-snack.html").read_bytes()

    (first, composed), (second, again) = run(), run()

    assert first > 400
    assert second < 60
    assert again == composed
