"""Come into a room by its code, leave it, and take out of it what tells who one is.

A code that is wrong, old or not yet valid is told the same way. Failures are counted by code and
address together, and for an address the different codes that were tried: a whole room mistypes its
own from one address. A right code costs nothing, and admits the planned number and a tenth more.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from app.presentation.language import LANGUAGES
from app.response.line import tidy
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.secret import hash_secret, is_made_here
from app.service.throttle import FailureLimit
from app.service.workshop.opening import ANONYMOUS, NAMED, Room, open_seat, write_room
from app.service.workshop.planning import ENDED
from app.service.workshop.running import read_code
from app.service.workspace import Workspace
from app.store import workshop_seat as seats
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.workshop_outcome_plan import share_workshop
from app.store.workshop_room import (
    find_by_code,
    find_table,
    find_workshop,
    list_tables,
    update_workshop,
)

KIND: Final = "room"
TYPOS_FACTOR: Final = 30
"""600 different wrong codes from one address in a quarter of an hour: as many as a room of 200
makes, three each. A guess opens one of 50 rooms with a chance of 1 in 18 million."""
LONGEST: Final = 80
PHONE: Final = "phone"


class RoomFullError(Exception):
    """As many are in the room as it was planned for, and a tenth more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """What somebody says of themselves at the door; what was not asked is left out."""

    table: int = 1
    name: str = ""
    role: str = ""
    sector: str = ""
    sex: str = ""
    region: str = ""
    language: str = "en"


def find_room(actor: Actor, workspace: Workspace, typed: str) -> tuple[AnyRow, tuple[AnyRow, ...]]:
    """Find the room a code opens, with its tables.

    Raises:
        NotFound: It opens none: guessed, not yet valid, changed, or the session is over.
        TooMany: Too many wrong codes from here; ask again later.
    """
    code = read_code(typed)
    if not code:
        # It opens nothing anywhere, so that nothing is guessed by it.
        raise NotFound
    limit = FailureLimit(workspace, KIND, shared_factor=TYPOS_FACTOR)
    limit.check(actor.address, code)
    with read_session(workspace.engine) as session:
        row = find_by_code(session, code)
        tables = tuple(list_tables(session, row.id)) if row is not None else ()
    if row is None:
        limit.count_name_once(actor.address, code)
        raise NotFound
    return row, tables


def join_room(
    actor: Actor, workspace: Workspace, typed: str, guest: Guest, *, secret: str
) -> tuple[str, str]:
    """Take a seat; `secret` is kept by the browser alone. The same secret takes the same seat.

    It has to be one that was made here: who knows it, is who sits there.

    Returns:
        The ids of the workshop and of the participant.

    Raises:
        NotFound: The code opens nothing.
        TooMany: Too many wrong codes from here.
        NotAChoice: A table, role or language the room does not have, or no name where one is asked.
        RoomFullError: No seat is left.
    """
    room, _tables = find_room(actor, workspace, typed)
    if not is_made_here(secret):
        raise NotAChoice("secret")
    key = hash_secret(secret)

    def work(session: Session) -> tuple[str, str]:
        row = find_workshop(session, room.id, lock=True)
        if row is None or row.code != room.code:
            raise NotFound
        known = seats.find_seat(session, key)
        if known is not None:
            if known.workshop_id != row.id:
                raise NotFound
            return str(row.id), str(known.id)
        return str(row.id), _sit_down(session, workspace, row, (guest, key))

    return run_write(workspace.engine, work)


def _sit_down(session: Session, workspace: Workspace, row: AnyRow, given: tuple[Guest, str]) -> str:
    guest, key = given
    last = seats.find_last_number(session, row.id)
    if last >= most_people(row.planned):
        raise RoomFullError
    if find_table(session, row.id, guest.table) is None:
        raise NotAChoice("table")
    now, participant_id = workspace.now(), uuid4().hex
    values = describe_guest(row, guest) | {
        "id": participant_id, "workshop_id": row.id, "number": last + 1, "key": key,
        "source": PHONE, "form_code": "", "joined_at": now, "seen_at": now, "left_at": None,
        "erased_at": None,
    }  # fmt: skip
    seats.insert_participant(session, values)
    return participant_id


