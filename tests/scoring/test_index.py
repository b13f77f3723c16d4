"""Composite indices, worked out by hand on small trees."""

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.index import Index
from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.response import Answer, Answers
from app.scoring import IndexScores, explain_index, score, score_index, twins
from app.scoring.explanation import contributions_sum
from tests.scoring.sample import level, pillar, toolkit


def leaf(id: str, minimum: float = 0, maximum: float = 100, **more: Any) -> dict[str, Any]:  # noqa: A002
    goalposts = {"method": "goalposts", "minimum": minimum, "maximum": maximum}
    return {"id": id, "title": id, "unit": "%", "normalise": goalposts, **more}


def node(id: str, *of: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: A002
    return {"id": id, "title": id, "of": list(of), **more}


def index(*of: dict[str, Any], head: dict[str, Any] | None = None, **more: Any) -> Index:
    tree = node("root", *of, **more)
    return Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree, **(head or {})}
    )


def one(ix: Index, scope: str = "country", **figures: float | None) -> IndexScores:
    return score_index(ix, {"AAA": figures}, scope=scope)


def value(ix: Index, name: str, **figures: float | None) -> float | None:
    return one(ix, **figures).of("AAA")[name].score


@pytest.mark.parametrize(
    ("made", "raw", "points"),
    [
        (leaf("x", -2.5, 2.5), 0.0, 50.0),
        (leaf("x", -2.5, 2.5), 9.0, 100.0),
        (leaf("x", 0.03, 0.6, direction="lower"), 0.03, 100.0),
        (leaf("x", 0.03, 0.6, direction="lower"), 0.6, 0.0),
        (leaf("x", 0.03, 0.6, direction="lower"), 0.315, 50.0),
        (leaf("x", 1, 100_000, transform="log10"), 1_000.0, 60.0),
        (leaf("x", 1, 100_000, transform="log10"), 0.0, 0.0),
        (leaf("x", 1, 10_000, transform="log10", direction="lower"), 100.0, 50.0),
        (leaf("x", 0, 30, clip=[0, 15]), 40.0, 100.0),
        (leaf("x", 0, 9, transform="sqrt"), 4.0, 200 / 3),
        ({**leaf("x"), "normalise": {"method": "goalposts", "minimum": 0, "maximum": 10,
                                     "clamp": "false"}}, 12.0, 120.0),
        ({**leaf("x"), "normalise": {"method": "goalposts", "minimum": 0, "maximum": 10,
                                     "to": [0, 1]}}, 5.0, 0.5),
        ({"id": "x", "title": "x", "unit": "%"}, 37.5, 37.5),
    ],
)  # fmt: skip
def test_steps_on_a_leaf(made: dict[str, Any], raw: float, points: float) -> None:
    assert value(index(made), "x", x=raw) == pytest.approx(points)


TREE = index(
    node("a", leaf("a1"), leaf("a2", weight=3), coverage=0.5, family="policy"),
    node("b", leaf("b1"), leaf("b2"), weight=2),
    coverage=0.6,
)


def test_means_and_weights() -> None:
    scores = one(TREE, a1=100, a2=0, b1=50, b2=70)
    found = scores.of("AAA")
    assert found["a"].score == 25.0
    assert found["root"].score == pytest.approx((25 + 2 * 60) / 3)
    assert list(found) == ["root", "a", "a1", "a2", "b", "b1", "b2"]
    assert found["a2"].effective_weight == pytest.approx(0.25)
    assert (found["a"].family, found["a1"].raw) == ("policy", 100.0)


def test_a_node_below_its_coverage_is_missing_for_its_parent() -> None:
    found = one(TREE, a1=100, b1=50, b2=70).of("AAA")
    assert (found["a"].score, found["a"].value, found["a"].coverage) == (None, 100.0, 0.25)
    assert found["a"].status == "below-coverage"
    assert found["root"].score == 60.0
    assert found["root"].coverage == pytest.approx(2 / 3)
    assert (found["a"].low, found["a"].high) == (25.0, 100.0)
    assert found["root"].low == pytest.approx((25 + 120) / 3)
    assert (found["root"].counted, found["root"].applicable) == (3, 4)


