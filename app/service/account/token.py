"""Secrets sent to somebody, each good for one purpose, once, and for a while."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from app.service.secret import hash_secret, make_secret
from app.service.workspace import Workspace
from app.store import account as table
from app.store.base import AnyRow
from app.store.engine import Session

RESET: Final = "reset"
INVITATION: Final = "invitation"
SECOND_STEP: Final = "second-step"
REGISTRATION: Final = "registration"
NEW_EMAIL: Final = "new-email"
OIDC: Final = "oidc"

AGES: Final[Mapping[str, timedelta]] = {
    RESET: timedelta(hours=2),
    SECOND_STEP: timedelta(minutes=10),
    REGISTRATION: timedelta(days=1),
    NEW_EMAIL: timedelta(days=1),
    OIDC: timedelta(minutes=10),
}
"""How long a secret of each purpose is good; of an invitation the settings say it."""


def make_token(
    session: Session,
    workspace: Workspace,
    purpose: str,
    *,
    account_id: str | None = None,
    created_by: str | None = None,
    **detail: object,
) -> str:
    """Make a secret for one purpose; only its hash is kept, with what it is about.

    How long it is good is said by `AGES`, of an invitation by the settings.
    """
    secret, now = make_secret(), workspace.now()
    invited = timedelta(days=workspace.settings.invitation_days)
    age = invited if purpose == INVITATION else AGES[purpose]
    row: dict[str, object] = {
        "hash": hash_secret(secret),
        "purpose": purpose,
        "account_id": account_id,
        "detail": detail,
        "created_by": created_by,
        "created_at": now,
        "expires_at": now + age,
        "used_at": None,
    }
    table.insert_token(session, row)
    return secret


def peek_token(session: Session, workspace: Workspace, purpose: str, secret: str) -> AnyRow | None:
    """Look what a secret is about without using it; None for one that opens nothing."""
    return table.find_token(session, hash_secret(secret), purpose=purpose, now=workspace.now())


def use_token(session: Session, workspace: Workspace, purpose: str, secret: str) -> AnyRow | None:
    """Use a secret up inside the transaction that does what it is good for."""
    return table.use_token(session, hash_secret(secret), purpose=purpose, now=workspace.now())
