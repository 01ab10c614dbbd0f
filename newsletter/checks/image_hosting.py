"""Rules about where pictures are loaded from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newsletter.checks.addresses import is_local
from newsletter.errors import Problem
from newsletter.load import find_up
from newsletter.walk import Place, Shown

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail
    from newsletter.load import Project


def folder_of(picture: Shown, project: Project) -> Path:
    """The folder that a local picture's path starts from."""
    brand = find_up("brand.yaml", project.path.parent, project.root) if picture.file == "brand" else None
    return (brand or project.path).parent


def unhosted_image(mail: Mail) -> Iterator[Problem]:
    """A picture without a place on the web.

    ## What it does
    Finds pictures that are files of the project while `brand.yaml` has no `assets_base_url`.

    ## Why it matters
    A mail client can only load pictures from the web. The message is composed with the path as it is, and the picture
    will be missing in every inbox.

    ## Example
    `image: images/banner.png`, and no `assets_base_url` in `brand.yaml`.

    ## Instead
    Upload the `images` folder to your ESP or site, and write its address in `brand.yaml`:
    `assets_base_url: https://assets.example.com/newsletter/`.
    """
    for picture in mail.pictures if not mail.project.brand.assets_base_url else ():
        if picture.local:
            yield picture.place.problem(
                "this picture has no place on the web to be loaded from",
                "set assets_base_url: in brand.yaml to where the pictures will be hosted",
            )


def insecure_image(mail: Mail) -> Iterator[Problem]:
    """A picture that is loaded without encryption.

    ## What it does
    Finds pictures, and an `assets_base_url`, whose address begins with `http://`.

    ## Why it matters
    Webmail is read over https. Browsers ask for such a picture over https instead, and show none where the site has no
    https (Chromium blog, "No More Mixed Messages About HTTPS", 2019).

    ## Example
    `image: http://assets.example.com/banner.png`

    ## Instead
    `image: https://assets.example.com/banner.png`
    """
    for url, picture in _addresses(mail):
        if re.match("http://", url, re.IGNORECASE) and not is_placeholder(url):
            yield _placed(picture).problem(
                "this address begins with http://, and browsers do not load such pictures into webmail",
                "write https://, after trying that the picture opens there",
            )


def unreachable_image(mail: Mail) -> Iterator[Problem]:
    """A picture that only the author's machine or network can load.

    ## What it does
    Finds addresses of pictures, and an `assets_base_url`, on `localhost`, in a private network, under a name without a
    dot or one that ends in `.local`, `.lan`, `.internal` or `.test`, and those that begin with `file:`.

    ## Why it matters
    The picture is there when you look, and in no reader's inbox.

    ## Example
    `assets_base_url: http://localhost:8000/images/`

    ## Instead
    `assets_base_url: https://assets.example.com/newsletter/`, a place that everybody can open.
    """
    for url, picture in _addresses(mail):
        scheme, host = site_of(url)
        if scheme == "file" or (scheme in ("http", "https") and host and _is_out_of_reach(host)):
            yield _placed(picture).problem(
                f"only you can load pictures from {host or 'your own disk'}, not your readers",
                "upload the pictures to your ESP or site, and write their address there",
            )


def _is_out_of_reach(host: str) -> bool:
    """Whether no reader can load from a site: one of the author's network, a reserved name, or one without a dot."""
    return is_local(host) or bool(re.fullmatch(r"(?:.*\.)?test|[^.:]+", host))  # .test: RFC 6761


# Pages that show a file, and are not the file. Dropbox gives the file itself with raw=1 or dl=1.
_SHARED = {
    "drive.google.com": "Google Drive",
    "docs.google.com": "Google Docs",
    "photos.google.com": "Google Photos",
    "photos.app.goo.gl": "Google Photos",
    "dropbox.com": "Dropbox",
    "onedrive.live.com": "OneDrive",
    "1drv.ms": "OneDrive",
    "sharepoint.com": "SharePoint",
    "icloud.com": "iCloud",
    "wetransfer.com": "WeTransfer",
    "canva.com": "Canva",
    "figma.com": "Figma",
    "imgur.com": "Imgur",
}


