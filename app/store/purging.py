"""Take deleted assessments and units out of the database for good, with all that hangs on them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.store.assessment import AssessmentRow
from app.store.evidence import EvidenceRow, drop_file
from app.store.job import JobRow
from app.store.unit import UnitRow
from app.store.workshop import WorkshopRow


def list_assessments_to_purge(session: Session, until: datetime) -> Sequence[str]:
    """Return assessments deleted before a moment, and those of units deleted so."""
    units = select(UnitRow.id).where(UnitRow.deleted_at <= until)
    due = or_(AssessmentRow.deleted_at <= until, AssessmentRow.unit_id.in_(units))
    return session.scalars(select(AssessmentRow.id).where(due)).all()


def purge_assessment(session: Session, assessment_id: str) -> None:
    """Delete an assessment, jobs and documents of it and its workshops, and files only it has."""
    mine = EvidenceRow.assessment_id == assessment_id
    files = session.scalars(select(EvidenceRow.file_hash).where(mine).distinct()).all()
    rooms = select(WorkshopRow.id).where(WorkshopRow.assessment_id == assessment_id)
    about = or_(JobRow.about == assessment_id, JobRow.about.in_(rooms))
    session.execute(delete(JobRow).where(about))
    session.execute(delete(AssessmentRow).where(AssessmentRow.id == assessment_id))
    for file_hash in filter(None, files):
        drop_file(session, file_hash)


def purge_units(session: Session, until: datetime) -> Sequence[str]:
    """Delete units that were deleted before a moment; their assessments are gone by then."""
    gone = delete(UnitRow).where(UnitRow.deleted_at <= until).returning(UnitRow.id)
    return session.scalars(gone).all()
