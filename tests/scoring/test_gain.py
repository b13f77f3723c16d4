import pytest

from app.response import Answer, Answers, Setting
from app.scoring import consistency, evidence_due, find_out, gains, recommendations, score, weakest
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, yesno
from tests.scoring.test_rule import answers

QUICK = Setting(quick=True)
KIT = toolkit(
    pillar(
        "P",
        level("A", quick_check=True, hint={"effort": 3}),
        level("B", quick_check=True, hint={"effort": 1}),
        number("C", levels=[{"level": n, "from": 25 * n, "state": f"c{n}"} for n in range(5)]),
        level("D", quick_check=True),
    ),
    pillar("R", level("E", quick_check=True), level("F", when="level(E) >= 1"), weight=2),
    gates=[{"if": "level(A) == 0", "node": "total", "cap": 20}],
)
FULL = answers(A=0, B=0, C=60.0, D=4, E=0)


def test_a_gain_is_the_total_after_one_step_minus_the_total() -> None:
    found = gains(KIT, FULL)
    assert list(found) == ["A", "B", "C", "E"]  # D is at the top, F is not asked
    for question, gain in found.items():
        value = gain.to_level if question != "C" else 75.0
        after = score(KIT, FULL.with_answer(Answer(question, value=value))).total.value
        before = score(KIT, FULL).total.value
        assert after is not None
        assert before is not None
        assert gain.gain == pytest.approx(after - before)
    assert (found["C"].from_points, found["C"].to_points) == (60.0, 75.0)
    assert (found["C"].state, found["C"].next_state) == ("c2", "c3")
    assert (found["A"].action, found["A"].next_state) == ("Do 0", "A at 1")


def test_a_step_on_a_border_counts_as_the_higher_level() -> None:
    marks = [{"level": n, "from": start} for n, start in enumerate([10, 5, 2, 1, 0])]
    kit = toolkit(
        pillar("P", number("N", maximum=10, direction="lower", levels=marks), level("X")),
        gates=[{"if": "level(N) <= 2", "node": "total", "cap": 10}],
    )
    gain = gains(kit, answers(N=4.0, X=4))["N"]
    # The border between levels 2 and 3 is 2, and 2 itself still lies in level 2.
    assert (gain.to_level, gain.to_points) == (3, 80.0)
    assert gain.gain == pytest.approx(90.0 - 10.0)


def test_steps_of_options() -> None:
    kit = toolkit(pillar("P", choice("C", 0, 40, 100), multi("M", 1, 2), yesno("Y")))
    found = gains(kit, answers(C="o0", M=("none",), Y="no"))
    assert found["C"].to_points == 40.0
    assert found["C"].action == "From 0"
    assert found["M"].to_points == pytest.approx(200 / 3)
    assert (found["M"].state, found["M"].next_state) == ("None of these", "Option 1")
    assert (found["Y"].next_state, found["Y"].to_points) == ("Planned", 25.0)


def test_recommendations_by_weight_and_what_is_missing() -> None:
    found = recommendations(KIT, FULL, most=4)
    # E: 2/3 x 100; A and B: 1/12 x 100, B with less effort; C: 1/12 x 40
    assert [item.question for item in found] == ["E", "B", "A", "C"]
    assert found[0].weight == pytest.approx(2 / 3)
    assert (found[0].level, found[0].next_level, found[0].pillar) == (0, 1, "R")


def test_quick_check_recommends_one_of_each_pillar() -> None:
    found = recommendations(KIT, FULL, QUICK)
    assert [item.question for item in found] == ["E", "B"]


def test_weakest_question_of_each_pillar() -> None:
    assert weakest(KIT, FULL) == {"P": "A", "R": "E"}
    kit = toolkit(pillar("P", level("A"), level("B", weight=2)), pillar("R", level("C")))
    assert weakest(kit, answers(A=1, B=1)) == {"P": "B"}


def test_what_to_find_out() -> None:
    given = answers(A="unknown", B=None, E=1)
    assert [question.id for question in find_out(KIT, given)] == ["A", "C", "D", "F"]
    assert [question.id for question in find_out(KIT, given, QUICK)] == ["A", "D"]


def test_nothing_answered_gives_nothing_to_do() -> None:
    assert gains(KIT, Answers()) == {}
    assert recommendations(KIT, Answers()) == ()
    assert weakest(KIT, Answers()) == {}


RULES = toolkit(
    pillar(
        "P", level("A", quick_check=True), level("B"), number("N"), level("C", quick_check=True)
    ),
    consistency=[
        {"if": "level(A) >= 3", "then": "level(B) >= 2", "say": "A needs B."},
        {"if": "level(A) >= 3", "then": "level(C) >= 2", "say": "A needs C."},
        {"if": "score(P) >= 50", "then": "level(A) >= 1", "say": "P needs A."},
    ],
)


def test_contradictions() -> None:
    found = consistency(RULES, answers(A=3, B=1, C=0, N=1.0))
    assert [(item.say, item.questions, item.rule_index) for item in found] == [
        ("A needs B.", ("A", "B"), 0),
        ("A needs C.", ("A", "C"), 1),
    ]
    assert consistency(RULES, answers(A=3, B="unknown", C=2)) == ()
    assert [c.rule_index for c in consistency(RULES, answers(A=0, B=4, C=4, N=90.0))] == [2]
    assert consistency(RULES, answers(A=0, B=4)) == ()  # half answered: the score is not shown


def test_contradictions_in_the_quick_check_need_every_question() -> None:
    assert [c.rule_index for c in consistency(RULES, answers(A=3, B=1, C=0), QUICK)] == [1]


def test_evidence_is_due_from_a_level_or_from_half_the_points() -> None:
    kit = toolkit(
        pillar(
            "P",
            level("A"),
            level("B", evidence_from_level=4),
            yesno("C"),
            number("N"),
            {"id": "T", "kind": "text", "text": "T"},
            level("D", when="level(A) >= 4"),
        )
    )
    given = answers(A=2, B=3, C="partly", N=49.9, T="words", D=4)
    assert evidence_due(kit, given) == ("A", "C")
    assert evidence_due(kit, answers(A=1, B=4, C="planned", N=50.0)) == ("B", "N")
