"""Where a room wants its questions to be: above what it agreed they are, by a year.

In a workshop of an assessment each goal is the assessment's goal at once, in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.goal import Goal
from app.presentation.view.assessment.goal_form import Aim
from app.response import Answer, measure_of
from app.response.level import points_of
from app.service.actor import Actor
from app.service.answering import read_value, write_value
from app.service.assessment.fresh import fresh_version
from app.service.assessment.goal import check_aim, drop_goal, find_version, put_goal
from app.service.error import NotAChoice
from app.service.permission import SET_GOALS
from app.service.workshop.opening import Room
from app.service.workshop.outcome import (
    RefusedError,
    find_agreed,
    note_outcome,
    open_assessment_of,
    write_outcome,
)
from app.service.workshop.steering import StaleError
from app.service.workspace import Workspace
from app.store import goal as of_assessment
from app.store import workshop_outcome_plan as table
from app.store.base import AnyRow
from app.store.engine import Session, read_session

__all__ = ["Aim", "Goal", "Seen", "read_goals", "read_standing", "remove_goal", "set_goal"]


@dataclass(frozen=True, slots=True)
class Seen:
    """Versions of a goal a page was drawn from: the room's, and the assessment's; 0 for none."""

    room: int
    assessment: int = 0


def read_goals(workspace: Workspace, workshop_id: str) -> Mapping[str, Goal]:
    """Read the goals of a room that was opened to whoever asks, by question."""
    with read_session(workspace.engine) as session:
        return {row.question: _restore(row) for row in table.list_goals(session, workshop_id)}


def _restore(row: AnyRow) -> Goal:
    return Goal(row.question, read_value(row.value), row.year, "", row.version)


def read_standing(workspace: Workspace, room: Room) -> Mapping[str, int]:
    """Read the versions of the goals that stand in the assessment of a room, by question."""
    if room.row.assessment_id is None:
        return {}
    with read_session(workspace.engine) as session:
        rows = of_assessment.list_goals(session, room.row.assessment_id)
    return {row.question: int(row.version) for row in rows}


def set_goal(actor: Actor, workspace: Workspace, workshop_id: str, aim: Aim, *, seen: Seen) -> None:
    """Set where a question is to be by which year.

    Raises:
        NotFound: The actor may not.
        NotAChoice: A question nothing was agreed on, a value it can't have, or no year for a goal.
        RefusedError: `not-above`: it is there already; `ended`: the workshop has ended.
        StaleError: Somebody else set or took back one meanwhile.
        WrongState: The assessment was approved meanwhile.
    """

    def work(session: Session, room: Room) -> None:
        access = open_assessment_of(session, actor, room, SET_GOALS)
        check_aim(room.toolkit, aim)
        _check_above(room.toolkit, find_agreed(session, room.id).get(aim.question), aim)
        version = _version(session, room, aim.question)
        standing = find_version(session, access, aim.question) if access else 0
        if Seen(version, standing) != seen:
            raise StaleError
        now = workspace.now()
        values: dict[str, object] = {
            "workshop_id": room.id, "question": aim.question, "value": write_value(aim.value),
            "year": aim.year, "version": version + 1 if version else fresh_version(now),
            "saved_by": room.account, "saved_at": now,
        }  # fmt: skip
        table.write_goal(session, values)
        note_outcome(session, workspace, room, "workshop_goal_set", question=aim.question)
        if access:
            put_goal(session, workspace, access, aim)

    write_outcome(actor, workspace, workshop_id, work)


def remove_goal(
    actor: Actor, workspace: Workspace, workshop_id: str, question: str, *, seen: Seen
) -> None:
    """Take a goal back, that of the assessment with it.

    Raises:
        NotFound: The actor may not.
        RefusedError: The workshop has ended.
        StaleError: Somebody else changed it meanwhile.
        WrongState: The assessment was approved meanwhile.
    """

    def work(session: Session, room: Room) -> None:
        access = open_assessment_of(session, actor, room, SET_GOALS)
        version = _version(session, room, question)
        standing = find_version(session, access, question) if access else 0
        if not version:
            # Pressed twice: it is gone already, and one set in the assessment since then stays.
            return
        if Seen(version, standing) != seen:
            raise StaleError
        table.delete_goal(session, room.id, question)
        note_outcome(session, workspace, room, "workshop_goal_removed", question=question)
        if access and standing:
            drop_goal(session, workspace, access, question)

    write_outcome(actor, workspace, workshop_id, work)


def _version(session: Session, room: Room, question: str) -> int:
    rows = table.list_goals(session, room.id)
    return next((int(row.version) for row in rows if row.question == question), 0)


def _check_above(toolkit: Toolkit, agreed: Answer | None, aim: Aim) -> None:
    if agreed is None:
        raise NotAChoice(aim.question)
    question = toolkit.question(aim.question)
    measure = measure_of(question, toolkit)
    if measure is None or agreed.state != "answered":
        return
    if points_of(measure, measure.code_of(aim.value)) <= points_of(
        measure, measure.code_of(agreed.value)
    ):
        raise RefusedError("not-above")
