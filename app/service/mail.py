"""Mails: queued in the transaction that asks for them, sent by the worker.

Without an SMTP server in the settings each mail becomes a file in the instance's `mail` folder:
whoever runs the site on a laptop, or sets it up, finds them there.
"""

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from app.presentation.mail import Mail
from app.service.error import Hopeless, ServiceError
from app.service.workspace import Workspace
from app.settings import Settings
from app.store import job as table
from app.store.engine import Session

KIND: Final = "mail"
LONGEST_EMAIL: Final = 254
SECONDS: Final = 20.0
PERMANENT: Final = 500
# One @, a dot behind it, no space, no sign that means something in a header or an address list.
_EMAIL: Final = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[a-z0-9.-]{1,185}\.[a-z0-9-]{2,63}"
)


class MailError(ServiceError):
    """A mail that can't be sent."""


def read_email(text: str) -> str | None:
    """Return a mail address in lower case, as it is kept; None for what can't be one."""
    plain = text.strip().lower()
    if len(plain) > LONGEST_EMAIL or not _EMAIL.fullmatch(plain) or ".." in plain:
        return None
    return plain


def send_mail(session: Session, workspace: Workspace, mail: Mail, *, to: str) -> None:
    """Queue a mail in the transaction that asks for it; no transaction, no mail.

    Raises:
        MailError: The address can't be one, or the subject is more than a line.
    """
    if read_email(to) is None or len(mail.subject.splitlines()) != 1:
        raise MailError("no such address or subject")
    payload = {"to": to, "subject": mail.subject, "body": mail.body, "lang": mail.language}
    queue_post(session, workspace, KIND, payload)


def queue_post(session: Session, workspace: Workspace, kind: str, payload: dict[str, str]) -> None:
    """Queue work on a mail in the transaction that asks for it; the payload goes at its end."""
    job_id, now = uuid4().hex, workspace.now()
    row: dict[str, object] = {
        "id": job_id,
        "kind": kind,
        "unique_key": f"{kind}:{job_id}",
        "check_id": None,
        "about": None,
        "asked_by": "",
        "payload": payload,
        "state": table.QUEUED,
        "due_at": now,
        "attempts": 0,
        "progress": 0,
        "error": "",
        "created_at": now,
        "finished_at": None,
    }
    table.insert_job(session, row)


def deliver_mail(workspace: Workspace, payload: Any, _progress: object) -> None:  # noqa: ANN401
    """Send one mail, or write it to a file where no server is set; run by the worker.

    Raises:
        Hopeless: The server refuses it for good, such as an address it does not know.
        OSError, smtplib.SMTPException: The server can't take it now; the job is tried again.
    """
    settings = workspace.settings
    message = build_message(settings, payload)
    message["Date"] = format_datetime(workspace.now())
    if settings.smtp_host:
        try:
            _send(settings, message)
        except smtplib.SMTPException as error:
            if _is_final(error):
                raise Hopeless(type(error).__name__) from None
            raise
    else:
        _write(settings, message)


def build_message(settings: Settings, payload: dict[str, str]) -> EmailMessage:
    """Build a mail; the library refuses a line break in any header."""
    host = urlsplit(settings.public_url).hostname or "localhost"
    message = EmailMessage()
    message["From"] = settings.mail_from or f"eready@{host}"
    message["To"] = payload["to"]
    message["Subject"] = payload["subject"]
    message["Message-ID"] = make_msgid(domain=host)
    # Nobody's absence note answers it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(payload["body"], cte="base64")
    # After the content, which takes away what an earlier one said of itself.
    message["Content-Language"] = payload["lang"]
    return message


def _send(settings: Settings, message: EmailMessage) -> None:
    with _open_server(settings, SECONDS) as server:
        server.send_message(message)


def greet_server(settings: Settings, seconds: float) -> None:
    """Sign in to the server that takes mails and leave again, to see whether it would take one.

    Raises:
        OSError, smtplib.SMTPException: It would not.
    """
    with _open_server(settings, seconds) as server:
        server.noop()


@contextmanager
def _open_server(settings: Settings, seconds: float) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    place = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=seconds, context=context)
    else:
        server = smtplib.SMTP(*place, timeout=seconds)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server


def _is_final(error: smtplib.SMTPException) -> bool:
    """Tell whether a server said that it will never take this mail (RFC 5321: 5xx).

    Its word on our name and password, or on encryption, is about the settings: they may be mended.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    refused = (smtplib.SMTPDataError, smtplib.SMTPSenderRefused)
    return isinstance(error, refused) and error.smtp_code >= PERMANENT


def _write(settings: Settings, message: EmailMessage) -> None:
    folder = settings.instance / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{uuid4().hex}.eml"
    partial = path.with_suffix(".part")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(bytes(message))
    partial.replace(path)
