"""The rules of docs/reference/scoring.md, each on a small toolkit worked out by hand."""

import pytest

from app.response import Answer, Answers, Setting, SettingError
from app.scoring import ScoringError, band_of, explain, family_scores, score, score_batch
from app.scoring.explanation import contributions_sum, explanation_tree
from tests.scoring.sample import BANDS, choice, level, number, pillar, toolkit, topic, yesno

QUICK = Setting(quick=True)


def answers(**values: object) -> Answers:
    """Levels as numbers; a state as text; None stands for not applicable."""
    made = []
    for name, value in values.items():
        if value is None:
            made.append(Answer(name, "not-applicable", reason="no coast"))
        elif value == "unknown":
            made.append(Answer(name, "unknown"))
        else:
            made.append(Answer(name, value=value))  # type: ignore[arg-type]
    return Answers(made)


FOUR = toolkit(
    pillar("P", topic("T", level("A"), level("B", weight=3)), topic("U", level("C"))),
    pillar("R", topic("V", level("D")), weight=2),
)


def test_weighted_means_up_the_tree() -> None:
    scores = score(FOUR, answers(A=4, B=0, C=2, D=3))
    assert scores["T"].score == 25.0
    assert scores["P"].score == 37.5
    assert scores.total.score == pytest.approx((37.5 + 2 * 75) / 3)
    assert [node.kind for node in list(scores.nodes.values())[:4]] == [
        "total", "pillar", "topic", "question",
    ]  # fmt: skip
    assert list(scores.nodes) == ["total", "P", "T", "A", "B", "U", "C", "R", "V", "D"]


def test_unknown_and_blank_lower_coverage_and_widen_the_range() -> None:
    scores = score(FOUR, answers(A=4, B="unknown", C=2))
    topic_t = scores["T"]
    assert (topic_t.score, topic_t.value, topic_t.coverage) == (None, 100.0, 0.25)
    assert (topic_t.low, topic_t.high) == (25.0, 100.0)
    assert (topic_t.status, topic_t.counted, topic_t.applicable) == ("below-coverage", 1, 2)
    # A topic that is not shown still counts in its pillar.
    assert scores["P"].score == 75.0
    assert scores["P"].coverage == 0.625
    assert scores["R"].status == "below-coverage"
    assert (scores["R"].low, scores["R"].high) == (0.0, 100.0)
    assert scores.total.coverage == pytest.approx(0.625 / 3)
    assert scores.counts.unknown == scores.counts.blank == 1


def test_not_applicable_leaves_numerator_and_denominator() -> None:
    scores = score(FOUR, answers(A=4, B=None, C=2, D=None))
    assert (scores["T"].score, scores["T"].coverage) == (100.0, 1.0)
    gone = scores["R"]
    assert (gone.status, gone.score, gone.low, gone.high, gone.band) == (
        "not-applicable", None, None, None, None,
    )  # fmt: skip
    assert (scores.total.score, scores.total.applicable) == (75.0, 2)


def test_coverage_on_the_limit_is_enough() -> None:
    kit = toolkit(
        pillar("P", *(level(f"Q{n}", weight=0.1) for n in range(10))),
        coverage={"topic": 0, "pillar": 0.3, "total": 0.3},
    )
    assert score(kit, answers(Q0=1, Q1=1, Q2=1))["P"].status == "published"
    assert score(kit, answers(Q0=1, Q1=1))["P"].status == "below-coverage"


def test_unknown_as_zero_counts_nothing_and_never_raises_coverage() -> None:
    kit = toolkit(pillar("P", level("A"), level("B")), unknown="zero")
    scores = score(kit, answers(A=4, B="unknown"))
    assert (scores["P"].value, scores["P"].coverage, scores["P"].counted) == (50.0, 0.5, 2)
    assert (scores["P"].low, scores["P"].high) == (50.0, 100.0)
    assert scores["P"].score is None
    assert score(kit, answers(A=4))["P"].value == 100.0


