"""Units as administrators see them: which there are, and who their focal points are."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.service.access import require_admin
from app.service.account.invitation import (
    Grant,
    OpenInvitation,
    list_invitations,
    revoke_invitation,
)
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.permission import FOCAL_POINT
from app.service.unit.inviting import Guest, Letterhead, send_invitation
from app.service.unit.member import Member, read_members
from app.service.unit.people import Part, give_role, take_role
from app.service.workspace import Workspace
from app.store.account import ACTIVE, find_confirmed_account
from app.store.administration import list_all_units
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.member import find_any_unit, lock_unit
from app.store.unit import list_unit_roles


@dataclass(frozen=True, slots=True)
class UnitAdministration:
    """A unit with its focal points; no more of it is an administrator's business."""

    row: AnyRow
    focal_points: tuple[Member, ...]
    invitations: tuple[OpenInvitation, ...]


def list_units(actor: Actor, workspace: Workspace) -> Sequence[AnyRow]:
    """Return all units, those on their way out too, with `assessments`, their number.

    Raises:
        NotFound: The actor is no administrator.
    """
    require_admin(actor, workspace, "unit:list")
    with read_session(workspace.engine) as session:
        return list_all_units(session)


def open_unit(actor: Actor, workspace: Workspace, unit_id: str) -> UnitAdministration:
    """Return a unit with its focal points.

    Raises:
        NotFound: The actor is no administrator, or there is no such unit.
    """
    require_admin(actor, workspace, "unit:view", unit_id)
    with read_session(workspace.engine) as session:
        row = find_any_unit(session, unit_id)
        holders = [item.account_id for item in list_unit_roles(session, unit_id)
                   if item.role == FOCAL_POINT]  # fmt: skip
        members = read_members(session, holders)
        invitations = list_invitations(session, workspace, unit_id)
    if row is None:
        raise NotFound
    return UnitAdministration(row, tuple(members.values()), invitations)


def name_focal_point(actor: Actor, workspace: Workspace, unit_id: str, *, email: str) -> bool:
    """Make somebody with an account a focal point, which the trail tells.

    Returns:
        False where nobody who can sign in has this address and has confirmed it.

    Raises:
        NotFound: The actor is no administrator, or there is no such unit.
    """
    by = require_admin(actor, workspace, "unit:focal-point", unit_id)

    def work(session: Session) -> bool:
        if lock_unit(session, unit_id) is None:
            raise NotFound
        found = find_confirmed_account(session, email)
        if found is None or found.state != ACTIVE:
            return False
        give_role(session, workspace, unit_id, part=Part(found.id, FOCAL_POINT), given_by=by)
        return True

    return run_write(workspace.engine, work)


def remove_focal_point(actor: Actor, workspace: Workspace, unit_id: str, *, account: str) -> bool:
    """Take the role of focal point away; False for the last one who can sign in.

    Raises:
        NotFound: The actor is no administrator, or the person is no focal point.
    """
    by = require_admin(actor, workspace, "unit:focal-point", unit_id)

    def work(session: Session) -> bool:
        if lock_unit(session, unit_id) is None:
            raise NotFound
        part = Part(account, FOCAL_POINT)
        return take_role(session, workspace, unit_id, part=part, taken_by=by)

    return run_write(workspace.engine, work)


def invite_focal_point(
    actor: Actor, workspace: Workspace, unit_id: str, guest: Guest, *, head: Letterhead
) -> str:
    """Invite somebody to be focal point of a unit; returns the secret of the link.

    Raises:
        NotFound: The actor is no administrator, or there is no such unit.
        NotAChoice: Another role, or no mail address.
    """
    by = require_admin(actor, workspace, "unit:focal-point", unit_id)
    if guest.role != FOCAL_POINT:
        raise NotAChoice("role")
    grants = (Grant(FOCAL_POINT, unit_id=unit_id),)

    def work(session: Session) -> str:
        if lock_unit(session, unit_id) is None:
            raise NotFound
        return send_invitation(session, workspace, guest, grants, made_by=by, head=head)

    return run_write(workspace.engine, work)


def withdraw_invitation(
    actor: Actor, workspace: Workspace, unit_id: str, invitation_id: str
) -> None:
    """Take back an invitation to a unit.

    Raises:
        NotFound: The actor is no administrator, or there is no such invitation.
    """
    by = require_admin(actor, workspace, "unit:focal-point", unit_id)
    run_write(
        workspace.engine,
        lambda session: revoke_invitation(
            session, workspace, invitation_id, subject=unit_id, actor=by
        ),
    )
