"""The rule unhosted-image."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newsletter.errors import Loc, Problem
from newsletter.model.base import Part, map_values
from newsletter.model.values import Image, Prosaic

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def unhosted_image(mail: Mail) -> Iterator[Problem]:
    """A local image without a place on the web.

    ## What it does
    Finds images that are files of the project while `brand.yaml` has no `assets_base_url`.

    ## Why it matters
    A mail client can only fetch images from the web. The message is composed with the path as it is, and the image will
    be missing in every inbox.

    ## Example
    `image: images/banner.png`, and no `assets_base_url` in `brand.yaml`.

    ## Instead
    Upload the `images` folder to your ESP or site, and write its address in `brand.yaml`:
    `assets_base_url: https://assets.example.com/newsletter/`.
    """
    if mail.project.brand.assets_base_url:
        return
    yield from _local_images(mail.project.issue, "issue")
    yield from _local_images(mail.project.brand, "brand")


def _local_images(part: Part, file: str) -> list[Problem]:
    found: list[Problem] = []

    def look(value: Image | Prosaic, loc: Loc) -> Any:
        local = value.images if isinstance(value, Prosaic) else (value.size,)
        if any(size is not False for size in local):
            found.append(
                Problem(
                    code="",
                    message="a local image, and no place on the web to load it from",
                    hint="set assets_base_url: in brand.yaml to where the pictures will be hosted",
                    file=file,
                    loc=loc,
                )
            )
        return value

    map_values(part, look, (Image, Prosaic))
    return found
