"""Degenerate cases of an index: each has a finding with its place, or is refused at the door."""

import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from app.definition.index import Index, Rank, Winsorise
from app.response import InputFileError
from app.scoring import IndexScores, ScoringError, score_index
from app.scoring.index.figure import FigureTable, Statistic
from app.scoring.index.file import read_figures_csv
from app.scoring.index.normalising import NORMALISATIONS
from app.scoring.index.ranking import rank_units, rank_values
from app.scoring.index.treating import winsorise
from app.scoring.index.uncertainty import Material, draw_index

FROM_DATA: list[Any] = [
    "minmax", "zscore", "rank", "borda", "percentile-rank", "distance-to-best", "share-of-max",
    {"method": "distance-to-unit", "unit": "U1"},
    {"method": "distance-to-target", "target": 9},
    {"method": "distance-to-point", "point": 9},
    {"method": "minmax", "bounds": {"percentile": [10, 90]}},
    {"method": "minmax", "bounds": "data"},
]  # fmt: skip
FIXED: list[tuple[Any, float]] = [
    ({"method": "goalposts", "minimum": 0, "maximum": 10}, 30.0),
    ({"method": "minmax", "bounds": "fixed", "minimum": 0, "maximum": 10}, 30.0),
    ({"method": "distance-to-target", "target": 6, "minimum": 0, "maximum": 10}, 50.0),
    ({"method": "scaled", "low": 0, "high": 10, "factor": 2}, 0.6),
    ("none", 3.0),
]


def name_of(rule: Any) -> str:
    return rule if isinstance(rule, str) else str(rule["method"])


def leaf(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "unit": "%", **more}


def index(*of: dict[str, Any], **more: Any) -> Index:
    tree = {"id": "root", "of": list(of), **more}
    return Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree}
    )


def column(rule: Any, figures: Sequence[float | None], **more: Any) -> IndexScores:
    units = {f"U{n}": {"x": figure, "y": 50.0} for n, figure in enumerate(figures)}
    return score_index(index(leaf("x", normalise=rule, **more), leaf("y")), units)


def found_in(scores: IndexScores, name: str = "x") -> set[str]:
    return {each.rule for each in scores.findings if each.node == name}


def test_every_normalisation_has_its_case_here() -> None:
    assert {name_of(rule) for rule in [*FROM_DATA, *(rule for rule, _ in FIXED)]} == NORMALISATIONS


@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("rule", FROM_DATA)
def test_a_constant_column_is_missing_with_its_finding(rule: Any, direction: str) -> None:
    scores = column(rule, [3.0, 3.0, None, 3.0], direction=direction)
    assert found_in(scores) == {"constant"}
    assert np.isnan(scores.value[1]).all()
    assert scores.of("U0")["x"].status == "constant"
    # The policy `skip` goes on without it.
    assert scores.of("U0")["root"].score == 50.0
    assert scores.of("U0")["root"].coverage == 0.5


@pytest.mark.parametrize(("rule", "value"), FIXED)
def test_a_constant_column_has_its_place_on_a_fixed_scale(rule: Any, value: float) -> None:
    scores = column(rule, [3.0, 3.0, None])
    assert scores.findings == ()
    assert scores.of("U0")["x"].score == pytest.approx(value)


@pytest.mark.parametrize("rule", FROM_DATA)
def test_noise_of_the_arithmetic_is_no_spread(rule: Any) -> None:
    # Three equal shares: 0.1 of 1, 0.3 of 3 and 0.7 of 7 differ in the last digit.
    ix = index(leaf("x", normalise=rule, denominate="of"))
    shares = [(0.1, 1.0), (0.3, 3.0), (0.7, 7.0)]
    units = {f"U{n}": {"x": share, "of": whole} for n, (share, whole) in enumerate(shares)}
    assert len({row["x"] / row["of"] for row in units.values()}) > 1
    scores = score_index(ix, units)
    assert found_in(scores) == {"constant"}


@pytest.mark.parametrize("rule", FROM_DATA)
def test_an_empty_column_is_missing_and_lies_anywhere_on_its_scale(rule: Any) -> None:
    scores = column(rule, [None, None])
    assert found_in(scores) == {"missing"}
    found = scores.of("U0")
    assert (found["x"].status, found["root"].score) == ("missing", 50.0)
    has_ends = name_of(rule) not in {"zscore", "rank", "borda"}
    assert (found["x"].low, found["x"].high) == ((0.0, 100.0) if has_ends else (None, None))


@pytest.mark.parametrize(("rule", "value"), FIXED)
def test_an_empty_column_is_named_on_a_fixed_scale_too(rule: Any, value: float) -> None:
    scores = column(rule, [None, None])
    assert found_in(scores) == {"missing"}
    assert scores.of("U0")["x"].status == "missing"
    assert value > 0.0


