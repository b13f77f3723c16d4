"""The plan of an assessment: actions taken over or one's own, changed, tracked, taken out.

Until approval the plan is written; approval freezes a copy of it. After that the status of each
action goes on being tracked here, while the approved copy stays as it was.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from app.presentation.view.assessment.plan import (
    DONE,
    OWN,
    STATUSES,
    TOOLKIT,
    PlanAction,
)
from app.presentation.view.assessment.plan_form import ActionDetails
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.assessment.opening import Opened, find_toolkit, read_names
from app.service.error import NotAChoice, NotFound
from app.service.permission import PLAN, TRACK
from app.service.workspace import Workspace
from app.store import plan as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.unit import list_assessment_roles, list_unit_roles


@dataclass(frozen=True, slots=True)
class Plan:
    """Actions by number; `team` are the people who may be responsible, by account.

    `names` are those of the team and of everybody named in an action.
    """

    actions: tuple[PlanAction, ...]
    team: Mapping[str, str]
    names: Mapping[str, str]

    def find(self, action_id: str) -> PlanAction | None:
        """Give an action by its id."""
        return next((action for action in self.actions if action.id == action_id), None)

    @property
    def taken(self) -> frozenset[tuple[str, str]]:
        """Question and text of every action that was taken over from the toolkit."""
        return frozenset(
            (action.question, action.text) for action in self.actions if action.source == TOOLKIT
        )


def read_plan(workspace: Workspace, opened: Opened) -> Plan:
    """Read the plan of an assessment that was opened."""
    with read_session(workspace.engine) as session:
        actions = tuple(map(restore_action, table.list_actions(session, opened.id)))
        people = list_team(session, opened.access.row)
        named = [action.owner_id for action in actions] + [action.saved_by for action in actions]
        names = read_names(session, [*people, *named])
    team = {account: names[account] for account in people if names.get(account)}
    return Plan(actions, dict(sorted(team.items(), key=lambda item: item[1])), names)


def list_team(session: Session, row: AnyRow) -> frozenset[str]:
    """Give the accounts of everybody with a role in an assessment."""
    granted = [*list_unit_roles(session, row.unit_id), *list_assessment_roles(session, row.id)]
    return frozenset(str(item.account_id) for item in granted)


def restore_action(row: AnyRow) -> PlanAction:
    """Give the action a row keeps."""
    return PlanAction(
        id=row.id,
        number=row.number,
        question=row.question,
        source=row.source,
        text=row.text,
        owner=row.owner,
        owner_id=row.owner_id,
        partner=row.partner,
        due=row.due,
        cost=row.cost,
        status=row.status,
        indicator=row.indicator,
        impact=row.impact,
        effort=row.effort,
        done_at=row.done_at,
        version=row.version,
        saved_by=row.saved_by,
        saved_at=row.saved_at,
    )


def check_given(
    session: Session, workspace: Workspace, access: Access, given: ActionDetails
) -> None:
    """Go on only with questions of the toolkit and people of the team."""
    questions = {question.id for question in find_toolkit(workspace, access.row).questions}
    if given.question and given.question not in questions:
        raise NotAChoice(given.question)
    if given.owner_id and given.owner_id not in list_team(session, access.row):
        raise NotAChoice("owner")


def note_action(session: Session, access: Access, now: datetime, *, action: str, item: str) -> None:
    """Write into the trail what was done with an action; never what it says."""
    add_audit(
        session, now, action=action, subject=access.row.id, actor=access.account, item=item
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One action of an assessment, and the version of it that somebody saw."""

    assessment_id: str
    action_id: str
    seen: int


def change_action(
    actor: Actor, workspace: Workspace, place: Place, given: ActionDetails, *, shown: str = ""
) -> bool:
    """Change what is said of an action.

    `shown` is the text of a toolkit's action as the writer saw it: left as it is, the action stays
    the toolkit's and goes on being shown to each reader in their language.

    Returns:
        False where somebody changed it meanwhile: nothing was changed.

    Raises:
        NotFound: The actor may not, or there is no such action.
        WrongState: The plan does not change any more.
        NotAChoice: A question, person or word that is not among those offered.
    """

    def work(session: Session, access: Access) -> bool:
        row = _find(session, access, place)
        if row.version != place.seen:
            return False
        values = asdict(given)
        if row.source == TOOLKIT:
            values["question"] = row.question
            if given.text in {row.text, shown}:
                values["text"] = row.text
            else:
                values["source"] = OWN
        if row.owner_id == given.owner_id:
            # Somebody who left the team since stays responsible until it is given to another.
            check_given(session, workspace, access, replace(given, owner_id=None))
        else:
            check_given(session, workspace, access, given)
        if (row.due, row.owner_id) != (given.due, given.owner_id):
            values |= {"reminded_at": None, "overdue_reminded_at": None}
        put_change(session, workspace, access, row, values=values)
        return True

    return write_in(actor, workspace, action=PLAN, assessment_id=place.assessment_id, work=work)


def track_action(actor: Actor, workspace: Workspace, place: Place, status: str) -> bool:
    """Say how far an action is; after approval too.

    Returns:
        False where somebody changed it meanwhile: nothing was changed.

    Raises:
        NotFound: The actor may not, or there is no such action.
        NotAChoice: No status.
    """
    if status not in STATUSES:
        raise NotAChoice(status)

    def work(session: Session, access: Access) -> bool:
        row = _find(session, access, place)
        if row.version != place.seen:
            return False
        if row.status != status:
            done_at = workspace.now() if status == DONE else None
            values: dict[str, object] = {"status": status, "done_at": done_at}
            put_change(session, workspace, access, row, values=values)
        return True

    return write_in(actor, workspace, action=TRACK, assessment_id=place.assessment_id, work=work)


def remove_action(actor: Actor, workspace: Workspace, place: Place) -> bool:
    """Take an action out of the plan, as if it had never been proposed; before approval only.

    Returns:
        False where somebody changed it meanwhile: it stays.

    Raises:
        NotFound: The actor may not, or there is no such action.
        WrongState: The plan does not change any more.
    """

    def work(session: Session, access: Access) -> bool:
        row = _find(session, access, place)
        if row.version != place.seen:
            return False
        drop_action(session, workspace, access, row)
        return True

    return write_in(actor, workspace, action=PLAN, assessment_id=place.assessment_id, work=work)


def drop_action(session: Session, workspace: Workspace, access: Access, row: AnyRow) -> None:
    """Take an action out; the lock must be held."""
    table.delete_action(session, row.id)
    note_action(session, access, workspace.now(), action="action_removed", item=row.id)


def _find(session: Session, access: Access, place: Place) -> AnyRow:
    row = table.find_action(session, access.row.id, place.action_id)
    if row is None:
        raise NotFound(place.action_id)
    return row


def put_change(
    session: Session, workspace: Workspace, access: Access, row: AnyRow, *, values: dict[str, Any]
) -> None:
    """Write other values into an action as a new version; the lock must be held."""
    now = workspace.now()
    stamp = {"version": row.version + 1, "saved_by": access.account, "saved_at": now}
    table.update_action(session, row.id, values | stamp)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    add_audit(
        session, now, action="action_changed", subject=access.row.id, actor=access.account,
        item=row.id, changed=changed,
    )  # fmt: skip
