from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from newsletter import Message, compose, compose_file, load_issue
from newsletter import layout as layouts
from newsletter.dialects import HUBSPOT
from newsletter.errors import InputError
from newsletter.model.brand import Brand

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "issues/2024-07-data-snack.yaml"
BANNER = (
    "https://www.example.com/cx-mag-2024-fr?lb_email={{contact.email}}"
    "&cid=701SZ00000C7jmJYAR&campaignmemberstatus=Downloaded%20Asset"
)


@pytest.fixture(scope="module")
def sample() -> Message:
    return compose_file(SAMPLE)


def test_the_sample_weighs_less_than_60_kb(sample: Message) -> None:
    assert len(sample.html.encode()) < 60_000


def test_the_banner_s_link_comes_out_as_written(sample: Message) -> None:
    assert f'href="{BANNER.replace("&cid", "&amp;cid").replace("&campaign", "&amp;campaign")}"' in sample.html
    assert BANNER in sample.text


def test_every_tag_of_the_sample_stands_as_often_in_each_part_as_in_its_source(sample: Message) -> None:
    counts = {row.tag: (row.source, row.html, row.text) for row in sample.merge_tags}

    assert counts["{{contact.email}}"] == (7, 7, 7)
    assert counts["{{contact.firstname}}"] == (1, 1, 1)
    assert counts['{% if contact.country == "FR" %}'] == (1, 1, 1)
    assert counts["{{ unsubscribe_link_all }}"] == (1, 1, 1)
    assert all(source == html == text for source, html, text in counts.values())
    assert all(sample.html.count(tag) >= html for tag, (_, html, _) in counts.items())


@pytest.mark.parametrize(
    "figure",
    [
        "−3,6\u00a0%",
        "77\u00a0%",
        "+10,5\u00a0%",
        "62\u00a0%",
        "45\u00a0%",
        "+60\u00a0%",
        "82\u00a0%",
        "550 tonnes",
        "17\u202f500",
    ],
)
def test_the_figures_are_written_in_french_in_both_parts(sample: Message, figure: str) -> None:
    text = re.sub(r"\s*\n\s*", " ", sample.text)

    assert figure in sample.html
    assert figure in text


def test_the_recap_leads_to_sections_that_exist(sample: Message) -> None:
    targets = re.findall(r'href="#([^"]+)"', sample.html)

    assert len(targets) == 4
    for target in targets:
        assert sample.html.count(f'id="{target}"') == 1


def test_every_local_picture_has_its_hosted_address_and_its_size(sample: Message) -> None:
    pictures = re.findall(r"<img [^>]*>", sample.html)

    assert len(pictures) == 4
    for picture in pictures:
        assert 'src="https://assets.example.com/lettre/images/' in picture
        assert re.search(r' width="\d+" height="\d+"', picture)
        assert ' alt="' in picture


def test_the_same_input_gives_the_same_bytes(sample: Message) -> None:
    assert compose_file(SAMPLE) == sample


def test_issue_and_brand_can_be_made_without_files() -> None:
    issue = load_issue(SAMPLE).model_copy(update={"sections": (), "recap": None, "banner": None, "author": None})
    brand = Brand.model_validate({"name": "Test & co"})

    message = compose(issue, brand, layouts.find("data-snack", ROOT), HUBSPOT)

    assert "Test &amp; co" in message.html
    assert "Test & co" in message.text


def test_the_public_names_stay_what_they_are_whatever_is_imported() -> None:
    import newsletter
    import newsletter.compose  # would put the module where the function should be, were it not prevented

    assert sorted(newsletter.__all__) == [
        "Finding", "Issue", "Message", "NewsletterError", "check", "compose", "compose_file", "load_issue",
    ]  # fmt: skip
    assert all(getattr(newsletter, name) for name in newsletter.__all__)
    assert newsletter.compose is compose
    assert dir(newsletter) == sorted(newsletter.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = newsletter.nothing


def test_a_condition_that_the_esp_cannot_say_is_told_at_its_place() -> None:
    without = replace(HUBSPOT, name="other", title="Other", condition=None)

    with pytest.raises(InputError) as caught:
        compose(load_issue(SAMPLE), Brand.model_validate({"name": "N"}), layouts.find("data-snack", ROOT), without)

    (problem,) = caught.value.problems
    assert (problem.code, problem.loc) == ("no-conditions", ("sections", 6, "show_if"))
    assert "Other has no conditions" in problem.message
