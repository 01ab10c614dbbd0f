"""A merge tag of every dialect in every field of the model: new fields and new dialects are tried by themselves."""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
import yaml

from newsletter import compose_file
from newsletter.conditions import guard
from newsletter.dialects import DIALECTS, HUBSPOT, Dialect
from newsletter.errors import Problem
from newsletter.mergetags import untranslatable
from newsletter.model.base import Part
from newsletter.model.brand import Brand
from newsletter.model.issue import Issue
from newsletter.model.values import Condition, Image, Inline, Markdown, Parameter, Text, Url
from newsletter.neutral import native
from newsletter.scanning import scan
from tests.casefile import read

PLAIN: dict[str, Any] = {
    "layout": "data-snack", "locale": "en-GB", "number": 7, "date": "2024-07-25", "start": "2024-07-25",
    "end": "2024-07-26", "timezone": "Europe/Paris", "value": "1.5", "width": 320, "numbered": "true", "signed": "true",
    "online": "true", "featured": "false", "chart": "bars", "medium": "book", "email": "a@b.co", "reply_to": "c@d.co",
    "assets_base_url": "https://cdn.example.com/",
}  # fmt: skip
LEFT_OUT = {
    "esp",
    "colors",
    "fonts",
    "clients",
    "checks",
    "merge_fields",
    "dialect",
    "utm",
    "typography",
}  # what no message shows


def samples(esp: Dialect) -> list[str]:
    """The tags in the dialect's own cases, and the worst that a language like HubL allows."""
    found = [
        tag
        for case in read(f"dialects/{esp.name}.md")
        if case.title.startswith("tags:")
        for tag in _own(case.given, esp)
    ]
    if any(d.open == "{{" and not d.shape for d in esp.expressions):
        found.append('{{ x.y | default("a < b & c | d") }}')
    return found


def _own(text: str, esp: Dialect) -> list[str]:
    return [tag.text for tag in scan(text, esp)[0] if not tag.foreign and not untranslatable(tag.text, esp)]


class Author:
    """Fills a model, each text with the next of the tags."""

    def __init__(self, tags: list[str]) -> None:
        self.written: Counter[str] = Counter()
        self._tags = cycle(tags)

    def tag(self) -> str:
        tag = next(self._tags)
        self.written[tag] += 1
        return tag

    def filled(self, model: type[Part], path: str) -> dict[str, Any]:
        fields = model.model_fields.items()
        return {
            n: self.example(f.annotation, n, f"{path}.{n}") for n, f in fields if n not in LEFT_OUT and n != "show_if"
        }

    def example(self, annotation: Any, name: str, path: str) -> Any:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        if get_origin(annotation) in (Union, UnionType):
            options = [option for option in get_args(annotation) if option is not NoneType]
            if name == "sections" or len(options) > 2:
                return [self.filled(option, f"{path}{at}") for at, option in enumerate(options)]
            annotation = options[0]
            if get_origin(annotation) is Annotated:
                annotation = get_args(annotation)[0]
        if get_origin(annotation) is tuple:
            found = self.example(get_args(annotation)[0], name, path)
            return found if isinstance(found, list) else [found]
        if name == "kind":
            return get_args(annotation)[0]
        if name == "id":
            return "id-" + path.replace(".", "-").removeprefix("-")
        if isinstance(annotation, type) and issubclass(annotation, Part):
            return self.filled(annotation, path)
        return self.text(annotation, path) or PLAIN[name]

    def text(self, annotation: Any, path: str) -> str | None:
        assert annotation not in (Condition, Parameter)
        tag = self.tag
        if annotation in (Url, Image):
            return f"https://example.com/{path}/{tag()}?a={tag()}&b=Downloaded%20Asset#{tag()}"
        if annotation is Markdown:
            image, small = f'![{tag()}](https://e.co/{tag()} "{tag()}")', f"![{tag()}](https://e.co/{tag()})"
            link = f'[{tag()}]({tag()} "{tag()}")'
            inline = f"in line {small} and **{tag()}** {link} https://e.co?x={tag()}"
            return f"# {tag()}\n\n{image}\n\n{inline}\n\n| a |\n|---|\n| {tag()} |\n\n- {tag()}\n\n> {tag()}"
        if annotation is Inline:
            return f"<b> & _{tag()}_ `{tag()}` [{tag()}]({tag()}) [x](https://e.co/{tag()}?q={tag()})"
        if annotation is Text:
            return f'l\'{tag()}<b>{tag()}& "{tag()}" | é 🎧 שלום {tag()}|'
        return None


