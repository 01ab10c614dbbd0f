"""Renew `newsletter/caniemail/caniemail.json`, what is known of mail clients, from the newest npm package `caniemail`.

    python -m tests.side_by_side.renew_caniemail

Needs npm, and takes the package from the registry that npm is set to. Writes the same bytes when nothing is new. Prints
the features that it has no match for, and the notes that it has no condition for (these count always): add them to the
tables below. Then run `python -m tests.side_by_side.clients`.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FEW = 50
"""Clients that so few features were tried in, of about 300, are left out: little is known of them."""

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "newsletter" / "caniemail" / "caniemail.json"

SIDES = ("top", "right", "bottom", "left")
NESTED = ["block", "inline"]
LOGICAL = [f"{axis}-{side}" for axis in NESTED for side in ("start", "end")]

Match = dict[str, Any]

MATCHES: dict[str, Match | str] = {
    # Features whose title does not say what to look for; a text says why a feature is not looked for.
    "amp": "AMP is a part of its own, which is not composed",
    "bimi": "a record of the sender's domain",
    "css-comments": "nothing is lost with them",
    "html-comments": "nothing is lost with them",
    "html-doctype": "every message has it, and clients put their own",
    "image-apng": "has the suffix of PNG; the first frame is shown",
    "image-hdr": "has no suffix of its own",
    "css-animation": {
        "property": [
            "animation",
            *(
                f"animation-{name}"
                for name in [
                    "delay",
                    "direction",
                    "duration",
                    "fill-mode",
                    "iteration-count",
                    "name",
                    "play-state",
                    "timing-function",
                ]
            ),
        ]
    },
    "css-at-media-device-pixel-ratio": {
        "media": [f"-webkit-{most}device-pixel-ratio" for most in ("", "min-", "max-")]
    },
    "css-at-media-hover": {"media": ["hover", "any-hover"]},
    "css-at-media-orientation": {"media": ["orientation"]},
    "css-at-media-prefers-color-scheme": {"media": ["prefers-color-scheme"]},
    "css-at-media-prefers-reduced-motion": {"media": ["prefers-reduced-motion"]},
    "css-block-inline-size": {"property": ["block-size", "inline-size"]},
    "css-border": {
        "property": [
            "border",
            *(f"border-{part}" for part in ("width", "style", "color", *SIDES)),
            *(f"border-{side}-{part}" for side in SIDES for part in ("width", "style", "color")),
        ]
    },
    "css-border-inline-block": {"property": ["border-inline", "border-block"]},
    "css-border-inline-block-individual": {
        "property": [
            *(f"border-{axis}-{part}" for axis in NESTED for part in ("color", "style", "width")),
            *(f"border-{side}" for side in LOGICAL),
        ]
    },
    "css-border-inline-block-longhand": {
        "property": [f"border-{side}-{part}" for side in LOGICAL for part in ("color", "style", "width")]
    },
    "css-border-radius": {
        "property": [
            "border-radius",
            *(f"border-{corner}-radius" for corner in ("top-left", "top-right", "bottom-left", "bottom-right")),
        ]
    },
    "css-border-radius-logical": {
        "property": [f"border-{one}-{other}-radius" for one in ("start", "end") for other in ("start", "end")]
    },
    "css-color-scheme": {"property": ["color-scheme"]},
    "css-column-layout-properties": {
        "property": [
            "columns",
            *(f"column-{name}" for name in ["fill", "rule", "rule-color", "rule-style", "rule-width", "span", "width"]),
        ]
    },
    "css-display-flex": {"value": {"display": ["flex", "inline-flex"]}},
    "css-display-grid": {"value": {"display": ["grid", "inline-grid"]}},
    "css-display-none": {"value": {"display": ["none"]}},
    "css-flex-direction": {"value": {"flex-direction": ["column", "column-reverse"]}},
    "css-flex-wrap": {"value": {"flex-wrap": ["wrap", "wrap-reverse"]}},
    "css-gap": {"property": ["gap", "column-gap", "row-gap"]},
    "css-grid-template": {
        "property": [f"grid-template{part}" for part in ("", "-areas", "-columns", "-rows")],
    },
    "css-important": {"important": True},
    "css-inset": {"property": ["inset", "inset-block", "inset-inline", *(f"inset-{side}" for side in LOGICAL)]},
    "css-intrinsic-size": {"keyword": ["fit-content", "min-content", "max-content"]},
    "css-left-right-top-bottom": {"property": list(SIDES)},
    "css-margin": {"property": ["margin", *(f"margin-{side}" for side in SIDES)]},
    "css-modern-color": {"function": ["lch", "oklch", "lab", "oklab"]},
    "css-nesting": {"nesting": True},
    "css-overflow": {"property": ["overflow", *(f"overflow-{axis}" for axis in ("x", "y", *NESTED))]},
    "css-padding": {"property": ["padding", *(f"padding-{side}" for side in SIDES)]},
    "css-pseudo-class-lang": {"pseudo": ["lang"]},
    "css-scroll-snap": {"property": ["scroll-snap-type", "scroll-snap-align", "scroll-snap-stop"]},
    "css-sytem-ui": {"font": ["system-ui", "ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace"]},
    "css-text-emphasis": {"property": ["text-emphasis", "text-emphasis-color", "text-emphasis-style"]},
    "css-transition": {
        "property": [
            "transition",
            *(f"transition-{name}" for name in ("property", "duration", "timing-function", "delay")),
        ]
    },
    "css-unit-calc": {"function": ["calc"]},
    "css-unit-initial": {"keyword": ["initial"]},
    "css-variables": {"function": ["var"], "variable": True},
    "css-selector-adjacent-sibling": {"selector": "+"},
    "css-selector-attribute": {"selector": "[]"},
    "css-selector-chaining": {"selector": ".a.b"},
    "css-selector-child": {"selector": ">"},
    "css-selector-class": {"selector": "."},
    "css-selector-descendant": {"selector": " "},
    "css-selector-general-sibling": {"selector": "~"},
    "css-selector-grouping": {"selector": ","},
    "css-selector-id": {"selector": "#"},
    "css-selector-type": {"selector": "a"},
    "css-selector-universal": {"selector": "*"},
    "html-address": {"element": ["address"]},
    "html-anchor-links": {"with": {"element": "a", "attribute": "href", "value": "#."}},
    "html-button-reset": {"with": {"element": "button", "attribute": "type", "value": "reset$"}},
    "html-button-submit": {"with": {"element": "button", "attribute": "type", "value": "submit$"}},
    "html-h1-h6": {"element": ["h1", "h2", "h3", "h4", "h5", "h6"]},
    "html-image-maps": {"element": ["map", "area"], "attribute": ["usemap"]},
    "html-link": {"with": {"element": "link", "attribute": "rel", "value": "stylesheet$"}},
    "html-lists": {"element": ["ul", "ol", "dl"]},
    "html-mailto-links": {"with": {"element": "a", "attribute": "href", "value": "mailto:"}},
    "html-meta-color-scheme": {"with": {"element": "meta", "attribute": "name", "value": "color-scheme$"}},
    "html-semantics": {
        "element": (
            [
                "article",
                "aside",
                "details",
                "figcaption",
                "figure",
                "footer",
                "header",
                "main",
                "mark",
                "nav",
                "section",
                "summary",
                "time",
            ]
        )
    },
    "html-srcset": {"attribute": ["srcset", "sizes"]},
    "html-svg": {"element": ["svg"]},
    "image-base64": {"picture": ["data"]},
    "image-heif": {"picture": ["heif", "heic"]},
    "image-jpg": {"picture": ["jpg", "jpeg"]},
    "image-tiff": {"picture": ["tiff", "tif"]},
}

# What a note means for a message, by a phrase of it: the condition under which its client lacks the feature. Conditions
# are those of newsletter/checks/provisos.py; `never` is for what harms no message. First match counts.
NOTES: list[tuple[str, str, str]] = [
    ("css-display$", "not supported with non Google", "account+value:flex,grid,flow-root,contents,inline-flex,inline-grid,initial,revert,unset"),
    ("css-display$", "does not inherit to inner tables", "never"),  # css-display-none tells it
    ("css-display$", "Only supports `display:none`", "value-not:none"),
    ("css-display$", "`flow-root`", "value:flow-root,inline-flex,inline-grid,contents,revert"),
    ("css-display-none", "nested `<table>`", "holds:table"),
    ("css-display-none", "`<img>`", "on:img"),
    ("css-text-align$", "non Gmail account", "account+value:start,end"),
    ("css-text-align$", "`start` and `end`", "value:start,end"),
    ("css-important", "Non Gmail Account", "account"),
    ("css-important", "due to the lack of `<style>`", "account"),
    ("css-important", "lowercase", "never"),  # premailer and MJML write it so
    ("css-important", "space before", "tight"),
    ("css-important", "Not supported inline", "inline"),
    ("css-important", "no space before", "tight"),
    (".", "(?:Only s|S)upported with non Google", "always"),
    (".", "(?i)non.google account", "account"),
    (".", "(?i)Hotmail/Outlook account|with Outlook accounts|Microsoft email address|non Outlook accounts", "account"),
    (".", "Only supported on type selectors", "classed"),
    (".", "Does not support multiple values. The comma", "list"),
    (".", "`inline-start` and `inline-end`", "value:inline-start,inline-end"),
    (".", "Negative values are not supported", "negative"),
    (".", "(?i)depends on browser", "never"),
    (".", "[Dd]oes not support nested media|Nested media queries are removed", "nested"),
    (".", "Only supports `screen`, `min-width`", "media-not:screen,all,min-width,max-width,min-height,max-height"),
    (".", "height based media", "media:height,min-height,max-height"),
    ("css-background$", "Only `background-color`", "function:url,linear-gradient,radial-gradient,conic-gradient"),
    ("css-background$|css-border-radius", "`/ value`|slash", "slash"),
    ("css-border$", "bigger than 8px", "over:8"),
    ("css-border$", "`<p>` or a `<div>`", "on:p,div"),
    ("css-cursor", "URL", "function:url"),
    ("css-cursor", "Only supports: crosshair", "value-not:crosshair,help,move,pointer,progress,text,wait,auto,default"),
    ("css-direction|html-dir", "rtl", "never"),  # right to left is what such a message wants
    ("css-font-size", "`rem`", "unit:rem"),
    ("css-font-size", "`relative`", "unit:%+value:smaller,larger"),
    ("css-font-weight", "CSS Fonts Level 4", "uneven"),
    ("css-font-weight", "between 0 and 599", "value:100,200,300,500,800,900"),
    ("css-gap", "column-gap for flexbox", "property:gap,row-gap"),
    ("css-height|css-width", "Not supported on `<body>`, `<span>`, `<div>`, `<p>` or `<img>`", "on:body,span,div,p,img"),
    ("css-height|css-width", "Not supported on `<body>`", "on:body,span,div,p"),
    ("css-intrinsic", "`min-content` and `fit-content` only", "value:max-content"),
    ("css-left-right", "Percentages", "unit:%"),
    ("css-letter-spacing", "Big negative", "below:-1"),
    ("css-letter-spacing", "`em`", "unit:em"),
    ("css-line-height", "mso-line-height-rule", "unit:em,px+without:mso-line-height-rule"),
    ("css-linear-gradient|css-radial-gradient", "inline in the `background-image`", "inline+property:background-image"),
    ("css-list-style$", "list-style-image", "function:url"),
    ("css-list-style$", "Only `list-style-type`", "function:url"),
    ("css-margin$", "`<span>` and `<body>`", "on:span,body+size"),
    ("css-margin$", "`background-color` is included", "size+with:background,background-color"),
    ("css-margin$", "`auto`", "value:auto"),
    ("css-max-width", "Only works on `<table>`", "off:table"),
    ("css-max-width", "Doesn't work on `<table>`", "on:table"),
    ("css-overflow$", "overflow-block", "property:overflow-block,overflow-inline"),
    ("css-overflow$", "Cannot scroll", "value:scroll,auto"),
    ("css-overflow-wrap", "word-break:normal", "never"),
    ("css-padding$", "Only supported on table cells", "off:td,th+size"),
    ("css-padding$", "Vertical padding", "never"),  # equal cells are what a row wants
    ("css-position", "not `sticky` and `fixed`", "value:sticky,fixed"),
    ("css-position", "`sticky` but not", "value:relative,absolute,fixed"),
    ("css-position", "`relative` but not", "value:absolute,sticky,fixed"),
    ("css-rgb", "(?i)whitespace syntax", "spaced"),
    ("css-rgb", "Alpha value", "alpha"),
    ("css-selector-attribute", "with a class selector", "classed"),
    ("css-selector-attribute", r"Only supports `\[attr\]`", "operator:start,end,part"),
    ("css-selector-attribute", "prefixed", "attribute:class"),
    ("css-selector-attribute", r"Only supports `\[attr=value\]`", "operator:any,start,end,part,word,dash"),
    ("css-selector-attribute", r"Only supports `\[attr~=value\]`", "operator:any,start,end,part,whole,dash"),
    ("css-selector-attribute", "non Google", "account"),
    ("css-sytem-ui", "`system-ui` only", "value:ui-serif,ui-sans-serif,ui-rounded,ui-monospace"),
    ("css-text-decoration$", "multiple values", "several"),
    ("css-text-decoration$", "`overline`", "value:overline"),
    ("css-text-transform", "`lowercase`", "value:lowercase"),
    ("css-transition", "Longhand", "property-not:transition"),
    ("css-transition", "`all`", "value:all"),
    ("css-white-space$", "`pre`", "value:pre"),
    ("css-word-break", "looking? like `break-all`|make it look like|making it look like", "value:normal,keep-all"),
    ("css-word-spacing", "`rem`", "unit:rem,ch"),
    ("css-word-wrap", "Applies", "never"),
    ("html-align", "`left` and `right`", "on:table+is:left,right"),
    ("html-background", "`<body>`", "off:body"),
    ("html-body", "Replaced by", "never"),  # with what is set on it
    ("html-dir", "anchor", "on:a"),
    ("html-height|html-width", "Percentage width", "on:img+is:%"),
    ("html-height|html-width", "120 dpi", "never"),
    ("html-lang", "`<td>`", "on:td"),
    ("html-lists", "`reversed`", "marked:reversed"),
    ("html-lists", "`value` attribute", "never"),  # Markdown and layouts number with start
    ("html-mailto", "bcc", "is:bcc="),
    ("html-role", "`<table>`", "off:table"),
    ("html-semantics", "Only `<time>`", "off:time"),
    ("html-semantics", "`<details>`", "on:details,main,nav,summary"),
    ("html-semantics", "stripped", "always"),
    ("html-style", "inside the `<body>`", "in:body"),
    ("html-style", "before their rules", "never"),
    ("html-target", "forced", "is-not:_blank"),
    ("html-target", "open in a new window", "is-not:_blank"),
    ("html-video", "`controls`", "unmarked:controls"),
    ("html-video", "`autoplay`", "marked:autoplay"),
    ("html-dfn|html-svg", "title|background on the `<body>`", "never"),  # MJML gives the body a background
    ("image-", "(?i)converts", "never"),
    ("image-", "animat", "never"),  # which file moves is not known from its name
    ("image-base64", "gif", "is:image/gif"),
]  # fmt: skip


def match_of(slug: str, title: str, keywords: str | None) -> Match | None:
    """What to look for, from the tables or from a title; None where neither says."""
    if slug in MATCHES:
        found = MATCHES[slug]
        return found if isinstance(found, dict) else {}
    if slug.startswith("image-"):
        return {"picture": [slug.removeprefix("image-")]}
    title = title.strip().removesuffix(" property").removesuffix(" shorthand")
    if slug.startswith("html-"):
        if typed := re.match(r'<(\w+) (\w+)="(\w+)">', title):
            return {"with": {"element": typed[1], "attribute": typed[2], "value": f"{typed[3]}$"}}
        if element := re.match(r"<(\w+)>", title):
            return {"element": [element[1]]}
        return {"attribute": [title.removesuffix(" attribute")]} if title.endswith(" attribute") else None
    if at := re.fullmatch(r"@([\w-]+)", title):
        return {"at": [at[1]]}
    if unit := re.fullmatch(r"(\S+) unit", title):
        return {"unit": [unit[1]]}
    if pseudo := re.fullmatch(r"::?([\w-]+)(\(\))?", title):
        return {"pseudo": [pseudo[1]]}
    if function := re.fullmatch(r"([\w-]+)\(\)", title):
        return {"function": [function[1]]}
    names = title.split(" & ")
    return {"property": names} if all(re.fullmatch(r"[a-z-]+", name) for name in names) else None


def clients_of(feature: dict[str, Any]) -> Iterator[str]:
    """Each client that a feature was tried in, as in `gmail.ios`."""
    for family, platforms in feature["stats"].items():
        yield from (f"{family}.{platform}" for platform in platforms)


def condition_of(slug: str, note: str | None) -> str | None:
    """The condition that a note states; None where the table does not know."""
    found = (c for of, phrase, c in NOTES if re.match(of, slug) and re.search(phrase, note or ""))
    return next(found, None)


def support_of(feature: dict[str, Any], unread: list[str]) -> Iterator[tuple[str, str, str]]:
    """What each client lacks: `none` or `part`, the condition, the client. The version listed last is the newest."""
    notes = feature["notes_by_num"] or {}
    for family, platforms in feature["stats"].items():
        for platform, versions in platforms.items():
            status = list(versions.values())[-1]
            if status[0] not in "an":
                continue
            known = []
            for number in re.findall(r"#(\d+)", status):
                condition = condition_of(feature["slug"], notes.get(number))
                if condition is None and status[0] == "a":
                    unread.append(f"{feature['slug']} #{number}: {notes.get(number)}")
                known.append(condition or "always")
            if status[0] == "n":  # a note of what is not known at all tells another way, or a case without harm
                known = [c for c in known if c.partition(":")[0] == "is-not"] or ["always"]
            told = [c for c in dict.fromkeys(known) if c != "never"] or (["never"] if known else ["always"])
            yield {"n": "none", "a": "part"}[status[0]], "|".join(sorted(told)), f"{family}.{platform}"


def distilled(raw: dict[str, Any], version: str) -> dict[str, Any]:
    """The data that the rules need."""
    platforms: dict[str, dict[str, None]] = {}
    rows, unread = [], []
    tried = Counter(client for feature in raw["data"] for client in clients_of(feature))
    for client, times in tried.items():
        if times > FEW:
            platforms.setdefault(client.partition(".")[0], {})[client.partition(".")[2]] = None
    every = {f"{family}.{platform}" for family, found in platforms.items() for platform in found}
    for feature in sorted(raw["data"], key=lambda feature: str(feature["slug"])):
        match = match_of(feature["slug"], feature["title"], feature["keywords"])
        if match is None:
            unread.append(f"no match: {feature['slug']} {feature['title']}")
        if not match:
            continue
        row: dict[str, Any] = {"slug": feature["slug"], "title": feature["title"].strip(), "match": match}
        for how, condition, client in support_of(feature, unread):
            if client in every and condition != "never":
                row.setdefault(how, {}).setdefault(condition, []).append(client)
        rows.append(row)
    for row in rows:
        for how in ("none", "part"):
            for condition, clients in row.get(how, {}).items():
                row[how][condition] = " ".join(_shortened(clients, every))
    for line in sorted(set(unread)):
        print(line)
    return {
        "source": f"https://www.caniemail.com, by way of the npm package caniemail {version}",
        "licence": "MIT, Copyright Avi Goldman, Copyright Andrew Powell",
        "date": raw["last_update_date"][:10],
        "families": {family: raw["nicenames"]["family"][family] for family in platforms},
        "platforms": {family: list(found) for family, found in platforms.items()},
        "features": rows,
    }


def _shortened(clients: list[str], every: set[str]) -> Iterator[str]:
    """A family's name alone where all of its platforms are meant."""
    for family in dict.fromkeys(client.partition(".")[0] for client in clients):
        own = [client for client in clients if client.startswith(f"{family}.")]
        whole = {client for client in every if client.startswith(f"{family}.")}
        yield from [family] if set(own) == whole else own


def written(data: dict[str, Any]) -> str:
    """The file: one feature on each line."""
    head = {key: value for key, value in data.items() if key != "features"}
    lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]
    rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in data["features"])
    return "{\n" + "\n".join(lines) + f'\n "features": [\n{rows}\n ]\n}}\n'


def fetched() -> tuple[dict[str, Any], str]:
    """The newest data and the version of the package that it is in."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "caniemail", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        [package] = Path(folder).glob("*.tgz")
        with tarfile.open(package) as files:
            read = {
                name: json.load(files.extractfile(f"package/{name}"))  # type: ignore[arg-type]
                for name in ("package.json", "data/caniemail.json")
            }
    return read["data/caniemail.json"], read["package.json"]["version"]


if __name__ == "__main__":
    DATA.write_text(written(distilled(*fetched())), encoding="utf-8")
    print(f"{DATA.relative_to(Path.cwd())}: {DATA.stat().st_size} bytes")
