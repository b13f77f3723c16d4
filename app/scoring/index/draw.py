"""An index computed for many draws side by side: other weights, gaps filled by chance."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from app.definition.index import IndexNode
from app.scoring.array import Floats, Places, Truths
from app.scoring.index.ranking import is_ranked
from app.scoring.index.result import PUBLISHED, IndexScores
from app.scoring.index.vary import method_for
from app.scoring.index.work import (
    Work,
    apply_conditions,
    apply_method,
    facts_of,
    finish_node,
    fit_after,
)
from app.scoring.tree import Branch, Frame

_MOST_CELLS = 3_000_000


class Base:
    """An index as written, computed once, and what its draws need of it."""

    def __init__(self, found: tuple[Work, IndexScores], method: str | None) -> None:
        self.work, scores = found
        work = self.work
        self.units = work.units
        self.is_ranked: Truths = is_ranked(scores) & ~np.isnan(scores.headlines())
        self.shown: Truths = np.vstack([scores.status == PUBLISHED])
        self.branches = tuple(
            replace(branch, method=method_for(branch.method, method))
            for branch in work.plan.branches
        )
        self.headline = self._find_headlines(scores)
        leaves = np.array([row for row, _ in work.plan.leaves], dtype=np.intp)
        is_open = np.isnan(work.value[leaves]) | (work.low[leaves] != work.high[leaves])
        is_open &= ~work.imputed[leaves]
        is_open &= (work.frame.applies[leaves] > 0.0) & ~np.isnan(work.low[leaves])
        # Unit after unit, and leaf after leaf within each.
        units, rows = np.nonzero(is_open.T)
        self.gap_units: Places = units
        self.gap_rows: Places = leaves[rows]
        plan = work.plan
        # Then draws are computed one by one: units, or facts, belong to one draw.
        self.is_single = plan.needs_all_units or plan.has_conditions

    @property
    def parts(self) -> int:
        """How many nodes and leaves there are."""
        return len(self.work.plan.parts)

    @property
    def gaps(self) -> int:
        """How many figures are missing."""
        return int(self.gap_units.size)

    def stand_ins(self, *, is_filled: bool) -> Truths:
        """Say where a part only stands in for what is missing; shape (R, U)."""
        found: Truths = (self.work.frame.has > 0.0) & ~self.shown
        if is_filled:
            found[self.gap_rows, self.gap_units] = False
        return found

    @staticmethod
    def _find_headlines(scores: IndexScores) -> Places:
        """Give the row of the number each unit is read by; shape (U,)."""
        variants = scores.plan.index.variants
        rows = [scores.plan.row_of.get(variant.tree or "", 0) for variant in variants]
        found: Places = np.array([*rows, 0], dtype=np.intp)[scores.variant]
        return found


def run_draws(
    base: Base,
    factors: Floats | None,
    gaps: Floats | None,
    *,
    count: int = 1,
    tell: Callable[[int], None] | None = None,
) -> Floats:
    """Compute the number every unit is read by in D draws; shape (D, U), NaN where there is none.

    `factors` are what each part's weight is multiplied by, shape (D, parts); `gaps` where in its
    range each missing figure lies, 0..1, shape (D, gaps). None: as written. `tell` hears how many
    draws were made since it last heard.
    """
    found = np.empty((count, len(base.units)))
    for part in _slices(base, count):
        own = None if factors is None else factors[part]
        filled = None if gaps is None else gaps[part]
        found[part] = _run(base, own, filled, part.stop - part.start)
        if tell is not None:
            tell(part.stop - part.start)
    return found


def _slices(base: Base, count: int) -> Iterator[slice]:
    """Cut the draws so that memory stays small; one by one where units depend on each other."""
    step = max(1, _MOST_CELLS // (max(len(base.units), 1) * (base.parts + 1)))
    if base.is_single:
        step = 1
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def _run(base: Base, factors: Floats | None, gaps: Floats | None, count: int) -> Floats:
    work, units = base.work, len(base.units)
    frame = Frame(
        value=np.tile(work.frame.value, (1, count)),
        has=np.tile(work.frame.has, (1, count)),
        applies=np.tile(work.frame.applies, (1, count)),
        coverage=np.tile(work.frame.coverage, (1, count)),
        out_of=None if work.frame.out_of is None else np.tile(work.frame.out_of, (1, count)),
        non_positive=np.zeros((base.parts + 1, units * count), dtype=np.bool_),
    )
    if gaps is not None and base.gaps:
        _fill_gaps(base, frame, gaps)
    for branch in base.branches:
        is_filled = gaps is not None
        _compute(base, _weighed(branch, factors, units), frame, count=count, is_filled=is_filled)
    shown = np.where(frame.has > 0.0, frame.value, np.nan).reshape(base.parts + 1, count, units)
    return shown[base.headline, :, np.arange(units)].T


def _fill_gaps(base: Base, frame: Frame, gaps: Floats) -> None:
    work, units = base.work, len(base.units)
    low = work.low[base.gap_rows, base.gap_units]
    high = work.high[base.gap_rows, base.gap_units]
    for draw, places in enumerate(gaps):
        columns = base.gap_units + draw * units
        frame.value[base.gap_rows, columns] = low + (high - low) * places
        frame.has[base.gap_rows, columns] = 1.0


def _weighed(branch: Branch, factors: Floats | None, units: int) -> Branch:
    """Give a branch whose weights differ from draw to draw; sisters keep the sum of theirs."""
    if factors is None:
        return branch
    padded = np.hstack([factors, np.ones((len(factors), 1))])
    weight = branch.weight[:, :, None] * padded.T[branch.children]
    before, after = branch.weight.sum(axis=1)[:, None, None], weight.sum(axis=1, keepdims=True)
    scaled = weight * np.divide(before, after, out=np.ones_like(after), where=after > 0.0)
    return replace(branch, weight=np.repeat(scaled, units, axis=2))


def _compute(base: Base, branch: Branch, frame: Frame, *, count: int, is_filled: bool) -> None:
    """Compute a branch; where gaps are filled every node that applies has a value."""
    work = base.work
    outcome = apply_method(work, branch, frame)
    value = np.where(outcome.has, outcome.value, np.nan)
    counts = frame.applies[branch.rows] > 0.0 if is_filled else None
    shown = np.tile(base.shown[branch.rows], (1, count)) if counts is None else counts
    for place, row in enumerate(int(row) for row in branch.rows):
        node = work.plan.parts[row]
        # Both come one draw at a time, so that the frame holds the units once.
        if row in work.plan.ladders or row in work.plan.deductions:
            facts = facts_of(work, frame, base.stand_ins(is_filled=is_filled))
            value[place] = apply_conditions(work, row, value[place], facts)
        scale = None
        if isinstance(node, IndexNode) and node.after is not None:
            scale = fit_after(work, node, np.where(shown[place], value[place], np.nan))
        value[place] = finish_node(work, row, value[place], scale)
    has = ~np.isnan(value) & shown
    # What stands in for a node that is missing stays.
    stands = (np.tile(work.frame.has[branch.rows], (1, count)) > 0.0) & ~shown
    frame.value[branch.rows] = np.where(has, value, np.where(stands, frame.value[branch.rows], 0.0))
    frame.has[branch.rows] = has | stands
