"""Median, stage and floor-mean by hand, what deduct and round do, and how each is explained."""

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.node import NodeRule
from app.definition.toolkit import Toolkit
from app.response import Answers, Setting
from app.scoring import Scores, ScoringError, explain, gains, score, score_batch
from app.scoring.explanation import contributions_sum, explanation_tree
from app.scoring.method import METHODS
from app.scoring.tree import Frame, make_branch
from tests.scoring.sample import BANDS, choice, level, number, pillar, toolkit, topic
from tests.scoring.test_rule import answers

QUICK = Setting(quick=True)
OPEN = {"topic": 0, "pillar": 0, "total": 0}


def medians(*weights: float) -> Toolkit:
    questions = [number(f"N{place}", weight=weight) for place, weight in enumerate(weights)]
    return toolkit(pillar("P", *questions, method="median"), coverage=OPEN)


def of(kit: Toolkit, *values: float | None) -> Scores:
    given = {f"N{place}": value for place, value in enumerate(values) if value is not None}
    return score(kit, answers(**given))


@pytest.mark.parametrize(
    ("weights", "values", "median"),
    [
        ((1, 1, 1), (90, 10, 40), 40.0),
        ((1, 1, 1, 1), (90, 10, 40, 20), 30.0),  # half hit exactly: mean of 20 and 40
        ((3, 1, 1), (90, 10, 40), 90.0),  # 1, 2, 5 of 5: half is passed at 90
        ((1, 2, 1), (90, 10, 40), 25.0),  # 2 of 4 behind at 10: mean of 10 and 40
        ((0.1, 0.2, 0.3), (10, 20, 70), 45.0),  # 0.1 + 0.2 is half of 0.6, whatever doubles say
        ((1, 1, 0), (10, 20, 99), 15.0),  # a weight of 0 never counts
        ((1, 1, 1), (10, 20, None), 15.0),
        ((1,), (35,), 35.0),
    ],
)
def test_median(
    weights: tuple[float, ...], values: tuple[float | None, ...], median: float
) -> None:
    assert of(medians(*weights), *values)["P"].value == pytest.approx(median)


def test_median_has_range_and_coverage() -> None:
    node = of(medians(1, 1, 1), 10, 60, None)["P"]
    assert (node.value, node.low, node.high) == (35.0, 10.0, 60.0)
    assert node.coverage == pytest.approx(2 / 3)
    nothing = of(medians(1, 1, 1), None, None, None)["P"]
    assert (nothing.value, nothing.low, nothing.high) == (None, 0.0, 100.0)
    formula = str(explain(of(medians(1, 1), 10, 60), "P").formula)
    assert formula.startswith("Weighted median")


def test_a_sum_is_held_to_what_it_is_out_of() -> None:
    kit = toolkit(pillar("P", number("A"), number("B"), method="sum", out_of=50), coverage=OPEN)
    node = score(kit, answers(A=30, B=60))["P"]
    assert (node.value, node.high) == (100.0, 100.0)
    assert score(kit, answers(A=10, B=20))["P"].value == 60.0


@pytest.mark.parametrize("method", ["median", "floor-mean", "sum", "mean", "min"])
def test_a_pillar_without_questions_has_no_value(method: str) -> None:
    scores = score(toolkit(pillar("P", method=method), pillar("R", level("A"))), answers(A=4))
    assert scores["P"].status == "not-applicable"
    assert scores.total.score == 100.0


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"method": "mean", "cap": 40}, 40.0),
        ({"method": "mean", "floor": 30}, 60.0),  # (30 + 90)/2
        ({"method": "mean", "cap": 2, "out_of": 5}, 40.0),  # 2 of 5
        ({"method": "min", "floor": 20}, 20.0),
        ({"method": "median", "floor": 50, "cap": 60}, 60.0),
        ({"method": "max", "cap": 95}, 90.0),
        ({"method": "power", "p": 1, "floor": 30}, 60.0),
        ({"method": "floor-mean", "cap": 20}, 20.0),
        ({"method": "stage", "cap": 30, "stages": [{"stage": 1, "needs": "value(A) >= 0"}]}, 30.0),
    ],
)
def test_any_node_may_have_a_floor_and_a_cap(rule: dict[str, Any], value: float) -> None:
    kit = toolkit(pillar("P", number("A"), number("B"), **rule))
    scores = score(kit, answers(A=10, B=90))
    assert scores["P"].score == pytest.approx(value)
    assert scores["A"].score == 10.0  # as it is: only its parent reads it raised


