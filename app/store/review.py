"""The comment matrix of an assessment: remarks of reviewers, replies, decisions."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.teamwork import ReviewCommentRow

_REMARK = ReviewCommentRow.__table__
LARGEST: Final = 2**31 - 1
"""The largest number a column of whole numbers holds in PostgreSQL."""


def list_remarks(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the remarks on an assessment by number."""
    query = select(*_REMARK.c).where(_REMARK.c.assessment_id == assessment_id)
    return session.execute(query.order_by(_REMARK.c.number)).all()


def find_remark(session: Session, assessment_id: str, number: int) -> AnyRow | None:
    """Return one remark by its number, whatever number was written into an address."""
    if number > LARGEST:
        return None
    mine = (_REMARK.c.assessment_id == assessment_id, _REMARK.c.number == number)
    return session.execute(select(*_REMARK.c).where(*mine)).first()


def insert_remark(session: Session, assessment_id: str, values: dict[str, object]) -> int:
    """Keep a remark under the next number, which is returned; the lock must be held."""
    mine = _REMARK.c.assessment_id == assessment_id
    number = (session.scalar(select(func.max(_REMARK.c.number)).where(mine)) or 0) + 1
    row = {"assessment_id": assessment_id, "number": number} | values
    session.execute(insert(ReviewCommentRow), [row])
    return number


def update_remark(session: Session, remark_id: str, seen: int, values: dict[str, object]) -> bool:
    """Change a remark that has still the version somebody saw; tells whether it had."""
    mine = (ReviewCommentRow.id == remark_id, ReviewCommentRow.version == seen)
    statement = update(ReviewCommentRow).where(*mine).values(version=seen + 1, **values)
    done = session.execute(
        statement.returning(ReviewCommentRow.id).execution_options(synchronize_session=False)
    )
    return done.first() is not None