@pytest.mark.parametrize("nothing", [{}, {"A": "unknown"}, {"A": None, "B": None}])
def test_nothing_answered(nothing: dict[str, object]) -> None:
    kit = toolkit(
        pillar("P", level("A"), level("B")), coverage={"topic": 0, "pillar": 0, "total": 0}
    )
    scores = score(kit, answers(**nothing))
    assert scores.total.score is None
    is_gone = nothing.get("A", 0) is None
    assert scores.total.status == ("not-applicable" if is_gone else "below-coverage")
    assert scores.total.low == (None if is_gone else 0.0)
    assert scores.total.coverage == 0.0


def test_quick_mode_is_the_toolkit_reduced() -> None:
    kit = toolkit(
        pillar(
            "P",
            topic("T", level("A", quick_check=True, weight=3), level("B"), weight=9),
            topic("U", level("C", quick_check=True)),
            method="min",
        ),
        pillar("R", level("D")),
        coverage={"topic": 0.9, "pillar": 0.9, "total": 0.9, "quick": 0.25},
    )
    scores = score(kit, answers(A=4, B=0, C=0, D=4), QUICK)
    assert list(scores.nodes) == ["total", "P", "A", "C", "R"]
    assert scores["P"].score == 75.0
    assert scores["R"].status == "not-applicable"
    assert (scores.total.score, scores.total.applicable) == (75.0, 2)
    assert score(kit, answers(C=0), QUICK)["P"].score == 0.0
    assert score(kit, Answers(), QUICK)["P"].status == "below-coverage"


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ({"method": "min"}, 25.0),
        ({"method": "max"}, 100.0),
        ({"method": "geometric", "floor": 1}, (100 * 25 * 25) ** (1 / 3)),
        ({"method": "harmonic", "floor": 1}, 3 / (1 / 100 + 2 / 25)),
        ({"method": "power", "p": 2}, ((100**2 + 2 * 25**2) / 3) ** 0.5),
        ({"method": "sum"}, 50.0),
        ({"method": "mean", "round": {"decimals": -1}}, 50.0),
    ],
)
def test_methods(method: dict[str, object], value: float) -> None:
    kit = toolkit(pillar("P", level("A"), level("B", weight=2), level("Z", weight=0), **method))
    assert score(kit, answers(A=4, B=1, Z=0))["P"].score == pytest.approx(value)


def test_floor_replaces_every_smaller_value() -> None:
    rule = {"method": "geometric", "floor": 4}
    kit = toolkit(pillar("P", level("A"), level("B"), **rule))
    assert score(kit, answers(A=4, B=0))["P"].score == pytest.approx(20.0)


def test_a_value_without_place_in_a_method_is_a_finding() -> None:
    kit = toolkit(pillar("P", level("A"), level("B"), method="geometric"), pillar("R", level("C")))
    scores = score(kit, answers(A=4, B=0, C=4))
    assert (scores["P"].score, scores["P"].status) == (None, "non-positive")
    assert [(finding.rule, finding.node) for finding in scores.findings] == [("non-positive", "P")]
    assert scores.total.value == 100.0


def test_weights_that_sum_to_zero_are_a_finding() -> None:
    kit = toolkit(pillar("P", level("A", weight=0)), pillar("R", level("B")))
    scores = score(kit, answers(A=4, B=2))
    assert (scores["P"].score, scores["P"].status) == (None, "zero-weights")
    assert scores.total.value == 50.0
    table = score_batch(kit, {"u": answers(A=4, B=2)})
    assert [str(finding) for finding in table.findings()] == ["u: P has no value [zero-weights]"]


