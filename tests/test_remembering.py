from __future__ import annotations

from newsletter.remembering import remembering
from newsletter.runs import AsIs
from newsletter.typography import typeset_runs


def counted() -> tuple[list[str], object]:
    calls: list[str] = []

    @remembering
    def upper(text: str) -> str:
        calls.append(text)
        return text.upper()

    return calls, upper


def test_a_text_is_worked_out_once() -> None:
    calls, upper = counted()
    assert [upper("a"), upper("a"), upper("b")] == ["A", "A", "B"]  # type: ignore[operator]
    assert calls == ["a", "b"]


def test_what_is_forgotten_is_worked_out_again() -> None:
    calls, upper = counted()
    upper("a")  # type: ignore[operator]
    upper.forget()  # type: ignore[attr-defined]
    upper("a")  # type: ignore[operator]
    assert calls == ["a", "a"]


def test_of_long_texts_few_are_kept() -> None:
    calls, upper = counted()
    for _ in range(2):
        for number in range(100):
            upper(f"{number} " * 5000)  # type: ignore[operator]
    assert len(calls) == 200


def test_of_short_texts_many_are_kept() -> None:
    calls, upper = counted()
    for _ in range(2):
        for number in range(1000):
            upper(f"{number}")  # type: ignore[operator]
    assert len(calls) == 1000


def test_a_span_without_typography_is_told_from_the_same_words_with_it() -> None:
    given = "1:1 ?"
    assert typeset_runs([given], "fr-FR") == ["1:1\u202f?"]
    assert typeset_runs([AsIs(given)], "fr-FR") == [given]
    assert typeset_runs([given], "fr-FR") == ["1:1\u202f?"]
    assert typeset_runs([given], "en-GB") == [given]
