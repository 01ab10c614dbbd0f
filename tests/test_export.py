"""Files are written whole or not at all, and the manifest tells what is in them."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from newsletter import check
from newsletter.batch import Job, compose_job
from newsletter.compose import Message
from newsletter.errors import OutputError, Problem, Severity
from newsletter.export import export, manifest, write
from newsletter.mergetags import TagCount
from tests.conftest import Ran, command, environment

SLUG = "2024-07-data-snack"
MESSAGE = Message(
    "Objet", "Aperçu", "<p>été {{x}}</p>\n", "été {{x}}\r\n", "<mjml></mjml>", (TagCount("{{x}}", 1, 1, 1),)
)


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, at any depth, hidden files too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def state(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """As :func:`files`, with what would tell that a file was written again."""
    return {
        name: (content, (folder / name).stat().st_mtime_ns, (folder / name).stat().st_ino)
        for name, content in files(folder).items()
    }


@pytest.fixture
def composed(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample project with its output, as the working directory; a test may change it."""
    root = shutil.copytree(sample, tmp_path / "project")
    monkeypatch.chdir(root)
    return root


# Writing


def test_the_three_files_are_written_byte_for_byte(tmp_path: Path) -> None:
    paths = export(MESSAGE, tmp_path / "new" / "out", "a", esp="hubspot", layout="data-snack", issue="a.yaml")
    assert [path.name for path in paths] == ["a.html", "a.txt", "a.json"]
    assert paths[0].read_bytes() == MESSAGE.html.encode()
    assert paths[1].read_bytes() == MESSAGE.text.encode()  # no line end is translated
    assert sorted(files(tmp_path / "new" / "out")) == ["a.html", "a.json", "a.txt"]


def test_a_suffix_stands_between_slug_and_kind(tmp_path: Path) -> None:
    paths = export(MESSAGE, tmp_path, "a", esp="brevo", layout="x", issue="a.yaml", suffix=".brevo")
    assert [path.name for path in paths] == ["a.brevo.html", "a.brevo.txt", "a.brevo.json"]


def test_the_files_can_be_read_by_whom_the_users_mask_allows(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path, {"a.html": "x"})
    finally:
        os.umask(before)
    assert (tmp_path / "a.html").stat().st_mode & 0o777 == 0o640


def test_the_manifest_has_the_fields_of_the_design_and_no_others() -> None:
    findings = [
        Problem(code="unhosted-image", message="m", severity=Severity.WARNING),
        Problem(code="unhosted-image", message="m", severity=Severity.WARNING),
        Problem(code="some-fact", message="m", severity=Severity.INFO),
    ]
    assert manifest(MESSAGE, esp="hubspot", layout="data-snack", issue="a.yaml", findings=findings) == {
        "issue": "a.yaml",
        "esp": "hubspot",
        "layout": "data-snack",
        "subject": "Objet",
        "preheader": "Aperçu",
        "html": {"bytes": 19, "sha256": sha256("<p>été {{x}}</p>\n".encode()).hexdigest()},
        "text": {"bytes": 13, "sha256": sha256("été {{x}}\r\n".encode()).hexdigest()},
        "merge_tags": [{"tag": "{{x}}", "source": 1, "html": 1, "text": 1}],
        "findings": {"error": 0, "warning": 2, "info": 1},
    }


def test_the_manifest_of_the_sample_measures_the_files_beside_it(composed: Path) -> None:
    record = json.loads((composed / "out" / f"{SLUG}.json").read_text(encoding="utf-8"))
    for part, kind in (("html", "html"), ("text", "txt")):
        raw = (composed / "out" / f"{SLUG}.{kind}").read_bytes()
        assert record[part] == {"bytes": len(raw), "sha256": sha256(raw).hexdigest()}
    assert (record["issue"], record["esp"], record["layout"]) == (f"{SLUG}.yaml", "hubspot", "data-snack")
    html = (composed / "out" / f"{SLUG}.html").read_text(encoding="utf-8")
    text = (composed / "out" / f"{SLUG}.txt").read_text(encoding="utf-8")
    assert record["merge_tags"] == sorted(record["merge_tags"], key=lambda row: row["tag"])
    assert any(row["tag"] == "{{contact.email}}" for row in record["merge_tags"])
    for row in record["merge_tags"]:
        assert (html.count(row["tag"]), text.count(row["tag"])) == (row["html"], row["text"])
        assert min(row["html"], row["text"]) >= row["source"] > 0
    counted = Counter(found.severity.label for found in check(composed / "issues" / f"{SLUG}.yaml"))
    assert record["findings"] == {"error": 0, "warning": counted["warning"], "info": counted["info"]}


