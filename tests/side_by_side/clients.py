"""Our rule about mail clients beside the npm package `caniemail`, over our own messages and other HTML.

    python -m tests.side_by_side.clients

Needs Node and npm; the package is installed below this folder, in a version that is fixed here. Prints each difference
with its reason, and exits with 1 where one has none. Freezes what the package says of `tests/cases/clients/*.html` in
`answers.json` beside them, for the tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from newsletter import compose_file
from newsletter.caniemail.features import NOT_OUTLOOK, Seen, uses_of
from newsletter.caniemail.lacks import lacks
from newsletter.caniemail.support import Feature, support
from newsletter.caniemail.uses import Use

VERSION = "1.0.5"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CASES = HERE.parent / "cases" / "clients"
FROZEN = CASES / "answers.json"
FAMILIES = ("apple-mail", "gmail", "outlook", "yahoo", "aol", "samsung-email", "protonmail", "fastmail", "gmx")
UNASKED = ("outlook.outlook-com", "gmx.")  # clients that the package does not offer

Answers = Mapping[str, Mapping[str, str]]


def clients() -> list[str]:
    """The clients that both are asked about."""
    every = [client for client in dict.fromkeys(support().clients.values()) if client.split(".")[0] in FAMILIES]
    return [client for client in every if not client.startswith(UNASKED)]


def ours(html: str) -> dict[str, dict[str, str]]:
    """What we say of a document: `unknown` or `partly`, by client and feature."""
    uses = uses_of(_root(html))
    found: dict[str, dict[str, str]] = {}
    for client in clients():
        found[client] = {lack.feature.title: "unknown" if lack.unknown else "partly" for lack in lacks(uses, (client,))}
    return found


@lru_cache(maxsize=64)
def _root(html: str) -> etree._Element:
    return etree.fromstring(html, etree.HTMLParser(huge_tree=True))


@dataclass(frozen=True)
class Difference:
    """A feature of a document that we and the package judge otherwise for a client."""

    document: str
    client: str
    title: str
    we: str
    they: str
    uses: tuple[Use, ...]
    feature: Feature | None
    looked: frozenset[str]
    status: tuple[str, str]

    def __str__(self) -> str:
        return f"{self.document}: {self.title} in {self.client}: we say {self.we or 'nothing'}, they {self.they or 'nothing'}"

    @property
    def proviso(self) -> str:
        """What the client lacks, where that is not all of the feature."""
        if self.feature is None:
            return ""
        told = self.feature.partly.get(self.client) or self.feature.unknown.get(self.client, "always")
        return "" if told == "always" else told

    @property
    def ours_alone(self) -> tuple[Use, ...]:
        """The uses that we find harm in."""
        if self.feature is None:
            return ()
        return tuple(use for use in self.uses if list(lacks({use: Seen(1, None)}, (self.client,))))


REASONS: tuple[tuple[str, Callable[[Difference], bool]], ...] = (
    ("the package takes the version that comes last as text, 2016 after 16.80; we take the newest", lambda d: d.status[0] != d.status[1] and d.status[0] != "u"),
    ("nobody has tried the feature there: the package counts that as partly, we say nothing", lambda d: d.they == "partly" and not d.we and d.status[0] == "u"),
    ("the package does not look for the feature at all", lambda d: bool(d.we) and not d.they and d.title not in d.looked),
    ("the package looks for a name in other names: p in picture, width in max-width, background in background-color", lambda d: bool(d.they) and not d.we and not d.uses),
    ("we read no conditional comments, and know that classic Outlook skips what is not for it", lambda d: bool(d.they) and not d.we and bool(d.uses) and all(NOT_OUTLOOK in use.traits for use in d.uses)),
    ("the use hangs on another feature that the client does not know, which is told of instead", lambda d: bool(d.they) and bool(d.uses) and d.we != d.they and any(_hangs(use, d.client) for use in d.uses) and not (d.we and d.they == "partly")),
    ("the client lacks a part of the feature, or another way of it, that is not used here: we read the value", lambda d: bool(d.they) and not d.we and bool(d.uses) and d.feature is not None and bool(d.proviso)),
    ("what is missing in part there harms no message", lambda d: d.they == "partly" and not d.we and d.feature is not None and d.client not in d.feature.partly),
    ("the package finds no functions: the table of their names is the wrong way round", lambda d: bool(d.we) and not d.they and ("()" in d.title or d.title.startswith("CSS Variables"))),
    ("the package looks at each selector of a group by itself, and finds no group", lambda d: bool(d.we) and not d.they and d.title == "Grouping selectors"),
    ("the package takes several names of elements for one, and finds none but ul; it looks for svg as image", lambda d: bool(d.we) and not d.they and d.title in {"<ul>, <ol> and <dl>", "HTML5 semantics", "Embedded <svg> image"}),
    ("the package looks up a property only where a feature is called as the property, and no more: not height, which is 'height property'", lambda d: bool(d.we) and not d.they and all(use.name not in (d.title, f"{d.title}s") and use.slug.startswith("css-") and use.slug.partition("-")[2] not in {"at-media"} and not use.name.startswith(("@", ".")) for use in d.ours_alone)),
    ("the package does not look into @media, @keyframes and nested rules", lambda d: bool(d.we) and not d.they and all(use.within - {"html-style"} & {u for u in use.within if u.startswith(("css-at", "css-nesting"))} for use in d.ours_alone)),
    ("the package looks only for an at-rule at the top of a sheet, and not for the media attribute of style", lambda d: bool(d.we) and not d.they and d.title.startswith("@")),
)  # fmt: skip


def _hangs(use: Use, client: str) -> bool:
    features = support().features
    return any(client in features[around].unknown for around in use.within)


def differences(html: str, name: str, theirs: Answers, looked: frozenset[str], statuses: Any) -> Iterator[Difference]:
    """Where we and the package say otherwise of a document."""
    by_title = {feature.title: feature for feature in support().features.values()}
    uses = tuple(uses_of(_root(html)))
    for client, we in ours(html).items():
        they = {title.strip(): how for title, how in theirs[client].items()}
        for title in sorted(we.keys() | they.keys()):
            if we.get(title) != they.get(title):
                feature = by_title.get(title)
                own = tuple(use for use in uses if feature and use.slug == feature.slug)
                status = tuple(statuses.get(title, {}).get(client, ("", "")))
                yield Difference(
                    name, client, title, we.get(title, ""), they.get(title, ""), own, feature, looked, status
                )  # type: ignore[arg-type]


def reason(difference: Difference) -> str:
    """Why we differ; empty where nobody knows."""
    return next((why for why, fits in REASONS if fits(difference)), "")


def cases() -> dict[str, str]:
    """The documents that are kept with the tests."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.html"))}


