"""The parameters that tell the statistics where a visit came from."""

from __future__ import annotations

from newsletter.model.base import Part
from newsletter.model.values import Parameter


class Utm(Part):
    """Parameters that are added to every web link, unless the link has them already."""

    source: Parameter | None = None
    """utm_source, such as newsletter."""
    medium: Parameter | None = None
    """utm_medium, such as email."""
    campaign: Parameter | None = None
    """utm_campaign, such as 2024-07."""
    content: Parameter | None = None
    """utm_content, such as the section's name."""
