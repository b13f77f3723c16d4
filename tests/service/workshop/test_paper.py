"""Forms on paper and raised hands: kept whole or not at all, until their spread was shown."""

from collections.abc import Callable

import pytest

from app.response import Answer
from app.response.answer import State, Value
from app.service.actor import Actor
from app.service.error import Moved, NotAChoice, NotFound
from app.service.workshop.agreeing import reopen
from app.service.workshop.counting import read_boards
from app.service.workshop.joining import Guest, erase_participant
from app.service.workshop.paper import (
    FilledForm,
    FormRefusedError,
    Pile,
    read_pile,
    save_form,
    save_pile,
)
from app.service.workshop.reading import count_here, read_people
from app.service.workshop.running import end_workshop
from app.service.workshop.steering import StaleError
from app.service.workshop.tally import HandCount, read_hands, save_hands
from app.store.engine import read_session
from tests.room import OpenRoom, open_alone
from tests.service.conftest import House

PLAN, BUDGET, NOTE = "basics.plan", "basics.budget", "basics.note"
STRANGER = Actor(address="203.0.113.9")


def said(question: str, value: Value = None, state: State = "answered") -> Answer:
    return Answer(question, state, value=value)


def form(code: str, *answers: Answer, **guest: object) -> FilledForm:
    return FilledForm(code, Guest(**guest), answers)  # type: ignore[arg-type]


def pile_of(room: OpenRoom) -> Pile:
    return read_pile(room.workspace, room.room)


def save(room: OpenRoom, given: FilledForm, seen: str = "", actor: Actor | None = None) -> None:
    save_form(actor or room.facilitator, room.workspace, room.id, given, seen=seen)


