"""Queries on what comes of a room: goals, rated items, planned actions, what people thought of it.

Whoever changes any of it holds the workshop's lock; a participant's own ratings and feedback share
it, so that none comes in after a close.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.engine import insert_or_replace
from app.store.workshop import (
    WorkshopActionRow,
    WorkshopAgreementRow,
    WorkshopFeedbackRow,
    WorkshopGoalRow,
    WorkshopItemRow,
    WorkshopRatingRow,
    WorkshopRow,
)

_WORKSHOP: Final = WorkshopRow.__table__
_AGREEMENT: Final = WorkshopAgreementRow.__table__
_GOAL: Final = WorkshopGoalRow.__table__
_ITEM: Final = WorkshopItemRow.__table__
_RATING: Final = WorkshopRatingRow.__table__
_ACTION: Final = WorkshopActionRow.__table__
_FEEDBACK: Final = WorkshopFeedbackRow.__table__

_SHARED: Final = (
    select(*_WORKSHOP.c)
    .where(_WORKSHOP.c.id == bindparam("workshop_id"))
    .with_for_update(read=True)
)


def share_workshop(session: Session, workshop_id: str) -> AnyRow | None:
    """Return a workshop and hold it as it is; others may share it, who changes it waits."""
    return session.execute(_SHARED, {"workshop_id": workshop_id}).first()


def list_standing(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return what was agreed on each question and stands, by question."""
    mine = (_AGREEMENT.c.workshop_id == workshop_id, _AGREEMENT.c.withdrawn_at.is_(None))
    query = select(*_AGREEMENT.c).where(*mine).order_by(_AGREEMENT.c.question, _AGREEMENT.c.number)
    standing = {row.question: row for row in session.execute(query)}
    return tuple(standing.values())


# --- Goals --------------------------------------------------------------------------------------


def list_goals(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return the goals of a room, by question."""
    query = select(*_GOAL.c).where(_GOAL.c.workshop_id == workshop_id).order_by(_GOAL.c.question)
    return session.execute(query).all()


def write_goal(session: Session, values: dict[str, object]) -> None:
    """Keep a goal in place of the one that stood."""
    insert_or_replace(session, WorkshopGoalRow, [values], index=("workshop_id", "question"))


def delete_goal(session: Session, workshop_id: str, question: str) -> None:
    """Take a goal away."""
    mine = (_GOAL.c.workshop_id == workshop_id, _GOAL.c.question == question)
    session.execute(delete(WorkshopGoalRow).where(*mine))


# --- Priorities ---------------------------------------------------------------------------------


def list_items(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return what is to be rated, by number; what was taken out is left out."""
    mine = (_ITEM.c.workshop_id == workshop_id, _ITEM.c.removed_at.is_(None))
    return session.execute(select(*_ITEM.c).where(*mine).order_by(_ITEM.c.number)).all()


def find_last_item(session: Session, workshop_id: str) -> int:
    """Return the highest number an item ever had; 0 before the first."""
    query = select(func.max(_ITEM.c.number)).where(_ITEM.c.workshop_id == workshop_id)
    return session.scalar(query) or 0


def write_item(session: Session, values: dict[str, object]) -> None:
    """Keep an item in place of the one with its number."""
    insert_or_replace(session, WorkshopItemRow, [values], index=("workshop_id", "number"))


def remove_item(session: Session, workshop_id: str, number: int, now: datetime) -> None:
    """Take an item out; its ratings stay as they were given."""
    mine = (_ITEM.c.workshop_id == workshop_id, _ITEM.c.number == number)
    session.execute(update(WorkshopItemRow).where(*mine).values(removed_at=now))


def read_ratings(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return everybody's ratings, by item."""
    query = select(*_RATING.c).where(_RATING.c.workshop_id == workshop_id)
    return session.execute(query.order_by(_RATING.c.item, _RATING.c.participant_id)).all()


def read_own_ratings(session: Session, participant_id: str) -> Sequence[AnyRow]:
    """Return a participant's own ratings."""
    query = select(*_RATING.c).where(_RATING.c.participant_id == participant_id)
    return session.execute(query).all()


def list_raters(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return who has rated which item, and not how."""
    query = select(_RATING.c.participant_id, _RATING.c.item)
    return session.execute(query.where(_RATING.c.workshop_id == workshop_id)).all()


def write_ratings(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep ratings, each in place of the one that stood."""
    if rows:
        insert_or_replace(session, WorkshopRatingRow, rows, index=("participant_id", "item"))


# --- Plan ---------------------------------------------------------------------------------------


def list_actions(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return the actions a room plans, by number; what was taken out is left out."""
    mine = (_ACTION.c.workshop_id == workshop_id, _ACTION.c.removed_at.is_(None))
    return session.execute(select(*_ACTION.c).where(*mine).order_by(_ACTION.c.number)).all()


def find_last_action(session: Session, workshop_id: str) -> int:
    """Return the highest number an action ever had; 0 before the first."""
    query = select(func.max(_ACTION.c.number)).where(_ACTION.c.workshop_id == workshop_id)
    return session.scalar(query) or 0


def insert_action(session: Session, values: dict[str, object]) -> None:
    """Keep a new action."""
    session.execute(insert(WorkshopActionRow), [values])


def update_action(
    session: Session, workshop_id: str, number: int, values: dict[str, object]
) -> None:
    """Change columns of an action."""
    mine = (_ACTION.c.workshop_id == workshop_id, _ACTION.c.number == number)
    session.execute(update(WorkshopActionRow).where(*mine).values(values))


# --- Feedback -----------------------------------------------------------------------------------


def find_feedback(session: Session, participant_id: str) -> AnyRow | None:
    """Return what a participant thought of it; None where they said nothing."""
    query = select(*_FEEDBACK.c).where(_FEEDBACK.c.participant_id == participant_id)
    return session.execute(query).first()


def write_feedback(session: Session, values: dict[str, object]) -> None:
    """Keep what a participant thought of it in place of what stood."""
    insert_or_replace(session, WorkshopFeedbackRow, [values], index=("participant_id",))


def list_feedback(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return what everybody thought of it, in no order that tells who."""
    query = select(
        _FEEDBACK.c.useful, _FEEDBACK.c.again, _FEEDBACK.c.before, _FEEDBACK.c.after
    ).where(_FEEDBACK.c.workshop_id == workshop_id)
    return session.execute(query.order_by(*query.selected_columns)).all()
