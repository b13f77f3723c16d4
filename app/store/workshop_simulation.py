"""Queries on the simulated participants of a practice room."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.engine import insert_or_keep
from app.store.workshop import WorkshopParticipantRow, WorkshopVoteRow


def list_invented(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return the simulated participants of a room, by number."""
    seat = WorkshopParticipantRow.__table__
    mine = (seat.c.workshop_id == workshop_id, seat.c.source == "simulated")
    return session.execute(select(*seat.c).where(*mine).order_by(seat.c.number)).all()


def keep_votes(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep votes; one that was given already stays as it is. The table must be locked."""
    if rows:
        index = ("participant_id", "question", "round")
        insert_or_keep(session, WorkshopVoteRow, rows, index=index)
