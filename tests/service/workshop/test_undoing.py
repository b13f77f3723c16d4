"""An undo goes back one act, and leaves alone what somebody else changed since."""

import pytest

from app.response.workshop.table import PRACTICE, ActRefusedError
from app.service.workshop.agreeing import Done, reopen
from app.service.workshop.undoing import undo
from app.service.workshop.voting import Closed
from app.service.workshop.watching import read_trail
from app.store.engine import read_session
from app.store.workshop_room import list_acts
from tests.room import OpenRoom
from tests.service.workshop.held import PLAN, Session, choose, held

__all__ = ["held"]


def test_an_undo_brings_back_what_stood_as_a_new_version(held: Session) -> None:
    held.save(0, 0)
    before = held.room.state()
    held.agree(choose(2))
    assert held.undo() == Done(held.seen, is_left=False)
    answer = held.answer()
    assert answer is not None
    assert (answer.value, answer.note) == (0, "As a person says.")
    assert [item[:3] for item in held.history()] == [
        (1, "save", 0), (2, "consensus", 2), (3, "undo", 0),
    ]  # fmt: skip
    assert held.standing() is None
    assert held.room.state() == before


def test_an_undo_where_nothing_stood_leaves_it_blank(held: Session) -> None:
    held.agree(choose(2))
    held.undo()
    answer = held.answer()
    assert answer is not None
    assert (answer.state, answer.value, answer.version) == ("blank", None, 2)
    held.agree(choose(1))
    assert [item[:2] for item in held.history()] == [
        (1, "consensus"),
        (2, "undo"),
        (3, "consensus"),
    ]


def test_an_undo_leaves_what_somebody_changed_since(held: Session) -> None:
    held.agree(choose(2))
    held.save(1, 1)
    assert held.undo().is_left
    answer = held.answer()
    assert answer is not None
    assert (answer.value, answer.version) == (1, 2)
    assert held.standing() is None


def test_each_undo_goes_one_act_further_back(held: Session) -> None:
    states = []
    for wish in (choose(0), choose(1), choose(2)):
        states.append(held.room.state())
        held.agree(wish)
    for value in (1, 0):
        held.undo()
        stands, answer = held.standing(), held.answer()
        assert stands is not None
        assert answer is not None
        assert (stands.row.value, answer.value) == (value, value)
        assert stands.row.answer_version == answer.version
        assert held.room.state() == states[value + 1]
    held.undo()
    assert held.standing() is None
    trail = read_trail(held.room.workspace, held.place)
    assert trail.newest is not None
    assert (trail.newest.word, trail.newest.name) == ("undo", "Facilitator")
    # Before it comes the reveal.
    assert trail.undoable is None
    assert refuse_undo(held.room) == "seen"
    with read_session(held.room.workspace.engine) as session:
        acts = list_acts(session, held.room.id)
    numbers = [row.number for row in acts]
    assert numbers == sorted(set(numbers))
    assert sum(row.act == "undo" for row in acts) == 3


def undo_in(room: OpenRoom) -> Done:
    return undo(room.facilitator, room.workspace, (room.id, 1), seen=room.table().version)


def refuse_undo(room: OpenRoom) -> str:
    before = room.state()
    with pytest.raises(ActRefusedError) as refused:
        undo_in(room)
    assert room.state() == before
    return refused.value.reason


def test_before_the_reveal_each_act_can_be_undone(room: OpenRoom) -> None:
    room.open("basics")
    room.close()
    for phase in ("open", "waiting"):
        undo_in(room)
        assert room.state().phase(PLAN) == phase
    assert refuse_undo(room) == "nothing-done"


def test_what_was_seen_can_not_be_unseen(room: OpenRoom) -> None:
    room.open("basics")
    room.say(room.people[0], PLAN, 1)
    room.reveal()
    assert refuse_undo(room) == "seen"
    # Nor by a detour: acts after it are undone, and there it ends.
    room.show("basics.budget")
    reopen(room.facilitator, room.workspace, (room.id, 1), PLAN, seen=room.table().version)
    room.close()
    for _ in range(3):
        undo_in(room)
    assert room.state().phase(PLAN) == "revealed"
    assert refuse_undo(room) == "seen"
    with pytest.raises(Closed):
        room.say(room.people[0], PLAN, 2, version=1)


def test_practice_that_was_seen_stays_seen_too(room: OpenRoom) -> None:
    room.open(PRACTICE)
    room.reveal()
    assert refuse_undo(room) == "seen"


def test_asked_again_the_agreement_is_withdrawn_and_an_undo_lets_it_stand(held: Session) -> None:
    held.save(0, 0)
    held.agree(choose(2))
    assert not held.reopen().is_left
    answer = held.answer()
    assert answer is not None
    assert (answer.value, held.standing(), held.room.state().round(PLAN)) == (0, None, 2)
    held.undo()
    answer, stands = held.answer(), held.standing()
    assert answer is not None
    assert stands is not None
    assert (answer.value, stands.row.answer_version, answer.version) == (2, 4, 4)
    held.undo()
    answer = held.answer()
    assert answer is not None
    assert (answer.value, held.standing()) == (0, None)


def test_an_agreement_that_stands_again_changes_no_answer_of_a_person(held: Session) -> None:
    held.agree(choose(2))
    held.save(1, 1)
    assert held.reopen().is_left
    assert not held.undo().is_left
    answer, stands = held.answer(), held.standing()
    assert answer is not None
    assert stands is not None
    assert (answer.value, answer.version, stands.row.value) == (1, 2, 2)
    assert held.undo().is_left
    held.agree(choose(0))
    held.reopen()
    answer = held.answer()
    assert answer is not None
    assert answer.value == 1
    held.save(2, answer.version)
    assert held.undo().is_left
    answer = held.answer()
    assert answer is not None
    assert answer.value == 2