def test_an_explanation_says_what_else_acts_on_a_value() -> None:
    rule = {
        "floor": 30,
        "cap": 50,
        "deduct": {"if": "value(A) <= 10", "share": 0.2},
        "round": {"decimals": 1},
    }
    part = explain(
        score(toolkit(pillar("P", number("A"), number("B"), **rule)), answers(A=10, B=90)), "P"
    )
    assert [str(note) for note in part.notes] == [
        "Every score below 30.0 counts as 30.0.",
        "Held to 50.0 out of 100.0.",
        "Then 20.0 % was deducted, since value(A) <= 10.",
        "Then rounded to 1 decimals, halves upwards, out of 100.0.",
    ]
    assert part.value == 40.0
    assert [child.contribution for child in part.children] == [15.0, 45.0]
    assert explanation_tree(part)["notes"] == [str(note) for note in part.notes]


@pytest.mark.parametrize(
    ("p", "values", "mean"),
    [
        (2, (100, 0), 50 * 2**0.5),  # a zero has a place in a power above 0
        (1, (40, 80), 60.0),
        (-1, (100, 50), 200 / 3),
        (1000, (30, 90), 90 * 0.5**0.001),  # nothing overflows
        (-1000, (30, 90), 30 * 0.5**-0.001),
        (2, (0, 0), 0.0),
    ],
)
def test_power_means(p: float, values: tuple[float, float], mean: float) -> None:
    kit = toolkit(pillar("P", number("A"), number("B"), method="power", p=p))
    assert score(kit, answers(A=values[0], B=values[1]))["P"].score == pytest.approx(mean)


@pytest.mark.parametrize("p", [0.5, 2, 3, -1, 0.7])
def test_digits_of_powers_do_not_depend_on_the_other_units(p: float) -> None:
    kit = toolkit(pillar("P", number("A"), number("B", weight=0.06), method="power", p=p, floor=1))
    units = {f"u{n}": answers(A=1.7 * n % 100, B=31.3 * n % 100) for n in range(200)}
    table = score_batch(kit, units).score("P").tolist()
    assert table == [score(kit, given_)["P"].score for given_ in units.values()]


def test_a_power_below_zero_has_no_place_for_zero() -> None:
    kit = toolkit(pillar("P", number("A"), number("B"), method="power", p=-1))
    assert score(kit, answers(A=0, B=50))["P"].status == "non-positive"


STAGES: list[dict[str, Any]] = [
    {"stage": 1, "needs": "level(A) >= 1"},
    {"stage": 2, "needs": "level(A) >= 2 and level(B) >= 2"},
    {"stage": 3, "needs": "score(U) >= 50"},
    {"stage": 4, "needs": "level(B) == 4"},
]
LADDER = toolkit(
    pillar("P", topic("T", level("A"), level("B"), method="stage", stages=STAGES)),
    pillar("R", topic("U", level("C"))),
    coverage={"topic": 0.5, "pillar": 0, "total": 0},
)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"A": 0, "B": 4, "C": 4}, 0.0),
        ({"A": 1, "B": 4, "C": 4}, 25.0),  # stages 3 and 4 are met, but stage 2 below is not
        ({"A": 2, "B": 2, "C": 1}, 50.0),
        ({"A": 2, "B": 3, "C": 2}, 75.0),
        ({"A": 4, "B": 4, "C": 4}, 100.0),
        ({"A": 4, "B": 4}, 50.0),  # U is not published: undefined, so not met
        ({"A": 4, "B": "unknown", "C": 4}, 25.0),
    ],
)
def test_stage_is_the_highest_met_with_all_below(given: dict[str, Any], value: float) -> None:
    assert score(LADDER, answers(**given))["T"].value == value


def test_stages_in_any_order_are_climbed_from_the_first() -> None:
    turned = pillar("P", level("A"), level("B"), method="stage", stages=STAGES[1::-1])
    kit = toolkit(turned, coverage=OPEN)
    assert score(kit, answers(A=1, B=4))["P"].value == 50.0
    with pytest.raises(ScoringError, match="no stages"):
        score(toolkit(pillar("P", level("A"), method="stage")), answers(A=1))


