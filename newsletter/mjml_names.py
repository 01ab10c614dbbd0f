"""The tags and attributes that MJML knows, since mjml-python passes over unknown ones in silence.

Read from the components of MJML 5.4.1 (npm package ``mjml``, ``allowedAttributes``), less ``mj-html-attributes`` and
with ``mj-all`` and ``mj-class``, as the engine behind mjml-python (mrml) has them.
"""

from __future__ import annotations

_PADDING = "padding padding-top padding-right padding-bottom padding-left"
_BORDER = "border border-top border-right border-bottom border-left border-radius"
_FONT = "color font-family font-size font-style font-weight line-height"
_SECTION = (
    f"background-color background-url background-repeat background-size background-position background-position-x "
    f"background-position-y {_BORDER} direction full-width gutter {_PADDING} text-align text-padding"
)
_ICONS = "icon-align icon-width icon-height icon-wrapped-url icon-wrapped-alt icon-unwrapped-url icon-unwrapped-alt"

_ATTRIBUTES = {
    "mjml": "lang dir owa version",
    "mj-accordion": f"border container-background-color font-family {_ICONS} icon-position {_PADDING}",
    "mj-accordion-element": f"background-color border font-family {_ICONS} icon-position",
    "mj-accordion-text": f"background-color {_FONT} letter-spacing {_PADDING}",
    "mj-accordion-title": f"background-color color font-size font-family font-weight {_PADDING}",
    "mj-attributes": "",
    "mj-body": "width background-color id",
    "mj-breakpoint": "width",
    "mj-button": f"align background-color {_BORDER} container-background-color {_FONT} height href name title "
    f"inner-padding letter-spacing {_PADDING} rel target text-decoration text-transform "
    "vertical-align text-align width",
    "mj-carousel": f"align border-radius container-background-color icon-width left-icon {_PADDING} right-icon "
    "thumbnails tb-border tb-border-radius tb-hover-border-color tb-selected-border-color tb-width",
    "mj-carousel-image": "alt href rel target title src thumbnails-src border-radius tb-border tb-border-radius",
    "mj-column": f"background-color {_BORDER} direction inner-background-color {_PADDING} vertical-align width "
    "inner-border inner-border-bottom inner-border-left inner-border-radius inner-border-right inner-border-top",
    "mj-divider": f"border-color border-style border-width container-background-color {_PADDING} width align",
    "mj-font": "name href",
    "mj-group": "background-color direction vertical-align width",
    "mj-head": "",
    "mj-hero": "mode height background-url background-width background-height background-position border-radius "
    f"inner-background-color inner-padding inner-padding-top inner-padding-left inner-padding-right "
    f"inner-padding-bottom {_PADDING} background-color vertical-align",
    "mj-image": f"alt href name src srcset sizes title rel align {_BORDER} container-background-color fluid-on-mobile "
    f"{_PADDING} target width height max-height font-size usemap",
    "mj-include": "path type",
    "mj-navbar": "align base-url hamburger ico-align ico-open ico-close ico-color ico-font-size ico-font-family "
    "ico-text-transform ico-padding ico-padding-left ico-padding-top ico-padding-right ico-padding-bottom "
    f"{_PADDING} ico-text-decoration ico-line-height",
    "mj-navbar-link": f"{_FONT} href name target rel letter-spacing {_PADDING} text-decoration text-transform",
    "mj-preview": "",
    "mj-raw": "position",
    "mj-section": _SECTION,
    "mj-social": f"align border border-radius container-background-color {_FONT} icon-size icon-height icon-padding "
    f"inner-padding mode {_PADDING} table-layout text-padding text-decoration vertical-align",
    "mj-social-element": f"align icon-position background-color border border-radius {_FONT} href icon-size "
    f"icon-height icon-padding name {_PADDING} text-padding rel src srcset sizes alt title target text-decoration "
    "vertical-align",
    "mj-spacer": f"{_BORDER} container-background-color {_PADDING} height",
    "mj-style": "inline",
    "mj-table": f"align border cellpadding cellspacing container-background-color color font-family font-size "
    f"font-weight line-height {_PADDING} role table-layout vertical-align width",
    "mj-text": f"align background-color {_FONT} container-background-color height letter-spacing {_PADDING} "
    "text-decoration text-transform vertical-align",
    "mj-title": "",
    "mj-wrapper": f"{_SECTION} gap",
}

EVERYWHERE = frozenset({"css-class", "mj-class"})
TAGS: dict[str, frozenset[str]] = {tag: frozenset(names.split()) for tag, names in _ATTRIBUTES.items()}
# What stands inside mj-attributes may set anything that some tag knows.
TAGS |= {tag: frozenset().union(*TAGS.values()) | {"name"} for tag in ("mj-all", "mj-class")}
