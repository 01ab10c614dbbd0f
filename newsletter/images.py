"""Local pictures: found below a folder, measured and told apart by their header. Nothing is decoded or fetched."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from newsletter import urls
from newsletter.errors import Problem, did_you_mean


class Pixels(NamedTuple):
    """The natural size of a picture, in pixels."""

    width: int
    height: int


class Picture:
    """A picture as a message shows it.

    Attributes:
        url: Its address.
        pixels: Its natural size, where known.

    """

    def __init__(self, url: str, pixels: Pixels | None) -> None:
        self.url = url
        self.pixels = pixels

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, image: str, pixels: Pixels | None, base: str | None) -> Picture:
        """A local image below the address it will be hosted at, or any other at its own; the same one each time."""
        path = urls.normalise(image)
        return cls(f"{base.rstrip('/')}/{path.removeprefix('./')}" if base else path, pixels)

    def fitted(self, width: int) -> Pixels | None:
        """The size to show it at, at most `width` pixels wide; None where its own is unknown."""
        if self.pixels is None:
            return None
        shown = min(width, self.pixels.width)
        return Pixels(shown, max(1, round(self.pixels.height * shown / self.pixels.width)))


class Look(NamedTuple):
    """What a file of a picture is in truth, whatever its name says.

    Attributes:
        format: ``png``, ``jpeg``, ``gif``, ``webp``, ``avif``, ``heic``, ``bmp``, ``tiff``, ``svg``, ``ico``; empty for
            others.
        animated: Whether it is a GIF or a PNG of several frames.
        bytes: Its size.

    """

    format: str
    animated: bool
    bytes: int


def look(file: Path) -> Look | None:
    """What a file is; None where there is none."""
    try:
        found = file.stat()
        return _look(file, found.st_mtime_ns, found.st_size)
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return None


@lru_cache(maxsize=256)
def _look(file: Path, changed: int, size: int) -> Look:  # noqa: ARG001  # a changed file is looked at anew
    content = file.read_bytes()
    kind = next((name for name, header in _HEADERS if header.match(content)), "")
    animated = (kind == "gif" and _frames(content) > 1) or (kind == "png" and _is_apng(content))
    return Look(kind, animated, size)


_HEADERS = tuple(
    (name, re.compile(header, re.DOTALL))
    for name, header in (
        ("gif", rb"GIF8[79]a"),
        ("png", rb"\x89PNG\r\n\x1a\n"),
        ("jpeg", rb"\xff\xd8\xff"),
        ("webp", rb"RIFF.{4}WEBP"),
        ("avif", rb".{4}ftypavi[fs]"),
        ("heic", rb".{4}ftyp(?:he[iv][cxms]|mif1|msf1)"),
        ("bmp", rb"BM"),
        ("tiff", rb"II[*+]\0|MM\0[*+]"),
        ("ico", rb"\0\0\x01\0"),
        ("svg", rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!DOCTYPE svg|!--)"),
    )
)


def _frames(gif: bytes) -> int:
    """How many frames a GIF has, counted up to two: GIF89a specification, sections 18 to 26."""

    def past_table(at: int, flags: int) -> int:
        return at + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)

    frames, at = 0, past_table(13, gif[10]) if len(gif) > 13 else len(gif)
    while frames < 2 and at + 1 < len(gif):
        if gif[at] == 0x2C and at + 9 < len(gif):
            frames += 1
            at = past_table(at + 10, gif[at + 9]) + 1
        elif gif[at] == 0x21:
            at += 2
        else:
            break
        while at < len(gif) and gif[at]:
            at += gif[at] + 1
        at += 1
    return frames


def _is_apng(png: bytes) -> bool:
    """Whether a PNG says before its first picture that it has several: PNG specification, third edition, acTL."""
    at = 8
    while at + 12 <= len(png):
        kind, length = png[at + 4 : at + 8], int.from_bytes(png[at : at + 4])
        if kind == b"acTL":
            return int.from_bytes(png[at + 8 : at + 12]) > 1
        if kind == b"IDAT":
            return False
        at += length + 12
    return False


def measure(path: str, folder: Path) -> Pixels | Problem:  # noqa: PLR0911  # one for each thing that can be wrong
    """The size of a picture, or what is wrong with it.

    Args:
        path: As the author wrote it, with forward slashes, relative to `folder`.
        folder: Where the issue or brand file stands.

    """
    file = folder / path
    if path.startswith("//") or re.match(r"www\.", path, re.IGNORECASE):
        return urls.incomplete(path)
    try:
        inside, there = file.resolve().is_relative_to(folder.resolve()), file.is_file()
    except (OSError, RuntimeError) as error:  # too long for a name, no right to look, a link to itself
        why = getattr(error, "strerror", None) or "it is a link to itself"
        shown = path if len(path) <= _SHOWN else f"{path[:_SHOWN]}…"
        return _problem("unreadable-image", path, f"the image '{shown}' cannot be read: {why}", _NAME)
    if Path(path).is_absolute() or not inside:
        return _problem("image-outside", path, f"the image '{path}' is outside the issue's folder", _MOVE)
    if not there:
        beside = sorted(p.relative_to(folder).as_posix() for p in folder.glob("images/*") if p.is_file())
        hint = f"pictures are {', '.join(beside[:8])}" if beside else f"save the picture as {path} beside this file"
        return _problem("missing-image", path, f"there is no image '{path}'", hint, _guess(path, beside))
    try:
        width, height = _size(file)
    except OSError as error:
        return _problem("unreadable-image", path, f"the image '{path}' cannot be read: {error.strerror}", _RIGHTS)
    except Exception as error:  # noqa: BLE001  # imagesize raises struct.error, IndexError … on damaged headers
        return _problem("unreadable-image", path, f"the image '{path}' is damaged ({type(error).__name__})", _SAVE)
    if width <= 0 or height <= 0:
        return _problem("unreadable-image", path, f"'{path}' is not a picture that can be measured", _SAVE)
    return Pixels(int(width), int(height))


def _size(file: Path) -> tuple[float, float]:
    """The width and height of a picture, in pixels; those of a PNG stand in its header (PNG specification, IHDR)."""
    with file.open("rb") as opened:
        head = opened.read(26)
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and len(head) == 26:
        return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    import imagesize  # noqa: PLC0415  # it brings an HTTP client along, which takes longer than most pictures

    found: tuple[float, float] = imagesize.get(file)
    return found


def _guess(path: str, beside: list[str]) -> str:
    """The picture of nearly the same name; its folder alone says nothing."""
    by_name = {Path(p).stem: p for p in beside}
    near = did_you_mean(Path(path.replace("\\", "/")).stem, by_name)
    name = near.removeprefix("did you mean '").removesuffix("'?")
    return f"did you mean '{by_name[name]}'?" if near else ""


_MOVE = "copy it into images/ beside this file and name it by that path"
_RIGHTS = "check its rights"
_SAVE = "save it again as PNG, JPEG or GIF"
_NAME = "write the path of a picture beside this file, such as images/picture.png"
_SHOWN = 80  # characters of a path in a message


def _problem(code: str, path: str, message: str, hint: str, label: str = "") -> Problem:
    return Problem(code=code, message=message, hint=hint, label=label, needle=path)
