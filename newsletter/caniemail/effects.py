"""What becomes of a message where a client lacks a feature, and how to make that harmless.

Judged by us, feature by feature, from what caniemail.com notes about them and from what a reader sees.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple


class Effect(NamedTuple):
    """What a reader sees without a feature.

    Attributes:
        seen: What is seen, as a sentence without a full stop.
        cure: What makes it harmless.
        breaks: The proviso under which the message cannot be read or used as it is meant; ``never`` where it only
            looks plainer.
        partly: Whether a client that lacks only a part of it breaks the message as well.

    """

    seen: str
    cure: str
    breaks: str = "never"
    partly: bool = False


def effect_of(slug: str) -> Effect:
    """What becomes of a message without a feature."""
    rows = ((name, effect) for names, effect in EFFECTS for name in names.split())
    return next(
        (effect for name, effect in rows if slug == name or ("*" in name and fnmatchcase(slug, name))), _PLAINER
    )


_PLAINER = Effect("readers there see the message without it", "see that nothing is lost without it")
_FLAT = Effect("the surface is plain", "give a background-color as well, and let nothing depend on the rest")
_STATE = Effect("nothing changes under the mouse or the finger", "let it only decorate what can be read without it")
_FORM = Effect(
    "the form cannot be filled in or sent", "link to a page with the form, as a button", breaks="always", partly=True
)
_GENERATED = Effect("what it adds is missing", "write the text or the sign itself into the message", breaks="always")
_ARIA = Effect("screen readers are not told", "write what they should say as text, too")
_PICTURE = Effect("the picture is missing", "use PNG or JPG, or GIF where it moves", breaks="always")
_SIZE = Effect(
    "the box takes the size of its content", "set width or height as attributes of a table or a picture, too"
)
_SPACE = Effect("the space is another one", "put the space into the padding of a table cell")
_ORDER = Effect("the rule has no effect", "say it with a class of its own, inlined")
_UNIT = Effect("the size is left out", "give the size in px first, and in this unit after it")
_LINES = Effect("the line looks plainer", "let it carry no meaning")
_TYPE = Effect("the text looks plainer", "see that it reads well without it")
_COLUMNS = Effect(
    "what stands side by side falls one below the other",
    "arrange it with mj-column, or with a table",
    breaks="always",
)

EFFECTS: tuple[tuple[str, Effect], ...] = (
    # what hides, and what lies over something
    (
        "css-display-none",
        Effect("what is hidden is seen", "leave it out of the message", breaks="always", partly=True),
    ),
    ("css-visibility", Effect("what is hidden is seen", "leave it out of the message", breaks="value:hidden,collapse")),
    (
        "css-opacity",
        Effect("it is seen in full", "use a paler colour, and leave out what must not show", breaks="zero"),
    ),
    (
        "css-position",
        Effect(
            "what lies over something else stands below or beside it",
            "put it where it belongs in the order of the text",
            breaks="value:absolute,fixed",
            partly=True,
        ),
    ),
    (
        "css-left-right-top-bottom css-inset css-z-index",
        Effect("it stands where the text puts it", "let it stand there"),
    ),
    ("css-clip-path css-mask-image", Effect("all of it is seen", "cut the picture itself")),
    ("css-overflow", Effect("what is too long is seen in full, or cut", "let the text fit")),
    # columns
    ("css-display-flex css-display-grid css-grid-template", _COLUMNS),
    (
        "css-align-items css-justify-content css-flex-* css-gap css-column-*",
        Effect("the parts are placed otherwise", "use a table"),
    ),
    ("css-display", Effect("the element keeps its usual shape", "take an element that has the shape by itself")),
    ("css-float css-clear", Effect("it stands above or below the text", "use align on a table or a picture")),
    ("css-direction html-dir", Effect("the text may run the wrong way", "set dir on the block and on its text")),
    (
        "css-writing-mode css-text-orientation",
        Effect("the text runs from left to right", "let it be read that way, too"),
    ),
    # backgrounds and colours
    (
        "css-background-image html-background",
        Effect(
            "the picture is missing, and text on it stands on the colour beneath",
            "give a background-color that the text can be read on",
            breaks="without:background-color",
        ),
    ),
    ("css-background-color", Effect("the surface may have no colour", "see that the text can be read without it")),
    ("css-background* css-*-gradient css-backdrop-filter css-*-blend-mode", _FLAT),
    (
        "css-variables",
        Effect("every value that is named by one is left out", "write the values themselves", breaks="always"),
    ),
    (
        "css-modern-color css-rgb css-rgba css-function-light-dark",
        Effect(
            "the colour is left out, in Gmail with all other styles of the element",
            "write the colour as #rrggbb, or as rgb() with commas",
            breaks="always",
            partly=True,
        ),
    ),
    (
        "*color-scheme css-at-media-prefers-color-scheme",
        Effect("the dark colours are the client's", "see it in the dark"),
    ),
    # style sheets
    ("html-style", Effect("only inlined styles count", "inline what the message cannot do without")),
    ("html-link css-at-import", Effect("the styles are missing", "write them into the layout", breaks="always")),
    ("css-nesting", Effect("nested rules are lost", "write each rule by itself", breaks="always")),
    ("css-at-media*", Effect("a phone shows what a desktop shows", "let it be read at any width without it")),
    ("css-at-font-face", Effect("the text is in the next font of the list", "end the list with a font that all have")),
    ("css-at-supports", Effect("what it holds is left out", "let the message do without")),
    (
        "css-at-keyframes css-animation css-transition css-transform css-scroll-snap",
        Effect("nothing moves", "let the still do"),
    ),
    ("css-important", Effect("the rule may lose against another", "inline what must hold")),
    ("css-selector-chaining", Effect("the rule reaches too much, or nothing", "give the element one class for both")),
    (
        "css-selector-* css-pseudo-class-first* css-pseudo-class-last* css-pseudo-class-nth* css-pseudo-class-only* "
        "css-pseudo-class-not* css-pseudo-class-has* css-pseudo-class-lang* css-pseudo-class-link* "
        "css-pseudo-class-visited* css-pseudo-class-target*",
        _ORDER,
    ),
    (
        "css-pseudo-class-checked",
        Effect("what a click should open stays shut", "show it from the start", breaks="always"),
    ),
    ("css-pseudo-class-* css-cursor", _STATE),
    ("css-pseudo-element-before css-pseudo-element-after", _GENERATED),
    ("css-function-* css-unit-*", _UNIT),
    # boxes and type
    ("css-border-radius*", Effect("corners are square", "let nothing depend on round corners")),
    ("css-box-shadow css-text-shadow css-filter css-outline*", Effect("it is flat", "let nothing depend on it")),
    ("css-border*", _LINES),
    ("css-margin* css-padding*", _SPACE),
    ("css-line-height", Effect("lines stand closer or wider", "add mso-line-height-rule: exactly")),
    ("css-max-* css-min-* css-width css-height css-*size css-aspect-ratio css-object-*", _SIZE),
    (
        "css-white-space* css-word-* css-overflow-wrap css-hyph* css-text-wrap css-text-overflow",
        Effect("lines break elsewhere", "let the text fit in any width"),
    ),
    ("css-font* css-text* css-letter* css-list* css-word* css-vertical* css-tab* css-sytem*", _TYPE),
    # elements
    ("html-form html-input* html-button* html-select html-textarea html-required", _FORM),
    (
        "html-video html-audio html-object",
        Effect("it does not play", "put a picture or a link into the element, for those who see that", breaks="lone"),
    ),
    ("html-svg", _PICTURE),
    ("html-picture", Effect("the img in it is seen", "let the img do for all", breaks="lone")),
    ("html-srcset", Effect("the picture in src is seen", "let src be the one for all")),
    (
        "html-image-maps",
        Effect("parts of the picture lead nowhere", "cut the picture, and link each part", breaks="always"),
    ),
    ("html-anchor-links", Effect("a click leads nowhere", "let readers find the section by scrolling")),
    ("html-mailto-links", Effect("a click may open an empty message", "show the address as text")),
    (
        "html-dialog html-popover html-marquee html-meter html-progress html-ruby html-rt html-rp",
        Effect("it is shown as plain text, or not at all", "say it in words or as a picture", breaks="always"),
    ),
    ("html-hidden", Effect("what is hidden is seen", "leave it out of the message", breaks="always")),
    ("html-base", Effect("links lead elsewhere", "write whole addresses", breaks="always")),
    ("html-target", Effect("links open as the client wants", "leave the attribute out")),
    ("html-aria-* html-role html-lang html-semantics", _ARIA),
    ("html-width html-height", Effect("it takes another size", "say it with a style as well")),
    ("html-align html-valign html-cell*", Effect("it stands elsewhere", "say it with a style as well")),
    # pictures
    ("image-gif image-apng", Effect("only the first frame is seen", "let the first frame say it all")),
    ("image-mp4", Effect("the film is missing", "show a picture that links to it", breaks="always")),
    ("image-base64", Effect("the picture is missing", "host the picture", breaks="always", partly=True)),
    ("image-*", _PICTURE),
)
"""Features by name, where ``*`` stands for any part of one; the first row that fits a feature counts."""
