"""A new password: chosen by its owner, by a link in a mail, or on the command line."""

from datetime import timedelta
from typing import Any, Final

from app.presentation.language import load_translator
from app.presentation.mail import PASSWORD_CHANGED, write_notice, write_reset
from app.service.account.password import find_fault, hash_password
from app.service.account.token import (
    AGES,
    NEW_EMAIL,
    RESET,
    SECOND_STEP,
    make_token,
    peek_token,
    use_token,
)
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.mail import queue_post, read_email, send_mail
from app.service.throttle import FailureLimit
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

RESET_KIND: Final = "reset-mail"
MOST_RESETS: Final = 3
"""Links one account has open at a time: nobody's mailbox is filled on purpose."""


def set_password(
    session: Session, workspace: Workspace, row: AnyRow, *, password_hash: str, actor: Actor
) -> None:
    """Give an account another password inside a transaction that has asked whether one may.

    All its devices are signed out, but for the one its owner does it from; what was begun with the
    old password ends, a link to a new address too, and the owner is told by mail.
    """
    but = actor.sign_in if actor.account == row.id else ""
    now = workspace.now()
    values: dict[str, object] = {"password": password_hash, "password_at": now}
    table.update_account(session, row.id, values)
    table.delete_sign_ins(session, row.id, but=but)
    for purpose in (RESET, SECOND_STEP, NEW_EMAIL):
        table.drop_tokens(session, row.id, purpose=purpose)
    add_audit(session, now, action="password_changed", subject=row.id, actor=actor.account)
    tell_owner(session, workspace, row, PASSWORD_CHANGED)


def tell_owner(session: Session, workspace: Workspace, row: AnyRow, notice: str) -> None:
    """Queue a mail that says what happened to an account; one of `app.presentation.mail.NOTICES`.

    An account whose address can't take a mail gets none.
    """
    if row.email and read_email(row.email):
        mail = write_notice(
            load_translator(row.language), notice, contact=workspace.settings.contact
        )
        send_mail(session, workspace, mail, to=row.email)


# --- By a link in a mail ------------------------------------------------------------------------


def ask_reset(actor: Actor, workspace: Workspace, *, email: str, base: str) -> None:
    """Have a link for a new password sent, if there is an account with this address.

    The same is done for any address: whether there is such an account is looked up by the worker,
    so that neither the answer nor its time tells.

    Args:
        actor: Who asks.
        workspace: The installation.
        email: The address as it was typed.
        base: Where the link is to lead, such as `https://readiness.example.org/reset/`.

    Raises:
        TooMany: Asked for too often from one address.
    """
    limit = FailureLimit(workspace, "reset")
    limit.check_address(actor.address)
    limit.count(actor.address, "")
    payload = {"email": read_email(email) or "", "base": base}
    run_write(workspace.engine, lambda session: queue_post(session, workspace, RESET_KIND, payload))


def mail_reset(workspace: Workspace, payload: Any, _progress: object) -> None:  # noqa: ANN401
    """Send the link, run by the worker.

    Only to an account that is active, has confirmed this address and signs in with a password: who
    mistyped it must not lose the account to somebody else who reads the mails there, and one that
    signs in elsewhere has no password to be changed.
    """

    def work(session: Session) -> None:
        email = payload["email"]
        row = table.find_confirmed_account(session, email) if email else None
        if row is not None and row.state == table.ACTIVE and row.password:
            send_reset(session, workspace, row, base=payload["base"])

    run_write(workspace.engine, work)


def send_reset(session: Session, workspace: Workspace, row: AnyRow, *, base: str) -> None:
    """Queue the mail with a link for a new password, unless enough of them are on their way."""
    sent = table.list_tokens(session, purpose=RESET, now=workspace.now())
    if sum(item.account_id == row.id for item in sent) >= MOST_RESETS:
        return
    secret = make_token(session, workspace, RESET, account_id=row.id)
    hours = AGES[RESET] // timedelta(hours=1)
    mail = write_reset(load_translator(row.language), link=f"{base}{secret}", hours=hours)
    send_mail(session, workspace, mail, to=row.email)


def read_reset(workspace: Workspace, secret: str) -> bool:
    """Tell whether a link for a new password is still good."""
    with read_session(workspace.engine) as session:
        return peek_token(session, workspace, RESET, secret) is not None


def reset_password(workspace: Workspace, secret: str, *, password: str) -> str:
    """Choose a new password by a link; it does not sign in, so a second step is still asked for.

    Returns:
        What is wrong with the password, as a message id; empty once it is changed.

    Raises:
        NotFound: The link opens nothing (any more).
    """
    with read_session(workspace.engine) as session:
        found = peek_token(session, workspace, RESET, secret)
        row = table.find_account(session, found.account_id) if found else None
    if row is None:
        raise NotFound
    fault = find_fault(password, name=row.name, email=row.email or "")
    if fault:
        return fault
    password_hash = hash_password(password)

    def work(session: Session) -> None:
        used = use_token(session, workspace, RESET, secret)
        present = table.find_account(session, used.account_id) if used else None
        if present is None or present.state != table.ACTIVE:
            raise NotFound
        owner = Actor(account=present.id)
        set_password(session, workspace, present, password_hash=password_hash, actor=owner)

    run_write(workspace.engine, work)
    return ""