def test_missing_figures() -> None:
    found = one(TREE, a1=None).of("AAA")
    assert (found["a1"].status, found["a1"].score, found["a1"].low) == ("missing", None, 0.0)
    assert (found["root"].status, found["root"].low, found["root"].high) == (
        "below-coverage", 0.0, 100.0,
    )  # fmt: skip


def test_excluded_figures_are_missing_with_their_name() -> None:
    ix = index(leaf("x", exclude={"codes": ["AAA"], "reason": "artefact"}), leaf("y"))
    scores = score_index(ix, {"AAA": {"x": 10.0, "y": 50.0}, "BBB": {"x": 10.0, "y": 50.0}})
    assert scores.of("AAA")["x"].status == "excluded"
    assert scores.of("AAA")["x"].raw == 10.0
    assert scores.of("AAA")["root"].score == 50.0
    assert scores.of("BBB")["root"].score == 30.0
    assert [item.reason for item in explain_index(scores, "AAA").left_out] == ["excluded"]


@pytest.mark.parametrize(
    ("missing", "expected"), [("skip", 80.0), ("zero", 40.0), ("propagate", None)]
)
def test_policies_for_what_is_missing(missing: str, expected: float | None) -> None:
    ix = index(leaf("x"), leaf("y"), missing=missing)
    assert value(ix, "root", x=80.0) == expected
    assert value(ix, "root", x=80.0, y=80.0) == 80.0
    assert one(ix, x=80.0).of("AAA")["y"].score is None


def test_geometric_without_floor_finds_what_is_not_positive() -> None:
    ix = index(leaf("x"), leaf("y"), method="geometric")
    found = one(ix, x=0.0, y=50.0).of("AAA")["root"]
    assert (found.score, found.status) == (None, "non-positive")
    assert value(ix, "root", x=25.0, y=100.0) == pytest.approx(50.0)
    floored = index(leaf("x"), leaf("y"), method="geometric", floor=1)
    assert value(floored, "root", x=0.0, y=100.0) == pytest.approx(10.0)


def test_a_logarithm_of_nothing_is_a_finding() -> None:
    rule = {"method": "goalposts", "minimum": 1, "maximum": 100, "clamp": "false"}
    ix = index({**leaf("x"), "normalise": rule, "transform": "log10"}, leaf("y"))
    found = one(ix, x=-1.0, y=30.0).of("AAA")
    assert found["x"].status == "non-positive"
    assert found["root"].score == 30.0


def test_weights_of_zero_are_a_finding() -> None:
    found = one(index(leaf("x", weight=0)), x=1.0).of("AAA")["root"]
    assert (found.score, found.status) == (None, "zero-weights")


def test_coverage_may_count_leaves_or_children() -> None:
    inner = node("a", leaf("a1"), leaf("a2"), leaf("a3", weight=6))
    counts = {"weight": (2 / 8 + 1) / 2, "leaves": 3 / 4, "children": 1.0}
    for how, expected in counts.items():
        ix = index(inner, leaf("b"), coverage_of=how)
        found = one(ix, a1=1.0, a2=1.0, b=1.0).of("AAA")["root"]
        assert found.coverage == pytest.approx(expected), how


KIT = toolkit(pillar("P", level("A", same_as_indicator="d1"), level("B")), pillar("R", level("C")))
MIXED = index(
    {"id": "q", "title": "Questionnaire", "pillar": "total", "weight": 0.6, "coverage": 0.7},
    node("desk", leaf("d1"), leaf("d2"), weight=0.4),
    head={
        "variants": [
            {"id": "country", "when": "scope == 'country' and coverage(desk) >= 0.6"},
            {"id": "other", "when": "scope != 'country' and coverage(desk) >= 0.6"},
            {"id": "questionnaire", "when": "coverage(desk) < 0.6", "tree": "q"},
        ]
    },
)


