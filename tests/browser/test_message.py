"""What a message holds: its structure, its words as written, and nothing that runs or asks the network."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from newsletter.load import Project
from newsletter.model.base import Part
from newsletter.model.brand import Checks
from newsletter.model.sections import KINDS
from tests.browser.support import MESSAGES, RTL, Open, listed

# They change no word of a message for the default ESP.
_NOT_SHOWN = (Checks, "merge_fields", "dialect", "utm", "clients", "checks", "typography")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " ", "\u202f": " "})


def plain(text: str) -> str:
    """A text without what typography may change."""
    text = re.sub(r"«\s*|\s*»", '"', text)
    return " ".join(text.translate(_STRAIGHT).split())


def parts(value: Any) -> Iterator[Part]:
    """Every part of an issue or a brand, at any depth."""
    if isinstance(value, Part):
        yield value
        value = tuple(vars(value).values())
    if isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def test_the_case_of_everything_uses_every_kind_option_and_choice(projects: dict[str, Project]) -> None:
    used: dict[type[Part], set[str]] = defaultdict(set)
    chosen: dict[tuple[type[Part], str], set[Any]] = defaultdict(set)
    for part in parts((projects["everything"].issue, projects["everything"].brand)):
        used[type(part)] |= part.model_fields_set
        for name in part.model_fields_set:
            if get_origin(type(part).model_fields[name].annotation) is Literal:
                chosen[type(part), name].add(getattr(part, name))
    unused = {
        kind.__name__: left
        for kind, names in used.items()
        if kind not in _NOT_SHOWN and (left := kind.model_fields.keys() - names - set(_NOT_SHOWN))
    }
    assert unused == {}
    for (kind, name), choices in chosen.items():
        assert choices == set(get_args(kind.model_fields[name].annotation)), f"{kind.__name__}.{name}"
    assert {section.kind for section in projects["everything"].issue.sections} == set(KINDS)


@pytest.mark.parametrize("message", MESSAGES)
def test_the_subject_is_the_only_h1(opened: Open, projects: dict[str, Project], message: str) -> None:
    shown = opened(message).js("[...document.querySelectorAll('h1')].map(h => h.textContent)")
    assert list(map(plain, shown)) == [plain(projects[message].issue.subject)]


@pytest.mark.parametrize("message", MESSAGES)
def test_no_heading_skips_a_level_or_is_empty(opened: Open, message: str) -> None:
    headings = opened(message).js(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => [+h.tagName[1], h.textContent.trim()])"
    )
    levels = [0, *(level for level, _ in headings)]
    skips = [headings[at] for at in range(len(headings)) if levels[at + 1] > levels[at] + 1]
    assert not skips, listed(skips)
    assert all(text for _, text in headings)


@pytest.mark.parametrize("message", MESSAGES)
def test_the_language_and_its_direction_are_said(opened: Open, projects: dict[str, Project], message: str) -> None:
    said = opened(message).js("[document.documentElement.lang, document.documentElement.dir]")
    assert said == [projects[message].issue.locale, "rtl" if message in RTL else "ltr"]


@pytest.mark.parametrize("message", MESSAGES)
def test_the_title_names_the_newsletter_and_labels_the_message(
    opened: Open, projects: dict[str, Project], message: str
) -> None:
    page = opened(message)
    title = page.js("document.title")
    assert plain(projects[message].brand.name) in plain(title)
    assert page.js("document.querySelector('[role=article]').getAttribute('aria-label')") == title


@pytest.mark.parametrize("message", MESSAGES)
def test_every_picture_has_an_alternative_text(opened: Open, message: str) -> None:
    without = opened(message).js("[...document.querySelectorAll('img:not([alt])')].map(tests.name)")
    assert not without, listed(without)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_table_either_arranges_or_has_headed_columns(opened: Open, message: str) -> None:
    wrong = opened(message).js(
        """[...document.querySelectorAll('table')].filter(table => {
            const heads = [...table.querySelectorAll(':scope > thead > tr > *')];
            const headed = heads.length > 0 && heads.every(cell => cell.matches('th[scope=col]'));
            return headed === (table.getAttribute('role') === 'presentation');
        }).map(tests.name)"""
    )
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_link_within_the_message_leads_somewhere(opened: Open, message: str) -> None:
    lost = opened(message).js(
        """[...document.querySelectorAll('a[href^="#"]')]
            .filter(a => !document.getElementById(a.getAttribute('href').slice(1))).map(tests.name)"""
    )
    assert not lost, listed(lost)


def test_the_preheader_is_there_but_not_seen(opened: Open, projects: dict[str, Project]) -> None:
    words = plain(str(projects["everything"].issue.preheader))
    page = opened("everything")
    assert words in plain(page.js("document.body.textContent"))
    assert words not in plain(page.js("tests.texts().map(e => e.textContent).join(' ')"))


@pytest.mark.parametrize(
    ("selector", "path"),
    [
        ("img[width='500']", "issue.banner.alt"),
        (".logo", "brand.logo.alt"),
        ("h1 + p", "issue.greeting"),
        (".signoff", "issue.signoff"),
        ("h1", "issue.subject"),
        (".caption[style*='padding-left:26px']", "issue.sections.quote.by"),
        (".press a", "issue.sections.article.cta.label"),
        ("td.panel > .name", "issue.actions.title"),
    ],
)
def test_a_text_reads_as_written(opened: Open, projects: dict[str, Project], selector: str, path: str) -> None:
    written: Any = projects["everything"]
    for name in path.split("."):
        if hasattr(written, name):
            written = getattr(written, name)
        else:
            written = next(section for section in written if section.kind == name)
    shown = opened("everything").js(
        "s => { const e = document.querySelector(s); return e.getAttribute('alt') ?? e.textContent; }", selector
    )
    assert plain(shown) == plain(written)


@pytest.mark.parametrize("message", MESSAGES)
def test_no_attribute_shows_the_escapes_of_a_program(opened: Open, message: str) -> None:
    escaped = opened(message).js(
        r"""[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
            .filter(a => /\\(u\{|[ntr"'\\])/.test(a.value)).map(a => `${a.name}=${a.value}`)"""
    )
    assert not escaped, listed(escaped)


def test_markup_in_the_issue_is_text_and_runs_nothing(opened: Open) -> None:
    page = opened("everything")
    shown = plain(page.js("tests.texts().map(e => e.innerText).join(' ')"))
    assert '<script>window.struck = "subject"</script>' in shown
    assert '<script>window.struck = "intro"</script>' in shown
    assert '<img src="x" onerror="window.struck=\'onerror\'">' in shown
    assert page.js("window.struck === undefined")
    active = page.js(
        """[...document.querySelectorAll('*')].filter(e =>
            ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'LINK', 'BASE'].includes(e.tagName) ||
            [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*(javascript|vbscript|data):/i.test(a.value))
        ).map(tests.name)"""
    )
    assert not active, listed(active)


@pytest.mark.parametrize("message", MESSAGES)
def test_looking_at_a_message_asks_the_network_for_nothing(opened: Open, message: str) -> None:
    assert opened(message).requested == []


@pytest.mark.parametrize("message", MESSAGES)
def test_an_exported_message_asks_for_its_hosted_pictures_only(
    opened: Open, exported: dict[str, Path], projects: dict[str, Project], message: str
) -> None:
    page = opened(exported[message])
    pictures = page.js("[...document.images].map(i => i.getAttribute('src'))")
    assert sorted(set(page.requested)) == sorted(set(pictures))
    base = projects[message].brand.assets_base_url
    assert [src for src in pictures if not (base and src.startswith(base))] == []
    assert bool(pictures) == (message != "minimal"), json.dumps(pictures)
