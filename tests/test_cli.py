"""The command line as people and scripts use it: exit codes, what goes where, and that no traceback is ever shown."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsletter import compose_file
from newsletter.errors import UsageError
from newsletter.scaffold import write_issue
from tests.conftest import Ran, command, environment, write

Cli = Callable[..., Ran]
Spawn = Callable[..., subprocess.Popen[bytes]]
Watch = Callable[..., "Watcher"]
SLUG = "2024-07-data-snack"
ISSUE = "subject: Bonjour {{contact.firstname}}\nintro: Un numéro.\n"
BRAND = "name: La lettre\ncompany: Exemple SA\npostal_address: Paris\n"
BAD = "subject: S\nbad: x\n"
VERBS = ("compose", "preview", "check", "rules", "explain", "merge", "esps", "new", "init", "layouts", "schema")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with two good issues and a bad one, as the working directory."""
    monkeypatch.chdir(tmp_path)
    return write(
        tmp_path,
        {
            "issues/brand.yaml": BRAND,
            "issues/a.yaml": ISSUE,
            "issues/bad.yaml": BAD,
            "issues/c.yaml": ISSUE.replace("numéro", "autre numéro"),
        },
    )


def out(folder: Path | str = "out") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


# Help


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_tells_all_that_it_takes(verb: str, cli: Cli) -> None:
    expected = {
        "compose": ["ISSUE", "--out", "--esp", "--open", "--watch", "--jobs", "--stdout", "html|text|mjml", "--strict"],
        "preview": ["ISSUE", "--port", "8321", "--browser", "--no-browser", "Ctrl-C"],
        "merge": ["ISSUE", "--contact", "--esp", "--out", "--open", "--stdout", "html|text"],
        "esps": ["NAME", "--json"],
        "new": ["SLUG", "--force"],
        "init": ["DIR"],
        "layouts": ["--json"],
        "schema": ["--brand", "--findings"],
        "check": [
            "ISSUE",
            "--format",
            "full|short|json|github",
            "--select",
            "--ignore",
            "--fail-on",
            "error|warning|info",
            "--clients",
            "--esp",
            "--links",
            "--spam",
            "--spelling",
            "--fix",
        ],
        "rules": ["--json"],
        "explain": ["RULE"],
    }[verb]
    ran = cli(verb, "--help")
    assert (ran.code, ran.err) == (0, "")
    for word in expected:
        assert word in ran.out


def test_the_help_lists_every_verb(cli: Cli) -> None:
    ran = cli("--help")
    assert (ran.code, ran.err) == (0, "")
    for verb in VERBS:
        assert re.search(rf"^  {verb} ", ran.out, re.MULTILINE)


def test_no_verb_at_all_shows_the_help(cli: Cli) -> None:
    ran = cli()
    assert ran.code in (0, 2)
    assert "compose" in ran.out + ran.err


@pytest.mark.parametrize("args", [["--help"], ["compose", "--help"], ["new", "--help"]])
def test_the_help_does_not_wait_for_the_libraries_of_composing(args: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "newsletter", *args]
    done = subprocess.run(command, env=environment(), capture_output=True, check=True, timeout=60)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert "typer" in loaded
    if args == ["--help"]:
        assert "pydantic" not in loaded  # which typer takes for the help of a verb
    assert not loaded & {"lxml", "premailer", "jinja2", "babel", "markdown_it", "mjml", "yaml", "rich"}


@pytest.mark.parametrize(
    "args",
    [
        ["compse"],
        ["compose"],
        ["compose", "a", "--outt", "x"],
        ["compose", "a", "--jobs", "0"],
        ["compose", "a", "--stdout", "pdf"],
        ["layouts", "more"],
    ],
)
def test_a_command_line_that_cannot_be_read_ends_with_2_and_writes_nothing(
    args: list[str], here: Path, cli: Cli
) -> None:
    ran = cli(*args)
    assert (ran.code, ran.out) == (2, "")
    assert "--help" in ran.err
    assert not Path("out").exists()


# Composing


def test_an_issue_is_composed_by_its_path_or_by_its_name(here: Path, cli: Cli) -> None:
    ran = cli("compose", "issues/a.yaml")
    assert ran.code == 0
    assert re.fullmatch(r"out/a\.html \(\d+\.\d KB\), out/a\.txt\n", ran.out)
    assert sorted(out()) == ["a.html", "a.json", "a.txt"]
    before = out()
    for name in ("a", "a.yaml"):
        assert cli("compose", name) == ran
        assert out() == before


