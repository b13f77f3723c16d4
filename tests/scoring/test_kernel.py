"""The kernel against the plain implementation, and the properties every score must have."""

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.toolkit import Toolkit
from app.response import Answer, Answers
from app.scoring import ScoreTable, explain, score, score_batch
from app.scoring.explanation import contributions_sum
from tests.scoring.plain import Plain
from tests.scoring.strategy import SETTINGS, make_answers, make_toolkit

randoms = st.integers(0, 2**32).map(Random)


def same(ours: float | None, plain: float | None) -> bool:
    if ours is None or plain is None:
        return ours is plain
    return math.isclose(ours, plain, rel_tol=1e-9, abs_tol=1e-7)


def case(random: Random) -> tuple[Toolkit, list[Answers]]:
    kit = make_toolkit(random)
    return kit, [make_answers(random, kit) for _ in range(4)]


@settings(max_examples=150, deadline=None)
@given(random=randoms)
def test_kernel_and_plain_implementation_agree(random: Random) -> None:
    kit, units = case(random)
    setting = random.choice(SETTINGS)
    for answers in units:
        scores = score(kit, answers, setting)
        for node_id, plain in Plain(kit, answers, setting).scored.items():
            ours = scores[node_id]
            if ours.status == "zero-weights":
                assert plain.value is None
                continue
            assert ours.status == plain.status, node_id
            assert same(ours.value, plain.value), (node_id, ours.value, plain.value)
            assert same(ours.coverage, plain.coverage), node_id
            assert (ours.counted, ours.applicable) == (plain.counted, plain.applicable), node_id
            assert same(ours.low, plain.low), (node_id, "low", ours.low, plain.low)
            assert same(ours.high, plain.high), (node_id, "high", ours.high, plain.high)


def columns(table: ScoreTable, place: int) -> list[list[float]]:
    arrays = (table.value, table.low, table.high, table.coverage, table.counted, table.status)
    return [array[:, place].tolist() for array in arrays]


@settings(max_examples=40, deadline=None)
@given(random=randoms)
def test_units_get_the_same_digits_in_any_order_and_alone(random: Random) -> None:
    kit, units = case(random)
    named = {f"u{place}": answers for place, answers in enumerate(units)}
    table = score_batch(kit, named)
    turned = score_batch(kit, dict(reversed(named.items())))
    for place, (unit, answers) in enumerate(named.items()):
        other = turned.units.index(unit)
        np.testing.assert_equal(columns(table, place), columns(turned, other))
        alone = score(kit, answers)
        values = [np.nan if node.value is None else node.value for node in alone.nodes.values()]
        np.testing.assert_equal(table.value[:, place], values)


@settings(max_examples=40, deadline=None)
@given(random=randoms)
def test_the_order_of_answers_does_not_matter(random: Random) -> None:
    kit, units = case(random)
    for answers in units:
        turned = Answers(reversed(list(answers.values())))
        assert score(kit, answers).nodes == score(kit, turned).nodes


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_range_holds_score(random: Random) -> None:
    kit, units = case(random)
    for answers in units:
        for node in score(kit, answers, random.choice(SETTINGS)).nodes.values():
            if node.value is not None:
                assert node.low is not None
                assert node.high is not None
                assert node.low <= node.value <= node.high
                assert node.low >= -1e-9
                assert node.high <= 100 + 1e-9


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_contributions_add_up(random: Random) -> None:
    kit, units = case(random)
    for answers in units:
        for part in explain(score(kit, answers)).walk():
            if part.method == "mean" and part.value is not None and part.children:
                if part.rounding is not None or any("Held" in str(note) for note in part.notes):
                    continue
                before = part.gates[0].before if part.gates else part.value
                before = part.deduction.before if part.deduction else before
                assert contributions_sum(part) == pytest.approx(before, abs=1e-9)
                left = {item.id for item in part.left_out}
                assert left | set(part.counted_children) == {child.id for child in part.children}


@settings(max_examples=60, deadline=None)
@given(random=randoms)
def test_no_score_falls_when_one_answer_improves(random: Random) -> None:
    kit, units = case(random)
    plain = kit.model_copy(
        deep=True, update={"scoring": kit.scoring.model_copy(update={"gates": ()})}
    )
    for answers in units:
        question = random.choice([q for q in plain.questions if q.kind == "level"] or [None])
        if question is None or any(question.id in (q.when or "") for q in plain.questions):
            return
        worse = score(plain, answers.with_answer(Answer(question.id, value=1)))
        better = score(plain, answers.with_answer(Answer(question.id, value=3)))
        for node_id, node in worse.nodes.items():
            if node.value is not None:
                assert (better[node_id].value or 0) >= node.value - 1e-9
