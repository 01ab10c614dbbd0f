"""Local pictures: found below a folder and measured from their header. Nothing is decoded, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import imagesize

from newsletter import urls
from newsletter.errors import Problem, did_you_mean


class Pixels(NamedTuple):
    """The natural size of a picture, in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A picture as a message shows it.

    Attributes:
        url: Its address.
        pixels: Its natural size, where known.

    """

    url: str
    pixels: Pixels | None

    @classmethod
    def of(cls, image: str, pixels: Pixels | None, base: str | None) -> Picture:
        """A local image below the address it will be hosted at, or any other at its own."""
        path = urls.normalise(image)
        return cls(f"{base.rstrip('/')}/{path.removeprefix('./')}" if base else path, pixels)

    def fitted(self, width: int) -> Pixels | None:
        """The size to show it at, at most `width` pixels wide; None where its own is unknown."""
        if self.pixels is None:
            return None
        shown = min(width, self.pixels.width)
        return Pixels(shown, max(1, round(self.pixels.height * shown / self.pixels.width)))


def measure(path: str, folder: Path) -> Pixels | Problem:  # noqa: PLR0911  # one for each thing that can be wrong
    """The size of a picture, or what is wrong with it.

    Args:
        path: As the author wrote it, with forward slashes, relative to `folder`.
        folder: Where the issue or brand file stands.

    """
    file = folder / path
    if path.startswith("//") or re.match(r"www\.", path, re.IGNORECASE):
        return urls.incomplete(path)
    if Path(path).is_absolute() or not file.resolve().is_relative_to(folder.resolve()):
        return _problem("image-outside", path, f"the image '{path}' is outside the issue's folder", _MOVE)
    if not file.is_file():
        beside = sorted(p.relative_to(folder).as_posix() for p in folder.glob("images/*") if p.is_file())
        hint = f"pictures are {', '.join(beside[:8])}" if beside else f"save the picture as {path} beside this file"
        return _problem("missing-image", path, f"there is no image '{path}'", hint, _guess(path, beside))
    try:
        width, height = imagesize.get(str(file))
    except (OSError, ValueError) as error:
        return _problem("unreadable-image", path, f"the image '{path}' cannot be read: {error}", _SAVE)
    except Exception as error:  # noqa: BLE001  # imagesize raises struct.error, IndexError … on damaged headers
        return _problem("unreadable-image", path, f"the image '{path}' is damaged ({type(error).__name__})", _SAVE)
    if width <= 0 or height <= 0:
        return _problem("unreadable-image", path, f"'{path}' is not a picture that can be measured", _SAVE)
    return Pixels(int(width), int(height))


def _guess(path: str, beside: list[str]) -> str:
    """The picture of nearly the same name; its folder alone says nothing."""
    by_name = {Path(p).stem: p for p in beside}
    near = did_you_mean(Path(path.replace("\\", "/")).stem, by_name)
    name = near.removeprefix("did you mean '").removesuffix("'?")
    return f"did you mean '{by_name[name]}'?" if near else ""


_MOVE = "copy it into images/ beside this file and name it by that path"
_SAVE = "save it again as PNG, JPEG or GIF"


def _problem(code: str, path: str, message: str, hint: str, label: str = "") -> Problem:
    return Problem(code=code, message=message, hint=hint, label=label, needle=path)
