"""Comments on the questions of an assessment and on the whole of it, in threads."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.teamwork import CommentRow

_COMMENT = CommentRow.__table__


def list_comments(
    session: Session, assessment_id: str, question: str | None = None
) -> Sequence[AnyRow]:
    """Return the comments of an assessment, or those on one question, the oldest first."""
    query = (
        select(*_COMMENT.c)
        .where(_COMMENT.c.assessment_id == assessment_id)
        .order_by(_COMMENT.c.written_at, _COMMENT.c.id)
    )
    if question is not None:
        query = query.where(_COMMENT.c.question == question)
    return session.execute(query).all()


def find_comment(session: Session, assessment_id: str, comment_id: str) -> AnyRow | None:
    """Return one comment of an assessment."""
    mine = (CommentRow.id == comment_id, CommentRow.assessment_id == assessment_id)
    return session.execute(select(*_COMMENT.c).where(*mine)).first()


def find_last_comment(
    session: Session, assessment_id: str, question: str, parent_id: str | None
) -> AnyRow | None:
    """Return the last comment of a thread, or the last one that began a thread on a question."""
    mine = (
        _COMMENT.c.assessment_id == assessment_id,
        _COMMENT.c.question == question,
        _COMMENT.c.parent_id.is_(None) if parent_id is None else _COMMENT.c.parent_id == parent_id,
    )
    query = select(*_COMMENT.c).where(*mine)
    return session.execute(
        query.order_by(_COMMENT.c.written_at.desc(), _COMMENT.c.id).limit(1)
    ).first()


def count_comments(session: Session, assessment_id: str, parent_id: str | None) -> tuple[int, int]:
    """Return how many comments an assessment has, and how many replies a thread has."""
    own = CommentRow.parent_id == parent_id if parent_id else CommentRow.id.is_(None)
    replies = func.sum(case((own, 1), else_=0))
    mine = CommentRow.assessment_id == assessment_id
    row = session.execute(select(func.count(), replies).where(mine)).one()
    return row[0], int(row[1] or 0)


def insert_comment(session: Session, values: dict[str, object]) -> None:
    """Keep a new comment."""
    session.execute(insert(CommentRow), [values])


def resolve_comment(
    session: Session, comment_id: str, *, by: str | None, at: datetime | None
) -> None:
    """Say that a thread is resolved, by whom and when; without a moment, that it is open."""
    values = {"resolved_by": by, "resolved_at": at}
    session.execute(update(CommentRow).where(CommentRow.id == comment_id).values(values))
