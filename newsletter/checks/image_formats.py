"""Rules about the formats of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newsletter.checks.image_hosting import folder_of
from newsletter.errors import Problem
from newsletter.images import Look, look
from newsletter.walk import Shown

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

# https://www.caniemail.com, features image-svg, image-webp, image-avif, image-heif, image-bmp, image-tiff, image-ico
# and image-mp4, as of 2025-09-09; named are the clients with most readers.
_UNSEEN: Mapping[str, tuple[str, str]] = {
    "svg": ("an SVG", "Gmail does not show"),
    "webp": ("a WebP", "Outlook for Windows does not show"),
    "avif": ("an AVIF", "Outlook for Windows, GMX and WEB.DE do not show"),
    "heic": ("a HEIC", "Outlook, Thunderbird and Samsung Email do not show"),
    "tiff": ("a TIFF", "Outlook, Yahoo Mail and Thunderbird do not show"),
    "bmp": ("a BMP", "Gmail shows in wrong colours"),
    "ico": ("an ICO", "Outlook for Windows does not show"),
    "mp4": ("an MP4", "Gmail and Outlook do not show"),
}
_SUFFIXES = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "apng": "png", "tif": "tiff", "heif": "heic"}
_SUFFIXES |= {name: name for name in ("jpeg", "png", "gif", *_UNSEEN)}


def unsupported_image_format(mail: Mail) -> Iterator[Problem]:
    """A picture in a format that some inboxes do not show.

    ## What it does
    Looks at the content of local files, and at the end of addresses, for SVG, WebP, AVIF, HEIC, TIFF, BMP, ICO and MP4.

    ## Why it matters
    Gmail shows no SVG, Outlook for Windows no WebP and no AVIF, and so on (caniemail.com). Their readers see an empty
    frame.

    ## Example
    `image: images/banner.webp`

    ## Instead
    Save photos as JPEG, drawings and logos as PNG, and short animations as GIF.
    """
    for picture in mail.pictures:
        named, seen = _named(picture.url), seen_file(picture, mail)
        kind = seen.format if seen and seen.format else named
        if kind not in _UNSEEN:
            continue
        what, who = _UNSEEN[kind]
        truth = "" if kind == named else ", whatever its name says"
        save = "PNG" if kind in ("svg", "ico") else "GIF" if kind == "mp4" else "JPEG or PNG"
        yield picture.place.problem(f"this is {what} file{truth}, which {who}", f"save it as {save}")


def misnamed_image(mail: Mail) -> Iterator[Problem]:
    """A picture whose name ends like another format.

    ## What it does
    Compares the content of local files with the end of their names, for JPEG, PNG and GIF.

    ## Why it matters
    The site that hosts it tells mail clients what the name says. Strict ones then refuse the picture, and some ESPs
    refuse the upload.

    ## Example
    `image: images/banner.png`, where the file is a JPEG.

    ## Instead
    `image: images/banner.jpg`, after renaming the file.
    """
    for picture in mail.pictures:
        named, seen = _named(picture.url), seen_file(picture, mail)
        if seen and named and seen.format and seen.format not in (named, *_UNSEEN):
            told, right = seen.format.upper(), "jpg" if seen.format == "jpeg" else seen.format
            name = PurePosixPath(picture.url)
            yield picture.place.problem(
                f"this file is a {told}, and its name ends in '{name.suffix}'", f"rename it to {name.stem}.{right}"
            )


def animated_image(mail: Mail) -> Iterator[Problem]:
    """An animation, of which some inboxes show the first picture only.

    ## What it does
    Finds local GIF and PNG files of several frames.

    ## Why it matters
    Outlook 2007 to 2019 for Windows shows the first frame of a GIF and no other, later ones stop after three rounds;
    Gmail and Outlook do so with an animated PNG (caniemail.com). An offer that appears in the last frame is never seen.

    ## Example
    `image: images/countdown.gif`, whose first frame is empty.

    ## Instead
    Make a first frame that says everything on its own. Then ignore this rule here, with a comment that says so.
    """
    for picture in mail.pictures:
        seen = seen_file(picture, mail)
        if seen and seen.animated:
            who = "Outlook for Windows" if seen.format == "gif" else "Gmail and Outlook"
            yield picture.place.problem(
                f"this picture moves, and {who} may show its first frame only",
                "see to it that the first frame says everything on its own",
            )


def _named(url: str) -> str:
    """The format that an address or a path ends in; empty where it does not tell."""
    return _SUFFIXES.get(PurePosixPath(re.split("[?#]", url)[0]).suffix[1:].lower(), "")


def seen_file(picture: Shown, mail: Mail) -> Look | None:
    """What the file of a picture is; None where it is no file of the project."""
    return look(folder_of(picture, mail.project) / picture.url) if picture.local else None
