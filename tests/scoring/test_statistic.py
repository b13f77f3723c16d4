"""Statistics and weights, each beside numbers worked out by hand or known from the literature."""

from math import pi, sqrt

import numpy as np
import pytest

from app.definition.index import Index
from app.scoring import ScoringError
from app.scoring.index.sensitivity import leave_one_out, sobol_indices
from app.scoring.index.uncertainty import Material
from app.scoring.statistic import (
    compare_with_peers,
    correlate,
    count_gaps,
    cronbach_alpha,
    find_outliers,
)
from app.scoring.weighting import (
    budget_weights,
    component_weights,
    equal_weights,
    paired_weights,
)

NAN = float("nan")


def columns(**lists: list[float]) -> dict[str, np.ndarray]:
    return {name: np.array(values, dtype=float) for name, values in lists.items()}


def test_correlations_take_the_rows_that_have_both() -> None:
    found = correlate(columns(a=[1, 2, 3, NAN], b=[2, 1, 6, 9], c=[1, 1, 1, 1], d=[1, NAN, NAN, 4]))
    pairs = {(each.first, each.second): each for each in found}
    # a: 1 2 3, b: 2 1 6: covariance sum 4, squares 2 and 14.
    assert pairs["a", "b"].value == pytest.approx(4 / sqrt(2 * 14))
    assert (pairs["a", "b"].rows, pairs["a", "c"].why, pairs["a", "d"].why) == (
        3,
        "constant",
        "few",
    )
    assert pairs["a", "c"].value is None


def test_alpha_by_hand() -> None:
    # Variances 1 and 7/3 x ...: a = 1 2 3 (1), b = 2 2 5 (3), sums 3 4 8 (7).
    assert cronbach_alpha(columns(a=[1, 2, 3], b=[2, 2, 5])) == pytest.approx(2 * (1 - 4 / 7))
    assert cronbach_alpha(columns(a=[1, 2, 3], b=[1, 2, 3])) == pytest.approx(1.0)
    with pytest.raises(ScoringError, match="two columns"):
        cronbach_alpha(columns(a=[1, 2, 3]))
    with pytest.raises(ScoringError, match="spread"):
        cronbach_alpha(columns(a=[1, 2], b=[2, 1]))


def test_gaps_and_outliers() -> None:
    gaps = count_gaps(columns(a=[1, NAN], b=[NAN, NAN]))
    assert [(gap.name, gap.missing, gap.share) for gap in gaps] == [("b", 2, 1.0), ("a", 1, 0.5)]
    units = [f"U{n}" for n in range(6)]
    assert find_outliers(units, np.array([1.0, 2.0, 3.0, 4.0, 99.0, NAN])) == ("U4",)
    assert find_outliers(units, np.full(6, NAN)) == ()


def test_strengths_and_weaknesses() -> None:
    peers = [{"a": float(n), "b": 10.0, "c": 1.0 if n else None} for n in range(5)]
    found = compare_with_peers({"a": 5.0, "b": 4.0, "c": 9.0, "d": None}, peers)
    assert [(each.name, each.gap) for each in found] == [("a", 3.0), ("b", -6.0)]


# --- Weights ----------------------------------------------------------------------------------


def test_equal_and_budget_weights() -> None:
    assert equal_weights(["a", "b"]) == {"a": 0.5, "b": 0.5}
    found = budget_weights([{"a": 100, "b": 0}, {"a": 1, "b": 3}])
    assert found == pytest.approx({"a": 0.625, "b": 0.375})
    for wrong in ([], [{"a": -1, "b": 2}], [{"a": 0, "b": 0}], [{"a": 1}, {"b": 1}]):
        with pytest.raises(ScoringError):
            budget_weights(wrong)


def test_consistent_comparisons_give_their_weights_back() -> None:
    found = paired_weights(["a", "b", "c"], [[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]])
    assert found.weights == pytest.approx({"a": 4 / 7, "b": 2 / 7, "c": 1 / 7})
    assert found.ratio == pytest.approx(0.0, abs=1e-9)
    assert found.is_consistent


def test_contradicting_comparisons_are_told() -> None:
    # a over b, b over c, c over a, each by 3: the eigenvalue is 1 + 3 + 1/3, all weigh the same.
    found = paired_weights(["a", "b", "c"], [[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]])
    assert found.weights == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    assert found.ratio == pytest.approx((4 / 3 / 2) / 0.58)
    assert not found.is_consistent
    for wrong in ([[1]], [[1, 2], [2, 1]], [[1, -1], [-1, 1]], [[1, NAN], [NAN, 1]]):
        with pytest.raises(ScoringError):
            paired_weights(["a", "b"], wrong)


def test_the_first_component_of_two_columns_weighs_them_alike() -> None:
    found = component_weights(columns(a=[1, 2, 3, 4, NAN], b=[1, 3, 2, 4, 7]))
    assert found.weights == pytest.approx({"a": 0.5, "b": 0.5})
    # The correlation is 0.8: eigenvalues 1.8 and 0.2.
    assert found.explained == pytest.approx(0.9)
    assert (found.rows, found.is_one_way) == (4, True)
    assert not component_weights(columns(a=[1, 2, 3], b=[3, 2, 1], c=[1, 2, 4])).is_one_way
    with pytest.raises(ScoringError, match="no spread: b"):
        component_weights(columns(a=[1, 2, 3], b=[1, 1, 1]))


# --- Sensitivity ------------------------------------------------------------------------------


def ishigami(points: np.ndarray) -> np.ndarray:
    x = -pi + 2 * pi * points
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_ishigamis_function() -> None:
    # Ishigami and Homma (1990), a = 7, b = 0.1.
    variance = 49 / 8 + 0.1 * pi**4 / 5 + 0.01 * pi**8 / 18 + 0.5
    alone = (0.5 * (1 + 0.1 * pi**4 / 5) ** 2, 49 / 8, 0.0)
    together = 0.01 * pi**8 * 8 / 225
    found = sobol_indices(ishigami, inputs=3, draws=40_000, seed=1)
    assert found.first == pytest.approx([part / variance for part in alone], abs=0.02)
    totals = (alone[0] + together, alone[1], together)
    assert found.total == pytest.approx([part / variance for part in totals], abs=0.02)
    flat = sobol_indices(lambda points: np.zeros(len(points)), inputs=2, draws=10, seed=1)
    assert flat.first.tolist() == [0.0, 0.0]
    with pytest.raises(ScoringError):
        sobol_indices(ishigami, inputs=3, draws=1, seed=1)


def test_leaving_one_out() -> None:
    leaves = [{"id": name, "title": name, "unit": "%"} for name in ("x", "y")]
    tree = {"id": "root", "of": [{"id": "a", "of": leaves[:1]}, leaves[1]]}
    made = Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree}
    )
    units = {"A": {"x": 1.0, "y": 9.0}, "B": {"x": 2.0, "y": 5.0}, "C": {"x": 3.0, "y": None}}
    without_x, without_y = leave_one_out(made, Material(units))
    assert (without_x.leaf, without_y.leaf) == ("x", "y")
    assert without_y.ranks == {"A": 3, "B": 2, "C": 1}
    assert without_x.ranks == {"A": 1, "B": 2, "C": None}
    # As written: A 5, B 3.5, C 3.
    assert without_y.shift == pytest.approx(4 / 3)
    assert without_x.shift == 0.0
