"""A part's source, coloured: HTML that shows HTML."""

from __future__ import annotations

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import HtmlLexer


def highlighted(source: str) -> str:
    """The source as spans with the classes of Pygments, escaped, ready to stand in a ``<pre>``."""
    return str(highlight(source, HtmlLexer(stripnl=False), HtmlFormatter(nowrap=True)))
