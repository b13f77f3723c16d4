"""Read a room for its pages: tables, who is in, who has finished."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from app.response.workshop.table import TableState, read_state
from app.service.workshop.voting import open_rounds
from app.service.workspace import Workspace
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.workshop_room import list_tables
from app.store.workshop_seat import list_finishes, list_participants

AWAY_AFTER: Final = timedelta(minutes=3)
"""A phone asks every second or so while it is awake, and is noted once a minute."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room as its facilitators see them: never what they said.

    `has_finished` tells of what is open now; `is_away` that their device has not asked for long.
    """

    row: AnyRow
    has_finished: bool
    is_away: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table with how far it is."""

    row: Any
    state: TableState

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return int(self.row.number)


def read_tables(workspace: Workspace, workshop_id: str) -> tuple[Table, ...]:
    """Return the tables of a room that was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        rows = list_tables(session, workshop_id)
    return tuple(Table(row, read_state(row.state)) for row in rows)


def read_people(workspace: Workspace, workshop: AnyRow) -> tuple[Person, ...]:
    """Return everybody who joined, and who of them has finished what is open at their table."""
    with read_session(workspace.engine) as session:
        states = {row.number: read_state(row.state) for row in list_tables(session, workshop.id)}
        people = list_participants(session, workshop.id)
        now = workspace.now()
        finished = find_finished(session, workshop, states, now)
    return tuple(_describe(row, finished, now) for row in people)


def _describe(row: AnyRow, finished: frozenset[str], now: datetime) -> Person:
    is_away = row.key is not None and now - row.seen_at > AWAY_AFTER
    return Person(row, row.id in finished, is_away)


def find_finished(
    session: Session, workshop: AnyRow, states: Mapping[int, TableState], now: datetime
) -> frozenset[str]:
    """Give the participants who have finished with all that is open at their table now.

    Simulated ones finish at a moment that was written ahead.
    """
    finished: dict[str, set[tuple[str, int]]] = {}
    for row in list_finishes(session, workshop.id):
        if row.finished_at > now:
            continue
        finished.setdefault(row.participant_id, set()).add((row.question, row.round))
    wanted = {
        number: set(open_rounds(state, workshop.anchor).items()) for number, state in states.items()
    }
    seats = {row.id: row.table_number for row in list_participants(session, workshop.id)}
    return frozenset(
        name
        for name, done in finished.items()
        if wanted.get(seats[name]) and wanted[seats[name]] <= done
    )


def count_here(people: Iterable[Person], table: int) -> tuple[int, int]:
    """Give how many at a table have finished, and how many sit at it (those who left do not)."""
    here = [person for person in people if person.row.table_number == table]
    here = [person for person in here if person.row.left_at is None]
    return sum(person.has_finished for person in here), len(here)
