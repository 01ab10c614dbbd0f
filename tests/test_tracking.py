from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import yaml

from newsletter import Message, compose_file
from tests.casefile import Case, cases


def composed(folder: Path, issue: dict[str, Any], brand: dict[str, Any]) -> Message:
    (folder / "issue.yaml").write_text(yaml.safe_dump({"subject": "S"} | issue, allow_unicode=True), "utf-8")
    (folder / "brand.yaml").write_text(yaml.safe_dump({"name": "N"} | brand, allow_unicode=True), "utf-8")
    return compose_file(folder / "issue.yaml")


def hrefs(message: Message) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', message.html)]


@cases("utm.md")
def test_parameters_are_added_as_the_case_says(case: Case, tmp_path: Path) -> None:
    link, utm = case.given.split("\n")
    brand = {"utm": yaml.safe_load(f"{{{utm}}}")}
    id_ = {"id": "agenda", "title": "T"} if link.startswith("#") else {}

    message = composed(tmp_path, {"sections": [{"kind": "cta", "label": "Lire", "link": link} | id_]}, brand)

    assert hrefs(message)[0] == case.expected
    shown = case.expected.removeprefix("mailto:").removeprefix("tel:")
    assert message.text.count(shown) == 1


def test_a_section_comes_before_the_issue_and_the_issue_before_the_brand(tmp_path: Path) -> None:
    link = "https://e.co/"
    sections: list[dict[str, Any]] = [
        {"kind": "text", "body": f"[a]({link}) <https://e.co/auto>", "utm": {"content": "texte"}},
        {"kind": "cta", "label": "b", "link": link},
    ]
    issue = {"intro": f"[c]({link})", "utm": {"campaign": "2024-07"}, "sections": sections}
    brand = {"utm": {"source": "lettre", "campaign": "toutes"}, "social": [{"label": "d", "link": link}]}

    found = hrefs(composed(tmp_path, issue, brand))[:5]

    shared = "?utm_source=lettre&utm_campaign=2024-07"
    assert found == [
        f"{link}{shared}",
        f"{link}{shared}&utm_content=texte",
        f"https://e.co/auto{shared}&utm_content=texte",
        f"{link}{shared}",
        f"{link}{shared}",
    ]


def test_pictures_and_the_links_that_unsubscribe_have_none(tmp_path: Path) -> None:
    links = {name: f"https://e.co/{name}" for name in ("unsubscribe", "view_in_browser", "preferences")}
    issue = {"banner": {"image": "https://e.co/a.png", "alt": "A"}, "intro": "![b](https://e.co/b.png)"}

    message = composed(tmp_path, issue, {"utm": {"source": "lettre"}, "links": links})

    assert "utm_" not in message.html
    assert "utm_" not in message.text


def test_a_link_that_is_a_tag_after_its_scheme_is_no_web_link_yet(tmp_path: Path) -> None:
    brand = {"utm": {"source": "lettre"}, "esp": "dotdigital"}

    message = composed(tmp_path, {"intro": "[a](http://$UNSUB$) [b](http://$SITE$/b)"}, brand)

    assert hrefs(message)[:2] == ["http://$UNSUB$", "http://$SITE$/b?utm_source=lettre"]


def test_an_address_in_the_prose_is_shown_without_them_and_leads_with_them(tmp_path: Path) -> None:
    message = composed(tmp_path, {"intro": "Voir <https://e.co/page>."}, {"utm": {"source": "lettre"}})

    assert 'href="https://e.co/page?utm_source=lettre"' in message.html
    assert ">https://e.co/page</a>" in message.html
    assert "Voir <https://e.co/page?utm_source=lettre>." in message.text


def test_a_tag_in_a_parameter_is_counted_where_it_is_and_missed_nowhere(tmp_path: Path) -> None:
    utm = {"utm": {"content": "{{ contact.country }}"}}
    with_links = composed(tmp_path, {"intro": "[a](https://e.co) [b](https://e.co/b)"}, utm)
    without = composed(tmp_path, {"intro": "a"}, utm)

    [row] = [row for row in with_links.merge_tags if row.tag == "{{ contact.country }}"]
    assert (row.source, row.html, row.text) == (1, 2, 2)
    assert "{{ contact.country }}" not in without.html


def test_the_parameters_are_in_the_message_that_other_links_of_the_brand_are_in(tmp_path: Path) -> None:
    logo = {"image": "https://e.co/l.png", "alt": "L", "link": "https://e.co/logo"}

    message = composed(tmp_path, {}, {"utm": {"source": "lettre"}, "logo": logo, "footer": "[f](https://e.co/f)"})

    assert "https://e.co/logo?utm_source=lettre" in hrefs(message)
    assert "https://e.co/f?utm_source=lettre" in hrefs(message)
    assert 'src="https://e.co/l.png"' in message.html