@pytest.mark.parametrize("rule", FROM_DATA)
def test_one_unit_alone_has_no_place_among_others(rule: Any) -> None:
    found = found_in(column(rule, [3.0]))
    assert found == {"no-unit" if name_of(rule) == "distance-to-unit" else "constant"}


def test_no_units_at_all() -> None:
    scores = score_index(index(leaf("x", normalise="minmax"), method="copeland"), {})
    assert scores.value.shape == (3, 0)
    assert rank_units(scores).tolist() == []


@pytest.mark.parametrize("coverage", [0, 0.5])
@pytest.mark.parametrize("method", ["mean", "geometric", "median", "sum", "copeland", "min"])
def test_an_empty_node_is_a_finding_whatever_its_least_coverage(
    method: str, coverage: float
) -> None:
    node = {"id": "a", "method": method, "coverage": coverage, "of": [leaf("x"), leaf("z")]}
    units: Mapping[str, Any] = {"A": {"y": 1.0}, "B": {"x": 2.0, "z": 3.0, "y": 1.0}}
    scores = score_index(index(node, leaf("y")), units)
    assert [(each.rule, each.node, each.units) for each in scores.findings] == [
        ("empty", "a", ("A",))
    ]
    assert scores.of("A")["a"].status == ("below-coverage" if coverage else "empty")
    assert scores.of("A")["root"].score == 1.0


@pytest.mark.parametrize(
    "method", ["mean", "geometric", "harmonic", "power", "median", "min", "max", "sum", "copeland"]
)
def test_weights_that_sum_to_zero_are_a_finding(method: str) -> None:
    node = {"id": "a", "method": method, "of": [leaf("x", weight=0), leaf("z", weight=0)]}
    units = {"A": {"x": 9.0, "z": 9.0, "y": 1.0}, "B": {"x": 2.0, "z": 3.0, "y": 5.0}}
    scores = score_index(index(node, leaf("y")), units)
    assert found_in(scores, "a") == {"zero-weights"}
    assert scores.of("A")["a"].status == "zero-weights"
    assert scores.value[0].tolist() == [1.0, 5.0]


def test_zero_weights_of_what_is_left_when_the_rest_does_not_apply() -> None:
    answers = {"no": 0, "yes": 1, "na": "skip"}
    ix = index(leaf("x", answers=answers), leaf("y", weight=0))
    scores = score_index(ix, {"A": {"x": "na", "y": 1.0}, "B": {"x": "yes", "y": 1.0}})
    assert scores.of("A")["root"].status == "zero-weights"
    assert scores.of("B")["root"].score == 1.0


def test_pairs_with_nothing_in_common_are_named_and_neither_won_nor_lost() -> None:
    units = {"A": {"x": 1.0}, "B": {"y": 5.0}, "C": {"x": 0.0, "y": 9.0}, "D": {}}
    scores = score_index(index(leaf("x"), leaf("y"), method="copeland"), units)
    assert [(each.rule, each.units) for each in scores.findings] == [
        ("nothing-in-common", ("A", "B")), ("empty", ("D",)),
    ]  # fmt: skip
    assert scores.score("root").tolist()[:3] == [1.0, -1.0, 0.0]
    assert np.isnan(scores.score("root")[3])


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_a_value_that_is_not_positive_empties_the_node_by_name(method: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = score_index(
            index(leaf("x"), leaf("y"), method=method),
            {"A": {"x": 0.0, "y": 5.0}, "B": {"x": -3.0, "y": 5.0}, "C": {"x": 4.0, "y": 4.0}},
        )
    assert [(each.rule, each.units) for each in scores.findings] == [("non-positive", ("A", "B"))]
    assert scores.of("C")["root"].score == pytest.approx(4.0)


def test_a_second_normalisation_of_equal_values_is_a_finding() -> None:
    node = {"id": "a", "after": "minmax", "of": [leaf("x")]}
    scores = score_index(index(node, leaf("y")), {u: {"x": 4.0, "y": 1.0} for u in "AB"})
    assert [(each.rule, each.node) for each in scores.findings] == [("constant", "a")]
    assert scores.of("A")["a"].status == "constant"
    assert scores.of("A")["root"].score == 1.0


def test_all_missing() -> None:
    tree = index({"id": "a", "of": [leaf("x"), leaf("z", normalise="zscore")]}, leaf("y"))
    scores = score_index(tree, {"A": {}, "B": {}})
    assert scores.of("A")["root"].status == "empty"
    assert (found_in(scores, "root"), found_in(scores, "z")) == ({"empty"}, {"missing"})
    assert np.isnan(rank_units(scores)).all()


# --- What cannot be computed with --------------------------------------------------------------


@pytest.mark.parametrize("figure", [float("inf"), -float("inf"), 1e61])
def test_infinities_are_refused_at_the_door(figure: float) -> None:
    with pytest.raises(ScoringError, match="x: B has"):
        score_index(index(leaf("x")), {"A": {"x": 1.0}, "B": {"x": figure}})
    with pytest.raises(ScoringError, match="x: B has"):
        FigureTable(("A", "B"), {"x": np.array([1.0, figure])})


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("inf", "not-a-number"), ("-Infinity", "not-a-number"), ("nan", "not-a-number"),
     ("1e999", "not-a-number"), ("1e61", "too-large")],
)  # fmt: skip
def test_a_file_with_an_infinity_is_refused_with_its_place(cell: str, rule: str) -> None:
    with pytest.raises(InputFileError) as caught:
        read_figures_csv(BytesIO(f"unit,x\nA,1\nB,{cell}\n".encode()), index(leaf("x")))
    assert [(each.rule, each.line, each.column) for each in caught.value.findings] == [(rule, 3, 2)]


