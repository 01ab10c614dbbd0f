"""Templates as Jinja2 compiles them: a project's own before the packaged ones, read anew once one of them changes."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context, Macro
from jinja2.utils import pass_context
from markupsafe import Markup

from newsletter import text
from newsletter.bytecode import Bytecode
from newsletter.errors import LayoutError, Problem
from newsletter.mjml import check_names
from newsletter.remembering import remembering
from newsletter.shown import Shown
from newsletter.source import Source, Span

_HERE = Path(__file__).parent


def environment(*folders: Path) -> Environment:
    """The templates of some folders of layouts, the first before the others, as they are on the disk now."""
    made = _made(folders)
    if made[0].changed():
        made[0] = _Templates(folders)
    return made[0]


@lru_cache(maxsize=16)
def _made(folders: tuple[Path, ...]) -> list[_Templates]:
    """The last environment of some folders, alone in a list; another takes its place there."""
    return [_Templates(folders)]


class _Template(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002  # see below
        # Jinja2 would look through the context for globals that only one template has, which takes longer than an
        # import that is already there; no template of ours has any.
        return super()._get_default_module()


class _Context(Context):
    def call(self, called: Any, *args: Any, **kwargs: Any) -> Any:
        # Jinja2 would look for what each called thing wants of the context; a macro wants to know how to escape.
        if type(called) is not Macro:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(self.eval_ctx, *args, **kwargs)


class _Templates(Environment):
    template_class = _Template
    context_class = _Context

    def __init__(self, folders: Iterable[Path]) -> None:
        self._loaders = [_Loader(folder) for folder in dict.fromkeys(folders)]
        super().__init__(
            loader=ChoiceLoader(self._loaders),
            autoescape=lambda name: name is not None and name.endswith(".mjml.j2"),  # the text part is no HTML
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,  # Jinja2 would keep what another template has imported; see environment()
            bytecode_cache=Bytecode(*(_HERE / name for name in ("templates.py", "mjml.py", "mjml_names.py"))),
        )
        self.filters |= {name: _when_rendering(done) for name, done in (text.FILTERS | {"compact": _compact}).items()}
        self.globals |= text.GLOBALS | {"remembered": _remembered, "shown": Shown()}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """The source of a template that is about to be compiled; a compiled one that is kept was checked then."""
        if filename and filename.endswith(".mjml.j2"):
            check_names(Source.of(Path(filename), source))
        return super().preprocess(source, name, filename)

    def changed(self) -> bool:
        """Whether a file is no longer as it was when it was looked for."""
        return any(_state(path) != state for loader in self._loaders for path, state in [*loader.looked_for.items()])


class _State(NamedTuple):
    """What tells a changed file from what it was."""

    changed: int  # in nanoseconds
    size: int


def _state(path: str) -> _State | None:
    """The state of a file; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # for each template of each message
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return None
    return _State(found.st_mtime_ns, found.st_size)


class _Loader(FileSystemLoader):
    """Loads templates from one folder.

    Attributes:
        looked_for: The files that were looked for here, each as it was then.

    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.looked_for: dict[str, _State | None] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = f"{self.searchpath[0]}/{template}"
        self.looked_for[path] = _state(path)
        try:
            source, filename, uptodate = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise LayoutError(self._not_utf_8(template, error)) from None
        return source, filename, uptodate

    def _not_utf_8(self, template: str, error: UnicodeDecodeError) -> Problem:
        path = Path(self.searchpath[0]) / template
        source = Source.of(path, bytes(error.object).decode("utf-8", errors="replace"))
        at = len(bytes(error.object)[: error.start].decode("utf-8"))
        return Problem(
            code="not-utf-8",
            message=f"{source.name} is not UTF-8",
            hint="save it again with the encoding UTF-8",
            span=Span(source, at, at + 1),
        )


def _when_rendering(done: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that Jinja2 applies to no constant while it compiles, since compiled templates outlive our filters."""

    @pass_context
    def applied(_: Context, *args: Any, **kwargs: Any) -> Any:
        return done(*args, **kwargs)

    return applied


def _compact(css: Markup) -> Markup:
    """CSS without the spaces that only its author needs."""
    return Markup(_compacted(str(css)))  # noqa: S704  # as safe as it was


@remembering
def _compacted(css: str) -> str:
    return re.sub(r"\s*([{};,])\s*|(:)\s+", r"\1\2", css).strip()


@lru_cache(maxsize=16)
def _remembered(macro: Macro, *args: Any) -> str:
    """What a macro gives for arguments that stay the same from issue to issue: the CSS of a brand."""
    return macro(*args)


def template_problem(error: Exception, folder: Path) -> Problem:
    """An error in a template, at its line there: Jinja2 puts the template's lines into the traceback."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    filename, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else (None, 1)
    if isinstance(error, TemplateNotFound):
        return Problem(
            code="missing-template",
            message=f"there is no template {error.name}",
            hint=f"a layout has email.mjml.j2 and text.txt.j2; this one is in {Source.of(folder, '').name}",
            span=_template_line(filename, line),
        )
    if isinstance(error, TemplateSyntaxError):
        filename, line = error.filename, error.lineno
    shown = re.sub(r"'newsletter\.[\w.]*?(\w+) object'", lambda match: match[1].lower(), str(error))
    return Problem(
        code="template-error",
        message=f"the layout cannot be rendered: {shown}",
        hint="templates see issue, brand, links, sections, palette, words and format",
        span=_template_line(filename, line),
    )


def _template_line(filename: str | None, line: int) -> Span | None:
    if filename is None or not Path(filename).is_file():
        return None
    return Source.of(Path(filename), Path(filename).read_text(encoding="utf-8")).line_span(line)
