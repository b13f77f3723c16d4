"""What a report is made of beside answers: evidence, goals, plan, desk data, people, remarks.

Whoever writes these tables has queries of their own; a report reads all of them at once, and does
without any that has no rows.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.account import AccountRow, OrganisationRow
from app.store.base import AnyRow
from app.store.evidence import EvidenceRow
from app.store.table import METADATA
from app.store.unit import AssessmentRoleRow, UnitRoleRow

_GOAL = METADATA.tables["goal"]
_ACTION = METADATA.tables["plan_action"]
_DESK = METADATA.tables["desk_value"]
_REMARK = METADATA.tables["review_comment"]


def read_evidence(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return all evidence of an assessment, in the order it was added."""
    mine = EvidenceRow.assessment_id == assessment_id
    query = select(*EvidenceRow.__table__.c).where(mine)
    return session.execute(query.order_by(EvidenceRow.added_at, EvidenceRow.id)).all()


def read_goals(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the goals of an assessment by question."""
    query = select(_GOAL).where(_GOAL.c.assessment_id == assessment_id)
    return session.execute(query.order_by(_GOAL.c.question)).all()


def read_plan(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the actions of an assessment's plan by number."""
    query = select(_ACTION).where(_ACTION.c.assessment_id == assessment_id)
    return session.execute(query.order_by(_ACTION.c.number, _ACTION.c.id)).all()


def read_desk_values(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the figures a team entered, by index and leaf."""
    query = select(_DESK).where(_DESK.c.assessment_id == assessment_id)
    return session.execute(query.order_by(_DESK.c.index_id, _DESK.c.leaf)).all()


def count_remarks(session: Session, assessment_id: str) -> tuple[int, int]:
    """Return how many remarks reviewers made, and how many of them are not decided."""
    mine = _REMARK.c.assessment_id == assessment_id
    all_of = session.scalar(select(func.count()).select_from(_REMARK).where(mine)) or 0
    undecided = (mine, _REMARK.c.decision == "")
    open_of = session.scalar(select(func.count()).select_from(_REMARK).where(*undecided)) or 0
    return all_of, open_of


def read_participants(session: Session, row: AnyRow) -> Sequence[AnyRow]:
    """Return account, role and organisation of everybody who takes part; the last may be None."""
    by_unit = select(UnitRoleRow.account_id, UnitRoleRow.role).where(
        UnitRoleRow.unit_id == row.unit_id
    )
    alone = select(AssessmentRoleRow.account_id, AssessmentRoleRow.role).where(
        AssessmentRoleRow.assessment_id == row.id
    )
    granted = by_unit.union(alone).subquery()
    query = (
        select(granted.c.account_id, granted.c.role, OrganisationRow.name.label("organisation"))
        .join_from(granted, AccountRow, AccountRow.id == granted.c.account_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == AccountRow.organisation_id)
        .order_by(granted.c.role, OrganisationRow.name, granted.c.account_id)
    )
    return session.execute(query).all()
