"""What one step would change, what to do next, what to find out, and the weakest question.

gain(q) = total with q one step up, minus total. All steps are computed at once: each is one more
unit of the same kernel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import Answers
from app.response.level import Reach, step_up
from app.response.measure import Steps, Ticks
from app.response.routing import questions_for
from app.response.setting import Setting
from app.scoring.array import Floats
from app.scoring.compiling import compile_toolkit
from app.scoring.engine import FULL, run_one
from app.scoring.kernel import Given, Run, effective_weights, run_plan
from app.scoring.plan import Plan
from app.scoring.points import Reading
from app.scoring.result import state_text

NO_EFFORT: Final = 2
"""What a question without a hint of effort counts as: the middle."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one step up in one question does to the total.

    Attributes:
        question: Its id.
        gain: Total with the step minus total; None where either has no value.
        from_level, to_level: None for kinds without levels. A number at its top level steps to
            its goalpost: the level stays.
        from_points, to_points: Points before and after.
        state, next_state: The texts of both.
        action: What to do next.
    """

    question: str
    gain: float | None
    from_level: int | None
    to_level: int | None
    from_points: float
    to_points: float
    state: str
    next_state: str
    action: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One of the actions that matter most; `weight` is the effective weight of the question."""

    question: str
    pillar: str
    gain: float | None
    level: int | None
    next_level: int | None
    points: float
    state: str
    next_state: str
    action: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Here:
    """A unit as it stands: the plan, the run of its answers, what is answered, and the steps."""

    plan: Plan
    run: Run
    weight: Floats
    answered: tuple[int, ...]
    steps: Mapping[int, Reach]


def _look(toolkit: Toolkit, answers: Answers, setting: Setting) -> _Here:
    plan = compile_toolkit(toolkit, setting)
    run = run_one(plan, answers, runs=1)
    questions = len(plan.questions)
    counts = (run.frame.coverage[:questions, 0] > 0.0).tolist()
    answered = tuple(row for row in range(questions) if counts[row])
    code = run.given.code[:, 0]
    steps = {
        row: step
        for row in answered
        if (measure := plan.measures[row]) is not None
        and (step := step_up(measure, float(code[row]))) is not None
    }
    weight = effective_weights(plan, run.frame.applies)[:, 0]
    return _Here(plan, run, weight, answered, steps)


def gains(toolkit: Toolkit, answers: Answers, setting: Setting = FULL) -> Mapping[str, Gain]:
    """Give the gain of every answered question that has a step up, in toolkit order.

    A step is the next level (of a number: the border value between the two levels, counted as the
    higher one; at the top the goalpost), for choice and yesno the next greater points, for multi
    the best single unticked option. Routing and gates are those of the answers with the step.
    """
    return _gains(_look(toolkit, answers, setting))


def _gains(here: _Here) -> dict[str, Gain]:
    totals = _totals(here)
    return {
        here.plan.questions[row].id: _make_gain(here, row, step, total)
        for (row, step), total in zip(here.steps.items(), totals, strict=True)
    }


def _totals(here: _Here) -> list[float | None]:
    """Give what the total gains from each step, as many units of one run."""
    count = len(here.steps)
    if not count:
        return []
    given = here.run.given
    state = np.repeat(given.state, count, axis=1)
    code = np.repeat(given.code, count, axis=1)
    points = np.repeat(given.reading.points, count, axis=1)
    level = np.repeat(given.reading.level, count, axis=1)
    for column, (row, step) in enumerate(here.steps.items()):
        code[row, column] = step.code
        points[row, column] = step.points
        level[row, column] = np.nan if step.level is None else step.level
    stepped = Given(state, code, Reading(points, level), given.texts)
    after = run_plan(here.plan, stepped, runs=1).value()[here.plan.root]
    gain = after - here.run.value()[here.plan.root, 0]
    return [None if np.isnan(number) else float(number) for number in gain]


