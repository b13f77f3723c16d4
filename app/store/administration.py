"""Queries of the pages for administrators: accounts, units, jobs, the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from app.store.account import (
    ACTIVE,
    AccountRow,
    OrganisationRow,
)
from app.store.assessment import AssessmentRow
from app.store.audit import AuditRow
from app.store.base import AnyRow
from app.store.job import QUEUED, JobRow
from app.store.unit import AssessmentRoleRow, UnitRoleRow, UnitRow

ESCAPE: Final = "\\"


def find_accounts(session: Session, words: str, *, after: str, limit: int) -> Sequence[AnyRow]:
    """Return accounts whose name or address holds some words, by id from after one on."""
    row = AccountRow.__table__
    query = (
        select(*row.c, OrganisationRow.name.label("organisation"))
        .select_from(row)
        .join(OrganisationRow, OrganisationRow.id == row.c.organisation_id, isouter=True)
        .where(row.c.id > after)
        .order_by(row.c.id)
        .limit(limit)
    )
    if words:
        query = query.where(or_(_holds(AccountRow.name, words), _holds(AccountRow.email, words)))
    return session.execute(query).all()


def _holds(column: object, words: str) -> ColumnElement[bool]:
    plain = words.lower()
    for sign in (ESCAPE, "%", "_"):
        plain = plain.replace(sign, ESCAPE + sign)
    return func.lower(column).like(f"%{plain}%", escape=ESCAPE)


def count_admins(session: Session, *, but: str = "") -> int:
    """Return how many administrators can sign in, one left out; others who change it wait."""
    mine = (AccountRow.is_admin.is_(True), AccountRow.state == ACTIVE)
    found = session.scalars(select(AccountRow.id).where(*mine).with_for_update()).all()
    return len([account for account in found if account != but])


def list_roles_of(session: Session, account_id: str) -> Sequence[AnyRow]:
    """Return the roles somebody has, on units and on single assessments, with their unit."""
    unit, role = UnitRow.__table__, UnitRoleRow.__table__
    by_unit = (
        select(unit.c.id, unit.c.country, unit.c.name, role.c.role)
        .join_from(unit, role, unit.c.id == role.c.unit_id)
        .where(role.c.account_id == account_id, unit.c.deleted_at.is_(None))
    )
    alone = (
        select(unit.c.id, unit.c.country, unit.c.name, AssessmentRoleRow.role)
        .select_from(unit)
        .join(AssessmentRow, AssessmentRow.unit_id == unit.c.id)
        .join(AssessmentRoleRow, AssessmentRoleRow.assessment_id == AssessmentRow.id)
        .where(
            AssessmentRoleRow.account_id == account_id,
            unit.c.deleted_at.is_(None),
            AssessmentRow.deleted_at.is_(None),
        )
    )
    return session.execute(by_unit.union(alone)).all()


def list_all_units(session: Session) -> Sequence[AnyRow]:
    """Return all units, those on their way out too, each with its number of assessments."""
    count = (
        select(func.count())
        .where(AssessmentRow.unit_id == UnitRow.id, AssessmentRow.deleted_at.is_(None))
        .scalar_subquery()
    )
    query = select(*UnitRow.__table__.c, count.label("assessments"))
    return session.execute(query.order_by(UnitRow.country, UnitRow.name)).all()


def list_accounts_to_erase(session: Session, until: datetime) -> Sequence[str]:
    """Return accounts deleted before a moment that still say whose they are."""
    due = (AccountRow.deleted_at.is_not(None), AccountRow.deleted_at <= until)
    says_who = or_(AccountRow.email.is_not(None), AccountRow.name != "")
    return session.scalars(select(AccountRow.id).where(*due, says_who)).all()


# --- Jobs ---------------------------------------------------------------------------------------


def list_jobs(session: Session, state: str, *, limit: int) -> Sequence[AnyRow]:
    """Return the newest jobs in a state, or of all; without what they work with."""
    row = JobRow.__table__.c
    query = select(
        row.id, row.kind, row.state, row.due_at, row.attempts, row.progress, row.error,
        row.created_at, row.finished_at, row.payload.is_not(None).label("can_run"),
    )  # fmt: skip
    if state:
        query = query.where(row.state == state)
    return session.execute(query.order_by(row.created_at.desc(), row.id).limit(limit)).all()


def count_jobs(session: Session) -> Mapping[str, int]:
    """Return how many jobs there are in each state."""
    query = select(JobRow.state, func.count()).group_by(JobRow.state)
    return {row[0]: row[1] for row in session.execute(query)}


def hasten_job(session: Session, job_id: str, now: datetime) -> bool:
    """Let a job that waits begin now; tells whether there is one that can."""
    waiting = (JobRow.id == job_id, JobRow.state == QUEUED, JobRow.payload.is_not(None))
    begun = update(JobRow).where(*waiting).values(due_at=now, attempts=0).returning(JobRow.id)
    return session.execute(begun).first() is not None


# --- The trail ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which lines of the trail are wanted; `actors` None stands for all."""

    since: datetime | None = None
    until: datetime | None = None
    actors: tuple[str, ...] | None = None
    action: str = ""
    subject: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give it as conditions."""
        given: list[ColumnElement[bool]] = []
        if self.since is not None:
            given.append(AuditRow.at >= self.since)
        if self.until is not None:
            given.append(AuditRow.at < self.until)
        if self.actors is not None:
            given.append(AuditRow.actor.in_(self.actors))
        if self.action:
            given.append(AuditRow.action == self.action)
        if self.subject:
            given.append(AuditRow.subject == self.subject)
        return given


def read_trail(
    session: Session, wanted: TrailFilter, *, before: int | None, limit: int
) -> Sequence[AnyRow]:
    """Return lines of the trail before one, the newest first, with the name of who did it."""
    query = (
        select(*AuditRow.__table__.c, AccountRow.name.label("who"))
        .select_from(AuditRow)
        .join(AccountRow, AccountRow.id == AuditRow.actor, isouter=True)
        .where(*wanted.conditions())
    )
    if before is not None:
        query = query.where(AuditRow.id < before)
    return session.execute(query.order_by(AuditRow.id.desc()).limit(limit)).all()


def list_trail_actions(session: Session) -> Sequence[str]:
    """Return the kinds of deeds there are in the trail."""
    return session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)).all()


def find_account_ids(session: Session, words: str, *, limit: int) -> tuple[str, ...]:
    """Return ids of accounts by id, or by words in name or address."""
    same = session.scalars(select(AccountRow.id).where(AccountRow.id == words)).all()
    if same:
        return tuple(same)
    return tuple(row.id for row in find_accounts(session, words, after="", limit=limit))


# --- Deleted assessments ------------------------------------------------------------------------


def list_deleted_assessments(session: Session, unit_id: str) -> Sequence[AnyRow]:
    """Return the assessments of a unit that are on their way out."""
    gone = (AssessmentRow.unit_id == unit_id, AssessmentRow.deleted_at.is_not(None))
    return session.execute(select(*AssessmentRow.__table__.c).where(*gone)).all()
