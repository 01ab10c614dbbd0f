"""Rules about the tags of conditions and loops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from newsletter.errors import Problem, shortened
from newsletter.walk import Found

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


class _Step(NamedTuple):
    """A control tag that opens or closes a block."""

    kind: str
    opens: bool
    counterpart: str


_NAMED = re.compile(r"(?:<!--)?\{%[-+~]?\s*(end)?(if|unless|for|case|ifchanged)\b")  # HubL, Django, Liquid
_SIGNED = re.compile(r"\{\{~?\s*([#^/])\s*([\w.]+)")  # Handlebars, Mustache
_OTHERS = (  # opening, closing, and the two as they are told
    (r"\{\{-?\s*(?:if|range|with)\b", r"\{\{-?\s*end\b", "{{ end }}"),  # Go
    (r"\*\|(?:IF|IFNOT|INTERESTED):", r"\*\|END:", "*|END:IF|*"),  # Mailchimp
    (r"(?i)%%\[\s*IF\b(?!.*\bENDIF\b)", r"(?i)%%\[\s*ENDIF\b", "%%[ ENDIF ]%%"),  # AMPscript
    (r"\[if", r"\[endif\]", "[endif]"),  # Campaign Monitor
    (r"(?i)%IF\b", r"(?i)%/IF%", "%/IF%"),  # ActiveCampaign
)


def _step(tag: str) -> _Step | None:
    if found := _NAMED.match(tag):
        name = found[2]
        return _Step(name, not found[1], f"{{% {name} ... %}}" if found[1] else f"{{% end{name} %}}")
    if found := _SIGNED.match(tag):
        closes, name = found[1] == "/", found[2]
        return _Step(f"#{name}", not closes, f"{{{{#{name}}}}}" if closes else f"{{{{/{name}}}}}")
    for opening, closing, told in _OTHERS:
        if re.match(closing, tag):
            return _Step(told, False, "opening tag")
        if re.match(opening, tag):
            return _Step(told, True, told)
    return None


def unclosed_condition(mail: Mail) -> Iterator[Problem]:
    """A condition or a loop that never closes, or closes what never opened.

    ## What it does
    Pairs the control tags of the issue and the brand: `{% if %}` with `{% endif %}`, `*|IF:X|*` with `*|END:IF|*`, and
    so on. Blocks must also close in the reverse order of their opening.

    ## Why it matters
    The ESP refuses the message, sends it without what follows, or shows the tag to every reader.

    ## Example
    `intro: "{% if contact.company %}À toute l'équipe !"`

    ## Instead
    `intro: "{% if contact.company %}À toute l'équipe !{% endif %}"`
    """
    lost, crossed, _ = _unpaired(mail)
    for closing, inner in crossed:
        first, last = shortened(inner.tag.text, 60), shortened(closing.tag.text, 60)
        message = f"{last} stands before the end of {first}, which opened later"
        yield closing.problem(message, "close them in the reverse order of their opening")
    for found, step in lost:
        what = (
            f"has no {step.counterpart} after it" if step.opens else f"closes what has no {step.counterpart} before it"
        )
        hint = f"write {step.counterpart} in the same text" if step.opens else "write the opening tag, or take it out"
        yield found.problem(f"{shortened(found.tag.text, 60)} {what}", hint)


def scattered_condition(mail: Mail) -> Iterator[Problem]:
    """A condition that opens in one text and closes in another.

    ## What it does
    Finds control tags whose counterpart stands in another text of the same file, such as the next section.

    ## Why it matters
    Between the two stand tables that the layout writes. For readers who do not see that part, half a table is left, and
    the message falls apart in Outlook. The order of the texts may also be another in the text part.

    ## Example
    `intro: "{% if contact.company %}À votre équipe"` in one section, and `{% endif %}` in the body of the next.

    ## Instead
    `show_if: contact.company` on each of the sections.
    """
    for opened in _unpaired(mail)[2]:
        yield opened.problem(
            f"{shortened(opened.tag.text, 60)} opens here and closes in another text",
            "close it in the same text; a whole section has show_if: for this",
        )


_Ends = list[tuple[Found, _Step]]
_Pairs = list[tuple[Found, Found]]


def _unpaired(mail: Mail) -> tuple[_Ends, _Pairs, list[Found]]:
    """Tags without a counterpart; closing ones with what they cross; those that open what another text closes."""
    left: dict[tuple[str, str], _Ends] = {}
    lost: _Ends = []
    crossed: _Pairs = []
    scattered: list[Found] = []
    for _, found in groupby(mail.tags, lambda tag: (tag.file, tag.loc)):
        for tag, step in _open_ends(found, crossed):
            waiting = left.setdefault((tag.file, step.kind), [])
            if step.opens or not waiting:
                (waiting if step.opens else lost).append((tag, step))
            else:
                scattered.append(waiting.pop()[0])
    return [*lost, *(each for waiting in left.values() for each in waiting)], crossed, scattered


def _open_ends(found: Iterable[Found], crossed: _Pairs) -> _Ends:
    """The tags of blocks that a text leaves open, or closes without opening; those that cross others are gathered."""
    opened: _Ends = []
    ends: _Ends = []
    known, told = Counter[str](), Counter[str]()  # the kinds of what is open, and of what was crossed
    for tag in found:
        step = _step(tag.tag.text) if tag.tag.control and not tag.tag.foreign else None
        if step and step.opens:
            opened.append((tag, step))
            known[step.kind] += 1
        elif step and known[step.kind]:
            if opened[-1][1].kind != step.kind:
                crossed.append((tag, opened[-1][0]))
            while opened[-1][1].kind != step.kind:
                inner = opened.pop()[1].kind
                known[inner] -= 1
                told[inner] += 1
            opened.pop()
            known[step.kind] -= 1
        elif step and told[step.kind]:
            told[step.kind] -= 1
        elif step:
            ends.append((tag, step))
    return ends + opened
