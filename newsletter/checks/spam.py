"""Rules that ask SpamAssassin on this machine; they run only when a user asks for them with --spam."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsletter.errors import Problem
from newsletter.spamassassin import NoVerdict, Sign, Verdict, counted, verdict
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail


def spam_score(mail: Mail) -> Iterator[Problem]:
    """A message that SpamAssassin takes for spam.

    ## What it does
    Builds the message as an ESP sends it, with the fields of the first sample contact, and has SpamAssassin count its
    points, without the network. From the limit on, 5 where nobody set another, it is spam. It runs with `--spam` alone.

    ## Why it matters
    Many hosts and companies filter with SpamAssassin or with rules that came of it. What reaches the limit by its text
    alone has nothing left for what the network says of the sender.

    ## Example
    A subject in capitals, "money back guarantee" and one large picture with hardly any text.

    ## Instead
    Mend what the findings of spam-sign name, those with most points first.
    """
    found = _asked(mail)
    if found and found.score >= found.limit:
        yield Place(loc=("subject",)).problem(
            f"SpamAssassin takes this message for spam: {found.score:.1f} points, and {found.limit:.1f} are the limit",
            "mend what the findings of spam-sign name, those with most points first",
        )


def spam_sign(mail: Mail) -> Iterator[Problem]:
    """Something that costs points with SpamAssassin.

    ## What it does
    Tells each of SpamAssassin's rules that adds points to the message, with its own words and with ours where we know a
    cure. Nothing is asked of the network, and what it has learnt from your own mail is left out. It runs with `--spam`
    alone.

    ## Why it matters
    The points are added up. Some are mere habits of spam, and cost little; a few of them together reach the limit.

    ## Example
    `MONEY_BACK`, 2.9 points for "money back guarantee".

    ## Instead
    Mend the dear ones. A few tenths of a point are no reason to change a good text.
    """
    found = _asked(mail)
    if found is None:
        return
    for sign in counted(found):
        cure, place = _cure(sign, mail)
        points = f"{sign.points:.1f} of its {found.score:.1f} points"
        yield place.problem(f"SpamAssassin gives this message {points} for '{sign.says}' ({sign.rule})", cure)


def untested_spam(mail: Mail) -> Iterator[Problem]:
    """A message that SpamAssassin could not look at.

    ## What it does
    Says why there is no verdict, with `--spam` alone: SpamAssassin is not installed, took over a minute, or failed.

    ## Why it matters
    No finding would look like a clean mail.

    ## Example
    `newsletter check --spam` on a new machine.

    ## Instead
    Install it: `apt install spamassassin` on Debian and Ubuntu, `dnf install spamassassin` on Fedora,
    `brew install spamassassin` on macOS. Its rules come with it; `sa-update` brings newer ones.
    """
    told = verdict(mail.project, mail.message)
    if isinstance(told, NoVerdict):
        install = "install it: apt install spamassassin, dnf install spamassassin or brew install spamassassin"
        yield Place(loc=("subject",)).problem(
            f"SpamAssassin {told.why}, so nobody counted the points of this message",
            "see whether spamassassin --lint finds a mistake in its settings" if told.installed else install,
        )


def _asked(mail: Mail) -> Verdict | None:
    told = verdict(mail.project, mail.message)
    return told if isinstance(told, Verdict) else None  # which untested-spam tells


# What the rules are about, by the start of their names, and the cure where it is not plain from the description.
_LINK_WITH_ADDRESS = re.compile(r"https?://\S{0,300}email=$")  # 72_active.cf, __GB_CUSTOM_HTM_URI2
_SENDER = re.compile(r"FROM_|FREEMAIL|REPLYTO|NAME_EMAIL")
_CURES = {
    r"HTML_IMAGE_(?:RATIO|ONLY)": "write more of the message as text; a picture is not read by filters",
    r"HTML_SHORT": "write more text around the linked picture",
    r"MPART_ALT_DIFF": "see that the plain-text part says what the HTML says",
    r"SUBJ_ALL_CAPS": "write the subject in small letters",
    r"PLING_QUERY": "leave one of the two signs out of the subject",
    r"HTML_FONT_LOW_CONTRAST": "the preheader counts, which is hidden in white; see that no other text is hard to read",
    r"GB_CUSTOM_HTM_URI": "leave the reader's address out of links; an ESP knows who clicks by its own links",
    r"HTML_FONT_SIZE": "make that text as large as the others",
    r"FREEMAIL": "send from an address of your own domain",
    r"FROM_|NAME_EMAIL": "choose a sender's address with words in it, such as news@your-domain",
    r"URI_|.*_URI|SHORT_URL|.*SHORTENER": "write the whole address of the page, at a domain of your own",
    r"T_REMOTE_IMAGE|.*TRACKER": "host the pictures at a domain of your own",
    r".*(?:MONEY|GUARANTEE|FREE|DRUGS|DEAR_|EXCUSE|CREDIT|BANG)": "say it in other words",
}


def _cure(sign: Sign, mail: Mail) -> tuple[str, Place]:
    """What to do about a sign, and where it is, as far as its name tells."""
    cure = next((cure for name, cure in _CURES.items() if re.match(name, sign.rule)), "see whether it can be avoided")
    if _SENDER.match(sign.rule) and mail.project.brand.sender and mail.project.brand.sender.email:
        return cure, Place("brand", ("sender", "email"))
    places: list[Place] = []
    if sign.rule.startswith("HTML_IMAGE"):
        places = [shown.place for shown in mail.pictures if shown.file == "issue"]
    elif sign.rule == "GB_CUSTOM_HTM_URI":
        places = [found.place for found in mail.tags if _LINK_WITH_ADDRESS.search(found.text[: found.tag.start])]
    elif sign.rule == "HTML_FONT_LOW_CONTRAST" and mail.project.issue.preheader:
        places = [Place(loc=("preheader",))]
    return cure, next(iter(places), Place(loc=("subject",)))
