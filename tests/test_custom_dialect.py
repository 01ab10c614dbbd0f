"""A dialect that the brand describes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter import compose_file, report
from newsletter.dialects import DIALECTS
from newsletter.errors import NewsletterError
from tests.conftest import write

BRAND = """\
name: La lettre
esp: custom
dialect:
  title: Poste
  expressions: [["[", "]"], ["<<", ">>"]]
  controls: [["{SI ", "}"], ["{FIN", "}"]]
  fields: {contact.email: MAIL, contact.firstname: PRENOM, contact.age: AGE}
  show: "[<name>]"
  fallback: "[<name>|<default>]"
  condition:
    opening: "{SI <test>}"
    closing: "{FIN}"
    tests: {"==": "<field> = <value>", ">": "<field> > <value>", exists: <field>}
    either: " OU "
    quotes: none
  unsubscribe: "[DESABO]"
merge_fields: {contact.city: {custom: VILLE, brevo: CITY}}
"""
ISSUE = """\
subject: "Bonjour {{contact.firstname | default('toi')}}"
intro: |
  Un [lien](https://e.co/[MAIL]), ![image](https://e.co/[MAIL].png) et [un autre][1] pour <<x>> de {{contact.city}}.
  [PRENOM] <{{contact.email}}> {{unsubscribe}} [ ] [x y](https://e.co/b)

  [1]: https://e.co/c
sections:
  - {kind: text, body: Adultes, show_if: contact.age > 17 or contact.firstname}
"""


@pytest.fixture
def issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"issue.yaml": ISSUE, "brand.yaml": BRAND})
    return Path("issue.yaml")


def test_an_issue_is_composed_in_it(issue: Path) -> None:
    message = compose_file(issue)

    assert message.subject == "Bonjour [PRENOM|toi]"
    assert 'href="https://e.co/[MAIL]"' in message.html
    assert 'src="https://e.co/[MAIL].png"' in message.html
    assert 'href="https://e.co/c"' in message.html
    assert "pour <<x>> de [VILLE]." in message.html
    assert "[PRENOM] &lt;[MAIL]&gt; [DESABO] [ ]" in message.html
    assert "{SI AGE > 17 OU PRENOM}" in message.text
    assert message.text.count("{FIN}") == 1
    assert message.text.endswith("Se désinscrire : [DESABO]\n".replace(" :", "\u00a0:"))


def test_its_own_name_can_be_asked_for(issue: Path) -> None:
    Path("issue.yaml").write_text("subject: Bonjour {{contact.firstname}} de {{contact.city}}", "utf-8")
    assert compose_file(issue, esp="custom").subject == "Bonjour [PRENOM] de [VILLE]"
    assert compose_file(issue, esp="brevo").subject == "Bonjour {{ contact.FIRSTNAME }} de {{ contact.CITY }}"


def test_a_field_can_be_called_otherwise_at_the_default_esp_too(issue: Path) -> None:
    Path("brand.yaml").write_text("name: N\nmerge_fields: {contact.job: {hubspot: jobtitle}}\n", "utf-8")
    issue.write_text("subject: '{{contact.job}} {{ contact.job | default(\"a\") }} {{contact.other}}'", "utf-8")

    assert compose_file(issue).subject == (
        "{{ contact.jobtitle }} {{ personalization_token(\"contact.jobtitle\", 'a') }} {{contact.other}}"
    )


def test_the_example_in_the_hint_is_one(issue: Path) -> None:
    Path("brand.yaml").write_text("name: N\nesp: custom\n", "utf-8")
    with pytest.raises(NewsletterError) as caught:
        compose_file(issue)
    hint = next(p.hint for p in caught.value.problems if p.code == "missing-dialect")
    example = hint.removeprefix("add to brand.yaml dialect: ")

    Path("brand.yaml").write_text(f"name: N\nesp: custom\ndialect: {example}\n", "utf-8")
    issue.write_text("subject: À {{contact.email}} de %%X Y%%, 100 %% ou %%\n", "utf-8")

    message = compose_file(issue)
    assert message.subject == "À %%E%% de %%X Y%%, 100 %% ou %%"
    assert [row.tag for row in message.merge_tags] == ["%% ou %%", "%%E%%", "%%X Y%%"]


def test_asking_for_it_without_a_description_is_an_error(issue: Path) -> None:
    Path("brand.yaml").write_text("name: N\n", "utf-8")

    with pytest.raises(NewsletterError) as caught:
        compose_file(issue, esp="custom")

    assert [p.code for p in caught.value.problems] == ["missing-dialect"]


@pytest.mark.parametrize("pair", ["{}", "[]", "%%", "##", "@@", "||"])
def test_signs_that_css_and_links_have_too_are_tags_only_where_the_author_wrote_them(issue: Path, pair: str) -> None:
    opening, closing = pair
    tag = f"{opening}EMAIL{closing}"
    shown = f"{opening}<name>{closing}"
    described = f"{{expressions: [['{opening}', '{closing}']], show: '{shown}', fields: {{contact.email: EMAIL}}}}"
    Path("brand.yaml").write_text(f"name: N\nesp: custom\ndialect: {described}\n", "utf-8")
    issue.write_text(
        "subject: S\nintro: 'À {{contact.email}}, [lien](https://e.co/?b=%C3%A9&c=%20x#top), (x) 50 % #un @toi'\n",
        "utf-8",
    )

    message = compose_file(issue)

    assert [row.tag for row in message.merge_tags] == [tag]
    assert f"À {tag}, " in message.text
    assert 'href="https://e.co/?b=%C3%A9&amp;c=%20x#top"' in message.html


BROKEN = {
    "no description": (
        "name: N\nesp: custom\n",
        "error[missing-dialect]: the merge tags of esp: custom are not described\n"
        "  --> brand.yaml:2:6\n"
        "  |\n"
        "2 | esp: custom\n"
        "  |      ^^^^^^\n"
        'hint: add to brand.yaml dialect: {expressions: [["%%", "%%"]], show: "%%<name>%%", '
        "fields: {contact.email: E}}",
    ),
    "a tag that is none": (
        BRAND.replace('"[<name>]"', '"{<name>}"'),
        "error[not-a-tag]: 'show' is not one of the tags that 'expressions' describes\n"
        "  --> brand.yaml:8:9\n"
        "  |\n"
        '8 |   show: "{<name>}"\n'
        "  |         ^^^^^^^^^^\n"
        "hint: write <name> between the delimiters: [<name>]",
    ),
    "letters for delimiters": (
        BRAND.replace('["<<", ">>"]', '["a", "b"]'),
        "error[not-delimiters]: these are not the two delimiters of a tag\n"
        "  --> brand.yaml:5:29\n"
        "  |\n"
        '5 |   expressions: [["[", "]"], ["a", "b"]]\n'
        "  |                             ^^^^^^^^^^\n"
        'hint: write [["%%", "%%"]]: what opens a tag and what closes it; a single sign is one of %@$#{}[]|~^¤§',
    ),
    "a field that is none": (
        BRAND.replace("contact.email: MAIL", "email: MAIL"),
        "error[not-a-field-name]: 'email' is not a neutral name of a field\n"
        "  --> brand.yaml:7:12\n"
        "  |\n"
        "7 |   fields: {email: MAIL, contact.firstname: PRENOM, contact.age: AGE}\n"
        "  |            ^^^^^\n"
        "hint: write contact. and small letters, digits or _, as in contact.job_title",
    ),
    "templates without their marks": (
        BRAND.replace('"[<name>|<default>]"', '"[<name>]"')
        .replace("<field> = <value>", "oui")
        .replace("[DESABO]", "X"),
        "error[not-a-tag]: 'fallback' holds no <default>\n"
        "  --> brand.yaml:9:13\n"
        "  |\n"
        '9 |   fallback: "[<name>]"\n'
        "  |             ^^^^^^^^^^\n"
        "hint: write <default> where it stands in the tag\n"
        "\n"
        "error[not-a-tag]: '==' holds no <field>\n"
        "  --> brand.yaml:13:19\n"
        "   |\n"
        '13 |     tests: {"==": "oui", ">": "<field> > <value>", exists: <field>}\n'
        "   |                   ^^^^^\n"
        "hint: write <field> where it stands in the tag\n"
        "\n"
        "error[not-a-tag]: '==' holds no <value>\n"
        "  --> brand.yaml:13:19\n"
        "   |\n"
        '13 |     tests: {"==": "oui", ">": "<field> > <value>", exists: <field>}\n'
        "   |                   ^^^^^\n"
        "hint: write <value> where it stands in the tag\n"
        "\n"
        "error[not-a-tag]: 'unsubscribe' is not one of the tags that 'expressions' describes\n"
        "  --> brand.yaml:16:16\n"
        "   |\n"
        '16 |   unsubscribe: "X"\n'
        "   |                ^^^\n"
        "hint: write it with the delimiters in 'expressions', or a whole link",
    ),
    "an operator that is none": (
        BRAND.replace('"==":', '"=":'),
        "error[unknown-choice]: '=' cannot stand here\n"
        "  --> brand.yaml:13:13\n"
        "   |\n"
        '13 |     tests: {"=": "<field> = <value>", ">": "<field> > <value>", exists: <field>}\n'
        "   |             ^^^ did you mean '>='?\n"
        "hint: choose ==, !=, <, <=, >, >=, exists or missing",
    ),
    "own fields with delimiters, and for nobody": (
        BRAND.replace("{custom: VILLE, brevo: CITY}", "{brevoo: VILLE, brevo: '{{ CITY }}'}"),
        "error[unknown-esp]: unknown ESP 'brevoo'\n"
        "  --> brand.yaml:17:31\n"
        "   |\n"
        "17 | merge_fields: {contact.city: {brevoo: VILLE, brevo: '{{ CITY }}'}}\n"
        "   |                               ^^^^^^ did you mean 'brevo'?\n"
        f"hint: ESPs are {', '.join(sorted(DIALECTS))}; or describe your own in brand.yaml: esp: custom and dialect:\n"
        "\n"
        "error[not-a-field-name]: '{{ CITY }}' is not the name of a field\n"
        "  --> brand.yaml:17:53\n"
        "   |\n"
        "17 | merge_fields: {contact.city: {brevoo: VILLE, brevo: '{{ CITY }}'}}\n"
        "   |                                                     ^^^^^^^^^^^^\n"
        "hint: write its name as brevo has it, without the signs around a merge tag: {contact.city: {brevo: NAME}}",
    ),
}


@pytest.mark.parametrize(("brand", "told"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_in_the_description_is_told_at_its_place(issue: Path, brand: str, told: str) -> None:
    Path("brand.yaml").write_text(brand, "utf-8")

    with pytest.raises(NewsletterError) as caught:
        compose_file(issue)

    of_brand = [problem for problem in caught.value.problems if problem.span and "brand" in problem.span.source.name]
    assert report.render(of_brand) == told
