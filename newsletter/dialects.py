"""The merge-tag syntaxes of ESPs, one row each.

A dialect is data: which delimiters open and close a tag, how a condition is written, and the ESP's own links.
Each row names the page its cells were read on. What no page confirms is left out, not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.errors import Problem, UsageError, did_you_mean


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one ESP writes its merge tags.

    Attributes:
        name: The name on the command line and in ``brand.yaml``.
        title: The ESP's own name.
        expressions: Delimiters of tags that print something, as (opening, closing).
        controls: Delimiters of tags that print nothing: conditions, loops, comments.
        condition: What stands before and after a conditional block, with ``{condition}`` for the author's
            expression; ``None`` where the ESP has no conditions in an e-mail.
        unsubscribe: The tag for the unsubscribe link.
        view_in_browser: The tag for the web version's link; ``None`` where there is none.
        preferences: The tag for the preference page's link; ``None`` where there is none.
        source: Where the row was read.

    """

    name: str
    title: str
    expressions: tuple[tuple[str, str], ...]
    controls: tuple[tuple[str, str], ...]
    condition: tuple[str, str] | None
    unsubscribe: str
    view_in_browser: str | None
    preferences: str | None
    source: str


HUBSPOT = Dialect(
    name="hubspot",
    title="HubSpot",
    expressions=(("{{", "}}"),),
    controls=(("{%", "%}"), ("{#", "#}")),
    condition=("{% if {condition} %}", "{% endif %}"),
    # unsubscribe_link leads to the preference page, unsubscribe_link_all ends every subscription at once.
    unsubscribe="{{ unsubscribe_link_all }}",
    view_in_browser="{{ view_as_page_url }}",
    preferences="{{ unsubscribe_link }}",
    source="developers.hubspot.com/docs/cms/reference/hubl/variables; knowledge.hubspot.com, "
    "'What is the difference between the two unsubscribe links at the bottom of an email?'",
)

DIALECTS: dict[str, Dialect] = {row.name: row for row in (HUBSPOT,)}


def dialect(name: str) -> Dialect:
    """The dialect of an ESP.

    Raises:
        UsageError: No ESP has that name.

    """
    try:
        return DIALECTS[name]
    except KeyError:
        raise UsageError(unknown_esp(name)) from None


def unknown_esp(name: str) -> Problem:
    """The problem of a name that no dialect has."""
    return Problem(
        code="unknown-esp",
        message=f"unknown ESP '{name}'",
        label=did_you_mean(name, DIALECTS),
        hint=f"ESPs are {', '.join(sorted(DIALECTS))}",
        loc=("esp",),
    )
