"""Rules about texts as such: their signs, and their translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.model.values import Condition, Image, Parameter, Url
from newsletter.translation import Translated
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


# Unicode, Default_Ignorable_Code_Point: what takes no room. U+00AD is the soft hyphen, U+034F joins nothing.
_WIDTHLESS = "\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f"
_IN_WORD = re.compile(rf"(?<=[A-Za-zÀ-ɏ])[{_WIDTHLESS}]+(?=[A-Za-zÀ-ɏ])(?<!\u00ad)")
_IN_LINK = re.compile(rf"[{_WIDTHLESS}\u202a-\u202e\u2066-\u2069]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+", re.IGNORECASE)
_FORCED = re.compile("[\u202d\u202e]")
_OPENS, _CLOSES = re.compile("[\u202a\u202b\u2066-\u2068]"), re.compile("[\u202c\u2069]")  # UAX #9, section 2


def hidden_character(mail: Mail) -> Iterator[Problem]:
    """A character that nobody sees, and that hides something.

    ## What it does
    Finds characters without a width inside links and Latin words, signs that turn the direction of a text by force, and
    signs of direction that open and never close. Joiners in emoji and in scripts that need them are left alone.

    ## Why it matters
    A link with a hidden character leads elsewhere than it seems to. A forced direction shows other words than those
    that are there, and one that never closes turns the rest of the paragraph. Spam filters look for both.

    ## Example
    `link: https://www.exam<U+200B>ple.com`, as it comes from a web page by copy and paste.

    ## Instead
    Type the text anew.
    """
    for value, file, loc in mail.values:
        found = None if isinstance(value, Condition) else _hidden(value, link=isinstance(value, (Url, Image)))
        if found:
            at, what = found
            yield Place.within(value, at, at + 1, file, loc).problem(
                f"U+{ord(value[at]):04X} {what}", "type this text anew, without what was pasted"
            )


def _hidden(text: str, *, link: bool) -> tuple[int, str] | None:
    """Where the first such character is, and what it does."""
    if not _IN_LINK.search(text):  # which has all that is looked for
        return None
    links = [(0, text)] if link else [(match.start(), match[0]) for match in _ADDRESS.finditer(text)]
    for start, address in links:
        if match := _IN_LINK.search(address):
            return start + match.start(), "stands in a link, where nobody sees it"
    if match := _FORCED.search(text):
        return match.start(), "turns the direction by force, so that other words are shown than those that are there"
    if len(_OPENS.findall(text)) > len(_CLOSES.findall(text)) and (match := _OPENS.search(text)):
        return match.start(), "changes the direction and never ends, so that what follows is turned as well"
    if match := _IN_WORD.search(text):
        return match.start(), "stands inside a word, where nobody sees it"
    return None


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
            yield Place(loc=loc, on_key=True).problem(
                f"not translated into {document.locale}; the text of the main file is sent",
                f"add it to {document.source.name}: {' > '.join(str(step) for step in document.steps(loc))}",
            )
