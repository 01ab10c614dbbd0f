"""Which tag is at fault when an engine cannot read a text, in words for whoever wrote the tag.

Engines tell lines of a text that nobody has seen, or none at all. So blocks are matched here, and each tag is then
tried alone: only once something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsletter.merging.sheet import Unreadable

RAISED = (ArithmeticError, AssertionError, LookupError, RecursionError, SyntaxError, TypeError, ValueError)
"""What an engine lets through from Python when the values of a tag do not fit: ``truncate(2)``, a hundred blocks."""
_OPENS = re.compile(r"\{%[-+]?\s*(?P<word>\w+)|\{\{~?[#^]\s*(?P<section>[^\s}~]+)")
_CLOSES = re.compile(r"\{%[-+]?\s*end(?P<word>\w+)|\{\{~?/\s*(?P<section>[^\s}~]+)")
_BETWEEN = re.compile(r"\{%[-+]?\s*(?:else|elif|elsif|elseif|when|empty)\b|\{\{~?\s*else\b")
_BLOCKS = ("if", "ifchanged", "unless", "for", "tablerow", "case", "capture", "with", "comment", "raw", "verbatim")
_UNKNOWN = re.compile(
    r"(?:No filter named|Invalid filter:|unknown filter) '(?P<filter>[^']*)'"
    r"|(?:unknown tag|Invalid block tag on line \d+:|unexpected tag) '(?P<tag>[^']*)'"
    r'|Missing helper: "(?P<helper>[^"]*)"'
)

_WORDS = {
    "expected token 'name', got": "a name is lacking before",
    "'end of print statement'": "the tag's end",
    "'end of statement block'": "the tag's end",
    "end of expression": "the tag's end",
}


def told(message: str) -> Unreadable:
    """What a library says about a tag, as it goes on after the tag."""
    if unknown := _UNKNOWN.search(message):
        what = unknown.lastgroup or ""
        return Unreadable(f"uses the {what} '{unknown[what]}', which the preview does not know", untried=True)
    if "not supported between" in message:  # Python's words, and python-liquid's
        return Unreadable("compares a number with a text, and the contact's value is the text")
    if "recursion" in message or "depth exceeded" in message:
        return Unreadable("has too many blocks around it", untried=True)
    if re.search(r"requires \d+ arguments, \d+ provided", message):
        return Unreadable("lacks what a filter needs: it stands right behind the filter's colon, without a blank")
    for library, ours in _WORDS.items():
        message = message.replace(library, ours)
    reason = re.sub(r" on line \d+|; did you forget.*", "", message.split("\n", 1)[0]).rstrip(".")
    return Unreadable(f"is not well written: {reason}" if reason else "is not well written")


def located(error: Unreadable, tags: Sequence[str], tried: Callable[[str], object]) -> Unreadable:
    """The same error with the tag that causes it.

    Args:
        error: What the engine says about the whole text.
        tags: The tags of the text, in order.
        tried: Reads a text of nothing but tags; raises :class:`Unreadable`.

    """
    alone: dict[str, str] = {}  # a text to try -> the tag in it that is tried
    stack: list[list[str]] = []  # the opening tag of each block that is open, and what stands between its parts
    for tag in tags:
        if closes := _CLOSES.match(tag):
            if not stack:
                return Unreadable("closes nothing: no such block is open", tag)
            opening, *between = stack.pop()
            if _name(opening) != (closes["word"] or closes["section"]):
                return Unreadable(f"stands where {opening} has to be closed first", tag)
            alone.setdefault(opening + tag, opening)
            for part in between:
                alone.setdefault(opening + part + tag, part)
        elif _BETWEEN.match(tag):
            if not stack:
                return Unreadable("stands outside of any condition", tag)
            stack[-1].append(tag)
        elif _opens(tag, tags):
            stack.append([tag])
        else:
            alone.setdefault(tag, tag)
    if stack:
        return Unreadable("is never closed", stack[-1][0])
    for text, tag in alone.items():
        try:
            tried(text)
        except Unreadable as found:
            return Unreadable(found.why, tag, untried=found.untried)
    return error


def _name(opening: str) -> str:
    found = _OPENS.match(opening)
    return (found["word"] or found["section"]) if found else ""


def _opens(tag: str, tags: Sequence[str]) -> bool:
    """Whether a tag needs a closing one: it is known for that, or one is there."""
    found = _OPENS.match(tag)
    if found is None:
        return False
    return found["section"] is not None or found["word"] in _BLOCKS or any(
        closes["word"] == found["word"] for other in tags if (closes := _CLOSES.match(other))
    )  # fmt: skip
