"""What SpamAssassin is given, and what is read from its report; the cases of the rules have more."""

from __future__ import annotations

import email
import email.policy
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest

from newsletter import check, spamassassin
from newsletter.compose import compose_project
from newsletter.load import load_project
from newsletter.spamassassin import Sign, Verdict, mail_of, parsed
from tests.conftest import write

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "issues" / "2024-07-data-snack.yaml"
SPAM = {
    "issue.yaml": "locale: en-GB\nsubject: FREE!!! 100% guaranteed\nintro: Money back guarantee, viagra.\n",
    "brand.yaml": "name: N\nlinks: {unsubscribe: 'https://www.example.org/stop'}\n",
}
RULES = ["spam-score", "spam-sign", "untested-spam"]


def sent(issue: Path) -> EmailMessage:
    project = load_project(issue)
    raw = mail_of(project, compose_project(project))
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def test_the_mail_has_what_an_esp_sends() -> None:
    mail = sent(SAMPLE)

    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert mail["From"] == "Le data snack <lettre@example.com>"
    assert mail["To"] == "camille@example.com"
    assert mail["Subject"] == "Le dernier data snack avant la plage"
    assert mail["Date"] == "Thu, 25 Jul 2024 09:00:00 +0000"
    assert all(mail[name] for name in ("Message-ID", "List-Unsubscribe", "MIME-Version", "Reply-To"))
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Bonjour Camille" in text
    assert "{{" not in text


def test_the_same_issue_makes_the_same_mail() -> None:
    project = load_project(SAMPLE)
    message = compose_project(project)

    assert mail_of(project, message) == mail_of(project, message)


def test_merge_tags_stay_where_there_is_no_contact(tmp_path: Path) -> None:
    mail = sent(write(tmp_path, {"issue.yaml": "subject: Hi {{contact.firstname}}\n"}) / "issue.yaml")

    assert mail["Subject"] == "Hi {{contact.firstname}}"
    assert mail["To"] == "reader@example.com"


def test_a_report_is_read() -> None:
    report = (Path(__file__).parent / "cases" / "spamassassin-4.0.1.txt").read_text("utf-8")

    assert parsed(report) == Verdict(
        score=1.7,
        limit=5.0,
        signs=(
            Sign(-0.0, "NO_RECEIVED", "Informational: message has no Received headers"),
            Sign(-0.0, "NO_RELAYS", "Informational: message was not relayed via SMTP"),
            Sign(0.0, "HTML_MESSAGE", "HTML included in message"),
            Sign(0.7, "HTML_FONT_LOW_CONTRAST", "HTML font color similar or identical to background"),
            Sign(1.0, "GB_CUSTOM_HTM_URI", "Custom html uri"),
        ),
    )


def test_without_the_program_it_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert [found.code for found in check(write(tmp_path, SPAM) / "issue.yaml", select=RULES)] == ["untested-spam"]


def test_a_program_that_never_answers_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "spamassassin"
    write(tmp_path, {"bin/spamassassin": "#!/bin/sh\nexec /bin/sleep 30\n"})
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(spamassassin, "TIME", 0.2)

    [found] = check(write(tmp_path, SPAM) / "issue.yaml", select=RULES)

    assert "did not answer within" in found.message


@pytest.mark.skipif(not shutil.which("spamassassin"), reason="asks the real SpamAssassin, which is not installed here")
def test_the_real_one_tells_spam_from_the_sample(tmp_path: Path) -> None:
    spam = check(write(tmp_path, SPAM) / "issue.yaml", select=RULES)
    sample = check(SAMPLE, select=RULES)

    assert "spam-score" in {found.code for found in spam}
    assert any("MONEY_BACK" in found.message for found in spam)
    assert {found.code for found in sample} <= {"spam-sign"}
