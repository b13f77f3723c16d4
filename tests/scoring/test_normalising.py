"""Every normalisation, treatment and imputation of a leaf, worked out by hand on small columns."""

from math import log, nan, sqrt
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.index import Index, Winsorise
from app.scoring import ScoringError, score_index
from app.scoring.index.figure import Statistic
from app.scoring.index.treating import kurtosis, skewness, winsorise


def index(**leaf: Any) -> Index:
    tree = {"id": "root", "of": [{"id": "x", "title": "x", "unit": "%", **leaf}]}
    return Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree}
    )


def column(figures: list[Any], **leaf: Any) -> list[float]:
    units = {f"U{n}": {"x": figure} for n, figure in enumerate(figures)}
    scores = score_index(index(**leaf), units)
    return [float(value) for value in scores.value[1]]


RAW = [2.0, 4.0, 10.0, None]
SD = sqrt((10 / 3) ** 2 / 2 + (4 / 3) ** 2 / 2 + (14 / 3) ** 2 / 2)


@pytest.mark.parametrize(
    ("rule", "direction", "expected"),
    [
        ("minmax", "higher", [0, 25, 100, nan]),
        ("minmax", "lower", [100, 75, 0, nan]),
        ({"method": "minmax", "to": [1, 7]}, "higher", [1, 2.5, 7, nan]),
        ("distance-to-best", "higher", [0, 25, 100, nan]),
        ({"method": "minmax", "bounds": "fixed", "minimum": 0, "maximum": 8}, "higher",
         [25, 50, 100, nan]),
        ({"method": "minmax", "bounds": "fixed", "minimum": 0, "maximum": 8, "clamp": "false"},
         "higher", [25, 50, 125, nan]),
        ({"method": "minmax", "bounds": {"percentile": [0, 50]}}, "higher", [0, 100, 100, nan]),
        ({"method": "minmax", "bounds": {"percentile": [0, 50]}}, "lower", [100, 100, 0, nan]),
        ({"method": "goalposts", "minimum": 0, "maximum": 20}, "lower", [90, 80, 50, nan]),
        ("zscore", "higher", [-10 / 3 / SD, -4 / 3 / SD, 14 / 3 / SD, nan]),
        ("zscore", "lower", [10 / 3 / SD, 4 / 3 / SD, -14 / 3 / SD, nan]),
        ({"method": "zscore", "mean": 50, "sd": 10, "population": "true"}, "higher",
         [50 + 10 * value / (SD * sqrt(2 / 3)) for value in (-10 / 3, -4 / 3, 14 / 3)] + [nan]),
        ("rank", "higher", [1, 2, 3, nan]),
        ("rank", "lower", [3, 2, 1, nan]),
        ("borda", "higher", [0, 1, 2, nan]),
        ("percentile-rank", "higher", [0, 50, 100, nan]),
        ({"method": "distance-to-unit", "unit": "U1"}, "higher", [0, 100, 400, nan]),
        ({"method": "distance-to-unit", "unit": "U1"}, "lower", [100 * (1 + 2 / 6), 100, 0, nan]),
        ({"method": "distance-to-target", "target": 6}, "higher", [0, 50, 100, nan]),
        ({"method": "distance-to-target", "target": 6, "clamp": "false"}, "higher",
         [0, 50, 200, nan]),
        ({"method": "distance-to-target", "target": 2}, "lower", [100, 75, 0, nan]),
        ({"method": "distance-to-point", "point": 4, "sides": "two"}, "higher",
         [100 * (1 - 2 / 6), 100, 0, nan]),
        ({"method": "distance-to-point", "point": 4, "sides": "one"}, "higher",
         [0, 100, 100, nan]),
        ({"method": "distance-to-point", "point": 4, "sides": "one"}, "lower",
         [100, 100, 0, nan]),
        ("share-of-max", "higher", [20, 40, 100, nan]),
        ("share-of-max", "lower", [100, 50, 20, nan]),
        ({"method": "scaled", "low": 0, "high": 5, "factor": 7}, "higher", [2.8, 5.6, 14, nan]),
        ({"method": "scaled", "low": 0, "high": 5, "factor": 7}, "lower", [4.2, 1.4, -7, nan]),
        ("none", "higher", [2, 4, 10, nan]),
        ("none", "lower", [-2, -4, -10, nan]),
    ],
)  # fmt: skip
def test_normalisations(rule: object, direction: str, expected: list[float]) -> None:
    found = column(RAW, normalise=rule, direction=direction)
    assert found == pytest.approx(expected, nan_ok=True)


def test_ties_share_the_smallest_rank() -> None:
    assert column([5.0, 1.0, 5.0, 9.0], normalise="rank") == [2, 1, 2, 4]
    assert column([5.0, 1.0, 5.0, 9.0], normalise="borda") == [1, 0, 1, 3]


