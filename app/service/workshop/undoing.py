"""Take back what was done at a table, the newest act first; what was done stays in the record.

A reveal is where it ends: what everybody saw can't be unseen, and an answer given after it in the
same round would not be given alone. A question that was shown is asked again in a new round.
"""

from typing import Final

from app.response.workshop.table import read_state
from app.service.actor import Actor
from app.service.workshop.agreeing import (
    AGREE,
    REOPEN,
    STOOD,
    TAKEN_OUT,
    Done,
    read_seen,
    reinstate,
    withdraw_standing,
)
from app.service.workshop.consensus import Desk, find_standing, open_desk
from app.service.workshop.opening import Room, write_room
from app.service.workshop.refusal import ActRefusedError
from app.service.workshop.steering import REVEAL, Act, keep_act
from app.service.workspace import Workspace
from app.store.base import AnyRow
from app.store.engine import Session
from app.store.workshop_outcome import find_last_version
from app.store.workshop_room import UNDO, find_last_act, mark_undone

TOUCHING: Final = frozenset({AGREE, REOPEN})
"""Acts that make or withdraw agreements."""


def undo(actor: Actor, workspace: Workspace, place: tuple[str, int], *, seen: int) -> Done:
    """Put a table back to how it was before its last act that still holds.

    An agreement is withdrawn with it, and one that the act had withdrawn stands again.

    Raises:
        NotFound: The actor may not, or no such table.
        StaleError: The table is not as the actor saw it.
        ActRefusedError: Nothing was done yet, or not since the room saw its answers (`seen`), or
            the workshop has ended.
        WrongState: An agreement can't be taken back any more: the assessment's answers stay.
        Moved: The same, because the assessment uses another version of its toolkit.
    """

    def work(session: Session, room: Room) -> Done:
        row, _state = read_seen(session, room, place[1], seen)
        last = find_last_act(session, room.id, row.number)
        if last is None:
            raise ActRefusedError("nothing-done")
        if last.act == REVEAL:
            raise ActRefusedError("seen")
        is_left = _take_back(session, workspace, (actor, room), last)
        mark_undone(session, last, workspace.now())
        act = Act(UNDO, last.question, lambda _session, _room, now: now)
        keep_act(session, workspace, room, done=(row, act), after=read_state(last.before))
        return Done(row.version + 1, is_left)

    return write_room(actor, workspace, place[0], work)


def _take_back(
    session: Session, workspace: Workspace, who: tuple[Actor, Room], last: AnyRow
) -> bool:
    """Take back what an act did to agreements; tell whether an answer was left as it stands."""
    actor, room = who
    before = last.before
    if last.act not in TOUCHING or (last.act == REOPEN and not before[STOOD]):
        return False
    desk = open_desk(session, actor, workspace, room)
    is_left = False
    if last.act == AGREE:
        about = (desk, last.question)
        is_left = withdraw_standing(session, workspace, room, about).is_left
    if before[STOOD]:
        is_ours = before[TAKEN_OUT] and desk is not None and _is_ours(session, room, desk, last)
        reinstate(session, room, desk if is_ours else None, (last.question, before[STOOD]))
        is_left = is_left or (bool(before[TAKEN_OUT]) and not is_ours)
    return is_left


def _is_ours(session: Session, room: Room, desk: Desk, last: AnyRow) -> bool:
    """Whether nobody changed the assessment's answer since the room last did."""
    row = find_standing(session, desk, last.question)
    return row is not None and row.version == find_last_version(session, room.id, last.question)
