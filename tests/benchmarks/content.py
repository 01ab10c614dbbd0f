"""One newsletter in the forms that each tool reads: six figures, eight articles of six paragraphs, about 52 KB of HTML.

Every edition has other words in every paragraph, heading and label, so that nothing worked out for one edition is of
use for the next: what a tool remembers between two of them is what does not depend on the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

ARTICLES, PARAGRAPHS, FIGURES = 8, 6, 6
BRAND = """\
name: The weekly brief
esp: hubspot
company: Example Ltd
postal_address: 1 Example Street, London
footer: This brief was sent to {{contact.email}}.
"""
_SENTENCES = (
    "Readers of edition {edition} told us that story {n} is what they open first, long before the coffee is ready.",
    "The team wrote it in an afternoon and measured it for a month; the figure of {n} points held in every region.",
    "What changes next is **smaller than it looks**, says the head of research, and that is why it will last.",
    "Numbers are kept [on the page of methods](https://www.example.com/methods/{edition}/{n}), with the raw counts.",
    "Nobody expects the second half to be as quiet as the first, and planning has begun for both cases.",
)


class Article(NamedTuple):
    """A heading, and paragraphs of Markdown."""

    title: str
    paragraphs: list[str]


def articles(edition: int, times: int = 1) -> Iterator[Article]:
    """The articles of an edition; several times as many where asked."""
    for at in range(ARTICLES * times):
        numbers = (edition * 1000 + at * PARAGRAPHS + paragraph for paragraph in range(PARAGRAPHS))
        yield Article(f"Story {at + 1} of brief {edition}", [_paragraph(edition, n) for n in numbers])


def _paragraph(edition: int, n: int) -> str:
    chosen = (_SENTENCES[(n + step) % len(_SENTENCES)] for step in range(3))
    return " ".join(sentence.format(edition=edition, n=n) for sentence in chosen)


def figures(edition: int, times: int = 1) -> list[tuple[int, str]]:
    """Values in percent, and what they count."""
    return [(10 + 7 * at, f"of group {at + 1} answered brief {edition}") for at in range(FIGURES * times)]


def issue(edition: int, times: int = 1) -> str:
    """The issue file of an edition."""
    lines = [
        "layout: data-snack",
        "locale: en-GB",
        f"number: {edition}",
        "date: 2026-11-26",
        f"subject: The brief, edition {edition}",
        f"preheader: What changed since edition {edition - 1}, in eight stories.",
        'greeting: "Hello {{contact.firstname}},"',
        "sections:",
        "  - kind: stats",
        f"    title: Six figures of edition {edition}",
        "    stats:",
    ]
    for value, label in figures(edition, times):
        lines += [f"      - value: {value}", '        unit: "%"', f"        label: {label}"]
    for article in articles(edition, times):
        lines += ["  - kind: article", f"    title: {article.title}", "    body: |"]
        for paragraph in article.paragraphs:
            lines += [f"      {paragraph}", ""]
        lines += ["    cta:", f"      label: Read on about {article.title.lower()}"]
        lines += [f"      link: https://www.example.com/{edition}/read?mail={{{{contact.email}}}}"]
    return "\n".join(lines) + "\n"


def markdown(edition: int, button: str) -> str:
    """The same as Markdown; `button` is how the tool writes one: ``[{label}]({link}){{button}}``."""
    parts = [f"# The brief, edition {edition}", "Hello {{contact.firstname}},", f"## Six figures of edition {edition}"]
    parts += [f"**{value} %** {label}" for value, label in figures(edition)]
    for article in articles(edition):
        link = f"https://www.example.com/{edition}/read"
        parts += [f"## {article.title}", *article.paragraphs]
        parts += [button.format(label=f"Read on about {article.title.lower()}", link=link)]
    return "\n\n".join([*parts, "This brief was sent to {{contact.email}}."]) + "\n"


def mjml(edition: int) -> str:
    """The same as MJML that is written by hand: a section for each article, a text for each paragraph."""
    section = "<mj-section><mj-column>{}</mj-column></mj-section>"
    columns = "".join(
        f'<mj-column width="33%"><mj-text font-size="32px" color="#4338ca">{value} %</mj-text>'
        f"<mj-text>{label}</mj-text></mj-column>"
        for value, label in figures(edition)
    )
    body = [section.format(f'<mj-text font-size="28px">The brief, edition {edition}</mj-text>')]
    body += [f"<mj-section>{columns}</mj-section>"]
    for article in articles(edition):
        texts = "".join(f"<mj-text>{_html(paragraph)}</mj-text>" for paragraph in article.paragraphs)
        link = f"https://www.example.com/{edition}/read?mail={{{{contact.email}}}}"
        button = f'<mj-button href="{link}">Read on about {article.title.lower()}</mj-button>'
        body += [section.format(f'<mj-text font-size="22px">{article.title}</mj-text>{texts}{button}')]
    body += [section.format("<mj-text>This brief was sent to {{contact.email}}.</mj-text>")]
    head = (
        "<mj-head><mj-title>The brief</mj-title><mj-preview>Eight stories.</mj-preview><mj-attributes>"
        '<mj-text font-size="16px" line-height="1.5" color="#222222"/><mj-button background-color="#4338ca"/>'
        "</mj-attributes></mj-head>"
    )
    return f"<mjml>{head}<mj-body>{''.join(body)}</mj-body></mjml>"


def _html(paragraph: str) -> str:
    strong = re.sub(r"\*\*(.*?)\*\*", r"<strong>\1</strong>", paragraph)
    return re.sub(r"\[(.*?)\]\((.*?)\)", r'<a href="\2">\1</a>', strong)
