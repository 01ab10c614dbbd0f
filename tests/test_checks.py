from __future__ import annotations

from pathlib import Path

import pytest

from newsletter import check, compose_file
from newsletter.checks import RULES
from newsletter.errors import NewsletterError
from tests.conftest import write
from tests.test_images import png

ISSUE = """\
subject: S
banner: {image: images/b.png, alt: B}
sections:
  - kind: text
    body: |
      ![x](images/b.png)
  - kind: banner
    image: https://e.co/b.png
    alt: hosted
"""


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/b.png").write_bytes(png(4, 4))
    (tmp_path / "issue.yaml").write_text(ISSUE, "utf-8")
    return tmp_path / "issue.yaml"


def found(issue: Path) -> list[tuple[str, str]]:
    return [(p.code, p.span.place.removeprefix(str(issue.parent) + "/") if p.span else "") for p in check(issue)]


def test_local_pictures_without_a_host_are_found_at_their_place(issue: Path) -> None:
    (issue.parent / "brand.yaml").write_text("name: N\nlogo: {image: images/b.png, alt: N}\n", "utf-8")

    assert found(issue) == [
        ("unhosted-image", "issue.yaml:2:17"),
        ("unhosted-image", "issue.yaml:5:11"),
        ("unhosted-image", "brand.yaml:2:15"),
    ]


def test_with_a_host_nothing_is_found(issue: Path) -> None:
    (issue.parent / "brand.yaml").write_text("name: N\nassets_base_url: https://e.co/\n", "utf-8")

    assert found(issue) == []


def test_an_issue_without_a_brand_is_found(issue: Path) -> None:
    assert found(issue)[0] == ("missing-brand", "issue.yaml:1:1")


def test_every_rule_has_a_unique_name_and_a_whole_page() -> None:
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names)
    for rule in RULES:
        for heading in ("## What it does", "## Why it matters", "## Example", "## Instead"):
            assert heading in rule.page, rule.name


def findings(folder: Path, issue: str, brand: str = "name: N\n", esp: str | None = None) -> list[str]:
    write(folder, {"issue.yaml": issue, "brand.yaml": brand})
    return [str(NewsletterError(problem)).replace(f"{folder}/", "") for problem in check(folder / "issue.yaml", esp)]


def test_a_tag_of_another_esp_is_found_by_its_delimiters(tmp_path: Path) -> None:
    issue = "subject: Bonjour *|FNAME|*\nintro: |\n  Un [lien](https://e.co/*|EMAIL|*), *|FNAME|*.\n"

    assert findings(tmp_path, issue) == [
        "issue.yaml:1:18: warning[foreign-merge-tag]: HubSpot does not know *|FNAME|*, a tag of Mailchimp",
        "issue.yaml:3:26: warning[foreign-merge-tag]: HubSpot does not know *|EMAIL|*, a tag of Mailchimp",
        "issue.yaml:3:38: warning[foreign-merge-tag]: HubSpot does not know *|FNAME|*, a tag of Mailchimp",
    ]


def test_the_cure_of_a_foreign_tag_is_its_neutral_name_where_it_has_one(tmp_path: Path) -> None:
    write(tmp_path, {"issue.yaml": "subject: '*|FNAME|* *|TITRE|*'\n", "brand.yaml": "name: N\n"})

    known, other = check(tmp_path / "issue.yaml")

    assert known.hint == "write {{contact.firstname}}, which is translated for every ESP"
    assert other.hint.startswith("write HubSpot's own tag, or a neutral name: contact.email, contact.firstname")


def test_a_tag_of_another_esp_is_found_by_its_name(tmp_path: Path) -> None:
    issue = "subject: S\nintro: '[web]({{ view_as_page_url }}) {{ mirror }} {{ first_name }}'\n"

    assert findings(tmp_path, issue, esp="brevo") == [
        "issue.yaml:2:15: warning[foreign-merge-tag]: Brevo does not know {{ view_as_page_url }}, a tag of HubSpot",
    ]


def test_a_neutral_name_in_a_condition_of_ones_own_is_not_translated(tmp_path: Path) -> None:
    issue = "subject: '{% if contact.country == \"FR\" %}Oui{% else %}Non{% endif %}'\n"

    assert findings(tmp_path, issue) == []
    assert findings(tmp_path, issue, esp="brevo") == [
        "issue.yaml:1:11: warning[foreign-merge-tag]: Brevo may not know contact.country in "
        '{% if contact.country == "FR" %}',
    ]


def test_neutral_tags_and_own_tags_are_not_foreign(tmp_path: Path) -> None:
    issue = (
        "subject: '{{contact.firstname | default(\"toi\")}}'\n"
        "intro: '{{unsubscribe}} *|FNAME|* *|IF:FNAME|*x*|END:IF|*'\n"
    )

    assert findings(tmp_path, issue, esp="mailchimp") == []


