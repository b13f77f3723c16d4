"""Contradictions between answers, and evidence that is due. Neither changes a score."""

from dataclasses import dataclass

import numpy as np

from app.definition.toolkit import Toolkit
from app.response.answer import Answers
from app.response.setting import Setting
from app.scoring.compiling import compile_toolkit
from app.scoring.condition import FALSE, TRUE, Facts, judge, published
from app.scoring.engine import FULL, run_one
from app.scoring.kernel import TOLERANCE, Run
from app.scoring.plan import Plan, read_condition
from app.scoring.table import ANSWERED

EVIDENCE_FROM_POINTS = 50.0
"""Kinds without levels: evidence is due from this many points."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A consistency rule that reports: `if` is true and `then` is false.

    `rule_index` is its place in the definition; `questions` are those it names, in toolkit order.
    """

    say: str
    questions: tuple[str, ...]
    rule_index: int


def consistency(
    toolkit: Toolkit, answers: Answers, setting: Setting = FULL
) -> tuple[Contradiction, ...]:
    """Give the consistency rules that report; in the quick-check only those whose questions it has.

    A comparison with a missing operand is undefined, and a rule that is undefined reports nothing.
    """
    if not toolkit.scoring.consistency:
        return ()
    plan = compile_toolkit(toolkit, setting)
    facts = _facts(plan, run_one(plan, answers, runs=1))
    found: list[Contradiction] = []
    for place, rule in enumerate(toolkit.scoring.consistency):
        if_, then = read_condition(rule.if_), read_condition(rule.then)
        named = if_.questions | then.questions
        if setting.quick and not named <= plan.row_of.keys():
            continue
        if judge(if_, facts)[0] == TRUE and judge(then, facts)[0] == FALSE:
            ordered = tuple(q.id for q in plan.questions if q.id in named)
            found.append(Contradiction(rule.say, ordered, place))
    return tuple(found)


def _facts(plan: Plan, run: Run) -> Facts:
    known = run.asked & (run.given.state == ANSWERED)
    coverage = np.where(run.frame.applies > 0.0, run.frame.coverage, np.nan)
    score = published(plan, run.frame, TOLERANCE)
    return Facts(
        plan, run.given.reading.level, run.given.code, known, run.given.texts, score, coverage
    )


def evidence_due(toolkit: Toolkit, answers: Answers, setting: Setting = FULL) -> tuple[str, ...]:
    """Give the questions whose answer wants evidence, in toolkit order.

    Where the level reached is at least `evidence_from_level` (the question's own, else the
    toolkit's); for kinds without levels where points are at least 50.
    """
    plan = compile_toolkit(toolkit, setting)
    run = run_one(plan, answers, runs=1)
    due: list[str] = []
    for row, question in enumerate(plan.questions):
        if not run.asked[row, 0] or run.given.state[row, 0] != ANSWERED:
            continue
        level = float(run.given.reading.level[row, 0])
        points = float(run.given.reading.points[row, 0])
        own = question.evidence_from_level
        from_level = toolkit.scoring.evidence_from_level if own is None else own
        # NaN, where there are no points, is above nothing.
        if points >= EVIDENCE_FROM_POINTS if np.isnan(level) else level >= from_level:
            due.append(question.id)
    return tuple(due)
