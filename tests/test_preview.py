"""``newsletter preview`` on the command line: how it starts and ends, and what it says of issues that have problems."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import PNG, Ran, command, write
from tests.previewing import PATIENCE, Preview, running, served, until

Cli = Callable[..., Ran]
Spawn = Callable[..., subprocess.Popen[bytes]]
ISSUE = "subject: Bonjour {{contact.firstname}}\nintro: Un numéro.\n"
PREVIEW = ("preview", "--no-browser")
FIRST_PORT, LAST_PORT = 8321, 8341
posix = pytest.mark.skipif(os.name != "posix", reason="signals and links are POSIX")

MJML = "<mjml><mj-body><mj-section><mj-column><mj-text>{}</mj-text></mj-column></mj-section></mj-body></mjml>\n"
LOOP = "{{% for a in range({}) %}}{{% for b in range(1000) %}}{{% endfor %}}{{% endfor %}}"


BRAND = "name: La lettre\npostal_address: Paris\n"
CONTACTS = "camille: {contact.email: camille@example.com, contact.firstname: Camille}\n"
PROBLEMS = {
    "an unknown key": (b"subject: S\nbad: x\n", "unknown-key", 2, 1),
    "no YAML": (b"subject: S\nintro: [a\n", "unclosed-bracket", 2, 8),
    "no UTF-8": (b"subject: S\nintro: \xff\n", "not-utf-8", 2, 8),
    "nothing": (b"", "empty-file", 1, 1),
    "null bytes": (b"subject: a\0b\n", "control-character", 1, 11),
    "too much": (b"subject: S\nintro: " + b"x" * 5_300_000, "too-large", 1, 1),
    "too deep": (b"subject: " + b"[" * 5000 + b"]" * 5000, "unclosed-bracket", 1, 1009),
    "an alias": (b"subject: &a S\nintro: *a\n", "anchor", 1, 10),
    "no such layout": (b"layout: ../../etc\nsubject: S\n", "unknown-layout", 1, 9),
    "no such picture": (b"subject: S\nbanner: {image: images/none.png, alt: A}\n", "missing-image", 2, 17),
    "a picture outside": (b"subject: S\nbanner: {image: ../x.png, alt: A}\n", "image-outside", 2, 17),
}
LAYOUTS = {
    "a template that raises": (MJML.format("\n{{ 1 / 0 }}\n"), "template-error", 2),
    "a template that calls itself": (
        MJML.format("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"),
        "template-error",
        1,
    ),
    "a template that cannot be read": (MJML.format("{% if %}"), "template-error", 1),
    "a name that there is not": (MJML.format("{{ nothing }}"), "template-error", 1),
    "a tag that MJML has not": ("<mjml><mj-body><mj-nope /></mj-body></mjml>", "unknown-mjml-tag", 1),
    "no MJML": ("nothing", "mjml-error", None),
}


def layout(email: str, name: str = "mine") -> dict[str, str]:
    """A layout of the project's own, and an issue in it."""
    return {
        f"layouts/{name}/layout.yaml": "title: Mine\n",
        f"layouts/{name}/email.mjml.j2": email,
        f"layouts/{name}/text.txt.j2": "{{ issue.subject }}\n",
        f"issues/{name}.yaml": f"layout: {name}\nsubject: S\n",
    }


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {
        "issues/brand.yaml": BRAND,
        "issues/contacts.yaml": CONTACTS,
        "issues/a.yaml": ISSUE,
        "issues/images/x.png": PNG,
    }
    return write(tmp_path, files)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A project with a good issue, and with every problem; its files do not change."""
    root = tmp_path_factory.mktemp("full")
    write(root, {"issues/brand.yaml": BRAND, "issues/contacts.yaml": CONTACTS, "issues/a.yaml": ISSUE})
    for name, (content, *_) in PROBLEMS.items():
        write(root, {f"issues/{name}.yaml": content})
    for name, (template, *_) in LAYOUTS.items():
        write(root, layout(template, name))
    with served(root, "a") as preview:
        yield preview


def codes(preview: Preview, path: str) -> list[str]:
    return [error["code"] for error in preview.json(path)["errors"]]


# Starting


def test_it_says_where_it_is_and_how_to_stop_it(here: Path, spawn: Spawn) -> None:
    process = spawn(command(*PREVIEW, "a", "--port", "0"))
    preview = running(process)
    assert preview.url == f"http://127.0.0.1:{preview.port}/?issue=a.yaml"
    assert process.stdout.readline() == b"stop with Ctrl-C\n"  # type: ignore[union-attr]
    answer = preview.get("/?issue=a.yaml")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_without_a_name_the_issue_that_was_saved_last_comes_first(here: Path) -> None:
    write(here, {"issues/b.yaml": ISSUE, "issues/c.yaml": ISSUE})
    for name, saved in {"a": 1, "b": 3, "c": 2}.items():
        os.utime(f"issues/{name}.yaml", (saved, saved))
    with served(here) as preview:
        assert preview.url.endswith("/?issue=b.yaml")


def test_a_port_that_is_taken_is_told_with_the_cure(here: Path, cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = cli(*PREVIEW, "a", "--port", str(port))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error[port-taken]: port {port} is taken by another program\n"
        "hint: name another with --port, or leave --port out and a free one is found\n"
    )


def taken(stack: ExitStack, port: int) -> None:
    """See to it that a port is in use, by us or by whoever has it already."""
    try:
        stack.enter_context(socket.create_server(("127.0.0.1", port)))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise


def test_the_next_free_port_is_found(here: Path, spawn: Spawn) -> None:
    with ExitStack() as stack:
        for port in (FIRST_PORT, FIRST_PORT + 1):
            taken(stack, port)
        first, second = (running(spawn(command(*PREVIEW, "a"))) for _ in range(2))
        assert FIRST_PORT + 1 < first.port < second.port <= LAST_PORT
        assert [preview.get("/").status for preview in (first, second)] == [200, 200]


def test_when_all_ports_are_taken_it_says_so(here: Path, cli: Cli) -> None:
    with ExitStack() as stack:
        for port in range(FIRST_PORT, LAST_PORT + 1):
            taken(stack, port)
        ran = cli(*PREVIEW, "a")
    assert (ran.code, ran.out) == (2, "")
    assert f"ports {FIRST_PORT} to {LAST_PORT} are all taken" in ran.err
    assert "--port" in ran.err


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_a_port_that_is_none_is_refused(here: Path, cli: Cli, port: str) -> None:
    ran = cli(*PREVIEW, "a", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert "--port" in ran.err


def test_a_folder_without_issues_is_told_with_the_cure(tmp_path: Path, project: Callable[..., Path], cli: Cli) -> None:
    project({"issues/brand.yaml": "name: La lettre\n"})
    ran = cli(*PREVIEW)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no issue in issues/" in ran.err
    assert "newsletter new" in ran.err


def test_no_folder_of_issues_is_told_with_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli(*PREVIEW)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no folder issues/ here" in ran.err
    assert "newsletter init" in ran.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2024-08", "did you mean '2024-07'?"),
        ("issues/2024-08.yaml", "did you mean '2024-07'?"),
        ("brand", "issues/brand.yaml holds settings, and is no issue"),
        ("issues/contacts.yaml", "issues/contacts.yaml holds settings, and is no issue"),
        ("issues", "issues is a folder\nhint: issues there are 2024-07, a"),
        ("issues/images", "issues/images is a folder"),
        ("issues/images/x.png", "issues/images/x.png is no issue"),
        ("issues/.hidden.yaml", "issues/.hidden.yaml is no issue"),
        ("x" * 300, "there is no issue 'xxx"),
        ("", "is a folder"),
    ],
)
def test_what_is_no_issue_is_refused_before_anything_starts(here: Path, cli: Cli, name: str, said: str) -> None:
    write(here, {"issues/2024-07.yaml": ISSUE, "issues/.hidden.yaml": ISSUE})
    ran = cli(*PREVIEW, name, "--port", "0")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@posix
def test_a_link_to_nowhere_among_the_issues_stops_nobody(here: Path) -> None:
    Path("issues/b.yaml").symlink_to("gone.yaml")
    Path("issues/c.yaml").symlink_to("c.yaml")
    with served(here) as preview:
        assert preview.url.endswith("/?issue=a.yaml")
        assert {issue["file"] for issue in preview.json("/issues")} == {"a.yaml", "b.yaml", "c.yaml"}
        assert [codes(preview, f"/state/{name}.yaml") for name in "abc"] == [[], ["no-such-file"], ["no-such-file"]]


@posix
def test_a_name_that_is_no_text_is_passed_over(here: Path) -> None:
    try:
        Path(os.fsdecode(b"issues/\xff.yaml")).write_text(ISSUE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    with served(here) as preview:
        until(lambda: [issue["subject"] for issue in preview.json("/issues")] == ["Bonjour {{contact.firstname}}"])


@posix
def test_a_folder_whose_name_is_no_text_can_be_shown(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    try:
        write(folder, {"issues/a.yaml": ISSUE})
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    with served(folder, "a") as preview:
        assert preview.json("/state/a.yaml")["edit"].endswith("/caf%E9/issues/a.yaml:1:1")
        assert preview.get("/mail/a.yaml").status == 200
        write(folder, {"issues/a.yaml": "subject: Nouveau\n"})
        until(lambda: preview.json("/state/a.yaml")["subject"] == "Nouveau")


def test_two_previews_of_one_project_do_not_disturb_each_other(here: Path) -> None:
    with served(here, "a") as first, served(here, "a") as second:

        def save() -> None:
            Path("issues/a.yaml").write_text("subject: Nouveau\n", encoding="utf-8")

        save()
        for preview in (first, second):
            until(lambda preview=preview: preview.json("/state/a.yaml")["subject"] == "Nouveau", save)  # type: ignore[misc]
    assert sorted(path.name for path in here.iterdir()) == ["issues"]  # and neither has written anything


# Ending


def listening(preview: Preview) -> socket.socket:
    connection, events = preview.events()
    assert next(events) == "hello"
    return connection


def asking(preview: Preview) -> socket.socket:
    """A request that is being worked on."""
    connection = preview.connect(b"GET /mail/mine.yaml HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % preview.port)
    assert preview.get("/").status == 200
    return connection


def beginning(preview: Preview) -> socket.socket:
    return preview.connect(b"GET / HT")


MEANWHILE = {"nothing": lambda preview: None, "a page": listening, "a request": asking, "half a request": beginning}


@posix
@pytest.mark.parametrize(("signal_", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_it_ends_quietly_whoever_is_connected(
    here: Path, spawn: Spawn, meanwhile: str, signal_: signal.Signals, code: int
) -> None:
    write(here, layout(MJML.format(LOOP.format(10_000))))
    process = spawn(command(*PREVIEW, "a", "--port", "0"))
    preview = running(process)
    assert preview.get("/issues").status == 200
    kept = MEANWHILE[meanwhile](preview)
    process.send_signal(signal_)
    assert (process.communicate(timeout=PATIENCE)[1], process.returncode) == (b"", code)
    if isinstance(kept, socket.socket):
        kept.close()
    with pytest.raises(ConnectionRefusedError):
        preview.connect()


@posix
def test_a_page_that_listens_is_told_that_there_is_no_more(here: Path, spawn: Spawn) -> None:
    preview = running(spawn(command(*PREVIEW, "a", "--port", "0")))
    with listening(preview) as connection:
        preview.process.send_signal(signal.SIGINT)
        rest = b"".join(iter(lambda: connection.recv(65536), b""))
    assert rest.endswith(b"0\r\n\r\n")  # HTTP's own end, and not a cut
    assert preview.process.wait(PATIENCE) == 0


@posix
def test_it_ends_before_it_has_imported_what_composes(here: Path, spawn: Spawn) -> None:
    process = spawn(command(*PREVIEW, "a", "--port", "0"))
    running(process)
    process.send_signal(signal.SIGINT)
    assert (process.communicate(timeout=PATIENCE)[1], process.returncode) == (b"", 0)


@posix
def test_a_second_ctrl_c_does_not_wait_for_a_template_that_never_ends(here: Path, spawn: Spawn) -> None:
    write(here, layout(MJML.format(LOOP.format(1_000_000_000))))
    process = spawn(command(*PREVIEW, "a", "--port", "0"))
    preview = running(process)
    assert preview.get("/issues").status == 200
    kept = asking(preview)
    until(lambda: process.poll() is not None, lambda: process.send_signal(signal.SIGINT))
    assert (process.communicate()[1], process.returncode) == (b"", 130)
    if isinstance(kept, socket.socket):
        kept.close()


@posix
def test_it_needs_no_input(here: Path, spawn: Spawn) -> None:
    process = spawn(["sh", "-c", 'exec "$@" <&-', "sh", *command(*PREVIEW, "a", "--port", "0")])
    assert running(process).json("/state/a.yaml")["errors"] == []
    process.send_signal(signal.SIGINT)
    assert (process.communicate(timeout=PATIENCE)[1], process.returncode) == (b"", 0)


@posix
def test_it_goes_on_when_its_output_is_read_no_further(here: Path, spawn: Spawn) -> None:
    process = spawn(command(*PREVIEW, "a", "--port", "0"))
    preview = running(process)
    process.stdout.close()  # type: ignore[union-attr]
    process.stderr.close()  # type: ignore[union-attr]
    assert preview.json("/state/a.yaml")["errors"] == []
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0


@posix
def test_it_ends_quietly_where_nobody_reads_where_it_is(here: Path, spawn: Spawn) -> None:
    """As every verb does when what it writes to is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    process = spawn(command(*PREVIEW, "a", "--port", "0"), stdout=writer)
    os.close(writer)
    assert (process.communicate(timeout=PATIENCE)[1], process.returncode) == (b"", 0)


