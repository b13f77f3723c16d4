"""Accounts: find, disable, make administrator, sign out, delete and bring back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.presentation.language import load_translator
from app.presentation.mail import write_reset
from app.service.access import require_admin
from app.service.account.token import AGES, RESET, make_token
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.mail import read_email, send_mail
from app.service.permission import FOCAL_POINT
from app.service.workspace import Workspace
from app.store import account as table
from app.store.administration import count_admins, find_accounts, list_roles_of
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.member import count_holders
from app.store.unit import list_units_of

A_PAGE: Final = 50
HOUR: Final = 3600

Refusal = Literal["", "last-admin", "last-focal-point", "no-address"]
"""Why something was not done; empty where it was."""


@dataclass(frozen=True, slots=True)
class UserPage:
    """Some accounts, and the id to go on after; empty at the end."""

    rows: Sequence[AnyRow]
    following: str


@dataclass(frozen=True, slots=True)
class User:
    """One account with the roles of its owner."""

    row: AnyRow
    roles: Sequence[AnyRow]


def list_users(actor: Actor, workspace: Workspace, *, words: str = "", after: str = "") -> UserPage:
    """Return accounts whose name or address holds some words, a page at a time.

    Raises:
        NotFound: The actor is no administrator.
    """
    require_admin(actor, workspace, "user:list")
    with read_session(workspace.engine) as session:
        rows = find_accounts(session, words.strip()[:100], after=after[:100], limit=A_PAGE + 1)
    return UserPage(rows[:A_PAGE], rows[A_PAGE - 1].id if len(rows) > A_PAGE else "")


def open_user(actor: Actor, workspace: Workspace, account: str) -> User:
    """Return one account.

    Raises:
        NotFound: The actor is no administrator, or there is no such account.
    """
    require_admin(actor, workspace, "user:view", account)
    with read_session(workspace.engine) as session:
        row = table.find_account(session, account)
        roles = list_roles_of(session, account)
    if row is None:
        raise NotFound
    return User(row, roles)


def change_user(actor: Actor, workspace: Workspace, account: str, act: str) -> Refusal:
    """Do one thing with an account: a key of `ACTS`.

    Raises:
        NotFound: The actor is no administrator, or there is no such account.
        NotAChoice: No such act, or it does not fit the account as it is.
    """
    by = require_admin(actor, workspace, f"user:{act}", account)
    do = ACTS.get(act)
    if do is None:
        raise NotAChoice("act")

    def work(session: Session) -> Refusal:
        admins_left = count_admins(session, but=account)
        row = table.find_account(session, account)
        if row is None:
            raise NotFound
        if act in TAKES_ADMIN and row.is_admin and not admins_left:
            return "last-admin"
        refusal = do(session, workspace, row)
        if not refusal:
            add_audit(session, workspace.now(), action=f"user_{act}", subject=account, actor=by)
        return refusal

    return run_write(workspace.engine, work)


def _disable(session: Session, _workspace: Workspace, row: AnyRow) -> Refusal:
    table.update_account(session, row.id, {"state": table.DISABLED})
    table.delete_sign_ins(session, row.id)
    return ""


def _enable(session: Session, _workspace: Workspace, row: AnyRow) -> Refusal:
    if row.deleted_at is not None:
        raise NotAChoice("deleted")
    table.update_account(session, row.id, {"state": table.ACTIVE})
    return ""


def _sign_out(session: Session, _workspace: Workspace, row: AnyRow) -> Refusal:
    table.delete_sign_ins(session, row.id)
    return ""


def _make_admin(session: Session, _workspace: Workspace, row: AnyRow) -> Refusal:
    if row.state != table.ACTIVE:
        raise NotAChoice("state")
    table.update_account(session, row.id, {"is_admin": True})
    return ""


def _unmake_admin(session: Session, _workspace: Workspace, row: AnyRow) -> Refusal:
    table.update_account(session, row.id, {"is_admin": False})
    return ""


def _delete(session: Session, workspace: Workspace, row: AnyRow) -> Refusal:
    for unit in list_units_of(session, row.id):
        is_last = not count_holders(session, unit.id, FOCAL_POINT, but=row.id)
        if unit.role == FOCAL_POINT and is_last:
            return "last-focal-point"
    values: dict[str, object] = {"state": table.DISABLED, "deleted_at": workspace.now()}
    table.update_account(session, row.id, values)
    table.delete_sign_ins(session, row.id)
    return ""


def _restore(session: Session, _workspace: Workspace, row: AnyRow) -> Refusal:
    if row.deleted_at is None or not row.name:
        raise NotAChoice("deleted")
    table.update_account(session, row.id, {"state": table.ACTIVE, "deleted_at": None})
    return ""


def _confirm(session: Session, workspace: Workspace, row: AnyRow) -> Refusal:
    if row.email is None:
        return "no-address"
    if row.email_confirmed_at is not None:
        raise NotAChoice("confirmed")
    values: dict[str, object] = {"email_confirmed_at": workspace.now()}
    table.update_account(session, row.id, values)
    return ""


ACTS: Final[dict[str, Callable[[Session, Workspace, AnyRow], Refusal]]] = {
    "disable": _disable,
    "enable": _enable,
    "sign-out": _sign_out,
    "make-admin": _make_admin,
    "unmake-admin": _unmake_admin,
    "delete": _delete,
    "restore": _restore,
    "confirm": _confirm,
}
"""What administrators do with an account, but for the mail."""
TAKES_ADMIN: Final = frozenset({"disable", "unmake-admin", "delete"})


def send_reset(
    actor: Actor, workspace: Workspace, account: str, *, address: Callable[[str], str]
) -> Refusal:
    """Send the owner of an account a link for a new password; the administrator never sees it.

    `address` turns the secret into the whole address of its page.

    Raises:
        NotFound: The actor is no administrator, or there is no such account.
        NotAChoice: The account is disabled or deleted.
    """
    by = require_admin(actor, workspace, "user:reset", account)

    def work(session: Session) -> Refusal:
        row = table.find_account(session, account)
        if row is None:
            raise NotFound
        if row.state != table.ACTIVE:
            raise NotAChoice("state")
        if not row.email or read_email(row.email) is None:
            return "no-address"
        table.drop_tokens(session, row.id, purpose=RESET)
        secret = make_token(session, workspace, RESET, account_id=row.id, created_by=by)
        hours = int(AGES[RESET].total_seconds()) // HOUR
        mail = write_reset(load_translator(row.language), link=address(secret), hours=hours)
        send_mail(session, workspace, mail, to=row.email)
        add_audit(session, workspace.now(), action="user_reset", subject=account, actor=by)
        return ""

    return run_write(workspace.engine, work)
