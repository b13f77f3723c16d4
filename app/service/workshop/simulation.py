"""Practice: a room of simulated participants, for a facilitator to try a whole day with.

It stands by itself and never touches an assessment. They come in when the door opens, and answer
in the same transaction in which something is opened to them; nothing runs in the background. When
each of them has finished is written as a moment ahead, and counts once that moment is reached.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import uuid4

from app.response import Answer
from app.response.workshop.rating import is_rated_now, read_phase
from app.response.workshop.simulation import MOST_PEOPLE, Mind
from app.response.workshop.table import TableState
from app.service.answering import write_value
from app.service.workshop.opening import ANONYMOUS, NAMED, PRACTICE, Room
from app.service.workshop.voting import list_asked, open_rounds
from app.service.workspace import Workspace
from app.store import workshop_outcome_plan as outcome
from app.store import workshop_simulation as invented
from app.store.base import AnyRow
from app.store.engine import Session
from app.store.workshop_room import find_workshop, list_tables
from app.store.workshop_seat import find_last_number, insert_participant, write_finishes

SIMULATED: Final = "simulated"
Row = dict[str, object]


def is_practice(room: Room) -> bool:
    """Whether a room is one to practise in."""
    return bool(room.row.kind == PRACTICE)


def _mind(room: Room, number: int) -> Mind:
    return Mind(room.id, number)


def _invented(session: Session, room: Room) -> Sequence[AnyRow]:
    return invented.list_invented(session, room.id)


# --- Coming in ------------------------------------------------------------------------------------


def seat_invented(session: Session, workspace: Workspace, room: Room) -> None:
    """Let as many come in as a practice room was planned for, once; any other room stays as it is.

    Beside them the room admits as many real people as any other does beyond its plan.
    """
    if not is_practice(room) or _invented(session, room):
        return
    tables = [row.number for row in list_tables(session, room.id)]
    roles = _list_roles(room)
    last = find_last_number(session, room.id)
    for number in range(last + 1, last + 1 + min(room.row.planned, MOST_PEOPLE)):
        mind = _mind(room, number)
        values = _describe(room, mind) | {
            "table_number": tables[number % len(tables)],
            "role": roles[number % len(roles)] if roles else "",
        }
        participant_id = _sit_down(session, workspace, room, values)
        _judge(session, workspace, room, (participant_id, {"before": mind.judge().before}))


def _list_roles(room: Room) -> tuple[str, ...]:
    if room.row.anonymity == ANONYMOUS:
        return ()
    return tuple(role for role, count in room.row.roles.items() for _ in range(count))


def _describe(room: Room, mind: Mind) -> Row:
    """Give what an invented participant says of themselves, as far as it is asked."""
    about: Row = {
        name: mind.choose(name, tuple(room.row.balance.get(name, ())))
        for name in ("sector", "sex", "region")
    }
    name = f"S-{mind.number:02}" if room.row.anonymity == NAMED else ""
    return about | {"number": mind.number, "name": name, "language": room.row.language}


def _sit_down(session: Session, workspace: Workspace, room: Room, values: Row) -> str:
    now, participant_id = workspace.now(), uuid4().hex
    fixed: Row = {
        "id": participant_id, "workshop_id": room.id, "key": None, "source": SIMULATED,
        "form_code": "", "joined_at": now, "seen_at": now, "left_at": None, "erased_at": None,
    }  # fmt: skip
    insert_participant(session, values | fixed)
    return participant_id


# --- Answering ------------------------------------------------------------------------------------


def answer_invented(
    session: Session, workspace: Workspace, room: Room, table: tuple[int, TableState]
) -> None:
    """Let the invented people at a table answer what is open there; `table` is number and state.

    Who answered already stays with that.
    """
    number, state = table
    rounds = open_rounds(state, room.row.anchor)
    if not is_practice(room) or not rounds:
        return
    votes: list[Row] = []
    finishes: list[Row] = []
    now = workspace.now()
    for row in _invented(session, room):
        if row.table_number != number:
            continue
        mind = _mind(room, row.number)
        finished_at = now + mind.take_time(state.block, max(rounds.values()))
        finishes += [
            {"participant_id": row.id, "question": name, "round": round_,
             "finished_at": finished_at}
            for name, round_ in rounds.items()
        ]  # fmt: skip
        votes += [
            _vote(row, answer, rounds[answer.question]) | {"saved_at": now}
            for answer in _answer_asked(room, mind, rounds)
        ]
    invented.keep_votes(session, votes)
    write_finishes(session, finishes)


def _answer_asked(room: Room, mind: Mind, rounds: Mapping[str, int]) -> Iterator[Answer]:
    """Answer what is asked, given their own answers to the rest of it."""
    toolkit = room.toolkit
    said = {
        name: mind.answer(toolkit.question(name), toolkit, round_)
        for name, round_ in rounds.items()
    }
    return (said[name] for name in list_asked(room, rounds, said.values()))


def _vote(row: AnyRow, answer: Answer, round_: int) -> Row:
    return {
        "participant_id": row.id, "workshop_id": row.workshop_id, "question": answer.question,
        "round": round_, "version": 1, "state": answer.state, "value": write_value(answer.value),
        "reason": "", "comment": "",
    }  # fmt: skip


# --- Rating and feedback --------------------------------------------------------------------------


def rate_invented(session: Session, workspace: Workspace, room: Room) -> None:
    """Let the invented people rate what a practice room has just opened for rating."""
    row = find_workshop(session, room.id) if is_practice(room) else None
    if row is None:
        return
    phase = read_phase(row.content.get("priorities"))
    items = outcome.list_items(session, room.id)
    open_now = [item.number for item in items if is_rated_now(phase, item.number)]
    ratings = [
        (one, _mind(room, one.number).rate(item))
        for one in _invented(session, room)
        for item in open_now
    ]
    outcome.write_ratings(
        session,
        [
            {
                "participant_id": one.id, "item": rating.item, "workshop_id": room.id,
                "impact": rating.impact, "effort": rating.effort, "version": 1,
                "saved_at": workspace.now(),
            }
            for one, rating in ratings
        ],
    )  # fmt: skip


def judge_invented(session: Session, workspace: Workspace, room: Room) -> None:
    """Let the invented people of a practice room say what they thought of it."""
    if not is_practice(room):
        return
    for row in _invented(session, room):
        given = _mind(room, row.number).judge()
        said: Row = {name: getattr(given, name) for name in ("useful", "again", "before", "after")}
        _judge(session, workspace, room, (row.id, said))


def _judge(session: Session, workspace: Workspace, room: Room, given: tuple[str, Row]) -> None:
    participant_id, said = given
    blank: Row = dict.fromkeys(("useful", "again", "before", "after"))
    key: Row = {"participant_id": participant_id, "workshop_id": room.id}
    outcome.write_feedback(session, key | blank | said | {"saved_at": workspace.now()})
