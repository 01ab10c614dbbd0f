from __future__ import annotations

import pytest

from newsletter.clipping import PIXEL, REWRITTEN, Weight


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
