"""What the line under each question of an assessment counts, read for all of a page at once."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, case, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.evidence import EvidenceRow
from app.store.goal import GoalRow
from app.store.teamwork import CommentRow

EVIDENCE: Final = "evidence"
COMMENT: Final = "comment"
GOAL: Final = "goal"

_EVIDENCE: Final = EvidenceRow.__table__.c
_COMMENT: Final = CommentRow.__table__.c
_GOAL: Final = GoalRow.__table__.c
_PROMISED: Final = _EVIDENCE.state == "promised"
_OPEN: Final = and_(_COMMENT.parent_id.is_(None), _COMMENT.resolved_at.is_(None))


def _select(columns: Any, part: str, *what: Any) -> Select[Any]:  # noqa: ANN401  # of any table
    return select(literal_column(f"'{part}'").label("part"), columns.question, *what).where(
        columns.assessment_id == bindparam("assessment_id"),
        columns.question.in_(bindparam("questions", expanding=True)),
    )


def _count(columns: Any, part: str, those: Any) -> Select[Any]:  # noqa: ANN401  # of any table
    counted = (func.count().label("number"), func.sum(case((those, 1), else_=0)).label("those"))
    return _select(columns, part, *counted).group_by(columns.question)


# Built once: every page of questions asks it.
_READ: Final = union_all(
    _count(_EVIDENCE, EVIDENCE, _PROMISED),
    _count(_COMMENT, COMMENT, _OPEN),
    _select(_GOAL, GOAL, _GOAL.year.label("number"), literal_column("0").label("those")),
)


def read_lines(session: Session, assessment_id: str, questions: Iterable[str]) -> Sequence[AnyRow]:
    """Return `part`, `question`, `number` and `those` for each part a question has something of.

    Evidence: how many pieces, and how many of them are only promised. Comments: how many, and how
    many threads are not resolved. Goal: its year, and nothing.
    """
    values = {"assessment_id": assessment_id, "questions": tuple(questions)}
    return session.execute(_READ, values).all()
