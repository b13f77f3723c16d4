"""What is shown never tells one answer by the difference of two looks, or by an order."""

import pytest

from app.response import Answer
from app.response.workshop.board import Board
from app.response.workshop.table import PRACTICE
from app.service.workshop.joining import Guest, erase_participant, erase_self
from app.service.workshop.paper import FilledForm, FormRefusedError, read_pile, save_form
from app.service.workshop.reading import read_tables
from app.service.workshop.revealing import Revealed, read_reveal
from app.service.workshop.voting import Closed
from tests.room import OpenRoom, open_alone
from tests.service.conftest import House

PLAN, BUDGET = "basics.plan", "basics.budget"


def look(room: OpenRoom, question: str = PLAN) -> Revealed:
    opened, at = room.room, read_tables(room.workspace, room.id)[0]
    return read_reveal(room.workspace, opened.row, opened.toolkit, table=at, question=question)


def count_by_part(board: Board) -> dict[str, dict[object, int]]:
    return {
        part.name: {tally.value: tally.count for tally in part.spread.tallies}
        for part in board.parts
    }


def hold_by_role(house: House) -> OpenRoom:
    room = open_alone(house.workspace, "small", anonymity="role")
    room.fill(6, role="Ministry")
    room.fill(6, role="School")
    room.open("basics")
    return room


def answer_all(room: OpenRoom) -> None:
    for place, one in enumerate(room.people):
        room.say(one, PLAN, 2 if place == 0 else 0)


def test_who_is_forgotten_after_the_reveal_is_not_told_by_what_their_role_lost(
    house: House,
) -> None:
    room = hold_by_role(house)
    answer_all(room)
    room.reveal()
    before = look(room).board
    assert count_by_part(before) == {"Ministry": {0: 5, 2: 1}, "School": {0: 6}}
    erase_self(room.people[0], room.workspace, room.id)
    after = look(room).board
    assert (after.spread, after.parts) == (before.spread, ())


def test_who_was_forgotten_before_they_answered_keeps_nothing_from_anybody(house: House) -> None:
    room = hold_by_role(house)
    room.fill(5, role="")
    erase_participant(room.facilitator, room.workspace, room.id, room.ids[1])
    house.clock.advance(minutes=1)
    answer_all(room)
    room.reveal()
    assert set(count_by_part(look(room).board)) == {"Ministry", "School", ""}


def test_the_order_of_the_reveal_tells_nothing_of_a_few(house: House) -> None:
    orders = set()
    for plan, budget in (((0, 2), (1, 1)), ((1, 1), (0, 2))):
        room = open_alone(house.workspace, "small", people=2)
        room.open("basics")
        for one, first, second in zip(room.people, plan, budget, strict=True):
            room.say(one, PLAN, first)
            room.say(one, BUDGET, second)
        room.reveal()
        orders.add(room.state().order)
    assert orders == {(PLAN, BUDGET)}


def test_practice_that_was_seen_is_answered_anew_by_all(house: House) -> None:
    room = open_alone(house.workspace, "small", people=5, anchor=PLAN)
    room.open(PRACTICE)
    for one in room.people:
        room.say(one, PLAN, 1)
    room.reveal()
    assert look(room, PRACTICE).board.answers == 5
    # One more comes in and practises: nobody can take the five from the six.
    late = room.join()
    room.open(PRACTICE)
    room.say(late, PLAN, 2)
    room.reveal()
    found = look(room, PRACTICE).board
    assert (found.answers, found.is_shown) == (1, False)
    room.open("basics")
    room.say(late, PLAN, 0)
    assert sorted(vote.round for vote in room.votes() if vote.value != 1) == [-1, 1]


def test_a_late_comer_says_nothing_to_what_was_seen(house: House) -> None:
    room = hold_by_role(house)
    answer_all(room)
    room.reveal()
    before = look(room).board
    late = room.join(role="Ministry")
    with pytest.raises(Closed):
        room.say(late, PLAN, 2)
    assert look(room).board == before


def keep_form(room: OpenRoom, role: str, *answers: Answer, seen: str = "") -> None:
    form = FilledForm("F-001", Guest(role=role), answers)
    save_form(room.facilitator, room.workspace, room.id, form, seen=seen)


def test_the_role_on_a_form_stays_once_answers_by_role_were_seen(house: House) -> None:
    room = hold_by_role(house)
    keep_form(room, "School", Answer(PLAN, value=1))
    answer_all(room)
    seen = read_pile(room.workspace, room.room).forms["F-001"].print
    keep_form(room, "Ministry", seen=seen)
    room.reveal()
    before = look(room).board
    assert count_by_part(before)["Ministry"] == {0: 5, 1: 1, 2: 1}
    seen = read_pile(room.workspace, room.room).forms["F-001"].print
    with pytest.raises(FormRefusedError, match="role: role-seen"):
        keep_form(room, "School", seen=seen)
    assert look(room).board == before