def reasons(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(FormRefusedError) as caught:
        call()
    return [(problem.field, problem.reason) for problem in caught.value.problems]


def count_of(room: OpenRoom, question: str) -> dict[object, int]:
    with read_session(room.workspace.engine) as session:
        board = read_boards(session, room.room.row, room.room.toolkit, {question: 1}.items())
    tallies = board[question].spread
    return {tally.value: tally.count for tally in tallies.tallies} | {
        state: count for state, count in tallies.states.items() if count and state != "answered"
    }


def test_a_form_counts_with_the_votes_of_phones(room: OpenRoom) -> None:
    room.open("basics")
    for person in room.people:
        room.say(person, PLAN, 2)
    room.close()
    save(room, form("F-001", said(PLAN, 0), said(BUDGET, state="unknown")))
    assert count_of(room, PLAN) == {2: 5, 0: 1}
    assert count_of(room, BUDGET) == {"unknown": 1}
    kept = pile_of(room).forms["F-001"]
    assert (kept.row.source, kept.row.key, kept.row.number) == ("paper", None, 6)
    assert pile_of(room).next_code == "F-002"


def test_who_handed_in_a_form_has_finished(room: OpenRoom) -> None:
    room.open("basics")
    save(room, form("F-001", said(PLAN, 0)))
    people = read_people(room.workspace, room.room.row)
    assert count_here(people, 1) == (1, 6)


def test_the_same_form_once_more_is_the_same_form(room: OpenRoom) -> None:
    given = form("F-001", said(PLAN, 1))
    save(room, given)
    before = pile_of(room).print
    save(room, given)
    assert pile_of(room).print == before
    other = form("F-001", said(PLAN, 2))
    assert reasons(lambda: save(room, other)) == [("code", "taken")]
    assert count_of(room, PLAN) == {1: 1}


def test_a_form_is_changed_and_of_two_who_change_it_the_second_is_told(room: OpenRoom) -> None:
    save(room, form("F-001", said(PLAN, 1), said(BUDGET, 1)))
    seen = pile_of(room).forms["F-001"].print
    save(room, form("F-001", said(PLAN, 2), Answer(BUDGET, "blank")), seen)
    assert count_of(room, PLAN) == {2: 1}
    assert count_of(room, BUDGET) == {}
    with pytest.raises(StaleError):
        save(room, form("F-001", said(PLAN, 0)), seen)
    with pytest.raises(StaleError):
        save(room, form("F-009", said(PLAN, 0)), seen)
    assert count_of(room, PLAN) == {2: 1}


def test_nothing_is_taken_once_it_was_shown(room: OpenRoom) -> None:
    save(room, form("F-001", said(PLAN, 1)))
    room.open("basics")
    room.reveal()
    late = form("F-002", said(PLAN, 0), Answer(BUDGET, "blank"))
    assert reasons(lambda: save(room, late)) == [(PLAN, "shown")]
    assert list(pile_of(room).forms) == ["F-001"]
    assert pile_of(room).tables[1].open_questions == frozenset()
    kept = pile_of(room).forms["F-001"]
    save(room, form("F-001", said(PLAN, 1)), kept.print)
    again = form("F-001", said(PLAN, 2))
    assert reasons(lambda: save(room, again, pile_of(room).forms["F-001"].print)) == [
        (PLAN, "shown")
    ]


def test_a_form_says_what_the_room_asks(house: House) -> None:
    room = open_alone(
        house.workspace, "small", anonymity="role", roles={"Ministry": 5}, balance={"sex": ("W",)}
    )
    wrong = [form("F-001", said(PLAN, 1), role="King"), form("F-001", sex="X"),
             form("F-001", said("no.such"), role="Ministry"), form("F-001", table=2)]  # fmt: skip
    found = [reasons(lambda one=one: save(room, one)) for one in wrong]  # type: ignore[misc]
    assert found == [
        [("role", "choice")], [("sex", "choice")], [("no.such", "choice")], [("table", "table")]
    ]  # fmt: skip
    assert not pile_of(room).forms
    save(room, form("F-001", role="Ministry", sex="W"))
    row = pile_of(room).forms["F-001"].row
    assert (row.role, row.sex) == ("Ministry", "W")


def test_what_was_taken_out_does_not_come_back(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="named")
    assert reasons(lambda: save(room, form("F-001"))) == [("name", "choice")]
    save(room, form("F-001", said(PLAN, 1), name="Amina"))
    row = pile_of(room).forms["F-001"].row
    erase_participant(room.facilitator, room.workspace, room.id, row.id)
    kept = pile_of(room).forms["F-001"]
    save(room, form("F-001", said(PLAN, 2), name="Amina"), kept.print)
    after = pile_of(room).forms["F-001"]
    assert (after.row.name, after.answers[PLAN].value) == ("", 2)


def test_many_forms_are_kept_all_or_none(room: OpenRoom) -> None:
    seen = pile_of(room).print
    forms = [form("F-001", said(PLAN, 1)), form("F-002", said(PLAN, 2)), form("F-003", table=7)]

    def take(some: list[FilledForm], print_: str) -> None:
        save_pile(room.facilitator, room.workspace, room.id, some, seen=print_)

    assert reasons(lambda: take(forms, seen)) == [("table", "table")]
    assert not pile_of(room).forms
    take(forms[:2], seen)
    assert count_of(room, PLAN) == {1: 1, 2: 1}
    with pytest.raises(Moved):
        take([form("F-001", said(PLAN, 0))], seen)
    take([form("F-001", said(PLAN, 0))], pile_of(room).print)
    assert count_of(room, PLAN) == {0: 1, 2: 1}


def test_more_forms_than_a_workshop_holds_are_refused(room: OpenRoom) -> None:
    forms = [form(f"F-{number:03}") for number in range(1, 197)]
    seen = pile_of(room).print
    call = lambda some: save_pile(  # noqa: E731
        room.facilitator, room.workspace, room.id, some, seen=seen
    )
    assert reasons(lambda: call(forms)) == [("", "full")]
    call(forms[:195])
    assert pile_of(room).count == 200


def test_after_the_end_nothing_is_taken(room: OpenRoom) -> None:
    count = read_hands(room.workspace, room.room, 1)
    assert end_workshop(room.facilitator, room.workspace, room.id, seen=room.room.row.version)
    assert reasons(lambda: save(room, form("F-001"))) == [("", "ended")]
    assert reasons(lambda: raise_hands(room, {PLAN: {0: 1}}, count)) == [("", "ended")]


def test_a_stranger_types_and_counts_nothing(room: OpenRoom) -> None:
    count = read_hands(room.workspace, room.room, 1)
    for actor in (STRANGER, room.people[0]):
        with pytest.raises(NotFound):
            save(room, form("F-001"), actor=actor)
        with pytest.raises(NotFound):
            save_pile(actor, room.workspace, room.id, (), seen="")
        with pytest.raises(NotFound):
            save_hands(actor, room.workspace, (room.id, 1), {}, seen=count.print)


# --- Hands --------------------------------------------------------------------------------------


def raise_hands(
    room: OpenRoom, hands: dict[str, dict[int, int]], count: HandCount | None = None
) -> None:
    seen = (count or read_hands(room.workspace, room.room, 1)).print
    save_hands(room.facilitator, room.workspace, (room.id, 1), hands, seen=seen)


def test_hands_count_with_all_others(room: OpenRoom) -> None:
    raise_hands(room, {PLAN: {0: 3, 2: 4, 3: 1, 4: 2}})
    save(room, form("F-001", said(PLAN, 2)))
    assert count_of(room, PLAN) == {0: 3, 2: 5, "unknown": 1, "not-applicable": 2}
    raise_hands(room, {PLAN: {0: 1, 1: 0, 2: 0, 3: 0, 4: 0}})
    assert count_of(room, PLAN) == {0: 1, 2: 1}
    count = read_hands(room.workspace, room.room, 1)
    assert [place.hands for place in count.places[PLAN]] == [1, 0, 0, 0, 0]
    assert [place.hands for place in count.places[BUDGET]] == [None] * 5
    assert count.uncounted == ()


def test_hands_are_counted_until_they_are_shown(room: OpenRoom) -> None:
    before = read_hands(room.workspace, room.room, 1)
    raise_hands(room, {PLAN: {0: 3}}, before)
    with pytest.raises(StaleError):
        raise_hands(room, {PLAN: {0: 4}}, before)
    room.open("basics")
    room.reveal()
    assert reasons(lambda: raise_hands(room, {PLAN: {0: 9}})) == [(PLAN, "shown")]
    assert count_of(room, PLAN) == {0: 3}


@pytest.mark.parametrize("hands", [{0: 201}, {0: 150, 1: 51}, {0: -1}])
def test_more_hands_than_a_room_holds_are_refused(room: OpenRoom, hands: dict[int, int]) -> None:
    assert reasons(lambda: raise_hands(room, {PLAN: hands})) == [(PLAN, "full")]
    assert count_of(room, PLAN) == {}


@pytest.mark.parametrize("hands", [{PLAN: {5: 1}}, {PLAN: {-1: 1}}, {NOTE: {0: 1}}, {"x": {0: 1}}])
def test_hands_for_what_is_no_answer_are_refused(
    room: OpenRoom, hands: dict[str, dict[int, int]]
) -> None:
    with pytest.raises(NotAChoice):
        raise_hands(room, hands)


def test_no_hands_at_a_table_that_is_not_there(room: OpenRoom) -> None:
    with pytest.raises(NotFound):
        read_hands(room.workspace, room.room, 2)


def test_a_question_asked_again_begins_anew(room: OpenRoom) -> None:
    save(room, form("F-001", said(PLAN, 1)))
    raise_hands(room, {PLAN: {0: 3}})
    room.open("basics")
    room.reveal()
    reopen(room.facilitator, room.workspace, (room.id, 1), PLAN, seen=room.table().version)
    pile = pile_of(room)
    assert pile.tables[1].open_questions == {PLAN}
    assert PLAN not in pile.forms["F-001"].answers
    save(room, form("F-001", said(PLAN, 2)), pile.forms["F-001"].print)
    assert pile_of(room).forms["F-001"].answers[PLAN].version == 1
    assert count_of(room, PLAN) == {0: 3, 1: 1}, "what was said in the first round stays"
