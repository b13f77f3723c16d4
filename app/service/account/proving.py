"""Signing in: one vague answer for whatever is wrong, and always the same work."""

from dataclasses import dataclass, field

from app.service.account.password import hash_password, is_outdated, is_right
from app.service.account.second_step import check_code, needs_second_step
from app.service.account.sign_in import begin_sign_in
from app.service.account.token import SECOND_STEP, make_token, peek_token, use_token
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.secret import blind
from app.service.throttle import PREFIX_LENGTH, FailureLimit
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write

LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class Proven:
    """What the first step led to: a device's secret, or one for the page that asks for a code.

    Attributes:
        account: Whose it is.
        secret: For the device's cookie; empty where a code is still asked for.
        next_step: For the page that asks for it; empty where nothing is left to ask.
    """

    account: str
    secret: str = field(default="", repr=False)
    next_step: str = field(default="", repr=False)


def prove(
    actor: Actor, workspace: Workspace, *, email: str, password: str, device: str
) -> Proven | None:
    """Sign somebody in by mail address and password.

    Returns:
        None for an unknown address, a wrong password, an account without one, a disabled account
        and too many failures alike: the same work was done for each.

    Raises:
        TooMany: The address the request comes from failed too often with all it tried.
    """
    limit = FailureLimit(workspace, "sign-in")
    limit.check_address(actor.address)
    name = name_for_limit(workspace, email)
    with read_session(workspace.engine) as session:
        row = table.find_account_by_email(session, email[:LONGEST_EMAIL])
    is_shut = limit.is_shut(actor.address, name)
    is_known = row is not None and row.state == table.ACTIVE
    fits = is_right(row.password if row else "", password)
    made = None
    if row is not None and fits and is_known and not is_shut:
        # Worked out before the transaction, so that other writers do not wait for it.
        fresh = hash_password(password) if is_outdated(row.password) else ""
        made = run_write(
            workspace.engine,
            lambda session: _begin(session, workspace, row, actor=actor, device=device,
                                   fresh=fresh),
        )  # fmt: skip
    if made is None:
        limit.count(actor.address, name)
        note_failure(workspace, row)
    return made


def name_for_limit(workspace: Workspace, email: str) -> str:
    """Give what stands for an address where failures are counted."""
    written = blind(workspace.settings.secret_key, "email", email.strip().lower())
    return written[:PREFIX_LENGTH]


def note_failure(workspace: Workspace, row: AnyRow | None) -> None:
    """Write into the trail that signing in failed; whose account it was, where there is one."""
    run_write(
        workspace.engine,
        lambda session: add_audit(
            session, workspace.now(), action="sign_in_failed", subject=row.id if row else ""
        ),
    )


def _begin(  # noqa: PLR0913  # what a sign-in is made of
    session: Session, workspace: Workspace, row: AnyRow, *, actor: Actor, device: str, fresh: str
) -> Proven | None:
    """Go on with what was proven, unless the account was disabled or changed meanwhile."""
    present = table.find_account(session, row.id)
    if present is None or (present.state, present.password) != (row.state, row.password):
        return None
    if fresh:
        table.update_account(session, row.id, {"password": fresh})
    if needs_second_step(present):
        made = make_token(session, workspace, SECOND_STEP, account_id=row.id, device=device)
        return Proven(row.id, next_step=made)
    return Proven(row.id, finish(session, workspace, row.id, actor=actor, device=device))


def finish(
    session: Session, workspace: Workspace, account_id: str, *, actor: Actor, device: str
) -> str:
    """Sign somebody in who has proven who they are; what the device had before ends.

    Returns:
        The secret for the device's cookie, new each time.
    """
    now = workspace.now()
    if actor.sign_in:
        table.delete_sign_in(session, actor.sign_in)
    secret = begin_sign_in(session, workspace, account_id, device=device)
    table.update_account(session, account_id, {"seen_at": now})
    add_audit(session, now, action="signed_in", subject=account_id, actor=account_id)
    return secret


def peek_step(workspace: Workspace, token: str) -> bool:
    """Tell whether a first step was taken that waits for its code."""
    with read_session(workspace.engine) as session:
        return peek_token(session, workspace, SECOND_STEP, token) is not None


def prove_code(actor: Actor, workspace: Workspace, *, token: str, code: str) -> Proven | None:
    """Take the second step with a code; None for a wrong one.

    Wrong codes are counted for the account, wherever they come from: who asks for new first steps,
    or from many addresses, has no more tries. Only who knows the password can shut it.

    Raises:
        NotFound: The first step was never taken, or too long ago.
        TooMany: The address the request comes from gave too many wrong codes.
    """
    limit = FailureLimit(workspace, "code")
    limit.check_address(actor.address)
    with read_session(workspace.engine) as session:
        found = peek_token(session, workspace, SECOND_STEP, token)
    if found is None:
        raise NotFound
    is_shut = limit.is_shut("", found.account_id)

    def work(session: Session) -> Proven | None:
        row = table.find_account(session, found.account_id)
        again = peek_token(session, workspace, SECOND_STEP, token)
        if again is None or row is None or row.state != table.ACTIVE:
            raise NotFound
        if is_shut or not check_code(session, workspace, row, code, now=workspace.now()):
            add_audit(session, workspace.now(), action="sign_in_failed", subject=row.id)
            return None
        use_token(session, workspace, SECOND_STEP, token)
        device = again.detail["device"]
        return Proven(row.id, finish(session, workspace, row.id, actor=actor, device=device))

    made = run_write(workspace.engine, work)
    if made is None:
        limit.count(actor.address, found.account_id, everywhere=True)
    return made