@pytest.mark.parametrize(
    ("rule", "figures", "finding"),
    [
        ("minmax", [3.0, 3.0], "constant"),
        ("zscore", [3.0, 3.0], "constant"),
        ("zscore", [0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2], "constant"),
        ("minmax", [3.0, None], "constant"),
        ("percentile-rank", [3.0, None], "constant"),
        ("minmax", [None, None], "missing"),
        ({"method": "distance-to-unit", "unit": "U1"}, [3.0, None], "no-unit"),
        ({"method": "distance-to-unit", "unit": "U9"}, [3.0, 4.0], "no-unit"),
        ({"method": "distance-to-target", "target": 1}, [3.0, 4.0], "target-passed"),
        ({"method": "distance-to-point", "point": 3}, [3.0, 3.0], "constant"),
        ("share-of-max", [-3.0, 0.0], "non-positive"),
        ({"method": "minmax", "bounds": {"reference": "f.csv"}}, [1.0, 2.0], "no-reference"),
    ],
)  # fmt: skip
def test_a_column_without_a_scale_is_a_finding(
    rule: object, figures: list[float | None], finding: str
) -> None:
    units = {f"U{n}": {"x": figure} for n, figure in enumerate(figures)}
    scores = score_index(index(normalise=rule), units)
    assert np.isnan(scores.value[1]).all()
    assert finding in {each.rule for each in scores.findings if each.node == "x"}
    assert scores.of("U0")["root"].score is None
    assert all(str(each) for each in scores.findings)


def test_one_value_that_has_no_share_is_a_finding() -> None:
    units = {"A": {"x": -1.0}, "B": {"x": 5.0}, "C": {"x": 10.0}}
    scores = score_index(index(normalise="share-of-max"), units)
    assert scores.of("A")["x"].status == "non-positive"
    assert scores.of("B")["x"].score == 50.0
    assert str(scores.findings[0]).startswith("x (A): ")


# --- Steps before -----------------------------------------------------------------------------


def test_answers_become_numbers_and_may_not_apply() -> None:
    answers = {"none": 0, "planned": 0.5, "full": 1, "na": "skip"}
    rule = {"method": "goalposts", "minimum": 0, "maximum": 1}
    ix = index(answers=answers, normalise=rule)
    cells = ["planned", "full", "na", None]
    scores = score_index(ix, {f"U{n}": {"x": cell} for n, cell in enumerate(cells)})
    assert [scores.of(f"U{n}")["x"].score for n in range(4)] == [50.0, 100.0, None, None]
    assert scores.of("U2")["x"].status == "not-applicable"
    assert scores.of("U2")["root"].status == "not-applicable"
    assert (scores.of("U3")["x"].status, scores.of("U3")["root"].coverage) == ("missing", 0.0)
    with pytest.raises(ScoringError, match="'often' is none of the answers"):
        score_index(ix, {"A": {"x": "often"}})


def test_denominators() -> None:
    ix = index(denominate="people")
    units = {
        "A": {"x": 10.0, "people": 5.0},
        "B": {"x": 10.0, "people": 0.0},
        "C": {"x": 10.0, "people": None},
    }
    scores = score_index(ix, units)
    assert scores.of("A")["x"].score == 2.0
    assert scores.of("B")["x"].status == "zero-denominator"
    assert scores.of("C")["x"].status == "missing"


def test_gaps_are_filled_and_do_not_count_in_coverage() -> None:
    assert column([1.0, None, 4.0, 10.0], impute="mean")[1] == 5.0
    assert column([1.0, None, 4.0, 10.0], impute="median")[1] == 4.0
    ix = index(impute={"method": "mean", "group": "region"})
    units = {
        "A": {"x": 1.0, "region": "north"},
        "B": {"x": None, "region": "north"},
        "C": {"x": 7.0, "region": "south"},
        "D": {"x": None, "region": "east"},
        "E": {"x": None},
    }
    scores = score_index(ix, units)
    assert [scores.of(unit)["x"].score for unit in "ABCDE"] == [1.0, 1.0, 7.0, None, None]
    filled = scores.of("B")
    assert filled["x"].is_imputed
    assert (filled["root"].score, filled["root"].coverage, filled["root"].counted) == (1.0, 0.0, 0)
    assert (filled["root"].low, filled["root"].high) == (1.0, 7.0)


def test_impute_sees_what_was_measured() -> None:
    rule = {"method": "goalposts", "minimum": 1, "maximum": 100}
    found = column([1.0, None, 100.0], impute="mean", transform="log10", normalise=rule)
    assert found[1] == pytest.approx(50 * np.log10(50.5))


def test_clip_comes_before_the_normalisation_and_holds_its_bounds() -> None:
    assert column([5.0, 200.0, 60.0], clip=[0, 110], normalise="minmax") == pytest.approx(
        [0.0, 100.0, 100 * 55 / 105]
    )


