"""How the tokens of Markdown become HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from newsletter.images import Picture
from newsletter.mergetags import only_controls
from newsletter.runs import plain_text


class Renderer(RendererHTML):
    """HTML for the inside of mj-text: no classes of its own, so that a layout's CSS finds plain elements."""

    def paragraph_open(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        hidden = tokens[at].hidden or only_controls(tokens[at + 1].content)
        return "" if hidden else "<p>"

    def paragraph_close(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        hidden = tokens[at].hidden or only_controls(tokens[at - 1].content)
        return "" if hidden else "</p>"

    def heading_open(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        return f"<h{env['levels'][id(tokens[at])]}>"

    def heading_close(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        return f"</h{env['levels'][id(tokens[at - 2])]}>"  # opening, text, closing

    def th_open(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        style = tokens[at].attrs.get("style")
        return f'<th scope="col" style="{style}">' if style else '<th scope="col">'

    def image(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        picture: Picture = tokens[at].meta["picture"]
        shown = picture.fitted(env["width"])
        size = f' width="{shown.width}" height="{shown.height}"' if shown else ""
        caption = str(tokens[at].meta["caption"])
        title = f' title="{escape(caption)}"' if caption else ""
        return f'<img src="{escape(picture.url)}" alt="{escape(plain_text(tokens[at]))}"{title}{size} />'

    def softbreak(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        return " "

    def as_is_open(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        return ""

    as_is_close = as_is_open

    def mark(self, tokens: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
        return str(tokens[at].meta["html"])
