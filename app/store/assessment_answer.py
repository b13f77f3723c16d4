"""Queries on the answers of assessments and on every answer that ever stood."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.store.assessment import AnswerHistoryRow, AssessmentAnswerRow
from app.store.base import AnyRow
from app.store.engine import insert_or_replace

_ANSWER: Final = AssessmentAnswerRow.__table__
_HISTORY: Final = AnswerHistoryRow.__table__
# Built once: every page of questions and every save asks it.
_READ: Final = (
    select(*_ANSWER.c)
    .where(_ANSWER.c.assessment_id == bindparam("assessment_id"))
    .order_by(_ANSWER.c.question)
)
_READ_SOME: Final = _READ.where(_ANSWER.c.question.in_(bindparam("questions", expanding=True)))
ONLY_HISTORY: Final = frozenset({"act", "why"})
"""What the history keeps of an answer and the answer itself does not."""


def read_assessment_answers(
    session: Session, assessment_id: str, questions: Iterable[str] | None = None
) -> Sequence[AnyRow]:
    """Return the answers of an assessment as they stand: all, or those to some questions."""
    values: dict[str, object] = {"assessment_id": assessment_id}
    if questions is None:
        return session.execute(_READ, values).all()
    return session.execute(_READ_SOME, values | {"questions": tuple(questions)}).all()


def read_answers_of(session: Session, assessments: Iterable[str]) -> Sequence[AnyRow]:
    """Return the answers of several assessments as they stand."""
    wanted = _ANSWER.c.assessment_id.in_(tuple(assessments))
    return session.execute(select(*_ANSWER.c).where(wanted)).all()


def write_assessment_answers(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Keep answers, each as it stands and in the history; `rows` are those of the history.

    A version that exists already fails on its key: two writers never make the same one.
    """
    if not rows:
        return
    session.execute(insert(AnswerHistoryRow), list(rows))
    standing = [
        {name: value for name, value in row.items() if name not in ONLY_HISTORY} for row in rows
    ]
    insert_or_replace(session, AssessmentAnswerRow, standing, index=("assessment_id", "question"))


def list_history(session: Session, assessment_id: str, question: str) -> Sequence[AnyRow]:
    """Return every answer that ever stood to a question, the newest first."""
    mine = (_HISTORY.c.assessment_id == assessment_id, _HISTORY.c.question == question)
    query = select(*_HISTORY.c).where(*mine).order_by(_HISTORY.c.version.desc())
    return session.execute(query).all()


def read_history_of(
    session: Session, assessment_id: str, questions: Iterable[str]
) -> Sequence[AnyRow]:
    """Return every answer that ever stood to some questions."""
    mine = (_HISTORY.c.assessment_id == assessment_id, _HISTORY.c.question.in_(tuple(questions)))
    return session.execute(select(*_HISTORY.c).where(*mine)).all()


def set_why(session: Session, assessment_id: str, question: str, *, version: int, why: str) -> None:
    """Say why a version was made."""
    mine = (
        AnswerHistoryRow.assessment_id == assessment_id,
        AnswerHistoryRow.question == question,
        AnswerHistoryRow.version == version,
    )
    session.execute(update(AnswerHistoryRow).where(*mine).values(why=why))
