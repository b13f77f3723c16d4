"""An undo goes back one act, and leaves alone what somebody else changed since."""

import pytest

from app.response.workshop.table import ActRefusedError
from app.service.workshop.agreeing import (
    Done,
)
from app.service.workshop.watching import read_trail
from app.store.engine import read_session
from app.store.workshop_room import list_acts
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
    assert trail.undoable is not None
    assert (trail.newest.word, trail.undoable.word) == ("undo", "reveal")
    assert trail.newest.name == "Facilitator"
    for phase in ("closed", "open", "waiting"):
        held.undo()
        assert held.room.state().phase(PLAN) == phase
    with pytest.raises(ActRefusedError) as refused:
        held.undo()
    assert refused.value.reason == "nothing-done"
    with read_session(held.room.workspace.engine) as session:
        acts = list_acts(session, held.room.id)
    numbers = [row.number for row in acts]
    assert numbers == sorted(set(numbers))
    assert sum(row.act == "undo" for row in acts) == 6


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
