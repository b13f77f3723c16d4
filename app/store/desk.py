"""Figures a team entered for the leaves of the toolkit's indices."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import AnyRow, Base


class DeskValueRow(Base):
    """A figure entered by the team for a leaf of one of the toolkit's indices."""

    __tablename__ = "desk_value"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    index_id: Mapped[str] = mapped_column(primary_key=True)
    leaf: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float | None]
    year: Mapped[int | None]
    source: Mapped[str]
    note: Mapped[str]
    version: Mapped[int]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


_DESK = DeskValueRow.__table__


def list_desk_values(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the figures entered for an assessment, by index and leaf."""
    mine = DeskValueRow.assessment_id == assessment_id
    query = select(*_DESK.c).where(mine).order_by(_DESK.c.index_id, _DESK.c.leaf)
    return session.execute(query).all()


def write_desk_value(session: Session, values: dict[str, object]) -> None:
    """Keep a figure in place of the one that stood; the assessment's lock must be held."""
    session.merge(DeskValueRow(**values))
    session.flush()


def delete_desk_value(session: Session, assessment_id: str, index_id: str, leaf: str) -> None:
    """Take a figure away."""
    session.execute(
        delete(DeskValueRow).where(
            DeskValueRow.assessment_id == assessment_id,
            DeskValueRow.index_id == index_id,
            DeskValueRow.leaf == leaf,
        )
    )