def _make_gain(here: _Here, row: int, step: Reach, gain: float | None) -> Gain:
    given = here.run.given
    measure = here.plan.measures[row]
    code = float(given.code[row, 0])
    level = float(given.reading.level[row, 0])
    return Gain(
        question=here.plan.questions[row].id,
        gain=gain,
        from_level=None if np.isnan(level) else int(level),
        to_level=step.level,
        from_points=float(given.reading.points[row, 0]),
        to_points=step.points,
        state=state_text(measure, code, level),
        next_state=state_text(measure, step.code, step.level),
        action=_action(here.plan, row, code, level),
    )


def _action(plan: Plan, row: int, code: float, level: float) -> str:
    """Give what the definition says to do next from where the unit stands."""
    measure = plan.measures[row]
    if isinstance(measure, Steps):
        return measure.actions[int(code)]
    if isinstance(measure, Ticks) or measure is None:
        step = None if measure is None else step_up(measure, code)
        return "" if step is None or measure is None else _new_option(measure, code, step.code)
    return next((mark.action for mark in measure.marks if mark.level == level), "")


def _new_option(ticks: Ticks, code: float, after: float) -> str:
    added = int(after) & ~int(code)
    return next(
        (action for place, action in enumerate(ticks.actions) if added >> place & 1),
        "",
    )


def recommendations(
    toolkit: Toolkit, answers: Answers, setting: Setting = FULL, *, most: int = 3
) -> tuple[Recommendation, ...]:
    """Give the actions that matter most: at most `most`, in the quick-check one from each pillar.

    Ordered by effective weight x (100 - points), then lower level, lower `hint.effort` (none: 2),
    toolkit order. Products that differ by less than their tenth digit are the same.
    """
    here = _look(toolkit, answers, setting)
    found = _gains(here)
    rows = sorted(here.steps, key=lambda row: _urgency(here, row))
    chosen: list[Recommendation] = []
    for row in rows:
        pillar = toolkit.pillar_of(here.plan.questions[row].id).id
        if setting.quick and pillar in {item.pillar for item in chosen}:
            continue
        gain = found[here.plan.questions[row].id]
        chosen.append(_recommend(gain, pillar, float(here.weight[row])))
        if len(chosen) >= most:
            break
    return tuple(chosen)


def _urgency(here: _Here, row: int) -> tuple[float, float, float, int]:
    points = float(here.run.given.reading.points[row, 0])
    level = float(here.run.given.reading.level[row, 0])
    effort = here.plan.questions[row].hint.effort
    return (
        -_ten_digits(float(here.weight[row]) * (100.0 - points)),
        np.inf if np.isnan(level) else level,
        NO_EFFORT if effort is None else effort,
        row,
    )


def _ten_digits(number: float) -> float:
    return float(f"{number:.9e}")


def _recommend(gain: Gain, pillar: str, weight: float) -> Recommendation:
    return Recommendation(
        question=gain.question,
        pillar=pillar,
        gain=gain.gain,
        level=gain.from_level,
        next_level=gain.to_level,
        points=gain.from_points,
        state=gain.state,
        next_state=gain.next_state,
        action=gain.action,
        weight=weight,
    )


def weakest(toolkit: Toolkit, answers: Answers, setting: Setting = FULL) -> Mapping[str, str]:
    """Give the weakest answered question of each pillar; pillars without answers are left out.

    Least points, then greatest effective weight, then toolkit order.
    """
    here = _look(toolkit, answers, setting)
    points = here.run.given.reading.points[:, 0]
    found: dict[str, tuple[tuple[float, float, int], str]] = {}
    for row in here.answered:
        question = here.plan.questions[row].id
        pillar = toolkit.pillar_of(question).id
        key = (float(points[row]), -_ten_digits(float(here.weight[row])), row)
        if pillar not in found or key < found[pillar][0]:
            found[pillar] = (key, question)
    return {pillar.id: found[pillar.id][1] for pillar in toolkit.pillars if pillar.id in found}


def find_out(toolkit: Toolkit, answers: Answers, setting: Setting = FULL) -> tuple[Question, ...]:
    """Give the questions that are asked and unknown or blank, in toolkit order."""
    return tuple(
        item.question
        for item in questions_for(toolkit, answers, setting)
        if item.status == "asked" and answers.state(item.question.id) in {"unknown", "blank"}
    )
