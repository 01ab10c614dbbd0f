"""What is isolated in a text from right to left, and what is left alone. ⍽ is U+00A0."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter

import pytest

from newsletter import Message, compose_file
from newsletter.bidi import direction, isolate
from newsletter.load import load_project
from newsletter.model.issue import Draft


def composed(folder: Path, body: str, locale: str = "he-IL") -> Message:
    issue = folder / "issue.yaml"
    lines = "\n".join(f"      {line}" for line in body.split("\n"))
    issue.write_text(f"subject: S\nlocale: {locale}\nsections:\n  - kind: text\n    body: |\n{lines}\n", "utf-8")
    return compose_file(issue)


def shown(message: Message) -> str:
    """The inside of the section, without styles."""
    html = re.sub(r' style="[^"]*"', "", message.html)
    found = re.search(r'<div class="prose">(.*?)</div>', html, re.DOTALL)
    assert found
    return found[1].replace("\u00a0", "⍽").replace("&nbsp;", "⍽").strip()


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("שלום עולם", "<p>שלום עולם</p>"),
        ("שלום {{contact.firstname}} 3", "<p>שלום <bdi>{{contact.firstname}}</bdi> 3</p>"),
        ("ראו https://e.co/a/.", '<p>ראו <bdi dir="ltr">https://e.co/a/</bdi>.</p>'),
        ("ראו www.e.co, כן", '<p>ראו <bdi dir="ltr">www.e.co</bdi>, כן</p>'),
        ("ראו (https://e.co/a)", '<p>ראו (<bdi dir="ltr">https://e.co/a</bdi>)</p>'),
        ("כתבו a.b+c@d-e.co.il.", '<p>כתבו <bdi dir="ltr">a.b+c@d-e.co.il</bdi>.</p>'),
        ("חייגו +972 3 123 4567 היום", '<p>חייגו <bdi dir="ltr">+972⍽3⍽123⍽4567</bdi> היום</p>'),
        ("חייגו (03) 123-4567", '<p>חייגו <bdi dir="ltr">(03)⍽123-4567</bdi></p>'),
        ("הקוד `a = 1;` כאן", '<p>הקוד <code dir="ltr">a = 1;</code> כאן</p>'),
        ("English only (2024).", '<p><bdi dir="ltr">English only (2024).</bdi></p>'),
        ("**English** only", '<p><bdi dir="ltr"><strong>English</strong> only</bdi></p>'),
        ("שורה\n\nEnglish!", '<p>שורה</p><p><bdi dir="ltr">English!</bdi></p>'),
        (
            "Write to a@b.co, {{contact.firstname}}, or [**C++**](https://e.co).",
            '<p><bdi dir="ltr">Write to a@b.co, <bdi>{{contact.firstname}}</bdi>, or '
            '<a href="https://e.co"><strong>C++</strong></a>.</bdi></p>',
        ),
        ("{{contact.firstname}}", "<p><bdi>{{contact.firstname}}</bdi></p>"),
        ("2023 2024 2025", "<p>2023 2024 2025</p>"),
        ("בשנים 2023, 2024", "<p>בשנים 2023, 2024</p>"),
        ("בין 1,000,000 ל־2,000,000", "<p>בין 1,000,000 ל־2,000,000</p>"),
        ("[קישור](https://e.co)", '<p><a href="https://e.co">קישור</a></p>'),
        (
            "שלום [C++ (2024)](https://e.co)",
            '<p>שלום <a href="https://e.co"><bdi dir="ltr">C++ (2024)</bdi></a></p>',
        ),
        (
            "שלום [https://e.co/](https://e.co/)",
            '<p>שלום <a href="https://e.co/"><bdi dir="ltr">https://e.co/</bdi></a></p>',
        ),
    ],
)
def test_what_runs_the_other_way_is_isolated(tmp_path: Path, markdown: str, html: str) -> None:
    assert shown(composed(tmp_path, markdown)) == html


@pytest.mark.parametrize(
    "markdown", ["Voir https://e.co/a/, {{contact.firstname}} au +33 1 23 45 67 89.", "שלום {{contact.firstname}} `a`"]
)
def test_nothing_is_isolated_in_a_language_from_left_to_right(tmp_path: Path, markdown: str) -> None:
    message = composed(tmp_path, markdown, "fr-FR")
    assert "<bdi" not in message.html
    assert 'dir="ltr">' not in shown(message)
    assert not set("\u2066\u2067\u2068\u2069\u200e\u200f\u061c") & set(message.html + message.text)


def test_the_text_part_holds_no_marks_but_those_of_a_telephone_number(tmp_path: Path) -> None:
    text = composed(tmp_path, "ראו https://e.co/a/, a@b.co, +972 3 123 4567, {{contact.firstname}}, `a`").text
    assert "ראו https://e.co/a/, a@b.co, \u2066+972\u00a03\u00a0123\u00a04567\u2069, {{contact.firstname}}, a\n" in text
    assert len(set("\u2066\u2067\u2068\u2069\u200e\u200f\u061c") & set(text)) == 2


def test_a_draft_from_left_to_right_is_the_same_draft(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("subject: S\n", "utf-8")
    project = load_project(tmp_path / "a.yaml")
    draft = Draft(issue=project.issue, brand=project.brand)
    assert isolate(draft) is draft


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc", "ltr"), ("שלום", "rtl"), ("سلام ٣", "rtl"), ("שלום abc", None), ("12 ٣!", None), ("", None)],
)
def test_direction(text: str, expected: str | None) -> None:
    assert direction(text) == expected


def test_alternative_texts_and_the_preheader_stay_plain(tmp_path: Path) -> None:
    issue = tmp_path / "issue.yaml"
    issue.write_text(
        "subject: S\nlocale: he\npreheader: שלום {{contact.firstname}}\nsections:\n"
        "  - {kind: banner, image: https://e.co/a.png, alt: Sale (50%), link: https://e.co}\n"
        "  - {kind: text, body: '![Sale (50%)](https://e.co/b.png \"C++\")'}\n",
        "utf-8",
    )
    html = compose_file(issue).html
    assert html.count('alt="Sale (50%)"') == 2
    assert "שלום {{contact.firstname}}" in html


@pytest.mark.parametrize("sign", ["0 ", "+", "a@", "www.", "1", "a", "(0", "https://", "xm"])
def test_looking_for_what_runs_the_other_way_takes_time_in_proportion(tmp_path: Path, sign: str) -> None:
    start = perf_counter()
    composed(tmp_path, "ש" + sign * (400_000 // len(sign)))
    assert perf_counter() - start < 20
