"""Twenty people at once, on both engines: each vote once, whatever they tap and however often."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from app.response import Answer
from app.service.actor import Actor
from app.service.check_state import Change
from app.service.secret import make_secret
from app.service.workshop.counting import read_boards
from app.service.workshop.joining import Guest, join_room
from app.service.workshop.opening import open_seat
from app.service.workshop.own import read_own_sheet
from app.service.workshop.pulse import read_pulse
from app.service.workshop.steering import reveal
from app.service.workshop.voting import Closed, finish_block, save_votes
from app.store.engine import read_session
from app.store.workshop_seat import list_finishes
from tests.room import OpenRoom, open_alone
from tests.service.conftest import House

PEOPLE = 20
QUESTIONS = ("basics.plan", "basics.budget")


def at_once(work: Callable[[int], None]) -> None:
    """Let everybody do the same at the same time; what one of them raises is raised here."""
    with ThreadPoolExecutor(PEOPLE) as pool:
        for _ in pool.map(work, range(PEOPLE)):
            pass


def come_in(room: OpenRoom) -> list[Actor]:
    """Let twenty in at once, each with two taps."""
    visitor, code = Actor(address="198.51.100.7"), room.code
    people = [replace(visitor, seat=make_secret()) for _ in range(PEOPLE)]

    def join(place: int) -> None:
        seat = people[place].seat or ""
        taken = {join_room(visitor, room.workspace, code, Guest(), secret=seat) for _ in range(2)}
        assert len(taken) == 1

    at_once(join)
    return people


def test_twenty_at_once_are_counted_once(house: House) -> None:
    room = open_alone(house.workspace, "small", planned=PEOPLE)
    people = come_in(room)
    assert sorted(row.number for row in room.people_rows()) == list(range(1, PEOPLE + 1))
    room.open("basics")

    def answer(place: int) -> None:
        """Tap twice, reload, change one's mind, tap what is sent late once more."""
        who, chance = people[place], random.Random(place)  # noqa: S311  # any order will do
        for question in chance.sample(QUESTIONS, k=2):
            first = Change(Answer(question, value=(place + 1) % 3), 0)
            for _ in range(2):
                save_votes(who, room.workspace, room.id, (first,))
            seat = open_seat(who, room.workspace, room.id)
            sheet = read_own_sheet(room.workspace, seat, room.state())
            assert sheet.standing[question].version == 1
            changed = Change(Answer(question, value=place % 3), 1)
            save_votes(who, room.workspace, room.id, (changed,))
            late = save_votes(who, room.workspace, room.id, (first,))
            assert [conflict.question for conflict in late.conflicts] == [question]
            read_pulse(who, room.workspace, room.id)
        finish_block(who, room.workspace, room.id)

    at_once(answer)
    rows = room.votes()
    assert len(rows) == PEOPLE * len(QUESTIONS)
    assert {row.version for row in rows} == {2}
    numbers = {row.id: row.number for row in room.people_rows()}
    seats = {room_seat(room, who): place for place, who in enumerate(people)}
    assert sorted(numbers) == sorted(seats)
    assert all(row.value == seats[row.participant_id] % 3 for row in rows)
    with read_session(house.workspace.engine) as session:
        assert len(list_finishes(session, room.id)) == PEOPLE * len(room.state().open_questions)


def room_seat(room: OpenRoom, who: Actor) -> str:
    return open_seat(who, room.workspace, room.id).id


def test_a_close_in_the_middle_loses_nothing_that_was_told_as_saved(house: House) -> None:
    room = open_alone(house.workspace, "small", planned=PEOPLE)
    people = come_in(room)
    room.open("basics")
    told: list[tuple[int, str]] = []

    def answer(place: int) -> None:
        if place == PEOPLE // 2:
            room.close()
            return
        for question in QUESTIONS:
            try:
                change = Change(Answer(question, value=place % 3), 0)
                save_votes(people[place], room.workspace, room.id, (change,))
            except Closed:
                return
            told.append((place, question))

    at_once(answer)
    before = room.votes()
    assert len(before) == len(told)
    place, seen = (room.id, 1), room.table().version
    reveal(room.facilitator, room.workspace, place, seen=seen)
    with read_session(house.workspace.engine) as session:
        boards = read_boards(
            session, room.room.row, room.room.toolkit, [(name, 1) for name in QUESTIONS]
        )
    assert sum(board.answers for board in boards.values()) == len(told)
