"""What premailer makes of a skeleton is what it makes of the whole document."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from premailer import Premailer

from newsletter import compose_file
from newsletter.errors import LayoutError
from newsletter.inline import _mark_main, inline
from newsletter.mjml import INLINE_MARK, compile_mjml
from newsletter.premailing import OPTIONS
from tests.conftest import PNG, environment

ROOT = Path(__file__).parents[1]
SAMPLES = (
    "issues/2024-07-data-snack.yaml",
    "tests/cases/browser/everything.yaml",
    "tests/cases/browser/rtl/arabic.yaml",
    "tests/cases/browser/rtl/hebrew.yaml",
    "tests/cases/text/all-kinds.yaml",
    "tests/cases/preview/2024-08-rentree.yaml",
)


def whole(html: str) -> str:
    """The same without any skeleton: premailer, which tries every rule on every element."""
    root = etree.fromstring(html, etree.HTMLParser(huge_tree=True))
    _mark_main(root)
    for style in root.iter("style"):
        css = style.text or ""
        if css.lstrip().startswith(INLINE_MARK):
            style.text = css.replace(INLINE_MARK, "", 1)
        else:
            style.set("data-premailer", "ignore")
    Premailer(root, **OPTIONS).transform()
    for element in root.iter(etree.Element):
        element.attrib.pop("data-premailer", None)
        if style := element.get("style"):
            element.set("style", re.sub(r";\s+", ";", style))
    return f"{etree.tostring(root, method='html', encoding='unicode', doctype='<!doctype html>')}\n"


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_gets_the_styles_that_premailer_gives_it(sample: str, tmp_path: Path) -> None:
    shutil.copytree((ROOT / sample).parent, tmp_path, dirs_exist_ok=True)
    for name in re.findall(r"images/[\w-]+\.png", (ROOT / sample).read_text("utf-8")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PNG)
    html = compile_mjml(compose_file(tmp_path / Path(sample).name).mjml)

    assert INLINE_MARK in html
    assert inline(html) == whole(html)


BODY = """
<div class="a"><p class="x">1</p><p class="x y">2</p><ul><li>3</li><li class="x">4</li></ul></div>
<div class="a b"><p class="x" style="top: 1px; color: blue">5</p><span>6</span><p id="own">7</p><!-- c --><p>8</p></div>
<table><tr><td class="x" width="50">9</td><td><a href="https://example.com/">10</a></td></tr></table>
<p class="x">11</p><div class="a"><blockquote><p>12</p><p>13</p><p>14</p></blockquote></div>
<blockquote><p>15</p><p>16</p></blockquote><o:p class="x">17</o:p><main><p class="x" style="">18</p></main>
<div class="c"><p class="x">19</p></div><div class="c"><p>20</p></div>
"""
NAMED = ["p", ".x", ".y", ".a", "#own", "td", "li", "a", "P", "p.x", ".x.y", "div.a.b", ".nowhere", ".a.nowhere"]
OTHERS = ["*", "o\\:p", "[href]", "a[href^=https]", "[class~=y]", "p:first-child", "p:hover", "p:nth-child(2)"]
SELECTORS = NAMED + OTHERS


def page(css: str, body: str = BODY, more: str = "") -> str:
    return (
        f"<html><head><title>T</title><style>.x{{top:9px}}</style><style{more}>{INLINE_MARK}{css}</style>"
        f"</head><body>{body}</body></html>"
    )


@pytest.mark.parametrize(
    "css",
    [
        ".a p{color:red} .a > p{top:1px}",
        "p + p{color:red}",
        ".a p + p + ul li{color:red} blockquote p + p{top:2px}",
        "p ~ p{color:red} span ~ p{top:3px}",
        ".a + p{color:red} .a + .b p{top:2px} div + table a{left:1px}",
        "p{color:red !important;top:1px} .x{color:green} p.x{top:2px}",
        "@media print{p{color:red}} p{top:1px}",
        "p:hover{color:red} a:hover,p{top:1px}",
        "p{color:unset} .x{top:unset;left:1px}",
        "/* nothing */",
        "p{width:50%;text-align:center;background-color:#fff} td{width:10px;height:20px}",
        "@import url(x.css); p{font-family:'A B',serif}",
    ],
)
def test_every_kind_of_rule_gives_what_premailer_gives(css: str) -> None:
    html = page(css)

    assert inline(html) == whole(html)
    assert inline(html) == whole(html), "from memory"


@pytest.mark.parametrize("media", ["print", "screen", "all", "only screen and (max-width:9px)"])
def test_a_style_for_a_medium_is_treated_as_premailer_treats_it(media: str) -> None:
    html = page("p{color:red}", more=f' media="{media}"')

    assert inline(html) == whole(html)


compound = st.sampled_from(SELECTORS)
selector = st.builds(
    lambda first, rest: first + "".join(map("".join, rest)),
    compound,
    st.lists(st.tuples(st.sampled_from([" ", ">", " > ", "+", " + ", "~"]), compound), max_size=3),
)
rule = st.builds(
    lambda selectors, name, value: f"{','.join(selectors)}{{{name}:{value}}}",
    st.lists(selector, min_size=1, max_size=2),
    st.sampled_from(["color", "top", "width"]),
    st.sampled_from(["red", "1px", "2px !important", "unset"]),
)
element = st.recursive(
    st.builds(
        lambda tag, attributes: f"<{tag}{attributes}>w</{tag}>",
        st.sampled_from(["p", "span", "div"]),
        st.sampled_from(["", ' class="x"', ' class="x y"', ' id="own"', ' style="top:1px;"', ' href="u"']),
    ),
    lambda inner: st.builds(
        lambda tag, name, parts: f'<{tag} class="{name}">{"".join(parts)}</{tag}>',
        st.sampled_from(["div", "blockquote"]),
        st.sampled_from(["a", "b", "a b"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(rule, min_size=1, max_size=5), st.lists(element, max_size=5))
def test_any_rules_on_any_elements_give_what_premailer_gives(rules: list[str], body: list[str]) -> None:
    html = page(" ".join(rules), "".join(body))

    try:
        expected = whole(html)
    except Exception:  # noqa: BLE001  # premailer raises what its parsers raise
        with pytest.raises(LayoutError):
            inline(html)
    else:
        assert inline(html) == expected


def test_a_second_run_needs_no_premailer_and_gives_the_same(tmp_path: Path) -> None:
    show = "import sys; from newsletter import compose_file; print(compose_file(sys.argv[1]).html); "
    loaded = "print('premailer' in sys.modules)"
    run = [sys.executable, "-c", show + loaded, str(ROOT / SAMPLES[0])]
    env = environment({"XDG_CACHE_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"})

    first, second = (subprocess.run(run, env=env, cwd=ROOT, capture_output=True, check=True).stdout for _ in range(2))

    assert first.endswith(b"\nTrue\n")
    assert second == first.replace(b"\nTrue\n", b"\nFalse\n")
