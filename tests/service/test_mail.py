"""Mails: queued with the deed, sent by a real server or written to a folder, inert in every way."""

import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from app.presentation.language import LANGUAGES, load_translator
from app.presentation.mail import NOTICES, Mail, write_invitation, write_notice, write_reset
from app.service.job import run_due_jobs
from app.service.mail import MailError, build_message, read_email, send_mail
from app.service.runner import RUNNERS
from app.service.workspace import Workspace
from app.store.engine import run_write
from tests.service.account.conftest import read_all
from tests.service.conftest import House
from tests.service.mail_server import PASSWORD, USER, make_certificate, run_mail_server

TO = "wanjiru@example.org"
LINK = "https://readiness.example.org/invitation/secret-of-the-link"


def arabic() -> Mail:
    return write_invitation(
        load_translator("ar"), inviter="Amina Otieno", what="Kenya", link=LINK,
        until=date(2026, 12, 6),
    )  # fmt: skip


def queue(workspace: Workspace, mail: Mail, to: str = TO) -> None:
    run_write(workspace.engine, lambda session: send_mail(session, workspace, mail, to=to))


def on(house: House, **settings: object) -> Workspace:
    return replace(house.workspace, settings=replace(house.workspace.settings, **settings))  # type: ignore[arg-type]


