"""Rules about the parameters of links, by which statistics know where a visit came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from newsletter.checks.addresses import TAG
from newsletter.errors import Problem, shortened

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail
    from newsletter.model.tracking import Utm


def repeated_parameter(mail: Mail) -> Iterator[Problem]:
    """A link that names the same parameter of the statistics twice.

    ## What it does
    Finds links that hold `utm_source`, `utm_medium`, `utm_campaign`, `utm_content` or `utm_term` more than once.

    ## Why it matters
    Only one of the two values counts, and which one depends on the tool: the visits of this link are put down to
    another campaign than the others.

    ## Example
    `link: https://www.site.com/?utm_campaign=june&utm_source=mail&utm_campaign=july`

    ## Instead
    Each parameter once.
    """
    for address in mail.addresses:
        first: dict[str, str] = {}
        for typed, value, start, end in address.parameters:
            name = typed.lower()
            if name.startswith("utm_") and name in first:
                what = (
                    f"'{shortened(first[name], 40)}' and '{shortened(value, 40)}'"
                    if first[name] != value
                    else f"'{shortened(value, 40)}' twice"
                )
                message = f"{name} stands twice in the link: {_readable(what)}"
                yield address.problem(message, "leave one of them", start, end)
            first.setdefault(name, value)


def misplaced_parameter(mail: Mail) -> Iterator[Problem]:
    """A parameter that the site cannot read.

    ## What it does
    Finds parameters of the statistics that stand where none is read: after a second `?`, after the `#`, or after a `&`
    in a link without any `?`.

    ## Why it matters
    The site takes them for a part of something else. The visit is not counted, and where they hang on the name of the
    page, there is no such page.

    ## Example
    `link: https://www.site.com/offer&utm_source=newsletter`

    ## Instead
    `link: https://www.site.com/offer?utm_source=newsletter`: one `?`, then `&` between them, then the `#`.
    """
    for address in mail.addresses:
        for part, pattern, where, cure in _MISPLACED:
            text = (address.parts[part] or "") if address.parts else ""
            if found := re.search(pattern, text[1:], re.IGNORECASE):
                start = address.span(part)[0] + 1 + found.start()
                name = found[1].lower()
                yield address.problem(
                    f"{name} stands {where}, where no site reads it", cure, start, start + len(found[0])
                )
                break


_MISPLACED = (
    ("path", r"&(utm_\w+)=", "in the name of the page", "write ? before the first parameter"),
    ("query", r"\?(utm_\w+)=", "behind a second ?", "write & in its place; a link has one ?"),
    ("fragment", r"[?&](utm_\w+)=", "behind the #", "write the parameters before the #"),
)


def differing_parameter(mail: Mail) -> Iterator[Problem]:
    """A link that counts for another campaign than the rest of the issue.

    ## What it does
    Compares the `utm_source`, `utm_medium` and `utm_campaign` that are typed into links with those that the issue, its
    section or the brand declares under `utm:`; where nothing is declared, with what most links of the issue say.

    ## Why it matters
    A typed parameter comes before a declared one. A link that was copied from last month's issue, or from somebody
    else's mail, is put down to the wrong campaign, and nobody sees it.

    ## Example
    `link: https://www.site.com/?utm_campaign=june`, in an issue with `utm: {campaign: july}`.

    ## Instead
    Leave the parameter out of the link, so that the declared one is added; or correct it.
    """
    typed = [
        (address, name.lower(), unquote_plus(value), start, end)
        for address in mail.addresses
        if address.link.file == "issue"
        for name, value, start, end in address.parameters
        if name.lower() in _COMPARED and value and TAG not in value
    ]
    usual: dict[str, str] = {}
    for name in _COMPARED:
        values = Counter(value for _, other, value, _, _ in typed if other == name)
        for value, count in values.items():
            if count > 1 and count * 2 > values.total():  # one at most
                usual[name] = value
    issue, brand = mail.project.issue, mail.project.brand
    common = _declared(brand.utm) | _declared(issue.utm)
    for address, name, value, start, end in typed:
        loc = address.link.loc
        section = issue.sections[int(loc[1])].utm if loc[0] == "sections" else None
        declared = common | _declared(section)
        expected = declared.get(name) or usual.get(name)
        if expected and expected != value and "{" not in expected:
            where = "is declared" if name in declared else "stands in the other links"
            message = f"{name} is '{shortened(value, 40)}' here, and '{shortened(expected, 40)}' {where}"
            yield address.problem(message, "correct it, or leave it out", start, end)


_COMPARED = ("utm_source", "utm_medium", "utm_campaign")


def _declared(utm: Utm | None) -> dict[str, str]:
    return {f"utm_{name}": str(value) for name, value in vars(utm).items() if value} if utm else {}


def _readable(text: str) -> str:
    return re.sub(f"{TAG}+", "…", text)
