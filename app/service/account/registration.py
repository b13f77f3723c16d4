"""Registration, where the settings open it: an account for whoever confirms a mail address."""

from datetime import timedelta
from typing import Any, Final

from app.presentation.language import load_translator
from app.presentation.mail import write_change, write_known
from app.service.account.joining import Newcomer, hash_of, insert_newcomer
from app.service.account.proving import Proven, finish
from app.service.account.token import AGES, REGISTRATION, make_token, peek_token, use_token
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.mail import queue_post, read_email, send_mail
from app.service.mail_limit import count_mail
from app.service.throttle import FailureLimit
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.engine import Session, read_session, run_write

KIND: Final = "registration-mail"
MOST_OPEN: Final = 3
"""Links one address has open at a time: nobody's mailbox is filled on purpose."""


def ask_registration(
    actor: Actor, workspace: Workspace, *, email: str, base: str, language: str
) -> None:
    """Have a link sent by which an account is made.

    The same is done whether there is an account with this address or not: the mail says so.

    Raises:
        NotFound: The settings do not open registration.
        TooMany: Asked for too often from one address.
    """
    if not workspace.settings.registration:
        raise NotFound
    limit = FailureLimit(workspace, "registration")
    limit.check_address(actor.address)
    limit.count(actor.address, "")
    payload = {"email": read_email(email) or "", "base": base, "lang": language}
    run_write(workspace.engine, lambda session: queue_post(session, workspace, KIND, payload))


def mail_registration(workspace: Workspace, payload: Any, _progress: object) -> None:  # noqa: ANN401
    """Send the link, or say that there is an account already; run by the worker."""
    email = payload["email"]
    if not email:
        return

    def work(session: Session) -> None:
        known = table.find_confirmed_account(session, email)
        if known is not None:
            if not count_mail(session, workspace, "known", to=email):
                speaker = load_translator(known.language)
                mail = write_known(speaker, link=f"{payload['base']}sign-in")
                send_mail(session, workspace, mail, to=email)
            return
        sent = table.list_tokens(session, purpose=REGISTRATION, now=workspace.now())
        if sum(item.detail["email"] == email for item in sent) >= MOST_OPEN:
            return
        secret = make_token(session, workspace, REGISTRATION, email=email, language=payload["lang"])
        link = f"{payload['base']}registration/{secret}"
        hours = AGES[REGISTRATION] // timedelta(hours=1)
        mail = write_change(load_translator(payload["lang"]), link=link, hours=hours)
        send_mail(session, workspace, mail, to=email)

    run_write(workspace.engine, work)


def read_registration(workspace: Workspace, secret: str) -> str:
    """Return the address a link confirms; empty for one that opens nothing."""
    if not workspace.settings.registration:
        return ""
    with read_session(workspace.engine) as session:
        row = peek_token(session, workspace, REGISTRATION, secret)
    return str(row.detail["email"]) if row else ""


def register(
    actor: Actor, workspace: Workspace, secret: str, *, newcomer: Newcomer, device: str
) -> Proven | None:
    """Make an account for a confirmed address and sign in; it has no role until it is given one.

    Returns:
        Whose it is, with the secret for the device's cookie; None where the address has an account
        by now.

    Raises:
        NotFound: The link opens nothing (any more), or confirms another address.
    """
    if read_registration(workspace, secret) != newcomer.email:
        raise NotFound
    password_hash = hash_of(newcomer)

    def work(session: Session) -> Proven | None:
        if use_token(session, workspace, REGISTRATION, secret) is None:
            raise NotFound
        made = insert_newcomer(
            session, workspace, newcomer, is_confirmed=True, password_hash=password_hash
        )
        if made is None:
            return None
        add_audit(session, workspace.now(), action="registered", subject=made, actor=made)
        return Proven(made, finish(session, workspace, made, actor=actor, device=device))

    return run_write(workspace.engine, work)
