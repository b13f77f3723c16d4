"""The mail address of an account: confirmed by a link, and changed for another one.

A link works only together with the account it is about: who reads the mails of an address somebody
else typed is not led to lend it to them, and who typed it does not reach its mails.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from app.presentation.language import N_, load_translator
from app.presentation.mail import EMAIL_CHANGED, write_change, write_confirmation
from app.service.account.changing import tell_owner
from app.service.account.confirming import Proof, check_proof, read_own_row
from app.service.account.joining import NO_EMAIL, confirm_address, free_address
from app.service.account.token import AGES, NEW_EMAIL, RESET, make_token, peek_token, use_token
from app.service.actor import Actor
from app.service.error import NotFound, TooMany
from app.service.mail import read_email, send_mail
from app.service.mail_limit import count_mail
from app.service.throttle import FailureLimit
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

SAME_EMAIL = N_("This is your address already.")


@dataclass(frozen=True, slots=True)
class PendingAddress:
    """An address that waits to be confirmed; `is_new` where the account has another one so far."""

    email: str = field(repr=False)
    account: str
    is_new: bool


# --- Asking for a link --------------------------------------------------------------------------


def ask_email(
    actor: Actor, workspace: Workspace, *, proof: Proof, email: str, base: str
) -> dict[str, str]:
    """Have a link sent to a new address; it is used only once the link was opened.

    Nothing is sent to an address that has an account, and nothing tells so.

    Returns:
        What is wrong by field, as message ids.

    Raises:
        TooMany: Asked for too often: nobody's mailbox is filled on purpose.
    """
    row, plain = read_own_row(actor, workspace), read_email(email)
    problems = {"email": NO_EMAIL} if plain is None else {}
    if plain is not None and plain == row.email:
        problems["email"] = SAME_EMAIL
    problems = problems or check_proof(actor, workspace, proof)
    if problems or plain is None:
        return problems
    _limit(actor, workspace, row)

    def work(session: Session) -> None:
        # Counted before it is looked who has the address: being refused tells nothing of that.
        _count(session, workspace, plain)
        table.drop_tokens(session, row.id, purpose=NEW_EMAIL)
        if table.find_confirmed_account(session, plain) is None:
            _send(session, workspace, row, email=plain, base=base)

    run_write(workspace.engine, work)
    return {}


def ask_confirmation(actor: Actor, workspace: Workspace, *, base: str) -> None:
    """Have a link sent by which the address of one's account is confirmed.

    Raises:
        SignedOut: Nobody is signed in.
        NotFound: There is no address, or it is confirmed.
        TooMany: Asked for too often.
    """
    row = read_own_row(actor, workspace)
    if row.email is None or row.email_confirmed_at is not None:
        raise NotFound
    _limit(actor, workspace, row)

    def work(session: Session) -> None:
        _count(session, workspace, row.email)
        table.drop_tokens(session, row.id, purpose=NEW_EMAIL)
        _send(session, workspace, row, email=row.email, base=base)

    run_write(workspace.engine, work)


def welcome_address(workspace: Workspace, account_id: str, *, base: str) -> None:
    """Send the link to somebody who has just joined with an address nobody has confirmed.

    Where enough mails went there it is left out; the page of the account offers it again.
    """

    def work(session: Session) -> None:
        row = table.find_account(session, account_id)
        if row is None or row.email is None or row.email_confirmed_at is not None:
            return
        if read_email(row.email) and not count_mail(
            session, workspace, "confirmation", to=row.email
        ):
            _send(session, workspace, row, email=row.email, base=base)

    run_write(workspace.engine, work)


def _limit(actor: Actor, workspace: Workspace, row: AnyRow) -> None:
    limit = FailureLimit(workspace, "new-email")
    limit.check(actor.address, row.id)
    limit.count(actor.address, row.id)


def _count(session: Session, workspace: Workspace, email: str) -> None:
    wait = count_mail(session, workspace, "confirmation", to=email)
    if wait:
        raise TooMany(wait)


def _send(session: Session, workspace: Workspace, row: AnyRow, *, email: str, base: str) -> None:
    secret = make_token(session, workspace, NEW_EMAIL, account_id=row.id, email=email)
    write = write_confirmation if email == row.email else write_change
    hours = AGES[NEW_EMAIL] // timedelta(hours=1)
    mail = write(load_translator(row.language), link=f"{base}{secret}", hours=hours)
    send_mail(session, workspace, mail, to=email)


# --- Opening it ---------------------------------------------------------------------------------


def find_pending(workspace: Workspace, secret: str) -> PendingAddress | None:
    """Return the address a link confirms, without using it; None for one that opens nothing."""
    with read_session(workspace.engine) as session:
        found = peek_token(session, workspace, NEW_EMAIL, secret)
        row = table.find_account(session, found.account_id) if found else None
    if found is None or row is None:
        return None
    email = str(found.detail["email"])
    return PendingAddress(email, row.id, email != row.email)


def confirm_email(actor: Actor, workspace: Workspace, secret: str) -> None:
    """Confirm the address of one's account, or use a new one from now on; the old one is told.

    Links for a new password that went to the old address open nothing any more.

    Raises:
        SignedOut: Nobody is signed in.
        NotFound: The link opens nothing, is about another account, or somebody else confirmed the
            address meanwhile.
    """
    account = read_own_row(actor, workspace).id

    def work(session: Session) -> None:
        used = use_token(session, workspace, NEW_EMAIL, secret)
        row = table.find_account(session, account)
        if used is None or row is None or used.account_id != account or row.state != table.ACTIVE:
            raise NotFound
        if used.detail["email"] == row.email:
            confirm_address(session, workspace, row, by=account)
        else:
            _change(session, workspace, row, email=used.detail["email"])

    run_write(workspace.engine, work)


def _change(session: Session, workspace: Workspace, row: AnyRow, *, email: str) -> None:
    known, now = table.find_account_by_email(session, email), workspace.now()
    if known is not None and not free_address(session, workspace, known):
        raise NotFound
    tell_owner(session, workspace, row, EMAIL_CHANGED)
    table.update_account(session, row.id, {"email": email, "email_confirmed_at": now})
    table.drop_tokens(session, row.id, purpose=RESET)
    add_audit(session, now, action="email_changed", subject=row.id, actor=row.id)
