"""Files -> issue and brand. The one boundary where a problem gets its place: file:line:col.

Everything that is wrong with a file is gathered, sorted by place, and raised once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from newsletter import dialects, document
from newsletter.dialects import Dialect
from newsletter.document import Document
from newsletter.errors import InputError, Problem, did_you_mean
from newsletter.model.base import Part
from newsletter.model.brand import Brand
from newsletter.model.issue import Issue
from newsletter.model.sections import KINDS
from newsletter.source import Source, Span

M = TypeVar("M", bound=Part)


@dataclass(frozen=True)
class Project:
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
    asked = dialects.dialect(esp) if esp else None
    dialect = asked or dialects.HUBSPOT
    root = project_root(path)
    brand_path = find_up("brand.yaml", path.parent, root)
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    brand: Brand | None = None
    try:
        if brand_path is None:
            brand = Brand.model_validate({"name": "Newsletter"})
        else:
            documents["brand"] = read(brand_path, dialect)
            dialect = asked or _own_dialect(documents["brand"])
            brand = validated(Brand, documents["brand"], {"dialect": dialect, "folder": brand_path.parent})
    except InputError as error:
        problems += error.problems
    try:
        documents["issue"] = read(path, dialect)
        issue = validated(Issue, documents["issue"], {"dialect": dialect, "folder": path.parent})
    except InputError as error:
        problems = [*error.problems, *problems]
    if problems or brand is None:
        raise InputError(*problems)
    return Project(path, root, issue, brand, dialect, documents)


def load_issue(path: Path | str, esp: str | None = None) -> Issue:
    """The issue of a file, checked with its brand's dialect and its folder's images.

    Raises:
        InputError: The issue or its brand cannot be used.
        UsageError: No ESP has that name.

    """
    return load_project(Path(path), esp).issue


def _own_dialect(brand: Document) -> Dialect:
    entry = (brand.root.entries or {}).get("esp")
    return dialects.DIALECTS.get(entry[1].value or "" if entry else "", dialects.HUBSPOT)


_ROOT_MARKS = (".git", "pyproject.toml", "layouts", "issues")


def project_root(path: Path) -> Path:
    """The nearest folder above a file that holds a project's marks; the file's own folder where none does."""
    folder = path.absolute().parent
    return next((p for p in (folder, *folder.parents) if any((p / mark).exists() for mark in _ROOT_MARKS)), folder)


def find_up(name: str, folder: Path, root: Path) -> Path | None:
    """The file of that name in the folder or the nearest above it, up to the project's root."""
    for place in (folder.absolute(), *folder.absolute().parents):
        if (place / name).is_file():
            return place / name
        if place == root:
            return None
    return None


def read(path: Path, dialect: Dialect) -> Document:
    """Read a YAML file.

    Raises:
        InputError: It is missing, a folder, too large, not UTF-8, empty or not YAML.

    """
    return document.parse(Source.of(path, _text(path)), dialect)


def _text(path: Path) -> str:
    source = Source.of(path, "")

    def refuse(code: str, message: str, hint: str) -> InputError:
        return InputError(Problem(code=code, message=message, hint=hint, span=Span(source, 0, 0)))

    if path.is_dir():
        raise refuse("is-a-folder", f"{source.name} is a folder", "name a file in it, or several")
    if not path.exists():
        beside = sorted(p.name for p in path.parent.glob("*.yaml"))
        near = did_you_mean(path.name, beside)
        listed = f"files there are {', '.join(beside[:10])}" if beside else "see the path; issues end in .yaml"
        raise refuse("no-such-file", f"there is no file {source.name}", f"{near} {listed}".strip())
    if not path.is_file():
        raise refuse("not-a-file", f"{source.name} is not a regular file", "name a YAML file")
    try:
        with path.open("rb") as file:
            raw = file.read(document.MAX_BYTES + 1)
    except OSError as error:
        raise refuse("unreadable-file", f"{source.name} cannot be read: {error.strerror}", "check its rights") from None
    if len(raw) > document.MAX_BYTES:
        raise refuse("too-large", f"{source.name} is over 5 MiB", "an issue is text; keep pictures in images/")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"{source.name} is not UTF-8: byte 0x{raw[error.start]:02x} on line {line}"
        raise refuse("not-utf-8", message, "save it again with the encoding UTF-8") from None


def validated(model: type[M], doc: Document, context: dict[str, Any]) -> M:
    """The model of a document.

    Raises:
        InputError: With every problem of the document, sorted by place.

    """
    problems = list(doc.problems)
    try:
        value = model.model_validate(doc.root.data, context=context)
    except ValidationError as error:
        problems += [doc.place(problem) for problem in _problems(error, model, doc.root.data)]
    if problems:
        raise InputError(*sorted(problems, key=lambda p: p.span.start if p.span else 0))
    return value