# What it says of issues


@pytest.mark.parametrize("kind", PROBLEMS)
def test_what_is_wrong_with_an_issue_is_told_with_its_place(full: Preview, kind: str) -> None:
    _, code, line, col = PROBLEMS[kind]
    file = f"issues/{kind}.yaml"
    url = quote(f"{kind}.yaml")
    errors = {error["code"]: error for error in full.json(f"/state/{url}")["errors"]}
    assert code in errors
    place = errors[code]["place"]
    assert (place["file"], place["line"], place["col"]) == (file, line, col)
    assert place["edit"].startswith("vscode://file/")
    assert place["edit"].endswith(f"/{quote(file)}:{line}:{col}")
    assert errors[code]["severity"] == "error"
    assert full.get(f"/mail/{url}").body == b""
    assert full.get(f"/download/{url}").status == 409


@pytest.mark.parametrize("kind", LAYOUTS)
def test_what_is_wrong_with_a_layout_is_told_with_its_place(full: Preview, kind: str) -> None:
    _, code, line = LAYOUTS[kind]
    (error,) = full.json(f"/state/{quote(kind)}.yaml")["errors"]
    assert error["code"] == code
    if line is not None:
        assert (error["place"]["file"], error["place"]["line"]) == (f"layouts/{kind}/email.mjml.j2", line)


