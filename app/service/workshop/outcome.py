"""What goals, priorities and the plan of a room have in common: who may change them, and when.

Every change counts up the workshop's version, so that all screens in the room show it at once.
"""

from collections.abc import Callable
from typing import TypeVar

from app.response import Answer, Answers
from app.service.access import Access, lock
from app.service.actor import Actor
from app.service.answering import read_value
from app.service.error import ServiceError
from app.service.workshop.opening import Room, write_room
from app.service.workshop.planning import ENDED
from app.service.workspace import Workspace
from app.store.audit import add_audit
from app.store.engine import Session, read_session
from app.store.workshop_outcome_plan import list_standing
from app.store.workshop_room import update_workshop

T = TypeVar("T")


class RefusedError(ServiceError):
    """It can't be done as the room is now; `reason` is one word for it. Nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def write_outcome(
    actor: Actor, workspace: Workspace, workshop_id: str, work: Callable[[Session, Room], T]
) -> T:
    """Change what comes of a workshop in one transaction; see `write_room`.

    Raises:
        NotFound: The actor may not.
        RefusedError: The workshop has ended.
    """

    def run(session: Session, room: Room) -> T:
        if room.row.stage == ENDED:
            raise RefusedError("ended")
        done = work(session, room)
        update_workshop(session, room.id, {"version": room.row.version + 1})
        return done

    return write_room(actor, workspace, workshop_id, run)


def open_assessment_of(session: Session, actor: Actor, room: Room, action: str) -> Access | None:
    """Lock the assessment of a room for what is written there too; None for one that stands alone.

    Raises:
        NotFound: The actor may not do this with it.
        WrongState: Not in the assessment's present state.
    """
    if room.row.assessment_id is None:
        return None
    return lock(session, actor, action, room.row.assessment_id)


def note_outcome(
    session: Session, workspace: Workspace, room: Room, action: str, **detail: object
) -> None:
    """Write into the trail what was done; never what it says."""
    add_audit(
        session, workspace.now(), action=action, subject=room.id, actor=room.account, **detail
    )


def read_agreed(workspace: Workspace, workshop_id: str) -> Answers:
    """Return what a room agreed, by question; that there is no agreement is left out."""
    with read_session(workspace.engine) as session:
        return find_agreed(session, workshop_id)


def find_agreed(session: Session, workshop_id: str) -> Answers:
    """Give what a room agreed, by question."""
    return Answers(
        Answer(row.question, row.state, value=read_value(row.value), reason=row.reason)
        for row in list_standing(session, workshop_id)
        if row.outcome != "none"
    )
