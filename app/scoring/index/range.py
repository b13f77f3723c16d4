"""The range of every number of an index: what it could be once all gaps are filled."""

from dataclasses import replace
from typing import TypeAlias

import numpy as np

from app.definition.index import IndexNode
from app.scoring.array import Floats, Places, Truths
from app.scoring.index.fact import IndexFacts
from app.scoring.index.normalising import Scale
from app.scoring.index.result import PUBLISHED, code_of
from app.scoring.index.work import (
    Work,
    apply_conditions,
    apply_method,
    finish_node,
    has_gap,
    make_frame,
    take_missing_as_zero,
)
from app.scoring.method import Outcome
from app.scoring.tree import Branch, Frame, child_columns

Units: TypeAlias = Places | slice
"""Some units, or all of them."""


def compute_ranges(work: Work) -> tuple[Floats, Floats]:
    """Give low and high of every row, widened to hold the value; shape (R, U).

    A unit without gaps is what it is. For the others the tree is computed twice more, with every
    missing leaf at its least and at its greatest; a method that compares units takes all of them.
    """
    has_gap = _has_gaps(work)
    if not has_gap.any():
        return work.value.copy(), work.value.copy()
    # Where most units have gaps it costs less to compute all than to gather and scatter columns.
    is_most = bool(np.count_nonzero(has_gap) * 2 > has_gap.size)
    units: Units = slice(None) if is_most else np.flatnonzero(has_gap)
    ends = (_run(work, work.low, units), _run(work, work.high, units))
    known = work.value[:, units]
    # A rule such as a deduction can turn the ends around.
    least, most = np.fmin(*ends), np.fmax(*ends)
    np.fmin(least, known, out=least)
    np.fmax(most, known, out=most)
    if is_most:
        np.copyto(least, known, where=~has_gap)
        np.copyto(most, known, where=~has_gap)
        return least, most
    low, high = work.value.copy(), work.value.copy()
    low[:, units], high[:, units] = least, most
    return low, high


def _has_gaps(work: Work) -> Truths:
    """Say which units have a gap; shape (U,)."""
    is_any_open = np.zeros(len(work.units), dtype=np.bool_)
    # Row by row: all rows at once would be copied.
    for row, _ in work.plan.leaves:
        is_open = (work.status[row] != PUBLISHED) | work.imputed[row]
        is_open |= work.low[row] != work.high[row]
        is_any_open |= is_open & (work.frame.applies[row] > 0.0)
    if work.plan.compares_units and is_any_open.any():
        is_any_open[:] = True
    return is_any_open


def _run(work: Work, ends: Floats, units: Units) -> Floats:
    plan = work.plan
    applies = work.frame.applies[:, units]
    frame = make_frame(plan, applies.shape[1])
    frame.applies[:] = applies
    # What stands in for a missing part under `missing: zero` counts above it, and is not its own.
    found = np.full(frame.value.shape, np.nan)
    for row, _ in plan.leaves:
        end = ends[row, units]
        has = (frame.applies[row] > 0.0) & ~np.isnan(end)
        frame.has[row] = has
        np.copyto(frame.value[row], end, where=has)
        np.copyto(found[row], end, where=has)
    for branch in plan.branches:
        take_missing_as_zero(work, branch, frame)
        outcome = _at_the_limit(work, branch, frame, units)
        has = outcome.has & ~has_gap(work, branch, frame)
        value = np.where(has, outcome.value, np.nan)
        for place, row in enumerate(int(row) for row in branch.rows):
            if row in plan.ladders or row in plan.deductions:
                facts = _facts(work, found, frame, units)
                value[place] = apply_conditions(work, row, value[place], facts)
            scale = _held(work, row)
            value[place] = finish_node(work, row, value[place], scale)
        has = ~np.isnan(value)
        found[branch.rows] = value
        frame.has[branch.rows] = has
        frame.value[branch.rows] = np.where(has, value, 0.0)
    return found


def _at_the_limit(work: Work, branch: Branch, frame: Frame, units: Units) -> Outcome:
    """Compute a branch; a mean that has no place for 0 tends to 0 as an imagined figure does."""
    outcome = apply_method(work, branch, frame)
    if outcome.non_positive is None or not outcome.non_positive.any():
        return outcome
    least = np.full(outcome.value.shape, np.inf)
    for weight, rows in child_columns(branch):
        counted = (frame.has[rows] > 0.0) & (weight > 0.0)
        least = np.minimum(least, np.where(counted, frame.value[rows], np.inf))
    # A 0 that is known leaves the node without a value, and without a range.
    is_known = work.status[branch.rows][:, units] == code_of("non-positive")
    tends = outcome.non_positive & (least == 0.0) & ~is_known
    return outcome._replace(value=np.where(tends, 0.0, outcome.value), has=outcome.has | tends)


def _held(work: Work, row: int) -> Scale | None:
    """Give the second normalisation of a node; what is imagined does not leave its scale."""
    scale, part = work.scales.get(row), work.plan.parts[row]
    if scale is None or scale.ends is None or not isinstance(part, IndexNode):
        return scale
    if part.after is not None and not part.after.clamp:
        return scale
    read, (low, high) = scale.read, scale.ends
    return replace(scale, read=lambda column: np.clip(read(column), low, high))


def _facts(work: Work, found: Floats, frame: Frame, units: Units) -> IndexFacts:
    filled = np.where(frame.applies > 0.0, 1.0, np.nan)
    return IndexFacts(work.plan, work.scope, found, filled, work.raw[:, units])