def test_the_list_counts_what_is_wrong_with_each_issue(full: Preview) -> None:
    def counts() -> dict[str, dict[str, int] | None]:
        return {issue["file"].removesuffix(".yaml"): issue["counts"] for issue in full.json("/issues")}

    until(lambda: None not in counts().values())
    bad = [name for name, found in counts().items() if found and found.get("error")]
    assert sorted(bad) == sorted([*PROBLEMS, *LAYOUTS])


def test_a_layout_that_is_mended_is_shown_at_once(here: Path) -> None:
    write(here, layout("nothing"))
    with served(here, "mine") as preview:
        assert codes(preview, "/state/mine.yaml") == ["mjml-error"]
        mended = layout(MJML.format("Réparé"))
        until(lambda: "Réparé".encode() in preview.get("/mail/mine.yaml").body, lambda: write(here, mended))


def test_what_is_no_file_is_told_like_every_other_problem(here: Path) -> None:
    Path("issues/folder.yaml").mkdir()
    expected = {"folder": ["is-a-folder"], "gone": ["no-such-file"]}
    if os.name == "posix":
        os.mkfifo("issues/pipe.yaml")
        Path("issues/device.yaml").symlink_to("/dev/zero")
        expected |= {"pipe": ["not-a-file"], "device": ["not-a-file"]}
    with served(here, "a") as preview:
        assert {name: codes(preview, f"/state/{name}.yaml") for name in expected} == expected
        until(lambda: all(issue["counts"] is not None for issue in preview.json("/issues")))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_what_must_not_be_read_is_told_and_the_rest_goes_on(here: Path) -> None:
    write(here, {"issues/b.yaml": ISSUE})
    for path in ("issues/b.yaml", "issues/images/x.png"):
        Path(path).chmod(0)
    with served(here, "a") as preview:
        assert codes(preview, "/state/b.yaml") == ["unreadable-file"]
        assert preview.get("/pictures/x/a.yaml/images/x.png").status == 404
        Path("issues").chmod(0)
        try:
            until(lambda: preview.json("/issues") == [])
            assert len(codes(preview, "/state/b.yaml")) == 1
            assert b"Un num" in preview.get("/mail/a.yaml").body
        finally:
            Path("issues").chmod(0o755)
        until(lambda: [issue["file"] for issue in preview.json("/issues")] == ["b.yaml", "a.yaml"])


