"""Many at the same moment: each seat once, each vote wholly or not at all, one act first."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.response.workshop.table import ActRefusedError
from app.service.actor import Actor
from app.service.secret import make_secret
from app.service.workshop.agreeing import agree, read_agreements
from app.service.workshop.joining import (
    Guest,
    RoomFullError,
    erase_participant,
    erase_self,
    join_room,
    most_people,
)
from app.service.workshop.running import end_workshop
from app.service.workshop.steering import StaleError, act_plainly
from app.service.workshop.voting import Closed
from app.store.engine import read_session
from app.store.workshop_outcome import list_agreements
from tests.room import OpenRoom, open_alone
from tests.service.conftest import House
from tests.service.workshop.held import PLAN, Session, choose, held

__all__ = ["held"]

BUDGET = "basics.budget"
KNOWN = (RoomFullError, StaleError, ActRefusedError, Closed)


def do_at_once(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Do all at the same moment; gives for each what it met, or nothing."""
    line = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        line.wait()
        try:
            act()
        except KNOWN as met:
            return type(met).__name__
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_twenty_who_want_the_last_seat_one_gets_it(house: House) -> None:
    room = open_alone(house.workspace, "small", planned=10, people=most_people(10) - 1)
    code, visitor = room.code, Actor(address="198.51.100.7")

    def sit_down() -> None:
        join_room(visitor, room.workspace, code, Guest(), secret=make_secret())

    met = Counter(do_at_once([sit_down] * 20))
    assert met == {"": 1, "RoomFullError": 19}
    numbers = [row.number for row in room.people_rows()]
    assert numbers == list(range(1, most_people(10) + 1))


def test_one_secret_sent_twenty_times_takes_one_seat(house: House) -> None:
    room = open_alone(house.workspace, "small")
    code, secret, visitor = room.code, make_secret(), Actor(address="198.51.100.7")

    def sit_down() -> None:
        join_room(visitor, room.workspace, code, Guest(), secret=secret)

    assert set(do_at_once([sit_down] * 20)) == {""}
    assert len(room.people_rows()) == 1


def answer(room: OpenRoom, place: int) -> Callable[[], object]:
    return lambda: room.say(room.people[place], PLAN, place % 3)


@pytest.mark.parametrize("what", ["close", "end"])
def test_what_is_said_while_it_closes_is_kept_or_refused_and_said_so(
    house: House, what: str
) -> None:
    room = open_alone(house.workspace, "small", people=15)
    room.open("basics")
    place, seen = (room.id, 1), room.table().version
    acts: dict[str, Callable[[], object]] = {
        "close": lambda: act_plainly(room.facilitator, room.workspace, place, "close", seen=seen),
        "end": lambda: end_workshop(
            room.facilitator, room.workspace, room.id, seen=room.room.row.version
        ),
    }
    done = do_at_once([*(answer(room, number) for number in range(15)), acts[what]])
    assert done.pop() == ""
    said = {room.ids[number] for number, met in enumerate(done) if not met}
    assert {vote.participant_id for vote in room.votes()} == said
    assert set(done) <= {"", "Closed"}
    with pytest.raises(Closed):
        room.say(room.people[0], BUDGET, 1)


def test_of_two_facilitators_who_agree_at_once_the_second_is_told(held: Session) -> None:
    room, seen = held.room, held.seen
    wishes = [
        lambda value=value: agree(
            room.facilitator, room.workspace, held.place, choose(value), seen=seen
        )
        for value in (0, 1, 2)
    ]
    assert Counter(do_at_once(wishes)) == {"": 1, "StaleError": 2}
    with read_session(room.workspace.engine) as session:
        assert len(list_agreements(session, room.id)) == 1
    stands, kept = read_agreements(room.workspace, room.id)[PLAN], held.answer()
    assert kept is not None
    assert stands.answer is not None
    assert kept.value == stands.answer.value
    assert len(held.history()) == 1


def test_of_two_who_end_a_workshop_one_does(room: OpenRoom) -> None:
    seen, ended = room.room.row.version, []

    def end() -> None:
        ended.append(end_workshop(room.facilitator, room.workspace, room.id, seen=seen))

    assert do_at_once([end] * 4) == [""] * 4
    assert sorted(ended) == [False, False, False, True]
    assert room.room.row.version == seen + 1


def test_who_is_forgotten_while_they_answer_is_and_their_answer_counts(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="named")
    for number in range(5):
        room.join(name=f"Person {number}", role="Ministry")
    room.open("basics")
    acts: list[Callable[[], object]] = [answer(room, number) for number in range(5)]
    acts += [
        lambda one=one: erase_self(one, room.workspace, room.id)  # type: ignore[misc]
        for one in room.people
    ]
    acts += [
        lambda one=one: erase_participant(room.facilitator, room.workspace, room.id, one)  # type: ignore[misc]
        for one in room.ids
    ]
    assert set(do_at_once(acts)) == {""}
    assert {(row.name, row.role) for row in room.people_rows()} == {("", "")}
    assert len(room.votes()) == 5