def test_stages_are_judged_anew_in_each_run() -> None:
    node = score(LADDER, answers(A=2, B="unknown", C=4))["T"]
    assert (node.value, node.low, node.high) == (25.0, 25.0, 100.0)
    assert (node.coverage, node.status) == (0.5, "published")
    nothing = score(LADDER, answers(C=4))["T"]  # as under every method, no answer is no value
    assert (nothing.value, nothing.status) == (None, "below-coverage")
    assert (nothing.low, nothing.high) == (0.0, 100.0)
    gone = score(LADDER, answers(A=None, B=None, C=4))["T"]
    assert (gone.status, gone.low) == ("not-applicable", None)


def test_the_ends_of_a_range_stay_in_order() -> None:
    rule = {"method": "stage", "stages": [{"stage": 1, "needs": "level(A) <= 1"}]}
    kit = toolkit(pillar("P", level("A"), **rule), coverage=OPEN)
    node = score(kit, Answers())["P"]
    assert (node.low, node.high) == (0.0, 100.0)


def test_stages_are_explained() -> None:
    part = explain(score(LADDER, answers(A=1, B="unknown", C=4)), "T")
    assert str(part.formula).startswith("Stage 1 of 4")
    assert [(stage.stage, stage.met, stage.reached) for stage in part.stages] == [
        (1, True, True), (2, False, False), (3, True, False), (4, None, False),
    ]  # fmt: skip
    assert [child.contribution for child in part.children] == [None, None]
    written = explanation_tree(part)["stages"]
    assert isinstance(written, list)
    assert written[1]["needs"] == "level(A) >= 2 and level(B) >= 2"


def test_a_step_can_gain_a_stage() -> None:
    found = gains(LADDER, answers(A=1, B=4, C=4))
    assert found["A"].gain == pytest.approx(75 / 2)  # from stage 1 to 4, in one of two pillars
    assert "B" not in found


def test_stages_of_a_total_in_the_quick_check() -> None:
    stages = [{"stage": 1, "needs": "score(P) >= 50"}, {"stage": 2, "needs": "level(B) >= 1"}]
    kit = toolkit(
        pillar("P", level("A", quick_check=True), level("B")),
        aggregate={
            "topic": "mean",
            "pillar": "mean",
            "total": {"method": "stage", "stages": stages},
        },
    )
    assert score(kit, answers(A=3, B=4)).total.score == 100.0
    assert score(kit, answers(A=3, B=4), QUICK).total.score == 50.0  # B is not asked: undefined


def test_floor_mean_goes_down_to_whole_levels() -> None:
    kit = toolkit(pillar("P", level("A"), level("B"), level("C"), method="floor-mean"))
    assert score(kit, answers(A=4, B=3, C=4))["P"].score == 75.0  # 11/3 = 3.67 of 4
    assert score(kit, answers(A=3, B=3, C=3))["P"].score == 75.0
    assert score(kit, answers(A=0, B=1, C=1))["P"].score == 0.0
    gap = score(kit, answers(A=4, B=3, C="unknown"))["P"]
    assert (gap.score, gap.low, gap.high) == (75.0, 50.0, 75.0)
    part = explain(score(kit, answers(A=4, B=3, C=4)), "P")
    assert str(part.formula) == "Weighted mean, rounded down to a whole level out of 4."
    assert contributions_sum(part) == pytest.approx(275 / 3)


def test_floor_mean_is_not_fooled_by_the_last_digit() -> None:
    kit = toolkit(pillar("P", *(level(f"Q{n}", weight=0.1) for n in range(3)), method="floor-mean"))
    assert score(kit, answers(Q0=3, Q1=3, Q2=3))["P"].score == 75.0


def test_floor_mean_takes_the_highest_level_of_the_scale() -> None:
    five = {"levels": [{"level": n, "name": f"L{n}"} for n in range(1, 6)]}
    questions = [
        {"id": name, "kind": "level", "text": name,
         "levels": [{"level": n, "state": f"{name}{n}", "action": "Go on"} for n in range(1, 6)]}
        for name in ("A", "B")
    ]  # fmt: skip
    kit = toolkit(pillar("P", *questions, method="floor-mean"), head={"scale": five})
    scores = score(kit, answers(A=4, B=3))
    assert (scores["A"].score, scores["B"].score) == (80.0, 60.0)
    assert scores["P"].score == 60.0
    assert score(kit, answers(A=1, B="unknown"))["B"].low == 20.0


