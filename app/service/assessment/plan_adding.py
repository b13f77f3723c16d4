"""Actions that come into a plan: one's own, what the toolkit proposes, what a round left open."""

from dataclasses import asdict
from typing import Any, Final
from uuid import uuid4

from app.presentation.view.assessment.candidate import find_candidates
from app.presentation.view.assessment.plan import OPEN_STATUSES, OWN, PLANNED, TOOLKIT
from app.presentation.view.assessment.plan_form import ActionDetails
from app.response import Answers
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.answering import restore_answer
from app.service.assessment.opening import Opened, find_toolkit, setting_of
from app.service.assessment.plan import check_given, list_team, note_action
from app.service.assessment.plan_calendar import may_follow
from app.service.error import NotAChoice
from app.service.permission import PLAN
from app.service.workspace import Workspace
from app.store import plan as table
from app.store.assessment import find_assessment
from app.store.assessment_answer import read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.goal import list_goals

MOST_ACTIONS: Final = 500
_MARKS: Final = {1: 1, 2: 3, 3: 5}
"""A toolkit's hint, 1 to 3, as a mark of the plan, 1 to 5."""
_CARRIED: Final = (
    "source", "question", "text", "owner", "owner_id", "partner", "due", "cost", "indicator",
    "impact", "effort",
)  # fmt: skip

_AS_IT_IS: Final = ("status", "reminded_at", "overdue_reminded_at")
"""How far it is, and which mails its owner got of it already."""


class FullError(Exception):
    """The plan holds as many actions as a plan may."""


def add_action(actor: Actor, workspace: Workspace, assessment_id: str, given: ActionDetails) -> str:
    """Put an action of one's own into the plan; returns its id.

    Raises:
        NotFound: The actor may not.
        WrongState: The plan does not change any more.
        NotAChoice: A question, person or word that is not among those offered.
        FullError: There are too many actions.
    """

    def work(session: Session, access: Access) -> str:
        check_given(session, workspace, access, given)
        return put_action(session, workspace, access, {"source": OWN} | asdict(given))

    return write_in(actor, workspace, action=PLAN, assessment_id=assessment_id, work=work)


def take_candidate(actor: Actor, workspace: Workspace, assessment_id: str, question: str) -> str:
    """Take over what the toolkit proposes for a question; returns the action's id.

    One that stands in the plan already is not taken a second time.

    Raises:
        NotFound: The actor may not.
        WrongState: The plan does not change any more.
        NotAChoice: Nothing is proposed for this question.
        FullError: There are too many actions.
    """

    def work(session: Session, access: Access) -> str:
        answers = Answers(map(restore_answer, read_assessment_answers(session, access.row.id)))
        goals = {row.question for row in list_goals(session, access.row.id)}
        toolkit = find_toolkit(workspace, access.row)
        found = find_candidates(toolkit, answers, setting_of(access.row), goals=goals)
        item = next((item for item in found if item.question == question), None)
        if item is None:
            raise NotAChoice(question)
        text = str(item.action)
        for row in table.list_actions(session, access.row.id):
            if (row.source, row.question, row.text) == (TOOLKIT, question, text):
                return str(row.id)
        hint = toolkit.question(question).hint
        given = ActionDetails(
            text=text,
            question=question,
            impact=_MARKS.get(hint.impact or 0),
            effort=_MARKS.get(hint.effort or 0),
        )
        return put_action(session, workspace, access, {"source": TOOLKIT} | asdict(given))

    return write_in(actor, workspace, action=PLAN, assessment_id=assessment_id, work=work)


def put_action(
    session: Session, workspace: Workspace, access: Access, values: dict[str, Any]
) -> str:
    """Write an action that was checked, with its source; the lock must be held. Returns its id.

    Raises:
        FullError: There are too many actions.
    """
    if len(table.list_actions(session, access.row.id)) >= MOST_ACTIONS:
        raise FullError
    now, action_id = workspace.now(), values.get("id") or uuid4().hex
    row = values | {
        "id": action_id,
        "assessment_id": access.row.id,
        "status": PLANNED,
        "done_at": None,
        "reminded_at": None,
        "overdue_reminded_at": None,
        "version": 1,
        "saved_by": access.account,
        "saved_at": now,
    }
    table.insert_action(session, row)
    note_action(session, access, now, action="action_added", item=action_id)
    return action_id


# --- What the last round left open --------------------------------------------------------------


def count_left_open(workspace: Workspace, opened: Opened) -> int:
    """Count the actions of the last round that are neither done nor dropped, nor in this plan.

    None for somebody who may not see that round.
    """
    with read_session(workspace.engine) as session:
        return len(_list_left_open(session, opened.access))


def carry_actions(actor: Actor, workspace: Workspace, assessment_id: str) -> int:
    """Take over what the last round left open, each action once; returns how many.

    Raises:
        NotFound: The actor may not.
        WrongState: The plan does not change any more.
        FullError: There are too many actions; none was taken over.
    """

    def work(session: Session, access: Access) -> int:
        questions = {question.id for question in find_toolkit(workspace, access.row).questions}
        team = list_team(session, access.row)
        rows = _list_left_open(session, access)
        for row in rows:
            values = {name: getattr(row, name) for name in _CARRIED}
            if row.question not in questions:
                values |= {"question": "", "source": OWN}
            if row.owner_id not in team:
                values["owner_id"] = None
            values["id"] = table.name_copy(row.id, access.row.id)
            made = put_action(session, workspace, access, values)
            table.update_action(session, made, {name: getattr(row, name) for name in _AS_IT_IS})
        return len(rows)

    return write_in(actor, workspace, action=PLAN, assessment_id=assessment_id, work=work)


def _list_left_open(session: Session, access: Access) -> list[AnyRow]:
    previous = access.row.previous_id
    row = find_assessment(session, previous) if previous else None
    if row is None or not may_follow(session, row, access.account):
        return []
    plan = table.list_actions(session, access.row.id)
    here, texts = {item.id for item in plan}, {item.text for item in plan}
    return [
        item
        for item in table.list_actions(session, row.id)
        if item.status in OPEN_STATUSES
        and item.text not in texts
        and table.name_copy(item.id, access.row.id) not in here
    ]
