"""Assessments that were moved to another version of their toolkit, with what they were before."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.store.assessment import AnswerHistoryRow, AssessmentAnswerRow, AssessmentMoveRow
from app.store.base import AnyRow
from app.store.evidence import EvidenceRow
from app.store.plan import PlanActionRow
from app.store.teamwork import (
    AssignmentRow,
    CommentRow,
    ReviewCommentRow,
    insert_assignment,
    list_assignments,
)

_MOVE = AssessmentMoveRow.__table__


def insert_assessment_move(session: Session, values: dict[str, object]) -> int:
    """Keep a move under the next number of its assessment, whose lock must be held; return it."""
    mine = AssessmentMoveRow.assessment_id == values["assessment_id"]
    last = session.scalar(select(func.max(AssessmentMoveRow.number)).where(mine)) or 0
    session.execute(insert(AssessmentMoveRow), [values | {"number": last + 1}])
    return last + 1


def list_assessment_moves(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the moves of an assessment that were not undone, the newest first."""
    living = (
        AssessmentMoveRow.assessment_id == assessment_id,
        AssessmentMoveRow.undone_at.is_(None),
    )
    query = select(*_MOVE.c).where(*living).order_by(AssessmentMoveRow.number.desc())
    return session.execute(query).all()


def update_assessment_move(
    session: Session, assessment_id: str, number: int, values: dict[str, object]
) -> None:
    """Change columns of a move."""
    mine = (
        AssessmentMoveRow.assessment_id == assessment_id,
        AssessmentMoveRow.number == number,
    )
    session.execute(update(AssessmentMoveRow).where(*mine).values(values))


def delete_standing(session: Session, assessment_id: str, questions: Iterable[str]) -> None:
    """Take answers away that stand to questions that are not asked any more; history stays."""
    mine = (
        AssessmentAnswerRow.assessment_id == assessment_id,
        AssessmentAnswerRow.question.in_(tuple(questions)),
    )
    session.execute(delete(AssessmentAnswerRow).where(*mine))


def read_last_versions(
    session: Session, assessment_id: str, questions: Iterable[str]
) -> Mapping[str, int]:
    """Return the highest version the history holds of each question that was ever answered."""
    number = func.max(AnswerHistoryRow.version).label("last")
    query = (
        select(AnswerHistoryRow.question, number)
        .where(
            AnswerHistoryRow.assessment_id == assessment_id,
            AnswerHistoryRow.question.in_(tuple(questions)),
        )
        .group_by(AnswerHistoryRow.question)
    )
    return {row.question: row.last for row in session.execute(query)}


def rename_history(session: Session, assessment_id: str, heirs: Mapping[str, str]) -> None:
    """Have the history of questions follow them; no new id may have a history of its own."""
    table = AnswerHistoryRow
    mine = (table.assessment_id == assessment_id, table.question.in_(tuple(heirs)))
    if heirs:
        renamed = case(heirs, value=table.question)
        session.execute(update(table).where(*mine).values(question=renamed))


def rename_questions(session: Session, assessment_id: str, heirs: Mapping[str, str]) -> None:
    """Have all that hangs on questions follow them to their new ids, old id to new id."""
    if not heirs:
        return
    for table, column in (
        (CommentRow, CommentRow.question),
        (ReviewCommentRow, ReviewCommentRow.place),
        (EvidenceRow, EvidenceRow.question),
        (PlanActionRow, PlanActionRow.question),
    ):
        # All at once: one question may take the id of another.
        mine = (table.assessment_id == assessment_id, column.in_(tuple(heirs)))
        renamed = case(heirs, value=column)
        session.execute(update(table).where(*mine).values({column.key: renamed}))
    _rename_assignments(session, assessment_id, heirs)


def _rename_assignments(session: Session, assessment_id: str, heirs: Mapping[str, str]) -> None:
    """The id is part of the key here, so that rows are taken out before they come back."""
    rows = [row for row in list_assignments(session, assessment_id) if row.node in heirs]
    mine = (AssignmentRow.assessment_id == assessment_id, AssignmentRow.node.in_(tuple(heirs)))
    session.execute(delete(AssignmentRow).where(*mine))
    for row in rows:
        values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
        insert_assignment(session, values | {"node": heirs[row.node]})
