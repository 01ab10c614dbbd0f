"""Rules about alternative texts: what is read aloud, and shown in place of a picture that is not loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newsletter.errors import Loc, Problem, shortened
from newsletter.model.values import Prosaic
from newsletter.scanning import cover_tags
from newsletter.walk import Place, Shown

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

# JAWS reads an alternative text in pieces of 125 characters (Terrill Thompson's tests, which
# https://yatil.net/blog/there-is-no-character-limit-for-alt-text sums up); no standard has a limit.
LONGEST = 125

_SUFFIX = re.compile(r"\S\.(?:png|jpe?g|gif|webp|svg|avif|bmp|tiff?|heic)$", re.IGNORECASE)
# Names that cameras, phones and screenshot tools give: IMG_2034, DSC00012, PXL_20240725, Screenshot 2024-07-25.
_CAMERA = re.compile(
    r"(?:img|dsc[nf]?|pxl|mvimg|gopr|screen ?shot|capture d.écran|bildschirmfoto|captura de pantalla|schermata|"
    r"schermafbeelding|unnamed|untitled|sans titre|unbenannt)(?:[-_ ]*\(?\d[-_ \d:.()a-zà]*)?",
    re.IGNORECASE,
)
# What says that there is a picture, and not which: in the languages of wording.py.
_EMPTY = re.compile(
    r"(?:the |a |an |une? |l.|das |ein |la |el |il |o |a |de |het |een )?"
    r"(?:image|img|picture|pic|photo|graphic|logo|banner|header|visuel|bannière|photographie|bild|foto|grafik|imagen|"
    r"immagine|imagem|afbeelding|plaatje|صورة|תמונה)[-_ ]?\d*",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"[\W_](?:v\d+|final[e]?|copy|copie|kopie|copia|draft|web|hd|\d+x\d+)(?=[\W_]|$)", re.IGNORECASE)


def missing_alt_text(mail: Mail) -> Iterator[Problem]:
    """A picture without an alternative text.

    ## What it does
    Finds pictures whose alternative text is not given, and pictures with an empty one that are all there is of a link.
    An empty text, `alt: ""`, says that a picture is decoration, and is fine where it leads nowhere; so is no text where
    the link has words beside the picture.

    ## Why it matters
    Many inboxes show no pictures until the reader asks for them; then the alternative text is what is there. It is what
    a screen reader says. A link without words is read as its address. WCAG 2.2 asks for both (1.1.1 and 2.4.4).

    ## Example
    `banner: {image: images/banner.png}`

    ## Instead
    `banner: {image: images/banner.png, alt: "Summer reading: leaf through the magazine"}`; say what the picture says,
    or where its link leads.
    """
    wordless = {(link.file, link.loc, link.image) for link in mail.links if link.image and not link.text}
    worded = {(link.file, link.loc, link.image) for link in mail.links if link.image and link.text}
    linked = _linked(mail)
    for picture in mail.pictures:
        typed, cure = False, "write in alt:"
        alone = not picture.alt and (picture.file, picture.loc[:-1]) in linked
        if isinstance(picture.value, Prosaic):
            typed, cure = True, "write between the square brackets"
            alone = (picture.file, picture.loc, picture.url) in wordless
        if alone:
            message, hint = "this picture is all there is of a link, and has no words", f"{cure} where the link leads"
            yield picture.alt_place.problem(message, hint)
        elif picture.alt is None and (picture.file, picture.loc, picture.url) not in worded:
            decoration = "" if typed else '; or alt: "" where it is mere decoration'
            yield picture.alt_place.problem("this picture has no alternative text", f"{cure} what it shows{decoration}")


def file_name_as_alt(mail: Mail) -> Iterator[Problem]:
    """A file name in place of an alternative text.

    ## What it does
    Finds alternative texts that end like a file, that a camera or a screenshot tool gave, that name a draft, or that
    only say that there is a picture: `banner.png`, `IMG_2034`, `logo final v2`, `image`.

    ## Why it matters
    It is read aloud, and shown wherever pictures are blocked. "IMG underscore 2034" helps nobody.

    ## Example
    `alt: banner_final.png`

    ## Instead
    `alt: "Summer reading: leaf through the magazine"`; or `alt: ""` where the picture is mere decoration.
    """
    for picture in mail.pictures:
        alt = (picture.alt or "").strip()
        is_file = _is_file_name(alt, picture.url)
        if is_file or _EMPTY.fullmatch(alt):
            what = "is the name of a file" if is_file else "only says that there is a picture"
            yield _place(picture).problem(
                f"the alternative text '{shortened(alt, 60)}' {what}",
                "say what the picture shows, or where its link leads",
            )


def _is_file_name(alt: str, url: str) -> bool:
    if _SUFFIX.search(alt) or _CAMERA.fullmatch(alt):
        return True
    stem = PurePosixPath(re.split("[?#]", url)[0]).stem
    own = _letters(stem) == _letters(alt)
    return (own and bool(_DRAFT.search(alt) or "_" in alt)) or ("_" in alt and bool(re.fullmatch(r"[\w-]+", alt)))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def long_alt_text(mail: Mail) -> Iterator[Problem]:
    """An alternative text as long as a paragraph.

    ## What it does
    Finds alternative texts of more than 125 characters, without their merge tags.

    ## Why it matters
    JAWS, a common screen reader, cuts it into several pictures of 125 characters each. Where pictures are blocked, it
    is squeezed into the frame of the picture, and most of it is cut off.

    ## Example
    `![A bar chart with the years from 2014 to 2024, of which the first three ...](images/chart.png)`

    ## Instead
    Say the point of the picture in one sentence, and put the rest into the text or the caption, where all can read it.
    """
    for picture in mail.pictures:
        length = len(cover_tags(picture.alt or "", mail.project.dialect, ""))
        if length > LONGEST:
            yield _place(picture).problem(
                f"this alternative text is {length} characters long; a screen reader cuts it into pieces of {LONGEST}",
                "say the point of the picture in one sentence, and the rest in the text beside it",
            )


def repeated_alt_text(mail: Mail) -> Iterator[Problem]:
    """An alternative text that says the words beside it once more.

    ## What it does
    Finds alternative texts that are the same as the caption of the picture, the title of its section or the name of
    the person that it shows. Pictures that are links are left alone: they need words of their own.

    ## Why it matters
    A screen reader says everything twice, and so does a message whose pictures are blocked.

    ## Example
    `![Sales in 2024](images/sales.png "Sales in 2024")`

    ## Instead
    Say what the picture shows: `![Sales grow from 3 to 5 million](images/sales.png "Sales in 2024")`. Where there is
    nothing to add and the picture has a key `alt:`, write `alt: ""`.
    """
    linked = _linked(mail)
    texts = {(file, loc): str(value) for value, file, loc in mail.values}
    for picture in mail.pictures:
        alt = _letters(picture.alt or "")
        if alt and alt in map(_letters, _beside(picture, texts)) and (picture.file, picture.loc[:-1]) not in linked:
            yield _place(picture).problem(
                "this alternative text says the words beside the picture once more",
                "say what the picture shows"
                if isinstance(picture.value, Prosaic)
                else 'say what the picture shows; or alt: "" where the words beside it say all',
            )


def _linked(mail: Mail) -> set[tuple[str, Loc]]:
    """The parts, such as a banner, that have a link of their own."""
    return {(link.file, link.loc[:-1]) for link in mail.links if link.loc[-1:] == ("link",)}


def _beside(picture: Shown, texts: dict[tuple[str, Loc], str]) -> list[str]:
    if isinstance(picture.value, Prosaic):
        return [picture.caption]
    return [texts.get((picture.file, (*picture.loc[:-1], key)), "") for key in ("title", "name")]


def _place(picture: Shown) -> Place:
    """Where the alternative text stands; in Markdown, between its brackets, unless it has marks of its own."""
    at = picture.value.find(f"![{picture.alt}]") if isinstance(picture.value, Prosaic) and picture.alt else -1
    if at < 0 or picture.alt is None:
        return picture.alt_place
    return Place.within(picture.value, at + 2, at + 2 + len(picture.alt), picture.file, picture.loc)
