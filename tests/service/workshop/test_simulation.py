"""A practice room: its people come in, answer, finish one by one, rate and judge; by seed."""

import pytest

from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.presentation.view.workshop.practice import PracticeWords
from app.response import RawAnswer, parse_answer, write_value
from app.response.workshop.simulation import LONGEST, Mind
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workshop.counting import read_boards
from app.service.workshop.feedback import read_summary
from app.service.workshop.listing import delete_room
from app.service.workshop.opening import ALONE, PRACTICE
from app.service.workshop.planning import ENDED, FEEDBACK, PRIORITIES, TABLES
from app.service.workshop.practice import plan_practice
from app.service.workshop.priority import add_items, read_ranking, step_on
from app.service.workshop.reading import count_here, read_people
from app.service.workshop.running import end_workshop, open_door, shut_door
from app.service.workshop.simulation import SIMULATED
from app.store.engine import read_session
from app.store.workshop_seat import list_finishes
from tests.room import HOST, OpenRoom, open_alone
from tests.service.conftest import House

WORDS = PracticeWords("Practice", "Nowhere", {"Government": 6, "Civil society": 6}, "en")


def practise(house: House, people: int = 12, *, is_open: bool = True) -> OpenRoom:
    made = plan_practice(HOST, house.workspace, "small", WORDS, people=people)
    room = OpenRoom(house.workspace, made, HOST)
    if is_open:
        assert open_door(HOST, house.workspace, made, seen=1)
        room.go_to(TABLES)
    return room


def finished(room: OpenRoom) -> tuple[int, int]:
    return count_here(read_people(room.workspace, room.room.row), 1)


def said(room: OpenRoom) -> list[tuple[object, ...]]:
    return sorted((row.question, row.round, row.state, repr(row.value)) for row in room.votes())


def test_they_come_in_with_the_door_and_only_once(house: House) -> None:
    room = practise(house, is_open=False)
    assert not room.people_rows()
    open_door(HOST, house.workspace, room.id, seen=1)
    shut_door(HOST, house.workspace, room.id, seen=2)
    open_door(HOST, house.workspace, room.id, seen=3)
    rows = room.people_rows()
    assert len(rows) == 12
    assert {row.source for row in rows} == {SIMULATED}
    assert {row.key for row in rows} == {None}
    assert sorted(row.role for row in rows) == ["Civil society"] * 6 + ["Government"] * 6
    assert not any(row.name for row in rows)


def test_all_have_answered_and_finish_one_by_one(house: House) -> None:
    room = practise(house)
    room.open("basics")
    everybody = {row.id for row in room.people_rows()}
    assert {row.participant_id for row in room.votes()} == everybody
    assert finished(room) == (0, 12)
    counts = []
    for _ in range(20):
        house.clock.advance(seconds=1)
        counts.append(finished(room)[0])
    assert counts == sorted(counts)
    assert len(set(counts)) > 4
    assert counts[-1] == 12


def test_a_close_and_its_undoing_leave_everybody_with_one_vote(house: House) -> None:
    room = practise(house)
    room.open("basics")
    before = said(room)
    room.close()
    room.answer_again()
    assert said(room) == before
    assert {row.version for row in room.votes()} == {1}
    room.reveal()
    with read_session(house.workspace.engine) as session:
        boards = read_boards(session, room.room.row, room.room.toolkit, [("basics.plan", 1)])
    assert boards["basics.plan"].answers == 12
    room.ask_again("basics.plan")
    again = [row for row in room.votes() if row.round == 2]
    assert len(again) == 12


def test_they_practise_too(house: House) -> None:
    room = practise(house)
    room.open("practice")
    assert {(row.question, row.round) for row in room.votes()} == {(room.room.row.anchor, 0)}
    assert len(room.votes()) == 12


def test_they_rate_and_judge(house: House) -> None:
    room = practise(house)
    room.go_to(PRIORITIES)
    add_items(HOST, house.workspace, room.id, texts=("One", "Two"))
    for step in ("open", "close", "reveal", "open", "close", "reveal"):
        step_on(HOST, house.workspace, room.id, step, seen=room.room.row.version)
    ranking = read_ranking(house.workspace, room.room.row)
    assert {number: place.count for number, place in ranking.places.items()} == {
        0: 12,
        1: 12,
        2: 12,
    }
    room.go_to(FEEDBACK)
    assert end_workshop(HOST, house.workspace, room.id, seen=room.room.row.version)
    assert room.room.row.stage == ENDED
    summary = read_summary(house.workspace, room.room.row)
    assert {name: share.answers for name, share in summary.shares.items()} == dict.fromkeys(
        ("useful", "again", "before", "after"), 12
    )


def test_the_same_seed_says_the_same_and_another_one_does_not(house: House) -> None:
    toolkit = house.workspace.toolkits.get("small")
    assert toolkit is not None

    def say(seed: str) -> list[object]:
        minds = [Mind(seed, number) for number in range(1, 13)]
        answers = [mind.answer(one, toolkit, 1) for mind in minds for one in toolkit.questions]
        times = [mind.take_time("basics", 1) for mind in minds]
        assert max(times) <= LONGEST
        return [answers, times, [mind.rate(1) for mind in minds], [mind.judge() for mind in minds]]

    assert say("one") == say("one")
    assert say("one") != say("two")


def test_a_real_person_may_join_them(house: House) -> None:
    room = practise(house)
    real = room.join(role="Government")
    room.open("basics")
    room.say(real, "basics.plan", 1)
    assert len({row.participant_id for row in room.votes()}) == 13


def test_nobody_is_simulated_elsewhere(house: House) -> None:
    room = open_alone(house.workspace, "small", people=2)
    assert room.room.row.kind == ALONE
    room.open("basics")
    assert not room.votes()
    with read_session(house.workspace.engine) as session:
        assert not list_finishes(session, room.id)
    assert {row.source for row in room.people_rows()} == {"phone"}


def test_a_practice_room_belongs_to_no_assessment_and_can_be_deleted(house: House) -> None:
    room = practise(house)
    assert (room.room.row.kind, room.room.row.assessment_id) == (PRACTICE, None)
    room.open("basics")
    assert delete_room(HOST, house.workspace, room.id)
    with pytest.raises(NotFound):
        assert room.room


@pytest.mark.parametrize("people", [4, 61])
def test_too_few_or_too_many_are_refused(house: House, people: int) -> None:
    with pytest.raises(NotAChoice):
        practise(house, people)


def test_strangers_may_not(house: House) -> None:
    with pytest.raises(NotFound):
        plan_practice(Actor(address="198.51.100.7"), house.workspace, "small", WORDS, people=12)
    with pytest.raises(NotFound):
        plan_practice(HOST, house.workspace, "nothing", WORDS, people=12)


def test_every_answer_could_have_been_typed() -> None:
    toolkit = load_toolkit(TOOLKITS / "e-government")
    for question in toolkit.questions:
        for number in range(1, 13):
            given = Mind("one", number).answer(question, toolkit, 1)
            ticked = isinstance(given.value, tuple)
            value = given.value if ticked else write_value(given.value)
            raw = RawAnswer(given.state, value)
            assert parse_answer(question, toolkit, raw, strict=True) == given
