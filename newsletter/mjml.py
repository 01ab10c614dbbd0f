"""MJML -> HTML through mjml-python, with errors that say where.

mjml-python ignores unknown tags and attributes, ignores ``mj-style inline="inline"``, and fails without a place. So the
names are checked in the layout's own text, the styles to inline are marked for :mod:`newsletter.inline`, and a failure
is looked for in the rendered MJML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mjml import mjml2html

from newsletter.errors import LayoutError, Problem, did_you_mean
from newsletter.mjml_names import EVERYWHERE, TAGS
from newsletter.source import Source, Span

INLINE_MARK = "/*inline*/"
"""Stands first in the CSS that is to become style attributes."""

RENDERED = "the rendered MJML"
"""The name of the source that a failure is shown in, before it is traced to a template."""

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(mj[\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S+)")
_INLINE_STYLE = re.compile(r"(<mj-style\b[^>]*)\sinline=\"inline\"([^>]*>)")
_INDENTS = re.compile(r">\s*\n\s*<")  # a template's own lines; one line break keeps the words apart
_BROKEN = re.compile(r"""="[^"<>\n\r\t]*+[\n\r\t][^"<>]*"|='[^'<>\n\r\t]*+[\n\r\t][^'<>]*'""")
_QUOTE_IN_SINGLE = re.compile(r"""='[^<>'"]*+"[^<>']*'""")
_SINGLE_QUOTED = re.compile(r"(<[^<>\"']*=')([^<>']*)(')")
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def check_names(template: Source) -> None:
    """Check the MJML names in the text of a template, before Jinja2 sees it.

    Raises:
        LayoutError: With every unknown tag and attribute, at its place in the template.

    """
    text = _JINJA.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), template.text)
    problems = [problem for tag in _TAG.finditer(text) for problem in _unknown(tag, template)]
    if problems:
        raise LayoutError(*problems)


def _unknown(tag: re.Match[str], template: Source) -> Iterator[Problem]:
    name, known = tag[1], TAGS.get(tag[1])
    if known is None:
        yield Problem(
            code="unknown-mjml-tag",
            message=f"unknown MJML tag '{name}'",
            label=did_you_mean(name, TAGS),
            hint="tags are listed at documentation.mjml.io",
            span=Span(template, tag.start(1), tag.end(1)),
        )
        return
    for attribute in _ATTRIBUTE.finditer(tag[2]):
        if attribute[1] not in known | EVERYWHERE:
            start = tag.start(2) + attribute.start(1)
            yield Problem(
                code="unknown-mjml-attribute",
                message=f"'{name}' has no attribute '{attribute[1]}'",
                label=did_you_mean(attribute[1], known | EVERYWHERE),
                hint=f"it has {', '.join(sorted(known | EVERYWHERE))}",
                span=Span(template, start, start + len(attribute[1])),
            )


# It tells Internet Explorer, which is gone, to be itself; and Mailchimp loses all styles after a bare <!-->
# (github.com/mjmlio/mjml/issues/1581).
_FOR_EXPLORER = '<!--[if !mso]><!--><meta http-equiv="X-UA-Compatible" content="IE=edge"><!--<![endif]-->'


def compile_mjml(mjml: str) -> str:
    """The HTML of an MJML document; styles to inline start with :data:`INLINE_MARK`.

    Raises:
        LayoutError: It does not compile.

    """
    marked = _INLINE_STYLE.sub(rf"\1\2{INLINE_MARK}", _INDENTS.sub(">\n<", mjml))
    try:
        html = str(mjml2html(_as_ascii(marked), disable_comments=True, fonts={}))
    except ValueError as error:
        raise LayoutError(_place(Source(RENDERED, mjml), str(error))) from None
    if "<mj-" in html and (left := re.search(r"<(mj-[\w-]+)", html)):
        raise LayoutError(
            Problem(
                code="misplaced-mjml-tag",
                message=f"'{left[1]}' stands where MJML does not expect it",
                hint="content goes into mj-text, mj-text into mj-column, mj-column into mj-section",
                span=_first(Source(RENDERED, mjml), rf"<{left[1]}\b"),
            )
        )
    return html.replace(_FOR_EXPLORER, "")


def _as_ascii(mjml: str) -> str:
    r"""The same document in ASCII: what is not stands as character references, but for CSS, which has none.

    mrml writes attributes as Rust shows strings to programmers: a no-break space would become ``\u{a0}``, a line break
    ``\n``, a backslash two, and a double quote in single quotes ``\"``.
    """
    parts = _cut(mjml, "<mj-style", "</mj-style>")
    parts = [piece for n, part in enumerate(parts) for piece in ([part] if n % 2 else _cut(part, "<style", "</style>"))]
    for at in range(0, len(parts), 2):
        part = parts[at]
        if _QUOTE_IN_SINGLE.search(part):
            part = _SINGLE_QUOTED.sub(lambda m: f"{m[1]}{m[2].replace(chr(34), '&quot;')}{m[3]}", part)
        part = _BROKEN.sub(lambda m: m[0].replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;"), part)
        part = part.replace("\\", "&#92;")
        parts[at] = part if part.isascii() else part.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return "".join(parts)


def _cut(text: str, opening: str, closing: str) -> list[str]:
    """A text in pieces: every second one is an element, from its opening to its closing; the others stand between."""
    pieces, done = [], 0
    while (start := text.find(opening, done)) >= 0 and (end := text.find(closing, start)) >= 0:
        end += len(closing)
        pieces += [text[done:start], text[start:end]]
        done = end
    return [*pieces, text[done:]]


def _first(source: Source, pattern: str) -> Span | None:
    found = re.search(pattern, source.text)
    return Span(source, found.start(), found.end()) if found else None


def _place(rendered: Source, reason: str) -> Problem:
    """A failure at its place in the rendered MJML: where the engine says, else at the first unmatched tag."""
    message, hint = f"the MJML does not compile: {reason}", "compare the layout with a packaged one"
    if at := re.search(r"at position (\d+):(\d+)", reason):
        # mrml counts bytes of UTF-8
        raw = rendered.text.encode()
        start, end = (len(raw[: int(n)].decode(errors="ignore")) for n in at.groups())
        return Problem(code="mjml-error", message=message, hint=hint, span=Span(rendered, start, end))
    open_tags: list[re.Match[str]] = []
    for tag in _ANY_TAG.finditer(_without_styles(rendered.text)):
        if tag[2].lower() in _VOID or tag[4]:
            continue
        if not tag[1]:
            open_tags.append(tag)
        elif open_tags and open_tags[-1][2] == tag[2]:
            open_tags.pop()
        else:
            opened = open_tags[-1] if open_tags else tag
            return _unmatched(rendered, opened, f"</{tag[2]}> comes before the end of <{opened[2]}>")
    if open_tags:
        return _unmatched(rendered, open_tags[-1], f"<{open_tags[-1][2]}> never closes")
    return Problem(code="mjml-error", message=message, hint=hint, span=Span(rendered, 0, 0))


def _unmatched(rendered: Source, tag: re.Match[str], message: str) -> Problem:
    return Problem(
        code="mjml-error",
        message=f"the MJML does not compile: {message}",
        hint=f"close <{tag[2]}> inside the element that it was opened in",
        span=Span(rendered, tag.start(), tag.end()),
    )


def _without_styles(mjml: str) -> str:
    pattern = r"(<mj-style\b[^>]*>)(.*?)(?=</mj-style>)|<!--.*?-->"
    return re.sub(pattern, lambda m: (m[1] or "") + " " * (len(m[0]) - len(m[1] or "")), mjml, flags=re.DOTALL)
