"""What a room's facilitators watch: whether anything changed, and what was done last at a table.

Nothing here looks at a vote: before the reveal the people who run a room know who has finished, and
nothing of what was said.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.response.workshop.board import Board
from app.response.workshop.table import SHOWN
from app.service.assessment.opening import read_names
from app.service.workshop.agreeing import Agreed
from app.service.workshop.counting import read_boards
from app.service.workshop.opening import Room
from app.service.workshop.reading import Person, Table
from app.service.workshop.steering import REVEAL
from app.service.workspace import Workspace
from app.store.assessment_answer import read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.workshop_outcome import list_agreements
from app.store.workshop_room import find_last_act, find_newest_act

DIGITS: Final = 20


@dataclass(frozen=True, slots=True)
class LastAct:
    """An act at a table: its word, the block or question it is about, by whom and when.

    `by`: their account, None for the host of a laptop; `name` is empty for one whose data are gone.
    """

    word: str
    about: str
    by: str | None
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trail:
    """The act that was done last at a table, and the one an undo would take back.

    There is none of these once the room saw its answers and nothing was done since.
    """

    newest: LastAct | None
    undoable: LastAct | None


def mark_room(room: Room, tables: Iterable[Table], people: Iterable[Person]) -> str:
    """Give the mark of a facilitator's page: another one as soon as anything on it is otherwise."""
    parts = [
        (room.row.version,),
        *((table.number, table.row.version) for table in tables),
        *(
            (
                person.row.number,
                person.row.table_number,
                person.row.left_at is None,
                person.row.erased_at is None,
                person.has_finished,
                person.is_away,
            )
            for person in people
        ),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:DIGITS]


def read_trail(workspace: Workspace, place: tuple[str, int]) -> Trail:
    """Give what was done last at a table of a room that was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        rows = (find_newest_act(session, *place), find_last_act(session, *place))
        names = read_names(session, (row.done_by for row in rows if row is not None))
    newest, undoable = (_describe(row, names) for row in rows)
    is_undoable = undoable is not None and undoable.word != REVEAL
    return Trail(newest, undoable if is_undoable else None)


def _describe(row: AnyRow | None, names: Mapping[str, str]) -> LastAct | None:
    if row is None:
        return None
    return LastAct(
        row.act, row.question, row.done_by, names.get(row.done_by or "", ""), row.done_at
    )


def read_spread_of_agreed(
    workspace: Workspace, room: Room, tables: Iterable[Table], agreed: Mapping[str, Agreed]
) -> Mapping[str, Board]:
    """Give what the room said to the questions agreed on, each in the round it was agreed in."""
    phases = {name: phase for table in tables for name, phase in table.state.phases.items()}
    wanted = [
        (name, int(item.row.round))
        for name, item in agreed.items()
        if phases.get(name, "waiting") in SHOWN
    ]
    with read_session(workspace.engine) as session:
        return read_boards(session, room.row, room.toolkit, wanted)


def find_left(workspace: Workspace, room: Room) -> frozenset[str]:
    """Give the agreed questions whose answer somebody changed in the assessment since."""
    if room.row.assessment_id is None:
        return frozenset()
    with read_session(workspace.engine) as session:
        made = _versions(session, room)
        rows = read_assessment_answers(session, room.row.assessment_id, made)
    standing = {row.question: row.version for row in rows}
    return frozenset(name for name, version in made.items() if standing.get(name) != version)


def _versions(session: Session, room: Room) -> Mapping[str, int]:
    rows = list_agreements(session, room.id)
    return {row.question: row.answer_version for row in rows if row.answer_version is not None}
