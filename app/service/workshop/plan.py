"""What a room plans to do: at most ten actions, each with who does it until when.

In a workshop of an assessment each action stands in the assessment's plan at once, with the middle
of the room's ratings; what is changed there later stays there.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace

from app.presentation.view.assessment.plan import OWN, PLANNED, TOOLKIT
from app.presentation.view.assessment.plan_form import ActionDetails
from app.presentation.view.workshop.action import (
    LONGEST_ACTION,
    LONGEST_OWNER,
    MOST_ACTIONS,
    Action,
    Draft,
)
from app.response.workshop.priority import Place
from app.response.workshop.rating import Item
from app.service.access import Access
from app.service.actor import Actor
from app.service.assessment.plan import drop_action, put_change
from app.service.assessment.plan_adding import FullError, put_action
from app.service.error import NotAChoice, NotFound
from app.service.permission import PLAN
from app.service.workshop.opening import Room
from app.service.workshop.outcome import (
    RefusedError,
    note_outcome,
    open_assessment_of,
    write_outcome,
)
from app.service.workshop.priority import find_ranking
from app.service.workshop.steering import StaleError
from app.service.workspace import Workspace
from app.store import plan as of_assessment
from app.store import workshop_outcome_plan as table
from app.store.base import AnyRow
from app.store.engine import Session, read_session


def read_actions(workspace: Workspace, workshop_id: str) -> tuple[Action, ...]:
    """Read the plan of a room that was opened to whoever asks, by number."""
    with read_session(workspace.engine) as session:
        return tuple(map(_restore, table.list_actions(session, workshop_id)))


def _restore(row: AnyRow) -> Action:
    return Action(
        row.number, row.text, row.owner, row.due, row.item, row.question, row.version,
        row.action_id,
    )  # fmt: skip


def add_action(actor: Actor, workspace: Workspace, workshop_id: str, draft: Draft) -> int:
    """Put an action into the plan; the same once more is not added. Returns its number.

    Raises:
        NotFound: The actor may not.
        NotAChoice: No text, one that is too long, or an item the room does not have.
        RefusedError: `full`: there are ten; `plan-full`: the assessment's plan is; `ended`.
        WrongState: The assessment was approved meanwhile.
    """

    def work(session: Session, room: Room) -> int:
        access = open_assessment_of(session, actor, room, PLAN)
        ranking = find_ranking(session, room.row)
        item = _find_item({item.number: item for item in ranking.items}, draft)
        filled = _fill(draft, item)
        actions = tuple(map(_restore, table.list_actions(session, room.id)))
        for action in actions:
            if _is_same(action, filled):
                return action.number
        if len(actions) >= MOST_ACTIONS:
            raise RefusedError("full")
        place = ranking.places.get(item.number) if item else None
        made = _add_there(session, workspace, access, (filled, item, place)) if access else None
        number = table.find_last_action(session, room.id) + 1
        values = {
            "workshop_id": room.id, "number": number, "question": item.question if item else "",
            "item": filled.item, "text": filled.text, "owner": filled.owner, "due": filled.due,
            "action_id": made, "version": 1, "saved_by": room.account,
            "saved_at": workspace.now(), "removed_at": None,
        }  # fmt: skip
        table.insert_action(session, values)
        note_outcome(session, workspace, room, "workshop_action_added", item=number)
        return number

    return write_outcome(actor, workspace, workshop_id, work)


def _find_item(items: Mapping[int, Item], draft: Draft) -> Item | None:
    if draft.item is None:
        return None
    if draft.item not in items or draft.item == 0:
        raise NotAChoice("item")
    return items[draft.item]


def _fill(draft: Draft, item: Item | None) -> Draft:
    text = draft.text or (item.text if item else "")
    is_short = len(text) <= LONGEST_ACTION or (item is not None and text == item.text)
    if not text or not is_short or len(draft.owner) > LONGEST_OWNER:
        raise NotAChoice("text")
    return replace(draft, text=text)


def _is_same(action: Action, draft: Draft) -> bool:
    return draft == Draft(action.text, action.owner, action.due, action.item)


def change_action(
    actor: Actor,
    workspace: Workspace,
    place: tuple[str, int],
    draft: Draft,
    *,
    seen: int,
) -> None:
    """Change an action; `place` is workshop and number, `seen` its version. Its item stays.

    In the assessment's plan only what is changed here is changed.

    Raises:
        NotFound: The actor may not, or there is no such action.
        NotAChoice: No text, or one that is too long.
        RefusedError: The workshop has ended.
        StaleError: Somebody else changed it meanwhile.
        WrongState: The assessment was approved meanwhile.
    """
    workshop_id, number = place

    def work(session: Session, room: Room) -> None:
        access = open_assessment_of(session, actor, room, PLAN)
        action = _find(session, room, number, seen)
        filled = _fill(replace(draft, item=action.item), None)
        given: dict[str, object] = {
            "text": filled.text, "owner": filled.owner, "due": filled.due
        }  # fmt: skip
        changed = {name: new for name, new in given.items() if getattr(action, name) != new}
        if not changed:
            return
        stamp = {
            "version": seen + 1, "saved_by": room.account, "saved_at": workspace.now()
        }  # fmt: skip
        table.update_action(session, room.id, number, changed | stamp)
        note_outcome(
            session, workspace, room, "workshop_action_changed", item=number,
            changed=sorted(changed),
        )  # fmt: skip
        if access:
            _change_there(session, workspace, access, action, changed=changed)

    write_outcome(actor, workspace, workshop_id, work)


def remove_action(actor: Actor, workspace: Workspace, place: tuple[str, int], *, seen: int) -> None:
    """Take an action out; in the assessment's plan it stays where somebody went on with it there.

    Raises:
        NotFound: The actor may not.
        RefusedError: The workshop has ended.
        StaleError: Somebody else changed it meanwhile.
        WrongState: The assessment was approved meanwhile.
    """
    workshop_id, number = place

    def work(session: Session, room: Room) -> None:
        access = open_assessment_of(session, actor, room, PLAN)
        if number not in {row.number for row in table.list_actions(session, room.id)}:
            return
        action = _find(session, room, number, seen)
        table.update_action(session, room.id, number, {"removed_at": workspace.now()})
        note_outcome(session, workspace, room, "workshop_action_removed", item=number)
        if access:
            _remove_there(session, workspace, access, action)

    write_outcome(actor, workspace, workshop_id, work)


def _find(session: Session, room: Room, number: int, seen: int) -> Action:
    rows = table.list_actions(session, room.id)
    found = next((_restore(row) for row in rows if row.number == number), None)
    if found is None:
        raise NotFound
    if found.version != seen:
        raise StaleError
    return found


# --- The same in the assessment's plan ----------------------------------------------------------


def _add_there(
    session: Session,
    workspace: Workspace,
    access: Access,
    given: tuple[Draft, Item | None, Place | None],
) -> str:
    draft, item, place = given
    is_toolkit = item is not None and bool(item.question) and item.text == draft.text
    details = ActionDetails(
        text=draft.text,
        question=item.question if item else "",
        owner=draft.owner,
        due=draft.due,
        impact=round_mark(place.impact) if place else None,
        effort=round_mark(place.effort) if place else None,
    )
    values = {"source": TOOLKIT if is_toolkit else OWN} | asdict(details)
    try:
        return put_action(session, workspace, access, values)
    except FullError:
        raise RefusedError("plan-full") from None


def round_mark(middle: float | None) -> int | None:
    """Give a middle between two marks as the greater one: what is rated 3.5 counts as 4."""
    return None if middle is None else int(middle + 0.5)


def _change_there(
    session: Session,
    workspace: Workspace,
    access: Access,
    action: Action,
    *,
    changed: Mapping[str, object],
) -> None:
    row = of_assessment.find_action(session, access.row.id, action.action_id or "")
    if row is None:
        # Taken out there since: it does not come back by a change here.
        return
    values = dict(changed)
    if "text" in values:
        values["source"] = OWN
    if "owner" in values:
        values["owner_id"] = None
    if "due" in values or "owner" in values:
        values |= {"reminded_at": None, "overdue_reminded_at": None}
    put_change(session, workspace, access, row, values=values)


def _remove_there(session: Session, workspace: Workspace, access: Access, action: Action) -> None:
    row = of_assessment.find_action(session, access.row.id, action.action_id or "")
    if row is None:
        return
    is_untouched = (row.text, row.owner, row.due, row.status, row.owner_id) == (
        action.text, action.owner, action.due, PLANNED, None
    )  # fmt: skip
    if is_untouched:
        drop_action(session, workspace, access, row)
