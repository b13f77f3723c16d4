"""From the answers of many units to the values of all rows, in one pass over the storeys.

Every unit is computed in up to three runs side by side: as answered, and with every unknown and
blank question at its least and at its greatest obtainable points. Routing is that of the answers in
all three; gates are evaluated anew in each. Arrays in and out; no loop over units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.scoring.array import Codes, Floats, Truths
from app.scoring.condition import TRUE, Facts, judge
from app.scoring.finishing import Finish, Trace, has_conditions
from app.scoring.method import method_named
from app.scoring.plan import Plan
from app.scoring.points import Reading
from app.scoring.table import ANSWERED, NOT_APPLICABLE, UNKNOWN
from app.scoring.tree import Branch, Frame, divide, spread_weights, weigh

TOLERANCE: Final = 1e-9
"""Coverage and bands: what differs by less from a limit has reached it."""

PUBLISHED: Final = 0
BELOW_COVERAGE: Final = 1
INAPPLICABLE: Final = 2
NON_POSITIVE: Final = 3
ZERO_WEIGHTS: Final = 4
STATUSES: Final = (
    "published",
    "below-coverage",
    "not-applicable",
    "non-positive",
    "zero-weights",
)
FINDINGS: Final = frozenset({"non-positive", "zero-weights"})


@dataclass(frozen=True, slots=True)
class Given:
    """The answers of U units to the questions of a plan, and what they are worth; shape (Q, U)."""

    state: Codes
    code: Floats
    reading: Reading
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What the kernel gives. R rows (the last one empty), U units.

    Attributes:
        given: The answers.
        asked: Whether a question is asked; shape (Q, U).
        frame: Values, coverage and what applies, for every row.
        status: Place in STATUSES; shape (R, U).
        trace: What stages, deductions and gates did.
    """

    given: Given
    asked: Truths
    frame: Frame
    status: Codes
    trace: Trace

    @property
    def units(self) -> int:
        """How many units."""
        return int(self.asked.shape[1])

    def value(self) -> Floats:
        """Give the value of every row, NaN where there is none; shown or not."""
        here = slice(0, self.units)
        return np.where(self.frame.has[:, here] > 0.0, self.frame.value[:, here], np.nan)

    def ranges(self) -> tuple[Floats, Floats]:
        """Give low and high of every row, widened to hold the value; NaN where there are none."""
        value = self.value()
        ends = []
        for run, choose in ((1, np.fmin), (2, np.fmax)):
            part = slice(run * self.units, (run + 1) * self.units)
            end = np.where(self.frame.has[:, part] > 0.0, self.frame.value[:, part], np.nan)
            ends.append(choose(end, value))
        low, high = ends
        # Without a score to hold, a condition on little (level(ID) <= 1) can turn the ends around.
        is_turned = low > high
        if is_turned.any():
            low, high = np.where(is_turned, high, low), np.where(is_turned, low, high)
        return low, high


def give(plan: Plan, state: Codes, code: Floats, texts: Sequence[str] = ()) -> Given:
    """Read points and levels from state and code, shape (Q, U)."""
    return Given(state, code, plan.points.read(code), texts)


def run_plan(plan: Plan, given: Given, *, runs: int = 3) -> Run:
    """Compute all rows for all units; with `runs=1` without ranges."""
    asked = route(plan, given)
    frame = _start(plan, given, asked, runs)
    facts = _all_facts(plan, given, asked, runs)
    # Coverage rests on answers alone, so gates anywhere may ask for it.
    zero_weights = _cover(plan, frame)
    if plan.views:
        _compute_views(plan, frame)
    finish = Finish(plan, frame, facts, TOLERANCE)
    for storey in plan.storeys:
        for branch in storey.branches:
            _compute_branch(branch, frame)
        finish.finish(storey)
    status = _statuses(plan, frame, zero_weights)
    return Run(given, asked, frame, status, finish.trace)


def route(plan: Plan, given: Given) -> Truths:
    """Say which questions are asked of which unit; shape (Q, U)."""
    asked = np.broadcast_to(plan.in_scope, given.state.shape).copy()
    for row, condition in plan.routes:
        known = asked & (given.state == ANSWERED)
        facts = Facts(plan, given.reading.level, given.code, known, given.texts)
        asked[row] &= judge(condition, facts) == TRUE
        # What is parked here must not be known to the conditions that follow.
    return asked


