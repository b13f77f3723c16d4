"""The first line of every use case: may this actor do this here?

Somebody without a role gets `NotFound`, the same as for a thing that is not there, and the attempt
stands in the trail. Somebody with the role at the wrong time gets `WrongState`, which says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from app.service.actor import Actor
from app.service.error import NotFound, SignedOut, WrongState
from app.service.permission import ON_UNIT, UNIT_ACTIONS, has_role_for, may
from app.service.secret import blind
from app.service.workspace import Workspace
from app.store.assessment import find_assessment
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.member import lock_unit
from app.store.throttle import add_count
from app.store.unit import find_unit, read_roles, read_unit_roles

T = TypeVar("T")

MOST_REFUSALS: Final = 100
"""Attempts of one account or address noted in an hour: the trail must not be filled on purpose."""
REFUSAL_WINDOW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Access:
    """An assessment as one person may see it.

    Attributes:
        row: Columns of the assessment, with `unit_kind`, `country` and `name` of its unit.
        account: The person's account.
        roles: Their roles, by unit and by assessment.
        unit_roles: Those of them that they have on the unit.
    """

    row: AnyRow
    account: str
    roles: frozenset[str]
    unit_roles: frozenset[str]

    def roles_for(self, action: str) -> frozenset[str]:
        """Give those of their roles that count for an action."""
        return self.unit_roles if action in ON_UNIT else self.roles

    def may(self, action: str) -> bool:
        """Tell whether they may do something here now."""
        return may(action, roles=self.roles_for(action), state=self.row.state)


@dataclass(frozen=True, slots=True)
class UnitAccess:
    """A unit as one person may see it."""

    row: AnyRow
    account: str
    roles: frozenset[str]

    def may(self, action: str) -> bool:
        """Tell whether they may do something with it."""
        return bool(self.roles & UNIT_ACTIONS[action])


def require_account(actor: Actor) -> str:
    """Go on only for somebody who is signed in; returns their account.

    Raises:
        SignedOut: They are not.
    """
    if actor.account is None:
        raise SignedOut
    return actor.account


def require(actor: Actor, workspace: Workspace, action: str, assessment_id: str) -> Access:
    """Go on only if the actor may do this with the assessment.

    Raises:
        NotFound: There is no such assessment for them, or they have no role for this.
        WrongState: They may, but not in the assessment's present state.
    """
    with read_session(workspace.engine) as session:
        access = _find_access(session, actor, assessment_id)
    if access is None or not has_role_for(action, access.roles_for(action)):
        note_refusal(actor, workspace, action=action, subject=assessment_id)
        raise NotFound
    if not access.may(action):
        raise WrongState(access.row.state)
    return access


def lock(session: Session, actor: Actor, action: str, assessment_id: str) -> Access:
    """Look again inside the transaction that writes: others who write the same one wait.

    `require` stands before it; what changed since then is met here.

    Raises:
        NotFound: The assessment or the role is gone.
        WrongState: A step was taken meanwhile.
    """
    access = _find_access(session, actor, assessment_id, for_write=True)
    if access is None or not has_role_for(action, access.roles_for(action)):
        raise NotFound
    if not access.may(action):
        raise WrongState(access.row.state)
    return access


def write_in(
    actor: Actor,
    workspace: Workspace,
    *,
    action: str,
    assessment_id: str,
    work: Callable[[Session, Access], T],
) -> T:
    """Do something with an assessment in one write transaction, allowed or not at all.

    `work` may run several times and must not change anything outside the database.

    Raises:
        NotFound: The actor may not, or there is no such assessment.
        WrongState: Not in its present state.
    """
    require(actor, workspace, action, assessment_id)
    return run_write(
        workspace.engine,
        lambda session: work(session, lock(session, actor, action, assessment_id)),
    )


def _find_access(
    session: Session, actor: Actor, assessment_id: str, *, for_write: bool = False
) -> Access | None:
    if actor.account is None:
        return None
    row = find_assessment(session, assessment_id, lock=for_write)
    if row is None:
        return None
    on_unit, alone = read_roles(
        session, unit_id=row.unit_id, assessment_id=assessment_id, account_id=actor.account
    )
    roles = on_unit | alone
    return Access(row, actor.account, roles, on_unit) if roles else None


def require_unit(actor: Actor, workspace: Workspace, action: str, unit_id: str) -> UnitAccess:
    """Go on only if the actor may do this with the unit.

    Raises:
        NotFound: There is no such unit for them, or they have no role for this.
    """
    access = None
    if actor.account is not None:
        with read_session(workspace.engine) as session:
            row = find_unit(session, unit_id)
            roles = read_unit_roles(session, unit_id, actor.account)
        if row is not None and roles & UNIT_ACTIONS[action]:
            access = UnitAccess(row, actor.account, roles)
    if access is None:
        note_refusal(actor, workspace, action=action, subject=unit_id)
        raise NotFound
    return access


def lock_for_unit(session: Session, actor: Actor, action: str, unit_id: str) -> UnitAccess:
    """Look again inside the transaction that writes: others who write the same unit wait.

    `require_unit` stands before it; what changed since then is met here.

    Raises:
        NotFound: The unit or the role is gone.
    """
    row = lock_unit(session, unit_id)
    if row is None or actor.account is None:
        raise NotFound
    roles = read_unit_roles(session, unit_id, actor.account)
    if not roles & UNIT_ACTIONS[action]:
        raise NotFound
    return UnitAccess(row, actor.account, roles)


def write_in_unit(
    actor: Actor,
    workspace: Workspace,
    *,
    action: str,
    unit_id: str,
    work: Callable[[Session, UnitAccess], T],
) -> T:
    """Do something with a unit in one write transaction, allowed or not at all.

    `work` may run several times and must not change anything outside the database.

    Raises:
        NotFound: The actor may not, or there is no such unit.
    """
    require_unit(actor, workspace, action, unit_id)
    return run_write(
        workspace.engine,
        lambda session: work(session, lock_for_unit(session, actor, action, unit_id)),
    )


def require_admin(actor: Actor, workspace: Workspace, action: str, subject: str = "") -> str:
    """Go on only for an administrator of the installation; returns their account.

    Raises:
        NotFound: They are none.
    """
    if actor.account is None or not actor.is_admin:
        note_refusal(actor, workspace, action=action, subject=subject)
        raise NotFound
    return actor.account


def note_refusal(actor: Actor, workspace: Workspace, *, action: str, subject: str) -> None:
    """Write into the trail that somebody tried what they may not, up to a number an hour."""
    now = workspace.now()
    who = actor.account or actor.address
    key = blind(workspace.settings.secret_key, "refused", who)

    def work(session: Session) -> None:
        count = add_count(session, key, amount=1, now=now, expires_at=now + REFUSAL_WINDOW)
        if count <= MOST_REFUSALS:
            add_audit(
                session, now, action="refused", subject=subject[:100], actor=actor.account,
                wanted=action,
            )  # fmt: skip

    run_write(workspace.engine, work)
