"""Columns: what needs no measuring is what measuring would say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from newsletter.widths import SINGLE, columns

CLASS = re.compile(f"[ {SINGLE}]")
SIGNS = [sign for sign in map(chr, range(0x11000)) if CLASS.fullmatch(sign)]


def test_characters_that_are_not_measured_have_one_column_and_three_octets_at_most() -> None:
    assert len(SIGNS) > 1000
    assert {wcwidth(sign) for sign in SIGNS} == {1}
    assert max(len(sign.encode()) for sign in SIGNS) <= 3


@given(st.text(st.sampled_from(SIGNS)))
def test_nor_does_it_matter_what_stands_beside_them(text: str) -> None:
    assert columns(text) == wcswidth(text)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("d\u00e9j\u00e0", 4),
        ("\u65e5\u672c", 4),
        ("e\u0301", 1),
        ("\U0001f600", 2),
        ("a\u00adb", 3),
    ],
)
def test_others_are_measured(text: str, width: int) -> None:
    assert columns(text) == width
