"""Counters of failures, shared by all workers and kept over a restart."""

from datetime import datetime

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import Base


class ThrottleRow(Base):
    """How often something failed since its window began; `key` is a hash of who and what."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def add_count(
    session: Session, key: str, *, amount: int, now: datetime, expires_at: datetime
) -> int:
    """Add to a counter in one statement; a window that is over begins anew at `amount`.

    Returns:
        The count after it.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite.insert if is_sqlite else postgresql.insert)(ThrottleRow).values(
        key=key, count=amount, expires_at=expires_at
    )
    is_over = ThrottleRow.expires_at <= now
    changed = {
        "count": case((is_over, amount), else_=ThrottleRow.count + amount),
        "expires_at": case((is_over, expires_at), else_=ThrottleRow.expires_at),
    }
    upsert = statement.on_conflict_do_update(index_elements=["key"], set_=changed)
    return int(session.execute(upsert.returning(ThrottleRow.count)).scalar_one())


def read_count(session: Session, key: str, now: datetime) -> tuple[int, datetime]:
    """Return a counter and the end of its window; 0 and now where none runs."""
    query = select(ThrottleRow.count, ThrottleRow.expires_at).where(
        ThrottleRow.key == key, ThrottleRow.expires_at > now
    )
    row = session.execute(query).first()
    return (row.count, row.expires_at) if row else (0, now)  # type: ignore[return-value]


def clear_count(session: Session, key: str) -> None:
    """Forget one counter."""
    session.execute(delete(ThrottleRow).where(ThrottleRow.key == key))


def clear_counts(session: Session) -> int:
    """Forget all counters; returns how many there were."""
    return session.execute(delete(ThrottleRow)).rowcount  # type: ignore[attr-defined,no-any-return]


def drop_old_counts(session: Session, now: datetime) -> None:
    """Delete counters whose window is over."""
    session.execute(delete(ThrottleRow).where(ThrottleRow.expires_at <= now))
