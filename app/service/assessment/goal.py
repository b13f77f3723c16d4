"""What questions are to reach by which year: set, changed, taken back; and the round before."""

from collections.abc import Mapping

from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.goal import Goal
from app.presentation.view.assessment.goal_form import FIRST_YEAR, LAST_YEAR, Aim, find_measured
from app.response import Answer, Answers, measure_of
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.answering import read_value, restore_answer, write_value
from app.service.assessment.fresh import fresh_version
from app.service.assessment.opening import Opened, find_toolkit
from app.service.error import NotAChoice
from app.service.permission import SET_GOALS, VIEW, may
from app.service.workspace import Workspace
from app.store import goal as table
from app.store.assessment import find_assessment
from app.store.assessment_answer import read_assessment_answers
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.unit import read_assessment_roles, read_unit_roles

__all__ = [
    "Aim",
    "Goal",
    "check_aim",
    "drop_goal",
    "find_version",
    "put_goal",
    "read_goals",
    "read_last_round",
    "remove_goal",
    "restore_goal",
    "save_goal",
]


def read_goals(workspace: Workspace, opened: Opened) -> Mapping[str, Goal]:
    """Read the goals of an assessment that was opened, by question."""
    with read_session(workspace.engine) as session:
        return {row.question: restore_goal(row) for row in table.list_goals(session, opened.id)}


def restore_goal(row: AnyRow) -> Goal:
    """Give the goal a row keeps."""
    return Goal(row.question, read_value(row.value), row.year, row.note, row.version)


def save_goal(
    actor: Actor, workspace: Workspace, assessment_id: str, aim: Aim, *, seen: int
) -> bool:
    """Set a goal; `seen` is the version of the one it replaces, 0 where there was none.

    Returns:
        False where somebody else set or took back one meanwhile: nothing was changed.

    Raises:
        NotFound: The actor may not.
        WrongState: Not after approval.
        NotAChoice: A question without points, a value it does not have, or no year for a goal.
    """

    def work(session: Session, access: Access) -> bool:
        check_aim(find_toolkit(workspace, access.row), aim)
        if find_version(session, access, aim.question) != seen:
            return False
        put_goal(session, workspace, access, aim)
        return True

    return write_in(actor, workspace, action=SET_GOALS, assessment_id=assessment_id, work=work)


def put_goal(session: Session, workspace: Workspace, access: Access, aim: Aim) -> None:
    """Write a goal that was checked in place of the one that stands; the lock must be held."""
    now, standing = workspace.now(), find_version(session, access, aim.question)
    values: dict[str, object] = {
        "assessment_id": access.row.id,
        "question": aim.question,
        "value": write_value(aim.value),
        "year": aim.year,
        "note": aim.note,
        "version": standing + 1 if standing else fresh_version(now),
        "saved_by": access.account,
        "saved_at": now,
    }
    table.write_goal(session, values)
    add_audit(
        session, now, action="goal_set", subject=access.row.id, actor=access.account,
        question=aim.question,
    )  # fmt: skip


def remove_goal(
    actor: Actor, workspace: Workspace, assessment_id: str, question: str, *, seen: int
) -> bool:
    """Take a goal back.

    Returns:
        False where somebody else changed it meanwhile: it stays.

    Raises:
        NotFound: The actor may not.
        WrongState: Not after approval.
    """

    def work(session: Session, access: Access) -> bool:
        standing = find_version(session, access, question)
        if standing not in {0, seen}:
            return False
        if standing:
            drop_goal(session, workspace, access, question)
        return True

    return write_in(actor, workspace, action=SET_GOALS, assessment_id=assessment_id, work=work)


def drop_goal(session: Session, workspace: Workspace, access: Access, question: str) -> None:
    """Take away a goal that stands; the lock must be held."""
    table.delete_goal(session, access.row.id, question)
    add_audit(
        session, workspace.now(), action="goal_removed", subject=access.row.id,
        actor=access.account, question=question,
    )  # fmt: skip


def find_version(session: Session, access: Access, question: str) -> int:
    """Give the version of the goal a question has; 0 where it has none."""
    rows = table.list_goals(session, access.row.id)
    return next((int(row.version) for row in rows if row.question == question), 0)


def check_aim(toolkit: Toolkit, aim: Aim) -> None:
    """Go on only with a value the question can have and that has points, and a year for a goal.

    Raises:
        NotAChoice: It is none.
    """
    question = find_measured(toolkit, aim.question)
    measure = measure_of(question, toolkit) if question else None
    if measure is None or not FIRST_YEAR <= aim.year <= LAST_YEAR:
        raise NotAChoice(aim.question)
    try:
        measure.code_of(aim.value)
    except (ValueError, TypeError):
        raise NotAChoice(aim.question) from None


# --- The round before ---------------------------------------------------------------------------


def read_last_round(workspace: Workspace, opened: Opened) -> Answers:
    """Read what was answered in the round before, as far as it can be held against this one.

    Only questions that are the same in both versions of the toolkit; nothing for somebody who may
    not see that round.
    """
    previous = opened.access.row.previous_id
    if previous is None:
        return Answers()
    with read_session(workspace.engine) as session:
        row = find_assessment(session, previous)
        if row is None or not _may_see(session, row, opened.access.account):
            return Answers()
        answers = [restore_answer(item) for item in read_assessment_answers(session, previous)]
    before = {item.id: item for item in find_toolkit(workspace, row).questions}
    now = {item.id: item for item in opened.toolkit.questions}
    return Answers(item for item in answers if _is_same(item, before, now))


def _may_see(session: Session, row: AnyRow, account: str) -> bool:
    roles = read_unit_roles(session, row.unit_id, account)
    roles |= read_assessment_roles(session, row.id, account)
    return may(VIEW, roles=roles, state=row.state)


def _is_same(answer: Answer, before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    found = before.get(answer.question)
    return found is not None and found == now.get(answer.question)
