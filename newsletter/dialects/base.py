"""What a dialect is: how one ESP writes its merge tags, as data.

Templates of tags hold the marks ``<name>`` (a field's own name at the ESP), ``<default>`` (a text between quotes),
``<field>`` and ``<value>`` (the two sides of a test) and ``<test>`` (the inside of a condition).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

LINKS = ("unsubscribe", "view_in_browser", "preferences", "postal_address")
"""The neutral names that are no field of the contact; each is also an attribute of a dialect."""

CUSTOM = "custom"
"""The name of the dialect that a brand describes itself."""

FIELD_NAME = r"contact\.[a-z][a-z0-9_]*"
"""A neutral name of a field, as a regular expression."""

FIELDS = ("contact.email", "contact.firstname", "contact.lastname", "contact.company", "contact.country")
"""The neutral names of the standard fields."""


COMPARISONS: Mapping[str, str] = {
    operator: f"<field> {operator} <value>" for operator in ("==", "!=", "<", "<=", ">", ">=")
}
"""How languages such as Jinja, Django's and Liquid compare a field with a value."""


class Delimiters(NamedTuple):
    """What opens and closes a tag.

    Attributes:
        open: The opening delimiter.
        close: The closing one.
        shape: The whole tag as a regular expression, where the delimiters alone could be prose; empty where they
            cannot, and then quotes and braces are balanced before the closing one counts.
        begins: How a tag of that shape begins, as a regular expression, where leaving it open is surely a mistake.
        everywhere: Whether such a tag is kept opaque in every dialect, and not only in its own.

    """

    open: str
    close: str
    shape: str = ""
    begins: str = ""
    everywhere: bool = True


class Condition(NamedTuple):
    """How a dialect writes a block that only some contacts see.

    Attributes:
        opening: The tag before it, with ``<test>``.
        closing: The tag after it.
        otherwise: The tag between the two halves; empty where there is none.
        tests: By operator (``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``exists``, ``missing``): what replaces
            ``<test>``. An operator that no page of the ESP shows is left out. ``== number`` and ``!= number`` are for
            those that write a number in another way.
        blocks: By operator: its own opening and closing tag, where the tag itself names the test, as in Handlebars.
        both: What joins two tests that must both hold; empty where blocks are nested instead.
        either: What joins two tests of which one must hold; empty where that cannot be said.
        field: How a field is named in a test: ``<name>``, or ``<lower>`` for the same in small letters.
        quotes: The quotes that a text in a test can stand in; ``("",)`` for none.

    """

    opening: str
    closing: str
    otherwise: str = ""
    tests: Mapping[str, str] = {}
    blocks: Mapping[str, tuple[str, str]] = {}
    both: str = ""
    either: str = ""
    field: str = "<name>"
    quotes: tuple[str, ...] = ('"', "'")


Kind = Literal["required", "adds", "alters", "forbids", "limit", "note"]


class Fact(NamedTuple):
    """What an ESP demands of, or does to, an HTML that is pasted into it.

    Attributes:
        kind: Required tags, what it adds by itself, alters or forbids, a limit, or what else is good to know.
        says: One sentence without a full stop.
        source: Where it was read.
        any_of: Where something is required: one of these must stand in the HTML.
        bytes: Where it is a limit of size: the most bytes of HTML.
        strict: Where something is required: whether the ESP refuses an HTML without it, whatever its settings.
        or_link: Where a tag is required: whether any other link that unsubscribes will do.
        when: Where the ESP alters or forbids something: a regular expression of it, as it stands in a composed HTML;
            empty where that cannot be told from the HTML.
        cure: What to do then, as the hint of a finding.

    """

    kind: Kind
    says: str
    source: str
    any_of: tuple[str, ...] = ()
    bytes: int | None = None
    strict: bool = False
    or_link: bool = False
    when: str = ""
    cure: str = ""


Engine = Literal["hubl", "django", "liquid", "handlebars", "mustache", "replacement"]


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Dialect:
    """How one ESP writes its merge tags. Two dialects are equal when they are the same object.

    Attributes:
        name: The name on the command line and in ``brand.yaml``.
        title: The ESP's own name.
        expressions: Delimiters of tags that print something.
        controls: Delimiters of tags that print nothing: conditions, loops, comments. The longest opening counts.
        fields: Neutral name -> the field's own name at the ESP, or its whole tag where that is unlike the others.
        show: The tag that prints a field, with ``<name>``.
        fallback: The tag that prints a field, or ``<default>`` where it is empty; None where the ESP has none.
        quotes: The quotes that a default can stand in; ``("",)`` where the template has its own or needs none.
        condition: How a condition is written; None where the ESP has none in an email.
        unsubscribe: The tag for the unsubscribe link; None where the ESP has no tag for it, or none is known.
        view_in_browser: The tag for the web version's link; None as above.
        preferences: The tag for the preference page's link; None as above.
        postal_address: The tag or tags for the sender's postal address, as text; None as above.
        native: A regular expression of names below ``contact.`` that are the ESP's own, and so pass untouched.
        own: Neutral names whose field an account defines itself: its name here is only the usual one.
        own_field: Where a field that an account defines is found, with ``<name>``: ``contact.data.<name>``.
        blanks: Whether the name of an account's field may hold blanks.
        reserved: Defaults that the ESP would take for commands.
        engine: The template language that tags are tried with.
        escapes: Whether the ESP escapes values for HTML; None where no page says so.
        paste: What it demands of a pasted HTML, and does to it.
        sources: Cell -> where it was read.
        unverified: What no page of the ESP confirms, and on what it rests instead.

    """

    name: str
    title: str
    expressions: tuple[Delimiters, ...]
    controls: tuple[Delimiters, ...]
    fields: Mapping[str, str]
    show: str
    fallback: str | None = None
    quotes: tuple[str, ...] = ("'", '"')  # single ones first: href="..." is around many a tag
    condition: Condition | None = None
    unsubscribe: str | None = None
    view_in_browser: str | None = None
    preferences: str | None = None
    postal_address: str | None = None
    native: str = ""
    own: frozenset[str] = frozenset()
    own_field: str = "<name>"
    blanks: bool = False
    reserved: frozenset[str] = frozenset()
    engine: Engine = "replacement"
    escapes: bool | None = None
    paste: tuple[Fact, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    unverified: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Dialect {self.name}>"
