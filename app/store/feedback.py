"""What visitors say of the site, apart from their checks."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import Base


class FeedbackRow(Base):
    """Two marks from 1 to 5 and some words; not tied to any check or person."""

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(primary_key=True)
    toolkit_id: Mapped[str]
    country: Mapped[str | None]
    useful: Mapped[int | None]
    next_step: Mapped[int | None]
    text: Mapped[str]
    created_at: Mapped[datetime]


def insert_feedback(session: Session, values: dict[str, object]) -> None:
    """Keep one."""
    session.execute(insert(FeedbackRow), [values])
