"""A rule that looks at few texts, to be quick, looks at every one in which it would find something."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from newsletter.checks import dates
from newsletter.checks.readable import _OF_OTHERS, _OTHER

ALIKE = {"i": "ıİ", "s": "ſ", "k": "\u212a"}  # what a pattern that ignores case takes for a letter


OTHERS = [
    *("https://a", "http://a", "www.a", "mailto:a", "a@a.aa", "[a]: a", "{.as-is}", "&amp;", "&#39;"),
    *("s", "\n", " "),
]


def in_any_case(text: str) -> SearchStrategy[str]:
    """The same in letters that are the same where case is ignored."""
    return st.tuples(*(st.sampled_from([c, c, c, c.upper(), *ALIKE.get(c, "")]) for c in text)).map("".join)


@given(st.lists(st.sampled_from(OTHERS).flatmap(in_any_case) | st.text(":/@[]&;{}. ", max_size=3)).map("".join))
def test_a_text_with_anything_that_is_no_word_is_looked_at(text: str) -> None:
    assert any(part in text.lower() for part in _OF_OTHERS) or not _OTHER.search(text)


LOCALES = ("fr-FR", "en-GB", "de-DE", "pt-BR", "pl-PL", "el-GR", "tr-TR", "he-IL", "ja-JP")
DATES = {tag: [*dates._names(tag).weekdays, *dates._names(tag).months] for tag in LOCALES}
DAYS = ("1er ", "7 ", "12", " 2024", "/11/", ".11.", "de ", "d'", "of ", "ב", ", ", " (", ")", " le ", "x")


@given(st.data(), st.sampled_from(LOCALES))
def test_every_weekday_and_date_is_looked_at(data: st.DataObject, locale: str) -> None:
    part = st.sampled_from(DATES[locale]).flatmap(in_any_case) | st.sampled_from(DAYS)
    text = "".join(data.draw(st.lists(part, max_size=8)))
    pattern = dates._names(locale).pattern
    [whole, first, forms] = re.split(r"(\(\?=\[.*?\\d\]\))", pattern.pattern, maxsplit=1)
    assert first

    slow = re.compile(whole + forms, pattern.flags)

    assert list(map(str, pattern.finditer(text))) == list(map(str, slow.finditer(text)))
