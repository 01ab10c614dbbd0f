"""Merge tags are opaque: masked before anything reads the text, restored in the last line of compose.

Every tag becomes a placeholder of lowercase ASCII letters, which Markdown, typography, Jinja2, MJML, premailer, a
URL and a line break all leave alone, and which reads as a word (so ``l'{{x}}`` still gets its apostrophe).
A neutral tag becomes one of the target's dialect on the way (:mod:`newsletter.neutral`); any other is restored byte for
byte. Only :mod:`newsletter.scanning` and the dialects know what a tag looks like.

A placeholder is ``xm`` + salt + ``x``, 8 letters made from the text of the field and the tag's position in it,
``w`` up to the width of the tag (so that lines wrap where they will end), and ``z``. That makes it the same on every
run, and different in every field, so the proof can tell which occurrence of a tag was lost. The salt is the first
word that the letters of the source do not spell, so no input can forge a placeholder.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from html import unescape
from itertools import product
from typing import Any, NamedTuple, TypeVar
from unicodedata import normalize

from newsletter.dialects import LINKS, Dialect
from newsletter.errors import InputError, Loc, Problem, ProofError, nth_of
from newsletter.model.base import Part, Value, map_values
from newsletter.neutral import native
from newsletter.scanning import Tag, scan
from newsletter.widths import columns

D = TypeVar("D", bound=Part)

_SHAPE = "xm[a-p]*x[a-p]{8}w*[cz]"
_ANY = re.compile(_SHAPE)
CONTROL = re.compile("xm[a-p]*x[a-p]{8}w*c")  # a masked control tag, which prints nothing
VALUE = _SHAPE.replace("[cz]", "z")
"""The pattern of a placeholder that stands for words; a control tag's prints nothing."""
_FORGED = re.compile("x[^a-z]*m[^a-z]*x")  # the letters of the shortest salt in a row
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


class Place(NamedTuple):
    """Where a tag stands: the file, the value in it, the text of that value, and the tag's offset there."""

    file: str
    loc: Loc
    text: str
    start: int


def mask(draft: D, dialect: Dialect) -> tuple[D, Tags]:
    """Mask every value of a draft, whose first-level fields are the files it was loaded from."""
    texts: list[str] = []

    def masked(tags: Tags) -> D:
        def mask_value(value: Value, loc: Loc) -> Any:
            texts.append(value)
            return value.masked(tags, str(loc[0]), loc[1:])

        return map_values(draft, mask_value, Value)

    tags = Tags(dialect, "")  # nearly every source lets it be
    done = masked(tags)
    if (salted := Tags.for_texts(texts, dialect)).salt:
        tags, done = salted, masked(salted)
    return done, tags


def untranslatable(text: str, dialect: Dialect) -> list[Problem]:
    """A problem for each neutral tag of a text that the dialect has no translation for, without its place."""
    return [
        problem._replace(needle=tag.text, nth=nth_of(text, tag.text, tag.start))
        for tag in scan(text, dialect)[0]
        if isinstance(problem := native(tag.text, dialect), Problem)
    ]


def contains_tag(text: str) -> bool:
    """Whether a masked text holds a tag."""
    return _ANY.search(text) is not None


def without_tags(text: str) -> str:
    """A masked text without its tags."""
    return _ANY.sub("", text)


def cut_at_tags(text: str) -> list[str]:
    """A masked text in pieces: every second one is a tag, and the others stand between."""
    pieces, at = [], 0
    for tag in _ANY.finditer(text):
        pieces += [text[at : tag.start()], tag[0]]
        at = tag.end()
    return [*pieces, text[at:]]


def is_tag(text: str) -> bool:
    """Whether a masked text is one tag and nothing else."""
    return _ANY.fullmatch(text) is not None


def only_controls(text: str) -> bool:
    """Whether a masked text is nothing but control tags, and so prints nothing."""
    found = _ANY.findall(text)
    return bool(found) and all(tag.endswith("c") for tag in found) and not _ANY.sub("", text).strip()


