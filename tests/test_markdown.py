from __future__ import annotations

import pytest

from newsletter.dialects import HUBSPOT
from newsletter.images import Pixels
from newsletter.markdown import Reference, plain, prose, references
from newsletter.mergetags import Tags
from newsletter.urls import Web


def html(text: str, images: tuple[Pixels | bool | None, ...] = (), base: str | None = None) -> str:
    pieces = prose(text, block=True, images=images, web=Web(base)).flow(3, 560)
    return "".join(
        f"<figure {p.picture.url}|{p.alt}|{p.caption}|{p.link}>" if p.figure else p.__html__() for p in pieces
    )


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a\nb", "<p>a b</p>"),
        ("a\\\nb", "<p>a<br />\nb</p>"),
        ("<b>raw</b> & <script>", "<p>&lt;b&gt;raw&lt;/b&gt; &amp; &lt;script&gt;</p>"),
        ("<div>\nblock\n</div>", "<p>&lt;div&gt; block &lt;/div&gt;</p>"),
        ("# one\n\n### two\n\n# three", "<h3>one</h3><h4>two</h4><h3>three</h3>"),
        ("### one\n\n# two\n\n### three", "<h3>one</h3><h3>two</h3><h4>three</h4>"),
        ("> # one", "<blockquote>\n<h3>one</h3></blockquote>"),
        ("[a](https://e.co/?x=1&y=é)", '<p><a href="https://e.co/?x=1&amp;y=%C3%A9">a</a></p>'),
        ("[a](https://e.co/a%20b)", '<p><a href="https://e.co/a%20b">a</a></p>'),
        ("http://e.co is no link", "<p>http://e.co is no link</p>"),
        ("~~a~~ \"b\" 'c' -- ...", "<p><s>a</s> &quot;b&quot; 'c' -- ...</p>"),
    ],
)
def test_markdown_becomes_plain_elements(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_a_table_names_its_columns() -> None:
    found = html("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert '<th scope="col">a</th>' in found
    assert '<th scope="col" style="text-align:right">b</th>' in found


def test_a_picture_alone_in_its_paragraph_is_a_figure() -> None:
    found = html('before\n\n![alt *x*](<a b.png> "cap")\n\nafter', (Pixels(10, 5),), "https://cdn.e.co/n/")

    assert found == "<p>before</p><figure https://cdn.e.co/n/a%20b.png|alt x|cap|><p>after</p>"


def test_a_picture_with_its_link_is_a_figure_too() -> None:
    assert html('[![alt](i.png "cap")](https://e.co)', (None,), "https://cdn.e.co/n/") == (
        "<figure https://cdn.e.co/n/i.png|alt|cap|https://e.co>"
    )


def test_a_picture_in_a_line_is_fitted_to_the_room() -> None:
    found = html('a ![x](i.png "cap") b', (Pixels(1120, 100),))

    assert '<img src="i.png" alt="x" title="cap" width="560" height="50" />' in found


def test_a_remote_picture_keeps_its_address() -> None:
    assert 'src="https://e.co/i.png"' in html("a ![x](https://e.co/i.png)", (False,), "https://cdn.e.co/")


def test_references_are_given_as_written_whatever_their_scheme() -> None:
    links, images = references("[a](javascript:x) <https://e.co> ![i](p.png) [r]\n\n[r]: data:x", block=True)

    assert [link.target for link in links] == ["javascript:x", "https://e.co", "data:x"]
    assert [image.target for image in images] == ["p.png"]


def test_references_come_with_their_words() -> None:
    links, images = references('[a *b*](u) [![i](p.png "c")](v)\n\n![](q.png)', block=True)

    assert links == [Reference("u", "a b"), Reference("v", "i", image="p.png")]
    assert images == [Reference("p.png", "i", "c"), Reference("q.png", "")]


def test_a_paragraph_of_control_tags_leaves_no_empty_paragraph() -> None:
    tags = Tags.for_texts([], HUBSPOT)

    found = tags.restore(html(tags.mask("{% if a < b %}\n\ntext {{x}}\n\n{% endif %}")))

    assert found == "{% if a < b %}<p>text {{x}}</p>{% endif %}"


def test_plain_text_is_shown_as_it_is() -> None:
    assert plain('*a* <b> & "c"').__html__() == "*a* &lt;b&gt; &amp; &quot;c&quot;"
    assert str(plain("*a* <b>")) == "*a* <b>"


def test_it_is_known_whether_a_text_holds_a_link() -> None:
    assert prose("a [b](https://e.co)", block=False, images=(), web=Web()).has_links
    assert not prose("a **b**", block=False, images=(), web=Web()).has_links
