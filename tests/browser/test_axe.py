"""axe-core with all of its default rules, in both schemes, on a telephone and on a desktop."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.support import MESSAGES, SCHEMES, Open, listed

AXE = [(message, scheme, width) for message in MESSAGES for scheme in SCHEMES for width in (375, 1024)]

# What axe may find or leave open, as (outcome, rule, its words), and why that is right here.
JUDGED = {
    ("incomplete", "color-contrast", "Element content contains only non-text characters"): (
        "the arrow after an action; test_colors computes its contrast"
    ),
}

Audits = dict[tuple[str, str, int], dict[str, list[dict[str, object]]]]


@pytest.fixture(scope="package")
def audits() -> Audits:
    """What axe said, so that it need not say it twice."""
    return {}


def audit(opened: Open, audits: Audits, message: str, scheme: str, width: int) -> dict[str, list[dict]]:
    """The rules of axe by their outcome."""
    key = (message, scheme, width)
    if key not in audits:
        audits[key] = Axe().run(opened(message, width, scheme).page, options={}).response
    return audits[key]


def findings(results: dict[str, list[dict]]) -> list[tuple[tuple[str, str, str], str]]:
    """What axe finds wrong or cannot tell, each with the element that it speaks of."""
    return [
        ((outcome, rule["id"], check["message"]), node["html"][:200])
        for outcome in ("violations", "incomplete")
        for rule in results[outcome]
        for node in rule["nodes"]
        for check in node["any"] + node["all"] + node["none"]
    ]


@pytest.mark.parametrize(("message", "scheme", "width"), AXE)
def test_axe_finds_nothing(opened: Open, audits: Audits, message: str, scheme: str, width: int) -> None:
    found = findings(audit(opened, audits, message, scheme, width))
    unexpected = [finding for finding in found if finding[0] not in JUDGED]
    assert not unexpected, listed(unexpected)


@pytest.mark.parametrize(("message", "scheme", "width"), AXE)
def test_axe_really_looks_at_contrast(opened: Open, audits: Audits, message: str, scheme: str, width: int) -> None:
    passes = {rule["id"]: rule["nodes"] for rule in audit(opened, audits, message, scheme, width)["passes"]}
    texts = opened(message, width, scheme).js("tests.texts().length")
    # axe passes over words whose letters join, which it takes for the ligatures of icon fonts: most of the Arabic ones.
    assert len(passes.get("color-contrast", [])) >= texts * (0.4 if message == "arabic" else 0.8)


def test_every_judgement_is_still_needed(opened: Open, audits: Audits) -> None:
    found = {what for case in AXE for what, _ in findings(audit(opened, audits, *case))}
    assert JUDGED.keys() - found == set()
