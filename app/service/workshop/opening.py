"""Who may run a workshop, and who sits in it.

A workshop of an assessment is run by whoever may facilitate that assessment; one that stands alone
by its owner, or by the host of the laptop that serves it. A participant is known by the secret of
their seat; to everybody else a room is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from app.definition.toolkit import Toolkit
from app.response import Setting
from app.service.access import lock, note_refusal, require
from app.service.actor import Actor
from app.service.assessment.opening import find_toolkit
from app.service.error import NotFound
from app.service.permission import FACILITATE
from app.service.secret import hash_secret
from app.service.workspace import Workspace
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.workshop_room import find_workshop
from app.store.workshop_seat import find_seat

T = TypeVar("T")

ASSESSMENT: Final = "assessment"
ALONE: Final = "stand-alone"
PRACTICE: Final = "practice"

NAMED: Final = "named"
BY_ROLE: Final = "role"
ANONYMOUS: Final = "anonymous"
ANONYMITIES: Final = (NAMED, BY_ROLE, ANONYMOUS)


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop as somebody who runs it was let in to.

    Attributes:
        row: Columns of the workshop.
        account: Their account; None for the host of a laptop.
        toolkit: As it is pinned.
        setting: What is asked: the quick-check's questions or all, in a scope, with parameters.
    """

    row: AnyRow
    account: str | None
    toolkit: Toolkit
    setting: Setting

    @property
    def id(self) -> str:
        """Id of the workshop."""
        return str(self.row.id)


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant in a room, as their cookie opened it."""

    row: AnyRow
    workshop: AnyRow
    toolkit: Toolkit
    setting: Setting

    @property
    def id(self) -> str:
        """Id of the participant."""
        return str(self.row.id)


def workshop_setting(row: AnyRow) -> Setting:
    """Give what a workshop asks."""
    return Setting(quick=bool(row.quick), scope=row.scope, parameters=row.parameters)


def open_room(actor: Actor, workspace: Workspace, workshop_id: str) -> Room:
    """Open a workshop for somebody who runs it.

    Raises:
        NotFound: There is no such workshop for them.
    """
    with read_session(workspace.engine) as session:
        row = find_workshop(session, workshop_id)
    _check(actor, workspace, row, workshop_id)
    assert row is not None  # noqa: S101  # _check raises for None
    return Room(row, actor.account, find_toolkit(workspace, row), workshop_setting(row))


def _check(actor: Actor, workspace: Workspace, row: AnyRow | None, workshop_id: str) -> None:
    if row is not None and row.assessment_id is not None:
        require(actor, workspace, FACILITATE, row.assessment_id)
        return
    if row is None or not _is_own(actor, row):
        note_refusal(actor, workspace, action=FACILITATE, subject=workshop_id)
        raise NotFound


def _is_own(actor: Actor, row: AnyRow) -> bool:
    if row.owner_id is None:
        return actor.is_host
    return bool(row.owner_id == actor.account)


def write_room(
    actor: Actor, workspace: Workspace, workshop_id: str, work: Callable[[Session, Room], T]
) -> T:
    """Change a workshop in one write transaction, for somebody who runs it or not at all.

    Others who change the same workshop wait. `work` may run several times and must not change
    anything outside the database.

    Raises:
        NotFound: There is no such workshop for them.
    """
    room = open_room(actor, workspace, workshop_id)

    def run(session: Session) -> T:
        if room.row.assessment_id is not None:
            # The assessment before anything of it, as everywhere: no two ever wait for each other.
            lock(session, actor, FACILITATE, room.row.assessment_id)
        row = find_workshop(session, workshop_id, lock=True)
        if row is None:
            raise NotFound
        return work(session, Room(row, room.account, room.toolkit, room.setting))

    return run_write(workspace.engine, run)


def open_seat(actor: Actor, workspace: Workspace, workshop_id: str) -> Seat:
    """Open the seat the actor's cookie stands for.

    Raises:
        NotFound: It stands for none in this room.
    """
    key = hash_secret(actor.seat)
    with read_session(workspace.engine) as session:
        seat = find_seat(session, key) if key else None
        row = find_workshop(session, workshop_id) if seat is not None else None
    if seat is None or row is None or seat.workshop_id != workshop_id:
        raise NotFound
    return Seat(seat, row, find_toolkit(workspace, row), workshop_setting(row))
