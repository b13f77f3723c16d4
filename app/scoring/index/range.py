"""The range of every number of an index: what it could be once all gaps are filled."""

from dataclasses import replace
from typing import TypeAlias

import numpy as np

from app.definition.index import IndexNode
from app.scoring.array import Floats, Places
from app.scoring.index.fact import IndexFacts
from app.scoring.index.normalising import Scale
from app.scoring.index.result import code_of
from app.scoring.index.work import (
    Work,
    apply_conditions,
    apply_method,
    finish_node,
    has_gap,
    take_missing_as_zero,
)
from app.scoring.method import Outcome
from app.scoring.tree import Branch, Frame, child_columns

Units: TypeAlias = Places | slice
"""Some units, or all of them."""


def compute_ranges(work: Work) -> None:
    """Fill in low and high of every node, widened to hold the value; those of leaves are there.

    A unit without gaps is what it is. For the others the tree is computed twice more, with every
    missing leaf at its least and at its greatest; a method that compares units takes all of them.
    """
    nodes = work.plan.node_rows
    value = work.value[nodes]
    work.low[nodes] = work.high[nodes] = value
    has_gap = work.is_open
    if work.plan.compares_units and has_gap.any():
        has_gap = np.ones_like(has_gap)
    if has_gap.any():
        # Where most units have gaps it costs less to compute all than to gather columns.
        is_most = bool(np.count_nonzero(has_gap) * 2 > has_gap.size)
        units: Units = slice(None) if is_most else np.flatnonzero(has_gap)
        ends = (_run(work, work.low, units), _run(work, work.high, units))
        # A rule such as a deduction can turn the ends around.
        known = value[:, units]
        least, most = np.fmin(np.fmin(*ends), known), np.fmax(np.fmax(*ends), known)
        if is_most:
            least, most = np.where(has_gap, least, known), np.where(has_gap, most, known)
        for place, row in enumerate(nodes.tolist()):
            work.low[row, units], work.high[row, units] = least[place], most[place]
    _hold_imputed(work)


def _hold_imputed(work: Work) -> None:
    """Widen the range of a leaf to hold what its gap was filled with."""
    for row in work.imputed_rows:
        work.low[row] = np.fmin(work.low[row], work.value[row])
        work.high[row] = np.fmax(work.high[row], work.value[row])


def _run(work: Work, ends: Floats, units: Units) -> Floats:
    """Compute the tree with every missing leaf at one of its ends: N nodes, (N, units)."""
    plan = work.plan
    frame = _imagine(work, ends, units)
    # What stands in for a missing part under `missing: zero` counts above it, and is not its own.
    found = np.where(frame.has > 0.0, frame.value, np.nan) if plan.has_conditions else None
    nodes = np.empty((len(plan.node_rows), frame.value.shape[1]))
    for branch in plan.branches:
        take_missing_as_zero(work, branch, frame)
        outcome = _at_the_limit(work, branch, frame, units)
        has = outcome.has & ~has_gap(work, branch, frame)
        value = np.where(has, outcome.value, np.nan)
        for place, row in enumerate(int(row) for row in branch.rows):
            if row not in plan.finished_rows:
                continue
            if found is not None and (row in plan.ladders or row in plan.deductions):
                facts = _facts(work, found, frame, units)
                value[place] = apply_conditions(work, row, value[place], facts)
            scale = _held(work, row)
            value[place] = finish_node(work, row, value[place], scale)
        has = ~np.isnan(value)
        nodes[np.searchsorted(plan.node_rows, branch.rows)] = value
        if found is not None:
            found[branch.rows] = value
        if has.all() and not frame.has.flags.writeable:
            frame.value[branch.rows] = value
            continue
        if not frame.has.flags.writeable:
            frame.has = frame.has.copy()
        frame.has[branch.rows] = has
        frame.value[branch.rows] = np.where(has, value, 0.0)
    return nodes


def _imagine(work: Work, ends: Floats, units: Units) -> Frame:
    """Give a frame in which every leaf that applies stands at an end; nodes are still to come."""
    end = ends[:, units]
    if _is_complete(work):
        # All count, so the ends are looked at where they lie. What is written there of nodes, the
        # ranges themselves take the place of.
        return Frame(
            value=end,
            has=work.applies[:, units],
            applies=work.applies[:, units],
            coverage=work.applies[:, units],
            out_of=None,
            non_positive=work.frame.non_positive[:, units],
        )
    has = ~np.isnan(end)
    has[work.plan.node_rows] = has[-1] = False
    applies = work.frame.applies[:, units]
    out_of = work.frame.out_of
    return Frame(
        value=np.where(has, end, 0.0),
        has=has.astype(np.float64),
        applies=applies,
        # Only the figures as they are have a coverage.
        coverage=applies,
        out_of=None if out_of is None else out_of[:, units].copy(),
        non_positive=np.zeros(end.shape, dtype=np.bool_),
    )


def _is_complete(work: Work) -> bool:
    """Whether every leaf has ends, and nothing is written of leaves while the tree is computed."""
    plan = work.plan
    return work.has_ends and not (plan.has_stand_ins or plan.has_conditions) and plan.out_of is None


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
