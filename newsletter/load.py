"""Files -> issue and brand. The one boundary where a problem gets its place: file:line:col.

Everything that is wrong with a file is gathered, sorted by place, and raised once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from newsletter import dialects, document, translation
from newsletter.dialects import Dialect
from newsletter.document import Document
from newsletter.errors import InputError, Problem, UsageError, by_place, did_you_mean
from newsletter.model.brand import Brand, missing_dialect
from newsletter.model.custom import custom_dialect
from newsletter.model.issue import Issue
from newsletter.neutral import extended
from newsletter.source import Source, Span
from newsletter.translation import Translated
from newsletter.validation import validated


class Project(NamedTuple):
    """An issue file and what was found around it.

    Attributes:
        path: The issue file.
        root: The topmost folder that belongs to it; `layouts/` may stand there.
        issue: What the file says.
        brand: What `brand.yaml` says, or the defaults.
        dialect: The ESP that it is composed for.
        documents: The files by name (``issue``, ``brand``), to place problems in.

    """

    path: Path
    root: Path
    issue: Issue
    brand: Brand
    dialect: Dialect
    documents: Mapping[str, Document]

    def placed(self, problem: Problem) -> Problem:
        """The problem with its span, where the file it speaks of is known."""
        found = self.documents.get(problem.file)
        return found.place(problem) if found else problem


def load_project(path: Path, esp: str | None = None) -> Project:
    """Load an issue file with its brand.

    Args:
        path: The issue file.
        esp: The ESP to compose for; the brand's own where None.

    Raises:
        InputError: The issue or the brand cannot be used; all problems of both files are in it.
        UsageError: No ESP has that name.

    """
    if esp and esp != dialects.CUSTOM:
        dialects.dialect(esp)
    dialect = _target(None if esp == dialects.CUSTOM else esp, {})
    root = project_root(path)
    brand_path = find_up("brand.yaml", path.parent, root)
    if esp == dialects.CUSTOM and brand_path is None:
        raise UsageError(missing_dialect())
    documents: dict[str, Document] = {}
    brand, brand_problems = _nobody(), tuple[Problem, ...]()
    try:
        if brand_path is not None:
            documents["brand"] = read(brand_path, dialect, "name:, the name of the newsletter")
            dialect = _target(esp, documents["brand"].data)
            brand = validated(Brand, documents["brand"], {"dialect": dialect, "folder": brand_path.parent})
    except InputError as error:
        brand_problems = error.problems
    try:
        documents["issue"] = _read_issue(path, dialect)
        issue = validated(Issue, documents["issue"], {"dialect": dialect, "folder": path.parent})
        issue_problems: tuple[Problem, ...] = ()
    except InputError as error:
        issue_problems = error.problems
    if issue_problems or brand_problems:
        issue_problems += _unknown_layout(documents.get("issue"), root)
        in_order = sorted(issue_problems, key=by_place)
        raise InputError(*in_order, *brand_problems)
    return Project(path, root, issue, brand, dialect, documents)


def unfiled(issue: Issue, brand: Brand | None = None, esp: str | None = None) -> Project:
    """The project of an issue that no file holds: its layout is looked for around the working directory.

    Args:
        issue: The issue.
        brand: Who says it; a brand without anything where None.
        esp: The ESP to compose for; the brand's own where None.

    Raises:
        UsageError: No ESP has that name.

    """
    brand = brand or _nobody()
    name = esp or brand.esp
    own = brand.dialect.dialect() if brand.dialect and name == dialects.CUSTOM else dialects.dialect(name)
    path = Path.cwd() / "issue.yaml"
    return Project(path, project_root(path), issue, brand, extended(own, brand.merge_fields), {})


@cache
def _nobody() -> Brand:
    """The brand of a project without one."""
    return Brand.model_validate({"name": "Newsletter"})


# Issues share a brand, translations a main file, and ESPs an issue. What a file says is checked anew each time, since
# its pictures may have changed.
_parsed = lru_cache(maxsize=8)(document.parse)


def _read_issue(path: Path, dialect: Dialect) -> Document:
    """An issue file, or a translation over its main file."""
    start = "subject: and sections:, or copy last month's issue"
    translated = translation.main_of(path)
    if translated is None:
        return read(path, dialect, start)
    main, locale = translated
    return Translated(read(main, dialect, start), read(path, dialect, "subject: and its translation"), locale)


def load_issue(path: Path | str, esp: str | None = None) -> Issue:
    """The issue of a file, checked with its brand's dialect and its folder's images.

    Raises:
        InputError: The issue or its brand cannot be used.
        UsageError: No ESP has that name.

    """
    return load_project(Path(path), esp).issue


def _unknown_layout(issue: Document | None, root: Path) -> tuple[Problem, ...]:
    """The problem of an issue's layout, told with its others; it is looked for again when it is needed."""
    from newsletter import layout  # noqa: PLC0415  # loading needs no templates

    entry = (issue.root.entries or {}).get("layout") if issue else None
    if issue is None or entry is None or not entry[1].value:
        return ()
    try:
        layout.find(entry[1].value, root)
    except UsageError as error:
        return tuple(map(issue.place, error.problems))
    return ()