def test_an_index_reads_scores_of_the_questionnaire() -> None:
    given = Answers([Answer("A", value=4), Answer("B", value=0), Answer("C", "unknown")])
    scores = score(KIT, given, without=twins(KIT, MIXED, {"d1": 1.0}))
    assert scores.total.value == 0.0
    full = score(KIT, Answers([Answer(name, value=2) for name in "ABC"]))
    nodes = {"AAA": full.nodes, "BBB": scores.nodes}
    figures = {"AAA": {"d1": 100.0, "d2": 50.0}, "BBB": {"d1": 100.0, "d2": 50.0}}
    found = score_index(MIXED, figures, node_scores=nodes)
    assert found.of("AAA")["root"].score == pytest.approx(0.6 * 50 + 0.4 * 75)
    poor = found.of("BBB")
    assert (poor["q"].status, poor["q"].score) == ("below-coverage", None)
    assert (poor["q"].low, poor["q"].high) == (0.0, 50.0)
    assert poor["root"].score == 75.0
    column = score_index(MIXED, {"AAA": {"q": 20.0, "d1": 0.0, "d2": 0.0}})
    assert column.of("AAA")["root"].score == pytest.approx(12.0)
    assert column.of("AAA")["q"].coverage == 1.0


def test_the_first_variant_that_holds_is_used_and_named() -> None:
    full = {"q": 40.0, "d1": 100.0, "d2": 100.0}
    variant, shown = one(MIXED, **full).headline("AAA")
    assert (variant, shown.id, shown.score) == ("country", "root", pytest.approx(64.0))
    assert one(MIXED, scope="city", **full).headline("AAA")[0] == "other"
    variant, shown = one(MIXED, q=40.0, d1=100.0).headline("AAA")
    assert (variant, shown.id, shown.score) == ("questionnaire", "q", 40.0)
    assert one(TREE).headline("AAA")[0] is None


def test_twins_are_named_where_the_index_has_the_fact() -> None:
    assert twins(KIT, MIXED, {"d1": 1.0, "d2": None}) == {"A"}
    assert twins(KIT, MIXED, {"d1": None}) == frozenset()


def test_an_unknown_unit_is_told() -> None:
    with pytest.raises(KeyError):
        one(TREE).of("ZZZ")


def test_an_explanation_adds_up() -> None:
    scores = one(TREE, a1=100, a2=0, b1=50, b2=70)
    for part in explain_index(scores, "AAA").walk():
        if part.children:
            assert contributions_sum(part) == pytest.approx(part.value)
    tree = explain_index(scores, "AAA", "a")
    assert str(tree.children[0].formula) == "Place of 100.0 between 0.0 (0.0) and 100.0 (100.0)"


@settings(max_examples=40, deadline=None)
@given(random=st.integers(0, 2**32).map(Random))
def test_units_and_columns_in_any_order(random: Random) -> None:
    names = ["a1", "a2", "b1", "b2"]
    figures = {
        f"U{n}": {name: random.choice([None, random.uniform(-10, 120)]) for name in names}
        for n in range(5)
    }
    turned = {unit: dict(reversed(figures[unit].items())) for unit in reversed(figures)}
    ours, theirs = score_index(TREE, figures), score_index(TREE, turned)
    for unit in figures:
        assert ours.of(unit) == theirs.of(unit)
        for part in ours.of(unit).values():
            if part.value is not None:
                assert part.low is not None
                assert part.high is not None
                assert part.low <= part.value <= part.high


@settings(max_examples=40, deadline=None)
@given(factor=st.floats(1e-3, 1e3), raw=st.floats(-50, 150))
def test_a_change_of_unit_changes_no_goalpost_score(factor: float, raw: float) -> None:
    before = value(index(leaf("x")), "x", x=raw)
    after = value(index(leaf("x", 0, 100 * factor)), "x", x=raw * factor)
    assert before is not None
    assert after == pytest.approx(before, abs=1e-9)


def test_shipped_indices_are_computed_for_full_and_empty_units() -> None:
    for folder in sorted(TOOLKITS.glob("[a-z]*")):
        for ix in load_toolkit(folder).indices:
            figures = {"AAA": {part.id: 1.0 for part in ix.leaves}, "BBB": {}}
            scores = score_index(ix, figures)
            assert scores.of("AAA")[ix.tree.id].status == "published"
            assert scores.of("BBB")[ix.tree.id].score is None
            assert not np.isnan(scores.coverage).any()