def test_a_denominator_of_almost_nothing_is_one_of_nothing() -> None:
    units = {
        "A": {"x": 1.0, "of": 5e-324},
        "B": {"x": 0.0, "of": 0.0},
        "C": {"x": 1.0, "of": 2.0},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = score_index(index(leaf("x", denominate="of")), units)
    assert [each.units for each in scores.findings if each.node == "x"] == [("A", "B")]
    assert scores.of("C")["x"].score == 0.5


def test_a_gap_of_the_denominator_that_is_filled_is_published() -> None:
    units = {"A": {"x": 1.0, "of": 0.0}, "B": {"x": 4.0, "of": 2.0}}
    scores = score_index(index(leaf("x", denominate="of", impute="mean")), units)
    assert found_in(scores) == {"zero-denominator"}
    assert (scores.of("A")["x"].score, scores.of("A")["x"].status) == (2.0, "published")
    assert scores.of("A")["root"].coverage == 0.0


def test_figures_that_a_logarithm_loses_say_so_each() -> None:
    scores = column("minmax", [-1.0, 0.0], transform="log10")
    assert [(each.rule, each.units) for each in scores.findings] == [("non-positive", ("U0", "U1"))]
    assert scores.of("U0")["x"].status == "non-positive"


@pytest.mark.parametrize(("direction", "low"), [("higher", -5.0), ("lower", -5.0)])
def test_a_reference_that_is_not_positive_has_no_shares(direction: str, low: float) -> None:
    rule = {"method": "share-of-max", "bounds": {"reference": "f.csv"}}
    known = {"f.csv": {"x": Statistic(low, -1.0, -3.0, 1.0, 4)}}
    scores = score_index(
        index(leaf("x", normalise=rule, direction=direction)), {"A": {"x": 2.0}}, references=known
    )
    assert found_in(scores) == {"non-positive"}


def test_zero_turned_stays_a_plain_zero() -> None:
    found = column("none", [0.0, 4.0], direction="lower").of("U0")["x"].score
    assert repr(found) == "0.0"


def test_a_column_of_figures_may_be_a_column_of_groups_too() -> None:
    data = b"unit,x\nA,1\nB,2.5\nC,\n"
    file = read_figures_csv(BytesIO(data), index(leaf("x")), groups=["x"])
    assert file.groups == {"x": ("1", "2.5", None)}
    assert file.table.numbers["x"].tolist()[:2] == [1.0, 2.5]


def test_a_score_of_the_questionnaire_may_stand_in_a_column_of_its_node() -> None:
    ix = index({"id": "q", "pillar": "total"}, {"id": "access", "pillar": "x"}, leaf("x"))
    file = read_figures_csv(BytesIO(b"unit,total,x\nA,20,80\nB,,60\n"), ix)
    assert file.warnings == ()
    found = score_index(ix, file.table).of("A")
    # The column x is that of the leaf x, not of a node of the questionnaire.
    assert (found["q"].score, found["access"].score, found["root"].score) == (20.0, None, 50.0)
    assert found["q"].coverage == 1.0
    units = {"A": {"total": 20.0, "x": 80.0}, "B": {"q": 7.0, "total": 20.0, "x": 60.0}}
    assert score_index(ix, {"A": units["A"]}).of("A")["q"].score == 20.0
    assert score_index(ix, {"B": units["B"]}).of("B")["q"].score == 7.0


# --- Stand-ins for what is missing -------------------------------------------------------------

POST = {"method": "goalposts", "minimum": 0, "maximum": 10, "to": [1, 7]}


def test_a_stand_in_is_no_published_score_for_a_condition() -> None:
    rule = {"deduct": {"if": "score(x) < 2", "share": 0.5}, "missing": "zero"}
    scores = score_index(
        index(leaf("x", normalise=POST), leaf("y", normalise=POST), **rule),
        {"A": {"y": 10.0}, "B": {"x": 0.0, "y": 10.0}},
    )
    assert scores.score("root").tolist() == [4.0, 2.0]


def test_a_constant_column_stands_at_the_lower_end_of_its_scale_under_zero() -> None:
    rule = {"method": "minmax", "to": [1, 7]}
    ix = index(leaf("x", normalise=rule), leaf("y", normalise=POST), missing="zero")
    scores = score_index(ix, {"A": {"x": 3.0, "y": 10.0}, "B": {"x": 3.0, "y": 0.0}})
    assert scores.score("root").tolist() == [4.0, 1.0]
    found = scores.of("A")
    assert (found["root"].low, found["root"].high) == (4.0, 4.0)
    assert (found["x"].low, found["x"].high) == (None, None)


def test_a_range_does_not_leave_the_scale_of_a_second_normalisation() -> None:
    node = {"id": "a", "after": "minmax", "of": [leaf("x", normalise=POST), leaf("z")]}
    units = {"A": {"x": 5.0, "z": 2.0}, "B": {"x": 6.0, "z": 4.0}, "C": {"z": 3.0}}
    found = score_index(index(node), units).of("C")["a"]
    assert (found.low, found.high) == (0.0, 100.0)


@pytest.mark.parametrize(
    ("method", "more"), [("geometric", {}), ("harmonic", {}), ("power", {"p": -2})]
)
def test_a_gap_pulls_the_range_of_a_mean_without_zero_down_to_zero(
    method: str, more: dict[str, Any]
) -> None:
    post = {"method": "goalposts", "minimum": 0, "maximum": 10}
    ix = index(leaf("x", normalise=post), leaf("y", normalise=post), method=method, **more)
    scores = score_index(ix, {"A": {"y": 5.0}, "B": {"x": 0.0}, "C": {"x": 0.0, "y": 5.0}})
    found = scores.of("A")["root"]
    assert (found.score, found.low) == (pytest.approx(50.0), 0.0)
    assert found.high is not None
    assert 50.0 < found.high < 100.0
    # A 0 that is known leaves no value whatever the rest is.
    for unit in "BC":
        known = scores.of(unit)["root"]
        assert (known.status, known.low, known.high) == ("non-positive", None, None)


def test_draws_without_variation_give_the_index_whatever_stands_in_for_gaps() -> None:
    rule = {"deduct": {"if": "score(x) < 2", "share": 0.5}, "missing": "zero"}
    tree = {"id": "root", "of": [leaf("x", normalise=POST), leaf("y", normalise=POST)], **rule}
    ix = Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree,
         "uncertainty": {"weights": 0}}
    )  # fmt: skip
    units = {"A": {"y": 10.0}, "B": {"x": 0.0, "y": 10.0}}
    drawn = draw_index(ix, Material(units), draws=2, seed=1)
    assert drawn.values.tolist() == [[4.0, 2.0], [4.0, 2.0]]