def _target(esp: str | None, brand: Any) -> Dialect:
    """The dialect that was asked for, or the brand's own, with the fields that the brand names.

    The brand is not validated yet, since its own texts are read in this dialect; what is wrong in it is told then.
    """
    name = esp or brand.get("esp")
    if esp == dialects.CUSTOM and not brand.get("dialect"):
        raise UsageError(missing_dialect())
    own = custom_dialect(brand.get("dialect")) if name == dialects.CUSTOM else None
    dialect = own or dialects.DIALECTS.get(str(name), dialects.HUBSPOT)
    fields = brand.get("merge_fields")
    named = {
        field: {at: called for at, called in names.items() if isinstance(called, str) and called.strip()}
        for field, names in (fields.items() if isinstance(fields, Mapping) else ())
        if isinstance(names, Mapping)
    }
    return extended(dialect, named)


_ROOT_MARKS = (".git", "pyproject.toml", "layouts", "issues")


def project_root(path: Path) -> Path:
    """The nearest folder above a file that holds a project's marks; the file's own folder where none does."""
    folder = path.absolute().parent
    return next(filter(_is_root, (folder, *folder.parents)), folder)


def _is_root(folder: Path) -> bool:
    return any(os.path.exists(f"{folder}/{mark}") for mark in _ROOT_MARKS)  # noqa: PTH110  # a Path takes its time


def find_up(name: str, folder: Path, root: Path) -> Path | None:
    """The file of that name in the folder or the nearest above it, up to the project's root."""
    for place in (folder.absolute(), *folder.absolute().parents):
        if (place / name).is_file():
            return place / name
        if place == root:
            return None
    return None


def read(path: Path, dialect: Dialect, start: str) -> Document:
    """Read a YAML file.

    Args:
        path: The file.
        dialect: Whose merge tags stand in it.
        start: What to write into an empty file, for the hint.

    Raises:
        InputError: It is missing, a folder, too large, not UTF-8, empty or not YAML.

    """
    return _parsed(Source.of(path, _text(path)), dialect, start)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise _no_file(path)
        size = path.stat().st_size
        raw = path.read_bytes() if size <= document.MAX_BYTES else b""
    except OSError as error:
        raise _unread(path, "unreadable-file", f"{{}} cannot be read: {error.strerror}", "check its rights") from None
    if max(size, len(raw)) > document.MAX_BYTES:
        raise _unread(path, "too-large", "{} is over 5 MiB", "an issue is text; keep pictures in images/")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source = Source.of(path, raw.decode("utf-8-sig", errors="replace"))
        line = raw[: error.start].count(b"\n") + 1
        at = len(raw[: error.start].decode("utf-8-sig"))
        problem = Problem(
            code="not-utf-8",
            message=f"{source.name} is not UTF-8: byte 0x{raw[error.start]:02x} on line {line}",
            hint="save it again with the encoding UTF-8",
            span=Span(source, at, at + 1),
        )
        raise InputError(problem) from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _no_file(path: Path) -> InputError:
    if path.is_dir():
        return _unread(path, "is-a-folder", "{} is a folder", "name a file in it, or several")
    if path.exists():
        return _unread(path, "not-a-file", "{} is not a regular file", "name a YAML file")
    beside = sorted(p.name for p in path.parent.glob("*.yaml"))
    near = did_you_mean(path.name, beside)
    listed = f"files there are {', '.join(beside[:10])}" if beside else "see the path; issues end in .yaml"
    return _unread(path, "no-such-file", "there is no file {}", f"{near} {listed}".strip())


def _unread(path: Path, code: str, message: str, hint: str) -> InputError:
    """The error of a file whose text cannot be had; its name stands in the message for ``{}``."""
    source = Source.of(path, "")
    message = message.replace("{}", source.name)
    return InputError(Problem(code=code, message=message, hint=hint, span=Span(source, 0, 0)))
