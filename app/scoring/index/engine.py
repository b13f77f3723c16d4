"""Composite indices: published figures and scores of a questionnaire, over a tree, for many units.

A node below its least coverage is missing for its parent: its value does not count there, and
neither does its coverage. Ranges come from two more runs in which every missing leaf stands at the
least and at the greatest of its scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from app.definition.index import Index, IndexLeaf, IndexNode
from app.definition.toolkit import Toolkit
from app.scoring.array import Floats, Truths
from app.scoring.index.leaf import ends_of, normalise_leaf
from app.scoring.index.plan import IndexPlan, compile_index
from app.scoring.index.result import (
    BELOW_COVERAGE,
    EXCLUDED,
    INAPPLICABLE,
    MISSING,
    NON_POSITIVE,
    PUBLISHED,
    ZERO_WEIGHTS,
    IndexScores,
)
from app.scoring.index.variant import choose_variants
from app.scoring.kernel import TOLERANCE
from app.scoring.method import method_named
from app.scoring.rounding import round_node
from app.scoring.tree import Branch, Frame, child_columns, divide, spread_weights, weigh

Figures = Mapping[str, Mapping[str, float | None]]
"""Raw figures by unit and leaf; None or no entry: missing."""


class PillarScore(Protocol):
    """What a leaf with `pillar` reads of a node of the questionnaire; a NodeScore is one."""

    @property
    def score(self) -> float | None:
        """0..100, None unless published."""

    @property
    def low(self) -> float | None:
        """The least it could be."""

    @property
    def high(self) -> float | None:
        """The greatest it could be."""

    @property
    def coverage(self) -> float:
        """0..1."""

    @property
    def status(self) -> str:
        """Status of the node; not-applicable takes the leaf out."""


PillarScores = Mapping[str, Mapping[str, PillarScore]]


def score_index(
    index: Index,
    values: Figures,
    *,
    scope: str = "country",
    node_scores: PillarScores | None = None,
) -> IndexScores:
    """Score an index for many units.

    `values` holds raw figures by unit and leaf. `node_scores` holds, by unit, the nodes of the
    questionnaire that leaves with `pillar` read: score, low, high and coverage; a figure of that
    leaf in `values` stands in its place, with coverage 1. `scope` is what variants ask about.
    Raises ScoringError for what this engine does not compute yet.
    """
    plan = compile_index(index)
    work = _Work(plan, tuple(values))
    for row, leaf in plan.leaves:
        if leaf.pillar is None:
            _fill_leaf(work, row, leaf, values)
        else:
            _fill_pillar(work, row, leaf, _PillarSource(values, node_scores or {}))
    for branch in plan.branches:
        _compute(work, branch)
    return _finish(work, scope)


class _Work:
    """The arrays of one computation: three runs (as is, least, greatest) side by side."""

    def __init__(self, plan: IndexPlan, units: tuple[str, ...]) -> None:
        rows, count = len(plan.parts) + 1, len(units)
        self.plan = plan
        self.units = units
        self.count = count
        self.frame = Frame(
            value=np.zeros((rows, 3 * count)),
            has=np.zeros((rows, 3 * count)),
            applies=np.ones((rows, count)),
            coverage=np.zeros((rows, count)),
            out_of=None if plan.out_of is None else np.tile(plan.out_of, (1, count)),
            non_positive=np.zeros((rows, 3 * count), dtype=np.bool_),
        )
        self.frame.applies[-1] = 0.0
        self.value = np.full((rows, count), np.nan)
        self.coverage = np.zeros((rows, count))
        self.raw = np.full((rows, count), np.nan)
        self.status = np.full((rows, count), MISSING, dtype=np.int8)

    def part(self, run: int) -> slice:
        return slice(run * self.count, (run + 1) * self.count)

    def put(self, row: int, value: Floats, ends: tuple[Floats, Floats], shown: Truths) -> None:
        """Set a leaf: its value where shown, else its ends in the second and third run."""
        frame = self.frame
        frame.value[row, self.part(0)] = np.where(shown, value, 0.0)
        frame.has[row, self.part(0)] = shown
        for run, end in zip((1, 2), ends, strict=True):
            frame.value[row, self.part(run)] = end
            frame.has[row, self.part(run)] = frame.applies[row]


def _fill_leaf(work: _Work, row: int, leaf: IndexLeaf, values: Figures) -> None:
    raw = _column(work, leaf.id, values)
    excluded = (
        np.isin(work.units, leaf.exclude.codes) if leaf.exclude else np.zeros(work.count, bool)
    )
    value = normalise_leaf(leaf, np.where(excluded, np.nan, raw))
    shown = np.isfinite(value)
    work.raw[row] = raw
    work.value[row] = np.where(shown, value, np.nan)
    work.status[row] = np.where(shown, PUBLISHED, MISSING)
    work.status[row, ~shown & ~np.isnan(raw)] = NON_POSITIVE
    work.status[row, excluded & ~np.isnan(raw)] = EXCLUDED
    work.frame.coverage[row] = work.coverage[row] = shown
    low, high = ends_of(leaf)
    work.put(row, value, (np.where(shown, value, low), np.where(shown, value, high)), shown)


def _column(work: _Work, leaf: str, values: Figures) -> Floats:
    figures = [values[unit].get(leaf) for unit in work.units]
    return np.array([np.nan if figure is None else figure for figure in figures], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _PillarSource:
    values: Figures
    scores: PillarScores


def _fill_pillar(work: _Work, row: int, leaf: IndexLeaf, source: _PillarSource) -> None:
    own = _column(work, leaf.id, source.values)
    given = ~np.isnan(own)
    found = [source.scores.get(unit, {}).get(leaf.pillar or "") for unit in work.units]
    score = np.where(given, own, _numbers([node.score if node else None for node in found]))
    coverage = np.where(given, 1.0, [node.coverage if node else 0.0 for node in found])
    applies = given | np.array(
        [node is None or node.status != "not-applicable" for node in found], dtype=np.bool_
    )
    if leaf.normalise is not None or leaf.round is not None:
        score = normalise_leaf(leaf, score)
    shown = np.isfinite(score) & (coverage >= leaf.coverage - TOLERANCE)
    work.raw[row] = work.value[row] = score
    work.status[row] = np.where(shown, PUBLISHED, np.where(coverage > 0, BELOW_COVERAGE, MISSING))
    work.status[row, ~applies] = INAPPLICABLE
    work.frame.applies[row] = applies
    work.coverage[row] = coverage
    work.frame.coverage[row] = np.where(shown, coverage, 0.0)
    low, high = ends_of(leaf)
    ends = (
        _end(score, given, _numbers([node.low if node else None for node in found]), low),
        _end(score, given, _numbers([node.high if node else None for node in found]), high),
    )
    work.put(row, score, ends, shown)


def _numbers(found: Sequence[float | None]) -> Floats:
    return np.array([np.nan if number is None else number for number in found], dtype=np.float64)


def _end(score: Floats, given: Truths, end: Floats, otherwise: float) -> Floats:
    known = np.where(given, score, end)
    return np.where(np.isnan(known), otherwise, known)


def _compute(work: _Work, branch: Branch) -> None:
    frame, rows, here = work.frame, branch.rows, work.part(0)
    nodes = [_node_of(work.plan, int(row)) for row in rows]
    frame.applies[rows] = frame.applies[branch.children].max(axis=1, initial=0.0)
    below = weigh(branch, frame.applies)
    _take_missing_as_zero(work, branch, nodes)
    coverage = _coverage(work, branch, nodes, divide(weigh(branch, frame.coverage), below))
    outcome = method_named(branch.method)(branch, frame)
    has = outcome.has & ~_propagated(work, branch, nodes)
    value = _rounded(np.where(has, outcome.value, 0.0), nodes)
    frame.value[rows], frame.has[rows] = value, has
    least = np.array([node.coverage for node in nodes])[:, None]
    shown = has[:, here] & (coverage >= least - TOLERANCE)
    work.value[rows] = np.where(has[:, here], value[:, here], np.nan)
    work.coverage[rows] = coverage
    status = np.where(shown, PUBLISHED, BELOW_COVERAGE)
    status = np.where((frame.applies[rows] > 0.0) & (below <= 0.0), ZERO_WEIGHTS, status)
    if outcome.non_positive is not None:
        bad = outcome.non_positive[:, here] & ~has[:, here]
        status = np.where(bad, NON_POSITIVE, status)
    work.status[rows] = np.where(frame.applies[rows] > 0.0, status, INAPPLICABLE)
    frame.has[rows, here] = shown
    frame.value[rows, here] = np.where(shown, value[:, here], 0.0)
    frame.coverage[rows] = np.where(shown, coverage, 0.0)


def _node_of(plan: IndexPlan, row: int) -> IndexNode:
    part = plan.parts[row]
    if not isinstance(part, IndexNode):
        raise TypeError(f"{part.id} is a leaf.")
    return part


def _take_missing_as_zero(work: _Work, branch: Branch, nodes: list[IndexNode]) -> None:
    """Under `missing: zero` a missing child stands at the lower end of its scale."""
    for place, node in enumerate(nodes):
        if node.missing != "zero":
            continue
        for child in branch.children[place]:
            if child >= len(work.plan.parts):
                continue
            part = work.plan.parts[child]
            low = ends_of(part)[0] if isinstance(part, IndexLeaf) else 0.0
            gap = (work.frame.has[child] <= 0.0) & (
                work.frame.spread(work.frame.applies)[child] > 0.0
            )
            work.frame.value[child, gap] = low
            work.frame.has[child, gap] = 1.0


def _propagated(work: _Work, branch: Branch, nodes: list[IndexNode]) -> Truths:
    """Under `missing: propagate` one gap empties the node."""
    gap = np.zeros((len(nodes), work.frame.value.shape[1]), dtype=np.bool_)
    if all(node.missing != "propagate" for node in nodes):
        return gap
    applies = work.frame.spread(work.frame.applies)
    for weight, rows in child_columns(branch):
        gap |= (weight > 0.0) & (applies[rows] > 0.0) & (work.frame.has[rows] <= 0.0)
    strict = np.array([node.missing == "propagate" for node in nodes])[:, None]
    empties: Truths = gap & strict
    return empties


def _coverage(work: _Work, branch: Branch, nodes: list[IndexNode], by_weight: Floats) -> Floats:
    """Give coverage the way each node counts it: by weight, by leaves, or by children."""
    coverage = by_weight.copy()
    applies = work.frame.applies
    for place, node in enumerate(nodes):
        if node.coverage_of == "weight":
            continue
        if node.coverage_of == "children":
            rows = branch.children[place][branch.children[place] < len(work.plan.parts)]
        else:
            rows = np.flatnonzero(work.plan.leaves_below[branch.rows[place]])
        known = (work.frame.coverage[rows] > 0.0).sum(axis=0).astype(np.float64)
        coverage[place] = divide(known, applies[rows].sum(axis=0))
    return coverage


def _rounded(value: Floats, nodes: list[IndexNode]) -> Floats:
    for place, node in enumerate(nodes):
        if node.round is not None:
            value[place] = round_node(value[place], node.round)
    return value


def _finish(work: _Work, scope: str) -> IndexScores:
    frame, plan = work.frame, work.plan
    leaves = np.zeros((len(plan.parts), work.count))
    for row, _ in plan.leaves:
        leaves[row] = ~np.isnan(work.value[row])
    low = np.where(frame.has[:, work.part(1)] > 0, frame.value[:, work.part(1)], np.nan)
    high = np.where(frame.has[:, work.part(2)] > 0, frame.value[:, work.part(2)], np.nan)
    scores = IndexScores(
        units=work.units,
        plan=plan,
        value=work.value,
        low=np.fmin(low, work.value),
        high=np.fmax(high, work.value),
        coverage=work.coverage,
        effective=spread_weights(list(reversed(plan.branches)), frame.applies, 0),
        raw=work.raw,
        counted=plan.leaves_below @ leaves,
        applicable=plan.leaves_below @ frame.applies[: len(plan.parts)],
        status=work.status,
        used=frame.has[:, work.part(0)],
        variant=np.full(work.count, -1, dtype=np.int8),
    )
    choose_variants(scores, scope)
    return scores


def twins(toolkit: Toolkit, index: Index, figures: Mapping[str, float | None]) -> frozenset[str]:
    """Give the questions that leave the questionnaire's score, since the index has the same fact.

    `figures` are the raw figures of one unit by leaf; hand the result to `score(..., without=…)`.
    """
    known = {leaf.id for leaf in index.leaves if figures.get(leaf.id) is not None}
    return frozenset(
        question.id for question in toolkit.questions if question.same_as_indicator in known
    )
