"""Rules about the files of pictures, and the size that they are shown at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from newsletter.checks.image_hosting import folder_of
from newsletter.errors import Problem
from newsletter.images import Look, Picture, look
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

# Fine screens have two pixels or more where others have one: Apple's Retina, Windows at 200 %.
FINE = 2
_TOO_LARGE = 2.5  # more than that many pixels for each one shown; a quarter more than fine screens use
_TOO_SMALL = 1.5
_WORTHWHILE = 20_000  # bytes that a smaller file would save; less is not worth anybody's while
_SMALLEST = 48  # pixels; what is narrower is an icon or a spacer

# SpamAssassin's rule HTML_IMAGE_RATIO_02, the first of four: at most 0.002 letters for each pixel of a picture's area
# (rules/20_html_tests.cf). HTML_IMAGE_ONLY looks at the size of the HTML, which is always larger than it asks for.
_LETTERS = 0.002
_USUAL = 2  # the width of a picture by its height, where only the width is known


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
        named, seen = _named(picture.url), _seen(picture, mail)
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
        named, seen = _named(picture.url), _seen(picture, mail)
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
        seen = _seen(picture, mail)
        if seen and seen.animated:
            who = "Outlook for Windows" if seen.format == "gif" else "Gmail and Outlook"
            yield picture.place.problem(
                f"this picture moves, and {who} may show its first frame only",
                "see to it that the first frame says everything on its own",
            )


def oversized_image(mail: Mail) -> Iterator[Problem]:
    """A picture with far more pixels than are shown.

    ## What it does
    Compares the width of local files with the width that they are shown at. Twice as many pixels are welcome, since
    fine screens show them; more than two and a half times are told, where a smaller file would save 20 kB or more.

    ## Why it matters
    Readers on the move wait for it and pay for it, and see no difference. Outlook for Windows may show it in full
    size, and break the layout.

    ## Example
    A photo of 4000 pixels from a camera as a banner that is 568 pixels wide.

    ## Instead
    Save it at twice the width that it is shown at: 1136 pixels.
    """
    widths = _widths(mail)
    for picture in mail.pictures:
        shown, seen = widths.get(_address(picture, mail), 0), _seen(picture, mail)
        if not (seen and picture.pixels and shown) or seen.format == "svg":
            continue
        wide, right = picture.pixels.width, FINE * shown
        saved = int(seen.bytes * (1 - (right / wide) ** 2))
        if wide > _TOO_LARGE * shown and saved >= _WORTHWHILE:
            yield picture.place.problem(
                f"this picture is {wide} pixels wide and takes {seen.bytes // 1000} kB, and is shown {shown} wide",
                f"save it {right} pixels wide, which would save about {saved // 1000} kB",
            )


def blurred_image(mail: Mail) -> Iterator[Problem]:
    """A picture with too few pixels for fine screens.

    ## What it does
    Finds local files with less than one and a half times as many pixels as they are shown wide. Icons and animations
    are left alone.

    ## Why it matters
    Most phones and many laptops have two pixels or more where others have one. Text in such a picture looks soft
    there, beside letters that are sharp.

    ## Example
    A logo of 120 pixels, shown 120 wide.

    ## Instead
    Save it at twice the width that it is shown at: 240 pixels.
    """
    widths = _widths(mail)
    for picture in mail.pictures:
        shown, seen = widths.get(_address(picture, mail), 0), _seen(picture, mail)
        if not (seen and picture.pixels and shown >= _SMALLEST) or seen.format == "svg" or seen.animated:
            continue
        wide = picture.pixels.width
        if wide < _TOO_SMALL * shown:
            yield picture.place.problem(
                f"this picture is {wide} pixels wide and shown {shown} wide, so it looks soft on fine screens",
                f"save it {FINE * shown} pixels wide"
                if wide > shown
                else "save it twice as wide as readers should see it",
            )


def missing_width(mail: Mail) -> Iterator[Problem]:
    """A picture without a width in the HTML.

    ## What it does
    Looks in the composed HTML for `<img>` elements without a `width` in pixels or per cent. Those of this project's
    layouts all have one.

    ## Why it matters
    Outlook for Windows does not read the width in the styles. It shows the picture at its natural size, and twice as
    wide as meant where it was made for fine screens.

    ## Example
    `<img src="{{ image.url }}" style="max-width: 100%">` in a template.

    ## Instead
    `<img src="{{ image.url }}" width="568" style="max-width: 100%">`
    """
    for image in mail.page.root.iter("img"):
        if not re.fullmatch(r"\s*\d+(?:\.\d+)?(?:px|%)?\s*", image.get("width") or ""):
            yield mail.page.place(image).problem(
                "this picture has no width in the HTML, and Outlook for Windows shows it at its natural size",
                'write width="..." into the <img> of the template, in pixels',
            )


def embedded_image(mail: Mail) -> Iterator[Problem]:
    """A picture that is written into the HTML itself.

    ## What it does
    Looks in the composed HTML for pictures and backgrounds whose address begins with `data:`.

    ## Why it matters
    Gmail does not show them, and Outlook for Windows only some (caniemail.com, image-base64). They make the HTML large,
    and Gmail cuts it off after 102 kB.

    ## Example
    `<img src="data:image/png;base64,iVBORw0KGgo..." alt="Logo" width="120">` in a template.

    ## Instead
    Save it as a file, and show it as any other picture.
    """
    for element in mail.page.root.iter(etree.Element):
        found = (element.get(name) or "" for name in ("src", "background", "style"))
        if any(re.match(r"\s*data:", text) or "url(data:" in re.sub(r"[\s'\"]", "", text) for text in found):
            yield mail.page.place(element).problem(
                "this picture stands in the HTML itself (data:), and Gmail does not show it",
                "save it as a file beside the others, and show that",
            )


def mostly_pictures(mail: Mail) -> Iterator[Problem]:
    """A mail that is mostly pictures.

    ## What it does
    Compares the letters of the composed HTML with the area of its pictures: at least one letter for 500 square pixels,
    which is 282 letters beside a banner of 568 x 248.

    ## Why it matters
    Spam filters distrust mails that hide their words in pictures; this is the measure of SpamAssassin's rule
    HTML_IMAGE_RATIO_02. Where pictures are blocked, nothing is left to read, and a search finds nothing.

    ## Example
    A flyer as one large picture, with a greeting above it.

    ## Instead
    Write the words as text, and leave the picture to show what only a picture can.
    """
    sizes = [(_area(image), image) for image in mail.page.root.iter("img")]
    needed = int(_LETTERS * sum(area for area, _ in sizes))
    letters = sum(len("".join(text.split())) for text in _texts(mail.page.root))
    if sizes and letters < needed:
        largest = max(sizes, key=lambda size: size[0])[1]
        yield mail.page.place(largest).problem(
            f"this mail is mostly pictures: it has {letters} letters of text, and pictures of this size want {needed}",
            "write as text what the pictures say",
        )


def _texts(root: etree._Element) -> Iterator[str]:
    """What stands between the tags of a tree, but for its styles and its title."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in ("style", "title"):
            yield element.text or ""
        yield element.tail or ""


