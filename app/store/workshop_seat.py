"""Queries on who sits in a room, what they said, and who has finished."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.engine import insert_or_keep, insert_or_replace
from app.store.workshop import (
    WorkshopFinishRow,
    WorkshopParticipantRow,
    WorkshopTallyRow,
    WorkshopVoteRow,
)

_SEAT: Final = WorkshopParticipantRow.__table__
_VOTE: Final = WorkshopVoteRow.__table__
_FINISH: Final = WorkshopFinishRow.__table__
_TALLY: Final = WorkshopTallyRow.__table__

_OF_WHOM: Final = ("number", "table_number", "role", "name", "erased_at")

# Built once: every phone in a room asks every second.
_BY_KEY: Final = select(*_SEAT.c).where(_SEAT.c.key == bindparam("key"))
_OWN_VOTES: Final = select(*_VOTE.c).where(_VOTE.c.participant_id == bindparam("participant_id"))
_OWN_FINISH: Final = select(*_FINISH.c).where(
    _FINISH.c.participant_id == bindparam("participant_id")
)
_IN_ROOM: Final = (
    select(*_SEAT.c).where(_SEAT.c.workshop_id == bindparam("workshop_id")).order_by(_SEAT.c.number)
)
_VOTES: Final = (
    select(*_VOTE.c, *(_SEAT.c[name] for name in _OF_WHOM))
    .join_from(_VOTE, _SEAT, _VOTE.c.participant_id == _SEAT.c.id)
    .where(
        _VOTE.c.workshop_id == bindparam("workshop_id"),
        _VOTE.c.question.in_(bindparam("questions", expanding=True)),
    )
    .order_by(_SEAT.c.number)
)


def find_seat(session: Session, key: str) -> AnyRow | None:
    """Return the participant whose secret has this hash."""
    return session.execute(_BY_KEY, {"key": key}).first()


def find_participant(session: Session, participant_id: str) -> AnyRow | None:
    """Return a participant."""
    return session.execute(select(*_SEAT.c).where(_SEAT.c.id == participant_id)).first()


def insert_participant(session: Session, values: dict[str, object]) -> None:
    """Keep a new participant."""
    session.execute(insert(WorkshopParticipantRow), [values])


def update_participant(session: Session, participant_id: str, values: dict[str, object]) -> None:
    """Change columns of a participant."""
    mine = WorkshopParticipantRow.id == participant_id
    session.execute(update(WorkshopParticipantRow).where(mine).values(values))


def list_participants(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return everybody who ever joined a room, by number."""
    return session.execute(_IN_ROOM, {"workshop_id": workshop_id}).all()


def find_last_number(session: Session, workshop_id: str) -> int:
    """Return the highest number given to a participant; 0 before the first."""
    query = select(func.max(_SEAT.c.number)).where(_SEAT.c.workshop_id == workshop_id)
    return session.scalar(query) or 0


def read_own_votes(session: Session, participant_id: str) -> Sequence[AnyRow]:
    """Return all a participant said, in every round."""
    return session.execute(_OWN_VOTES, {"participant_id": participant_id}).all()


def read_votes(
    session: Session, workshop_id: str, questions: Iterable[str], *, in_round: int | None = None
) -> Sequence[AnyRow]:
    """Return the votes on some questions, with number, table, role and name of who gave them.

    And when these were taken out of it, if they were.
    """
    statement = _VOTES if in_round is None else _VOTES.where(_VOTE.c.round == in_round)
    values = {"workshop_id": workshop_id, "questions": tuple(questions)}
    return session.execute(statement, values).all()


def write_votes(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep votes, each in place of the one that stood; the table must be shared or locked."""
    if rows:
        index = ("participant_id", "question", "round")
        insert_or_replace(session, WorkshopVoteRow, rows, index=index)


def write_finishes(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Note who has finished with which questions; who had, has."""
    if rows:
        index = ("participant_id", "question", "round")
        insert_or_keep(session, WorkshopFinishRow, rows, index=index)


def read_own_finishes(session: Session, participant_id: str) -> Sequence[AnyRow]:
    """Return what a participant has finished with."""
    return session.execute(_OWN_FINISH, {"participant_id": participant_id}).all()


def list_finishes(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return who in a room finished what and when."""
    query = (
        select(*_FINISH.c)
        .join_from(_FINISH, _SEAT, _FINISH.c.participant_id == _SEAT.c.id)
        .where(_SEAT.c.workshop_id == workshop_id)
    )
    return session.execute(query).all()


def read_tallies(session: Session, workshop_id: str, questions: Iterable[str]) -> Sequence[AnyRow]:
    """Return the counted hands on some questions."""
    mine = (_TALLY.c.workshop_id == workshop_id, _TALLY.c.question.in_(tuple(questions)))
    query = select(*_TALLY.c).where(*mine).order_by(_TALLY.c.question, _TALLY.c.place)
    return session.execute(query).all()


def write_tallies(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep counted hands in place of those that stood."""
    if rows:
        index = ("workshop_id", "table_number", "question", "round", "place")
        insert_or_replace(session, WorkshopTallyRow, rows, index=index)


def note_seen(session: Session, participant_id: str, now: datetime) -> None:
    """Note that a participant's device asked."""
    update_participant(session, participant_id, {"seen_at": now})