def most_people(planned: int) -> int:
    """Give how many a room admits: those planned and a tenth more."""
    return math.ceil(planned * 1.1)


def describe_guest(row: AnyRow, guest: Guest) -> dict[str, object]:
    """Give the columns of what somebody says of themselves; what was not asked is not kept.

    Raises:
        NotAChoice: A role, sector, sex, region or language the room does not have, or no name.
    """
    if guest.language not in LANGUAGES:
        raise NotAChoice("language")
    name = tidy(guest.name, LONGEST) if row.anonymity == NAMED else ""
    if row.anonymity == NAMED and not name:
        raise NotAChoice("name")
    role = guest.role if row.roles else tidy(guest.role, LONGEST)
    role = role if row.anonymity != ANONYMOUS else ""
    if role and row.roles and role not in row.roles:
        raise NotAChoice("role")
    said = {"sector": guest.sector, "sex": guest.sex, "region": guest.region}
    for word, choice in said.items():
        if choice and choice not in row.balance.get(word, ()):
            raise NotAChoice(word)
    return said | {
        "table_number": guest.table,
        "name": name,
        "role": role,
        "language": guest.language,
    }


def leave_room(actor: Actor, workspace: Workspace, workshop_id: str) -> None:
    """Leave a room; what one said stays and counts. From one that has ended all have gone.

    Raises:
        NotFound: The actor does not sit in it.
    """
    _set_left(actor, workspace, workshop_id, workspace.now())


def return_to_room(actor: Actor, workspace: Workspace, workshop_id: str) -> None:
    """Come back to the seat one left, so that nobody is counted twice.

    Raises:
        NotFound: The actor does not sit in it.
    """
    _set_left(actor, workspace, workshop_id, None)


def _set_left(
    actor: Actor, workspace: Workspace, workshop_id: str, moment: datetime | None
) -> None:
    seat = open_seat(actor, workspace, workshop_id)

    def work(session: Session) -> None:
        row = share_workshop(session, workshop_id)
        if row is not None and row.stage != ENDED:
            seats.update_participant(session, seat.id, {"left_at": moment})

    run_write(workspace.engine, work)


def erase_self(actor: Actor, workspace: Workspace, workshop_id: str) -> None:
    """Take out what tells who a participant is, at their own request; counts stay.

    Raises:
        NotFound: The actor does not sit in it.
    """
    seat = open_seat(actor, workspace, workshop_id)
    run_write(workspace.engine, lambda session: _erase(session, workspace, seat.row))


def erase_participant(
    actor: Actor, workspace: Workspace, workshop_id: str, participant_id: str
) -> None:
    """Take out what tells who one participant is, at the request told to a facilitator.

    Raises:
        NotFound: The actor may not, or no such participant.
    """

    def work(session: Session, room: Room) -> None:
        row = seats.find_participant(session, participant_id)
        if row is None or row.workshop_id != room.id:
            raise NotFound
        _erase(session, workspace, row)

    write_room(actor, workspace, workshop_id, work)


def erase_everybody(actor: Actor, workspace: Workspace, workshop_id: str) -> None:
    """Take out what tells who anybody in the room is; counts stay.

    Raises:
        NotFound: The actor may not.
    """

    def work(session: Session, room: Room) -> None:
        for row in seats.list_participants(session, room.id):
            _erase(session, workspace, row)
        update_workshop(session, room.id, {"erased_at": workspace.now()})

    write_room(actor, workspace, workshop_id, work)


PERSONAL: Final = ("name", "role", "sector", "sex", "region")


def _erase(session: Session, workspace: Workspace, row: AnyRow) -> None:
    if row.erased_at is not None:
        return
    now = workspace.now()
    values: dict[str, object] = dict.fromkeys(PERSONAL, "") | {"erased_at": now}
    seats.update_participant(session, row.id, values)
    add_audit(session, now, action="participant_erased", subject=row.workshop_id)
