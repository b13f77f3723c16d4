"""What every method and normalisation of an index promises, over random trees and figures."""

from collections.abc import Mapping
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.index import Index, IndexLeaf, IndexNode, Uncertainty
from app.scoring import explain_index, score_index
from app.scoring.explanation import contributions_sum
from app.scoring.index.finding import WHY
from app.scoring.index.ranking import class_units, rank_units
from app.scoring.index.result import INDEX_STATUSES
from app.scoring.index.uncertainty import Material, draw_index
from tests.scoring.test_index_plain import OF_METHODS, near, some_case

METHODS = [
    "mean", "geometric", "harmonic", "power", "median", "min", "max", "sum", "floor-mean",
    "copeland",
]  # fmt: skip
FROM_DATA: list[Any] = [
    "minmax", "zscore", "rank", "borda", "percentile-rank", "distance-to-best",
    {"method": "minmax", "bounds": {"percentile": [10, 90]}},
    {"method": "distance-to-unit", "unit": "U2"},
]  # fmt: skip
"""Normalisations that only the order and the distances of the figures decide."""

randoms = st.integers(0, 2**32).map(Random)


def index(tree: Mapping[str, Any], **head: Any) -> Index:
    return Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree, **head}
    )


def leaf(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "unit": "%", **more}


def turned(part: IndexNode | IndexLeaf) -> IndexNode | IndexLeaf:
    """Give a tree with the children of every node in the opposite order."""
    if isinstance(part, IndexLeaf):
        return part
    return part.model_copy(update={"of": tuple(turned(child) for child in reversed(part.of))})


@settings(max_examples=120, deadline=None)
@given(random=randoms)
def test_the_order_of_units_columns_and_children_changes_nothing(random: Random) -> None:
    ix, figures = some_case(random)
    ours = score_index(ix, figures)
    units = list(figures)
    random.shuffle(units)
    mixed = {unit: dict(sorted(figures[unit].items(), reverse=True)) for unit in units}
    theirs = score_index(ix, mixed)
    for unit in units:
        assert ours.of(unit) == theirs.of(unit)
    backwards = score_index(ix.model_copy(update={"tree": turned(ix.tree)}), figures)
    for unit in units:
        for name, found in ours.of(unit).items():
            other = backwards.of(unit)[name]
            assert (other.value, other.coverage) == (near(found.value), near(found.coverage))
            assert (other.low, other.high) == (near(found.low), near(found.high))
            assert other.status == found.status


@settings(max_examples=150, deadline=None)
@given(random=randoms)
def test_ranges_hold_the_score_and_nothing_is_lost_in_silence(random: Random) -> None:
    ix, figures = some_case(random)
    scores = score_index(ix, figures)
    said = {(each.rule, each.node): each.units for each in scores.findings}
    assert {rule for rule, _ in said} <= WHY.keys()
    for unit in figures:
        for name, found in scores.of(unit).items():
            assert (found.score is not None) == (found.status == "published")
            assert found.status in INDEX_STATUSES
            if found.status in WHY and found.status != "missing":
                units = said[found.status, name]
                assert units == () or unit in units
            if found.value is None:
                continue
            assert np.isfinite(found.value)
            assert found.low is not None
            assert found.high is not None
            assert found.low <= found.value <= found.high


@settings(max_examples=150, deadline=None)
@given(random=randoms)
def test_contributions_add_up_to_the_score(random: Random) -> None:
    ix, figures = some_case(random)
    scores = score_index(ix, figures)
    for unit in figures:
        for part in explain_index(scores, unit).walk():
            rule = ix.node(part.id).model_fields_set
            if part.value is None or part.method not in {"mean", "sum"}:
                continue
            if not rule & {"after", "deduct", "round", "cap", "out_of"}:
                assert contributions_sum(part) == near(part.value), (unit, part.id)


def test_what_stands_in_for_a_missing_part_contributes_what_its_parent_read() -> None:
    post = {"method": "goalposts", "minimum": 0, "maximum": 10, "to": [1, 7]}
    tree = {
        "id": "root",
        "missing": "zero",
        "of": [
            leaf("x", normalise=post),
            leaf("y", normalise=post),
            {"id": "a", "coverage": 1, "of": [leaf("u"), leaf("v")]},
        ],
    }
    scores = score_index(index(tree), {"A": {"x": 10.0, "u": 90.0}})
    part = explain_index(scores, "A")
    # x is 7, y stands at the lower end of its scale, a at 0 although its value would be 90.
    assert scores.of("A")["a"].value == 90.0
    assert part.value == pytest.approx((7 + 1 + 0) / 3)
    assert [child.contribution for child in part.children] == pytest.approx([7 / 3, 1 / 3, 0.0])


@settings(max_examples=80, deadline=None)
@given(random=randoms)
def test_draws_in_which_nothing_varies_are_the_index_itself(random: Random) -> None:
    ix, figures = some_case(random)
    still = ix.model_copy(update={"uncertainty": Uncertainty(weights=0)})
    drawn = draw_index(still, Material(figures), draws=2, seed=1)
    for row in drawn.values:
        assert row == pytest.approx(score_index(ix, figures).headlines(), abs=1e-8, nan_ok=True)


