"""Which mail client knows what of HTML and CSS, after caniemail.com, and what each feature looks like in a message.

The data in ``caniemail.json`` are distilled by ``tests/side_by_side/renew_caniemail.py``, which says where each part
comes from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "caniemail.json"

GONE = frozenset(["outlook.windows-mail"])
"""Clients that a family's name does not mean any more: Microsoft ended Windows Mail in December 2024."""

USUAL = ("gmail", "apple-mail", "outlook", "yahoo", "samsung-email")
"""The clients to check for where a brand names none: those that most of the market reports put first."""

Names = dict[str, tuple[str, ...]]


class Feature:
    """A feature of HTML or CSS, or a format of pictures.

    Args:
        row: What the data say of it.
        platforms: The platforms of each family.

    Attributes:
        slug: Its name at caniemail.com.
        title: Its name for readers.

    """

    def __init__(self, row: Mapping[str, Any], platforms: Mapping[str, tuple[str, ...]]) -> None:
        self.slug: str = row["slug"]
        self.title: str = row["title"]
        self._row = row
        self._platforms = platforms

    @cached_property
    def unknown(self) -> dict[str, str]:
        """The clients that do not know it, each with the proviso under which that counts."""
        return self._spread("none")

    @cached_property
    def partly(self) -> dict[str, str]:
        """The clients that know a part of it, with what they lack as a proviso."""
        return self._spread("part")

    @property
    def words(self) -> tuple[str, ...]:
        """The names that it is looked for by: properties, elements, signs."""
        return tuple(keyword or name for _, name, keyword in _matches(self._row["match"]))

    def _spread(self, key: str) -> dict[str, str]:
        platforms = self._platforms
        return {
            client: proviso
            for proviso, names in self._row.get(key, {}).items()
            for name in names.split()
            for client in ([f"{name}.{p}" for p in platforms[name]] if name in platforms else [name])
        }


class Support(NamedTuple):
    """What is known of all clients, and where each feature is looked for.

    Attributes:
        date: The day of the data.
        families: The names of the families of clients, by their slugs.
        platforms: The platforms of each family.
        features: By slug.
        names: Slugs by what a message holds: a kind as in ``property``, and the name.
        values: Slugs by property and keyword.
        withs: Slugs by element and attribute, with how the attribute's value begins; ``$`` ends a whole value.

    """

    date: str
    families: Mapping[str, str]
    platforms: Mapping[str, tuple[str, ...]]
    features: Mapping[str, Feature]
    names: Mapping[str, Names]
    values: Mapping[tuple[str, str], tuple[str, ...]]
    withs: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]

    def clients_of(self, name: str) -> tuple[str, ...]:
        """The clients that a name means, as in ``gmail.ios``: a family, or one of its platforms; none where unknown."""
        if name in self.platforms:
            every = tuple(f"{name}.{platform}" for platform in self.platforms[name])
            return tuple(client for client in every if client not in GONE)
        return (self.clients[name],) if name in self.clients else ()

    @property
    def clients(self) -> dict[str, str]:
        """Every client by the name that a brand gives it, ``outlook-windows``, and by that of caniemail."""
        every = [f"{family}.{platform}" for family, found in self.platforms.items() for platform in found]
        return {name: client for client in every for name in (_dashed(client), client)}

    @property
    def known(self) -> list[str]:
        """The names that a brand can give: the families, and each platform of those that have several."""
        several = [_dashed(client) for client in self.clients.values() if len(self.platforms[client.split(".")[0]]) > 1]
        return [*self.platforms, *dict.fromkeys(several)]


def _dashed(client: str) -> str:
    """``outlook.outlook-com`` is ``outlook-com``, and ``outlook.windows`` is ``outlook-windows``."""
    family, _, platform = client.partition(".")
    return platform if platform.startswith(f"{family}-") else f"{family}-{platform}"