def _area(image: etree._Element) -> float:
    width = _number(image.get("width"))
    return width * (_number(image.get("height")) or width / _USUAL)


def _number(text: str | None) -> float:
    found = re.match(r"\d+", text or "")
    return float(found[0]) if found and "%" not in (text or "") else 0.0


def _widths(mail: Mail) -> dict[str, int]:
    """The widths that pictures are shown at, in CSS pixels, by address; the largest where there are several."""
    widths: dict[str, int] = {}
    for image in mail.page.root.iter("img"):
        address = re.sub(r"#at:\d+$", "", image.get("src") or "")
        widths[address] = max(int(_number(image.get("width"))), widths.get(address, 0))
    return widths


def _address(picture: Shown, mail: Mail) -> str:
    base = mail.project.brand.assets_base_url if picture.local else None
    return Picture.of(picture.url, picture.pixels, base).url


def _named(url: str) -> str:
    """The format that an address or a path ends in; empty where it does not tell."""
    found = re.search(r"\.(\w{2,4})(?:[?#].*)?$", url, re.DOTALL)
    return _SUFFIXES.get(found[1].lower(), "") if found else ""


def _seen(picture: Shown, mail: Mail) -> Look | None:
    return look(folder_of(picture, mail.project) / picture.url) if picture.local else None