def some_tree(random: Random, method: str, rules: list[Any]) -> dict[str, Any]:
    leaves = [
        leaf(
            name,
            weight=random.choice([1, 2, 0.5]),
            direction=random.choice(["higher", "lower"]),
            normalise=random.choice(rules),
        )
        for name in ("x", "y", "z")
    ]
    own = random.choice(OF_METHODS.get(method, [{}]))
    if method in {"geometric", "harmonic", "power"}:
        own = own | {"floor": 1}
    return {"id": "root", "method": method, **own, "of": leaves}


def some_figures(random: Random, *, least: float = 1.0) -> dict[str, dict[str, float]]:
    return {f"U{n}": {name: random.uniform(least, 120) for name in "xyz"} for n in range(5)}


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=30, deadline=None)
@given(random=randoms, factor=st.sampled_from([0.001, 0.25, 3.0, 1000.0]))
def test_a_change_of_unit_changes_no_result(method: str, random: Random, factor: float) -> None:
    tree = some_tree(random, method, [*FROM_DATA, "share-of-max"])
    figures = some_figures(random)
    other = {unit: {**row, "x": row["x"] * factor} for unit, row in figures.items()}
    ours, theirs = score_index(index(tree), figures), score_index(index(tree), other)
    assert theirs.value[0] == pytest.approx(ours.value[0], rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("rule", FROM_DATA)
@settings(max_examples=20, deadline=None)
@given(random=randoms)
def test_another_zero_of_the_unit_changes_no_result(rule: Any, random: Random) -> None:
    # As from degrees Celsius to Fahrenheit.
    tree = some_tree(random, "mean", [rule])
    figures = some_figures(random)
    other = {unit: {**row, "x": 1.8 * row["x"] + 32} for unit, row in figures.items()}
    ours, theirs = score_index(index(tree), figures), score_index(index(tree), other)
    assert theirs.value[0] == pytest.approx(ours.value[0], rel=1e-9, abs=1e-9, nan_ok=True)


RISING: list[Any] = [
    *FROM_DATA[:-1],
    "none",
    "share-of-max",
    {"method": "goalposts", "minimum": 20, "maximum": 90},
    {"method": "goalposts", "minimum": 20, "maximum": 90, "clamp": "false"},
    {"method": "minmax", "bounds": "fixed", "minimum": 0, "maximum": 130},
    {"method": "distance-to-target", "target": 60, "bounds": "fixed", "minimum": 0,
     "maximum": 200},
    {"method": "distance-to-point", "point": 60, "sides": "one"},
    {"method": "scaled", "low": 0, "high": 50, "factor": 7},
]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_a_unit_never_falls_when_one_of_its_leaves_improves(method: str, random: Random) -> None:
    tree = some_tree(random, method, RISING)
    figures = some_figures(random)
    before = score_index(index(tree), figures).value[0]
    name = random.choice("xyz")
    rises = next(one for one in tree["of"] if one["id"] == name)["direction"] == "higher"
    figures["U3"][name] *= random.choice([1.01, 1.5, 4.0]) ** (1 if rises else -1)
    after = score_index(index(tree), figures).value[0]
    if not np.isnan(before[3]):
        assert after[3] >= before[3] - 1e-9


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_the_ceiling_stays_where_it_is_whatever_the_weights(random: Random) -> None:
    post = {"method": "goalposts", "minimum": 0, "maximum": 50}
    for method in METHODS[:-1]:
        tree = some_tree(random, method, [post])
        tree.pop("cap", None)
        tree.pop("out_of", None)
        for one in tree["of"]:
            one["direction"] = "higher"
        scores = score_index(index(tree), {"A": {"x": 50.0, "y": 60.0, "z": 99.0}})
        assert scores.value[0, 0] == pytest.approx(100.0), method
        assert scores.effective[1:4, 0].sum() == pytest.approx(1.0)


def test_a_weight_raises_the_ceiling_of_a_sum_with_it() -> None:
    tree = {"id": "root", "of": [
        {"id": "s", "method": "sum", "of": [leaf("x", weight=3), leaf("y")]}, leaf("z"),
    ]}  # fmt: skip
    scores = score_index(index(tree), {"A": {"x": 100.0, "y": 0.0, "z": 0.0}})
    # 300 of 400 points; what does not apply would lower the ceiling too.
    assert scores.of("A")["s"].score == 75.0
    assert scores.of("A")["root"].score == 37.5


def test_nothing_is_rounded_twice() -> None:
    head = {
        "rank": {"decimals": 3},
        "classes": [
            {"id": "low", "from": 0, "name": "Low"},
            {"id": "high", "from": 0.445, "name": "High"},
        ],
    }
    tree = {"id": "root", "of": [leaf("x"), leaf("y")]}
    # To ten digits first, and then to three decimals, both would be 0.445.
    units = {"A": {"x": 0.44449999999999, "y": 0.44449999999999}, "B": {"x": 0.445, "y": 0.445}}
    scores = score_index(index(tree, **head), units)
    assert rank_units(scores).tolist() == [2, 1]
    assert [found and found.id for found in class_units(scores)] == ["low", "high"]
    # Leaves are not rounded on the way to a node that is.
    rounded = {"id": "root", "round": {"decimals": 0}, "of": [leaf("x"), leaf("y")]}
    found = score_index(index(rounded), {"A": {"x": 1.5, "y": 1.4}}).of("A")
    assert (found["x"].score, found["root"].score) == (1.5, 1.0)
