"""The people of a unit: who has which role, given and taken by its focal points."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.service.access import UnitAccess, require_unit, write_in_unit
from app.service.account.invitation import OpenInvitation, list_invitations, revoke_invitation
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.permission import FOCAL_POINT, ROLES
from app.service.unit.member import Member, read_members, read_people_around
from app.service.workspace import Workspace
from app.store.administration import list_deleted_assessments
from app.store.assessment import list_assessments_of
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.member import count_holders, list_assessments_of_unit
from app.store.unit import (
    grant_unit_role,
    list_unit_roles,
    read_unit_roles,
    revoke_unit_role,
)

VIEW: Final = "unit:view"
GRANT: Final = "unit:grant"


@dataclass(frozen=True, slots=True)
class Part:
    """One role of one person."""

    account: str
    role: str


@dataclass(frozen=True, slots=True)
class UnitPeople:
    """A unit with its people.

    Attributes:
        access: What the reader may do.
        roles: The roles of each person, by account, in the order of the table of roles.
        members: Everybody who has one, and who takes part in one of its assessments.
        invitations: Open invitations to the unit; none for who may not give roles.
        assessments: Rows of its assessments, the newest first.
        deleted: Those that a focal point can bring back; none for others.
    """

    access: UnitAccess
    roles: Mapping[str, tuple[str, ...]]
    members: Mapping[str, Member]
    invitations: tuple[OpenInvitation, ...]
    assessments: Sequence[AnyRow]
    deleted: Sequence[AnyRow] = ()


def open_unit(actor: Actor, workspace: Workspace, unit_id: str, action: str = VIEW) -> UnitPeople:
    """Read a unit and its people.

    Raises:
        NotFound: There is no such unit for them, or they have no role for this.
    """
    access = require_unit(actor, workspace, action, unit_id)
    with read_session(workspace.engine) as session:
        rows = list_unit_roles(session, unit_id)
        members = dict(read_members(session, (row.account_id for row in rows)))
        members |= read_people_around(session, unit_id)
        assessments = list_assessments_of_unit(session, unit_id)
        mine = {row.id for row in list_assessments_of(session, access.account)}
        may_grant = access.may(GRANT)
        invitations = list_invitations(session, workspace, unit_id) if may_grant else ()
        deleted = list_deleted_assessments(session, unit_id) if may_grant else ()
    return UnitPeople(
        access,
        sort_roles((row.account_id, row.role) for row in rows),
        members,
        invitations,
        [row for row in assessments if row.id in mine],
        deleted,
    )


def sort_roles(granted: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Give the roles of each account in the order of the table of roles."""
    found: dict[str, set[str]] = {}
    for account, role in granted:
        found.setdefault(account, set()).add(role)
    return {
        account: tuple(role for role in ROLES if role in given) for account, given in found.items()
    }


def grant_role(
    actor: Actor, workspace: Workspace, unit_id: str, *, account: str, role: str
) -> None:
    """Give a role on a unit to somebody who has one there or on one of its assessments.

    Whoever is not there yet is invited: asking for an address would tell who has an account.

    Raises:
        NotFound: The actor may not.
        NotAChoice: No such role, or nobody of this unit.
    """

    def work(session: Session, access: UnitAccess) -> None:
        if account not in read_people_around(session, unit_id):
            raise NotAChoice("account")
        part = Part(account, role)
        give_role(session, workspace, unit_id, part=part, given_by=access.account)

    write_in_unit(actor, workspace, action=GRANT, unit_id=unit_id, work=work)


def give_role(
    session: Session, workspace: Workspace, unit_id: str, *, part: Part, given_by: str
) -> None:
    """Give a role inside a transaction that has asked whether `given_by` may.

    Raises:
        NotAChoice: No such role.
    """
    if part.role not in ROLES:
        raise NotAChoice("role")
    now = workspace.now()
    values: dict[str, object] = {
        "unit_id": unit_id,
        "account_id": part.account,
        "role": part.role,
        "granted_by": given_by,
        "granted_at": now,
    }
    grant_unit_role(session, values)
    add_audit(
        session, now, action="role_granted", subject=unit_id, actor=given_by,
        role=part.role, account=part.account,
    )  # fmt: skip


def revoke_role(
    actor: Actor, workspace: Workspace, unit_id: str, *, account: str, role: str
) -> bool:
    """Take a role on a unit away.

    Returns:
        False where it would leave the unit without a focal point who can sign in.

    Raises:
        NotFound: The actor may not, or the person does not have the role.
    """

    def work(session: Session, access: UnitAccess) -> bool:
        part = Part(account, role)
        return take_role(session, workspace, unit_id, part=part, taken_by=access.account)

    return write_in_unit(actor, workspace, action=GRANT, unit_id=unit_id, work=work)


def take_role(
    session: Session, workspace: Workspace, unit_id: str, *, part: Part, taken_by: str
) -> bool:
    """Take a role away inside a transaction that has asked; False for the last focal point.

    Raises:
        NotFound: The person does not have the role.
    """
    role, account = part.role, part.account
    if role not in read_unit_roles(session, unit_id, account):
        raise NotFound
    if role == FOCAL_POINT and not count_holders(session, unit_id, FOCAL_POINT, but=account):
        return False
    revoke_unit_role(session, unit_id, account, role=role)
    add_audit(
        session, workspace.now(), action="role_revoked", subject=unit_id, actor=taken_by,
        role=role, account=account,
    )  # fmt: skip
    return True


def withdraw_invitation(
    actor: Actor, workspace: Workspace, unit_id: str, invitation_id: str
) -> None:
    """Take back an invitation to a unit that nobody accepted yet.

    Raises:
        NotFound: The actor may not, or there is no such invitation.
    """

    def work(session: Session, access: UnitAccess) -> None:
        revoke_invitation(session, workspace, invitation_id, subject=unit_id, actor=access.account)

    write_in_unit(actor, workspace, action=GRANT, unit_id=unit_id, work=work)
