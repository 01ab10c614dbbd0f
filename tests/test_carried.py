"""What one command finds is there for the next, as it is, and for nobody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter import formats, wording
from newsletter.carried import Carried, carrying
from newsletter.kept import Kept
from tests.conftest import environment

LOCALES = ["fr-FR", "en-GB", "en-US", "de-CH", "es-MX", "it-IT", "pt-BR", "nl-NL", "ar-EG", "he-IL"]
TOLD: dict[str, Callable[[str], object]] = {
    "a number": lambda locale: formats.number(Decimal("-12345.60"), locale, signed=True),
    "a number that is equal": lambda locale: formats.number(Decimal("-12345.6"), locale, signed=True),
    "a percentage": lambda locale: formats.quantity(Decimal("7.5"), "%", locale),
    "a price": lambda locale: formats.quantity(Decimal(7), "€/kg", locale),
    "digits": lambda locale: formats.digits(7, locale),
    "a list": lambda locale: formats.listing(["A", "B", "i"], locale),
    "a date": lambda locale: formats.date_long(date(2024, 7, 25), locale),
    "a tile": lambda locale: formats.tile(date(2024, 9, 30), locale, date(2024, 10, 2)),
    "an event": lambda locale: formats.when(
        datetime(2024, 9, 17, 10), datetime(2024, 9, 17, 12), "Europe/Paris", locale
    ),
    "names": lambda locale: formats.calendar_names(locale, "months", "format", "wide"),
    "a direction": wording.text_direction,
    "a region": wording.is_locale,
}


@pytest.fixture
def cldr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """An empty folder for what CLDR says, which each call finds as a new process does."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    store = wording.CLDR._store

    def begin() -> None:
        vars(store).pop("_folder", None)
        monkeypatch.setattr(wording.CLDR, "_known", None)
        for module in (formats, wording):
            for function in vars(module).values():
                for forget in ("cache_clear", "forget"):
                    if hasattr(function, forget):
                        getattr(function, forget)()

    begin()
    return begin


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The locales whose data are asked for, in order."""
    tags: list[str] = []
    ask = wording.babel_locale

    def noted(tag: str) -> Any:
        tags.append(tag)
        return ask(tag)

    for module in (formats, wording):
        monkeypatch.setattr(module, "babel_locale", noted)
    return tags


@pytest.mark.parametrize("locale", LOCALES)
def test_a_second_command_asks_babel_nothing_and_tells_the_same(
    cldr: Callable[[], None], asked: list[str], locale: str
) -> None:
    with carrying():
        first = {name: tell(locale) for name, tell in TOLD.items()}
    assert asked
    asked.clear()
    cldr()

    with carrying():
        second = {name: tell(locale) for name, tell in TOLD.items()}

    assert asked == []
    assert second == first
    assert {name: type(told) for name, told in second.items()} == {name: type(told) for name, told in first.items()}
    cldr()
    assert {name: tell(locale) for name, tell in TOLD.items()} == first


def test_a_program_that_imports_us_reads_and_writes_nothing(
    cldr: Callable[[], None], asked: list[str], tmp_path: Path
) -> None:
    formats.date_long(date(2024, 7, 25), "fr")
    assert not list(tmp_path.iterdir())
    with carrying():
        formats.date_long(date(2024, 7, 26), "fr")
    cldr()
    asked.clear()

    formats.date_long(date(2024, 7, 26), "fr")

    assert asked


def test_what_cannot_be_told_is_told_again(cldr: Callable[[], None]) -> None:
    for _ in range(2):
        with carrying(), pytest.raises(ValueError, match="not a number"):
            formats.number(Decimal("NaN"), "fr")
        cldr()


_LOADED = """
import sys
from newsletter import heap
end = heap.end
heap.end = lambda status: (print(*sorted({"babel.core", "tinycss2", "cssselect"} & set(sys.modules))), end(status))
from newsletter.__main__ import main
main()
"""


def test_a_second_command_loads_no_parser_of_css_and_no_cldr_and_tells_the_same(sample: Path, tmp_path: Path) -> None:
    def run() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", _LOADED, "check", "2024-07-data-snack", "--format", "json"],
            cwd=sample,
            env=environment({"XDG_CACHE_HOME": str(tmp_path)}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    first, second = run(), run()

    assert first[-1].startswith("babel.core")
    assert "tinycss2" in first[-1]
    assert second[-1] == ""
    assert second[:-1] == first[:-1]


# --- any results -----------------------------------------------------------------------------------------------------


@pytest.fixture
def carry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Carried]:
    """Results of a kind of their own, as a new process finds them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    code = tmp_path / "code.py"
    code.write_text("as it is")

    def begin(given: str = "", worth: int = 1, most: int = 100) -> Carried:
        return Carried(Kept("tests", (), (code,)), given, worth=worth, most=most)

    return begin


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PLAIN, PLAIN), max_size=5))
def test_results_come_back_as_they_were(carry: Callable[..., Carried], calls: list[tuple[object, object]]) -> None:
    def pair(one: object, *, other: object) -> tuple[object, ...]:
        return one, other, repr(one)

    with carrying():
        first = carry(most=10**6)
        told = [first.result(pair)(one, other=other) for one, other in calls]
    with carrying():
        second = carry(most=10**6)
        again = [second.result(pair)(one, other=other) for one, other in calls]

    assert repr(again) == repr(told) == repr([pair(one, other=other) for one, other in calls])
    assert len(second.known) >= len({repr(call) for call in calls})


@pytest.mark.parametrize(("given", "edited", "times"), [("", False, 0), ("other", False, 1), ("", True, 1)])
def test_results_of_other_code_are_passed_over(
    carry: Callable[..., Carried], tmp_path: Path, given: str, edited: bool, times: int
) -> None:
    calls: list[int] = []
    with carrying():
        carry().result(calls.append)(1)
    calls.clear()
    if edited:
        (tmp_path / "code.py").write_text("edited")

    with carrying():
        carry(given).result(calls.append)(1)

    assert len(calls) == times


def test_a_few_are_not_worth_a_file(carry: Callable[..., Carried]) -> None:
    for count, known in ((1, 0), (2, 2)):
        with carrying():
            told = carry(worth=2).result(str)
            for number in range(count):
                told(number)
        assert len(carry(worth=2).known) == known


def test_more_than_a_file_may_hold_takes_the_place_of_what_was_there(carry: Callable[..., Carried]) -> None:
    for numbers in ((1, 2), (3, 4), (5, 6, 7, 8)):
        with carrying():
            told = carry(most=3).result(str)
            for number in numbers:
                told(number)

    assert {key[1] for key in carry().known} == {"(5,)", "(6,)", "(7,)"}  # type: ignore[index]


def test_a_command_that_fails_leaves_what_it_found(carry: Callable[..., Carried]) -> None:
    def failing() -> None:
        with carrying():
            carry().result(str)(1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert len(carry().known) == 1
