"""The two ways into the engine: one unit, or many at once. Both run the same kernel."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from app.definition.toolkit import Toolkit
from app.response.answer import Answers
from app.response.setting import Setting
from app.scoring.batch import ScoreTable
from app.scoring.compiling import compile_toolkit
from app.scoring.kernel import Run, count_below, give, run_plan
from app.scoring.plan import Plan
from app.scoring.result import Scores, make_scores
from app.scoring.table import AnswerTable, encode_answers, encode_for

CHUNK: Final = 512
"""Units computed side by side: enough for the machine to be busy, few enough for its cache."""

FULL: Final = Setting()


def score(
    toolkit: Toolkit,
    answers: Answers,
    setting: Setting = FULL,
    *,
    without: frozenset[str] = frozenset(),
    unit: str = "",
) -> Scores:
    """Score the answers of one unit.

    `without` names questions that leave the score because an index counts the same fact. Raises
    SettingError for a setting that is not the toolkit's, ScoringError for an answer that its
    question cannot have. Scores are on 0..100; the rules are in docs/reference/scoring.md.
    """
    plan = compile_toolkit(toolkit, setting, without)
    run = run_one(plan, answers, unit)
    published = sum(
        answer.origin == "published" and answer.state == "answered"
        for answer in answers.values()
        if answer.question in plan.row_of
    )
    return make_scores(plan, run, unit, published)


def run_one(plan: Plan, answers: Answers, unit: str = "", *, runs: int = 3) -> Run:
    """Run the kernel for one unit."""
    table = encode_for(plan.questions, plan.measures, {unit: answers})
    return run_plan(plan, give(plan, table.state, table.code, table.texts), runs=runs)


def score_batch(
    toolkit: Toolkit,
    answers: Mapping[str, Answers] | AnswerTable,
    setting: Setting = FULL,
    *,
    without: frozenset[str] = frozenset(),
) -> ScoreTable:
    """Score many units at once; each gets exactly the numbers that `score` gives it alone.

    Takes answers by unit, or an AnswerTable of arrays. Works through chunks of units, so that
    memory beyond the result does not grow. Raises what `score` raises.
    """
    plan = compile_toolkit(toolkit, setting, without)
    table = answers if isinstance(answers, AnswerTable) else encode_answers(toolkit, answers)
    state, code = table.select([question.id for question in plan.questions])
    result = _empty_table(plan, table)
    for start in range(0, len(table.units), CHUNK):
        part = slice(start, start + CHUNK)
        run = run_plan(plan, give(plan, state[:, part], code[:, part], table.texts))
        _copy(plan, run, result, part)
    return result


def _empty_table(plan: Plan, table: AnswerTable) -> ScoreTable:
    shape = (len(plan.order), len(table.units))
    return ScoreTable(
        units=table.units,
        nodes=tuple(plan.nodes[row].id for row in plan.order),
        value=np.empty(shape),
        low=np.empty(shape),
        high=np.empty(shape),
        coverage=np.empty(shape),
        counted=np.empty(shape, dtype=np.int16),
        applicable=np.empty(shape, dtype=np.int16),
        status=np.empty(shape, dtype=np.int8),
        plan=plan,
        answers=table,
    )


def _copy(plan: Plan, run: Run, result: ScoreTable, part: slice) -> None:
    order = np.array(plan.order, dtype=np.intp)
    low, high = run.ranges()
    counted, applicable = count_below(plan, run)
    result.value[:, part] = run.value()[order]
    result.low[:, part] = low[order]
    result.high[:, part] = high[order]
    result.coverage[:, part] = run.frame.coverage[order]
    result.counted[:, part] = counted[order]
    result.applicable[:, part] = applicable[order]
    result.status[:, part] = run.status[order]
