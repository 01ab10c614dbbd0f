"""The text part: written from the model and the same Markdown tokens as the HTML, never from HTML.

Lines end at 72 columns of what a terminal shows (East Asian characters and emoji take two). They break at plain spaces
only, so a URL, a no-break space and a merge tag stay whole. Short links stand where they are read, ``label <url>``;
long ones are noted at the end of their section, ``label [1]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from markdown_it.token import Token
from wcwidth import wcswidth

from newsletter import urls
from newsletter.markdown import Prose, as_figure
from newsletter.mergetags import contains_tag
from newsletter.runs import plain_text
from newsletter.wording import Wording

WIDTH = 72
SHORT_LINK = 44


@dataclass
class Notes:
    """The long links of one section, numbered.

    Attributes:
        words: The fixed words of the issue's language.
        urls: The links that were noted, and their numbers.

    """

    words: Wording
    urls: dict[str, int] = field(default_factory=dict)

    def mark(self, url: str) -> str:
        """How a link stands in the line: itself when short, else its number."""
        url = _shown(url)
        if columns(url) <= SHORT_LINK:
            return f"<{url}>"
        return f"[{self.urls.setdefault(url, len(self.urls) + 1)}]"

    def __str__(self) -> str:
        return "\n".join(f"[{number}] {url}" for url, number in self.urls.items())


def columns(text: str) -> int:
    """The columns that a text takes; characters that a terminal does not show take none."""
    if text.isascii():
        return len(text)
    width = wcswidth(text)
    return width if width >= 0 else len(text)


def wrap(text: str, indent: str = "", first: str | None = None, width: int = WIDTH) -> str:
    """Fill lines up to the width.

    Args:
        text: One paragraph; a newline in it ends a line.
        indent: What every line starts with.
        first: What the first line starts with instead, such as a list's sign.
        width: Columns.

    """
    lines = []
    start = indent if first is None else first
    for part in text.split("\n"):
        line, used = start, columns(start)
        empty = True
        for word in part.split(" "):
            if not word:
                continue
            size = columns(word)
            if not empty and used + 1 + size > width:
                lines.append(line)
                line, used, empty = indent, columns(indent), True
            line += word if empty else f" {word}"
            used += size if empty else size + 1
            empty = False
        lines.append(line.rstrip())
        start = indent
    return "\n".join(lines)


def line(prose: Prose | str, notes: Notes) -> str:
    """One line of Markdown with its links."""
    return prose if isinstance(prose, str) else _inline(prose.tokens, notes)


def body(prose: Prose, notes: Notes, indent: str = "") -> str:
    """Markdown as text, wrapped."""
    return "\n\n".join(_blocks(list(prose.tokens), notes, indent))


def _inline(tokens: Sequence[Token], notes: Notes) -> str:
    out: list[str] = []
    opened: list[tuple[Token, int]] = []
    for token in tokens:
        match token.type:
            case "text":
                out.append(token.content)
            case "code_inline":
                out.append(token.content)
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("\n")
            case "link_open":
                opened.append((token, len(out)))
            case "link_close":
                opening, start = opened.pop()
                url = str(opening.attrs["href"])
                label = "".join(out[start:])
                written = str(opening.meta["written"])  # without the parameters for the statistics
                bare = urls.normalise(label) in (written, _shown(written))
                label += _aside(str(opening.attrs.get("title", "")))
                out[start:] = [f"<{_shown(url)}>"] if bare else [f"{label} {notes.mark(url)}"]
            case "image":
                out.append(image(plain_text(token), token.meta["picture"].url, notes.words))
                out.append(_aside(str(token.meta["caption"])))
            case "strong_open" | "strong_close":
                out.append("*")
    return "".join(out)


def _aside(title: str) -> str:
    """What a mail client shows when the pointer rests on a link or picture."""
    return f" ({title})" if title else ""


def image(alt: object, url: str, words: Wording) -> str:
    """A picture by its words. Its address is shown when a merge tag in it makes it the reader's own."""
    shown = words.image.format(alt=alt) if alt is not None and str(alt) else ""
    return f"{shown} <{url}>".strip() if contains_tag(url) else shown


def _blocks(tokens: list[Token], notes: Notes, indent: str) -> Iterable[str]:
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at)
        block = _block(tokens[at : end + 1], notes, indent)
        if block.strip():
            yield block
        at = end + 1


