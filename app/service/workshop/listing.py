"""The workshops somebody runs: their lists, and deleting one."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.service.access import require
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.permission import FACILITATE
from app.service.workshop.opening import Room, write_room
from app.service.workspace import Workspace
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.workshop_list import count_people, count_tables, delete_documents
from app.store.workshop_room import delete_workshop, list_own_workshops, list_workshops


@dataclass(frozen=True, slots=True)
class Listed:
    """One workshop of a list: its columns, how many tables it has and how many people joined."""

    row: AnyRow
    tables: int
    people: int


def list_of_assessment(
    actor: Actor, workspace: Workspace, assessment_id: str
) -> tuple[Listed, ...]:
    """List the workshops of an assessment, the newest first.

    Raises:
        NotFound: The actor may not facilitate it.
    """
    require(actor, workspace, FACILITATE, assessment_id)
    with read_session(workspace.engine) as session:
        return _describe(session, list_workshops(session, assessment_id))


def list_own(actor: Actor, workspace: Workspace) -> tuple[Listed, ...]:
    """List the workshops that stand alone and are the actor's, the newest first.

    Raises:
        NotFound: The actor is neither signed in nor the host of a laptop.
    """
    if actor.account is None and not actor.is_host:
        raise NotFound
    with read_session(workspace.engine) as session:
        return _describe(session, list_own_workshops(session, actor.account))


def _describe(session: Session, rows: Sequence[AnyRow]) -> tuple[Listed, ...]:
    ids = [row.id for row in rows]
    tables, people = count_tables(session, ids), count_people(session, ids)
    return tuple(Listed(row, tables.get(row.id, 0), people.get(row.id, 0)) for row in rows)


def may_delete(row: AnyRow) -> bool:
    """Tell whether whoever runs a workshop may delete it.

    What a team's room agreed belongs to the assessment, and goes with it.
    """
    return row.assessment_id is None or row.begun_at is None


def delete_room(actor: Actor, workspace: Workspace, workshop_id: str) -> bool:
    """Delete a workshop with all that was said in it.

    Returns:
        False where it is one of an assessment and has begun.

    Raises:
        NotFound: The actor may not.
    """

    def work(session: Session, room: Room) -> bool:
        if not may_delete(room.row):
            return False
        delete_documents(session, workshop_id)
        delete_workshop(session, workshop_id)
        now = workspace.now()
        add_audit(session, now, action="workshop_deleted", subject=workshop_id, actor=room.account)
        return True

    return write_room(actor, workspace, workshop_id, work)