@lru_cache(maxsize=1)
def support() -> Support:
    """What the package's data say."""
    raw = json.loads(DATA.read_text(encoding="utf-8"))
    platforms = {family: tuple(found) for family, found in raw["platforms"].items()}
    names: dict[str, dict[str, list[str]]] = {}
    values: dict[tuple[str, str], list[str]] = {}
    withs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in raw["features"]:
        for kind, name, keyword in _matches(row["match"]):
            if kind == "value":
                values.setdefault((name, keyword), []).append(row["slug"])
            elif kind == "with":
                withs.setdefault((name, row["match"]["with"]["attribute"]), []).append((keyword, row["slug"]))
            else:
                names.setdefault(kind, {}).setdefault(name, []).append(row["slug"])
    return Support(
        date=raw["date"],
        families=raw["families"],
        platforms=platforms,
        features={row["slug"]: Feature(row, platforms) for row in raw["features"]},
        names={kind: {name: tuple(slugs) for name, slugs in found.items()} for kind, found in names.items()},
        values={key: tuple(slugs) for key, slugs in values.items()},
        withs={key: tuple(found) for key, found in withs.items()},
    )


def _matches(match: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The kind, the name and the keyword of each thing that a feature is looked for by."""
    for kind, told in match.items():
        if kind == "with":
            yield kind, told["element"], told["value"]
        elif kind == "value":
            yield from ((kind, name, keyword) for name, keywords in told.items() for keyword in keywords)
        elif isinstance(told, list):
            yield from ((kind, name, "") for name in told)
        else:  # "selector": ">", "important": true
            yield kind, str(told), ""


class Audience(NamedTuple):
    """The clients that a message is checked for.

    Attributes:
        clients: Those of each name.
        shares: The share of each name's readers, in percent; 0 where it is not known.

    """

    clients: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, Decimal]

    @classmethod
    def of(cls, shares: Mapping[str, Decimal]) -> Audience:
        """Those that a brand names, as far as they are known; the usual ones where it names none.

        A platform that is named beside its family is counted by itself.
        """
        known = support()
        found = {name: known.clients_of(name) for name in (shares or dict.fromkeys(USUAL, Decimal(0)))}
        single = {clients[0] for name, clients in found.items() if clients and name not in known.platforms}
        rest = {
            name: tuple(c for c in clients if name not in known.platforms or c not in single)
            for name, clients in found.items()
        }
        return cls({name: clients for name, clients in rest.items() if clients}, shares)

    @property
    def every(self) -> tuple[str, ...]:
        """All of the clients, once each."""
        return tuple(dict.fromkeys(client for clients in self.clients.values() for client in clients))

    def readers(self, lacking: frozenset[str], some: frozenset[str] = frozenset()) -> str:
        """``about 10 % of the readers``, who have one of these clients; empty where no share is known.

        Args:
            lacking: The clients.
            some: Clients that only some readers lack the feature in.

        """
        least = most = Decimal(0)
        for name, clients in self.clients.items():
            without = [client for client in clients if client in lacking]
            most += self.shares.get(name, Decimal(0)) if without or some.intersection(clients) else 0
            least += self.shares.get(name, Decimal(0)) if len(without) == len(clients) else 0
        if not most:
            return ""
        if least == most:
            return f"about {most.normalize():f} % of the readers"
        if not least:
            return f"some of {most.normalize():f} % of the readers"
        return f"between {least.normalize():f} and {most.normalize():f} % of the readers"


_PLATFORMS = {
    "macos": "Mac",
    "ios": "iOS",
    "android": "Android",
    "windows": "Windows",
    "desktop-webmail": "web",
    "mobile-webmail": "a phone's browser",
    "outlook-com": "web",
}
_NAMES = {"outlook.windows": "classic Outlook for Windows", "outlook.windows-mail": "Windows Mail"}


def named(clients: frozenset[str]) -> str:
    """The clients in words: ``Gmail (iOS, Android), classic Outlook for Windows``."""
    known, told = support(), []
    for family in known.platforms:
        whole = known.clients_of(family)
        own = [client for client in (*whole, *GONE) if client in clients and client.startswith(f"{family}.")]
        nice = known.families[family].removeprefix("Mozilla ")
        if own and set(own) >= set(whole):
            told.append(nice)
            continue
        plain = [_PLATFORMS[client.partition(".")[2]] for client in own if client not in _NAMES]
        told += [f"{nice} ({', '.join(plain)})"] if plain else []
        told += [_NAMES[client] for client in own if client in _NAMES]
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else "".join(told)
