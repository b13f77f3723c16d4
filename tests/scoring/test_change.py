"""What a change of score comes from: by hand, and over toolkits edited at random."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.toolkit import Toolkit
from app.response import Answers, Setting
from app.response.carrying import carry_answers
from app.scoring import Change, ScoringError, score, score_batch, split_change
from tests.scoring.edit import EDITS, Edit, edited
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, topic, yesno
from tests.scoring.strategy import make_answers, make_toolkit
from tests.scoring.test_rule import answers

QUICK = Setting(quick=True)
OPEN = {"topic": 0, "pillar": 0, "total": 0, "quick": 0}
OLD = toolkit(pillar("P", level("A"), level("B")))


def parts(change: Change) -> tuple[float, float, float, float]:
    """Total, answers, rules, not comparable; after a look whether they add up exactly."""
    assert change.total is not None
    assert change.answers is not None
    assert change.rules is not None
    assert change.not_comparable is not None
    assert change.answers + change.rules + change.not_comparable == change.total
    assert change.before is not None
    assert change.after is not None
    assert change.total == Fraction(change.after) - Fraction(change.before)
    return (
        float(change.total),
        float(change.answers),
        float(change.rules),
        float(change.not_comparable),
    )


def test_all_three_parts_by_hand() -> None:
    new = toolkit(pillar("P", level("A", weight=3), level("B"), level("C")))
    found = split_change(OLD, new, answers(A=1, B=3), answers(A=4, B=3, C=0))
    # Old: (25 + 75)/2 = 50; its answers under the new weights: (3 x 25 + 75)/4 = 37.5;
    # new answers: (3 x 100 + 75)/4 = 93.75; with C: (300 + 75 + 0)/5 = 75.
    assert parts(found) == (25.0, 56.25, -12.5, -18.75)
    assert parts(found.pillars["P"]) == (25.0, 56.25, -12.5, -18.75)
    assert found.common == {"A": "A", "B": "B"}
    assert (found.before, found.after) == (50.0, 75.0)


def test_the_same_version_changes_by_answers_alone() -> None:
    found = split_change(OLD, OLD, answers(A=1, B=3), answers(A=4, B=3))
    assert parts(found) == (37.5, 37.5, 0.0, 0.0)


def test_the_same_answers_change_by_rules_and_questions_alone() -> None:
    new = toolkit(pillar("P", level("A", weight=3), level("B"), level("C")))
    found = split_change(OLD, new, answers(A=1, B=3), answers(A=1, B=3, C=4))
    assert parts(found) == (0.0, 0.0, -12.5, 12.5)


def test_a_removed_question_is_not_comparable() -> None:
    new = toolkit(pillar("P", level("A")))
    found = split_change(OLD, new, answers(A=2, B=0), answers(A=2))
    assert parts(found) == (25.0, 0.0, 0.0, 25.0)


def test_a_renamed_question_is_the_same_one() -> None:
    new = toolkit(pillar("P", level("A"), {**level("B"), "id": "B2", "replaces": "B"}))
    found = split_change(OLD, new, answers(A=2, B=0), answers(A=2, B2=2))
    assert parts(found) == (25.0, 25.0, 0.0, 0.0)
    assert found.common == {"A": "A", "B": "B2"}


def test_a_reused_id_is_another_question() -> None:
    other = yesno("B", text="Has the office that keeps the register a budget of its own?")
    new = toolkit(pillar("P", level("A"), other))
    found = split_change(OLD, new, answers(A=2, B=0), answers(A=2, B="yes"))
    assert parts(found) == (50.0, 0.0, 0.0, 50.0)
    assert found.common == {"A": "A"}


def test_a_moved_question_changes_both_pillars_by_rules() -> None:
    old = toolkit(pillar("P", level("A"), level("B")), pillar("R", level("C")))
    new = toolkit(pillar("P", level("A")), pillar("R", level("C"), level("B")))
    given_ = answers(A=0, B=4, C=0)
    found = split_change(old, new, given_, given_)
    assert parts(found) == (0.0, 0.0, 0.0, 0.0)
    assert parts(found.pillars["P"]) == (-50.0, 0.0, -50.0, 0.0)
    assert parts(found.pillars["R"]) == (50.0, 0.0, 50.0, 0.0)


def test_an_answer_whose_option_is_gone_is_not_comparable() -> None:
    old = toolkit(pillar("P", level("A"), choice("B", 0, 40, 100)))
    new = toolkit(pillar("P", level("A"), choice("B", 0, 40)))
    lost = split_change(old, new, answers(A=4, B="o2"), answers(A=4, B="o1"))
    assert parts(lost) == (-30.0, 0.0, 0.0, -30.0)
    kept = split_change(old, new, answers(A=4, B="o0"), answers(A=4, B="o1"))
    assert parts(kept) == (20.0, 20.0, 0.0, 0.0)


def test_only_pillars_of_both_versions_are_split() -> None:
    new = toolkit(pillar("S", level("C")), pillar("P", level("A"), level("B")))
    found = split_change(OLD, new, answers(A=2, B=2), answers(A=2, B=2, C=4))
    assert list(found.pillars) == ["P"]
    assert parts(found) == (25.0, 0.0, 0.0, 25.0)


def test_a_gate_of_the_new_version_is_one_of_its_rules() -> None:
    gates = [{"if": "level(A) <= 1", "node": "total", "cap": 30}]
    new = toolkit(pillar("P", level("A"), level("B")), gates=gates)
    found = split_change(OLD, new, answers(A=1, B=4), answers(A=2, B=4))
    assert parts(found) == (12.5, 45.0, -32.5, 0.0)


def test_a_question_that_opens_others_keeps_doing_so() -> None:
    old = toolkit(pillar("P", level("A")), coverage=OPEN)
    new = toolkit(pillar("P", yesno("G"), level("A", when="value(G) == 'yes'")), coverage=OPEN)
    found = split_change(old, new, answers(A=1), answers(A=3, G="yes"))
    # G is not common and out of the comparison, but A is asked since G says so.
    assert parts(found) == (62.5, 50.0, 0.0, 12.5)


def test_the_quick_check_compares_what_both_ask_in_it() -> None:
    old = toolkit(pillar("P", level("A", quick_check=True), level("B", quick_check=True)))
    new = toolkit(pillar("P", level("A", quick_check=True), level("B")))
    given_ = answers(A=4, B=0)
    found = split_change(old, new, given_, given_, settings=(QUICK, QUICK))
    assert parts(found) == (50.0, 0.0, 0.0, 50.0)
    assert found.common == {"A": "A"}


def test_what_cannot_be_compared_is_said() -> None:
    with pytest.raises(ScoringError, match="quick-check"):
        split_change(OLD, OLD, Answers(), Answers(), settings=(Setting(), QUICK))
    with pytest.raises(ScoringError, match="country and a city"):
        split_change(OLD, OLD, Answers(), Answers(), settings=(Setting(), Setting(scope="city")))


@pytest.mark.parametrize(
    ("before", "after", "statuses"),
    [
        ({}, {"A": 1, "B": 1}, ("below-coverage", "published")),
        ({"A": 1, "B": 1}, {"A": 4}, ("published", "below-coverage")),
        ({"A": None, "B": None}, {}, ("not-applicable", "below-coverage")),
    ],
)
def test_a_score_that_is_not_shown_has_no_change(
    before: dict[str, object], after: dict[str, object], statuses: tuple[str, str]
) -> None:
    found = split_change(OLD, OLD, answers(**before), answers(**after))
    assert (found.before_status, found.after_status) == statuses
    assert (found.total, found.answers, found.rules, found.not_comparable) == (None,) * 4
    assert found.shown() is None


def test_nothing_in_common_is_not_comparable_at_all() -> None:
    new = toolkit(pillar("P", yesno("X"), yesno("Y")))
    found = split_change(OLD, new, answers(A=2, B=2), answers(X="yes", Y="yes"))
    assert parts(found) == (50.0, 0.0, 0.0, 50.0)


def change_of(answers_: Fraction, rules: Fraction, rest: Fraction) -> Change:
    found = split_change(OLD, OLD, answers(A=1, B=1), answers(A=2, B=2))
    total = answers_ + rules + rest
    return replace(found, total=total, answers=answers_, rules=rules, not_comparable=rest)


def test_shown_parts_add_up_to_the_shown_total() -> None:
    third = Fraction(1, 3)
    shown = change_of(third, third, third).shown(0)
    assert shown is not None
    assert (shown.total, shown.answers, shown.rules, shown.not_comparable) == (1, 0, 0, 1)
    shown = change_of(Fraction(12), Fraction(0), Fraction(0)).shown(1)
    assert shown is not None
    assert [str(part) for part in (shown.total, shown.answers, shown.rules)] == [
        "12.0", "12.0", "0.0",
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.fractions(-200, 200, max_denominator=1000), min_size=3, max_size=3),
    st.integers(0, 3),
)
def test_shown_parts_always_add_up(exact: list[Fraction], decimals: int) -> None:
    shown = change_of(*exact).shown(decimals)
    assert shown is not None
    rounded = (shown.answers, shown.rules, shown.not_comparable)
    assert sum(rounded) == shown.total
    step = Decimal(1).scaleb(-decimals)
    for part, number_ in zip(rounded, exact, strict=True):
        assert abs(Fraction(part) - number_) < 2 * Fraction(step)
        assert number_ or not part


# --- A definition edited under thirty assessments -------------------------------------------------

THIRTY = toolkit(
    pillar(
        "P",
        topic("T", level("A"), level("B", weight=2), choice("C", 0, 40, 100)),
        topic("U", multi("M", 1, 2, 1), yesno("Y")),
    ),
    pillar("R", topic("V", number("N"), level("D")), weight=2),
    gates=[{"if": "level(A) == 0", "node": "total", "cap": 40}],
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_definition_edited_under_thirty_assessments(edit: Edit) -> None:
    random = Random(30)  # noqa: S311 - the same thirty each time
    units = {f"u{n}": make_answers(random, THIRTY) for n in range(30)}
    pinned = THIRTY.canonical
    first = score_batch(THIRTY, units)
    alone = {unit: score(THIRTY, given_).nodes for unit, given_ in units.items()}
    new = edited(THIRTY, random, edit)
    moved = 0
    for unit, given_ in units.items():
        after = make_answers(random, new)
        found = split_change(THIRTY, new, given_, after)
        for node in (found, *found.pillars.values()):
            if node.total is not None:
                moved += 1
                parts(node)
                shown = node.shown(1)
                assert shown is not None
                assert shown.total == shown.answers + shown.rules + shown.not_comparable
        assert found.before == alone[unit]["total"].score
    assert moved > 10
    # What was pinned scores as it did, to the last digit, from the text that was kept.
    again = score_batch(Toolkit.model_validate_json(pinned), units)
    for name in ("value", "low", "high", "coverage"):
        assert np.array_equal(getattr(first, name), getattr(again, name), equal_nan=True)
    assert np.array_equal(first.status, again.status)
    assert {unit: score(THIRTY, given_).nodes for unit, given_ in units.items()} == alone


# --- Properties -----------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(random=st.integers(0, 2**32).map(Random))
def test_parts_add_up_for_toolkits_edited_at_random(random: Random) -> None:
    old = make_toolkit(random)
    new = edited(old, random, *random.choices(EDITS, k=random.randint(1, 4)))
    quick = Setting(quick=random.random() < 0.3)
    before, after = make_answers(random, old), make_answers(random, new)
    found = split_change(old, new, before, after, settings=(quick, quick))
    for change in (found, *found.pillars.values()):
        if change.total is None:
            assert None in (change.before, change.after)
            continue
        parts(change)


@settings(max_examples=80, deadline=None)
@given(random=st.integers(0, 2**32).map(Random))
def test_identical_versions_and_identical_answers(random: Random) -> None:
    kit = make_toolkit(random)
    copy = Toolkit.model_validate_json(kit.canonical)
    before, after = make_answers(random, kit), make_answers(random, kit)
    found = split_change(kit, copy, before, after)
    for change in (found, *found.pillars.values()):
        if change.total is not None:
            assert (change.rules, change.not_comparable) == (0, 0)
            assert change.answers == change.total
    new = edited(kit, random, *random.choices(EDITS, k=2))
    same = split_change(kit, new, before, carry_answers(kit, new, before).answers)
    for change in (same, *same.pillars.values()):
        assert not change.answers
