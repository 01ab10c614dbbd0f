"""The rule untranslated-text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.model.values import Condition, Image, Parameter, Url
from newsletter.translation import Translated

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_NO_WORDS = (Url, Image, Condition, Parameter)


def untranslated_text(mail: Mail) -> Iterator[Problem]:
    """A text that the translation leaves out.

    ## What it does
    Finds texts of the main file that its translation, such as `2024-07.en-GB.yaml`, does not hold. Links, pictures and
    figures need no translation.

    ## Why it matters
    The text is sent as the main file has it: readers get two languages in one message.

    ## Example
    `2024-07.yaml` has a `preheader`, and `2024-07.en-GB.yaml` has none.

    ## Instead
    Add the key to the translation, with the text in its language; or with the same text, where it is a name.
    """
    document = mail.project.documents.get("issue")
    if not isinstance(document, Translated):
        return
    for value, file, loc in mail.values:
        has_words = not isinstance(value, _NO_WORDS) and any(char.isalpha() for char in value)
        if file == "issue" and has_words and not document.translates(loc):
            yield Problem(
                code="",
                message=f"not translated into {document.locale}; the text of the main file is sent",
                hint=f"add it to {document.source.name}: {' > '.join(str(step) for step in document.steps(loc))}",
                loc=loc,
                on_key=True,
            )