def test_floor_mean_counts_on_the_scale_that_the_questions_below_share() -> None:
    phases = {"levels": [{"level": n, "name": f"P{n}"} for n in range(1, 6)]}
    questions = [
        {"id": name, "kind": "level", "text": name, "scale": "phases",
         "levels": [{"level": n, "state": f"{name}{n}", "action": "Go on"} for n in range(1, 6)]}
        for name in ("A", "B")
    ]  # fmt: skip
    kit = toolkit(
        pillar("P", *questions, method="floor-mean"),
        pillar("R", level("C"), level("D"), method="floor-mean"),
        head={"scales": {"phases": phases}},
        aggregate={"topic": "mean", "pillar": "mean", "total": "floor-mean"},
    )
    scores = score(kit, answers(A=4, B=3, C=3, D=2))
    assert scores["P"].score == 60.0  # 3.5 of 5
    assert scores["R"].score == 50.0  # 2.5 of 4
    assert scores.total.score == 50.0  # two scales below: (60 + 50)/2 is 2.2 of the toolkit's 4
    assert str(explain(scores, "P").formula).endswith("a whole level out of 5.")


def test_a_node_out_of_its_own_maximum_is_rounded_on_it() -> None:
    rule = {"out_of": 5, "round": {"mode": "ceiling"}}
    kit = toolkit(pillar("P", number("A"), number("B"), **rule))
    assert score(kit, answers(A=60, B=62))["P"].score == pytest.approx(80.0)  # 3.05 of 5: 4
    assert score(kit, answers(A=60, B=60))["P"].score == pytest.approx(60.0)
    tree = explanation_tree(explain(score(kit, answers(A=60, B=62)), "P"))
    assert tree["rounding"] == {"decimals": 0, "mode": "ceiling", "out_of": 5.0}


@pytest.mark.parametrize(
    ("mode", "value"), [("half-up", 3.0), ("half-even", 2.0), ("floor", 2.0), ("ceiling", 3.0)]
)
def test_modes_of_rounding(mode: str, value: float) -> None:
    kit = toolkit(pillar("P", number("A"), round={"mode": mode}))
    assert score(kit, answers(A=2.5))["P"].score == value


def test_a_deduction_is_explained() -> None:
    rule = {"deduct": {"if": "level(B) >= 3", "share": 0.15}, "round": {"mode": "floor"}}
    kit = toolkit(
        pillar("P", level("A"), **rule),
        pillar("M", level("B"), weight=0),
        gates=[{"if": "level(A) >= 3", "node": "P", "cap": 50}],
    )
    part = explain(score(kit, answers(A=3, B=3)), "P")
    assert part.deduction is not None
    assert (part.deduction.acted, part.deduction.before) == (True, 75.0)
    assert part.deduction.after == pytest.approx(63.75)
    assert (part.gates[0].before, part.value) == (63.0, 50.0)
    assert part.rounding is not None
    written = explanation_tree(part)["deduction"]
    assert isinstance(written, dict)
    assert (written["condition"], written["share"]) == ("level(B) >= 3", 0.15)
    free = explain(score(kit, answers(A=2, B=2)), "P").deduction
    assert free is not None
    assert (free.acted, free.before, free.after) == (False, 50.0, 50.0)


def test_a_deduction_is_judged_anew_in_each_run() -> None:
    kit = toolkit(
        pillar("P", level("A"), level("B"), deduct={"if": "level(B) >= 3", "share": 0.5}),
        coverage=OPEN,
    )
    node = score(kit, answers(A=4, B="unknown"))["P"]
    assert (node.value, node.low, node.high) == (100.0, 50.0, 100.0)  # high is widened


def test_a_weight_of_zero_keeps_a_pillar_out_of_the_total() -> None:
    kit = toolkit(pillar("P", level("A")), pillar("M", level("B"), weight=0))
    scores = score(kit, answers(A=1))
    assert (scores.total.score, scores.total.coverage) == (25.0, 1.0)
    assert scores["M"].status == "below-coverage"


def test_a_pillar_is_out_of_the_same_in_the_quick_check() -> None:
    kit = toolkit(
        pillar("P", choice("A", 0, 100, quick_check=True), out_of=30),
        pillar("R", choice("B", 0, 100, quick_check=True), out_of=10),
        aggregate={"topic": "mean", "pillar": "mean", "total": "sum"},
    )
    for setting in (Setting(), QUICK):
        assert score(kit, answers(A="o1", B="o0"), setting).total.score == 75.0