def _problems(error: ValidationError, model: type[Part], data: Any) -> list[Problem]:
    entries = error.errors(include_url=False)
    problems: list[Problem] = []
    for entry in entries:
        found = entry["ctx"]["problems"] if entry["type"] == "problems" else (_translated(entry, model),)
        # A list whose entries are all wrong is then "too short" as well, which helps nobody.
        within = any(e["loc"][: len(entry["loc"])] == entry["loc"] for e in entries if e is not entry)
        if not (entry["type"] == "too_short" and within):
            problems += [replace(p, loc=(*entry["loc"], *p.loc)) for p in found]
    seen: Counter[tuple[object, ...]] = Counter()
    for at, problem in enumerate(problems):
        same = (problem.loc, problem.code, problem.needle)
        problems[at] = replace(problem, nth=seen[same])
        seen[same] += 1
    known = {(p.code, p.loc) for p in problems}
    return problems + [p for p in model.problems_across(data) if (p.code, p.loc) not in known]


def _translated(entry: Any, model: type[BaseModel]) -> Problem:
    """One of pydantic's own errors in our words; `loc` is added by the caller."""
    kind, value, ctx = entry["type"], entry.get("input"), entry.get("ctx", {})
    key = entry["loc"][-1] if entry["loc"] else ""
    if kind == "extra_forbidden":
        known = _keys_at(model, entry["loc"][:-1])
        return Problem(
            code="unknown-key", message=f"unknown key '{key}'", label=did_you_mean(str(key), known),
            hint=f"keys here are {', '.join(known)}", on_key=True,
        )  # fmt: skip
    if kind == "missing":
        return Problem(code="missing-key", message=f"'{key}' is missing", hint=f"add {key}: and its value", on_key=True)
    if kind == "union_tag_not_found":
        return Problem(code="missing-key", message="a section without its kind", hint=f"add kind:, {_kinds()}")
    if kind == "union_tag_invalid":
        found = str(ctx["tag"])
        return Problem(
            code="unknown-section-kind", message=f"unknown section kind '{found}'", label=did_you_mean(found, KINDS),
            hint=_kinds(), loc=("kind",),
        )  # fmt: skip
    if kind == "literal_error":
        allowed = [word.strip("' ") for word in str(ctx["expected"]).replace(" or ", ", ").split(",")]
        return Problem(
            code="unknown-choice", message=f"'{value}' is not a {key}", label=did_you_mean(str(value), allowed),
            hint=f"choose {', '.join(allowed[:-1])} or {allowed[-1]}",
        )  # fmt: skip
    message, hint = _WRONG_TYPE.get(
        kind, (f"'{key}': {entry['msg'][0].lower()}{entry['msg'][1:]}", "correct the value")
    )
    shown = value if isinstance(value, str) else "this"
    return Problem(code="wrong-value", message=message.format(key=key, value=shown, **ctx), hint=hint.format(**ctx))


def _kinds() -> str:
    return f"kinds are {', '.join(KINDS)}"


_WRONG_TYPE = {
    "string_type": (
        "'{key}' should be a text",
        "write the text after the colon; a list or keys cannot stand here",
    ),
    "int_parsing": ("'{key}' should be a whole number, not '{value}'", "write digits only: 600"),
    "float_parsing": ("'{key}' should be a number, not '{value}'", "write digits: 40"),
    "bool_parsing": ("'{key}' should be true or false, not '{value}'", "write true or false"),
    "tuple_type": ("'{key}' should be a list", "start each entry on its own line with '- '"),
    "model_type": ("'{key}' should hold keys", "write its keys on the lines below, indented"),
    "model_attributes_type": ("'{key}' should hold keys", "write its keys on the lines below, indented"),
    "mapping_type": ("'{key}' should hold keys", "write its keys on the lines below, indented"),
    "dict_type": ("'{key}' should hold keys", "write its keys on the lines below, indented"),
    "too_short": ("'{key}' is an empty list", "add an entry, or remove the key"),
    "greater_than_equal": ("'{key}' is {value}, below {ge}", "write {ge} or more"),
    "less_than_equal": ("'{key}' is {value}, above {le}", "write {le} or less"),
}


def _keys_at(model: Any, loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the model allows at a path, found by walking its fields."""
    from newsletter.model.keys import keys_at  # noqa: PLC0415  # only needed once something is wrong

    return keys_at(model, loc)
