"""Rules about merge tags that the ESP knows, and that will not print what is meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from newsletter.dialects import Dialect
from newsletter.errors import Problem, shortened
from newsletter.model.base import Value
from newsletter.model.values import Image, Parameter, Prosaic, Url
from newsletter.neutral import native, neutral_name, passes
from newsletter.scanning import bare, cover_tags
from newsletter.walk import Found

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

_CALLED = {
    "contact.firstname": "first name",
    "contact.lastname": "last name",
    "contact.company": "company",
    "contact.country": "country",
}
_ADDRESS = re.compile(r"\]\(\s*<?\S*|https?://\S*|mailto:\S*|tel:\S*", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\]\(\s*<?\S*|<https?://\S*|!\[[^\]]{0,500}", re.IGNORECASE)
_WORD = re.compile(r"[\w.]+")
_AROUND = 20  # characters of the sentence that are shown before and after a tag


def missing_fallback(mail: Mail) -> Iterator[Problem]:
    """A personal field that may be empty, with nothing to read in its place.

    ## What it does
    Finds merge tags of a contact's fields, but for the email address, in words that are read: without a default, and
    not in a condition on that field. Links are left alone.

    ## Why it matters
    No list knows the first name of everybody. A contact without one reads "Bonjour ,", and some ESPs do not send at
    all.

    ## Example
    `greeting: Bonjour {{contact.firstname}},`

    ## Instead
    `greeting: Bonjour {{contact.firstname | default("à vous")}},` becomes the tag of your ESP. HubSpot reads that
    form as its own and has another for emails: `{{ personalization_token("contact.firstname", "à vous") }}`. A default
    that is set on the field, at the ESP, does as well: then ignore this rule in `brand.yaml`, with that reason.
    """
    dialect = mail.project.dialect
    for value, found in _by_value(mail):
        named = [(tag, name) for tag in found if (name := _bare_field(tag.tag.text, dialect))]
        if not named or isinstance(value, (Url, Image, Parameter)):
            continue
        first, addresses = _mentioned(found), _spans(_ADDRESS, value, dialect)
        for tag, name in named:
            if tag.loc == ("subject",) and not re.search(r"[^\W_]", cover_tags(value, dialect, " ")):
                continue  # empty-subject tells of it
            if _within(tag, addresses) or _guarded(tag, (name, dialect.fields.get(name, name)), first, mail):
                continue
            whose = _CALLED.get(name, f"'{name.removeprefix('contact.')}'")
            yield tag.problem(f"a contact without a {whose} reads '{_without(tag, found)}'", _cure(name, dialect))


def _by_value(mail: Mail) -> Iterator[tuple[Value, list[Found]]]:
    texts = {(file, loc): value for value, file, loc in mail.values}
    for where, found in groupby(mail.tags, lambda tag: (tag.file, tag.loc)):
        yield texts[where], list(found)


def _bare_field(tag: str, dialect: Dialect) -> str:
    """The neutral name of the field that a tag prints without a default; empty where it is another tag."""
    name = neutral_name(tag) or _shown(dialect).get(bare(tag), "")
    has_default = re.search(r"\|\s*default\b", tag)
    return "" if has_default or not name.startswith("contact.") or "email" in name else name


@lru_cache(maxsize=64)
def _shown(dialect: Dialect) -> Mapping[str, str]:
    """The dialect's own tags that print a field, without blanks, and the neutral names of those."""
    return {bare(str(native(f"{{{{{name}}}}}", dialect))): name for name in dialect.fields}


def _mentioned(found: list[Found]) -> dict[str, int]:
    """The words of the control tags of a text, and where each stands first."""
    first: dict[str, int] = {}
    for tag in found:
        for word in _WORD.findall(tag.tag.text) if tag.tag.control else ():
            first.setdefault(word, tag.tag.start)
    return first