def test_bands_are_read_from_stages() -> None:
    bands = [{**band, "from": 25 * place} for place, band in enumerate(BANDS)]
    kit = toolkit(
        pillar("P", level("A"), level("B"), method="stage", stages=STAGES[:2]), bands=bands
    )
    band = score(kit, answers(A=1, B=0))["P"].band
    assert band is not None
    assert band.id == "upper"


# --- Properties of every method that needs no conditions ------------------------------------------


def compute(rule: NodeRule, weights: Any, values: Any, has: Any) -> Any:
    """One node over the rows of `values`, as an index or a toolkit computes it."""
    count = len(weights)
    frame = Frame(
        value=np.vstack([np.where(has, values, 0.0), np.zeros((2, values.shape[1]))]),
        has=np.vstack([has.astype(float), np.zeros((2, values.shape[1]))]),
        applies=np.ones((count + 2, values.shape[1])),
        coverage=np.zeros((count + 2, values.shape[1])),
        out_of=np.full((count + 2, values.shape[1]), 100.0),
        non_positive=np.zeros((count + 2, values.shape[1]), dtype=np.bool_),
    )
    frame.applies[-2:] = 0.0
    nodes = [(count, list(enumerate(weights)), rule)]
    branch = make_branch(rule.method, nodes, empty_row=count + 1, highest=[4.0])
    outcome = METHODS[rule.method](branch, frame)
    return np.where(outcome.has, outcome.value, np.nan)[0]


RULES = [
    NodeRule(method="mean"),
    NodeRule(method="geometric", floor=1.0),
    NodeRule(method="harmonic", floor=1.0),
    NodeRule(method="power", p=2.0, floor=1.0),
    NodeRule(method="median"),
    NodeRule(method="min"),
    NodeRule(method="max"),
    NodeRule(method="sum"),
    NodeRule(method="floor-mean"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.method)
@settings(max_examples=60, deadline=None)
@given(random=st.integers(0, 2**32).map(Random))
def test_properties_of_methods(rule: NodeRule, random: Random) -> None:
    count, units = random.randint(1, 7), random.randint(1, 5)
    weights = [random.choice([0, 0.1, 0.2, 0.3, 1, 1, 2]) for _ in range(count)]
    drawn = [[random.choice([0, 25, 50, 75, 100, random.uniform(0, 100)]) for _ in range(units)]
             for _ in range(count)]  # fmt: skip
    values = np.array(drawn, dtype=float)
    has = np.array([[random.random() < 0.8 for _ in range(units)] for _ in range(count)])
    plain = compute(rule, weights, values, has)
    # Whatever the order of children and of units.
    order = random.sample(range(count), count)
    turned = compute(rule, [weights[place] for place in order], values[order], has[order])
    assert np.allclose(plain, turned, rtol=1e-12, atol=1e-9, equal_nan=True)
    columns = random.sample(range(units), units)
    assert np.array_equal(
        compute(rule, weights, values[:, columns], has[:, columns]), plain[columns], equal_nan=True
    )
    # Between the worst and the best child that counts; a sum counts gaps as nothing.
    counted = has & (np.array(weights)[:, None] > 0)
    for place in range(units):
        inside = values[counted[:, place], place]
        assert np.isnan(plain[place]) == (len(inside) == 0)
        if len(inside):
            least = 0.0 if rule.method in {"sum", "floor-mean"} else inside.min()
            floor = rule.floor or 0.0
            assert max(least, floor) - 1e-9 <= plain[place] <= max(inside.max(), floor) + 1e-9
    # Never lower when one child improves.
    better = values.copy()
    row = random.randrange(count)
    better[row] = np.minimum(100.0, better[row] + random.choice([1e-6, 1, 30]))
    raised = compute(rule, weights, better, has)
    assert np.all((raised >= plain - 1e-9) | np.isnan(plain))


@settings(max_examples=40, deadline=None)
@given(random=st.integers(0, 2**32).map(Random))
def test_stages_of_many_units_are_those_of_each_alone(random: Random) -> None:
    units = {
        f"u{n}": answers(**{
            name: random.choice([0, 1, 2, 3, 4, "unknown", None]) for name in "ABC"
        })
        for n in range(6)
    }  # fmt: skip
    table = score_batch(LADDER, units)
    row = table.nodes.index("T")
    for column, given_ in enumerate(units.values()):
        alone = score(LADDER, given_)["T"]
        value = table.value[row, column]
        assert (None if np.isnan(value) else value) == alone.value
        if alone.value is not None:
            assert alone.low is not None
            assert alone.high is not None
            assert alone.low <= alone.value <= alone.high
