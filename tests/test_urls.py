from __future__ import annotations

import pytest

from newsletter.urls import normalise, problem


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://e.co/a?b=1&c=Downloaded%20Asset#d", "https://e.co/a?b=1&c=Downloaded%20Asset#d"),
        ("https://e.co/é à?q=ü", "https://e.co/%C3%A9%20%C3%A0?q=%C3%BC"),
        ("https://café.fr/x", "https://xn--caf-dma.fr/x"),
        ("https://user@café.fr:8080/", "https://user@xn--caf-dma.fr:8080/"),
        ('https://e.co/"<>\\^`{|}', "https://e.co/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("  https://e.co/ ", "https://e.co/"),
        ("HTTPS://E.co/A", "HTTPS://E.co/A"),
        ("mailto:a@b.co?subject=Ça va", "mailto:a@b.co?subject=%C3%87a%20va"),
        ("https://é..co/", "https://%C3%A9..co/"),
    ],
)
def test_what_may_not_stand_in_a_url_is_escaped_and_the_rest_is_kept(url: str, written: str) -> None:
    assert normalise(url) == written
    assert normalise(written) == written


@pytest.mark.parametrize(
    "url",
    ["https://e.co", "http://e.co/x", "mailto:a@b.co", "tel:+33123456789", "#part", "HTTPS://E.CO", "https://e.co:80"],
)
def test_links_that_are_let_through(url: str) -> None:
    assert problem(url) is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("javascript:alert(1)", "forbidden-link-scheme"),
        ("JavaScript:alert(1)", "forbidden-link-scheme"),
        ("java\tscript:alert(1)", "forbidden-link-scheme"),
        ("\u200bjavascript:alert(1)", "forbidden-link-scheme"),
        ("data:text/html,x", "forbidden-link-scheme"),
        ("vbscript:x", "forbidden-link-scheme"),
        ("file:///etc/passwd", "forbidden-link-scheme"),
        ("www.e.co", "incomplete-link"),
        ("//e.co/x", "incomplete-link"),
        ("/page", "incomplete-link"),
        ("page", "incomplete-link"),
        ("e.co:8080/x", "incomplete-link"),
        ("https://", "incomplete-link"),
        ("https:/e.co", "incomplete-link"),
        ("https:///x", "incomplete-link"),
        ("https://www. e.co/x", "incomplete-link"),
    ],
)
def test_links_that_are_refused(url: str, code: str) -> None:
    found = problem(url)

    assert found is not None
    assert found.code == code
    assert found.hint


def test_a_link_that_starts_with_a_tag_brings_its_own_scheme() -> None:
    assert problem("{{ url }}/x", starts_with_tag=True) is None
