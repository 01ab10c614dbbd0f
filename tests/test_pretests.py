"""A rule that looks at few texts, to be quick, looks at every one in which it would find something."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from newsletter.checks.content import _PLACEHOLDER, _may_hold_one

PLACEHOLDERS = [
    "lorem ipsum",
    "dolor sit amet",
    "consectetur adipiscing",
    "TODO",
    "FIXME",
    "TBD",
    "XXX",
    "xxx so",
    "xx €",
    *("(à compléter)", "<à remplacer ici>", "[to be filled in]", "[to come]", "noch zu ergänzen", "por completar"),
    *("[insert the link]", "[votre nom]", "[first name]", "[prénom]", "[société]"),
    *("your text here", "votre texte ici", "ihr text hier", "hier steht ihr text", "tu texto aquí", "te texto aquí"),
    *("il tuo testo qui", "o seu texto aqui", "seu texto aqui", "uw tekst hier", "je tekst hier"),
]
ALIKE = {"i": "ıİ", "s": "ſ", "k": "\u212a"}  # what a pattern that ignores case takes for a letter


def in_any_case(text: str) -> SearchStrategy[str]:
    """The same in letters that are the same where case is ignored."""
    return st.tuples(*(st.sampled_from([c, c, c, c.upper(), *ALIKE.get(c, "")]) for c in text)).map("".join)


PART = st.sampled_from(PLACEHOLDERS).flatmap(in_any_case) | st.text("xX[]<>()\n\0 todoe", max_size=4)


@given(st.tuples(PART, PART, PART).map("".join))
def test_a_text_with_a_placeholder_is_looked_at(text: str) -> None:
    assert _may_hold_one(text) or not _PLACEHOLDER.search(text)


def test_every_placeholder_is_one() -> None:
    assert [text for text in PLACEHOLDERS if not _PLACEHOLDER.search(text)] == []
