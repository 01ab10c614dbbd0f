"""What SpamAssassin on this machine says of a message: built as an ESP would send it, tried without the network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from newsletter.compose import Message
from newsletter.errors import InputError, MergeError
from newsletter.load import Project

TIME = 60
"""How long it may take, in seconds."""

# -L asks no network, -t adds the report, -x writes no settings into the user's folder. The report is our own, so that
# no setting of this machine changes its shape (Mail::SpamAssassin::Conf, "report"). What it has learnt from the user's
# own mail is left out: a reader's filter has learnt something else.
_BEGIN = "newsletter-verdict"
_SETTINGS = (
    *("use_bayes 0", "bayes_auto_learn 0", "report_safe 0", "clear_report_template"),
    *(f"report {_BEGIN} _SCORE_ _REQD_", "report _SUMMARY_"),
)
_ARGUMENTS = ("-L", "-t", "-x", *(f"--cf={setting}" for setting in _SETTINGS))


class Sign(NamedTuple):
    """One rule of SpamAssassin that a message meets.

    Attributes:
        points: What it adds to the score.
        rule: Its name: ``MONEY_BACK``.
        says: Its description, in SpamAssassin's words.

    """

    points: float
    rule: str
    says: str


class Verdict(NamedTuple):
    """What SpamAssassin says of a message.

    Attributes:
        score: The points, all added up.
        limit: From how many on it is spam.
        signs: The rules that it meets, in the order of the report.

    """

    score: float
    limit: float
    signs: tuple[Sign, ...]


class NoVerdict(NamedTuple):
    """SpamAssassin did not look at a message.

    Attributes:
        why: The end of a sentence about it.
        installed: Whether it is there at all.

    """

    why: str
    installed: bool = True


def verdict(project: Project, message: Message) -> Verdict | NoVerdict:
    """What SpamAssassin says of a composed message."""
    program = shutil.which("spamassassin")
    if program is None:
        return NoVerdict("is not installed on this machine", installed=False)
    return _told(program, mail_of(project, message))


@lru_cache(maxsize=1)  # several rules ask for the same one
def _told(program: str, mail: bytes) -> Verdict | NoVerdict:
    # In English, which is what the descriptions are read in.
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    try:
        done = subprocess.run(  # noqa: S603  # no shell; the arguments are ours
            [program, *_ARGUMENTS], input=mail, capture_output=True, timeout=TIME, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return NoVerdict(f"did not answer within {TIME} seconds")
    except OSError as error:
        return NoVerdict(f"does not start: {error.strerror or error}")
    told = done.stdout.decode("utf-8", "replace")
    if _BEGIN not in told:
        why = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return NoVerdict(f"fails: {why[:200] or f'exit code {done.returncode}'}")
    return parsed(told[told.rindex(_BEGIN) :])


_SIGN = re.compile(r"^\s*(-?\d+\.\d+) ([A-Z][A-Z0-9_]*)\s+(.*)$")


def parsed(report: str) -> Verdict:
    """Read a report: its first line, and the table of rules, whose descriptions may go on over several lines."""
    first, *lines = report.splitlines()
    score, limit = map(float, first.split()[1:3])
    signs: list[Sign] = []
    for line in lines:
        if found := _SIGN.match(line):
            signs.append(Sign(float(found[1]), found[2], re.sub(r"^[A-Z]{3,6}: ", "", found[3].strip())))
        elif signs and line.startswith(" " * 10) and line.strip():
            last = signs.pop()
            signs.append(Sign(last.points, last.rule, f"{last.says} {line.strip()}".strip()))
    return Verdict(score, limit, tuple(signs))


def mail_of(project: Project, message: Message) -> bytes:
    """The message as an ESP sends it: both parts, its headers, and the fields of the first sample contact."""
    from email.message import EmailMessage  # noqa: PLC0415  # only for a user who asks for it
    from email.policy import SMTP  # noqa: PLC0415
    from email.utils import format_datetime, formataddr  # noqa: PLC0415

    contact, shown = _merged(project, message)
    brand = project.brand
    address = str(brand.sender.email if brand.sender and brand.sender.email else "newsletter@example.com")
    name = str(brand.sender.name if brand.sender else brand.name)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((_line(name), address))
    mail["To"] = _line(contact.get("contact.email", "") or "reader@example.com")
    if brand.sender and brand.sender.reply_to:
        mail["Reply-To"] = str(brand.sender.reply_to)
    mail["Subject"] = _line(shown["subject"])
    mail["Date"] = format_datetime(_sent(project.issue.date))
    mail["Message-ID"] = f"<{sha256(message.html.encode()).hexdigest()[:32]}@{address.rpartition('@')[2]}>"
    mail["List-Unsubscribe"] = f"<mailto:unsubscribe@{address.rpartition('@')[2]}>"  # ESPs add their own
    mail.set_content(shown["text"], cte="quoted-printable")
    mail.add_alternative(shown["html"], subtype="html", cte="quoted-printable")
    mail.set_boundary("=_newsletter_parts")  # not a random one: the same message is the same bytes
    return mail.as_bytes()


def _sent(day: date | None) -> datetime:
    """Nine in the morning; any day will do for an issue without one, since no server has stamped the message."""
    return datetime.combine(day or date(2024, 1, 1), datetime.min.time().replace(hour=9), UTC)


def _line(text: str) -> str:
    return " ".join(text.split())


def _merged(project: Project, message: Message) -> tuple[dict[str, str], dict[str, str]]:
    """The first sample contact, and the texts with its fields; the tags as they are where there is none."""
    from newsletter.merging import merge  # noqa: PLC0415  # template engines are slow to import
    from newsletter.merging.contacts import load_contacts  # noqa: PLC0415  # as above

    texts = {part: str(getattr(message, part)) for part in ("subject", "html", "text")}
    try:
        contact = dict(next(iter(load_contacts(project).by_name.values()), {}))
        merged = merge(message, contact, project.dialect)
    except (InputError, MergeError):
        return {}, texts
    return contact, {part: getattr(merged, part) for part in texts}


def counted(found: Verdict) -> Iterator[Sign]:
    """The rules that cost points, the dearest first; without those that speak of how a test is not really sent."""
    costly = [sign for sign in found.signs if sign.points > 0 and not sign.rule.startswith(_OF_SENDING)]
    yield from sorted(costly, key=lambda sign: -sign.points)


# Headers that only a real delivery has, and what is asked of the network.
_OF_SENDING = (
    "NO_RECEIVED",
    "NO_RELAYS",
    "MISSING_MID",
    "MISSING_DATE",
    "DATE_IN_",
    "RCVD_",
    "SPF_",
    "DKIM_",
    "DMARC_",
)
