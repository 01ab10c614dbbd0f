"""What the rules about links do beyond single cases: they ask politely, keep answers, and stay quick on large files."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter import asking, check
from newsletter.asking import Answer, ask
from tests.conftest import Ran, write
from tests.web import Site, site


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "newsletter-composer" / "links.json"


@pytest.fixture
def web(cache: Path) -> Iterator[Site]:
    with site() as server:
        yield server


def quietly(done: int, total: int) -> None:
    """Nobody watches."""


def test_a_page_is_asked_for_once_and_its_answer_is_kept(web: Site, cache: Path) -> None:
    url = f"{web.address}/page"

    first, second = ask([url, url], quietly), ask([url], quietly)

    assert first == second == {url: Answer(200)}
    assert web.asked == {"HEAD /page": 1}
    assert list(json.loads(cache.read_text())) == [url]


def test_a_page_that_is_not_there_is_asked_for_anew(web: Site, cache: Path) -> None:
    url = f"{web.address}/nothing"

    ask([url], quietly)
    ask([url], quietly)

    assert web.asked == {"HEAD /nothing": 2, "GET /nothing": 2}
    assert not cache.exists() or url not in cache.read_text()


def test_a_kept_answer_grows_old(web: Site, cache: Path) -> None:
    url = f"{web.address}/page"
    cache.parent.mkdir(parents=True)
    cache.write_text(json.dumps({url: [time.time() - asking.KEPT - 1, 200, "", "", False]}))

    ask([url], quietly)

    assert web.asked == {"HEAD /page": 1}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 1}', '{"x": [], "y": [1]}', "\x00"])
def test_a_spoilt_cache_does_no_harm(web: Site, cache: Path, text: str) -> None:
    url = f"{web.address}/page"
    cache.parent.mkdir(parents=True)
    cache.write_text(text)

    assert ask([url], quietly) == {url: Answer(200)}
    assert ask([url], quietly) == {url: Answer(200)}


def test_a_site_is_not_stormed_and_knows_who_asks(web: Site) -> None:
    told: list[tuple[int, int]] = []

    ask([f"{web.address}/slow?{n}" for n in range(12)], lambda done, total: told.append((done, total)))

    assert web.most == 2
    assert [agent.partition("/")[0] for agent in web.agents] == ["newsletter-composer"]
    assert told == [(done, 12) for done in range(13)]


def test_what_may_pass_is_tried_twice(web: Site) -> None:
    url = f"{web.address}/once-down"

    assert ask([url], quietly)[url].fine


def test_redirects_tell_where_they_lead(web: Site) -> None:
    moved, away = (f"{web.address}/{name}" for name in ("moved", "away"))

    assert ask([moved, away], quietly) == {
        moved: Answer(200, final=f"{web.address}/page", permanent=True),
        away: Answer(200, final=f"{web.address}/page"),
    }


def test_without_a_network_it_says_so_once(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    links = "".join(f"  - {{kind: cta, label: L{n}, link: 'http://site{n}.net/'}}\n" for n in range(3))
    write(tmp_path, {"issue.yaml": f"subject: S\nsections:\n{links}", "brand.yaml": "name: N\n"})

    [found] = check(tmp_path / "issue.yaml", select=["dead-link", "moved-link", "locked-link", "unchecked-link"])

    assert (found.code, found.message) == (
        "unchecked-link",
        "no site can be reached from here, so none of 3 was asked",
    )


def test_links_are_asked_for_only_with_the_option(tmp_path: Path, web: Site) -> None:
    given = f"subject: S\nsections:\n  - {{kind: cta, label: L, link: '{web.address}/nothing'}}\n"
    write(tmp_path, {"issue.yaml": given, "brand.yaml": "name: N\n"})

    check(tmp_path / "issue.yaml")
    assert not web.asked

    assert "dead-link" in {found.code for found in check(tmp_path / "issue.yaml", options=["links"])}
    assert web.asked == {"HEAD /nothing": 1, "GET /nothing": 1}


def test_nobody_is_unsubscribed_by_asking(tmp_path: Path, web: Site) -> None:
    given = f"subject: S\nintro: '[a]({web.address}/ls/click?upn=1) [b]({web.address}/e3t/Ctc/x)'\n"
    write(tmp_path, {"issue.yaml": given, "brand.yaml": "name: N\n"})

    check(tmp_path / "issue.yaml", options=["links"])

    assert not web.asked


def test_fix_mends_links(project: object, cli: object) -> None:
    given = (
        "subject: S\nsections:\n"
        "  - {kind: cta, label: K, link: 'http://e.co/a'}\n"
        "  - {kind: text, body: '[http](https://e.co/c) [http](http://e.co/b) [d](http://f.co)'}\n"
        "  - {kind: cta, label: M, link: 'https://e.co/?a=1&amp;b=2'}\n"
        "  - {kind: cta, label: N, link: 'https://e.co/x%20'}\n"
    )
    root: Path = project({"issues/a.yaml": given, "issues/brand.yaml": "name: N\n"})  # type: ignore[operator]

    ran: Ran = cli("check", "issues/a.yaml", "--fix")  # type: ignore[operator]

    assert ran.err.count("mended: ") == 4
    assert (root / "issues/a.yaml").read_text() == (
        "subject: S\nsections:\n"
        "  - {kind: cta, label: K, link: 'https://e.co/a'}\n"
        "  - {kind: text, body: '[http](https://e.co/c) [http](https://e.co/b) [d](http://f.co)'}\n"
        "  - {kind: cta, label: M, link: 'https://e.co/?a=1&b=2'}\n"
        "  - {kind: cta, label: N, link: 'https://e.co/x'}\n"
    )


def test_many_links_and_brackets_end(tmp_path: Path) -> None:
    links = " ".join(f"[w{n}](http://e.co/{n})" for n in range(5000))
    signs = "[" * 20000 + "`" * 20001 + "a" * 20000 + "@" * 2000
    write(tmp_path, {"issue.yaml": f"subject: S\nintro: |\n  {links}\n\n  {signs}\n", "brand.yaml": "name: N\n"})

    families = ["links"]
    found = check(tmp_path / "issue.yaml", select=families)

    assert sum(each.code == "insecure-link" for each in found) == 101
