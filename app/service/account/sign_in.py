"""Who is signed in on a device: begin, find, end."""

from datetime import timedelta
from typing import Final

from app.service.actor import Actor
from app.service.secret import hash_secret, make_secret
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.engine import Session, read_session, run_write

SEEN_STEP: Final = timedelta(minutes=5)
"""How often at most it is written down that somebody is still there."""
LONGEST_DEVICE: Final = 200


def begin_sign_in(session: Session, workspace: Workspace, account_id: str, *, device: str) -> str:
    """Sign somebody in on a device, inside the transaction that proved who they are.

    Returns:
        The secret for the device's cookie; only its hash is kept.
    """
    secret, now = make_secret(), workspace.now()
    row: dict[str, object] = {
        "hash": hash_secret(secret),
        "account_id": account_id,
        "device": device[:LONGEST_DEVICE],
        "created_at": now,
        "seen_at": now,
        "ends_at": now + timedelta(days=workspace.settings.sign_in_days),
    }
    table.insert_sign_in(session, row)
    return secret


def find_actor(
    workspace: Workspace, secret: str | None, *, address: str = "", is_poll: bool = False
) -> Actor:
    """Tell who a device's secret signs in; a visitor for an unknown, ended or idle one.

    A poll, which nobody presses a button for, does not keep anybody signed in.
    """
    key = hash_secret(secret)
    if not key or not workspace.settings.accounts:
        return Actor(address=address)
    now = workspace.now()
    with read_session(workspace.engine) as session:
        row = table.find_sign_in(session, key)
    idle = timedelta(hours=workspace.settings.sign_in_idle_hours)
    if row is None or row.state != table.ACTIVE or now >= row.sign_in_ends_at:
        return Actor(address=address)
    if now >= row.sign_in_seen_at + idle:
        return Actor(address=address)
    if not is_poll and now >= row.sign_in_seen_at + SEEN_STEP:
        run_write(workspace.engine, lambda session: table.touch_sign_in(session, key, now))
    return Actor(address=address, account=row.id, is_admin=row.is_admin, sign_in=key)


def end_sign_in(actor: Actor, workspace: Workspace) -> None:
    """Sign the actor's device out; nothing happens where nobody is signed in."""
    account = actor.account
    if account is None:
        return

    def work(session: Session) -> None:
        table.delete_sign_in(session, actor.sign_in)
        add_audit(session, workspace.now(), action="signed_out", subject=account, actor=account)

    run_write(workspace.engine, work)