def test_a_good_issue_is_told_with_all_that_is_shown_of_it(full: Preview) -> None:
    state = full.json("/state/a.yaml")
    assert (state["file"], state["errors"], state["contacts"]) == ("a.yaml", [], ["camille"])
    assert state["subject"] == "Bonjour {{contact.firstname}}"
    assert state["edit"].endswith("/issues/a.yaml:1:1")
    assert {place["file"] for place in state["places"].values()} == {"issues/a.yaml", "issues/brand.yaml"}
    merged = full.json("/state/a.yaml?contact=camille")
    assert (merged["subject"], merged["read"]["subject"]) == (state["subject"], "Bonjour Camille")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("esp=mailchip", "unknown-esp"),
        ("esp=custom", "missing-dialect"),
        ("esp=..%2f..%2fetc", "unknown-esp"),
        ("esp=%00", "unknown-esp"),
        ("contact=camile", "unknown-contact"),
        ("contact=%00", "unknown-contact"),
        ("contact=%ff&esp=brevo", "unknown-contact"),
        ("contact=__class__", "unknown-contact"),
    ],
)
def test_an_esp_or_a_contact_that_there_is_not_is_an_error_of_the_view(full: Preview, query: str, code: str) -> None:
    assert codes(full, f"/state/a.yaml?{query}") == [code]
    assert full.json(f"/state/a.yaml?{query}")["good"] is True  # the issue itself is, and goes on being shown
    assert b"Un num" in full.get(f"/mail/a.yaml?{query}").body
    assert codes(full, "/state/a.yaml") == []


