"""Several respondents merged: consensus by hand, nothing lost, no value that nobody gave."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.definition.toolkit import Toolkit
from app.response import Answer, Answers
from app.response.merging import consensus, merge_respondents
from tests.scoring.sample import level, pillar, toolkit

KIT: Toolkit = toolkit(pillar("P", level("L")))


def sheets(*answers: Answer) -> list[Answers]:
    return [Answers([answer]) for answer in answers]


def test_consensus_at_its_ends_and_between() -> None:
    assert consensus([50.0, 50.0, 50.0]) == 1.0
    assert consensus([0.0, 100.0]) == pytest.approx(0.0)
    # 0, 0, 100: the mean is 100/3; p = 2/3 at a distance of 1/3, 1/3 at 2/3.
    assert consensus([0.0, 0.0, 100.0]) == pytest.approx(1 + 2 / 3 * log2(2 / 3) + log2(1 / 3) / 3)


def test_the_middle_value_stands_and_the_spread_keeps_all() -> None:
    given = sheets(*(Answer("L", value=value) for value in (4, 0, 1, 4)), Answer("L", "unknown"))
    merged = merge_respondents(KIT, [*given, Answers()])
    spread = merged.spreads["L"]
    assert merged.answers["L"].value == 1
    assert [(tally.value, tally.count) for tally in spread.tallies] == [(0, 1), (1, 1), (4, 2)]
    assert (spread.least, spread.median, spread.greatest) == (0.0, 62.5, 100.0)
    assert dict(spread.states) == {"answered": 4, "unknown": 1, "not-applicable": 0, "blank": 1}
    assert (spread.count, spread.consensus is not None) == (4, True)


def test_without_a_value_a_state_stands_with_its_reason() -> None:
    aside = Answer("L", "not-applicable", reason="no such office")
    merged = merge_respondents(KIT, sheets(aside, aside, Answer("L", "unknown")))
    assert (merged.answers["L"].state, merged.answers["L"].reason) == (
        "not-applicable", "no such office",
    )  # fmt: skip
    even = merge_respondents(KIT, sheets(aside, Answer("L", "unknown")))
    assert even.answers["L"].state == "unknown"
    assert merge_respondents(KIT, [Answers()]).answers["L"].state == "blank"
    assert merge_respondents(KIT, []).spreads["L"].consensus is None


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_no_value_arises_that_nobody_gave_and_order_does_not_matter(values: list[int]) -> None:
    one = merge_respondents(KIT, sheets(*(Answer("L", value=value) for value in values)))
    other = merge_respondents(KIT, sheets(*(Answer("L", value=v) for v in reversed(values))))
    assert one.answers["L"].value in values
    assert one.answers["L"].value == other.answers["L"].value
    assert one.spreads["L"].consensus == other.spreads["L"].consensus
    assert sum(tally.count for tally in one.spreads["L"].tallies) == len(values)
