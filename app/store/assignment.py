"""Change who is to answer what, and until when."""

from datetime import date

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from app.store.teamwork import AssignmentRow


def update_due(
    session: Session, assessment_id: str, *, node: str, account_id: str, due: date | None
) -> bool:
    """Set the day by which a part is to be answered; tells whether the part is still given out."""
    mine = _is_part(assessment_id, node, account_id)
    changed = update(AssignmentRow).where(*mine).values(due=due).returning(AssignmentRow.node)
    return session.execute(changed).first() is not None


def delete_assignment(session: Session, assessment_id: str, *, node: str, account_id: str) -> bool:
    """Take a part back from somebody; tells whether they had it."""
    gone = delete(AssignmentRow).where(*_is_part(assessment_id, node, account_id))
    return session.execute(gone.returning(AssignmentRow.node)).first() is not None


def delete_assignments_of(session: Session, assessment_id: str, account_id: str) -> int:
    """Take everything back from somebody; returns how many parts it was."""
    mine = (AssignmentRow.assessment_id == assessment_id, AssignmentRow.account_id == account_id)
    gone = delete(AssignmentRow).where(*mine).returning(AssignmentRow.node)
    return len(session.execute(gone).all())


def _is_part(assessment_id: str, node: str, account_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        AssignmentRow.assessment_id == assessment_id,
        AssignmentRow.node == node,
        AssignmentRow.account_id == account_id,
    )
