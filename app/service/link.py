"""The private link by which a check comes back, on another device too."""

from typing import Final

from app.service.actor import Actor
from app.service.check_state import CheckState, Exchanged
from app.service.error import NotFound
from app.service.opening import add_key, find_living
from app.service.secret import make_secret
from app.service.throttle import FailureLimit
from app.service.workspace import Workspace
from app.store import check as table
from app.store.audit import add_audit
from app.store.engine import Session, read_session, run_write

MOST_DEVICES: Final = 50
"""Cookies that open one check at once; the oldest one ends when another device comes."""


def replace_link(actor: Actor, workspace: Workspace, check: CheckState) -> str:
    """Make a new private link for the actor's check and end the old one; returns its secret.

    Raises:
        NotFound: The actor's cookie does not open this check.
        StorageError: The database can't take it; the old link still works.
    """
    secret = make_secret()

    def work(session: Session) -> None:
        found = find_living(session, workspace, actor.key, purpose=table.COOKIE, lock=True)
        if found is None or found.row.id != check.id:
            raise NotFound
        now = workspace.now()
        table.revoke_keys(session, check.id, purpose=table.LINK, now=now)
        add_key(session, check.id, purpose=table.LINK, secret=secret, now=now)
        add_audit(session, now, action="link_replaced", subject=check.id)

    run_write(workspace.engine, work)
    return secret


def peek_link(actor: Actor, workspace: Workspace, token: str) -> bool:
    """Tell whether a link opens a check, writing nothing: for the page with one button.

    A guessed, a revoked and an expired link are all False.

    Raises:
        TooMany: This address failed too often lately.
    """
    FailureLimit(workspace).check(actor.address, token)
    with read_session(workspace.engine) as session:
        return find_living(session, workspace, token, purpose=table.LINK) is not None


def exchange_link(actor: Actor, workspace: Workspace, token: str) -> Exchanged:
    """Give this device a cookie of its own for the check a link opens. The link stays usable.

    Raises:
        NotFound: The link is guessed, revoked or expired, all alike; counted as a failure.
        TooMany: This address failed too often lately.
        StorageError: The database can't take it.
    """
    limit = FailureLimit(workspace)
    limit.check(actor.address, token)
    done = run_write(workspace.engine, lambda session: _exchange(session, workspace, token))
    if done is None:
        limit.count(actor.address, token)
        raise NotFound
    return done


def _exchange(session: Session, workspace: Workspace, token: str) -> Exchanged | None:
    now = workspace.now()
    found = find_living(session, workspace, token, purpose=table.LINK, lock=True)
    if found is None:
        add_audit(session, now, action="link_refused")
        return None
    check_id, secret = found.row.id, make_secret()
    add_key(session, check_id, purpose=table.COOKIE, secret=secret, now=now)
    table.drop_oldest_keys(session, check_id, purpose=table.COOKIE, keep=MOST_DEVICES)
    table.update_check(session, check_id, {"visited_at": now})
    add_audit(session, now, action="link_exchanged", subject=check_id)
    return Exchanged(found.row.toolkit_id, found.row.country, secret)