def test_contacts_that_cannot_be_read_break_only_what_is_read_as_one_of_them(here: Path) -> None:
    write(here, {"issues/contacts.yaml": "camille: [\n"})
    with served(here, "a") as preview:
        state = preview.json("/state/a.yaml")
        assert (state["errors"], state["contacts"]) == ([], [])
        (error,) = preview.json("/state/a.yaml?contact=camille")["errors"]
        assert error["place"]["file"] == "issues/contacts.yaml"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/state/", "/state/a", "/mail/a.html", "/page/none.js", "/source/a.yaml/text", "/pictures/x/a.yaml/a"],
)
def test_what_is_not_there_is_a_404(full: Preview, path: str) -> None:
    assert full.get(path).status == 404


@pytest.mark.parametrize("path", ["/", "/issues", "/state/a.yaml", "/mail/a.yaml", "/download/a.yaml", "/page/main.js"])
def test_head_tells_what_get_would(full: Preview, path: str) -> None:
    head, get = full.get(path, "HEAD"), full.get(path)
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length"):
        assert head.headers[name] == get.headers[name]


def test_what_is_downloaded_is_what_compose_writes_under_a_name_that_says_for_whom(here: Path, cli: Cli) -> None:
    name = 'é "a";b.yaml'
    write(here, {f"issues/{name}": ISSUE})
    assert cli("compose", f"issues/{name}", "--esp", "brevo").code == 0
    with served(here, "a") as preview:
        answer = preview.get("/download/%C3%A9%20%22a%22%3Bb.yaml?esp=brevo&contact=camille")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%A9%20%22a%22%3Bb.brevo.html"
    assert answer.body == Path('out/é "a";b.brevo.html').read_bytes()