def _guarded(tag: Found, names: Iterable[str], first: Mapping[str, int], mail: Mail) -> bool:
    """Whether a condition around a tag, or before it in its text, speaks of the field."""
    section = tag.loc[1] if tag.file == "issue" and tag.loc[:1] == ("sections",) else None
    test = mail.project.issue.sections[section].show_if if isinstance(section, int) else None
    tested = set(_WORD.findall(test or ""))
    return any(
        words <= tested or all(first.get(word, tag.tag.start) < tag.tag.start for word in words)
        for words in (set(_WORD.findall(name)) for name in names)
    )


def _without(tag: Found, beside: list[Found]) -> str:
    """The words around a tag, without it; other tags are left open."""
    parts: tuple[list[str], list[str]] = ([], [])
    at = 0
    for other in beside:
        part = parts[other.tag.start > tag.tag.start]
        part += (tag.text[at : other.tag.start], "" if other is tag else "...")
        at = other.tag.start + len(other.tag.text)
    parts[beside[-1].tag.start >= tag.tag.start].append(tag.text[at:])
    before, after = "".join(parts[0]).rpartition("\n")[2], "".join(parts[1]).partition("\n")[0]
    if len(before) > _AROUND:
        before = f"...{before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]}..."
    return f"{before}{after}".strip()


def _cure(name: str, dialect: Dialect) -> str:
    written = f'{{{{{name} | default("...")}}}}'
    becomes = native(written, dialect)
    if isinstance(becomes, Problem):
        return f"set a default on the field, at {dialect.title}; its merge tags can hold none"
    shown = f"{written}, which becomes {becomes},"
    if dialect.fallback and passes(name, dialect):  # what is neutral is its own, and so is not translated
        sign = dialect.quotes[0]
        shown = dialect.fallback.replace("<name>", name).replace("<default>", f"{sign}...{sign}")
    return f"write {shown} with words that fit; or set a default on the field, at {dialect.title}"


def breaking_quotes(mail: Mail) -> Iterator[Problem]:
    """A merge tag whose quotes end the link or the text that it stands in.

    ## What it does
    Finds merge tags with double quotes, as they are composed, in links, in addresses of pictures and in alternative
    texts. Defaults of neutral tags get single quotes wherever the ESP takes them.

    ## Why it matters
    In HTML an address stands between double quotes, and so the first one in the tag ends it. An ESP that merges before
    it reads the HTML never sees that; its editor, its tracking of clicks and a test in a browser do, and leave half a
    link.

    ## Example
    `link: https://www.example.com/?name={{ contact.firstname | upper("fr") }}`

    ## Instead
    `link: https://www.example.com/?name={{ contact.firstname | upper('fr') }}`
    """
    dialect = mail.project.dialect
    for value, found in _by_value(mail):
        written = [(tag, str(native(tag.tag.text, dialect))) for tag in found]
        if not any('"' in text for _, text in written) or isinstance(value, Parameter):
            continue
        whole = isinstance(value, (Url, Image)) or found[0].loc[-1] == "alt"
        spans = _spans(_ATTRIBUTE, value, dialect) if isinstance(value, Prosaic) else []
        for tag, text in written:
            if '"' in text and (whole or _within(tag, spans)):
                yield _quoted(tag, text, dialect)


def _quoted(tag: Found, written: str, dialect: Dialect) -> Problem:
    what = "text" if tag.loc[-1:] == ("alt",) else "link"
    message = (
        f"the double quotes in {shortened(written, 60)} end the {what}, for whatever reads the HTML before it is merged"
    )
    if "'" in written or "'" not in dialect.quotes:
        return tag.problem(message, f"write it without quotes, or outside of the {what}")
    fixed = tag.tag.text.replace('"', "'")
    return tag.problem(message, f"write {fixed}", fix=fixed)


def _spans(pattern: re.Pattern[str], text: str, dialect: Dialect) -> list[tuple[int, int]]:
    """Where a pattern matches in a text whose tags are words without blanks."""
    return [match.span() for match in pattern.finditer(cover_tags(text, dialect, "x"))]


def _within(tag: Found, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (tag.tag.start, len(tag.text))) - 1
    return at >= 0 and tag.tag.start < spans[at][1]