# --- Ranks and treatment at the ends -----------------------------------------------------------


@pytest.mark.parametrize("scale", [1e-310, 1e-40, 1e-14, 1.0, 1e14, 1e40, 1e300])
def test_ranks_of_very_small_and_very_large_values(scale: float) -> None:
    values = np.array([1.5, 2.5, 1.5 + 1e-13, 2.0]) * scale
    assert rank_values(values, Rank()).tolist() == [3, 1, 3, 2]


def test_equal_roundings_are_equal_however_they_were_reached() -> None:
    # The first lies on the border of the tenth digit, the second beyond it.
    values = np.array([123456789050000.0, 123456789100001.0, 123456789149999.0])
    assert rank_values(values, Rank()).tolist() == [1, 1, 1]


@pytest.mark.parametrize("unit", [1e-300, 1e-100, 1.0, 1e50])
def test_treatment_is_the_same_in_any_unit(unit: float) -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 100.0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        treated = winsorise(values * unit, Winsorise())
    assert (treated.values / unit).tolist() == pytest.approx([1, 2, 3, 4, 5, 6, 7, 7])


def test_points_are_pulled_in_on_both_sides_where_the_skew_turns() -> None:
    values = np.array([-900.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 1000.0])
    treated = winsorise(values, Winsorise(most=2, skew=0.1, kurtosis=0.1))
    # One point on each side: the second to be pulled does not take its neighbour along.
    assert treated.pulled == 2
    assert treated.values.tolist() == [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.0]
