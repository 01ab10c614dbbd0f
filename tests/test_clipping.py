from __future__ import annotations

import pytest

from newsletter.clipping import LIMIT, PIXEL, REWRITING, REWRITTEN, Rewriting, Weight
from newsletter.dialects import DIALECTS


def test_bytes_are_counted_and_not_characters() -> None:
    assert Weight.of("<p>é😀</p>").today == 7 + 2 + 4


@pytest.mark.parametrize(
    ("href", "rewritten"),
    [
        ("https://www.example.com/", True),
        ("HTTP://EXAMPLE.COM", True),
        ("{{ unsubscribe_link_all }}", True),
        ("*|ARCHIVE|*", True),
        ("mailto:letter@example.com", False),
        ("tel:+33100000000", False),
        ("#section-1", False),
    ],
)
def test_esps_rewrite_web_links_and_tags_and_nothing_else(href: str, rewritten: bool) -> None:
    weight = Weight.of(f'<p><a class="x" href="{href}">one</a></p>')
    assert weight.links == int(rewritten)
    assert weight.rewritten == weight.today + PIXEL + (REWRITTEN - len(href) if rewritten else 0)


def test_a_link_is_measured_as_it_is_and_not_as_html_writes_it() -> None:
    weight = Weight.of('<a href="https://www.example.com/?a=1&amp;b=2">one</a>')
    assert weight.rewritten - weight.today - PIXEL == REWRITTEN - len("https://www.example.com/?a=1&b=2")


def test_a_link_that_is_longer_than_a_rewritten_one_does_not_make_the_message_smaller() -> None:
    weight = Weight.of(f'<a href="https://www.example.com/{"x" * 500}">one</a>')
    assert weight.rewritten == weight.today + PIXEL


def test_the_table_names_esps_that_there_are() -> None:
    assert set(REWRITING) <= set(DIALECTS)
    assert all(row.source for row in (*REWRITING.values(), Rewriting()))


@pytest.mark.parametrize(("esp", "longer"), [("hubspot", "mailchimp"), ("brevo", ""), ("", "mailchimp")])
def test_esps_write_links_of_different_length(esp: str, longer: str) -> None:
    html = '<a href="https://www.example.com/">one</a>' * 10

    assert Weight.of(html, esp).rewritten > Weight.of(html, longer).rewritten


def test_where_a_link_carries_its_target_a_long_one_grows_more() -> None:
    short, long = (f'<a href="https://www.example.com/{"x" * length}">one</a>' for length in (1, 100))
    grown = [(weight := Weight.of(html, "mailjet")).rewritten - weight.today for html in (short, long)]

    assert grown[1] > grown[0]


def test_a_message_that_fits_is_not_clipped() -> None:
    assert Weight.of("<p>one</p>").clipped_at is None


@pytest.mark.parametrize("esp", ["", "hubspot", "mailjet", "klaviyo"])
@pytest.mark.parametrize("words", [0, 5, 40])
def test_it_is_clipped_where_the_rewritten_message_reaches_the_limit(esp: str, words: int) -> None:
    links = [f'{"é" * words}<a href="https://www.example.com/{n}">one</a>' for n in range(3000)]
    html = "".join(links)
    at = Weight.of(html, esp).clipped_at
    assert at is not None

    shown = html.encode()[:at].decode(errors="ignore")
    whole = Weight.of(shown, esp).rewritten - PIXEL

    assert LIMIT - 600 < whole <= LIMIT


def test_without_links_it_is_clipped_at_the_limit() -> None:
    assert Weight.of("x" * (LIMIT + 1)).clipped_at == LIMIT