def test_bounds_of_a_reference_stand_for_units_that_are_not_there() -> None:
    known = {"f.csv": {"x": Statistic(10.0, 60.0, 30.0, 10.0, 21)}}
    rule = {"method": "minmax", "bounds": {"reference": "f.csv"}}
    scores = score_index(index(normalise=rule), {"A": {"x": 20.0}}, references=known)
    assert scores.of("A")["x"].score == 20.0
    rule = {"method": "zscore", "bounds": {"reference": "f.csv"}}
    scores = score_index(
        index(normalise=rule, direction="lower"), {"A": {"x": 20.0}}, references=known
    )
    assert scores.of("A")["x"].score == 1.0
    rule["population"] = "true"
    scores = score_index(index(normalise=rule), {"A": {"x": 20.0}}, references=known)
    assert scores.of("A")["x"].score == pytest.approx(-1.0 / sqrt(20 / 21))


@pytest.mark.parametrize("method", ["minmax", "zscore", "share-of-max"])
@pytest.mark.parametrize("transform", ["none", "log10"])
@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_a_saved_reference_gives_the_same_numbers(
    method: str, transform: str, direction: str
) -> None:
    raw = [3.0, 8.0, 55.0, 21.0, None]
    more = {"transform": transform, "direction": direction, "clip": [4, 50]}
    units = {f"U{n}": {"x": figure} for n, figure in enumerate(raw)}
    first = score_index(index(normalise=method, **more), units)
    rule = {"method": method, "bounds": {"reference": "f.csv"}}
    again = score_index(
        index(normalise=rule, **more), units, references={"f.csv": dict(first.statistics)}
    )
    assert again.value[1] == pytest.approx(first.value[1], nan_ok=True)
    alone = score_index(
        index(normalise=rule, **more), {"U1": units["U1"]}, references={"f.csv": first.statistics}
    )
    assert alone.value[1, 0] == pytest.approx(first.value[1, 1])


# --- Extreme values ---------------------------------------------------------------------------

EXTREME = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 100.0]


def test_skewness_and_kurtosis_of_a_sample() -> None:
    # 1, 2, 3, 10: mean 4, m2 = 12.5, m3 = 45, m4 = 348.5
    values = np.array([1.0, 2.0, 3.0, 10.0])
    assert skewness(values) == pytest.approx(sqrt(12) / 2 * 45 / 12.5**1.5)
    assert kurtosis(values) == pytest.approx(3 / 2 * (5 * (348.5 / 156.25 - 3) + 6))
    assert (skewness(np.array([1.0, 1.0, 1.0])), kurtosis(np.array([1.0, 2.0]))) == (0.0, 0.0)


def test_extreme_points_are_pulled_to_the_next_until_they_are_none() -> None:
    treated = winsorise(np.array([*EXTREME, np.nan]), Winsorise())
    assert treated.values[:-1].tolist() == [1, 2, 3, 4, 5, 6, 7, 7]
    assert np.isnan(treated.values[-1])
    assert (treated.pulled, treated.is_logged) == (1, False)
    turned = winsorise(-np.array(EXTREME), Winsorise())
    assert turned.values.tolist() == [-1, -2, -3, -4, -5, -6, -7, -7]


def test_where_pulling_does_not_help_the_logarithm_is_taken() -> None:
    treated = winsorise(np.array(EXTREME), Winsorise(most=0))
    assert treated.is_logged
    assert treated.values.tolist() == pytest.approx([log(x - 1 + 0.99) for x in EXTREME])
    kept = winsorise(np.array(EXTREME), Winsorise(most=0), may_log=False)
    assert kept.values.tolist() == EXTREME


def test_treatment_in_a_leaf() -> None:
    rule = {"winsorise": {"most": 5}}
    found = column(EXTREME, treat=rule, normalise="minmax")
    assert found == pytest.approx([100 * (x - 1) / 6 for x in [1, 2, 3, 4, 5, 6, 7, 7]])
    posts = {"method": "goalposts", "minimum": 0, "maximum": 100}
    units = {f"U{n}": {"x": figure} for n, figure in enumerate(EXTREME)}
    scores = score_index(index(treat={"winsorise": {"most": 0}}, normalise=posts), units)
    assert [each.rule for each in scores.findings] == ["treat-bounds"]
    assert scores.of("U7")["x"].score == 100.0


# --- What every normalisation promises ---------------------------------------------------------

DATA_BASED = ["minmax", "zscore", "rank", "borda", "percentile-rank", "distance-to-best"]


@settings(max_examples=60, deadline=None)
@given(
    random=st.integers(0, 2**32).map(Random),
    method=st.sampled_from([*DATA_BASED, "share-of-max"]),
    direction=st.sampled_from(["higher", "lower"]),
)
def test_order_of_units_change_of_unit_and_monotony(
    random: Random, method: str, direction: str
) -> None:
    figures = [random.uniform(1, 100) for _ in range(7)]
    plain = column(figures, normalise=method, direction=direction)
    order = random.sample(range(7), 7)
    mixed = column([figures[n] for n in order], normalise=method, direction=direction)
    assert mixed == [plain[n] for n in order]
    scaled = column([x * 8 for x in figures], normalise=method, direction=direction)
    assert scaled == pytest.approx(plain)
    better = list(figures)
    better[3] *= 1.5 if direction == "higher" else 0.5
    assert column(better, normalise=method, direction=direction)[3] >= plain[3] - 1e-9
