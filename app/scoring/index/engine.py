"""Composite indices: published figures and scores of a questionnaire, over a tree, for many units.

A node below its least coverage is missing for its parent: its value does not count there, and
neither does its coverage. Ranges come from two more runs over the units that have gaps, in which
every missing leaf stands at the least and at the greatest of its scale; normalisations stay as the
figures that are there have fitted them.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from app.definition.index import Index
from app.definition.toolkit import Toolkit
from app.scoring.index.figure import Figures, FigureTable, References, tabulate
from app.scoring.index.leaf import read_leaf
from app.scoring.index.pillar import PillarScores, read_pillar_leaf
from app.scoring.index.plan import compile_index
from app.scoring.index.range import compute_ranges
from app.scoring.index.result import IndexScores
from app.scoring.index.variant import choose_variants
from app.scoring.index.work import Work, compute_branch
from app.scoring.tree import spread_weights

SLICE: Final = 10_000
"""Units computed side by side: more cost memory, fewer cost time."""


def score_index(
    index: Index,
    values: Figures | FigureTable,
    *,
    scope: str = "country",
    node_scores: PillarScores | None = None,
    references: References | None = None,
) -> IndexScores:
    """Score an index for many units.

    Args:
        index: The definition.
        values: Raw figures by unit and leaf, or columns of them.
        scope: What conditions ask about.
        node_scores: By unit, the nodes of the questionnaire that leaves with `pillar` read: score,
            low, high and coverage; a figure of that leaf in `values` stands in its place, with
            coverage 1.
        references: The statistics of the files that bounds name.

    Raises:
        ScoringError: A text is none of a leaf's answers, or a column of groups or years is missing.
    """
    table = values if isinstance(values, FigureTable) else tabulate(index, values)
    work = Work(compile_index(index), table.units, scope, references or {})
    _read_leaves(work, table, node_scores or {})
    return finish_tree(work)


def prepare_work(
    index: Index,
    table: FigureTable,
    *,
    scope: str,
    node_scores: PillarScores | None,
    references: References | None,
) -> tuple[Work, IndexScores]:
    """Score an index and give, beside the scores, the arrays they come from."""
    work = Work(compile_index(index), table.units, scope, references or {})
    _read_leaves(work, table, node_scores or {})
    return work, finish_tree(work, in_slices=False)


def _read_leaves(work: Work, table: FigureTable, node_scores: PillarScores) -> None:
    for row, leaf in work.plan.leaves:
        if leaf.pillar is None:
            work.put(row, read_leaf(leaf, table, work.references))
        else:
            work.put_pillar(row, read_pillar_leaf(leaf, table, node_scores, work.references))


def finish_tree(work: Work, *, in_slices: bool = True) -> IndexScores:
    """Compute the tree over leaves that are laid out, slice by slice where units stand alone.

    In one slice the frame of `work` is that of all units.
    """
    for here in _slices(work, SLICE if in_slices else len(work.units)):
        part = work.cut(here)
        for branch in work.plan.branches:
            compute_branch(part, branch)
        compute_ranges(part)
    return _gather(work)


def _slices(work: Work, size: int) -> Iterator[slice]:
    """Cut the units into slices; one where a node looks at all of them."""
    plan, count = work.plan, len(work.units)
    step = max(count, 1) if plan.needs_all_units else max(size, 1)
    for start in range(0, max(count, 1), step):
        yield slice(start, start + step)


def _gather(work: Work) -> IndexScores:
    """Give the scores of a tree that is computed."""
    plan = work.plan
    # For as long as the tree was computed there had to be a number.
    work.low[-1] = work.high[-1] = np.nan
    scores = IndexScores(
        units=work.units,
        plan=plan,
        value=work.value,
        low=work.low,
        high=work.high,
        coverage=work.coverage,
        effective=spread_weights(list(reversed(plan.branches)), work.applies, 0),
        raw=work.raw,
        applies=work.applies,
        status=work.status,
        used=work.used,
        imputed=work.imputed,
        variant=work.no_variant(),
        scales={plan.parts[row].id: scale for row, scale in work.scales.items()},
        described=work.described,
        findings=work.list_findings(),
    )
    choose_variants(scores, work.scope)
    return scores


def twins(toolkit: Toolkit, index: Index, figures: Mapping[str, object]) -> frozenset[str]:
    """Give the questions that leave the questionnaire's score, since the index has the same fact.

    `figures` are the raw figures of one unit by leaf; hand the result to `score(..., without=…)`.
    """
    known = {leaf.id for leaf in index.leaves if figures.get(leaf.id) is not None}
    return frozenset(
        question.id for question in toolkit.questions if question.same_as_indicator in known
    )
