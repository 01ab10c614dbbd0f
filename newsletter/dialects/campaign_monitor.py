"""Campaign Monitor: tags in square brackets, as Markdown's links are; ``<unsubscribe>`` and its like as well.

A tag without a fallback is one of a few known names, and no part of a link, an image or a link's definition.
"""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_RESELLER = (
    "third party: a reseller's help, "
    "https://help.oneclickpolitics.com/hc/en-us/articles/228081588-How-do-I-personalize-a-campaign"
)
_LYTICS = "third party: Lytics' documentation, content modularization in email with Lytics audiences"
_GLUE = "third party: Newsletter Glue's connection to Campaign Monitor"
_MAILOPTIN = "third party: MailOptin's connection to Campaign Monitor"
_NEWSPACK = "third party: github.com/Automattic/newspack-newsletters"
_TEMPLATES = "third party: public templates for Campaign Monitor"

_TAG = r"\[[\w -]{1,100},fallback=[^\[\]\n]{0,200}\]|(?<![!\]])\[(?:email|unsubscribe|webversion)\](?![(\[:])"
_ELEMENTS = ("unsubscribe", "webversion", "preferences")

CAMPAIGN_MONITOR = Dialect(
    name="campaign-monitor",
    title="Campaign Monitor",
    expressions=(
        Delimiters("[", "]", shape=_TAG, everywhere=False),
        *(Delimiters(f"<{name}", ">", rf"<{name}(?: [^<>\n]{{0,200}})?>", everywhere=False) for name in _ELEMENTS),
    ),
    controls=(
        # Not after "!": <![endif]--> is Outlook's.
        *(
            Delimiters(opening, "]", rf"(?<!!)\{opening}[^\[\]\n]{{1,200}}\]", everywhere=False)
            for opening in ("[if:", "[ifmemberof:", "[elseif:")
        ),
        *(Delimiters(tag, "]", rf"(?<!!)\{tag}\]", everywhere=False) for tag in ("[else", "[endif")),
        *(Delimiters(f"</{name}", ">", f"</{name}>", everywhere=False) for name in _ELEMENTS),
    ),
    fields={
        "contact.email": "[email]",
        "contact.firstname": "firstname",
        "contact.lastname": "lastname",
        "contact.company": "company",
        "contact.country": "country",
    },
    show="[<name>,fallback=]",
    fallback="[<name>,fallback=<default>]",
    quotes=("",),
    condition=Condition(
        opening="[if:<test>]",
        otherwise="[else]",
        closing="[endif]",
        tests={"==": "<field>=<value>", "exists": "<field>"},
        quotes=("",),
    ),
    # As addresses, for an href and for the text part; <unsubscribe> and <webversion> are whole links.
    unsubscribe="[unsubscribe]",
    view_in_browser="[webversion]",
    own=frozenset({"contact.company", "contact.country"}),
    paste=(
        Fact(
            "note", "words in square brackets may be read as tags", "third party: a public guide to importing templates"
        ),
        Fact("note", "an uploaded template with conditions is previewed in each of its variants", _LYTICS),
        Fact("note", "<unsubscribe>text</unsubscribe> takes the place of a link in HTML", f"{_GLUE}; {_MAILOPTIN}"),
    ),
    sources={
        "fields": f"{_RESELLER} (email); firstname and lastname: third party: a public list of an account's tags",
        "fallback": f"{_RESELLER}; {_GLUE}",
        "condition": f"{_LYTICS} (if, else, endif); {_GLUE} (a bare name, elseif, != by way of else); "
        f"ifmemberof: {_NEWSPACK}",
        "unsubscribe": _MAILOPTIN,
        "view_in_browser": f"{_TEMPLATES}; {_MAILOPTIN}",
    },
    unverified=(
        "fields: no page of Campaign Monitor itself was seen for any cell; company and country are usual names, "
        "which the account defines; [email] is the form shown, [email,fallback=] follows the other fields",
        "condition: blocks in blocks, for 'and', are written by Newsletter Glue; another third party says that they "
        "are not read; how numbers are compared was seen nowhere",
        "unsubscribe: [unsubscribe] was seen in the text part; in an href it is belief",
        "preferences: only the element <preferences> was seen, no form for an href",
        "postal_address: no tag is known; the address is typed",
        "paste: that a campaign must hold an unsubscribe tag, and that styles are inlined on import, is belief",
    ),
)
