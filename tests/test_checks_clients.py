"""What mail clients lack: the data, and the rule beside another checker over the same documents."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from newsletter import check
from newsletter.caniemail.css_features import inline_uses, sheet_uses
from newsletter.caniemail.effects import effect_of
from newsletter.caniemail.features import uses_of
from newsletter.caniemail.lacks import lacks
from newsletter.caniemail.support import DATA, Audience, named, support
from newsletter.caniemail.uses import Use, holds
from newsletter.layout import available
from tests.conftest import write
from tests.side_by_side import clients as beside

EVERY = tuple(dict.fromkeys(support().clients.values()))


def test_the_data_say_where_they_come_from_and_of_which_day() -> None:
    told = json.loads(DATA.read_text(encoding="utf-8"))

    assert told["source"].startswith("https://www.caniemail.com, ")
    assert told["licence"].startswith("MIT")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", told["date"])
    assert DATA.stat().st_size < 80_000
    assert DATA.read_text(encoding="utf-8").count("\n") < len(told["features"]) + 20  # a line for each


def test_every_feature_of_the_data_is_looked_for_and_every_client_has_a_name() -> None:
    for feature in support().features.values():
        assert feature.words, feature.slug
        assert {*feature.unknown, *feature.partly} <= set(EVERY), feature.slug
    for client in EVERY:
        assert named(frozenset([client]))


def test_every_proviso_of_the_data_and_of_our_judgement_is_understood() -> None:
    for feature in support().features.values():
        for proviso in (*feature.unknown.values(), *feature.partly.values(), effect_of(feature.slug).breaks):
            assert holds(proviso, Use(feature.slug, "x")) in {True, False}


@pytest.mark.parametrize("name", sorted(beside.cases()))
def test_every_difference_from_the_npm_checker_has_its_reason(name: str) -> None:
    told, html = beside.frozen(), beside.cases()[name]
    looked, statuses = frozenset(told["looked"]), told["statuses"]

    found = list(beside.differences(html, name, told["answers"][name], looked, statuses))

    assert [str(difference) for difference in found if not beside.reason(difference)] == []


def test_most_of_what_the_npm_checker_says_we_say_as_well() -> None:
    told = beside.frozen()
    same = [
        they[client].get(title) == how
        for name, they in told["answers"].items()
        for client, ours in beside.ours(beside.cases()[name]).items()
        for title, how in ours.items()
    ]

    assert sum(same) > len(same) / 2


def lacking(html: str, *clients: str) -> dict[str, bool]:
    root = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser())
    return {lack.feature.slug: lack.breaks for lack in lacks(uses_of(root), clients)}


def test_what_classic_outlook_skips_does_not_count_for_it() -> None:
    html = '<!--[if !mso]><!--><i style="filter: none">a</i><!--<![endif]-->'

    assert lacking(html, "outlook.windows") == {}
    assert "css-filter" in lacking(html, "gmail.android")
    assert "css-filter" in lacking(f'{html}<i style="filter: none">a</i>', "outlook.windows")


def test_what_hangs_on_a_query_counts_where_the_query_is_read() -> None:
    html = "<style>@media (max-width: 9px) { a { opacity: 0 } } @supports (gap: 1px) { a { gap: 1px } }</style>"

    assert "css-opacity" not in lacking(html, "outlook.windows")
    assert "css-at-media" in lacking(html, "outlook.windows")
    assert "css-gap" not in lacking(html, *EVERY)


def test_a_video_breaks_a_message_only_where_nothing_stands_in_it() -> None:
    assert lacking('<video src="a.mp4"></video>', "gmail.ios")["html-video"]
    assert not lacking('<video src="a.mp4"><img src="a.png"></video>', "gmail.ios")["html-video"]


def test_broken_styles_stop_nothing() -> None:
    html = "<style>@media { a { b: c } </style><style>}}} a, , b > { : ; } @</style><i style=';: {;(]'>a</i>"

    assert isinstance(lacking(html, *EVERY), dict)


@pytest.mark.parametrize(
    ("shares", "missing", "told"),
    [
        ({"gmail": "40", "outlook-windows": "10"}, {"outlook.windows"}, "about 10 % of the readers"),
        ({"gmail": "40"}, {"gmail.ios"}, "some of 40 % of the readers"),
        (
            {"gmail": "40", "outlook-windows": "10"},
            {"gmail.ios", "outlook.windows"},
            "between 10 and 50 % of the readers",
        ),
        ({"outlook": "30", "outlook-windows": "12.5"}, {"outlook.windows"}, "about 12.5 % of the readers"),
        ({"gmail": "0"}, {"gmail.ios"}, ""),
    ],
)
def test_readers_are_counted_as_far_as_their_shares_are_known(
    shares: dict[str, str], missing: set[str], told: str
) -> None:
    audience = Audience.of({name: Decimal(share) for name, share in shares.items()})

    assert audience.readers(frozenset(missing)) == told


def test_clients_are_named_by_family_and_platform() -> None:
    every = set(support().clients_of("gmail"))

    assert named(frozenset(every)) == "Gmail"
    assert named(frozenset(["gmail.ios", "outlook.windows"])) == "Gmail (iOS) and classic Outlook for Windows"
    assert "outlook.windows-mail" not in support().clients_of("outlook")


def test_clients_that_are_asked_for_take_the_place_of_the_brands(tmp_path: Path) -> None:
    issue = (
        write(tmp_path, {"issue.yaml": "subject: S\nbanner: {image: https://a.example/a.webp, alt: A}\n"})
        / "issue.yaml"
    )

    def codes(**clients: int) -> set[str]:
        return {found.code for found in check(issue, select=["clients"], clients=clients)}

    assert codes(thunderbird=1) == set()
    assert "breaks-in-client" in codes(outlook=1)


def test_every_packaged_layout_gives_a_reason_for_what_it_uses_on_purpose(tmp_path: Path) -> None:
    for layout in available(tmp_path):
        assert layout.on_purpose
        assert all(listed.reason for listed in layout.on_purpose.values())
        assert set(layout.on_purpose) <= set(support().features)


@pytest.mark.parametrize("css", ["@media screen{" * 1500, f"a{{color:{'(' * 9000}}}"])
def test_styles_that_are_nested_without_end_hide_nothing_before_them(css: str) -> None:
    known = {use.slug for use in sheet_uses("p { display: flex }")}

    assert known <= {use.slug for use in sheet_uses("p { display: flex } " + css)}
    assert not inline_uses(f"color: {'(' * 9000}", "p")
