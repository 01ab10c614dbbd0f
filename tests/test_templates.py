"""Templates: an edit is seen at once, wherever it is imported; compiled ones outlive a run, and never a change."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import jinja2
import pytest
from jinja2 import Environment

from newsletter import kept, templates
from newsletter.bytecode import Bytecode
from newsletter.errors import LayoutError
from newsletter.templates import environment


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache" / "newsletter-composer" / "templates"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled, in order."""
    names: list[str] = []
    compile_ = Environment.compile

    def compile_template(self: Environment, source: str, name: str, filename: str) -> object:
        names.append(name)
        return compile_(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", compile_template)
    return names


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    earlier = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    if earlier:  # file systems may count in coarse steps
        os.utime(path, ns=(earlier + 1, earlier + 1))


def _show(*folders: Path) -> str:
    return environment(*folders).get_template("a/main.txt.j2").render(n=7)


def _run(*folders: Path) -> str:
    """What a new process shows."""
    templates._made.cache_clear()
    return _show(*folders)


def _layout(root: Path) -> Path:
    _write(root / "a/main.txt.j2", '{% import "b/outer.txt.j2" as outer %}{{ outer.show(n) }}')
    _write(
        root / "b/outer.txt.j2",
        '{% import "b/inner.txt.j2" as inner %}{% macro show(n) %}{{ inner.show(n) }}{% endmacro %}',
    )
    _write(root / "b/inner.txt.j2", "{% macro show(n) %}inner {{ n }}{% endmacro %}")
    return root


def test_an_edit_of_what_an_imported_template_imports_is_seen_at_once(tmp_path: Path) -> None:
    folder = _layout(tmp_path)
    assert _show(folder) == "inner 7"

    _write(folder / "b/inner.txt.j2", "{% macro show(n) %}edited {{ n }}{% endmacro %}")

    assert _show(folder) == "edited 7"


def test_a_template_that_comes_to_stand_before_a_packaged_one_is_seen_at_once(tmp_path: Path) -> None:
    own, packaged = tmp_path / "own", _layout(tmp_path / "packaged")
    assert _show(own, packaged) == "inner 7"

    _write(own / "b/inner.txt.j2", "{% macro show(n) %}own {{ n }}{% endmacro %}")
    assert _show(own, packaged) == "own 7"

    (own / "b/inner.txt.j2").unlink()
    assert _show(own, packaged) == "inner 7"


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    folder = _layout(tmp_path)

    assert environment(folder) is environment(folder)
    first = environment(folder)
    _show(folder)
    assert environment(folder) is first


def test_a_compiled_template_outlives_the_run(tmp_path: Path, cache: Path, compiled: list[str]) -> None:
    folder = _layout(tmp_path)
    assert _run(folder) == "inner 7"
    assert compiled == ["a/main.txt.j2", "b/outer.txt.j2", "b/inner.txt.j2"]
    assert len([*cache.iterdir()]) == 3

    assert _run(folder) == "inner 7"
    assert len(compiled) == 3


def test_a_compiled_template_gives_way_to_an_edit(tmp_path: Path, cache: Path, compiled: list[str]) -> None:
    folder = _layout(tmp_path)
    _run(folder)
    path = folder / "b/inner.txt.j2"
    before = path.stat()

    path.write_text("{% macro show(n) %}other {{ n }}{% endmacro %}", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # no clock is asked

    assert _run(folder) == "other 7"
    assert compiled[3:] == ["b/inner.txt.j2"]
    assert len([*cache.iterdir()]) == 3


def test_the_same_name_in_another_project_is_another_template(tmp_path: Path, cache: Path) -> None:
    one, two = _layout(tmp_path / "one"), _layout(tmp_path / "two")
    _write(two / "b/inner.txt.j2", "{% macro show(n) %}second {{ n }}{% endmacro %}")

    assert [_run(folder) for folder in (one, two, one, two)] == ["inner 7", "second 7"] * 2
    assert len([*cache.iterdir()]) == 6


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[:40],
        lambda content: content[:-5] + b"xxxxx",
        lambda content: b"x" * len(content),
        lambda content: content + b"x",
    ],
    ids=["empty", "cut short", "cut in its head", "other at its end", "all other", "longer"],
)
def test_a_spoilt_file_is_compiled_and_written_anew(
    spoil: Callable[[bytes], bytes], tmp_path: Path, cache: Path, compiled: list[str]
) -> None:
    folder = _layout(tmp_path)
    _run(folder)
    good = {path: path.read_bytes() for path in cache.iterdir()}
    for path, content in good.items():
        path.write_bytes(spoil(content))

    assert _run(folder) == "inner 7"
    assert len(compiled) == 6
    assert {path: path.read_bytes() for path in cache.iterdir()} == good


