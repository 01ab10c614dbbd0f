"""Files become an issue and a brand. What may stand in them is in ``cases/errors/``; here is what files can be."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from newsletter import markdown, report
from newsletter.compose import compose_file
from newsletter.dialects import DIALECTS
from newsletter.document import MAX_BYTES
from newsletter.errors import InputError, LayoutError, NewsletterError, ProofError, UsageError
from newsletter.load import find_up, load_issue, load_project, project_root
from tests.conftest import PNG

Project = Callable[..., Path]
ISSUE = "subject: S\n"
BRAND = "name: N\n"
MJML = (
    "<mjml><mj-body><mj-section><mj-column><mj-text>{{ issue.subject }}</mj-text></mj-column></mj-section>"
    "</mj-body></mjml>\n"
)


def told(path: str, esp: str | None = None) -> str:
    """What loading says of a file that cannot be loaded."""
    with pytest.raises(NewsletterError) as raised:
        load_project(Path(path), esp)
    return report.render(raised.value.problems)


# Files


def test_a_missing_file_is_told_with_the_nearest_name_beside_it(project: Project) -> None:
    project({"issues/2024-07.yaml": ISSUE, "issues/2023-12.yaml": ISSUE})
    assert told("issues/2024-70.yaml") == (
        "error[no-such-file]: there is no file issues/2024-70.yaml\n"
        "  --> issues/2024-70.yaml:1:1\n"
        "hint: did you mean '2024-07.yaml'? files there are 2023-12.yaml, 2024-07.yaml"
    )


def test_a_missing_file_in_a_missing_folder_is_told(project: Project) -> None:
    project()
    assert told("issues/2024/a.yaml") == (
        "error[no-such-file]: there is no file issues/2024/a.yaml\n"
        "  --> issues/2024/a.yaml:1:1\n"
        "hint: see the path; issues end in .yaml"
    )


def test_a_link_that_leads_nowhere_is_a_missing_file(project: Project) -> None:
    (project() / "issues" / "a.yaml").symlink_to("nowhere.yaml")
    assert told("issues/a.yaml").startswith("error[no-such-file]: there is no file issues/")


def test_a_folder_is_told(project: Project) -> None:
    project()
    assert told("issues") == (
        "error[is-a-folder]: issues is a folder\n  --> issues:1:1\nhint: name a file in it, or several"
    )


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "# rien\n"])
def test_an_empty_file_is_told(project: Project, text: str) -> None:
    project({"issues/a.yaml": text})
    assert told("issues/a.yaml").startswith("error[empty-file]: the file says nothing\n  --> issues/a.yaml:1:1\n")


def test_a_file_in_latin_1_is_told_at_its_first_strange_byte(project: Project) -> None:
    project({"issues/a.yaml": "# un numéro\nsubject: S\nintro: déjà là\n".encode("latin-1")})
    assert told("issues/a.yaml") == (
        "error[not-utf-8]: issues/a.yaml is not UTF-8: byte 0xe9 on line 1\n"
        "  --> issues/a.yaml:1:9\n"
        "  |\n"
        "1 | # un num�ro\n"
        "  |         ^\n"
        "hint: save it again with the encoding UTF-8"
    )


def test_a_strange_byte_further_down_is_told_at_its_line(project: Project) -> None:
    project({"issues/a.yaml": b"subject: \xc3\xa9t\xc3\xa9\r\nintro: \xc3\xa9t\xe9\r\n"})
    assert "\n  --> issues/a.yaml:2:10\n" in told("issues/a.yaml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_in_another_unicode_is_told(project: Project, encoding: str) -> None:
    project({"issues/a.yaml": "\ufeffsubject: été\n".encode(encoding)})
    text = told("issues/a.yaml")
    assert text.startswith("error[not-utf-8]: issues/a.yaml is not UTF-8")
    assert "\n  --> issues/a.yaml:1:1\n" in text
    assert text.endswith("\nhint: save it again with the encoding UTF-8")


def test_a_mark_of_the_byte_order_is_not_part_of_the_text(project: Project) -> None:
    project({"issues/a.yaml": b"\xef\xbb\xbfsubject: S\nbad: x\n"})
    assert "\n  --> issues/a.yaml:2:1\n" in told("issues/a.yaml")
    project({"issues/a.yaml": b"\xef\xbb\xbfbad: x\nsubject: S\n"})
    assert "\n  --> issues/a.yaml:1:1\n" in told("issues/a.yaml")
    project({"issues/a.yaml": b"\xef\xbb\xbfsubject: S\n"})
    assert load_issue("issues/a.yaml").subject == "S"


def test_the_line_ends_of_windows_do_not_move_places_nor_stand_in_texts(project: Project) -> None:
    lines = ["subject: S", "intro: |", "  un", "  deux {{x", "bad: x", "author: {name: N,", "  rol: R}", ""]
    project({"issues/unix.yaml": "\n".join(lines), "issues/dos.yaml": "\r\n".join(lines)})
    assert told("issues/dos.yaml") == told("issues/unix.yaml").replace("unix", "dos")
    project({"issues/a.yaml": "subject: S\r\nintro: |\r\n  un\r\n  deux\r\n"})
    assert load_issue("issues/a.yaml").intro == "un\ndeux\n"


def test_the_line_ends_of_old_machines_are_line_ends(project: Project) -> None:
    project({"issues/a.yaml": "subject: S\rintro: B\rbad: x\r"})
    assert "\n  --> issues/a.yaml:3:1\n" in told("issues/a.yaml")


def test_a_file_over_five_mebibytes_is_told_and_not_read(project: Project) -> None:
    line = "  aaaaaaaaaaaaaaa\n"
    project({"issues/a.yaml": "subject: S\nintro: |\n" + line * (MAX_BYTES // len(line) + 1)})
    assert told("issues/a.yaml") == (
        "error[too-large]: issues/a.yaml is over 5 MiB\n"
        "  --> issues/a.yaml:1:1\n"
        "hint: an issue is text; keep pictures in images/"
    )


def test_a_file_of_five_mebibytes_is_read(project: Project) -> None:
    start = b"subject: S\n# "
    project({"issues/a.yaml": start + b"a" * (MAX_BYTES - len(start))})
    assert load_issue("issues/a.yaml").subject == "S"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_the_right_to_read_it_is_told(project: Project) -> None:
    path = project({"issues/a.yaml": ISSUE}) / "issues" / "a.yaml"
    path.chmod(0)
    assert told("issues/a.yaml") == (
        "error[unreadable-file]: issues/a.yaml cannot be read: Permission denied\n"
        "  --> issues/a.yaml:1:1\n"
        "hint: check its rights"
    )


@pytest.mark.timeout(10)
def test_a_pipe_is_told_without_waiting_for_its_writer(project: Project) -> None:
    os.mkfifo(project() / "issues" / "a.yaml")
    assert told("issues/a.yaml") == (
        "error[not-a-file]: issues/a.yaml is not a regular file\n  --> issues/a.yaml:1:1\nhint: name a YAML file"
    )


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device_is_told(project: Project, device: str) -> None:
    (project() / "issues" / "a.yaml").symlink_to(device)
    assert told("issues/a.yaml").startswith("error[not-a-file]: issues/a.yaml is not a regular file\n")
    assert told(device).startswith(f"error[not-a-file]: {device} is not a regular file\n")


# The brand, and the project


def test_the_brand_stands_beside_the_issue_or_above_it_up_to_the_projects_root(project: Project) -> None:
    root = project({"brand.yaml": "name: Above\n", "issues/2024/a.yaml": ISSUE, "issues/b.yaml": ISSUE})
    assert load_project(Path("issues/2024/a.yaml")).brand.name == "Above"
    project({"issues/brand.yaml": "name: Beside\n"})
    assert load_project(Path("issues/2024/a.yaml")).brand.name == "Beside"
    assert load_project(root / "issues" / "b.yaml").brand.name == "Beside"


def test_a_brand_above_the_projects_root_is_another_projects(project: Project) -> None:
    project({"brand.yaml": BRAND, "inner/issues/a.yaml": ISSUE})
    found = load_project(Path("inner/issues/a.yaml"))
    assert found.root == Path.cwd() / "inner"
    assert found.brand.name == "Newsletter"
    assert "brand" not in found.documents


@pytest.mark.parametrize("mark", [".git", "pyproject.toml", "layouts", "issues"])
def test_the_root_is_the_nearest_folder_with_a_projects_mark(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir()
    deep = tmp_path / "issues-2024" / "07"
    deep.mkdir(parents=True)
    assert project_root(deep / "a.yaml") == tmp_path


def test_a_lone_file_is_its_own_project(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "issue.yaml").write_text(ISSUE)
    assert find_up("brand.yaml", folder, folder) is None
    assert load_issue(folder / "issue.yaml").subject == "S"


def test_problems_of_the_issue_come_before_those_of_the_brand_each_in_its_file(project: Project) -> None:
    project({"issues/a.yaml": "subject: S\nbad: x\n", "issues/brand.yaml": "name: N\nesp: nope\nworse: x\n"})
    places = [line[6:] for line in told("issues/a.yaml").split("\n") if line.startswith("  --> ")]
    assert places == ["issues/a.yaml:2:1", "issues/brand.yaml:2:6", "issues/brand.yaml:3:1"]


def test_a_brand_that_is_no_yaml_does_not_hide_the_problems_of_the_issue(project: Project) -> None:
    project({"issues/a.yaml": "subject: S\nbad: x\n", "issues/brand.yaml": b"name: \xe9\n"})
    text = told("issues/a.yaml")
    assert text.startswith("error[unknown-key]: unknown key 'bad'\n")
    assert "error[not-utf-8]: issues/brand.yaml is not UTF-8" in text


def test_an_unknown_esp_of_a_brand_is_told_at_its_place(project: Project) -> None:
    project({"issues/a.yaml": ISSUE, "issues/brand.yaml": "name: N\nesp: hubspto\n"})
    assert told("issues/a.yaml") == (
        "error[unknown-esp]: unknown ESP 'hubspto'\n"
        "  --> issues/brand.yaml:2:6\n"
        "  |\n"
        "2 | esp: hubspto\n"
        "  |      ^^^^^^^ did you mean 'hubspot'?\n"
        f"hint: ESPs are {', '.join(sorted(DIALECTS))}; "
        "or describe your own in brand.yaml: esp: custom and dialect:"
    )


def test_an_unknown_esp_of_a_caller_is_told_without_a_place(project: Project) -> None:
    project({"issues/a.yaml": "bad: x\n"})
    with pytest.raises(UsageError) as raised:
        load_project(Path("issues/a.yaml"), "HubSpot")
    assert report.render(raised.value.problems) == (
        "error[unknown-esp]: unknown ESP 'HubSpot'\n"
        "  did you mean 'hubspot'?\n"
        f"hint: ESPs are {', '.join(sorted(DIALECTS))}; "
        "or describe your own in brand.yaml: esp: custom and dialect:"
    )


def test_pictures_are_looked_up_beside_the_file_that_names_them(project: Project) -> None:
    logo = "name: N\nlogo: {image: images/logo.png}\n"
    banner = "subject: S\nbanner: {image: images/photo.png, alt: A}\n"
    project({"brand.yaml": logo, "images/logo.png": PNG, "issues/a.yaml": banner, "issues/images/photo.png": PNG})
    found = load_project(Path("issues/a.yaml"))
    assert found.issue.banner is not None
    assert found.issue.banner.image.size == (2, 1)
    assert found.brand.logo is not None
    assert found.brand.logo.image.size == (2, 1)


def test_a_brand_that_was_read_before_is_read_as_it_is_now(project: Project) -> None:
    project({"brand.yaml": "name: N\nlogo: {image: logo.png}\n", "logo.png": PNG, "a.yaml": ISSUE})
    load_project(Path("a.yaml"))
    wider = PNG.replace((2).to_bytes(4) + (1).to_bytes(4), (3).to_bytes(4) + (1).to_bytes(4))
    project({"logo.png": wider})
    logo = load_project(Path("a.yaml")).brand.logo
    assert logo is not None
    assert logo.image.size == (3, 1)
    Path("logo.png").unlink()
    assert "missing-image" in told("a.yaml")
    project({"brand.yaml": "name: M\n"})
    assert load_project(Path("a.yaml")).brand.name == "M"


def test_markdown_is_parsed_once_on_its_way_to_the_message(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"plain": "Text without\n\n> a tag.", "tagged": "Dear **{{contact.firstname}}**,\n\n> once."}
    parsed: list[str] = []
    whole = markdown._parser.parse
    monkeypatch.setattr(markdown._parser, "parse", lambda text: parsed.append(text) or whole(text))
    sections = [{"kind": "text", "body": text} for text in texts.values()]
    project({"a.yaml": yaml.safe_dump({"subject": "S", "sections": sections})})
    compose_file("a.yaml")
    assert [sum(end in text for text in parsed) for end in ("> a tag.", "> once.")] == [1, 1]


# Layouts


def failed(kind: type[NewsletterError]) -> str:
    with pytest.raises(kind) as raised:
        compose_file("issues/a.yaml")
    assert type(raised.value) is kind
    return report.render(raised.value.problems)


def test_an_unknown_layout_is_told_at_the_issues_line(project: Project) -> None:
    project({"issues/a.yaml": "subject: S\nlayout: mien\n", "layouts/mine/layout.yaml": "title: M\n"})
    with pytest.raises(NewsletterError) as raised:
        compose_file("issues/a.yaml")
    assert report.render(raised.value.problems) == (
        "error[unknown-layout]: unknown layout 'mien'\n"
        "  --> issues/a.yaml:2:9\n"
        "  |\n"
        "2 | layout: mien\n"
        "  |         ^^^^ did you mean 'mine'?\n"
        "hint: layouts are data-snack, mine"
    )


def test_an_unknown_layout_is_told_with_the_problems_of_the_brand(project: Project) -> None:
    project({"issues/a.yaml": "layout: nope\nsubject: S\n", "issues/brand.yaml": "name: N\nbad: x\n"})
    assert [line[6:] for line in told("issues/a.yaml").split("\n") if line.startswith("  --> ")] == [
        "issues/a.yaml:1:9",
        "issues/brand.yaml:2:1",
    ]


def test_a_layout_of_the_project_is_found_and_comes_before_the_packaged_one(project: Project) -> None:
    mine = {"layout.yaml": "title: M\n", "email.mjml.j2": MJML, "text.txt.j2": "Mine {{ issue.subject }}\n"}
    for name in ("mine", "data-snack"):
        project({f"layouts/{name}/{file}": text for file, text in mine.items()})
        project({"issues/a.yaml": f"layout: {name}\nsubject: S\n"})
        assert compose_file("issues/a.yaml").text == "Mine S\n"


@pytest.mark.parametrize("missing", ["email.mjml.j2", "text.txt.j2"])
def test_a_layout_without_a_template_is_told(project: Project, missing: str) -> None:
    files = {"layout.yaml": "title: M\n", "email.mjml.j2": MJML, "text.txt.j2": "{{ issue.subject }}\n"}
    project({f"layouts/mine/{name}": text for name, text in files.items() if name != missing})
    project({"issues/a.yaml": "layout: mine\nsubject: S\n"})
    assert failed(LayoutError) == (
        f"error[missing-template]: there is no template mine/{missing}\n"
        "  --> issues/a.yaml:1:1\n"
        "  |\n"
        "1 | layout: mine\n"
        "  | ^^^^^^^^^^^^\n"
        "hint: a layout has email.mjml.j2 and text.txt.j2; this one is in layouts/mine"
    )


def test_a_block_that_a_template_includes_in_vain_is_told_at_its_line(project: Project) -> None:
    project(
        {
            "layouts/mine/layout.yaml": "title: M\n",
            "layouts/mine/email.mjml.j2": '<mjml>\n{% include "mine/nope.mjml.j2" %}\n</mjml>\n',
            "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
            "issues/a.yaml": "layout: mine\nsubject: S\n",
        }
    )
    text = failed(LayoutError)
    assert text.startswith("error[missing-template]: there is no template mine/nope.mjml.j2\n")
    assert "\n  --> layouts/mine/email.mjml.j2:2:1\n" in text


def test_a_mistake_in_a_block_of_the_project_is_told_in_the_block(project: Project) -> None:
    project(
        {
            "layouts/mine/layout.yaml": "title: M\n",
            "layouts/mine/email.mjml.j2": '{% import "blocks/own.mjml.j2" as own %}\n<mjml>{{ own.a() }}</mjml>\n',
            "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
            "layouts/blocks/own.mjml.j2": "{% macro a() %}\n  <p>{{ nope }}</p>\n{% endmacro %}\n",
            "issues/a.yaml": "layout: mine\nsubject: S\n",
        }
    )
    assert "'nope' is undefined\n  --> layouts/blocks/own.mjml.j2:2:3\n" in failed(LayoutError)


def test_a_mistake_of_mjml_in_a_block_is_told_in_the_block(project: Project) -> None:
    project(
        {
            "layouts/mine/layout.yaml": "title: M\n",
            "layouts/mine/email.mjml.j2": '<mjml><mj-body>\n{% include "blocks/own.mjml.j2" %}\n</mj-body></mjml>\n',
            "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
            "layouts/blocks/own.mjml.j2": "<mj-section>\n  <mj-column>\n</mj-section>\n",
            "issues/a.yaml": "layout: mine\nsubject: S\n",
        }
    )
    text = failed(LayoutError)
    assert text.startswith(
        "error[mjml-error]: the MJML does not compile: </mj-section> comes before the end of <mj-col"
    )
    assert "\n  --> layouts/blocks/own.mjml.j2:2:3\n" in text


def test_a_template_that_is_not_utf_8_is_told_at_the_template(project: Project) -> None:
    project(
        {
            "layouts/mine/layout.yaml": "title: M\n",
            "layouts/mine/email.mjml.j2": MJML.replace("{{", "été {{").encode("latin-1"),
            "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
            "issues/a.yaml": "layout: mine\nsubject: S\n",
        }
    )
    text = failed(LayoutError)
    assert "layouts/mine/email.mjml.j2" in text
    assert "UTF-8" in text


def test_a_template_that_never_ends_is_told(project: Project) -> None:
    project(
        {
            "layouts/mine/layout.yaml": "title: M\n",
            "layouts/mine/email.mjml.j2": "{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}\n",
            "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
            "issues/a.yaml": "layout: mine\nsubject: S\n",
        }
    )
    assert "error[template-error]: the layout cannot be rendered: maximum recursion depth" in failed(LayoutError)


def dropping(issue: str) -> dict[str, str]:
    """A project whose layout shows the subject and drops all else."""
    return {
        "layouts/mine/layout.yaml": "title: M\n",
        "layouts/mine/email.mjml.j2": MJML,
        "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
        "issues/a.yaml": f"layout: mine\n{issue}",
    }


def test_every_tag_that_a_layout_drops_is_told_at_its_own_place_in_its_own_file(project: Project) -> None:
    issue = (
        'subject: "Objet {{x}}"\ngreeting: "Bonjour {{x}}"\nsections:\n'
        '  - kind: events\n    intro: Un {{x}}\n    events:\n      - {name: "N {{x}}", start: 2024-09-17}\n'
    )
    project({**dropping(issue), "issues/brand.yaml": 'name: N\ncompany: "Société {{x}}"\n'})
    text = failed(ProofError)
    places = {line[6:] for line in text.split("\n") if line.startswith("  --> ")}
    assert {place for place in places if place.startswith("issues/a.yaml")} == {
        "issues/a.yaml:3:20",
        "issues/a.yaml:6:15",
        "issues/a.yaml:8:19",
    }
    assert "issues/brand.yaml:2:19" in places
    for part in ("HTML part", "text part"):
        assert text.count(f"the merge tag {{{{x}}}} is missing from the {part}") == 4


def test_of_two_fields_with_one_text_the_one_that_is_dropped_is_told(project: Project) -> None:
    project(dropping('subject: "Bonjour {{x}}"\ngreeting: "Bonjour {{x}}"\n'))
    assert {line[6:] for line in failed(ProofError).split("\n") if line.startswith("  --> ")} == {"issues/a.yaml:3:20"}


def test_loading_is_the_same_from_any_working_directory(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project({"issues/a.yaml": "subject: S\n", "issues/brand.yaml": BRAND})
    here = load_project(Path("issues/a.yaml"))
    monkeypatch.chdir("/")
    there = load_project(root / "issues" / "a.yaml")
    assert (here.issue, here.brand, here.root) == (there.issue, there.brand, there.root)


def test_an_input_error_is_what_a_caller_of_the_api_gets(project: Project) -> None:
    project({"issues/a.yaml": "bad: x\n"})
    with pytest.raises(InputError, match=r"issues/a\.yaml:1:1: error\[unknown-key\]: unknown key 'bad'"):
        load_issue("issues/a.yaml")