def messages() -> dict[str, str]:
    """Our own messages."""
    sample, kinds = ROOT / "issues" / "2024-07-data-snack.yaml", HERE.parent / "cases" / "text" / "all-kinds.yaml"
    found = {f"the sample for {esp}": compose_file(sample, esp).html for esp in ("hubspot", "brevo", "mailchimp")}
    return found | {"all kinds of sections": compose_file(kinds).html}


def asked(documents: dict[str, str]) -> dict[str, Any]:
    """What the package says of documents."""
    folder = HERE / "peers"
    if not (folder / "node_modules" / "caniemail").is_dir():
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        subprocess.run(
            ["npm", "install", "--silent", "--no-package-lock", f"caniemail@{VERSION}"], cwd=folder, check=True
        )
    command = ["node", str(HERE / "caniemail.mjs"), str(folder), *clients()]
    run = subprocess.run(command, input=json.dumps(documents), capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(run.stdout)
    told["statuses"] = _statuses(folder / "node_modules" / "caniemail" / "data" / "caniemail.json")
    return told


def _statuses(path: Path) -> dict[str, dict[str, list[str]]]:
    """Where it matters: what the newest version of a client knows, and what the last one in the order of texts does."""
    found: dict[str, dict[str, list[str]]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for client in clients():
            family, platform = client.split(".")
            if versions := feature["stats"].get(family, {}).get(platform):
                newest, taken = versions[list(versions)[-1]], versions[max(versions)]
                if newest != taken or newest == "u":
                    found.setdefault(feature["title"].strip(), {})[client] = [newest[0], taken[0]]
    return found


def frozen() -> dict[str, Any]:
    """What the package said of the documents that are kept."""
    told: dict[str, Any] = json.loads(FROZEN.read_text(encoding="utf-8"))
    return told


def main() -> int:
    documents = cases() | messages()
    told = asked(documents)
    kept = {name: told["answers"][name] for name in cases()}
    FROZEN.write_text(json.dumps(told | {"answers": kept}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    every = [
        difference
        for name, html in documents.items()
        for difference in differences(html, name, told["answers"][name], frozenset(told["looked"]), told["statuses"])
    ]
    agreed = sum(
        found.get(title) == how
        for name, html in documents.items()
        for client, found in told["answers"][name].items()
        for title, how in ours(html)[client].items()
    )
    print(f"{told['tool']}, data of {told['date']}: {len(documents)} documents, {len(clients())} clients")
    print(f"{agreed} findings agree, {len(every)} differ\n")
    reasons = Counter(reason(difference) for difference in every)
    for why, times in reasons.most_common():
        print(f"\n{why or 'WITHOUT A REASON'} ({times})")
        told_so = [d for d in every if reason(d) == why]
        rows = Counter((d.title, d.we or "nothing", d.they or "nothing", d.proviso) for d in told_so)
        for (title, we, they, proviso), often in sorted(rows.items()):
            lacking = f"; lacking there: {proviso}" if proviso else ""
            print(f"  {title}: we say {we}, they {they}, {often} times{lacking}")
    return 1 if "" in reasons else 0


if __name__ == "__main__":
    sys.exit(main())
