"""Signs of life of workers."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import Base
from app.store.engine import insert_or_replace


class HeartbeatRow(Base):
    """A worker and when it last said it lives."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]


def write_beat(session: Session, worker: str, *, started_at: datetime, now: datetime) -> None:
    """Note that a worker lives."""
    row = {"worker": worker, "started_at": started_at, "beat_at": now}
    insert_or_replace(session, HeartbeatRow, [row], index=("worker",))


def last_beat(session: Session) -> datetime | None:
    """Return the newest sign of life of any worker."""
    return session.scalar(select(func.max(HeartbeatRow.beat_at)))


def drop_beats_before(session: Session, moment: datetime) -> None:
    """Forget workers that fell silent before a moment."""
    session.execute(delete(HeartbeatRow).where(HeartbeatRow.beat_at < moment))