def test_sums_are_shown_as_a_share_of_what_can_be_reached() -> None:
    kit = toolkit(
        pillar("P", choice("A", 0, 2, out_of=4), choice("B", 0, 6, out_of=6), method="sum"),
        pillar("R", choice("C", 0, 5, out_of=5), choice("D", 0, 5, out_of=5),
               method="sum", cap=8),
        aggregate={"topic": "mean", "pillar": "mean", "total": "sum"},
        coverage={"topic": 0, "pillar": 0, "total": 0},
    )  # fmt: skip
    scores = score(kit, answers(A="o1", B="o1", C="o1", D="o1"))
    assert scores["P"].score == pytest.approx(100 * 8 / 10)
    assert scores["R"].score == pytest.approx(100.0)  # 10 points held to 8
    assert scores.total.score == pytest.approx(100 * (8 + 8) / (10 + 8))
    gap = score(kit, answers(A="o1", C="o1", D=None))
    assert gap["P"].value == pytest.approx(20.0)  # what is not answered adds nothing
    assert gap["R"].value == pytest.approx(100 * 5 / 8)
    explained = explain(scores, "P")
    assert contributions_sum(explained) == pytest.approx(80.0)


GATED = toolkit(
    pillar("P", level("A"), level("B")),
    pillar("R", level("C")),
    gates=[
        {"if": "level(A) == 0", "node": "P", "cap": 30, "reason": "No law."},
        {"if": "score(P) <= 30", "node": "total", "cap": 45, "reason": "P is weak."},
        {"if": "level(C) >= 0", "node": "R", "cap": 0, "enabled": "false"},
    ],
)


def test_gates_cap_before_the_parent_reads() -> None:
    scores = score(GATED, answers(A=0, B=4, C=4))
    assert (scores["P"].score, scores["R"].score, scores.total.score) == (30.0, 100.0, 45.0)
    gate = explain(scores).gates[0]
    assert (gate.acted, gate.before, gate.after, gate.reason) == (True, 65.0, 45.0, "P is weak.")
    free = score(GATED, answers(A=1, B=4, C=4))
    assert (free["P"].score, free.total.score) == (62.5, 81.25)
    assert explain(free, "P").gates[0].acted is False


def test_gates_are_evaluated_anew_in_each_run() -> None:
    scores = score(GATED, answers(A="unknown", B=4, C=4))
    assert scores["P"].value == 100.0  # undefined: the gate does not act
    assert (scores["P"].low, scores["P"].high) == (30.0, 100.0)
    assert (scores.total.low, scores.total.high) == (45.0, 100.0)


def test_a_gate_may_ask_for_coverage_and_the_range_is_widened() -> None:
    kit = toolkit(
        pillar("P", topic("T", level("A"), level("B"))),
        gates=[{"if": "coverage(P) < 0.9", "node": "T", "cap": 10}],
        coverage={"topic": 0, "pillar": 0, "total": 0},
    )
    scores = score(kit, answers(A=4))
    assert scores["T"].score == 10.0
    # Both ends suppose that all is answered, so no cap there: low is widened down to the score.
    assert (scores["T"].low, scores["T"].high) == (10.0, 100.0)


def test_an_unpublished_score_is_undefined_in_a_gate() -> None:
    scores = score(GATED, answers(A=0, C=4))  # half of P answered: below 0.6
    assert scores["P"].status == "below-coverage"
    assert scores.total.value == pytest.approx(50.0)  # P is 0, but not shown: total is not capped


def test_gates_apply_in_quick_mode_if_every_question_was_asked() -> None:
    gates = [{"if": "level(A) == 0 or level(B) == 0", "node": "total", "cap": 5}]
    both = [level("A", quick_check=True), level("B")]
    assert score(toolkit(pillar("P", *both), gates=gates), answers(A=0), QUICK).total.value == 0.0
    kit = toolkit(pillar("P", level("C", quick_check=True), *both), gates=gates)
    assert score(kit, answers(A=0, C=4), QUICK).total.value == 50.0
    assert score(kit, answers(A=0, B=4, C=4)).total.value == 5.0


