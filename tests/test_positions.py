"""A merge tag in every field that the model has, found by walking the model: a new field is tried by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
import yaml

from newsletter import compose_file
from newsletter.model.base import Part
from newsletter.model.brand import Brand
from newsletter.model.issue import Issue
from newsletter.model.values import Condition, Image, Inline, Markdown, Text, Url

TAG = '{{{{ x.{0} | default("a < b & c | d") }}}}'
PLAIN: dict[str, Any] = {
    "layout": "data-snack", "locale": "en-GB", "number": 7, "date": "2024-07-25", "start": "2024-07-25",
    "end": "2024-07-26", "timezone": "Europe/Paris", "value": "1.5", "width": 320, "numbered": "true", "signed": "true",
    "online": "true", "featured": "false", "chart": "bars", "medium": "book", "email": "a@b.co", "reply_to": "c@d.co",
    "esp": "hubspot", "assets_base_url": "https://cdn.example.com/",
}  # fmt: skip
LEFT_OUT = {"colors", "fonts", "clients", "checks", "merge_fields", "utm"}  # settings, which no message shows


def filled(model: type[Part], path: str) -> dict[str, Any]:
    values = {}
    for name, field in model.model_fields.items():
        if name not in LEFT_OUT:
            value = example(field.annotation, name, f"{path}.{name}")
            values[name] = value
    return values


def example(annotation: Any, name: str, path: str) -> Any:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        options = [option for option in get_args(annotation) if option is not NoneType]
        if name == "sections" or len(options) > 2:
            return [filled(option, f"{path}{at}") for at, option in enumerate(options)]
        annotation = options[0]
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
    if get_origin(annotation) is tuple:
        found = example(get_args(annotation)[0], name, path)
        return found if isinstance(found, list) else [found]
    if name == "kind":
        return get_args(annotation)[0]
    if name == "id":
        return "id-" + path.replace(".", "-").removeprefix("-")
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return filled(annotation, path)
    return text(annotation, path) or PLAIN[name]


def text(annotation: Any, path: str) -> str | None:
    tag, other = TAG.format(path), TAG.format(path + ".url")
    if annotation is Condition:
        return f'x.{path} == "a < b"'
    if annotation in (Url, Image):
        return f"https://example.com/{tag}?a={other}&b=1#{TAG.format(path + '.f')}"
    if annotation is Markdown:
        names = ("h", "alt", "src", "cap", "label", "tip", "cell", "item", "q")
        h, alt, src, cap, label, tip, cell, item, quote = (TAG.format(f"{path}.{name}") for name in names)
        image = f'![{alt}](https://e.co/{src} "{cap}")'
        link = f'[{label}](https://e.co/{other} "{tip}")'
        inline = f"in line {image.replace('.alt', '.alt2')} and **{tag}** {link}"
        return f"# {h}\n\n{image}\n\n{inline}\n\n| a |\n|---|\n| {cell} |\n\n- {item}\n\n> {quote}"
    if annotation is Inline:
        return f"<b> & _{tag}_ `{TAG.format(path + '.code')}` [{TAG.format(path + '.label')}]({other})"
    if annotation is Text:
        return f'l\'{tag}<b> & "{TAG.format(path + ".two")}" | é 🎧 שלום'
    return None


def tags_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from tags_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from tags_in(item)
    elif isinstance(value, str):
        at = value.find("{{")
        while at >= 0:
            end = value.index("}}", at) + 2
            yield value[at:end]
            at = value.find("{{", end)


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_a_tag_in_every_field_arrives_in_both_parts_byte_for_byte(tmp_path: Path, locale: str) -> None:
    issue, brand = filled(Issue, "issue") | {"locale": locale}, filled(Brand, "brand")
    (tmp_path / "issue.yaml").write_text(yaml.safe_dump(issue, allow_unicode=True), "utf-8")
    (tmp_path / "brand.yaml").write_text(yaml.safe_dump(brand, allow_unicode=True), "utf-8")
    expected = [*tags_in(issue), *tags_in(brand)]
    assert len(expected) > 250

    message = compose_file(tmp_path / "issue.yaml")

    assert [tag for tag in expected if tag not in message.html] == []
    assert [tag for tag in expected if tag not in message.text] == []
    assert message.subject == issue["subject"]
    assert message.preheader == issue["preheader"]
    assert message.html.count('{% if x.issue.sections0.show_if == "a < b" %}') == 1
    assert message.text.count('{% if x.issue.sections0.show_if == "a < b" %}') == 1
    assert message.text.count("{% endif %}") == message.html.count("{% endif %}") == len(issue["sections"])