def test_the_manifest_is_read_by_people_as_well(composed: Path) -> None:
    text = (composed / "out" / f"{SLUG}.json").read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "\\u" not in text


def test_composing_again_changes_no_byte(composed: Path, cli: Callable[..., Ran]) -> None:
    before = files(composed / "out")
    assert cli("compose", SLUG).code == 0
    assert files(composed / "out") == before


# Failing


def change(root: Path, old: str, new: str, file: str = f"issues/{SLUG}.yaml") -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def own_layout(root: Path, mjml: str) -> None:
    change(root, "layout: data-snack", "layout: mine")
    folder = root / "layouts" / "mine"
    folder.mkdir()
    (folder / "layout.yaml").write_text("title: Mine\n")
    (folder / "email.mjml.j2").write_text(mjml)
    (folder / "text.txt.j2").write_text("{{ issue.subject }}\n")


FAILURES: dict[str, tuple[Callable[[Path], None], str]] = {
    "an unknown layout": (lambda root: change(root, "layout: data-snack", "layout: nope"), "unknown-layout"),
    "an error of Jinja2": (lambda root: own_layout(root, "{% if %}"), "template-error"),
    "an unknown tag of MJML": (lambda root: own_layout(root, "<mjml><mj-nope /></mjml>"), "unknown-mjml-tag"),
    "MJML that does not compile": (lambda root: own_layout(root, "<mjml><mj-body></mjml>"), "mjml-error"),
    "a layout that drops tags": (lambda root: own_layout(root, "<mjml><mj-body /></mjml>"), "lost-merge-tag"),
    "a bad colour": (lambda root: change(root, '"#4338ca"', "indigo", "issues/brand.yaml"), "not-a-colour"),
    "a link to a script": (
        lambda root: change(root, "link: https://www.fevad.com/", "link: javascript:alert(1)"),
        "forbidden-link-scheme",
    ),
    "a figure that is none": (lambda root: change(root, "value: 77", "value: beaucoup"), "not-a-number"),
    "a day that does not exist": (lambda root: change(root, "date: 2024-07-25", "date: 2024-02-31"), "no-such-date"),
    "a tag that never closes": (
        lambda root: change(root, "Bonjour {{contact.firstname}},", "Bonjour {{contact.firstname,"),
        "unclosed-merge-tag",
    ),
    "a missing issue": (lambda root: (root / "issues" / f"{SLUG}.yaml").unlink(), "no-such-file"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_run_leaves_the_last_good_output_as_it_was(name: str, composed: Path) -> None:
    spoil, code = FAILURES[name]
    spoil(composed)
    before = state(composed / "out")
    outcome = compose_job(Job(Path("issues") / f"{SLUG}.yaml", Path("out"), None))
    assert outcome.failed
    assert outcome.files == ()
    assert {problem.code for problem in outcome.problems} == {code}
    assert state(composed / "out") == before


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_told(composed: Path, out: str) -> None:
    (composed / "file").write_text("x")
    with pytest.raises(OutputError) as raised:
        write(Path(out), {"a.html": "x"})
    [problem] = raised.value.problems
    assert problem.message.startswith(f"cannot write into {out}: ")
    assert (composed / "file").read_text() == "x"


@pytest.mark.skipif(os.name == "nt", reason="limits of file sizes are POSIX")
@pytest.mark.parametrize("kilobytes", [0, 4, 32])
def test_a_disk_that_fills_up_leaves_the_last_good_output_as_it_was(composed: Path, kilobytes: int) -> None:
    change(composed, "subject: Le dernier", "subject: Le tout dernier")
    before = state(composed / "out")
    limited = f'ulimit -f {kilobytes * 2}; exec "$@"'  # in blocks of 512 bytes; Python ignores SIGXFSZ
    done = subprocess.run(
        ["sh", "-c", limited, "sh", *command("compose", SLUG)],
        env=environment({"PYTHONDONTWRITEBYTECODE": "1"}),  # Python 3.11 would keep half of a module
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done
    assert b"error[cannot-write]: cannot write into out: File too large" in done.stderr
    assert b"Traceback" not in done.stderr
    assert state(composed / "out") == before


def test_a_part_that_cannot_take_its_name_leaves_all_parts_as_they_were(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": "old", "a.json": "old"})
    (tmp_path / "a.txt").mkdir()  # as a file that another program holds open is on Windows
    before = state(tmp_path)
    with pytest.raises(OutputError, match="cannot write into"):
        write(tmp_path, {"a.html": "new", "a.txt": "new", "a.json": "new"})
    assert state(tmp_path) == before


def test_nothing_is_written_when_a_later_part_cannot_be(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": "old"})
    with pytest.raises(OutputError):
        write(tmp_path, {"a.html": "new", "b" * 300: "new"})
    assert files(tmp_path) == {"a.html": b"old"}


# Being stopped


Spawn = Callable[..., subprocess.Popen[bytes]]


class Versions(NamedTuple):
    """Two issues of one name, the folder that they are written to, and the two whole contents of each file there."""

    issues: tuple[Path, Path]
    out: Path
    contents: dict[str, tuple[bytes, bytes]]


@pytest.fixture
def versions(composed: Path) -> Versions:
    other = shutil.copytree(composed / "issues", composed / "other" / "issues").parent
    change(other, "subject: Le dernier", "subject: Le tout dernier")
    issues = tuple(root / "issues" / f"{SLUG}.yaml" for root in (composed, other))
    assert not compose_job(Job(issues[1], Path("elsewhere"), None)).failed
    old, new = files(composed / "out"), files(composed / "elsewhere")
    assert all(old[name] != new[name] for name in old)
    return Versions(issues, composed / "out", {name: (old[name], new[name]) for name in old})


def compose_for_ever(issues: Sequence[Path]) -> None:
    while True:
        for path in issues:
            compose_job(Job(path, Path("out"), None))


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_kill_at_any_moment_leaves_no_half_file(versions: Versions) -> None:
    moments = random.Random(7)  # noqa: S311  # only to be the same on every run
    for _ in range(20):
        process = multiprocessing.get_context("fork").Process(target=compose_for_ever, args=(versions.issues,))
        process.start()
        process.join(moments.uniform(0.05, 0.4))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        for name, contents in versions.contents.items():
            assert (versions.out / name).read_bytes() in contents, name


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_polite_stop_at_any_moment_leaves_no_half_file_and_no_temporary_one(versions: Versions, spawn: Spawn) -> None:
    moments = random.Random(11)  # noqa: S311  # only to be the same on every run
    for _ in range(6):
        process = spawn(command("compose", versions.issues[1], "--out", "out"))
        with suppress(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.2, 0.8))
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
        assert process.returncode in (0, 143, -signal.SIGTERM)  # the last before Python has come up
        assert b"Traceback" not in err
        found = files(versions.out)
        assert sorted(found) == sorted(versions.contents)
        assert all(found[name] in contents for name, contents in versions.contents.items())


SLOW_WRITER = """
import os, sys
from pathlib import Path
from newsletter import cli, export

sync = os.fsync
def fsync(handle):
    sync(handle)
    print("written", flush=True)
    sys.stdin.readline()
os.fsync = fsync
sys.argv = ["newsletter", *sys.argv[1:]]
sys.exit(cli.main())
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("written", [1, 3])
def test_a_polite_stop_in_the_midst_of_writing_removes_what_was_begun(
    composed: Path, spawn: Spawn, stop: signal.Signals, written: int
) -> None:
    """The process waits after each temporary file, so that the stop comes right there."""
    before = state(composed / "out")
    process = spawn([sys.executable, "-c", SLOW_WRITER, "compose", SLUG], stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    for count in range(1, written + 1):
        assert process.stdout.readline() == b"written\n"
        if count < written:
            process.stdin.write(b"\n")
            process.stdin.flush()
    assert len(files(composed / "out")) == 3 + written
    process.send_signal(stop)
    _, err = process.communicate(timeout=20)
    assert process.returncode == (143 if stop is signal.SIGTERM else 130)
    assert b"Traceback" not in err
    assert state(composed / "out") == before


def test_two_processes_that_write_the_same_files_leave_whole_ones(versions: Versions, spawn: Spawn) -> None:
    running = [spawn(command("compose", path, "--out", "out")) for path in versions.issues]
    for process in running:
        _, err = process.communicate(timeout=60)
        assert (process.returncode, b"error" in err) == (0, False)
    found = files(versions.out)
    assert sorted(found) == sorted(versions.contents)
    assert all(found[name] in contents for name, contents in versions.contents.items())