class Tags:
    """The tags of one message: masks texts, restores them, and proves that none was lost.

    Attributes:
        dialect: The syntax of the tags.
        salt: Letters that make the placeholders differ from every text of the source.

    """

    def __init__(self, dialect: Dialect, salt: str) -> None:
        self.dialect = dialect
        self.salt = salt
        self._tags: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        self._fields: Counter[str] = Counter()
        self._sources: Counter[str] = Counter()
        self._offered: set[str] = set()
        self._layout: dict[str, Counter[str]] = {"html": Counter(), "text": Counter()}

    @classmethod
    def for_texts(cls, texts: Iterable[str], dialect: Dialect) -> Tags:
        """A table whose placeholders occur in none of the texts."""
        text = _folded("\n".join(texts))
        if not _FORGED.search(text):
            return cls(dialect, "")  # as nearly every source lets it be
        letters = re.sub("[^a-z]+", "", text)
        return cls(dialect, next(salt for salt in _salts() if f"xm{salt}x" not in letters))

    def mask(self, text: str, file: str = "issue", loc: Loc = (), *, expected: bool = True) -> str:
        """Replace each tag of a field by the placeholder of its translation, and expect that in both parts.

        Args:
            text: What the author wrote.
            file: The file it stands in, ``issue`` or ``brand``, for the proof's error.
            loc: Its place in that file.
            expected: Whether its tags must be in both parts; if not, they are counted where they are.

        Raises:
            InputError: The dialect has no translation for a neutral tag.

        """
        tags = scan(text, self.dialect)[0]
        if not tags:
            return text
        masked, placeholders = self._mask(text, Place(file, loc, text, 0), tags)
        if expected:
            self._sources.update(placeholders)
        else:
            self._offered.update(placeholders)
        for placeholder, tag in zip(placeholders, tags, strict=True):
            self._places[placeholder] = Place(file, loc, text, tag.start)
        return masked

    def mask_layout(self, rendered: str, part: str) -> str:
        """Replace the tags that a layout itself writes into a part (``html`` or ``text``), and expect them there.

        Where a dialect's delimiters could be CSS or prose, only its own links are taken for tags.

        Raises:
            InputError: The dialect has no translation for a neutral tag.

        """
        links = {getattr(self.dialect, name) for name in LINKS}
        tags = [tag for tag in scan(rendered, self.dialect)[0] if tag.sure or tag.text in links]
        if not tags:
            return rendered
        masked, placeholders = self._mask(rendered, Place("layout", (), rendered, 0), tags)
        self._layout[part].update(placeholders)
        self._places |= dict.fromkeys(placeholders, Place("layout", (), "", 0))
        return masked

    def _mask(self, text: str, place: Place, tags: Sequence[Tag]) -> tuple[str, list[str]]:
        written = [native(tag.text, self.dialect) for tag in tags]
        if any(isinstance(problem, Problem) for problem in written):
            problems = untranslatable(text, self.dialect)
            raise InputError(*(problem._replace(file=place.file, loc=place.loc) for problem in problems))
        # The same text in another field gets other placeholders, so that the proof can tell the two.
        repeated = self._fields[text]
        self._fields[text] += 1
        digest = blake2b(f"{repeated or ''}{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        out, placeholders, at = [], [], 0
        for number, tag in enumerate(tags):
            placeholder = self._placeholder(digest, number, str(written[number]), control=tag.control)
            placeholders.append(placeholder)
            out += [text[at : tag.start], placeholder]
            at = tag.start + len(tag.text)
        return "".join([*out, text[at:]]), placeholders

    def _placeholder(self, field_digest: bytes, number: int, tag: str, *, control: bool) -> str:
        digest = blake2b(str(number).encode(), digest_size=4, key=field_digest).hexdigest()
        head = f"xm{self.salt}x{digest.translate(_LETTERS)}"
        width = columns(tag)
        placeholder = head + "w" * (width - len(head) - 1) + ("c" if control else "z")
        # Two tags with one digest: rarer than rare, and then one letter more tells them apart.
        while self._tags.setdefault(placeholder, tag) != tag:
            placeholder = placeholder[:-1] + "w" + placeholder[-1]
        return placeholder

    def restore(self, text: str) -> str:
        """Put every tag back, byte for byte."""
        return self._pattern.sub(lambda match: self._tags.get(match[0], match[0]), text)

    @property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_SHAPE.replace("[a-p]*", self.salt, 1))

    def prove(self, html: str, text: str) -> tuple[TagCount, ...]:
        """Count every tag of the source in both parts, still masked.

        Returns:
            One row per distinct tag, sorted.

        Raises:
            ProofError: An occurrence is missing from a part; the problem names the part and the place.

        """
        found = {"html": Counter(self._pattern.findall(html)), "text": Counter(self._pattern.findall(text))}
        problems = [
            self._lost(placeholder, part)
            for part in found
            for placeholder, expected in (self._sources + self._layout[part]).items()
            if found[part][placeholder] < expected
        ]
        if problems:
            raise ProofError(*problems)
        shown = Counter(self._offered & (found["html"].keys() | found["text"].keys()))
        source = self._sources + shown + (self._layout["html"] | self._layout["text"])
        rows: dict[str, list[int]] = {}
        for placeholder, tag in self._tags.items():
            if not source[placeholder]:
                continue  # offered by the dialect, and not used by the layout
            row = rows.setdefault(tag, [0, 0, 0])
            for at, count in enumerate((source, found["html"], found["text"])):
                row[at] += count[placeholder]
        return tuple(TagCount(tag, *counts) for tag, counts in sorted(rows.items()))

    def _lost(self, placeholder: str, part: str) -> Problem:
        place, tag = self._places[placeholder], self._tags[placeholder]
        shown = "HTML part" if part == "html" else "text part"
        return Problem(
            code="lost-merge-tag",
            message=f"the merge tag {tag} is missing from the {shown}",
            hint="the layout does not show this field; show it in both its templates, or leave the tag out",
            file=place.file,
            loc=place.loc,
            needle=tag,
            nth=nth_of(place.text, tag, place.start),
        )


class TagCount(NamedTuple):
    """How often a tag stands in the source and in each part."""

    tag: str
    source: int
    html: int
    text: int


def _folded(text: str) -> str:
    """A text whose small letters, in a row, are all that it can be brought to show.

    Markdown drops signs and decodes entities, and the name of a site is folded to plain lowercase, so a placeholder
    could come in disguise: ``x*m*x``, ``&#120;mx``.
    """
    return normalize("NFKC", unescape(text)).lower()


def _salts() -> Iterable[str]:
    yield ""
    for length in range(1, 9):
        yield from map("".join, product("abcdefghijklmnop", repeat=length))
