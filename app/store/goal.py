"""What questions are to reach by which year."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import AnyRow, Base, JsonValue


class GoalRow(Base):
    """What a question is to reach by which year; `value` as an answer's value is kept."""

    __tablename__ = "goal"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[JsonValue]
    year: Mapped[int]
    note: Mapped[str]
    version: Mapped[int]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


def list_goals(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the goals of an assessment, by question; none where none were set."""
    mine = GoalRow.assessment_id == assessment_id
    query = select(*GoalRow.__table__.c).where(mine).order_by(GoalRow.question)
    return session.execute(query).all()


def write_goal(session: Session, values: dict[str, object]) -> None:
    """Keep a goal in place of the one that stood; the assessment's lock must be held."""
    session.merge(GoalRow(**values))
    session.flush()


def delete_goal(session: Session, assessment_id: str, question: str) -> None:
    """Take a goal away."""
    session.execute(
        delete(GoalRow).where(GoalRow.assessment_id == assessment_id, GoalRow.question == question)
    )
