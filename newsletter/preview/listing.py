"""A part's source, coloured: HTML that shows HTML."""

from __future__ import annotations

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import HtmlLexer


def highlighted(source: str) -> str:
    """The source as spans with the classes of Pygments, escaped, ready to stand in a ``<pre>``."""
    coloured = str(highlight(source, HtmlLexer(stripnl=False), HtmlFormatter(nowrap=True)))
    return coloured if source.endswith("\n") else coloured.removesuffix("\n")  # which Pygments adds
