"""Who takes part in an assessment, by its unit or alone; who is to answer what of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.service.access import Access, write_in
from app.service.account.invitation import OpenInvitation, list_invitations
from app.service.actor import Actor
from app.service.assessment.assigned import (
    Assignment,
    questions_below,
    read_assignment,
)
from app.service.assessment.opening import Opened, find_toolkit
from app.service.error import NotAChoice, NotFound
from app.service.permission import ANSWER, ASSIGN, GRANT, ROLES, has_role_for
from app.service.unit.member import Member, read_members, read_people_around
from app.service.unit.people import sort_roles
from app.service.workspace import Workspace
from app.store.assignment import delete_assignment, delete_assignments_of, update_due
from app.store.audit import add_audit
from app.store.engine import Session, read_session
from app.store.teamwork import insert_assignment, list_assignments
from app.store.unit import (
    grant_assessment_role,
    list_assessment_roles,
    list_unit_roles,
    read_assessment_roles,
    read_unit_roles,
    revoke_assessment_role,
)

MOST_PARTS = 5_000
"""Parts given out in one assessment."""


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part in an assessment.

    Attributes:
        members: Everybody who takes part, by account, sorted by name.
        by_unit: Roles they have by the unit.
        alone: Roles they have on this assessment alone.
        assignments: Who is to answer what.
        others: People of the unit's other assessments, who may be asked to take part.
        invitations: Open invitations; none for who may not give roles.
    """

    members: Mapping[str, Member]
    by_unit: Mapping[str, tuple[str, ...]]
    alone: Mapping[str, tuple[str, ...]]
    assignments: tuple[Assignment, ...]
    others: Mapping[str, Member]
    invitations: tuple[OpenInvitation, ...]

    @property
    def answering(self) -> tuple[Member, ...]:
        """Those who can be given something to answer."""
        return tuple(
            member
            for account, member in self.members.items()
            if member.is_active and has_role_for(ANSWER, self.roles_of(account))
        )

    def roles_of(self, account: str) -> frozenset[str]:
        """Give all roles somebody has here."""
        return frozenset((*self.by_unit.get(account, ()), *self.alone.get(account, ())))


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of an assessment with the person who is to answer it."""

    account: str
    node: str


@dataclass(frozen=True, slots=True)
class Given:
    """What is newly given out, by which day, and what is taken back."""

    added: frozenset[Part]
    taken: frozenset[Part]
    due: date | None = None


def read_people(workspace: Workspace, opened: Opened) -> People:
    """Read who takes part in an assessment that was opened."""
    row = opened.access.row
    with read_session(workspace.engine) as session:
        by_unit = list_unit_roles(session, row.unit_id)
        alone = list_assessment_roles(session, opened.id)
        assignments = tuple(map(read_assignment, list_assignments(session, opened.id)))
        taking_part = {item.account_id for item in (*by_unit, *alone)}
        members = read_members(session, taking_part)
        around = read_people_around(session, row.unit_id)
        may_grant = opened.access.may(GRANT)
        invitations = list_invitations(session, workspace, opened.id) if may_grant else ()
    return People(
        members,
        sort_roles((item.account_id, item.role) for item in by_unit),
        sort_roles((item.account_id, item.role) for item in alone),
        assignments,
        {account: member for account, member in around.items() if account not in taking_part},
        invitations,
    )


# --- Roles on this assessment alone ---------------------------------------------------------------


def grant_role(
    actor: Actor, workspace: Workspace, assessment_id: str, *, account: str, role: str
) -> None:
    """Give a role on one assessment to somebody of its unit or of another assessment of it.

    Raises:
        NotFound: The actor may not.
        NotAChoice: No such role, or nobody of this unit.
    """

    def work(session: Session, access: Access) -> None:
        if role not in ROLES or account not in read_people_around(session, access.row.unit_id):
            raise NotAChoice("role")
        now = workspace.now()
        values: dict[str, object] = {
            "assessment_id": assessment_id,
            "account_id": account,
            "role": role,
            "granted_by": access.account,
            "granted_at": now,
        }
        grant_assessment_role(session, values)
        add_audit(
            session, now, action="role_granted", subject=assessment_id, actor=access.account,
            role=role, account=account,
        )  # fmt: skip

    write_in(actor, workspace, action=GRANT, assessment_id=assessment_id, work=work)


def revoke_role(
    actor: Actor, workspace: Workspace, assessment_id: str, *, account: str, role: str
) -> None:
    """Take a role on one assessment away, and with the last that answers what was to be answered.

    Raises:
        NotFound: The actor may not, or the person does not have the role.
    """

    def work(session: Session, access: Access) -> None:
        if role not in read_assessment_roles(session, assessment_id, account):
            raise NotFound
        revoke_assessment_role(session, assessment_id, account, role=role)
        left = read_assessment_roles(session, assessment_id, account)
        left |= read_unit_roles(session, access.row.unit_id, account)
        parts = 0
        if not has_role_for(ANSWER, left):
            parts = delete_assignments_of(session, assessment_id, account)
        add_audit(
            session, workspace.now(), action="role_revoked", subject=assessment_id,
            actor=access.account, role=role, account=account, parts=parts,
        )  # fmt: skip

    write_in(actor, workspace, action=GRANT, assessment_id=assessment_id, work=work)


# --- What to answer -------------------------------------------------------------------------------


def give_parts(actor: Actor, workspace: Workspace, assessment_id: str, given: Given) -> None:
    """Give parts of an assessment out and take others back, all together.

    Only what changed is named, so that two people who give out parts at once undo nothing of each
    other's.

    Raises:
        NotFound: The actor may not.
        WrongState: Not after approval.
        NotAChoice: No such part, or somebody who answers nothing here.
    """

    def work(session: Session, access: Access) -> None:
        _check(session, workspace, access, given)
        for part in sorted(given.added):
            insert_assignment(session, _row_of(workspace, access, part, given.due))
        for part in sorted(given.taken):
            delete_assignment(session, assessment_id, node=part.node, account_id=part.account)
        if given.added or given.taken:
            add_audit(
                session, workspace.now(), action="parts_assigned", subject=assessment_id,
                actor=access.account,
                added=[[part.account, part.node] for part in sorted(given.added)],
                taken=[[part.account, part.node] for part in sorted(given.taken)],
            )  # fmt: skip

    write_in(actor, workspace, action=ASSIGN, assessment_id=assessment_id, work=work)


def _row_of(
    workspace: Workspace, access: Access, part: Part, due: date | None
) -> dict[str, object]:
    return {
        "assessment_id": access.row.id,
        "node": part.node,
        "account_id": part.account,
        "due": due,
        "assigned_by": access.account,
        "assigned_at": workspace.now(),
    }


def _check(session: Session, workspace: Workspace, access: Access, given: Given) -> None:
    toolkit = find_toolkit(workspace, access.row)
    if not all(questions_below(toolkit, part.node) for part in given.added):
        raise NotAChoice("node")
    for account in {part.account for part in given.added}:
        roles = read_unit_roles(session, access.row.unit_id, account)
        roles |= read_assessment_roles(session, access.row.id, account)
        if not has_role_for(ANSWER, roles):
            raise NotAChoice("account")
    if len(list_assignments(session, access.row.id)) + len(given.added) > MOST_PARTS:
        raise NotAChoice("parts")


def set_days(
    actor: Actor, workspace: Workspace, assessment_id: str, days: Mapping[Part, date | None]
) -> None:
    """Set by which day parts that are given out are to be answered.

    Raises:
        NotFound: The actor may not.
        WrongState: Not after approval.
    """

    def work(session: Session, access: Access) -> None:
        changed = [
            part
            for part, due in sorted(days.items(), key=lambda item: item[0])
            if update_due(session, assessment_id, node=part.node, account_id=part.account, due=due)
        ]
        if changed:
            add_audit(
                session, workspace.now(), action="days_set", subject=assessment_id,
                actor=access.account, parts=len(changed),
            )  # fmt: skip

    write_in(actor, workspace, action=ASSIGN, assessment_id=assessment_id, work=work)
