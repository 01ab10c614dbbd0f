"""Django's template language: Klaviyo, Brevo and Buttondown.

Brevo's language is Django's in another program, which lets blanks stand around ``|`` and ``:``; they are taken out.
Klaviyo has the filter ``lookup`` for names with blanks.

Sources: https://docs.djangoproject.com/en/5.2/ref/templates/api/ (the engine without a project), and the rows of these
ESPs for what they write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.template import Context, Engine, Library, TemplateSyntaxError

from newsletter.merging.faults import RAISED, told
from newsletter.merging.sheet import Piece, Sheet
from newsletter.merging.value import Value

_TAGS = ("autoescape", "comment", "firstof", "if", "verbatim", "with")
_FILTERS = (
    "addslashes", "capfirst", "cut", "default", "default_if_none", "divisibleby", "escape", "first", "force_escape",
    "iriencode", "last", "length", "linebreaksbr", "lower", "pluralize", "safe", "slice", "slugify", "striptags",
    "title", "truncatechars", "truncatewords", "upper", "urlencode", "wordcount", "yesno",
)  # fmt: skip  # none that fills up, repeats or formats: "x"|ljust:"999999999"
_BLANKS = re.compile(r"""("[^"]*"|'[^']*')|(?<!\s)\s*([|:])\s*""")

if not settings.configured:  # some filters ask whether to translate what they add
    settings.configure(USE_I18N=False, USE_TZ=False)


class _Engine(Engine):  # type: ignore[misc]  # Django has no types
    # Neither include nor extends.
    default_builtins: ClassVar = ["django.template.defaulttags", "django.template.defaultfilters"]


class _Missing:
    """A field that the contact does not have: empty in tests and for defaults, and shown when printed."""

    __hash__ = None  # type: ignore[assignment]  # equal to what it is not

    def __init__(self, sheet: Sheet, path: str) -> None:
        self.sheet, self.path = sheet, path

    def __len__(self) -> int:
        return 0

    def __getitem__(self, key: object) -> _Missing:
        if isinstance(key, str):
            return _Missing(self.sheet, f"{self.path}.{key}")
        raise IndexError(key)

    def __eq__(self, other: object) -> bool:
        return other is None or other == "" or isinstance(other, _Missing)

    def __str__(self) -> str:
        return self.sheet.absent(self.path)


class _Level(dict[str, Any]):
    """The fields at one level; one that is not there is a missing one."""

    def __init__(self, tree: dict[str, Any], sheet: Sheet, path: str = "") -> None:
        self.sheet, self.path = sheet, path
        super().__init__(
            (key, _Level(value, sheet, f"{path}{key}.") if isinstance(value, dict) else Value(value))
            for key, value in tree.items()
        )

    def __missing__(self, key: str) -> _Missing:
        return _Missing(self.sheet, f"{self.path}{key}")


class _Context(Context):  # type: ignore[misc]  # Django has no types
    def __init__(self, sheet: Sheet, *, autoescape: bool) -> None:
        self.sheet = sheet
        # Without settings, nothing can be written the way of some country.
        super().__init__(_Level(sheet.tree, sheet), autoescape=autoescape, use_l10n=False, use_tz=False)

    def __getitem__(self, key: str) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            return _Missing(self.sheet, key)


def _library(tags: Library, filters: Library) -> Library:
    """What is run of Django's own; those are shared with every engine of the process, and so left as they are."""
    library = Library()
    library.tags = {name: tags.tags[name] for name in _TAGS}
    library.filters = {**{name: filters.filters[name] for name in _FILTERS}, "lookup": _lookup}
    return library


def _lookup(value: Any, name: object) -> Any:
    return value[str(name)] if isinstance(value, (_Level, _Missing)) else ""


def render(pieces: Sequence[Piece], sheet: Sheet, *, escape: bool, loose: bool = False) -> str:
    """The text with its tags evaluated, still without what the sheet hides.

    Args:
        pieces: The text.
        sheet: The contact.
        escape: Whether values are escaped for HTML.
        loose: Whether blanks may stand around ``|`` and ``:``, as at Brevo.

    Raises:
        Unreadable: Django cannot read a tag.

    """
    engine = _Engine(autoescape=escape)
    engine.template_builtins = [_library(*engine.template_builtins)]
    if loose:
        pieces = [Piece(_BLANKS.sub(_tightened, piece.text), tag=True) if piece.tag else piece for piece in pieces]
    try:
        return str(engine.from_string(sheet.source(pieces)).render(_Context(sheet, autoescape=escape)))
    except TemplateSyntaxError as error:
        raise told(str(error)) from None
    except RAISED as error:
        raise told(str(error)) from None


def _tightened(found: re.Match[str]) -> str:
    return found[1] or found[2]
