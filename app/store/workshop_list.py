"""Queries for lists of workshops, and what is taken away with one."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.job import JobRow
from app.store.workshop import WorkshopParticipantRow, WorkshopRow, WorkshopTableRow

_SEAT: Final = WorkshopParticipantRow.__table__
_TABLE: Final = WorkshopTableRow.__table__


def count_people(session: Session, workshop_ids: Sequence[str]) -> Mapping[str, int]:
    """Return how many joined each workshop; one nobody joined is left out."""
    query = (
        select(_SEAT.c.workshop_id, func.count())
        .where(_SEAT.c.workshop_id.in_(workshop_ids))
        .group_by(_SEAT.c.workshop_id)
    )
    return dict(map(tuple, session.execute(query)))


def count_tables(session: Session, workshop_ids: Sequence[str]) -> Mapping[str, int]:
    """Return how many tables each workshop has."""
    query = (
        select(_TABLE.c.workshop_id, func.count())
        .where(_TABLE.c.workshop_id.in_(workshop_ids))
        .group_by(_TABLE.c.workshop_id)
    )
    return dict(map(tuple, session.execute(query)))


def delete_documents(session: Session, workshop_id: str) -> None:
    """Delete the documents that were made about a workshop, and what is still to be made."""
    session.execute(delete(JobRow).where(JobRow.about == workshop_id))


def delete_rooms_of(session: Session, account_id: str) -> None:
    """Delete the workshops that stand alone and are somebody's, with their documents."""
    mine = (WorkshopRow.owner_id == account_id, WorkshopRow.assessment_id.is_(None))
    rooms = select(WorkshopRow.id).where(*mine)
    session.execute(delete(JobRow).where(JobRow.about.in_(rooms)))
    session.execute(delete(WorkshopRow).where(*mine))