def test_gates_in_a_circle_are_refused() -> None:
    gates = [
        {"if": "score(P) < 50", "node": "R", "cap": 5},
        {"if": "score(R) < 50", "node": "P", "cap": 5},
    ]
    kit = toolkit(pillar("P", level("A")), pillar("R", level("B")), gates=gates)
    with pytest.raises(ScoringError, match="circle"):
        score(kit, answers(A=1))


def test_a_share_is_deducted_while_a_condition_holds() -> None:
    rule = {"deduct": {"if": "level(B) == 0", "share": 0.2}}
    kit = toolkit(pillar("P", level("A", weight=3), level("B"), **rule))
    assert score(kit, answers(A=4, B=0))["P"].score == pytest.approx(60.0)
    assert score(kit, answers(A=4, B=4))["P"].score == pytest.approx(100.0)


def test_views_take_effective_weights() -> None:
    kit = toolkit(
        pillar("P", topic("T", level("A", tags={"aim": "a"}), level("B")), topic("U", level("C"))),
        pillar("R", level("D", tags={"aim": ["b", "a"], "who": "x"}), level("E"), weight=3),
        views=[
            {"id": "va", "title": "A", "tag": {"aim": "a"}},
            {"id": "vx", "title": "X", "tag": {"aim": "b", "who": "x"}, "bands": BANDS},
            {"id": "vn", "title": "N", "tag": {"aim": "none"}},
        ],
    )
    scores = score(kit, answers(A=4, B=0, C=0, D=2, E=0))
    # A: 1/4 x 1/2 x 1/2 = 1/16; D: 3/4 x 1/2 = 6/16
    assert scores["va"].score == pytest.approx((100 + 6 * 50) / 7)
    assert scores["va"].band is None
    assert (scores["vx"].score, scores["vx"].band and scores["vx"].band.id) == (50.0, "upper")
    assert scores["vn"].status == "not-applicable"
    gap = score(kit, answers(B=0, C=0, D=2, E=0))["va"]
    assert (gap.value, gap.coverage) == (50.0, pytest.approx(6 / 7))
    assert contributions_sum(explain(scores, "va")) == pytest.approx(400 / 7)
    assert list(scores.nodes)[-3:] == ["va", "vx", "vn"]


def test_a_gate_on_a_view_caps_it_before_another_gate_reads_it() -> None:
    kit = toolkit(
        pillar("P", level("A", tags={"aim": "a"}), level("B")),
        views=[{"id": "va", "title": "A", "tag": {"aim": "a"}}],
        gates=[
            {"if": "score(va) <= 30", "node": "total", "cap": 40},
            {"if": "level(B) <= 1", "node": "va", "cap": 30, "reason": "No B."},
        ],
    )
    held = score(kit, answers(A=4, B=1))
    assert (held["va"].score, held["P"].score, held["total"].score) == (30.0, 62.5, 40.0)
    (effect,) = explain(held, "va").gates
    assert (effect.acted, effect.before, effect.after) == (True, 100.0, 30.0)
    free = score(kit, answers(A=4, B=2))
    assert (free["va"].score, free["total"].score) == (100.0, 75.0)
    # Each run by its own facts: at worst B is 0, at best 4.
    unsure = score(kit, answers(A=4))["va"]
    assert (unsure.low, unsure.high) == (30.0, 100.0)


def test_bands_include_their_lower_bound() -> None:
    bands = FOUR.scoring.bands
    found = [band_of(bands, value) for value in (0.0, 24.999, 25.0, 75 - 1e-12, 100.0, None)]
    assert [band and band.id for band in found] == ["low", "low", "middle", "top", "top", None]


def test_text_and_dates_have_no_points() -> None:
    kit = toolkit(pillar("P", level("A"), {"id": "T", "kind": "text", "text": "T"}))
    scores = score(kit, Answers([Answer("A", value=4), Answer("T", value="words")]))
    assert (scores["T"].status, scores["T"].score, scores["T"].answer_state) == (
        "not-applicable", None, "answered",
    )  # fmt: skip
    assert (scores["P"].score, scores["P"].applicable) == (100.0, 1)
    reasons = {item.id: item.reason for item in explain(scores, "P").left_out}
    assert reasons == {"T": "no-points"}