def test_a_field_that_the_account_defines_is_assumed_and_said_once(tmp_path: Path) -> None:
    issue = (
        "subject: '{{contact.company}}'\n"
        "intro: '{{contact.company}}'\n"
        "sections:\n"
        '  - {kind: text, body: b, show_if: contact.country == "FR"}\n'
    )
    told = findings(tmp_path, issue, esp="mailchimp")

    assert told == [
        "issue.yaml:1:11: warning[assumed-merge-field]: contact.company is no standard field of Mailchimp; "
        "the name 'COMPANY' is assumed",
        "issue.yaml:4:36: warning[assumed-merge-field]: contact.country is no standard field of Mailchimp; "
        "the name 'COUNTRY' is assumed",
    ]
    brand = "name: N\nmerge_fields: {contact.company: {mailchimp: FIRMA}, contact.country: {mailchimp: COUNTRY}}\n"
    assert findings(tmp_path, issue, brand, esp="mailchimp") == []


def test_an_encoded_tag_is_decoded_and_said(tmp_path: Path) -> None:
    issue = (
        "subject: S\n"
        "sections:\n"
        "  - kind: cta\n"
        "    label: L\n"
        "    link: https://e.co/?lb_email=%7B%7Bcontact.email%7D%7D&s=Downloaded%20Asset\n"
        "  - kind: text\n"
        "    body: Un [lien](https://e.co/%7b%7B%20contact.email%20%7D%7d) et %7B%7Bcontact.email%7D%7D.\n"
    )
    assert findings(tmp_path, issue) == [
        "issue.yaml:5:34: info[encoded-merge-tag]: the merge tag {{contact.email}} came percent-encoded; "
        "it is composed as it was meant",
        "issue.yaml:7:34: info[encoded-merge-tag]: the merge tag {{ contact.email }} came percent-encoded; "
        "it is composed as it was meant",
    ]
    message = compose_file(tmp_path / "issue.yaml")
    assert 'href="https://e.co/?lb_email={{contact.email}}&amp;s=Downloaded%20Asset"' in message.html
    assert "https://e.co/?lb_email={{contact.email}}&s=Downloaded%20Asset" in message.text
    assert 'href="https://e.co/{{ contact.email }}"' in message.html
    assert "et %7B%7Bcontact.email%7D%7D." in message.text


def test_a_default_without_effect_is_found_where_the_esp_says_so(tmp_path: Path) -> None:
    issue = "subject: 'Bonjour {{ contact.firstname | default(\"toi\") }} {{contact.email}}'\n"
    write(tmp_path, {"issue.yaml": issue, "brand.yaml": "name: N\n"})

    [found] = check(tmp_path / "issue.yaml")

    assert (found.code, found.span and found.span.place.endswith("issue.yaml:1:19")) == ("ineffective-default", True)
    assert found.hint == (
        "write {{ personalization_token(\"contact.firstname\", 'toi') }}, or set the default on the field, at HubSpot"
    )
    assert findings(tmp_path, issue, esp="brevo") == []


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("exam\u200bple", "1:14: warning[hidden-character]: U+200B stands inside a word, where nobody sees it"),
        ("voir https://e.co/\u2060x", "1:28: warning[hidden-character]: U+2060 stands in a link, where nobody sees it"),
        (
            "a \u202etxet b\u202c",
            "1:12: warning[hidden-character]: U+202E turns the direction by force, so that other words are shown than "
            "those that are there",
        ),
        (
            "a \u2067שלום b",
            "1:12: warning[hidden-character]: U+2067 changes the direction and never ends, so that what follows is "
            "turned as well",
        ),
    ],
)
def test_a_character_that_hides_something_is_found_and_kept(tmp_path: Path, subject: str, told: str) -> None:
    assert findings(tmp_path, f"subject: {subject}\n") == [f"issue.yaml:{told}"]
    assert subject in compose_file(tmp_path / "issue.yaml").subject


@pytest.mark.parametrize(
    "subject",
    [
        "👩\u200d💻 et 👨\u200d👩\u200d👧",
        "می\u200cخواهم",
        "incroya\u00adblement",
        "\u2066a\u2069 b",
        "שלום\u200f!",
        "été",
    ],
)
def test_characters_that_a_script_needs_are_not_found(tmp_path: Path, subject: str) -> None:
    assert findings(tmp_path, f"subject: {subject}\n") == []


def test_a_hidden_character_in_a_link_is_found(tmp_path: Path) -> None:
    issue = "subject: S\nsections:\n  - {kind: cta, label: L, link: 'https://e.co/a\u200bb'}\n"

    [told] = findings(tmp_path, issue)

    assert "U+200B stands in a link" in told
