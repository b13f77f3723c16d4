"""What a team does around answers: who answers what, comments, reviews."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import STRICT, AnyRow, Base
from app.store.engine import insert_or_keep


class AssignmentRow(Base):
    """Somebody is to answer a part: a pillar, topic or question by its id, or all of it (`""`)."""

    __tablename__ = "assignment"

    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    node: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    due: Mapped[date | None]
    assigned_by: Mapped[str | None]
    assigned_at: Mapped[datetime]


class CommentRow(Base):
    """One comment on a question (or on the whole, with an empty id); `parent_id` begins its thread.

    Only the first comment of a thread is resolved.
    """

    __tablename__ = "comment"
    __table_args__ = (Index(None, "assessment_id", "question"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    question: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str]
    written_by: Mapped[str | None]
    written_at: Mapped[datetime]
    resolved_by: Mapped[str | None]
    resolved_at: Mapped[datetime | None]


class ReviewCommentRow(Base):
    """One row of the comment matrix: a reviewer's comment, the reply, and what was decided.

    `place` is a question, topic or pillar, or empty for the whole. `decision` is empty until
    somebody decides: `accepted`, `partly` or `not-accepted`.
    """

    __tablename__ = "review_comment"

    id: Mapped[str] = mapped_column(primary_key=True)
    assessment_id: Mapped[str] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    place: Mapped[str]
    text: Mapped[str]
    proposal: Mapped[str]
    written_by: Mapped[str | None]
    written_at: Mapped[datetime]
    reply: Mapped[str]
    decision: Mapped[str]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int]


# Built once: every page of questions and every save asks it.
_ASSIGNED = (
    select(*AssignmentRow.__table__.c)
    .where(AssignmentRow.assessment_id == bindparam("assessment_id"))
    .order_by(AssignmentRow.assigned_at, AssignmentRow.node)
)


def list_assignments(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return who is to answer what of an assessment, in the order it was given out."""
    return session.execute(_ASSIGNED, {"assessment_id": assessment_id}).all()


def list_assignments_of(
    session: Session, account_id: str, assessments: Iterable[str]
) -> Sequence[AnyRow]:
    """Return what somebody is to answer in several assessments."""
    mine = (
        AssignmentRow.account_id == account_id,
        AssignmentRow.assessment_id.in_(tuple(assessments)),
    )
    return session.execute(select(*AssignmentRow.__table__.c).where(*mine)).all()


def insert_assignment(session: Session, values: dict[str, object]) -> None:
    """Give somebody a part to answer; one they have stays, with its day."""
    index = ("assessment_id", "node", "account_id")
    insert_or_keep(session, AssignmentRow, [values], index=index)
