"""What a facilitator can do at a table, one act after the other."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.response.workshop.table import (
    PRACTICE,
    ActRefusedError,
    TableState,
    agree,
    answer_again,
    close,
    next_question,
    open_block,
    park,
    read_state,
    reopen,
    reveal,
    set_timer,
    show,
    show_next,
    write_state,
)

QUESTIONS = ("a", "b", "c")


def revealed() -> TableState:
    return reveal(close(open_block(TableState(), "policy", QUESTIONS)), ("c", "a", "b"))


def test_a_block_is_answered_closed_revealed_and_agreed_from_the_widest_spread_on() -> None:
    state = revealed()
    assert (state.order, state.current) == (("c", "a", "b"), "c")
    state = show_next(agree(state, "c"))
    assert state.current == "a"
    state = show_next(park(state, "a"))
    assert state.current == "b"
    state = agree(state, "b")
    with pytest.raises(ActRefusedError, match="nothing-left"):
        show_next(state)
    assert state.phases == {"a": "parked", "b": "agreed", "c": "agreed"}


def test_nothing_can_be_shown_or_agreed_before_the_reveal() -> None:
    state = open_block(TableState(), "policy", QUESTIONS)
    for before in (state, close(state)):
        for act in (show, park, agree, reopen):
            with pytest.raises(ActRefusedError):
                act(before, "a")


def test_nothing_is_revealed_while_people_answer() -> None:
    with pytest.raises(ActRefusedError, match="not-closed"):
        reveal(open_block(TableState(), "policy", QUESTIONS), QUESTIONS)


def test_what_is_closed_can_be_opened_again_until_the_reveal() -> None:
    state = answer_again(close(open_block(TableState(), "policy", QUESTIONS)))
    assert state.open_questions == QUESTIONS
    with pytest.raises(ActRefusedError, match="not-closed"):
        answer_again(revealed())


def test_a_question_asked_again_has_a_new_round_and_keeps_the_others() -> None:
    state = reopen(agree(revealed(), "c"), "c")
    assert (state.round("c"), state.round("a")) == (2, 1)
    assert state.phases == {"a": "revealed", "b": "revealed", "c": "open"}
    state = reveal(close(state), ("c",))
    assert state.order == ("c", "a", "b")


def test_practice_is_round_0_and_leaves_nothing_in_the_order() -> None:
    state = open_block(TableState(), PRACTICE, (PRACTICE,))
    assert state.round(PRACTICE) == 0
    state = reveal(close(state), ())
    assert (state.order, state.current, next_question(state)) == ((), PRACTICE, "")
    with pytest.raises(ActRefusedError, match="not-shown"):
        agree(state, PRACTICE)
    assert open_block(state, "policy", QUESTIONS).open_questions == QUESTIONS


def test_practice_that_was_left_is_not_revealed_with_a_pillar() -> None:
    left = close(open_block(TableState(), PRACTICE, (PRACTICE,)))
    state = reveal(close(open_block(left, "policy", QUESTIONS)), QUESTIONS)
    assert state.order == QUESTIONS
    assert state.phase(PRACTICE) == "closed"


def test_two_blocks_are_never_open_at_once() -> None:
    with pytest.raises(ActRefusedError, match="answering"):
        open_block(open_block(TableState(), "policy", QUESTIONS), "other", ("d",))


def test_what_was_agreed_is_not_opened_with_its_block() -> None:
    state = agree(revealed(), "c")
    with pytest.raises(ActRefusedError, match="nothing-to-open"):
        open_block(state, "policy", QUESTIONS)


def test_a_timer_ends_with_what_it_was_for() -> None:
    state = set_timer(revealed(), "2026-11-22T10:00:00+00:00")
    assert state.ends_at
    assert not agree(state, "c").ends_at
    assert not show(state, "a").ends_at


MOVES: tuple[Callable[[TableState, str], TableState], ...] = (
    lambda state, _: open_block(state, "policy", QUESTIONS),
    lambda state, _: open_block(state, PRACTICE, (PRACTICE,)),
    lambda state, _: close(state),
    lambda state, question: reveal(state, (question,)),
    lambda state, _: answer_again(state),
    lambda state, _: show_next(state),
    park,
    agree,
    reopen,
    show,
)

ACTS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(QUESTIONS)), max_size=30)


@given(ACTS)
def test_any_acts_in_any_order_leave_a_table_that_makes_sense(acts: list[tuple[int, str]]) -> None:
    state = TableState()
    for number, question in acts:
        try:
            state = MOVES[number](state, question)
        except ActRefusedError:
            continue
        assert read_state(json.loads(json.dumps(write_state(state)))) == state
        assert not (state.is_answering and state.ends_at)
        assert set(state.order) <= set(QUESTIONS)
        shown = {name for name in QUESTIONS if state.phase(name) in {"revealed", "agreed"}}
        assert shown <= set(state.order) | {state.current} or state.is_practice
