"""The control of a workshop finds the next sensible step from how far a table is."""

import pytest

from app.presentation.language import load_translator
from app.presentation.view.workshop.control import (
    REASONS,
    Step,
    find_step,
    list_stages,
)
from app.response.workshop import table
from app.response.workshop.table import PRACTICE, ActRefusedError, TableState

BLOCKS = {PRACTICE: (PRACTICE,), "a": ("a1", "a2"), "b": ("b1",)}


def reveal(state: TableState, block: str) -> TableState:
    opened = table.close(table.open_block(state, block, BLOCKS[block]))
    return table.reveal(opened, reversed(BLOCKS[block]))


def test_the_next_step_follows_the_table_to_the_end() -> None:
    state = TableState()
    assert find_step(state, BLOCKS) == Step("open", PRACTICE)
    state = table.open_block(state, PRACTICE, BLOCKS[PRACTICE])
    assert find_step(state, BLOCKS) == Step("close")
    state = table.close(state)
    assert find_step(state, BLOCKS) == Step("reveal")
    state = table.reveal(state, ())
    assert find_step(state, BLOCKS) == Step("open", "a")
    state = reveal(state, "a")
    assert find_step(state, BLOCKS) == Step("agree", "a2")
    state = table.park(state, "a2")
    assert find_step(state, BLOCKS) == Step("next", "a1")
    state = table.agree(table.show_next(state), "a1")
    assert find_step(state, BLOCKS) == Step("open", "b")
    state = table.agree(reveal(state, "b"), "b1")
    assert find_step(state, BLOCKS) == Step("show", "a2")
    state = table.agree(table.show(state, "a2"), "a2")
    assert find_step(state, BLOCKS) == Step("done")


def test_practice_is_proposed_at_the_beginning_only() -> None:
    assert find_step(reveal(TableState(), "a"), BLOCKS) == Step("agree", "a2")
    state = TableState(phases={"a1": "agreed", "a2": "agreed"}, block="a")
    assert find_step(state, BLOCKS) == Step("open", "b")


@pytest.mark.parametrize(("tables", "following"), [(1, "goals"), (2, "plenary")])
def test_a_room_of_one_table_goes_on_without_a_plenary(tables: int, following: str) -> None:
    stages = list_stages(load_translator("en"), "tables", tables=tables)
    assert [stage.id for stage in stages if stage.place == "next"] == [following]
    assert [stage.place for stage in stages][:2] == ["past", "now"]
    ended = list_stages(load_translator("en"), "ended", tables=tables)
    assert {stage.place for stage in ended} == {"past"}


def test_every_refusal_has_words() -> None:
    refused = set()
    state = TableState()
    for act in (
        lambda: table.close(state),
        lambda: table.reveal(state, ()),
        lambda: table.show_next(state),
        lambda: table.show(state, "a1"),
        lambda: table.answer_again(state),
        lambda: table.open_block(state, "a", ()),
        lambda: table.reopen(table.open_block(state, "a", ("a1",)), "a1"),
    ):
        with pytest.raises(ActRefusedError) as raised:
            act()
        refused.add(raised.value.reason)
    assert refused <= set(REASONS)
    assert len(refused) > 4
