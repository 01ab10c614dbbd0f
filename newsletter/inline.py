"""CSS -> style attributes, through premailer: no network, no noise, and no work twice.

Only the styles that a layout marks ``inline="inline"`` are inlined and then dropped. All others (MJML's resets, media
queries, dark mode) pass premailer by and stay as they are. And premailer sees the skeleton of the document
(:mod:`newsletter.skeleton`) in place of the document, with the rules whose names are in it. What it made of a skeleton
is kept, in memory and from run to run.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import ModuleType

from lxml import etree

from newsletter import skeleton as skeletons
from newsletter.errors import LayoutError, Problem
from newsletter.kept import Kept
from newsletter.mjml import INLINE_MARK
from newsletter.skeleton import Skeleton, fitting, names, reach, skeleton, traits_of

Sheets = tuple[tuple[int, str], ...]
"""The numbers of the nodes that are styles to inline, and their CSS."""

Styles = tuple[list[str | None], list[str | None]]
"""The style of each node, and what is left of each sheet."""

_ARTICLES = etree.XPath("//div[@role='article']")
_HERE = Path(__file__)
_KEPT = Kept(
    "styles",
    ("premailer", "cssutils", "cssselect", "lxml"),
    (_HERE, Path(skeletons.__file__), _HERE.with_name("premailing.py")),
)


def inline(html: str) -> str:
    """The document with its marked styles in the elements' style attributes.

    Raises:
        LayoutError: A marked style is not CSS.

    """
    root = etree.fromstring(html, etree.HTMLParser(huge_tree=True))
    _mark_main(root)
    elements = traits_of(root)
    sheets = {style: css for style in root.iter("style") if (css := _marked(style)) is not None}
    try:
        selectors = frozenset(selector for css in sheets.values() for selector in _selectors(css))
        rules = fitting(selectors, names(elements.values()))
        reaching = reach(rules)
        nodes, numbers = skeleton(elements, reaching, sheets)
        worked_out = _styles if reaching else _premailing().inlined  # what holds for one document is not kept
        numbered = tuple((number, sheets[e]) for e, number in zip(elements, numbers, strict=True) if e in sheets)
        styles, left = worked_out(nodes, numbered, rules)
    except Exception as error:  # noqa: BLE001  # premailer and cssutils raise what their parsers raise
        raise LayoutError(
            Problem(
                code="bad-css",
                message=f"a style of the layout cannot be inlined: {error}",
                hint='check the CSS in <mj-style inline="inline">',
            )
        ) from None
    for element, number in zip(elements, numbers, strict=True):
        if (style := styles[number]) is not None:
            element.set("style", style)
    for sheet, rest in zip(sheets, left, strict=True):
        sheet.text = rest
        if rest is None and (parent := sheet.getparent()) is not None:
            parent.remove(sheet)
    return f"{etree.tostring(root, method='html', encoding='unicode', doctype='<!doctype html>')}\n"


def _marked(style: etree._Element) -> str | None:
    """The CSS of a style that is to be inlined."""
    css = style.text or ""
    return css.replace(INLINE_MARK, "", 1) if css.lstrip().startswith(INLINE_MARK) else None


@lru_cache(maxsize=64)
def _selectors(css: str) -> list[str]:
    """The selectors of a style sheet."""
    found: list[str] = _KEPT.result(css, lambda: _premailing().selectors_of(css))
    return found


@lru_cache(maxsize=128)
def _styles(skeleton: Skeleton, sheets: Sheets, rules: frozenset[str]) -> Styles:
    """What :func:`newsletter.premailing.inlined` makes of a skeleton."""
    found: Styles = _KEPT.result(
        repr((skeleton, sheets, sorted(rules))), lambda: _premailing().inlined(skeleton, sheets, rules)
    )
    return found


def _premailing() -> ModuleType:
    """Premailer, which takes a tenth of a second to load, and is needed for what is not kept."""
    from newsletter import premailing  # noqa: PLC0415

    return premailing


def _mark_main(root: etree._Element) -> None:
    """Put what MJML calls the article into a main landmark, for those who read the message as a page of its own.

    Source: axe-core's rules ``landmark-one-main`` and ``region``. MJML cannot say it.
    """
    for article in _ARTICLES(root):
        main = etree.Element("div", role="main")
        article.addprevious(main)
        main.append(article)
