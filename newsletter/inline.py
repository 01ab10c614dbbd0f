"""CSS -> style attributes, through premailer: no network, no noise.

Only the styles that a layout marks ``inline="inline"`` are inlined and then dropped. All others (MJML's resets, media
queries, dark mode) pass premailer by and stay as they are.
"""

from __future__ import annotations

import logging
import re

from premailer import Premailer

from newsletter.errors import LayoutError, Problem
from newsletter.mjml import INLINE_MARK

DOCTYPE = "<!doctype html>"

# premailer writes presentational attributes from CSS; MJML has written them already, and better for Outlook: an img's
# width in pixels would become "100%".
_NO_ATTRIBUTES = ["width", "height", "bgcolor", "align", "valign"]


def inline(html: str) -> str:
    """The document with its marked styles in the elements' style attributes.

    Raises:
        LayoutError: A marked style is not CSS.

    """
    mark = re.escape(INLINE_MARK)
    prepared = re.sub(rf"<style(?![^>]*>\s*{mark})", '<style data-premailer="ignore"', html).replace(INLINE_MARK, "")
    premailer = Premailer(
        prepared,
        keep_style_tags=False,
        strip_important=False,
        disable_basic_attributes=_NO_ATTRIBUTES,
        align_floating_images=False,
        disable_validation=True,
        allow_network=False,
        cssutils_logging_level=logging.CRITICAL,
    )
    try:
        body = premailer.transform(pretty_print=False)
    except Exception as error:  # noqa: BLE001  # premailer and cssutils raise what their parsers raise
        raise LayoutError(
            Problem(
                code="bad-css",
                message=f"a style of the layout cannot be inlined: {error}",
                hint='check the CSS in <mj-style inline="inline">',
            )
        ) from None
    # premailer takes its mark off the styles it passes by, but does not see those in conditional comments
    body = body.replace(' data-premailer="ignore"', "").strip()
    return f"{DOCTYPE}\n{body}\n"
