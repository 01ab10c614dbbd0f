"""The rule encoded-merge-tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def encoded_merge_tag(mail: Mail) -> Iterator[Problem]:
    """A merge tag that came percent-encoded.

    ## What it does
    Finds merge tags in links that a mailbox, a form or another tool has encoded: `%7B%7Bcontact.email%7D%7D`.

    ## Why it matters
    No ESP knows an encoded tag: every reader's link would hold the name of the field in place of its value. Composing
    writes the tag that was meant; the file still holds the other.

    ## Example
    `link: https://www.example.com/?email=%7B%7Bcontact.email%7D%7D`

    ## Instead
    `link: https://www.example.com/?email={{contact.email}}`
    """
    for value, file, loc in mail.values:
        seen: Counter[str] = Counter()
        for written, tag in getattr(value, "encoded", ()):
            yield Place(file, loc, written, nth=seen[written]).problem(
                message=f"the merge tag {tag} came percent-encoded; it is composed as it was meant",
                hint=f"write {tag} in the file",
                fix=tag,
            )
            seen[written] += 1
