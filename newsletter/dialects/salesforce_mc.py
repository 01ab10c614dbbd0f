"""Salesforce Marketing Cloud Engagement: personalization strings, %%emailaddr%%, and AMPscript.

A name that the audience does not have ends the send for that contact, so a brand should tell its own names.
"""

from __future__ import annotations

from newsletter.dialects.base import Condition, Delimiters, Dialect, Fact

_DEVELOPER = "https://developer.salesforce.com/docs/marketing"
_STRINGS = f"{_DEVELOPER}/marketing-cloud/guide/personalizationStringsAMPscript.html"
_ELEMENTS = f"{_DEVELOPER}/marketing-cloud/guide/languageElements.html"
_AMPSCRIPT = f"{_DEVELOPER}/marketing-cloud-ampscript"
_BASICS = f"{_AMPSCRIPT}/guide/mc-ampscript-guide-language-basics"
_IIF = f"{_AMPSCRIPT}/references/mc-ampscript-utilities/mc-ampscript-reference-utilities-iif.md"
_ADDRESS = "https://help.salesforce.com/s/articleView?id=000387316&type=1"
_SAMPLE = "third party: a public copy of ExactTarget's sample 'Concerts in your Area'"
_GIST = "third party: https://gist.github.com/wvpv/e5affc5a058b6eb05a13"
_WAY = "third party: github.com/jolucas245/theampscriptway"
_SKILLS = "third party: github.com/email-love/esp-skills, plugins/sfmc-ampscript"

SALESFORCE_MC = Dialect(
    name="salesforce-mc",
    title="Salesforce Marketing Cloud",
    expressions=(
        Delimiters("%%=", "=%%"),
        # Outside of AMPscript a name with spaces stands without brackets: %%First Name%%.
        Delimiters("%%", "%%", shape=r"%%[^\W\d](?:[\w .-]{0,98}\w)?%%"),
    ),
    controls=(Delimiters("%%[", "]%%"),),
    fields={
        "contact.email": "emailaddr",
        "contact.firstname": "First Name",
        "contact.lastname": "Last Name",
        "contact.company": "Company",
        "contact.country": "Country",
    },
    own=frozenset({"contact.firstname", "contact.lastname", "contact.company", "contact.country"}),
    blanks=True,
    show="%%<name>%%",
    fallback="%%=Iif(Empty([<name>]), <default>, [<name>])=%%",
    condition=Condition(
        opening="%%[ IF <test> THEN ]%%",
        otherwise="%%[ ELSE ]%%",
        closing="%%[ ENDIF ]%%",
        tests={
            "==": "<field> == <value>",
            "!=": "<field> != <value>",
            "<": "<field> < <value>",
            "<=": "<field> <= <value>",
            ">": "<field> > <value>",
            ">=": "<field> >= <value>",
            "exists": "NOT Empty(<field>)",
            "missing": "Empty(<field>)",
        },
        both=" AND ",
        either=" OR ",
        field="[<name>]",
    ),
    unsubscribe="%%unsub_center_url%%",
    view_in_browser="%%view_email_url%%",
    preferences="%%profile_center_url%%",
    postal_address=(
        "%%Member_Busname%% %%Member_Addr%% %%Member_City%%, %%Member_State%%, %%Member_PostalCode%%, "
        "%%Member_Country%%"
    ),
    paste=(
        Fact(
            "required",
            "a commercial email without the profile centre's link fails validation",
            _ADDRESS,
            any_of=("%%profile_center_url%%",),
        ),
        Fact(
            "required",
            "a commercial email without a postal address fails validation; an account can have that check ended",
            _ADDRESS,
            any_of=("%%Member_Addr%%",),
        ),
        Fact(
            "note",
            'opens are counted only where a pasted HTML has <custom name="opencounter" type="tracking">',
            "third party: https://life-improver.com/salesforce/salesforce-track-open-email-in-marketing-cloud/",
        ),
        Fact(
            "note",
            "a name that is no column of the audience ends the send for that contact; an empty value prints nothing",
            f"{_SKILLS}, references/troubleshooting.md",
        ),
    ),
    sources={
        "fields": f"{_STRINGS}; {_SAMPLE}",
        "fallback": f"{_IIF}; brackets: {_ELEMENTS}",
        "condition": f"{_BASICS}-if-statements.md; {_BASICS}-condition-evaluation.md; around HTML, NOT EMPTY: {_WAY}",
        "unsubscribe": _GIST,
        "view_in_browser": "third party: https://ampscript.guide/system-strings/",
        "preferences": _SAMPLE,
        "postal_address": _ADDRESS,
    },
    unverified=(
        "fields: %%First Name%% is the profile attribute in samples, %%Last Name%% by analogy; data extensions often "
        "have FirstName and LastName",
        "fallback: composed of Iif, Empty and brackets, each of them confirmed, not seen as one line",
        "condition: whether a text column is compared as a number; == is said to ignore case by third parties only",
        "paste: whether the check takes the unsubscribe link for the profile centre's, and which of the address's "
        "six strings it asks for",
        "escapes: believed not to escape; no page says so",
    ),
)
