"""Checks that were moved to another version of their toolkit, with what they were before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import AnyRow, Base, JsonValue


class MoveRow(Base):
    """One move of one check, counted from 1; it goes when the check goes.

    `answers`, `parameters` and `from_hash` are what the check was before, so that the move can be
    undone. `record` says what became of each answer, `confirm` holds the version of each answer
    that is to be confirmed: it is confirmed once it has a higher one. `after` keeps the answers as
    they were when the move was undone.
    """

    __tablename__ = "check_move"

    check_id: Mapped[str] = mapped_column(
        ForeignKey("quick_check.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    from_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"))
    to_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"))
    parameters: Mapped[JsonValue]
    answers: Mapped[JsonValue]
    record: Mapped[JsonValue]
    confirm: Mapped[JsonValue]
    after: Mapped[JsonValue | None]
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


def insert_move(session: Session, values: dict[str, object]) -> int:
    """Keep a move under the next number of its check; return that number."""
    mine = MoveRow.check_id == values["check_id"]
    last = session.scalar(select(func.max(MoveRow.number)).where(mine)) or 0
    session.execute(insert(MoveRow), [values | {"number": last + 1}])
    return last + 1


def read_moves(session: Session, check_id: str) -> Sequence[AnyRow]:
    """Return the moves of a check that were not undone, the newest first."""
    columns = MoveRow.__table__.columns
    living = (MoveRow.check_id == check_id, MoveRow.undone_at.is_(None))
    return session.execute(select(*columns).where(*living).order_by(MoveRow.number.desc())).all()


def update_move(session: Session, check_id: str, number: int, values: dict[str, object]) -> None:
    """Change columns of a move."""
    mine = (MoveRow.check_id == check_id, MoveRow.number == number)
    session.execute(update(MoveRow).where(*mine).values(values))


def drop_undone_moves(session: Session, check_id: str, *, keep: int) -> None:
    """Delete all but the newest moves that were undone."""
    undone = (MoveRow.check_id == check_id, MoveRow.undone_at.is_not(None))
    newest = select(MoveRow.number).where(*undone).order_by(MoveRow.number.desc()).offset(keep)
    numbers = session.scalars(newest).all()
    if numbers:
        session.execute(delete(MoveRow).where(*undone, MoveRow.number.in_(numbers)))
