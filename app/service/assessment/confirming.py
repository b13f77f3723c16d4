"""Confirm answers that were taken over from another round, a check or another version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.service.access import Access, note_refusal, write_in
from app.service.actor import Actor
from app.service.answering import restore_answer
from app.service.assessment.answering import Stroke, UnassignedError, write_answers
from app.service.assessment.assigned import find_writable, read_assignment
from app.service.assessment.opening import find_toolkit
from app.service.error import NotFound
from app.service.permission import ANSWER
from app.service.workspace import Workspace
from app.store.assessment_answer import read_assessment_answers
from app.store.engine import Session
from app.store.teamwork import list_assignments


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many answers were confirmed, and how many were changed meanwhile and left alone."""

    count: int
    left: int


def confirm_answers(
    actor: Actor, workspace: Workspace, assessment_id: str, seen: Mapping[str, int]
) -> Confirmed:
    """Confirm answers that were taken over, as they stood when they were looked at.

    `seen` gives the version of each. One that was changed meanwhile is left as it is now, one that
    is confirmed already stays so.

    Raises:
        NotFound: The actor may not answer here, or not one of these questions.
        WrongState: Answers do not change in the present state.
        StorageError: The database can't take it; nothing was confirmed.
    """

    def work(session: Session, access: Access) -> Confirmed:
        return _confirm(session, workspace, access, seen)

    try:
        return write_in(actor, workspace, action=ANSWER, assessment_id=assessment_id, work=work)
    except UnassignedError:
        note_refusal(actor, workspace, action=ANSWER, subject=assessment_id)
        raise NotFound from None


def _confirm(
    session: Session, workspace: Workspace, access: Access, seen: Mapping[str, int]
) -> Confirmed:
    assignments = map(read_assignment, list_assignments(session, access.row.id))
    if not seen.keys() <= find_writable(access, find_toolkit(workspace, access.row), assignments):
        raise UnassignedError
    rows = read_assessment_answers(session, access.row.id, seen)
    waiting = [row for row in rows if row.to_confirm and row.version == seen[row.question]]
    left = sum(row.version != seen[row.question] for row in rows)
    answers = [replace(restore_answer(row), version=row.version + 1) for row in waiting]
    write_answers(session, Stroke(access.row.id, access.account, workspace.now()), answers)
    return Confirmed(len(waiting), left)
