"""Accounts from the command line: the first administrator, and help where nobody can sign in.

Who runs these commands has the machine; they need no role. The trail says that it was done there.
"""

from dataclasses import dataclass

from app.service.account.changing import set_password
from app.service.account.joining import (
    Newcomer,
    confirm_address,
    hash_of,
    insert_newcomer,
)
from app.service.account.password import find_fault, hash_password
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

VIA = "console"


@dataclass(frozen=True, slots=True)
class Listed:
    """One account as the list shows it."""

    email: str
    name: str
    is_admin: bool
    is_disabled: bool
    has_second_step: bool
    is_confirmed: bool


def create_account(workspace: Workspace, newcomer: Newcomer, *, is_admin: bool) -> bool:
    """Make an account; False where the address has one already."""
    password_hash = hash_of(newcomer)

    def work(session: Session) -> bool:
        # Whether one that is not confirmed is in the way is for whoever sits there to see.
        if table.find_account_by_email(session, newcomer.email) is not None:
            return False
        made = insert_newcomer(
            session, workspace, newcomer, is_confirmed=True, password_hash=password_hash
        )
        if made is None:
            return False
        _note(session, workspace, "account_created", made)
        if is_admin:
            table.update_account(session, made, {"is_admin": True})
            _note(session, workspace, "administrator_made", made)
        return True

    return run_write(workspace.engine, work)


def list_all(workspace: Workspace) -> tuple[Listed, ...]:
    """Return every account that has an address, by address."""
    with read_session(workspace.engine) as session:
        rows = table.list_all_accounts(session)
    return tuple(
        Listed(
            email=row.email,
            name=row.name,
            is_admin=row.is_admin,
            is_disabled=row.state != table.ACTIVE,
            has_second_step=bool(row.totp),
            is_confirmed=row.email_confirmed_at is not None,
        )
        for row in rows
    )


def disable_account(workspace: Workspace, email: str) -> None:
    """Sign somebody out everywhere and let them in no more.

    Raises:
        NotFound: No account has this address.
    """

    def work(session: Session) -> None:
        row = _find(session, email)
        table.update_account(session, row.id, {"state": table.DISABLED})
        table.delete_sign_ins(session, row.id)
        _note(session, workspace, "account_disabled", row.id)

    run_write(workspace.engine, work)


def enable_account(workspace: Workspace, email: str) -> None:
    """Let somebody in again, also somebody who was deleted and is not erased yet.

    Raises:
        NotFound: No account has this address.
    """

    def work(session: Session) -> None:
        row = _find(session, email)
        table.update_account(session, row.id, {"state": table.ACTIVE, "deleted_at": None})
        _note(session, workspace, "account_enabled", row.id)

    run_write(workspace.engine, work)


def confirm_account(workspace: Workspace, email: str) -> None:
    """Say that an address is that of the account's owner, who was asked in another way.

    Raises:
        NotFound: No account has this address.
    """

    def work(session: Session) -> None:
        confirm_address(session, workspace, _find(session, email), by=None, via=VIA)

    run_write(workspace.engine, work)


def replace_password(workspace: Workspace, email: str, password: str) -> str:
    """Give an account another password; all its devices are signed out.

    Returns:
        What is wrong with the password, as a message id; empty once it is changed.

    Raises:
        NotFound: No account has this address.
    """
    with read_session(workspace.engine) as session:
        row = _find(session, email)
    fault = find_fault(password, name=row.name, email=row.email)
    if fault:
        return fault
    password_hash = hash_password(password)

    def work(session: Session) -> None:
        present = _find(session, email)
        set_password(session, workspace, present, password_hash=password_hash, actor=Actor())

    run_write(workspace.engine, work)
    return ""


def _find(session: Session, email: str) -> AnyRow:
    row = table.find_account_by_email(session, email)
    if row is None:
        raise NotFound
    return row


def _note(session: Session, workspace: Workspace, action: str, subject: str) -> None:
    add_audit(session, workspace.now(), action=action, subject=subject, via=VIA)
