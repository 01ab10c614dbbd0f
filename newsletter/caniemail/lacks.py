"""What mail clients lack of what a message uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from newsletter.caniemail.effects import effect_of
from newsletter.caniemail.features import NOT_OUTLOOK, Seen
from newsletter.caniemail.support import Feature, support
from newsletter.caniemail.uses import Use, by_account, holds


class Lack(NamedTuple):
    """A feature that clients lack.

    Attributes:
        feature: The feature.
        unknown: The clients that do not know it.
        partly: Those that know a part of it, and not what is used.
        account: Those of these that lack it only for readers with an address of another provider.
        times: How often it is used so.
        breaks: Whether the message cannot do without.
        use: The first such use.
        element: Its element.

    """

    feature: Feature
    unknown: frozenset[str]
    partly: frozenset[str]
    account: frozenset[str]
    times: int
    breaks: bool
    use: Use
    element: etree._Element


def lacks(uses: Mapping[Use, Seen], clients: tuple[str, ...]) -> Iterator[Lack]:
    """What the clients lack of what a message uses, feature by feature."""
    by_slug: dict[str, list[Use]] = {}
    for use in uses:
        by_slug.setdefault(use.slug, []).append(use)
    features = support().features
    for slug, own in by_slug.items():
        feature = features[slug]
        concerned = [client for client in clients if client in feature.unknown or client in feature.partly]
        if not concerned:
            continue
        effect = effect_of(slug)
        unknown: set[str] = set()
        partly: set[str] = set()
        account: set[str] = set()
        told: dict[Use, int] = {}
        breaks = False
        for use in own:
            for client in concerned:
                how = _how(use, feature, client)
                if not how:
                    continue
                (unknown if how == "unknown" else partly).add(client)
                if how == "partly" and by_account(feature.partly[client], use):
                    account.add(client)
                told[use] = uses[use].times
                breaks = breaks or ((how == "unknown" or effect.partly) and holds(effect.breaks, use))
        if told:
            first = next(iter(told))
            partly -= unknown
            yield Lack(
                feature,
                frozenset(unknown),
                frozenset(partly),
                frozenset(account & partly),
                sum(told.values()),
                breaks,
                first,
                uses[first].element,
            )


def _how(use: Use, feature: Feature, client: str) -> str:
    """``unknown`` or ``partly``, where a client lacks what is used; empty where it does not."""
    if NOT_OUTLOOK in use.traits and client.startswith("outlook.windows"):
        return ""
    features = support().features
    if any(client in features[around].unknown for around in use.within):
        return ""
    if client in feature.unknown and holds(feature.unknown[client], use):
        return "unknown"
    return "partly" if client in feature.partly and holds(feature.partly[client], use) else ""