def test_parked_questions_never_score_and_come_back() -> None:
    kit = toolkit(pillar("P", level("A"), level("B", when="level(A) >= 1")))
    hidden = score(kit, answers(A=0, B=4))
    assert (hidden["P"].score, hidden["B"].place, hidden["B"].status) == (
        0.0, "parked", "not-applicable",
    )  # fmt: skip
    assert score(kit, answers(A=1, B=4))["P"].score == 62.5


def test_twins_leave_the_score_but_are_asked() -> None:
    scores = score(FOUR, answers(A=4, B=0, C=2, D=3), without=frozenset({"B"}))
    assert (scores["T"].score, scores["B"].place, scores["B"].level) == (100.0, "in-index", 0)
    reasons = {item.id: item.reason for item in explain(scores, "T").left_out}
    assert reasons == {"B": "in-index"}


def test_families_are_means_of_their_pillars() -> None:
    kit = toolkit(
        pillar("P", level("A"), weight=3),
        pillar("R", level("B")),
        pillar("S", level("C"), family="outreach"),
    )
    found = family_scores(score(kit, answers(A=4, B=0)), kit)
    assert list(found) == ["policy", "outreach"]
    assert (found["policy"].score, found["policy"].pillars) == (75.0, ("P", "R"))
    assert (found["outreach"].status, found["outreach"].low, found["outreach"].high) == (
        "below-coverage", 0.0, 100.0,
    )  # fmt: skip
    assert family_scores(score(kit, answers(C=None)), kit)["outreach"].status == "not-applicable"


def test_an_explanation_can_be_added_up_by_hand() -> None:
    scores = score(FOUR, answers(A=4, B="unknown", C=2, D=3))
    tree = explain(scores)
    assert tree.engine == "2"
    assert tree.toolkit == "sample 1.0.0"
    assert [child.contribution for child in tree.children] == [25.0, 50.0]
    topic_t = next(part for part in tree.walk() if part.id == "T")
    assert [(item.id, item.reason) for item in topic_t.left_out] == [("B", "unknown")]
    assert topic_t.counted_children == ("A",)
    assert topic_t.effective_weight == pytest.approx(1 / 6)
    question = topic_t.children[0]
    assert (question.level, question.state, question.points) == (4, "A at 4", 100.0)
    assert str(question.formula) == "100 × level 4 / highest level 4"
    plain = explanation_tree(tree)
    assert plain["value"] == 75.0


def test_published_figures_are_counted() -> None:
    kit = toolkit(pillar("P", number("A"), number("B")))
    given = Answers([Answer("A", value=1.0, origin="published"), Answer("B", value=2.0)])
    assert score(kit, given).counts.published_figures == 1


def test_what_cannot_be_computed_is_said() -> None:
    with pytest.raises(ScoringError, match="copeland"):
        score(toolkit(pillar("P", level("A"), method="copeland")), answers(A=1))
    with pytest.raises(ScoringError, match="A: 9"):
        score(FOUR, answers(A=9))
    with pytest.raises(SettingError):
        score(FOUR, answers(A=1), Setting(scope="organisation"))


def test_a_change_of_unit_changes_no_score() -> None:
    share = toolkit(pillar("P", number("A", minimum=20, maximum=80, direction="lower")))
    promille = toolkit(pillar("P", number("A", minimum=200, maximum=800, direction="lower")))
    for value in (10.0, 33.0, 79.9, 95.0):
        ours = score(share, answers(A=value)).total.score
        assert ours == pytest.approx(score(promille, answers(A=10 * value)).total.score)


def test_words_of_yes_and_no() -> None:
    kit = toolkit(pillar("P", yesno("A"), yesno("B", points={"yes": 10, "no": 0})))
    assert score(kit, answers(A="planned", B="yes"))["P"].score == pytest.approx(17.5)
