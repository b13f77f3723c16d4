"""Steps from state to state, what was approved, and what of it is public."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.store.assessment import (
    ApprovalRow,
    AssessmentRow,
    PublicationRow,
    StateChangeRow,
    update_assessment,
)
from app.store.base import AnyRow
from app.store.unit import UnitRow

_ASSESSMENT = AssessmentRow.__table__


def add_state_change(
    session: Session, assessment_id: str, values: dict[str, object], *, now: datetime
) -> None:
    """Put an assessment into another state and keep the step; its lock must be held.

    `values` are `from_state`, `to_state`, `note` and `changed_by`.
    """
    mine = StateChangeRow.assessment_id == assessment_id
    last = session.scalar(select(func.max(StateChangeRow.number)).where(mine)) or 0
    row = {"assessment_id": assessment_id, "number": last + 1, "changed_at": now} | values
    session.execute(insert(StateChangeRow), [row])
    update_assessment(session, assessment_id, {"state": values["to_state"]})


# --- Approval -----------------------------------------------------------------------------------


def insert_approval(session: Session, values: dict[str, object]) -> None:
    """Keep what was approved."""
    session.execute(insert(ApprovalRow), [values])


def find_approval(session: Session, assessment_id: str) -> AnyRow | None:
    """Return what was approved of an assessment."""
    query = select(*ApprovalRow.__table__.c).where(ApprovalRow.assessment_id == assessment_id)
    return session.execute(query).first()


def list_approved(session: Session) -> Sequence[str]:
    """Return the ids of all assessments that were approved, those on their way out too."""
    query = select(ApprovalRow.assessment_id).order_by(ApprovalRow.assessment_id)
    return session.scalars(query).all()


def list_rounds_before(session: Session, row: AnyRow, states: Sequence[str]) -> Sequence[AnyRow]:
    """Return the earlier rounds of the same unit and toolkit in some states, the last one first."""
    earlier = (
        AssessmentRow.unit_id == row.unit_id,
        AssessmentRow.toolkit_id == row.toolkit_id,
        AssessmentRow.round < row.round,
        AssessmentRow.state.in_(tuple(states)),
        AssessmentRow.deleted_at.is_(None),
    )
    query = select(*_ASSESSMENT.c).where(*earlier).order_by(AssessmentRow.round.desc())
    return session.execute(query).all()


def has_later_round(session: Session, row: AnyRow, states: Sequence[str]) -> bool:
    """Tell whether a later round of the same unit and toolkit is in one of some states."""
    later = (
        AssessmentRow.unit_id == row.unit_id,
        AssessmentRow.toolkit_id == row.toolkit_id,
        AssessmentRow.round > row.round,
        AssessmentRow.state.in_(tuple(states)),
        AssessmentRow.deleted_at.is_(None),
    )
    return session.scalar(select(AssessmentRow.id).where(*later).limit(1)) is not None


# --- Publication --------------------------------------------------------------------------------


def insert_publication(session: Session, assessment_id: str, values: dict[str, object]) -> None:
    """Keep that something became public, numbered from 1; the assessment's lock must be held."""
    mine = PublicationRow.assessment_id == assessment_id
    last = session.scalar(select(func.max(PublicationRow.number)).where(mine)) or 0
    row = {"assessment_id": assessment_id, "number": last + 1} | values
    session.execute(insert(PublicationRow), [row])


def withdraw_publication(
    session: Session, assessment_id: str, *, account: str, now: datetime
) -> None:
    """Take back what is public of an assessment."""
    standing = (
        PublicationRow.assessment_id == assessment_id,
        PublicationRow.withdrawn_at.is_(None),
    )
    taken = {"withdrawn_by": account, "withdrawn_at": now}
    session.execute(update(PublicationRow).where(*standing).values(taken))


def list_publications(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return what became public of an assessment and when it was taken back, the first first."""
    mine = PublicationRow.assessment_id == assessment_id
    query = select(*PublicationRow.__table__.c).where(mine).order_by(PublicationRow.number)
    return session.execute(query).all()


def list_public(session: Session, assessment_id: str | None = None) -> Sequence[AnyRow]:
    """Return the assessments of which something is public now, the newest publication first.

    Each has the columns of the assessment, kind, country and name of its unit, and of the
    publication `number`, `parts` and `published_at`; with an id, that one alone.
    """
    unit, publication = UnitRow.__table__, PublicationRow.__table__
    query = (
        select(
            *_ASSESSMENT.c,
            unit.c.kind.label("unit_kind"),
            unit.c.country,
            unit.c.name,
            publication.c.number,
            publication.c.parts,
            publication.c.published_at,
        )
        .join_from(_ASSESSMENT, unit, _ASSESSMENT.c.unit_id == unit.c.id)
        .join(publication, publication.c.assessment_id == _ASSESSMENT.c.id)
        .where(
            publication.c.withdrawn_at.is_(None),
            _ASSESSMENT.c.deleted_at.is_(None),
            unit.c.deleted_at.is_(None),
        )
        .order_by(publication.c.published_at.desc(), _ASSESSMENT.c.id)
    )
    if assessment_id is not None:
        query = query.where(_ASSESSMENT.c.id == assessment_id)
    return session.execute(query).all()
