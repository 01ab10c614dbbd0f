"""Rules about the size of pictures, and the room that they take in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from newsletter.checks.image_formats import seen_file
from newsletter.checks.weight import PICTURE
from newsletter.errors import Problem
from newsletter.images import Picture
from newsletter.model.values import Prosaic
from newsletter.walk import Shown

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

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


def oversized_image(mail: Mail) -> Iterator[Problem]:
    """A picture with far more pixels than are shown.

    ## What it does
    Compares the width of local files with the width that they are shown at. Twice as many pixels are welcome, since
    fine screens show them; more than two and a half times are told, where a smaller file would save 20 KB or more.
    What weighs over 1 MB is left to heavy-image.

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
        shown, seen = widths.get(_address(picture, mail), 0), seen_file(picture, mail)
        if not (seen and picture.pixels and shown) or seen.format == "svg":
            continue
        wide, right = picture.pixels.width, FINE * shown
        saved = int(seen.bytes * (1 - (right / wide) ** 2))
        if wide > _TOO_LARGE * shown and saved >= _WORTHWHILE and seen.bytes <= PICTURE:
            yield picture.place.problem(
                f"this picture is {wide} pixels wide and takes {seen.bytes // 1000} KB, and is shown {shown} wide",
                f"save it {right} pixels wide, which would save about {saved // 1000} KB",
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
        shown, seen = widths.get(_address(picture, mail), 0), seen_file(picture, mail)
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
    Looks in the composed HTML for `<img>` elements without a `width` in pixels or per cent: those of your own
    templates, and pictures on the web that stand in the middle of a text, whose size is not known.

    ## Why it matters
    Outlook for Windows does not read the width in the styles. It shows the picture at its natural size, and twice as
    wide as meant where it was made for fine screens.

    ## Example
    `Read on ![an arrow](https://www.example.com/arrow.png) here.`; or `<img src="{{ image.url }}">` in a template.

    ## Instead
    Save the picture into `images/`, where it is measured; or give it a paragraph of its own, where it is as wide as the
    text. In a template: `<img src="{{ image.url }}" width="568">`.
    """
    written = {_address(picture, mail): picture for picture in mail.pictures}
    for image in mail.page.root.iter("img"):
        if re.fullmatch(r"\s*\d+(?:\.\d+)?(?:px|%)?\s*", image.get("width") or ""):
            continue
        picture = written.get(_source(image))
        typed = picture is not None and isinstance(picture.value, Prosaic)
        yield (picture.place if picture and typed else mail.page.place(image)).problem(
            "this picture has no width in the HTML, and Outlook for Windows shows it at its natural size",
            "save it into images/, where it is measured, or give it a paragraph of its own"
            if typed
            else 'write width="..." into the <img> of the template, in pixels',
        )


def embedded_image(mail: Mail) -> Iterator[Problem]:
    """A picture that is written into the HTML itself.

    ## What it does
    Looks in the composed HTML for pictures and backgrounds whose address begins with `data:`.

    ## Why it matters
    Gmail does not show them, and Outlook for Windows only some (caniemail.com, image-base64). They make the HTML large,
    and Gmail cuts it off after 102 KB.

    ## Example
    `<img src="data:image/png;base64,iVBORw0KGgo..." alt="Logo" width="120">` in a template.

    ## Instead
    Save it as a file, and show it as any other picture.
    """
    for element in mail.page.root.iter(etree.Element) if "data:" in mail.message.html else ():
        found = (element.get(name) or "" for name in ("src", "background", "style"))
        if any(re.match(r"\s*data:", text) or "url(data:" in re.sub(r"[\s'\"]", "", text) for text in found):
            yield mail.page.place(element).problem(
                "this picture stands in the HTML itself (data:), and Gmail does not show it",
                "save it as a file beside the others, and show that",
            )


def mostly_pictures(mail: Mail) -> Iterator[Problem]:
    """A message that is mostly pictures.

    ## What it does
    Compares the letters of the composed HTML with the area of its pictures: at least one letter for 500 square pixels,
    which is 282 letters beside a banner of 568 x 248.

    ## Why it matters
    Spam filters distrust messages that hide their words in pictures; this is the measure of SpamAssassin's rule
    HTML_IMAGE_RATIO_02. Where pictures are blocked, nothing is left to read, and a search finds nothing.

    ## Example
    A flyer as one large picture, with a greeting above it.

    ## Instead
    Write the words as text, and leave the picture to show what only a picture can.
    """
    sizes = [(_area(image), image) for image in mail.page.root.iter("img")]
    needed = int(_LETTERS * sum(area for area, _ in sizes))
    letters = len("".join(" ".join(_texts(mail.page.root)).split()))
    if sizes and letters < needed:
        largest = max(sizes, key=lambda size: size[0])[1]
        picture = {_address(picture, mail): picture for picture in mail.pictures}.get(_source(largest))
        yield (picture.place if picture else mail.page.place(largest)).problem(
            f"this message is mostly pictures: it has {letters} letters of text, and their size wants {needed}",
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
    found = re.match(r"\d{1,9}", text or "")
    return float(found[0]) if found and "%" not in (text or "") else 0.0


def _widths(mail: Mail) -> dict[str, int]:
    """The widths that pictures are shown at, in CSS pixels, by address; the largest where there are several."""
    widths: dict[str, int] = {}
    for image in mail.page.root.iter("img"):
        address = _source(image)
        widths[address] = max(int(_number(image.get("width"))), widths.get(address, 0))
    return widths


def _source(image: etree._Element) -> str:
    """The address of a picture in the page, without its mark."""
    return re.sub(r"#at:\d+$", "", image.get("src") or "")


def _address(picture: Shown, mail: Mail) -> str:
    base = mail.project.brand.assets_base_url if picture.local else None
    return Picture.of(picture.url, picture.pixels, base).url