@pytest.mark.parametrize("package", ["jinja2", "markupsafe"])
def test_another_version_compiles_anew(
    package: str, tmp_path: Path, cache: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _layout(tmp_path)
    _run(folder)
    installed = kept._installed() | {package: "99.dist-info"}
    monkeypatch.setattr(kept, "_installed", lambda: installed)

    assert _run(folder) == "inner 7"
    assert len(compiled) == 6


def test_packages_are_known_by_their_versions() -> None:
    assert all(kept._installed()[name] == f"{version(name)}.dist-info" for name in ("jinja2", "markupsafe", "babel"))


def test_another_configuration_compiles_anew(tmp_path: Path, cache: Path) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("trim_blocks = True")
    two.write_text("trim_blocks = False")
    env = environment(_layout(tmp_path))
    for configuration, there in ((one, False), (two, False), (two, True)):
        store = Bytecode(configuration)
        bucket = store.get_bucket(env, "name", "name.j2", "source")
        assert (bucket.code is not None) is there
        bucket.code = env.compile("source", "name", "name.j2")
        store.set_bucket(bucket)


def test_our_filters_are_not_applied_while_compiling(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "a/main.txt.j2", '{{ "a b" | wrap }} {{ "a" | columns }}')
    assert _run(tmp_path) == "a b 1"

    monkeypatch.setitem(templates.text.FILTERS, "wrap", lambda text: f"<{text}>")

    assert _run(tmp_path) == "<a b> 1"


@pytest.mark.skipif(os.name != "posix", reason="users and modes are POSIX's")
def test_a_file_that_others_can_write_is_not_run(tmp_path: Path, cache: Path, compiled: list[str]) -> None:
    folder = _layout(tmp_path)
    _run(folder)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in cache.iterdir()} == {0o600}
    for path in cache.iterdir():
        path.chmod(0o666)

    assert _run(folder) == "inner 7"
    assert len(compiled) == 6
    assert {stat.S_IMODE(path.stat().st_mode) for path in cache.iterdir()} == {0o600}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users have no numbers")
def test_another_users_cache_is_neither_read_nor_written(
    tmp_path: Path, cache: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _layout(tmp_path)
    _run(folder)
    before = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    someone = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: someone)

    assert _run(folder) == "inner 7"
    assert len(compiled) == 6
    assert {path: path.stat().st_mtime_ns for path in cache.iterdir()} == before


def _a_file(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.parent.write_text("no folder")


def _folders_in_the_place_of_files(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkdir(path: Path, _: bytes) -> None:
        path.mkdir(exist_ok=True)

    monkeypatch.setattr(kept, "_write", mkdir)


def _no_space(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)


def _a_home_that_is_not_known(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "~/.cache")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)


def _read_only(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkstemp", refused)


@pytest.mark.parametrize(
    "trouble", [_a_file, _folders_in_the_place_of_files, _no_space, _a_home_that_is_not_known, _read_only]
)
def test_where_nothing_can_be_kept_templates_are_compiled_in_memory(
    trouble: Callable[[Path, pytest.MonkeyPatch], None],
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    folder = _layout(tmp_path)
    cache.parent.parent.mkdir(exist_ok=True)
    trouble(cache, monkeypatch)

    assert [_run(folder), _run(folder)] == ["inner 7"] * 2
    assert [path for path in cache.rglob("*") if path.is_file()] == []
    assert [*here.iterdir()] == []


def test_the_folder_does_not_grow_for_ever(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 4)
    for name in "abcdef":
        _run(_layout(tmp_path / name))
        assert 1 <= len([*cache.iterdir()]) <= 4


def test_a_kept_template_still_tells_its_line(tmp_path: Path, cache: Path, compiled: list[str]) -> None:
    folder = tmp_path
    _write(folder / "a/main.txt.j2", "one\n{{ nothing }}\n")
    for _ in range(2):
        with pytest.raises(jinja2.UndefinedError) as caught:
            _run(folder)
        last = caught.traceback[-1]
        assert (str(last.path), last.lineno + 1) == (str(folder / "a/main.txt.j2"), 2)
    assert compiled == ["a/main.txt.j2"]


def test_the_names_of_a_kept_template_are_still_checked(tmp_path: Path, cache: Path) -> None:
    _write(tmp_path / "a/bad.mjml.j2", "<mj-txt></mj-txt>")
    for _ in range(2):
        templates._made.cache_clear()
        with pytest.raises(LayoutError, match="unknown MJML tag"):
            environment(tmp_path).get_template("a/bad.mjml.j2")
