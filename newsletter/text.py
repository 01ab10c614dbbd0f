"""The text part: written from the model and the same Markdown tokens as the HTML, never from HTML.

Lines end at 72 columns of what a terminal shows (East Asian characters and emoji take two). They break at plain spaces
only, so a URL, a no-break space and a merge tag stay whole. Short links stand where they are read, ``label <url>``;
long ones are noted at the end of their section, ``label [1]``, and so are those that a section holds more than once:
each URL stands once in it. (A URL with merge tags stands as often as it was written, since the proof counts each tag.)

What RFC 5322 and RFC 3676 ask of lines, and who sees to it:

- A line has 998 octets at most. A word longer than that, such as a text without any space, is broken at the width, at a
  no-break space only where nothing else is left. A URL or a merge tag is never broken: one that is longer by itself
  stays a long line, and whoever sends the message has to encode it (quoted-printable), as ESPs do.
- Lines are fixed, as ``text/plain`` without ``format=flowed`` has them. Flowed text needs trailing spaces and a
  parameter of the Content-Type; what is pasted into an ESP keeps neither, and a reader that does not know it would see
  tables, bars and lists torn apart. So no line ends in a space.
- Lines end with a line feed. Whoever writes the message makes CR LF of it, doubles a dot that begins a line (SMTP), and
  stuffs or quotes a line that begins with ``From `` (mbox); doing it here would do it twice. Quotes begin with ``>`` as
  RFC 3676 reads them, one ``>`` a level with a space between, as people write them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from markdown_it.token import Token

from newsletter import urls
from newsletter.lines import OCTETS, WIDTH, listed, octets, pad, underlined, wrap
from newsletter.localized import Localized
from newsletter.markdown import Prose, as_figure
from newsletter.mergetags import contains_tag
from newsletter.model.base import Part
from newsletter.runs import plain_text
from newsletter.widths import columns
from newsletter.wording import Wording

SHORT_LINK = 44
_LRI, _PDI = "\u2066", "\u2069"  # around a telephone number in a language from right to left


class Notes:
    """The links of one section that are noted at its end, numbered.

    Attributes:
        words: The fixed words of the issue's language.
        digits: Writes a number in the digits of the issue's locale.
        repeated: The links that the section holds more than once; they are noted even if they are short.
        urls: The links that were noted, and their numbers.

    """

    def __init__(
        self, words: Wording, digits: Callable[[object], str] = str, repeated: frozenset[str] = frozenset()
    ) -> None:
        self.words = words
        self.digits = digits
        self.repeated = repeated
        self.urls: dict[str, int] = {}

    @classmethod
    def of(cls, words: Wording, formats: Localized | None = None, *parts: object) -> Notes:
        """Notes for a section, or for other parts of an issue that are read together."""
        links: list[str] = []
        _collect(parts, links)
        times = Counter([_shown(link, words) for link in links])
        repeated = frozenset([link for link, count in times.items() if count > 1])
        return cls(words, formats.digits if formats else str, repeated)

    def mark(self, url: str) -> str:
        """How a link stands in the line: itself when short, else its number."""
        url = _shown(url, self.words)
        if columns(url) <= SHORT_LINK and url not in self.repeated:
            return f"<{url}>"
        return f"[{self.urls.setdefault(url, len(self.urls) + 1)}]"

    def __str__(self) -> str:
        return "\n".join(f"[{number}] {url}" for url, number in self.urls.items())


def _collect(value: object, links: list[str]) -> None:
    """Add the links in a parsed part. Its other plain strings come along, and are no link to anybody."""
    if isinstance(value, str):
        links.append(value)
    elif isinstance(value, Prose):
        links += value.links
    elif isinstance(value, tuple):
        for inner in value:
            _collect(inner, links)
    elif isinstance(value, Part):
        for inner in vars(value).values():
            if inner is not None:  # as most are
                _collect(inner, links)


def line(prose: Prose | str, notes: Notes) -> str:
    """One line of Markdown with its links."""
    return prose if isinstance(prose, str) else _inline(prose.tokens, notes)


def body(prose: Prose, notes: Notes, indent: str = "") -> str:
    """Markdown as text, wrapped."""
    marks = tuple(map(notes.mark, prose.links))  # which numbers those that are noted
    follows_from = ("text", indent, marks, notes.words, notes.digits(1234567890), notes.repeated)
    return prose.once(follows_from, lambda: "\n\n".join(_blocks(list(prose.tokens), notes, indent)))


def _inline(tokens: Sequence[Token], notes: Notes) -> str:
    out: list[str] = []
    opened: list[tuple[Token, int]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                out.append(token.content)
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("\n")
            case "link_open":
                opened.append((token, len(out)))
            case "link_close":
                opening, start = opened.pop()
                out[start:] = [_link(opening, "".join(out[start:]), notes)]
            case "image":
                out.append(image(plain_text(token), token.meta["picture"].url, notes.words))
                out.append(_aside(str(token.meta["caption"])))
            case "strong_open" | "strong_close":
                out.append("*")
            case "bdi_open" | "bdi_close" if token.meta["phone"]:
                out.append(_LRI if token.nesting > 0 else _PDI)
    return "".join(out)


def _link(opening: Token, label: str, notes: Notes) -> str:
    url, mark = str(opening.attrs["href"]), notes.mark(str(opening.attrs["href"]))
    written = str(opening.meta["written"])  # without the parameters for the statistics
    bare = label.strip(f"{_LRI}{_PDI}").strip()
    # A space in an address would be written %20.
    if (" " not in bare or "%20" in written) and urls.normalise(bare) in (written, _shown(written)):
        return mark if (shown := _shown(url, notes.words)) in notes.repeated else f"<{shown}>"
    return f"{label}{_aside(str(opening.attrs.get('title', '')))} {mark}"


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
            return _list(inner, notes, indent, lambda n: f"{notes.digits(start + n)}. ", tight=_is_tight(inner))
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
            return "\n".join(_code(row, f"{indent}    ") for row in code)
    return ""


def _code(row: str, indent: str) -> str:
    """A row of code as it is; one too long for any line is wrapped like a text."""
    return f"{indent}{row}" if octets(indent) + octets(row) <= OCTETS else wrap(row, indent)


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
    sides = [str(token.attrs.get("style", "")) for token in inner if token.type == "th_open"]
    for token in inner:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token.children or (), notes))
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(map(_aligned, row, widths, sides)).rstrip(" ") for row in rows]
    wide = columns(indent) + sum(widths) + 2 * (len(widths) - 1) > WIDTH
    if wide or octets(indent) + max(map(octets, lines)) > OCTETS:
        return _stacked(rows, notes, indent)
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(indent + row for row in lines)


def _aligned(cell: str, width: int, side: str) -> str:
    """A cell as wide as its column, on the side that the signs below the head ask for: ``---:``, ``:---:``."""
    if side.endswith("center"):
        return pad(" " * ((width - columns(cell)) // 2) + cell, width)
    return pad(cell, width, right=side.endswith("right"))


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


def button(label: object, url: str, words: Wording, notes: Notes | None = None) -> str:
    """A call to action: on one line where it fits, else its link below it; by its number where `notes` repeats it."""
    shown, arrow = _shown(url, words), f"{words.arrow} "
    if notes and shown in notes.repeated:
        return wrap(f"{label} {notes.mark(url)}", "  ", arrow)
    whole = arrow + words.labelled.format(label=label, text=shown)
    if columns(whole) <= WIDTH:
        return whole
    return f"{wrap(words.labelled.format(label=label, text='').rstrip(), '  ', arrow)}\n  {shown}"


def _shown(url: str, words: Wording | None = None) -> str:
    """A link as people write it: an address, a telephone number, or the URL."""
    if words and words.rtl and url.startswith("tel:"):
        return f"{_LRI}{url.removeprefix('tel:')}{_PDI}"
    return url.removeprefix("mailto:").removeprefix("tel:")


def bar(value: Decimal, values: Sequence[Decimal], width: int = 20) -> str:
    """A bar of block characters as long as the value among the others."""
    longest = max((abs(v) for v in values), default=Decimal(0))
    return "█" * max(1, round(abs(value) / longest * width)) if longest and value else ""


FILTERS: dict[str, Callable[..., Any]] = {
    "wrap": lambda text, indent="", first=None: wrap(str(text), indent, first),
    "listed": listed,
    "line": line,
    "body": body,
    "underlined": underlined,
    "pad": pad,
    "columns": lambda text: columns(str(text)),
}
GLOBALS: dict[str, Callable[..., Any]] = {"Notes": Notes.of, "button": button, "image": image, "bar": bar}