def _closing(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end
    return len(tokens) - 1


def _block(tokens: list[Token], notes: Notes, indent: str) -> str:  # noqa: PLR0911  # a table of kinds
    opening, inner = tokens[0], tokens[1:-1]
    match opening.type:
        case "paragraph_open":
            return _paragraph(tokens, notes, indent)
        case "heading_open":
            heading = wrap(_inline(inner[0].children or (), notes), indent)
            return heading if opening.tag > "h2" else underlined(heading, "-")
        case "bullet_list_open":
            return _list(inner, notes, indent, lambda _: "- ", tight=_is_tight(inner))
        case "ordered_list_open":
            start = int(opening.attrs.get("start", 1))
            return _list(inner, notes, indent, lambda n: f"{start + n}. ", tight=_is_tight(inner))
        case "blockquote_open":
            return f"\n{indent}>\n".join(_blocks(inner, notes, f"{indent}> "))
        case "table_open":
            return _table(inner, notes, indent)
        case "hr":
            return f"{indent}* * *"
        case "fence" | "code_block":
            code = opening.content.rstrip("\n").split("\n")
            if contains_tag(opening.info):  # the name of the language, which readers of text have no use for
                code = [opening.info.strip(), *code]
            return "\n".join(f"{indent}    {row}" for row in code)
    return ""


def _paragraph(tokens: Sequence[Token], notes: Notes, indent: str) -> str:
    figure = as_figure(tokens)
    if figure is None:
        return wrap(_inline(tokens[1].children or (), notes), indent)
    shown = image(figure.alt, figure.picture.url, notes.words)
    shown = f"{shown} {notes.mark(figure.link)}".strip() if figure.link else shown
    return "\n".join(wrap(line, indent) for line in (shown, figure.caption) if line)


def _is_tight(items: Sequence[Token]) -> bool:
    return any(t.type == "paragraph_open" and t.hidden for t in items)


def _list(inner: list[Token], notes: Notes, indent: str, sign: Callable[[int], str], *, tight: bool) -> str:
    items: list[str] = []
    at = 0
    while at < len(inner):
        end = _closing(inner, at)
        mark = sign(len(items))
        hang = indent + " " * len(mark)
        text = ("\n" if tight else "\n\n").join(_blocks(inner[at + 1 : end], notes, hang))
        items.append(indent + mark + text[len(hang) :] if text.startswith(hang) else indent + mark + text.lstrip())
        at = end + 1
    return ("\n" if tight else "\n\n").join(items)


def _table(inner: Sequence[Token], notes: Notes, indent: str) -> str:
    rows: list[list[str]] = []
    for token in inner:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token.children or (), notes))
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    if columns(indent) + sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        return _stacked(rows, notes, indent)
    lines = ["  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(indent + row for row in lines)


def _stacked(rows: Sequence[Sequence[str]], notes: Notes, indent: str) -> str:
    """A table too wide for the page: each row as a list of its cells, each with the name of its column."""
    head, *rest = rows
    label = notes.words.labelled
    return "\n\n".join(
        "\n".join(
            wrap(label.format(label=name, text=cell) if name else cell, f"{indent}  ", f"{indent}- ")
            for name, cell in zip(head, row, strict=True)
        )
        for row in rest or [[""] * len(head)]
    )


def pad(text: object, width: int, *, right: bool = False) -> str:
    """A text with spaces up to a width in columns, after it or before it."""
    spaces = " " * (width - columns(str(text)))
    return f"{spaces}{text}" if right else f"{text}{spaces}"


def underlined(text: object, sign: str = "-") -> str:
    """A heading with a line of signs as long as its longest line."""
    lines = wrap(str(text)).split("\n")
    return "\n".join([*lines, sign * min(WIDTH, max(map(columns, lines)))])


def button(label: object, url: str, words: Wording) -> str:
    """A call to action: on one line where it fits, else its link below it."""
    url = _shown(url)
    whole = f"→ {words.labelled.format(label=label, text=url)}"
    if columns(whole) <= WIDTH:
        return whole
    return f"{wrap(words.labelled.format(label=label, text='').rstrip(), '  ', '→ ')}\n  {url}"


def _shown(url: str) -> str:
    """A link as people write it: an address, a telephone number, or the URL."""
    return url.removeprefix("mailto:").removeprefix("tel:")


def bar(value: Decimal, values: Sequence[Decimal], width: int = 20) -> str:
    """A bar of block characters as long as the value among the others."""
    longest = max((abs(v) for v in values), default=Decimal(0))
    return "█" * max(1, round(abs(value) / longest * width)) if longest and value else ""


def tidy(text: str) -> str:
    """A part without spaces at line ends, and with one blank line at most between its paragraphs."""
    text = "\n".join(row.rstrip(" ") for row in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


FILTERS: dict[str, Callable[..., Any]] = {
    "wrap": lambda text, indent="", first=None: wrap(str(text), indent, first),
    "line": line,
    "body": body,
    "underlined": underlined,
    "pad": pad,
    "columns": lambda text: columns(str(text)),
}
GLOBALS: dict[str, Callable[..., Any]] = {"Notes": Notes, "button": button, "image": image, "bar": bar}
