"""Asking somebody who is signed in again who they are, before what a stolen session must not do."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from app.presentation.language import N_
from app.service.access import require_account
from app.service.account.password import is_right
from app.service.account.second_step import check_code
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.throttle import FailureLimit
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

FRESH: Final = timedelta(minutes=10)
"""How long ago somebody who has neither password nor code here may have signed in."""

WRONG_PASSWORD: Final = N_(
    "This is not your password, or it was tried too often. Check it, or wait a quarter of an hour."
)
WRONG_CODE: Final = N_(
    "This code is not right, was used already, or was tried too often. Wait for the next one."
)
STALE: Final = N_("You signed in a while ago. Sign out, sign in again and do this at once.")


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody gives to show that it is them."""

    current: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


def read_own_row(actor: Actor, workspace: Workspace) -> AnyRow:
    """Read the account of whoever is signed in.

    Raises:
        SignedOut: Nobody is.
        NotFound: The account is gone.
    """
    account_id = require_account(actor)
    with read_session(workspace.engine) as session:
        row = table.find_account(session, account_id)
    if row is None:
        raise NotFound
    return row


def asks_for_code(row: AnyRow, *, with_code: bool) -> bool:
    """Tell whether a code is asked for: where it matters, or where there is no password."""
    return bool(row.totp) and (with_code or not row.password)


def check_proof(
    actor: Actor, workspace: Workspace, proof: Proof, *, with_code: bool = False
) -> dict[str, str]:
    """Check the password, the code (which is used up), or that somebody signed in just now.

    Failures are counted for the account, wherever they come from.

    Returns:
        What is wrong by field, as message ids; empty if it is them.

    Raises:
        SignedOut: Nobody is signed in.
        TooMany: The address failed too often.
    """
    row, limit = read_own_row(actor, workspace), FailureLimit(workspace, "confirm")
    limit.check_address(actor.address)
    is_shut = limit.is_shut("", row.id)
    problems = {}
    if row.password and (not is_right(row.password, proof.current) or is_shut):
        problems["current"] = WRONG_PASSWORD
    elif asks_for_code(row, with_code=with_code):
        if is_shut or not _use_code(workspace, row.id, proof.code):
            problems["code"] = WRONG_CODE
    elif not row.password and not _is_fresh(actor, workspace):
        return {"current": STALE}
    if problems:
        limit.count(actor.address, row.id, everywhere=True)
        run_write(
            workspace.engine,
            lambda session: add_audit(
                session, workspace.now(), action="confirmation_failed", subject=row.id,
                actor=row.id,
            ),
        )  # fmt: skip
    return problems


def _use_code(workspace: Workspace, account_id: str, code: str) -> bool:
    def work(session: Session) -> bool:
        row = table.find_account(session, account_id)
        return row is not None and check_code(session, workspace, row, code, now=workspace.now())

    return run_write(workspace.engine, work)


def _is_fresh(actor: Actor, workspace: Workspace) -> bool:
    with read_session(workspace.engine) as session:
        row = table.find_sign_in(session, actor.sign_in)
    return row is not None and workspace.now() < row.sign_in_created_at + FRESH