def test_an_issue_anywhere_is_composed_by_its_path(here: Path, cli: Cli, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere", {"issues/z.yml": ISSUE, "issues/brand.yaml": BRAND})
    assert cli("compose", elsewhere / "issues" / "z.yml").code == 0
    assert sorted(out()) == ["z.html", "z.json", "z.txt"]
    assert out()["z.html"].decode() == compose_file(elsewhere / "issues" / "z.yml").html


def test_an_unknown_issue_is_told_with_those_that_are_there(here: Path, cli: Cli) -> None:
    ran = cli("compose", "bda")
    assert ran == Ran(
        2,
        "",
        "error[no-such-issue]: there is no issue 'bda', neither as a file nor in issues/\n"
        "  did you mean 'bad'?\n"
        "hint: issues here are a, bad, c\n",
    )


def test_an_unknown_issue_in_a_folder_without_any_is_told_how_to_begin(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("compose", "a")
    assert (ran.code, ran.out) == (2, "")
    assert "hint: there is no issue in issues/; make one with 'newsletter new'" in ran.err


def test_a_name_that_no_file_can_have_is_an_unknown_issue(here: Path, cli: Cli) -> None:
    ran = cli("compose", "a" * 300)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[no-such-issue]: there is no issue 'aaa")


def test_errors_go_to_stderr_with_their_place(here: Path, cli: Cli) -> None:
    ran = cli("compose", "bad")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        "error[unknown-key]: unknown key 'bad'\n"
        "  --> issues/bad.yaml:2:1\n  |\n2 | bad: x\n  | ^^^\nhint: keys here are "
    )
    assert not Path("out").exists()


def test_one_bad_issue_does_not_stop_the_others(here: Path, cli: Cli) -> None:
    ran = cli("compose", "a", "bad", "c")
    assert ran.code == 2
    assert [line.split()[0] for line in ran.out.splitlines()] == ["out/a.html", "out/c.html"]
    errors = [
        line for line in ran.err.splitlines() if not line.endswith(("newsletter check issues/a.yaml", "issues/c.yaml"))
    ]
    assert errors[0] == "error[unknown-key]: unknown key 'bad'"
    assert sorted(out()) == ["a.html", "a.json", "a.txt", "c.html", "c.json", "c.txt"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_lines_come_in_the_order_of_the_issues(here: Path, cli: Cli, jobs: str) -> None:
    ran = cli("compose", "c", "bad", "a", "--jobs", jobs, merged=True)
    told = re.findall(r"^(?:out/\w\.html|error\[[a-z-]+\])", ran.out, re.MULTILINE)
    assert told == ["out/c.html", "error[unknown-key]", "out/a.html"]


def test_a_missing_issue_among_others_stops_before_any_is_written(here: Path, cli: Cli) -> None:
    ran = cli("compose", "a", "nope")
    assert (ran.code, ran.out) == (2, "")
    assert "error[no-such-issue]" in ran.err
    assert not Path("out").exists()


def test_findings_are_counted_and_do_not_fail_a_composing(here: Path, cli: Cli) -> None:
    Path("issues/brand.yaml").unlink()
    ran = cli("compose", "a")
    assert ran.code == 0
    counted = json.loads(out()["a.json"])["findings"]
    assert counted["warning"] >= 1
    assert re.search(rf"^.*\b{counted['warning']} warnings?.*: newsletter check issues/a.yaml$", ran.err, re.MULTILINE)
    assert "missing-brand" not in ran.err


def test_an_error_among_the_findings_is_shown_whole(here: Path, cli: Cli) -> None:
    Path("issues/a.yaml").write_text(f"{ISSUE}checks: {{ignore: [missing-brand]}}\n", "utf-8")
    ran = cli("compose", "a")
    assert ran.code == 0
    assert "error[unexplained-exemption]: missing-brand is ignored without a reason\n  --> issues/a.yaml:" in ran.err


def test_with_strict_warnings_fail_a_composing_that_still_writes(here: Path, cli: Cli) -> None:
    Path("issues/brand.yaml").unlink()
    ran = cli("compose", "a", "--strict")
    assert ran.code == 1
    assert set(out()) == {"a.html", "a.txt", "a.json"}
    assert cli("compose", "bad", "--strict").code == 2


def test_several_processes_write_the_same_bytes_and_lines_as_one(
    sample: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(sample / "issues", tmp_path / "issues").parent
    monkeypatch.chdir(root)
    names = [f"n{number}" for number in range(5)]
    for name in names:
        text = (root / "issues" / f"{SLUG}.yaml").read_text(encoding="utf-8")
        (root / "issues" / f"{name}.yaml").write_text(
            text.replace("number: 7", f"number: {name[1:]}"), encoding="utf-8"
        )
    one = cli("compose", *names, "--out", "one")
    two = cli("compose", *names, "--out", "two", "--jobs", "2")
    assert one.code == two.code == 0
    assert one.out.replace("one/", "two/") == two.out
    assert [line.split()[0] for line in two.out.splitlines()] == [f"two/{name}.html" for name in names]
    assert out("one") == out("two")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX")
def test_a_progress_bar_on_the_terminal_leaves_stdout_alone(here: Path, spawn: Spawn) -> None:
    terminal, its_end = os.openpty()
    process = spawn(command("compose", "a", "bad", "c"), stderr=its_end)
    os.close(its_end)
    told, _ = process.communicate(timeout=60)
    shown = b""
    with suppress(OSError):  # so ends a pseudo-terminal on Linux
        while chunk := os.read(terminal, 65536):
            shown += chunk
    os.close(terminal)
    assert process.returncode == 2
    assert [line.split()[0] for line in told.decode().splitlines()] == ["out/a.html", "out/c.html"]
    assert b"error[unknown-key]: unknown key 'bad'" in shown
    assert b"3/3" in shown


def test_the_out_folder_can_be_chosen_and_is_made(here: Path, cli: Cli) -> None:
    assert cli("compose", "a", "--out", "deep/er").code == 0
    assert sorted(out("deep/er")) == ["a.html", "a.json", "a.txt"]
    assert not Path("out").exists()


def test_an_out_folder_that_cannot_be_is_told(here: Path, cli: Cli) -> None:
    Path("file").write_text("x")
    ran = cli("compose", "a", "--out", "file/below")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[cannot-write]: cannot write into file/below: Not a directory\n")


def test_an_esp_that_is_asked_for_is_in_the_names_of_the_files(here: Path, cli: Cli) -> None:
    assert cli("compose", "a").code == 0
    plain = out()
    assert cli("compose", "a", "--esp", "hubspot", "--esp", "hubspot", "--out", "esp").code == 0
    assert sorted(out("esp")) == ["a.hubspot.html", "a.hubspot.json", "a.hubspot.txt"]
    assert out("esp")["a.hubspot.html"] == plain["a.html"]
    assert json.loads(out("esp")["a.hubspot.json"])["esp"] == "hubspot"


def test_an_unknown_esp_is_told_before_anything_is_composed(here: Path, cli: Cli) -> None:
    ran = cli("compose", "a", "--esp", "hubspot", "--esp", "hubsport")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[unknown-esp]: unknown ESP 'hubsport'\n  did you mean 'hubspot'?\nhint: ESPs are ")
    assert not Path("out").exists()


def test_two_issues_of_one_name_are_told_before_either_is_written(here: Path, cli: Cli) -> None:
    write(here, {"more/a.yaml": ISSUE})
    ran = cli("compose", "a", "more/a.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[same-name-twice]: ")
    assert "issues/a.yaml" in ran.err
    assert "more/a.yaml" in ran.err
    assert "out/a.html" in ran.err
    assert not Path("out").exists()


def test_one_issue_named_twice_is_composed_once(here: Path, cli: Cli) -> None:
    ran = cli("compose", "a", "issues/a.yaml", "issues/../issues/a.yaml")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1


# One part on stdout


@pytest.mark.parametrize("part", ["html", "text"])
def test_a_part_is_printed_as_its_file_is_written(sample: Path, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    done = subprocess.run(
        command("compose", SLUG, "--stdout", part), env=environment(), capture_output=True, check=True, timeout=60
    )
    assert done.stderr == b""
    assert done.stdout == (sample / "out" / f"{SLUG}.{'txt' if part == 'text' else part}").read_bytes()


def test_the_mjml_is_printed_with_its_merge_tags(here: Path, cli: Cli) -> None:
    ran = cli("compose", "a", "--stdout", "mjml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<mjml")
    assert "Bonjour {{contact.firstname}}" in ran.out
    assert not Path("out").exists()


@pytest.mark.parametrize("args", [["a", "c"], ["a", "--esp", "hubspot", "--esp", "hubspot"]])
def test_only_one_part_of_one_issue_is_printed(args: list[str], here: Path, cli: Cli) -> None:
    ran = cli("compose", *args, "--stdout", "html")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[one-at-a-time]: ")


def test_a_part_of_a_bad_issue_is_an_error(here: Path, cli: Cli) -> None:
    ran = cli("compose", "bad", "--stdout", "html")
    assert (ran.code, ran.out) == (2, "")
    assert "error[unknown-key]" in ran.err


# Showing and watching


def test_open_says_where_the_page_is_on_a_machine_without_a_screen(
    sample: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shutil.copytree(sample, tmp_path / "project"))
    ran = cli("compose", SLUG, "--open")
    assert ran.code == 0
    page = Path(ran.out.splitlines()[-1].removeprefix("open this in a browser: "))
    html = page.read_text(encoding="utf-8")
    pictures = re.findall(r'<img src="file://([^"]+)"', html)
    assert len(pictures) >= 4
    assert all(Path(picture).is_file() for picture in pictures)
    assert "file://" not in Path(f"out/{SLUG}.html").read_text(encoding="utf-8")


def test_open_leaves_out_an_issue_that_does_not_compose(here: Path, cli: Cli) -> None:
    ran = cli("compose", "bad", "a", "--open")
    assert ran.code == 2
    assert ran.err.count("error[unknown-key]") == 1
    pages = [line for line in ran.out.splitlines() if line.startswith("open this in a browser: ")]
    assert [Path(line.split(": ")[1]).name for line in pages] == ["a.html"]


class Watcher:
    """A running ``compose --watch``, and what it has said so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.said = ""
        self.readers = [
            threading.Thread(target=self._read, args=(stream,), daemon=True)
            for stream in (process.stdout, process.stderr)
        ]
        for reader in self.readers:
            reader.start()

    def _read(self, stream: Any) -> None:
        while chunk := os.read(stream.fileno(), 65536):
            self.said += chunk.decode()

    def end(self) -> None:
        self.process.kill()
        for reader in self.readers:
            reader.join(5)

    def until(self, what: Callable[[], bool], again: Callable[[], object] = lambda: None) -> None:
        """Wait for something; do it `again` now and then, since a change may come before the watching has begun."""
        deadline = time.monotonic() + 20
        while not what():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            again()
            for _ in range(20):
                if what():
                    return
                time.sleep(0.05)


@pytest.fixture
def watch(spawn: Spawn) -> Iterator[Callable[..., Watcher]]:
    """Start ``compose --watch``, and wait until it watches."""
    watchers: list[Watcher] = []

    def start(*args: str) -> Watcher:
        watchers.append(Watcher(spawn(command("compose", *args, "--watch"))))
        watchers[-1].until(lambda: "watching for changes" in watchers[-1].said)
        return watchers[-1]

    yield start
    for watcher in watchers:
        watcher.end()


def text_of(name: str) -> str:
    path = Path("out") / f"{name}.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_watching_composes_on_every_change_survives_errors_and_ends_at_ctrl_c(here: Path, watch: Watch) -> None:
    issue = Path("issues/a.yaml")

    def save(text: str) -> None:
        issue.write_text(f"subject: S\nintro: {text}\n")

    def save_by_rename(text: str) -> None:
        """As vim and many editors save."""
        Path("issues/.a.yaml.swp").write_text(f"subject: S\nintro: {text}\n")
        Path("issues/.a.yaml.swp").replace(issue)

    watcher = watch("a")
    assert "Un numéro" in text_of("a")
    watcher.until(lambda: "Un deuxième" in text_of("a"), lambda: save("Un deuxième"))
    watcher.until(lambda: "Un troisième" in text_of("a"), lambda: save_by_rename("Un troisième"))

    before = out()
    watcher.until(lambda: "error[unknown-key]" in watcher.said, lambda: issue.write_text(BAD))
    assert out() == before
    watcher.until(lambda: "Un quatrième" in text_of("a"), lambda: save("Un quatrième"))

    brand = Path("issues/brand.yaml")
    watcher.until(lambda: "Autre SA" in text_of("a"), lambda: brand.write_text(BRAND.replace("Exemple", "Autre")))

    issue.unlink()
    watcher.until(lambda: "no-such-file" in watcher.said)
    watcher.until(lambda: "Un cinquième" in text_of("a"), lambda: save("Un cinquième"))

    started = time.monotonic()
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(10) == 130
    assert time.monotonic() - started < 5
    watcher.end()
    assert "Traceback" not in watcher.said


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_watching_begins_even_when_the_issue_has_an_error(here: Path, watch: Watch) -> None:
    watcher = watch("bad")
    assert "error[unknown-key]" in watcher.said
    issue = Path("issues/bad.yaml")
    watcher.until(lambda: "Réparé" in text_of("bad"), lambda: issue.write_text("subject: S\nintro: Réparé\n"))


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_watching_sees_the_projects_layouts_and_not_its_own_output(here: Path, watch: Watch) -> None:
    write(
        here,
        {
            "layouts/mine/layout.yaml": "title: Mine\n",
            "layouts/mine/email.mjml.j2": "<mjml><mj-body><mj-section><mj-column><mj-text>{{ issue.subject }}</mj-text>"
            "</mj-column></mj-section></mj-body></mjml>\n",
            "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
            "issues/a.yaml": "layout: mine\nsubject: S\n",
        },
    )
    watcher = watch("a", "--out", "issues")  # the worst place for the output
    template, text = Path("layouts/mine/text.txt.j2"), Path("issues/a.txt")
    watcher.until(
        lambda: text.read_text().startswith("Changed"), lambda: template.write_text("Changed {{ issue.subject }}\n")
    )
    rounds = watcher.said.count("changed: ")
    time.sleep(0.6)  # long enough for a loop to show itself
    assert watcher.said.count("changed: ") <= rounds + 1
    assert "a.html" not in "".join(re.findall(r"changed: .*", watcher.said))


@pytest.fixture
def at_work(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spawn: Spawn) -> subprocess.Popen[bytes]:
    """Several processes that have begun to compose more issues than a test can wait for."""
    root = shutil.copytree(sample / "issues", tmp_path / "issues").parent
    monkeypatch.chdir(root)
    names = [f"n{number:03}" for number in range(400)]
    for name in names:
        (root / "issues" / f"{name}.yaml").hardlink_to(root / "issues" / f"{SLUG}.yaml")
    process = spawn(command("compose", *names, "--jobs", "2"))
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"out/n000.html")
    return process


def in_time(what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 8
    while not what() and time.monotonic() < deadline:
        time.sleep(0.05)
    return what()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_several_processes_stop_at_once_and_leave_nothing_half_done(
    stop: signal.Signals, at_work: subprocess.Popen[bytes]
) -> None:
    started = time.monotonic()
    if stop is signal.SIGINT:
        os.killpg(at_work.pid, stop)  # as a terminal does: to all of its processes
    else:
        at_work.send_signal(stop)
    _, err = at_work.communicate(timeout=30)
    assert time.monotonic() - started < 6
    assert len(list(Path("out").glob("*.html"))) < 400
    assert at_work.returncode == (130 if stop is signal.SIGINT else 143)
    assert b"Traceback" not in err
    assert in_time(lambda: not [name for name in out() if name.endswith(".tmp")])


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_no_process_stays_behind_when_the_first_is_killed(at_work: subprocess.Popen[bytes]) -> None:
    at_work.kill()
    at_work.wait()

    def all_gone() -> bool:
        try:
            os.killpg(at_work.pid, 0)
        except ProcessLookupError:
            return True
        return False

    assert in_time(all_gone)


# The other verbs


def test_a_new_issue_composes_and_is_not_replaced_unasked(here: Path, cli: Cli) -> None:
    ran = cli("new", "2024-09")
    assert (ran.code, ran.err) == (0, "")
    assert "issues/2024-09.yaml" in ran.out
    path = Path("issues/2024-09.yaml")
    draft = path.read_text(encoding="utf-8")
    assert f"date: {date.today().isoformat()}\n" in draft
    assert cli("compose", "2024-09").code == 0

    path.write_text("subject: Mine\n")
    ran = cli("new", "2024-09")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error[file-exists]: issues/2024-09.yaml exists already\nhint: choose another name, or add --force\n"
    )
    assert path.read_text() == "subject: Mine\n"

    assert cli("new", "2024-09", "--force").code == 0
    assert path.read_text(encoding="utf-8") == draft


@pytest.mark.parametrize("slug", ["a b", "../x", "/x", ".hidden", "", "-x", "a/b", "a" * 300, "brand", "contacts.yaml"])
def test_a_name_that_an_issue_cannot_have_is_told(slug: str, here: Path) -> None:
    before = sorted(here.rglob("*"))
    with pytest.raises(UsageError) as raised:
        write_issue(Path("issues"), slug, date(2024, 9, 1), force=True)
    assert [problem.code for problem in raised.value.problems] == ["bad-name"]
    assert sorted(here.rglob("*")) == before
    assert Path("issues/brand.yaml").read_text() == BRAND


def test_a_new_issue_does_not_take_the_place_of_the_brand(here: Path, cli: Cli) -> None:
    ran = cli("new", "brand", "--force")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[bad-name]: 'brand' cannot be the name of an issue\n")
    assert Path("issues/brand.yaml").read_text() == BRAND


def test_init_makes_a_project_that_composes_without_an_error(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("init", "lettre")
    assert (ran.code, ran.err) == (0, "")
    listed = [line for line in ran.out.splitlines() if line.startswith("lettre/")]
    assert sorted(Path(line) for line in listed) == sorted(p for p in Path("lettre").rglob("*") if p.is_file())
    last = ran.out.splitlines()[-1]
    assert last.startswith("Now: cd lettre && newsletter compose ")
    monkeypatch.chdir(tmp_path / "lettre")
    ran = cli(*last.split("newsletter ")[1].split())
    assert ran.code == 0
    assert re.fullmatch(rf"\d+ warnings, \d+ notes?: newsletter check issues/{SLUG}.yaml\n", ran.err)
    assert not [name for name in out() if name.endswith(".tmp")]


def test_init_changes_nothing_in_a_folder_that_has_issues(here: Path, cli: Cli) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    ran = cli("init", ".")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[file-exists]: issues exists already\n")
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


def test_init_below_a_file_is_told(here: Path, cli: Cli) -> None:
    Path("file").write_text("x")
    ran = cli("init", "file")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[cannot-write]: cannot write into file: ")


def test_layouts_are_listed_for_people_and_for_programs(here: Path, cli: Cli) -> None:
    write(here, {"layouts/mine/layout.yaml": "title: Mine\ndescription: À moi.\n"})
    ran = cli("layouts")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["data-snack", "mine"]
    assert "À moi." in ran.out
    rows = json.loads(cli("layouts", "--json").out)
    assert [row["name"] for row in rows] == ["data-snack", "mine"]
    assert set(rows[0]) == {"name", "description", "origin"}
    assert rows[0]["origin"] == "packaged"
    assert Path(rows[1]["origin"]).resolve() == here / "layouts" / "mine"


@pytest.mark.parametrize("content", [b"title: [\n", b"title: \xe9t\xe9\n"])
def test_a_layout_whose_description_cannot_be_read_is_told_at_its_place(content: bytes, here: Path, cli: Cli) -> None:
    write(here, {"layouts/mine/layout.yaml": content})
    ran = cli("layouts")
    assert "error[internal]" not in ran.err
    assert "layouts/mine/layout.yaml" in ran.out + ran.err


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def keys_of(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The properties that a part of a schema allows, each with its own schemas, whatever stands between."""
    if "$ref" in part:
        return keys_of(schema, schema["$defs"][part["$ref"].rsplit("/", 1)[1]])
    found: dict[str, list[dict[str, Any]]] = {}
    for name, value in part.get("properties", {}).items():
        found.setdefault(name, []).append(value)
    for branch in [*part.get("anyOf", []), *part.get("oneOf", []), *filter(None, [part.get("items")])]:
        for name, values in keys_of(schema, branch).items():
            found.setdefault(name, []).extend(values)
    return found


def unknown_to(schema: dict[str, Any], parts: list[dict[str, Any]], data: Any, at: str = "") -> list[str]:
    """The keys of a file that its schema does not know."""
    if isinstance(data, list):
        return [name for item in data for name in unknown_to(schema, parts, item, at)]
    if not isinstance(data, dict):
        return []
    known: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        for name, values in keys_of(schema, part).items():
            known.setdefault(name, []).extend(values)
    unknown = [f"{at}{name}" for name in data if name not in known]
    return unknown + [
        name for key, value in data.items() if key in known for name in unknown_to(schema, known[key], value, f"{key}.")
    ]


@pytest.mark.parametrize(("args", "file"), [([], f"{SLUG}.yaml"), (["--brand"], "brand.yaml")])
def test_the_schema_is_json_schema_and_knows_every_key_of_the_sample(
    args: list[str], file: str, cli: Cli, sample: Path
) -> None:
    ran = cli("schema", *args)
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert all(ref.startswith("#/$defs/") and ref.rsplit("/", 1)[1] in schema["$defs"] for ref in references(schema))
    data = yaml.safe_load((sample / "issues" / file).read_text(encoding="utf-8"))
    if file == "brand.yaml":
        del data["clients"], data["merge_fields"]  # their keys are free
    assert unknown_to(schema, [schema], data) == []
    assert unknown_to(schema, [schema], {**data, "nope": 1}) == ["nope"]


# Everywhere the same


def test_the_output_does_not_depend_on_the_machine(
    sample: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shutil.copytree(sample / "issues", tmp_path / "issues").parent)
    expected = out(sample / "out")
    for number, env in enumerate(
        [
            {"LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "TZ": "Asia/Tokyo"},
            {
                "LC_ALL": "de_DE.UTF-8",
                "PYTHONHASHSEED": "2",
                "TZ": "America/Los_Angeles",
                "PYTHONIOENCODING": "latin-1",
            },
        ]
    ):
        assert cli("compose", SLUG, "--out", f"out{number}", env=env).code == 0
        assert out(f"out{number}") == expected


def test_errors_can_be_read_in_a_locale_without_accents(here: Path, cli: Cli) -> None:
    write(here, {"issues/é.yaml": "subject: S\nété: 🎉\n"})
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    ran = cli("compose", "issues/é.yaml", env=env)
    assert ran.code == 2
    assert "unknown key 'été'\n  --> issues/é.yaml:2:1\n  |\n2 | été: 🎉\n  | ^^^\n" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="pipes are POSIX")
@pytest.mark.parametrize(
    "args", [["schema"], ["layouts"], ["compose", SLUG, "--stdout", "html"], ["compose", "--help"]]
)
def test_a_reader_that_has_seen_enough_is_no_error(
    args: list[str], sample: Path, monkeypatch: pytest.MonkeyPatch, spawn: Spawn
) -> None:
    monkeypatch.chdir(sample)
    reader, writer = os.pipe()
    os.close(reader)
    process = spawn(command(*args), stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=60)
    assert err == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="pipes are POSIX")
def test_errors_that_nobody_reads_still_have_their_exit_code(here: Path, spawn: Spawn) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = spawn(command("compose", "bad", "a"), stderr=writer)
    os.close(writer)
    process.communicate(timeout=60)
    assert process.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")
@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0)])
def test_a_closed_stream_is_no_reason_to_fail(closed: str, code: int, here: Path) -> None:
    """As under some schedulers and service managers."""
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *command("compose", "a")],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == code
    assert sorted(out()) == ["a.html", "a.json", "a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="head is POSIX")
def test_the_beginning_of_the_output_can_be_had(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    pipe = '"$@" | head -c 10'
    done = subprocess.run(
        ["sh", "-c", pipe, "sh", *command("compose", SLUG, "--stdout", "html")],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"<!doctype ", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize("args", [["schema"], ["compose", SLUG, "--stdout", "html"]])
def test_an_output_that_is_full_is_not_called_a_mistake_of_ours(
    args: list[str], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(*args), env=environment(), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"error[internal]" not in done.stderr


def test_a_pattern_that_names_the_brand_as_well_composes_the_issues(here: Path, cli: Cli) -> None:
    write(
        here, {"issues/a.yaml": "subject: A\n", "issues/brand.yaml": "name: N\n", "issues/contacts.yaml": "a: {b: c}\n"}
    )
    ran = cli("compose", "issues/a.yaml", "issues/brand.yaml", "issues/contacts.yaml")
    assert (ran.code, [line.split(" ")[0] for line in ran.out.splitlines()]) == (0, ["out/a.html"])


def test_the_brand_alone_is_no_issue(here: Path, cli: Cli) -> None:
    write(here, {"issues/brand.yaml": "name: N\n"})
    ran = cli("compose", "issues/brand.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[not-an-issue]: issues/brand.yaml holds settings, and is no issue\nhint: ")