def shared_file_as_image(mail: Mail) -> Iterator[Problem]:
    """A page that shares a file, in place of a picture.

    ## What it does
    Finds pictures whose address is a page of Google Drive, Dropbox, OneDrive, SharePoint, Canva and the like.

    ## Why it matters
    Such an address leads to a page with the picture on it, or asks for a password. A mail client needs the file itself,
    and shows a broken picture. Where it works today, the service may stop it when thousands of readers ask for it.

    ## Example
    `image: https://drive.google.com/file/d/1a2b3c/view?usp=sharing`

    ## Instead
    Save the picture into `images/`, and upload it with the others to your ESP or site.
    """
    for url, picture in _addresses(mail):
        scheme, host = site_of(url)
        site = "sharepoint.com" if host.endswith(".sharepoint.com") else host.removeprefix("www.")
        is_file = site == "dropbox.com" and re.search(r"[?&](?:raw|dl)=1\b", url)
        if site in _SHARED and scheme in ("http", "https") and not is_file:
            yield _placed(picture).problem(
                f"this is a page of {_SHARED[site]} that shows a file, and not a picture",
                "save the picture into images/ and host it with the others",
            )


# Services that draw a picture of any size to hold the place of the true one; Email.md's rule "placeholder-image" and
# the services' own pages.
_PLACEHOLDERS = frozenset(
    (
        *("picsum.photos", "placehold.co", "placehold.it", "via.placeholder.com", "placeholder.com", "placekitten.com"),
        *("dummyimage.com", "loremflickr.com", "fakeimg.pl", "placebear.com"),
    )
)


def placeholder_image(mail: Mail) -> Iterator[Problem]:
    """A picture that only holds the place of the true one.

    ## What it does
    Finds pictures from services that draw one of any size, such as picsum.photos and placehold.co.

    ## Why it matters
    Readers see a grey box with its size written on it, or a landscape that has nothing to do with the text.

    ## Example
    `image: https://placehold.co/600x200`

    ## Instead
    `image: images/banner.png`, the true picture.
    """
    for picture in mail.pictures:
        if is_placeholder(picture.url):
            yield picture.place.problem(
                f"{site_of(picture.url)[1]} draws a picture that only holds the place of another",
                "put in the true picture",
            )


def is_placeholder(url: str) -> bool:
    """Whether a picture comes from a service that draws one of any size."""
    return site_of(url)[1].removeprefix("www.") in _PLACEHOLDERS


def fragile_image_name(mail: Mail) -> Iterator[Problem]:
    """A file name that may not survive the upload.

    ## What it does
    Finds local pictures whose path has blanks, letters beyond a to z, or signs that mean something in an address, and
    those that are written in other capitals than the file on disk.

    ## Why it matters
    Many sites rename such files as they are uploaded, and then the address in the message leads nowhere. A `#` or a `?`
    in a name ends the address. `Banner.PNG` is `banner.png` on a Mac and on Windows, but not on most sites.

    ## Example
    `image: "images/Été 2024 #1.png"`

    ## Instead
    `image: images/ete-2024-1.png`: small letters, digits and hyphens.
    """
    folders: dict[Path, set[str]] = {}
    for picture in mail.pictures:
        if picture.local and (why := _fragile(picture.url, folder_of(picture, mail.project), folders)):
            yield picture.place.problem(
                f"the name of this picture {why}, and may be another once it is uploaded",
                "rename the file with small letters, digits and hyphens only",
            )


def _fragile(path: str, folder: Path, folders: dict[Path, set[str]]) -> str:
    if found := re.search("[#?%&+]", path):
        return f"holds a '{found[0]}'"
    if re.search(r"\s", path):
        return "holds a blank"
    if not path.isascii():
        return f"holds '{next(char for char in path if not char.isascii())}'"
    file = folder / path
    if not file.exists():
        return ""
    if file.parent not in folders:
        folders[file.parent] = {found.name for found in file.parent.iterdir()}
    return "" if file.name in folders[file.parent] else "is written in other capitals on disk"


def _addresses(mail: Mail) -> Iterator[tuple[str, Shown | None]]:
    """The addresses that pictures are loaded from; the one that all local ones share comes without a picture."""
    if base := mail.project.brand.assets_base_url:
        yield base, None
    yield from ((picture.url, picture) for picture in mail.pictures if not picture.local)


def _placed(picture: Shown | None) -> Place:
    return picture.place if picture else Place("brand", ("assets_base_url",))


def site_of(url: str) -> tuple[str, str]:
    """The scheme and the host of an address; empty where a merge tag or a mistake leaves none."""
    try:
        parts = urlsplit(url)
        host = unquote(parts.hostname or "").lower().rstrip(".")
        return parts.scheme.lower(), host if re.fullmatch(r"[\w.:-]*", host) else ""
    except ValueError:
        return "", ""