def parse(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def check_mail(message: EmailMessage, mail: Mail) -> None:
    assert message["To"] == TO
    assert message["From"] == "eready@readiness.example.org"
    assert message["Subject"] == mail.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ar"
    assert message["Date"] == "Sun, 22 Nov 2026 09:00:00 +0000"
    assert re.fullmatch(r"<[^@<>\s]+@readiness\.example\.org>", message["Message-ID"])
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message.get_content().replace("\r\n", "\n") == mail.body
    assert LINK in mail.body.splitlines()


def test_without_a_server_a_mail_is_a_file_only_its_owner_reads(house: House) -> None:
    workspace = on(house, public_url="https://readiness.example.org")
    mail = arabic()
    queue(workspace, mail)
    # Not before the deed is done: the worker sends it.
    folder = workspace.settings.instance / "mail"
    assert not folder.exists()
    run_due_jobs(workspace, RUNNERS)
    [path] = folder.iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    check_mail(parse(path.read_bytes()), mail)
    assert read_all(workspace, "select state, payload from job") == [("done", None)]


def test_a_deed_that_fails_sends_no_mail(house: House) -> None:
    def work(session: object) -> None:
        send_mail(session, house.workspace, arabic(), to=TO)  # type: ignore[arg-type]
        raise LookupError

    with pytest.raises(LookupError):
        run_write(house.workspace.engine, work)
    assert read_all(house.workspace, "select id from job") == []


def test_a_server_takes_it_encrypted_and_signed_in(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    with run_mail_server(certificate) as server:
        workspace = on(
            house, public_url="https://readiness.example.org", smtp_host="127.0.0.1",
            smtp_port=server.port, smtp_user=USER, smtp_password=PASSWORD,
        )  # fmt: skip
        mail = arabic()
        queue(workspace, mail)
        run_due_jobs(workspace, RUNNERS)
        # Nobody vouches for this server: it is told neither the password nor the mail.
        assert server.mails == []
        assert not [word for word in server.said if word.startswith(("AUTH", "MAIL"))]
        [(state, error, attempts)] = read_all(workspace, "select state, error, attempts from job")
        assert (state, error, attempts) == ("queued", "SSLCertVerificationError", 1)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        house.clock.advance(minutes=1, seconds=1)
        run_due_jobs(workspace, RUNNERS)
        assert server.signed_in == [True]
        assert server.envelopes == [["mail FROM:<eready@readiness.example.org>", f"rcpt TO:<{TO}>"]]
        message = parse(server.mails[0])
        assert message["Subject"] == mail.subject
        assert message["Date"] == "Sun, 22 Nov 2026 09:01:01 +0000"
    assert read_all(workspace, "select state, payload from job") == [("done", None)]


def test_a_server_without_encryption_is_not_told_the_password(house: House) -> None:
    with run_mail_server() as server:
        workspace = on(house, smtp_host="127.0.0.1", smtp_port=server.port, smtp_user=USER,
                       smtp_password=PASSWORD)  # fmt: skip
        queue(workspace, arabic())
        run_due_jobs(workspace, RUNNERS)
        assert server.mails == []
        assert not [word for word in server.said if word.startswith("AUTH")]
        plain = on(house, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none",
                   public_url="https://readiness.example.org")  # fmt: skip
        house.clock.advance(minutes=2)
        run_due_jobs(plain, RUNNERS)
        assert len(server.mails) == 1


def test_a_server_that_is_down_loses_nothing_and_one_that_refuses_is_not_pestered(
    house: House,
) -> None:
    workspace = on(house, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")
    queue(workspace, arabic())
    for _ in range(19):
        run_due_jobs(workspace, RUNNERS)
        house.clock.advance(minutes=20)
    [(state, payload)] = read_all(workspace, "select state, payload from job")
    assert state == "queued"
    assert payload is not None
    with run_mail_server() as server:
        up = on(house, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none")
        run_due_jobs(up, RUNNERS)
        assert len(server.mails) == 1
        for code, attempts in ((550, 1), (450, 1)):
            server.refuses = code
            queue(up, arabic())
            run_due_jobs(up, RUNNERS)
            rows = read_all(up, "select state, error, attempts from job where state <> 'done'")
            expected = "failed" if code == 550 else "queued"
            assert (expected, attempts) in [(row[0], row[2]) for row in rows]
    # Of what failed for good nothing stays but that it failed.
    rows = read_all(workspace, "select payload, error from job where state = 'failed'")
    assert rows == [(None, "Hopeless")]


def test_nothing_gets_into_a_header(house: House) -> None:
    workspace = house.workspace
    for to in (f"{TO}\r\nBcc: evil@example.org", f"{TO}\nX: y", f"{TO}, evil@example.org",
               f"Evil <{TO}>", "", "a@b", f"{TO}\x00"):  # fmt: skip
        with pytest.raises(MailError):
            queue(workspace, arabic(), to=to)
    for subject in ("A\r\nBcc: evil@example.org", "A\nB", "A\u2028B", ""):
        with pytest.raises(MailError):
            queue(workspace, replace(arabic(), subject=subject))
    assert read_all(workspace, "select id from job") == []
    # A name that somebody chose stands in the text only.
    body = write_invitation(
        load_translator("en"), inviter="X\r\n.\r\nMAIL FROM:<evil>", what="%(what)s", link=LINK,
        until=date(2026, 12, 6),
    )  # fmt: skip
    payload = {"to": TO, "subject": body.subject, "body": body.body, "lang": "en"}
    raw = bytes(build_message(workspace.settings, payload))
    assert b"evil" not in raw
    assert "evil" in parse(raw).get_content()
    for header in ("to", "subject", "lang"):
        with pytest.raises(ValueError, match=r"newline|linefeed|carriage|CR"):
            build_message(workspace.settings, payload | {header: "a@example.org\r\nBcc: b"})


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_mail_is_whole_in_every_language(code: str) -> None:
    speaker = load_translator(code)
    mails = [write_notice(speaker, kind, contact="office@example.org") for kind in NOTICES]
    mails += [write_notice(speaker, kind, contact="") for kind in NOTICES]
    mails += [write_reset(speaker, link=LINK, hours=hours) for hours in (1, 2, 11)]
    for mail in mails:
        assert mail.language == code
        assert len(mail.subject.splitlines()) == 1
        assert "%(" not in mail.subject + mail.body
        assert mail.body.endswith("\n")
    assert LINK in mails[-1].body.splitlines()
    invitation = write_invitation(
        speaker, inviter="Amina", what="Kenya", link=LINK, until=date(2026, 12, 6)
    )
    # A Latin name keeps its place in a text that runs from right to left.
    assert ("\u2068Amina\u2069" in invitation.body) == (code == "ar")


def test_an_address_is_read_the_same_however_it_is_written() -> None:
    assert read_email("  Wanjiru@Example.ORG ") == TO
    assert read_email("o'neill+x@sub.example.org") == "o'neill+x@sub.example.org"
    for text in ("", "@example.org", "a@", "a@b", "a b@example.org", "a@exa mple.org",
                 "a@example..org", "a@[127.0.0.1]", "a@example.org.", "x" * 65 + "@example.org",
                 "a@" + "x." * 130 + "org", "a\x07@example.org"):  # fmt: skip
        assert read_email(text) is None, text