def compose(tmp_path: Path, esp: Dialect, tags: list[str], locale: str) -> tuple[Any, Author, dict[str, Any]]:
    author = Author(tags)
    issue, brand = author.filled(Issue, "issue") | {"locale": locale}, author.filled(Brand, "brand") | {"esp": esp.name}
    (tmp_path / "issue.yaml").write_text(yaml.safe_dump(issue, allow_unicode=True), "utf-8")
    (tmp_path / "brand.yaml").write_text(yaml.safe_dump(brand, allow_unicode=True), "utf-8")
    assert author.written.total() > 350
    return compose_file(tmp_path / "issue.yaml"), author, issue


def arrived(author: Author, esp: Dialect, part: str) -> dict[str, str]:
    """The tags that are fewer in a part than in the source, and how many of each."""
    expected: Counter[str] = Counter()
    for tag, count in author.written.items():
        expected[str(native(tag, esp))] += count
    # A tag may stand in another one: count the longer first, and take it out.
    short = {}
    for tag, count in sorted(expected.items(), key=lambda item: -len(item[0])):
        found = part.count(tag)
        part = part.replace(tag, "\x00")
        if found < count:
            short[tag] = f"{found} of {count}"
    return short


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
@pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
def test_a_tag_in_every_field_arrives_in_both_parts_byte_for_byte(esp: Dialect, locale: str, tmp_path: Path) -> None:
    message, author, issue = compose(tmp_path, esp, samples(esp), locale)

    assert arrived(author, esp, message.html) == {}
    assert arrived(author, esp, message.text) == {}
    assert all(str(native(tag, esp)) in message.subject for tag in _own(issue["subject"], esp))
    assert message.html.count("Downloaded%20Asset") >= str(issue).count("Downloaded%20Asset")


@pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
def test_the_tags_of_other_esps_survive_as_well(esp: Dialect, tmp_path: Path) -> None:
    """Those whose delimiters cannot be mistaken for prose; that the target would not read them is a finding."""
    target = DIALECTS["mailchimp"] if esp is HUBSPOT else HUBSPOT
    tags = [
        tag
        for tag in samples(esp)
        if [t.text for t in scan(tag, target)[0]] == [tag] and not untranslatable(tag, target)
    ]
    if not any(d.everywhere for d in (*esp.expressions, *esp.controls)):
        assert tags == []
        return

    message, author, _ = compose(tmp_path, target, tags, "fr-FR")

    assert arrived(author, target, message.html) == {}
    assert arrived(author, target, message.text) == {}


CONDITIONS = [esp for esp in DIALECTS.values() if esp.condition]


@pytest.mark.parametrize("esp", CONDITIONS, ids=[esp.name for esp in CONDITIONS])
def test_a_condition_stands_around_every_kind_of_section_in_both_parts(esp: Dialect, tmp_path: Path) -> None:
    tests = ("contact.firstname", 'contact.email == "a@b.co"')
    test, (opening, closing) = next((t, g) for t in tests if not isinstance(g := guard(t, esp), Problem))
    issue = Author(["https://e.co"]).filled(Issue, "issue")
    for section in issue["sections"]:
        section["show_if"] = test
    (tmp_path / "issue.yaml").write_text(yaml.safe_dump(issue, allow_unicode=True), "utf-8")
    (tmp_path / "brand.yaml").write_text(yaml.safe_dump({"name": "N", "esp": esp.name}), "utf-8")

    message = compose_file(tmp_path / "issue.yaml")

    for part in (message.html, message.text):
        shown = part.replace("<![endif]-->", "")  # Outlook's comments, which only look like Campaign Monitor's
        assert shown.count(opening) == shown.count(closing) == len(issue["sections"]) > 7
