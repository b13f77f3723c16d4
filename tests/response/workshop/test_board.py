"""The rule of five, and the order of disagreement."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.response.merging import Spread
from app.response.workshop.board import Board, find_parts, order_boards, order_by_spread
from app.response.workshop.priority import Rating, order_items, place_items


@pytest.mark.parametrize(
    ("parts", "least", "shown"),
    [
        (["a"] * 5 + ["b"] * 5, 5, ("a", "b")),
        (["a"] * 5 + ["b"] * 4, 5, ()),
        (["a"] * 6 + ["b"] * 5 + ["c"] * 4, 5, ("a", "")),
        (["a"] * 6 + ["b"] * 5 + ["c"] * 3 + ["d"] * 2, 5, ("a", "b", "")),
        (["a"] * 5 + [""] * 5, 5, ("a", "")),
        (["a"] * 9 + [""] * 1, 5, ()),
        (["a"] * 3 + ["b"] * 3, 3, ("a", "b")),
        ([], 5, ()),
    ],
)
def test_parts_are_shown_by_the_rule_of_five(
    parts: list[str], least: int, shown: tuple[str, ...]
) -> None:
    assert find_parts(parts, least=least) == shown


@given(st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=40), st.integers(2, 6))
def test_no_part_shown_is_smaller_than_the_rule_asks(parts: list[str], least: int) -> None:
    shown = find_parts(parts, least=least)
    counts = Counter(part if part in shown and part else "" for part in parts)
    assert all(counts[name] >= least for name in shown)
    # What is not named can't be told by taking the named parts from the whole.
    assert not shown or not counts[""] or counts[""] >= least


def spread(question: str, consensus: float | None, unknown: int = 0) -> Spread:
    states = {"answered": 5, "unknown": unknown, "not-applicable": 0, "blank": 0}
    return Spread(question, states, (), None, None, None, consensus)  # type: ignore[arg-type]


def test_the_widest_spread_comes_first_and_the_unmeasured_last() -> None:
    spreads = [spread("a", 0.9), spread("b", None), spread("c", 0.2), spread("d", 0.2, 3)]
    assert order_by_spread({item.question: item for item in spreads}) == ("d", "c", "a", "b")


def board(spread: Spread, *, is_shown: bool) -> Board:
    return Board(spread, 5 if is_shown else 4, is_shown, ())


def test_what_few_answered_comes_last_whatever_they_said() -> None:
    for first, second in ((0.1, 1.0), (1.0, 0.1)):
        boards = {
            "few": board(spread("few", first), is_shown=False),
            "wide": board(spread("wide", 0.5), is_shown=True),
            "none": board(spread("none", second), is_shown=False),
            "wider": board(spread("wider", 0.4), is_shown=True),
        }
        assert order_boards(boards) == ("wider", "wide", "few", "none")


def test_an_item_stands_where_the_middle_rating_puts_it() -> None:
    given = [Rating(1, 5, 1), Rating(1, 5, 2), Rating(1, 1, 5), Rating(2, 4, 4), Rating(9, 1, 1)]
    places = place_items([0, 1, 2], given)
    assert (places[1].impact, places[1].effort, places[1].quadrant) == (5.0, 2.0, "first")
    assert places[2].quadrant == "plan"
    assert places[0].quadrant is None
    assert [place.item for place in order_items(places.values())] == [1, 2, 0]
