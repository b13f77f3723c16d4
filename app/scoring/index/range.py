"""The range of every number of an index: what it could be once all gaps are filled."""

import numpy as np

from app.scoring.array import Floats, Places
from app.scoring.index.fact import IndexFacts
from app.scoring.index.work import Work, apply_conditions, apply_method, finish_node, make_frame
from app.scoring.tree import Frame


def compute_ranges(work: Work) -> tuple[Floats, Floats]:
    """Give low and high of every row, widened to hold the value; shape (R, U).

    A unit without gaps is what it is. For the others the tree is computed twice more, with every
    missing leaf at its least and at its greatest; a method that compares units takes all of them.
    """
    low, high = work.value.copy(), work.value.copy()
    units = _units_with_gaps(work)
    if not units.size:
        return low, high
    ends = (_run(work, work.low, units), _run(work, work.high, units))
    # A rule such as a deduction can turn the ends around.
    least, most = np.fmin(*ends), np.fmax(*ends)
    low[:, units] = np.fmin(least, work.value[:, units])
    high[:, units] = np.fmax(most, work.value[:, units])
    return low, high


def _units_with_gaps(work: Work) -> Places:
    rows = [row for row, _ in work.plan.leaves]
    frame = work.frame
    is_open = (frame.has[rows] <= 0.0) | (work.low[rows] != work.high[rows])
    has_gap = (is_open & (frame.applies[rows] > 0.0)).any(axis=0)
    if work.plan.compares_units and has_gap.any():
        return np.arange(len(work.units))
    found: Places = np.flatnonzero(has_gap)
    return found


def _run(work: Work, ends: Floats, units: Places) -> Floats:
    plan = work.plan
    frame = make_frame(plan, units.size)
    frame.applies[:] = work.frame.applies[:, units]
    for row, _ in plan.leaves:
        has = (frame.applies[row] > 0.0) & ~np.isnan(ends[row, units])
        frame.has[row] = has
        frame.value[row] = np.where(has, ends[row, units], 0.0)
    for branch in plan.branches:
        outcome = apply_method(work, branch, frame)
        value = np.where(outcome.has, outcome.value, np.nan)
        for place, row in enumerate(int(row) for row in branch.rows):
            if row in plan.ladders or row in plan.deductions:
                facts = _facts(work, frame, units)
                value[place] = apply_conditions(work, row, value[place], facts)
            value[place] = finish_node(work, row, value[place], work.scales.get(row))
        has = ~np.isnan(value)
        frame.has[branch.rows] = has
        frame.value[branch.rows] = np.where(has, value, 0.0)
    return np.where(frame.has > 0.0, frame.value, np.nan)


def _facts(work: Work, frame: Frame, units: Places) -> IndexFacts:
    shown = np.where(frame.has > 0.0, frame.value, np.nan)
    filled = np.where(frame.applies > 0.0, 1.0, np.nan)
    return IndexFacts(work.plan, work.scope, shown, filled, work.raw[:, units])
