"""Uncertainty of an index: all combinations by hand, draws by their seed, gaps over their range."""

from typing import Any

import numpy as np
import pytest

from app.definition.index import Index
from app.scoring import ScoringError, score_index
from app.scoring.index.uncertainty import Material, draw_index

UNITS = {
    "A": {"x": 10.0, "y": 90.0, "z": 40.0},
    "B": {"x": 50.0, "y": 50.0, "z": 60.0},
    "C": {"x": 30.0, "y": 20.0, "z": None},
}
POSTS = {"method": "goalposts", "minimum": 0, "maximum": 100}


def index(uncertainty: dict[str, Any] | None = None, **more: Any) -> Index:
    leaves = [
        {"id": name, "title": name, "unit": "%", "normalise": POSTS, "weight": weight}
        for name, weight in (("x", 1), ("y", 2), ("z", 1))
    ]
    tree = {
        "id": "root",
        "of": [{"id": "a", "of": leaves[:2], **more}, {"id": "b", "of": leaves[2:]}],
    }
    head: dict[str, Any] = {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree}
    return Index.model_validate(head | ({"uncertainty": uncertainty} if uncertainty else {}))


def test_all_combinations_of_lists_are_computed() -> None:
    made = index({"normalise": ["goalposts", "minmax"], "method": ["mean", "min"]})
    drawn = draw_index(made, Material(UNITS), draws=10, seed=1)
    assert drawn.is_complete
    assert drawn.values.shape == (4, 3)
    # B as written: a = (50 + 2 x 50)/3 = 50, b = 60, root = 55; the least of all: 50.
    assert drawn.values[:2, 1].tolist() == pytest.approx([55.0, 50.0])
    # minmax: x 100, y 300/7, z 100; a = (100 + 600/7)/3.
    assert drawn.values[2:, 1].tolist() == pytest.approx([((100 + 600 / 7) / 3 + 100) / 2, 300 / 7])
    low, high = drawn.interval()
    four = np.sort(drawn.values[:, 1])
    assert low[1] == pytest.approx(four[0] + 0.15 * (four[1] - four[0]))
    assert high[1] == pytest.approx(four[2] + 0.85 * (four[3] - four[2]))


def test_draws_are_those_of_the_seed_whatever_is_drawn_together() -> None:
    made = index()
    first = draw_index(made, Material(UNITS), draws=50, seed=7)
    again = draw_index(made, Material(UNITS), draws=50, seed=7)
    fewer = draw_index(made, Material(UNITS), draws=20, seed=7)
    other = draw_index(made, Material(UNITS), draws=50, seed=8)
    assert np.array_equal(first.values, again.values)
    assert np.array_equal(first.values[:20], fewer.values)
    assert not np.array_equal(first.values, other.values)
    assert not first.is_complete
    # By hand: four weights (a, x, y, b, z in file order), then the one gap of C.
    generator = np.random.Generator(np.random.PCG64(7))
    a, x, y, b, z = 0.75 + 0.5 * generator.random(5)
    gap = 100 * generator.random(1)[0]
    inner = (30 * x + 2 * 20 * y) / (x + 2 * y)
    assert first.values[0, 2] == pytest.approx((a * inner + b * gap) / (a + b))
    assert z > 0


def test_an_interval_holds_the_value_and_grows_with_gaps() -> None:
    made = index()
    value = score_index(made, UNITS).headlines()
    drawn = draw_index(made, Material(UNITS), draws=400, seed=3)
    low, high = drawn.interval()
    assert (low[:2] <= value[:2]).all()
    assert (value[:2] <= high[:2]).all()
    assert high[2] - low[2] > 3 * (high[1] - low[1])
    ranks = drawn.rank_interval()
    assert (ranks[0] >= 1).all()
    assert (ranks[1] <= 3).all()


@pytest.mark.parametrize(
    "more",
    [
        {"after": "minmax"},
        {"deduct": {"if": "score(x) < 20", "share": 0.5}},
        {"method": "copeland"},
        {"method": "median"},
        {"method": "geometric"},
        {"missing": "zero"},
        {"missing": "propagate"},
        {"coverage": 0.9},
        {"round": {"decimals": 0}},
    ],
)
def test_without_variation_every_draw_is_the_index_as_written(more: dict[str, Any]) -> None:
    units = {**UNITS, "D": {"x": 5.0, "z": 1.0}, "E": {"z": 9.0}}
    made = index({"weights": 0}, **more)
    value = score_index(made, units).headlines()
    drawn = draw_index(made, Material(units), draws=3, seed=1)
    for row in drawn.values:
        assert row == pytest.approx(value, nan_ok=True)


def test_a_number_of_draws_that_cannot_be_is_told() -> None:
    with pytest.raises(ScoringError, match="draws"):
        draw_index(index(), Material(UNITS), draws=0, seed=1)


@pytest.mark.parametrize(
    "uncertainty",
    [None, {"normalise": ["goalposts", "minmax"]}, {"weights": 0.1, "method": ["mean", "min"]}],
)
def test_it_tells_how_far_it_is(uncertainty: dict[str, Any] | None) -> None:
    made = index(uncertainty)
    told: list[tuple[int, int]] = []
    drawn = draw_index(
        made, Material(UNITS), draws=40, seed=1, tell=lambda done, of: told.append((done, of))
    )
    assert np.array_equal(
        drawn.values, draw_index(made, Material(UNITS), draws=40, seed=1).values, equal_nan=True
    )
    runs = len(drawn.values)
    assert told[-1] == (runs, runs)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
