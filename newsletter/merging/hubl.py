"""HubL, HubSpot's language, through Jinja's sandbox: HubSpot's own engine, Jinjava, is Jinja in Java.

Only what asks something of a contact is run: fields, ``personalization_token``, conditions, and filters that cannot
make a text much longer. Loops, variables and macros would need HubSpot's own data, and so cannot be tried.

Sources: https://jinja.palletsprojects.com/en/stable/sandbox/ for the sandbox; the row of HubSpot in
:mod:`newsletter.dialects.hubspot` for ``personalization_token``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import ChainableUndefined, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from newsletter.merging.faults import RAISED, told
from newsletter.merging.sheet import Piece, Sheet, Unreadable
from newsletter.merging.value import Value

_FILTERS = (
    "abs", "capitalize", "d", "default", "e", "escape", "first", "float", "forceescape", "int", "last", "length",
    "lower", "round", "safe", "string", "striptags", "title", "trim", "truncate", "upper", "urlencode", "wordcount",
)  # fmt: skip
_RUN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.Test, nodes.Keyword, nodes.Call, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Concat, nodes.Add, nodes.Sub, nodes.Neg, nodes.Pos, nodes.Tuple, nodes.List,
)  # fmt: skip  # neither loop nor variable nor product: nothing grows
_WORDS = {"For": "loop", "Assign": "variable", "AssignBlock": "variable", "Mul": "product", "Pow": "power"}
_TOKEN = "personalization_token"  # noqa: S105  # a function's name


def render(pieces: Sequence[Piece], sheet: Sheet, *, escape: bool) -> str:
    """The text with its tags evaluated, still without what the sheet hides.

    Raises:
        Unreadable: Jinja cannot read a tag, or a tag asks for something that is not run.

    """
    env = _Env(undefined=_missing(sheet), keep_trailing_newline=True, autoescape=escape)
    env.filters = {name: env.filters[name] for name in _FILTERS if name in env.filters}
    encode = env.filters["urlencode"]
    env.filters["urlencode"] = lambda value: encode(str(value))  # it takes a missing field for an empty list
    env.globals = {**_leveled(sheet.tree), _TOKEN: _token(env)}
    try:
        tree = env.parse(sheet.source(pieces))
        _refuse_the_rest(tree)
        return env.from_string(tree).render()
    except TemplateError as error:
        raise told(error.message or "") from None
    except RAISED as error:
        raise told(str(error)) from None


class _Level(dict[str, Any]):
    """The fields at one level; `path` is how one comes there."""

    path = ""


def _leveled(tree: dict[str, Any], path: str = "") -> _Level:
    level = _Level()
    level.path = path
    for key, value in tree.items():
        level[key] = _leveled(value, f"{path}{key}.") if isinstance(value, dict) else Value(value)
    return level


class _Env(ImmutableSandboxedEnvironment):
    """Looks up the keys of fields, and nothing else: no attribute of any Python object."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, self.undefined):
            return obj[argument]
        if isinstance(obj, _Level):
            return obj[argument] if argument in obj else self.undefined(name=f"{obj.path}{argument}")
        return self.undefined(name=str(argument))


def _missing(sheet: Sheet) -> type[ChainableUndefined]:
    """The class of fields that the contact does not have: empty in tests and for defaults, and shown when printed."""

    class Missing(ChainableUndefined):
        __slots__ = ()
        __hash__ = None  # type: ignore[assignment]  # equal to what it is not

        def __str__(self) -> str:
            return sheet.absent(self._undefined_name or "")

        __html__ = __str__

        def __getitem__(self, key: Any) -> Missing:  # type: ignore[override]  # the others raise
            return Missing(name=f"{self._undefined_name}.{key}")

        def __eq__(self, other: object) -> bool:
            return other is None or other == "" or isinstance(other, Missing)

        def __ne__(self, other: object) -> bool:
            return not self == other

        def _never(self, _: object) -> bool:
            return False

        __lt__ = __le__ = __gt__ = __ge__ = _never  # type: ignore[assignment]  # as above

    return Missing


def _token(env: _Env) -> Callable[..., object]:
    def personalization_token(name: object, default: object = "") -> object:
        root, *steps = str(name).split(".")
        value = env.globals.get(root) or env.undefined(name=root)
        for step in steps:
            value = env.getitem(value, step)
        return default if default and isinstance(value, env.undefined) else value

    return personalization_token


def _refuse_the_rest(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name == _TOKEN):
            raise Unreadable(f"cannot be tried: a preview calls nothing but {_TOKEN}()", untried=True)
        if not isinstance(node, _RUN):
            what = type(node).__name__
            raise Unreadable(f"cannot be tried: a preview runs no {_WORDS.get(what, what.lower())}", untried=True)
