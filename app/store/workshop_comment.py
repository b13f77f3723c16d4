"""Queries on what a room commented beside its answers."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.workshop import WorkshopParticipantRow, WorkshopVoteRow

_VOTE: Final = WorkshopVoteRow.__table__
_SEAT: Final = WorkshopParticipantRow.__table__

# Built once: at a reveal every phone in a room asks at once.
_COMMENTS: Final = (
    select(_VOTE.c.comment, _SEAT.c.name, _SEAT.c.table_number)
    .join_from(_VOTE, _SEAT, _VOTE.c.participant_id == _SEAT.c.id)
    .where(
        _VOTE.c.workshop_id == bindparam("workshop_id"),
        _VOTE.c.question == bindparam("question"),
        _VOTE.c.round == bindparam("round"),
        _VOTE.c.comment != "",
    )
    .order_by(_SEAT.c.number)
)


def list_comments(
    session: Session, workshop_id: str, question: str, in_round: int
) -> Sequence[AnyRow]:
    """Return the comments on a question in one round, with name and table of who wrote them."""
    values = {"workshop_id": workshop_id, "question": question, "round": in_round}
    return session.execute(_COMMENTS, values).all()
