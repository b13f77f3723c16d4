"""Raised hands, counted for each possible answer where nobody writes their own down.

Hands are counted for questions whose spread was not shown yet. Whoever answered by phone or on a
form raises none: hands add to their answers.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.response.answer import State, Value
from app.response.workshop.limit import MOST_PEOPLE
from app.response.workshop.shorthand import list_values
from app.service.actor import Actor
from app.service.answering import write_value
from app.service.error import NotAChoice, NotFound
from app.service.workshop.opening import Room, write_room
from app.service.workshop.paper import FormProblem, FormRefusedError, PaperTable, load_tables
from app.service.workshop.planning import ENDED
from app.service.workshop.steering import StaleError
from app.service.workspace import Workspace
from app.store import workshop_seat as seats
from app.store.audit import add_audit
from app.store.engine import Session, read_session

NOT_ANSWERED: Final[tuple[State, ...]] = ("unknown", "not-applicable")


@dataclass(frozen=True, slots=True)
class Place:
    """One possible answer of a question, by its place from 0, and the hands counted for it."""

    number: int
    state: State
    value: Value
    hands: int | None


@dataclass(frozen=True, slots=True)
class HandCount:
    """The hands of one table; questions that are typed or ticked can't be counted by hands."""

    table: PaperTable
    places: Mapping[str, tuple[Place, ...]]

    @property
    def uncounted(self) -> tuple[str, ...]:
        """The questions hands can't answer."""
        return tuple(name for name in self.table.questions if name not in self.places)

    @property
    def print(self) -> str:
        """A print of all that was counted, and of which questions can be."""
        asked = sorted((name, self.table.round(name)) for name in self.table.open_questions)
        counted = [(name, [place.hands for place in row]) for name, row in self.places.items()]
        return hashlib.sha256(repr((asked, counted)).encode()).hexdigest()


def read_hands(workspace: Workspace, room: Room, number: int) -> HandCount:
    """Read the hands of one table of a room that was opened to whoever asks.

    Raises:
        NotFound: No such table.
    """
    with read_session(workspace.engine) as session:
        return _load(session, room, number)


def _load(session: Session, room: Room, number: int, *, lock: bool = False) -> HandCount:
    table = load_tables(session, room, lock=lock).get(number)
    if table is None:
        raise NotFound
    rows = seats.read_tallies(session, room.id, table.questions)
    counted = {
        (row.question, row.place): row.hands
        for row in rows
        if row.table_number == number and row.round == table.round(row.question)
    }
    questions = {question.id: question for question in room.toolkit.questions}
    laid = {name: _lay(room, questions[name], counted) for name in table.questions}
    return HandCount(table, {name: places for name, places in laid.items() if places})


def _lay(
    room: Room, question: Question, counted: Mapping[tuple[str, int], int]
) -> tuple[Place, ...]:
    values = list_values(question, room.toolkit)
    if not values:
        return ()
    answers: list[tuple[State, Value]] = [("answered", value) for value in values]
    answers += [(state, None) for state in NOT_ANSWERED]
    return tuple(
        Place(number, state, value, counted.get((question.id, number)))
        for number, (state, value) in enumerate(answers)
    )


def save_hands(
    actor: Actor,
    workspace: Workspace,
    place: tuple[str, int],
    hands: Mapping[str, Mapping[int, int]],
    *,
    seen: str,
) -> None:
    """Keep the hands counted at a table: question -> place -> how many; all or none.

    `place` is the workshop and the table's number, `seen` the print of what stood.

    Raises:
        NotFound: The actor may not, or no such table.
        StaleError: Somebody else counted meanwhile, or a question was asked again.
        FormRefusedError: Something was shown already, or more hands than a room holds.
        NotAChoice: A question, or an answer of it, that hands are not counted for.
    """
    workshop_id, number = place

    def work(session: Session, room: Room) -> None:
        count = _load(session, room, number, lock=True)
        if count.print != seen:
            raise StaleError
        problems = check_hands(room, count, hands)
        if problems:
            raise FormRefusedError(problems)
        _write(session, workspace, room, count=count, hands=hands)

    write_room(actor, workspace, workshop_id, work)


def check_hands(
    room: Room, count: HandCount, hands: Mapping[str, Mapping[int, int]]
) -> tuple[FormProblem, ...]:
    """Give all that keeps counted hands from being taken.

    Raises:
        NotAChoice: A question, or an answer of it, that hands are not counted for.
    """
    problems = [FormProblem("", "", "ended")] if room.row.stage == ENDED else []
    for name, given in hands.items():
        if name not in count.places or not given.keys() <= set(range(len(count.places[name]))):
            raise NotAChoice(name)
        if name not in count.table.open_questions:
            problems.append(FormProblem("", name, "shown"))
        elif min(given.values(), default=0) < 0 or sum(given.values()) > MOST_PEOPLE:
            problems.append(FormProblem("", name, "full"))
    return tuple(problems)


def _write(
    session: Session,
    workspace: Workspace,
    room: Room,
    *,
    count: HandCount,
    hands: Mapping[str, Mapping[int, int]],
) -> None:
    now = workspace.now()
    common: dict[str, object] = {
        "workshop_id": room.id, "table_number": count.table.number, "saved_by": room.account,
        "saved_at": now,
    }  # fmt: skip
    rows = [
        common | {
            "question": name, "round": count.table.round(name), "place": place.number,
            "state": place.state, "value": write_value(place.value), "hands": given[place.number],
        }
        for name, given in hands.items()
        for place in count.places[name]
        if place.number in given
    ]  # fmt: skip
    seats.write_tallies(session, rows)
    add_audit(session, now, action="hands_counted", subject=room.id, actor=room.account)