# Changes


def test_pages_are_told_of_a_save_and_the_last_good_version_stays_while_an_issue_is_broken(here: Path) -> None:
    issue = Path("issues/a.yaml")
    with served(here, "a") as preview:
        connection, events = preview.events()
        assert next(events) == "hello"
        assert b"Un num" in preview.get("/mail/a.yaml").body

        issue.write_text("subject: S\nintro: Deux.\n", encoding="utf-8")
        assert "change" in events
        assert b"Deux." in preview.get("/mail/a.yaml").body

        issue.write_text("subject: S\nintro: Trois.\nbad: x\n", encoding="utf-8")
        assert "change" in events
        assert b"Deux." in preview.get("/mail/a.yaml").body
        state = preview.json("/state/a.yaml")
        assert (state["good"], [error["code"] for error in state["errors"]]) == (True, ["unknown-key"])

        issue.unlink()
        assert "change" in events
        assert codes(preview, "/state/a.yaml") == ["no-such-file"]
        connection.close()


def test_a_folder_of_issues_may_go_and_come_back(here: Path) -> None:
    with served(here, "a") as preview:
        until(lambda: [issue["file"] for issue in preview.json("/issues")] == ["a.yaml"])
        shutil.rmtree("issues")
        until(lambda: preview.json("/issues") == [])
        until(lambda: codes(preview, "/state/a.yaml") == ["no-such-file"])
        write(here, {"issues/a.yaml": "subject: Revenu\n", "issues/b.yaml": ISSUE})
        until(lambda: preview.json("/state/a.yaml").get("subject") == "Revenu")
        until(lambda: None not in [issue["counts"] for issue in preview.json("/issues")])
        assert [issue["file"] for issue in preview.json("/issues")] == ["b.yaml", "a.yaml"]
        write(here, {"issues/a.yaml": "subject: Encore\n"})
        until(lambda: preview.json("/state/a.yaml").get("subject") == "Encore")


def test_a_picture_that_was_changed_has_another_address(here: Path) -> None:
    write(here, {"issues/a.yaml": "subject: S\nbanner: {image: images/x.png, alt: A}\n"})
    with served(here, "a") as preview:
        before = preview.get("/mail/a.yaml").body
        assert b"/a.yaml/images/x.png" in before
        assert preview.get("/mail/a.yaml").body == before
        until(lambda: preview.get("/mail/a.yaml").body != before, lambda: write(here, {"issues/images/x.png": PNG}))
