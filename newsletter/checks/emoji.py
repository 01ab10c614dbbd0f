"""Rules about emoji that not every reader sees as they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.checks.inbox import Line, lines
from newsletter.errors import Problem
from newsletter.model.values import Condition, Image, Url
from newsletter.scanning import cover_tags
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

# The characters that became emoji with a version, and the year that it was published in. Unicode, emoji-test.txt of
# version 18.0 (https://www.unicode.org/Public/18.0.0/emoji/), read in November 2026.
_NEW = (
    (
        "15.0",
        2022,
        "\U0001f6dc\U0001fa75-\U0001fa77\U0001fa87\U0001fa88\U0001faad-\U0001faaf\U0001fabb-\U0001fabd\U0001fabf"
        "\U0001face\U0001facf\U0001fada\U0001fadb\U0001fae8\U0001faf7\U0001faf8",
    ),
    ("16.0", 2024, "\U0001fa89\U0001fa8f\U0001fabe\U0001fac6\U0001fadc\U0001fadf\U0001fae9"),
    ("17.0", 2025, "\U0001f6d8\U0001fa8a\U0001fa8e\U0001fac8\U0001facd\U0001faea\U0001faef"),
    ("18.0", 2026, "\U0001f6d9\U0001fa8b-\U0001fa8d\U0001facc\U0001fadd\U0001faeb\U0001faf9\U0001fafa"),
)
_ALL_NEW = "".join(chars for _, _, chars in _NEW)
_RANGE = "-".join((min(_ALL_NEW.replace("-", "")), max(_ALL_NEW)))  # no letter is in it, so that texts are passed over
_ANY_NEW = re.compile(f"[{_RANGE}](?<=[{_ALL_NEW}])")

# Emoji, and the arrows and signs among them; Unicode, emoji-data.txt, in ranges.
_SIGN = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_TONE = "[\U0001f3fb-\U0001f3ff]"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_TAGGED = "\U0001f3f4[\U000e0020-\U000e007f]+"  # the flags of England, Scotland and Wales
_EMOJI = f"(?:{_FLAG}|{_TAGGED}|{_SIGN}\ufe0f?{_TONE}?(?:\u200d{_SIGN}\ufe0f?{_TONE}?)*)"
_EVERY = re.compile(_EMOJI)
_AT_START = re.compile(rf"\s*({_EMOJI}(?:\s*{_EMOJI})+)")


def risky_emoji(mail: Mail) -> Iterator[Problem]:
    """An emoji that is too new for many systems.

    ## What it does
    Finds emoji of Emoji 15.0 (September 2022) and later versions, anywhere in the issue and the brand, by Unicode's own
    list (emoji-test.txt, version 18.0).

    ## Why it matters
    An emoji is drawn by the reader's system, and one that is older than the emoji shows an empty box. Windows 10 and
    phones without updates have none of these.

    ## Example
    `subject: "We are shaking 🫨"`

    ## Instead
    Take one that everybody has had for years, or a word.
    """
    for value, file, loc in mail.values:
        if value.isascii() or isinstance(value, (Condition, Image, Url)):
            continue
        for found in _ANY_NEW.finditer(value):
            version, year = next((version, year) for version, year, chars in _NEW if re.match(f"[{chars}]", found[0]))
            yield Place.within(value, *found.span(), file, loc).problem(
                f"{found[0]} came with Emoji {version} in {year}; older systems show an empty box",
                "take an older emoji, or a word",
            )


def fragile_emoji(mail: Mail) -> Iterator[Problem]:
    """An emoji in the inbox that falls apart on some systems.

    ## What it does
    Finds emoji in the subject and preheader that are made of several characters: flags, families and professions that
    are joined, and those with a skin tone.

    ## Why it matters
    A system that does not know the whole shows its parts: a family becomes three heads, a skin tone a coloured square
    beside a yellow hand (Unicode, UTS #51, on emoji sequences), and Windows shows a country's flag as two letters, FR.

    ## Example
    `subject: "Made in 🇫🇷"`

    ## Instead
    `subject: Made in France`
    """
    for line in lines(mail):
        for found in _EVERY.finditer(cover_tags(line.text, mail.project.dialect, " ")):
            if told := _parts(found[0]):
                yield line.place(found.start(), found.end()).problem(told, "take an emoji of one piece, or a word")


def leading_emoji(mail: Mail) -> Iterator[Problem]:
    """A subject that begins with several emoji.

    ## What it does
    Finds subjects with two or more emoji before the first word. One is fine.

    ## Why it matters
    They take the room of words that phones cut at the end, and a screen reader says the name of each before the subject
    begins.

    ## Example
    `subject: "🎉🎁🔥 Our summer sale"`

    ## Instead
    `subject: "🎁 Our summer sale"`
    """
    line: Line = lines(mail)[0]
    found = _AT_START.match(line.text)
    if found:
        count = len(_EVERY.findall(found[1]))
        yield line.place(found.start(1), found.end(1)).problem(
            f"the subject begins with {count} emoji, before its first word", "begin with the words, and keep one emoji"
        )


def _parts(emoji: str) -> str:
    """What a system shows that does not know an emoji of several characters; empty for one of a single character."""
    if re.fullmatch(_FLAG, emoji):
        letters = "".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in emoji)
        return f"Windows shows the flag {emoji} as the letters {letters}"
    if re.fullmatch(_TAGGED, emoji):
        return f"many systems show {emoji} as a black flag"
    if "\u200d" in emoji:
        return f"{emoji} is joined of several emoji: older systems show {' '.join(emoji.split(chr(0x200D)))}"
    if re.search(_TONE, emoji):
        return f"{emoji} has a skin tone: some programs show a coloured square beside it"
    return ""