def _start(plan: Plan, given: Given, asked: Truths, runs: int) -> Frame:
    questions, units = given.state.shape
    applies = asked & plan.scored & (given.state != NOT_APPLICABLE)
    answered = applies & (given.state == ANSWERED)
    counted = answered
    if plan.toolkit.scoring.unknown == "zero":
        counted = answered | (applies & (given.state == UNKNOWN))
    frame = Frame(
        value=np.zeros((plan.size, runs * units)),
        has=np.zeros((plan.size, runs * units)),
        applies=np.zeros((plan.size, units)),
        coverage=np.zeros((plan.size, units)),
        out_of=None if plan.out_of is None else np.tile(plan.out_of, (1, units)),
        non_positive=np.zeros((plan.size, runs * units), dtype=np.bool_),
    )
    frame.applies[:questions] = applies
    frame.coverage[:questions] = answered
    own = np.where(answered, given.reading.points, 0.0)
    frame.value[:questions, :units] = own
    frame.has[:questions, :units] = counted
    for run, reach in zip(range(1, runs), (plan.points.least, plan.points.greatest), strict=False):
        part = slice(run * units, (run + 1) * units)
        filled = np.where(answered, own, np.where(applies, reach.points, 0.0))
        frame.value[:questions, part] = filled
        frame.has[:questions, part] = applies
    return frame


def _all_facts(plan: Plan, given: Given, asked: Truths, runs: int) -> Facts | None:
    """Give what gates, deductions and stages may look at, run after run; None without any."""
    if not has_conditions(plan.storeys):
        return None
    answered = asked & (given.state == ANSWERED)
    level, code, known = [given.reading.level], [given.code], [answered]
    for reach in (plan.points.least, plan.points.greatest)[: runs - 1]:
        level.append(np.where(answered, given.reading.level, reach.level))
        code.append(np.where(answered, given.code, reach.code))
        has_points = ~np.isnan(reach.points)
        known.append(answered | (asked & has_points & (given.state != NOT_APPLICABLE)))
    return Facts(plan, np.hstack(level), np.hstack(code), np.hstack(known), given.texts)


def _cover(plan: Plan, frame: Frame) -> Truths:
    """Fill in what applies and is covered; say which nodes have only children that weigh 0."""
    zero_weights = np.zeros(frame.applies.shape, dtype=np.bool_)
    for branch in plan.upwards:
        rows = branch.rows
        frame.applies[rows] = frame.applies[branch.children].max(axis=1, initial=0.0)
        below = weigh(branch, frame.applies)
        zero_weights[rows] = (frame.applies[rows] > 0.0) & (below <= 0.0)
        frame.coverage[rows] = divide(weigh(branch, frame.coverage), below)
    return zero_weights


def effective_weights(plan: Plan, applies: Floats) -> Floats:
    """Give the effective weight of every row, shape (R, U): shares of the total."""
    return spread_weights(list(reversed(plan.upwards)), applies, plan.root)


def _compute_views(plan: Plan, frame: Frame) -> None:
    effective = effective_weights(plan, frame.applies)
    for row, rows in plan.views:
        if not len(rows):
            continue
        weight = effective[rows]
        wide = frame.spread(weight)
        below = _add_up(wide * frame.has[rows])
        frame.value[row] = divide(_add_up(wide * frame.value[rows]), below)
        frame.has[row] = below > 0.0
        frame.applies[row] = frame.applies[rows].max(axis=0, initial=0.0)
        frame.coverage[row] = divide(_add_up(weight * frame.coverage[rows]), _add_up(weight))


def _add_up(table: Floats) -> Floats:
    """Sum over rows strictly one after the other, whatever the number of units."""
    last: Floats = np.add.accumulate(table, axis=0)[-1]
    return last


def _compute_branch(branch: Branch, frame: Frame) -> None:
    rows = branch.rows
    outcome = method_named(branch.method)(branch, frame)
    frame.value[rows] = np.where(outcome.has, outcome.value, 0.0)
    frame.has[rows] = outcome.has
    if outcome.non_positive is not None:
        frame.non_positive[rows] = outcome.non_positive


def _statuses(plan: Plan, frame: Frame, zero_weights: Truths) -> Codes:
    units = frame.applies.shape[1]
    least = np.array([*(node.least for node in plan.nodes), 0.0])[:, None]
    has = frame.has[:, :units] > 0.0
    shown = has & (frame.coverage >= least - TOLERANCE)
    status = np.where(shown, PUBLISHED, BELOW_COVERAGE).astype(np.int8)
    status[zero_weights] = ZERO_WEIGHTS
    status[frame.non_positive[:, :units] & ~has] = NON_POSITIVE
    status[frame.applies <= 0.0] = INAPPLICABLE
    return status


def count_below(plan: Plan, run: Run) -> tuple[Floats, Floats]:
    """Give how many questions below each row have points, and how many apply; (R - 1, U)."""
    questions = len(plan.questions)
    counted = plan.below @ run.frame.has[:questions, : run.units]
    applicable = plan.below @ run.frame.applies[:questions]
    return counted, applicable
