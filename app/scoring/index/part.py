"""An index over more units than fit into memory at once: the same numbers, part after part.

A normalisation looks at a whole column, a rank at the whole headline; everything else looks at one
unit. So leaves are computed column after column over all units and kept, where asked in files that
are mapped into memory. Then the tree is computed for slices of units. A node with a second
normalisation (`after`) looks at all units once more: its own column is collected first, in one
pass over the slices for each storey that has such nodes. Copeland's rule compares every unit with
every other one, in every run: an index that has it is refused here by name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from app.definition.index import Index, IndexLeaf, IndexNode, Normalise
from app.scoring.array import Floats
from app.scoring.error import ScoringError
from app.scoring.index.engine import finish_tree
from app.scoring.index.figure import FigureTable, References, Statistic, describe
from app.scoring.index.finding import IndexFinding
from app.scoring.index.leaf import NONE, LeafColumn, find_statistic, read_leaf
from app.scoring.index.normalising import Pool, Scale, fit_scale
from app.scoring.index.pillar import PillarColumn, PillarScores, read_pillar_leaf
from app.scoring.index.plan import IndexPlan, compile_index
from app.scoring.index.ranking import rank_among, ranked_headlines
from app.scoring.index.result import IndexScores
from app.scoring.index.spool import Array, Spool
from app.scoring.index.work import Work, compute_branch

UNITS_AT_ONCE: Final = 10_000
Column = LeafColumn | PillarColumn
_NONE_OF_IT: Final = np.empty(0)


@dataclass(frozen=True, slots=True)
class IndexSetting:
    """What an index is computed with beside its figures: see the arguments of `score_index`."""

    scope: str = "country"
    node_scores: PillarScores = field(default_factory=dict)
    references: References = field(default_factory=dict)


def score_index_parts(
    index: Index,
    figures: FigureTable | Iterable[FigureTable],
    setting: IndexSetting | None = None,
    *,
    size: int = UNITS_AT_ONCE,
    folder: Path | None = None,
) -> "IndexParts":
    """Score an index part after part, with the numbers that `score_index` gives, to the last digit.

    Args:
        index: The definition.
        figures: Columns of figures, or tables of the same columns that lie below each other; each
            is asked for once, and let go when it is read.
        setting: Scope, scores of the questionnaire, references.
        size: How many units are computed at once.
        folder: Where columns are kept in files without a name; in memory without it. They take
            about 20 bytes a unit and leaf, and 35 where the leaf reads a questionnaire.

    Raises:
        ScoringError: What `score_index` raises, a node under `copeland`, or a size below 1.
    """
    plan = compile_index(index)
    if plan.compares_units:
        compared = [node.id for node in index.nodes if node.method == "copeland"]
        raise ScoringError(
            f"{index.id}: {', '.join(compared)}: copeland compares every unit with every other "
            "one and cannot be computed in parts; score the index as a whole."
        )
    if size < 1:
        raise ScoringError("A part must have at least one unit.")
    spool = Spool(folder)
    table = figures if isinstance(figures, FigureTable) else spool.gather(figures)
    return IndexParts(plan, table, setting=setting or IndexSetting(), spool=spool, size=size)


@dataclass(frozen=True, slots=True)
class Part:
    """Some units of an index with everything that was found over all units; can be sent elsewhere.

    Attributes:
        index: The definition.
        scope: What conditions ask about.
        units: Names.
        columns: By row, the leaves of these units.
        fitted: By row, the second normalisations.
    """

    index: Index
    scope: str
    units: tuple[str, ...]
    columns: Mapping[int, Column]
    fitted: Mapping[int, Scale]

    def work(self) -> Work:
        """Lay the leaves into arrays."""
        work = Work(compile_index(self.index), self.units, self.scope, {})
        work.fitted.update(self.fitted)
        for row, column in self.columns.items():
            if isinstance(column, LeafColumn):
                work.put(row, column)
            else:
                work.put_pillar(row, column)
        return work

    def score(self) -> IndexScores:
        """Compute the tree. What a reference would say of these units alone is left out."""
        work = self.work()
        scores = finish_tree(work)
        work.described.clear()
        return scores


class IndexParts:
    """The scores of an index, computed part after part each time they are asked for.

    Iterating gives one IndexScores after the other, units in the order given. Their findings are
    those that concern their units, and those about all.
    """

    def __init__(
        self, plan: IndexPlan, table: FigureTable, *, setting: IndexSetting, spool: Spool, size: int
    ) -> None:
        self.plan = plan
        self.units = table.units
        self.statistics: dict[str, Statistic] = {}
        """What a reference edition made of all units would say, by leaf and node."""
        self._setting = setting
        self._size = size
        self._spool = spool
        self._fitted: dict[int, Scale] = {}
        self._columns = {row: self._read(leaf, table) for row, leaf in plan.leaves}
        self._named = {
            (row, finding.rule): frozenset(finding.units)
            for row, column in self._columns.items()
            for finding in column.findings
        }
        self._fit_nodes()
        self._headlines = _NONE_OF_IT

    def __len__(self) -> int:
        """How many parts."""
        whole, rest = divmod(len(self.units), self._size)
        return whole + bool(rest)

    def __iter__(self) -> Iterator[IndexScores]:
        """Compute part after part."""
        headlines = np.full(len(self.units), np.nan)
        for place in range(len(self)):
            scores = self.part(place).score()
            here = slice(place * self._size, (place + 1) * self._size)
            headlines[here] = ranked_headlines(scores)
            yield scores
        self._headlines = headlines

    def part(self, place: int) -> Part:
        """Give one part that is not computed yet; IndexError beyond the last."""
        if not 0 <= place < len(self):
            raise IndexError(place)
        here = slice(place * self._size, (place + 1) * self._size)
        units = self.units[here]
        columns = {row: self._cut(row, here, units) for row in self._columns}
        return Part(self.plan.index, self._setting.scope, units, columns, self._fitted)

    def ranks(self, groups: Sequence[str | None] | None = None) -> Floats:
        """Rank all units, as `rank_units` does; shape (U,), NaN for units without a rank.

        Uses what the last full pass has kept, else makes one.
        """
        if self._headlines.size < len(self.units):
            for _ in self:
                pass
        return rank_among(self._headlines, self.plan.index.rank, groups)

    def _read(self, leaf: IndexLeaf, table: FigureTable) -> Column:
        setting = self._setting
        if leaf.pillar is not None:
            return self._keep(
                read_pillar_leaf(leaf, table, setting.node_scores, setting.references)
            )
        column = read_leaf(leaf, table, setting.references)
        self._describe(leaf.id, *column.described)
        return self._keep(replace(column, described=(_NONE_OF_IT, _NONE_OF_IT)))

    def _describe(self, name: str, column: Floats, raw: Floats) -> None:
        found = describe(column, raw)
        if found is not None:
            self.statistics[name] = found

    def _keep(self, column: Column) -> Column:
        return _each_array(column, self._spool.keep)

    def _cut(self, row: int, here: slice, units: tuple[str, ...]) -> Column:
        def cut(array: Array) -> Array:
            return array[here].copy()  # type: ignore[return-value] # a slice is of the same kind

        column = _each_array(self._columns[row], cut)
        findings = tuple(self._findings_of(row, units))
        if isinstance(column, LeafColumn):
            return replace(column, findings=findings)
        return column._replace(findings=findings)

    def _findings_of(self, row: int, units: tuple[str, ...]) -> Iterator[IndexFinding]:
        for finding in self._columns[row].findings:
            named = self._named[row, finding.rule]
            concerned = tuple(unit for unit in units if unit in named)
            if concerned or not named:
                yield replace(finding, units=concerned)

    def _fit_nodes(self) -> None:
        """Fit second normalisations, storey after storey, each to the units whose value counts."""
        branches = self.plan.branches
        for last, branch in enumerate(branches):
            rows = [int(row) for row in branch.rows if _after(self.plan, int(row)) is not None]
            if not rows:
                continue
            shown: dict[int, list[Floats]] = {row: [] for row in rows}
            for place in range(len(self)):
                work = self.part(place).work().cut(slice(None))
                for below in branches[: last + 1]:
                    compute_branch(work, below)
                for row, parts in shown.items():
                    parts.append(work.described[self.plan.parts[row].id][0])
            for row, parts in shown.items():
                self._fit_node(row, np.concatenate([_NONE_OF_IT, *parts]))

    def _fit_node(self, row: int, shown: Floats) -> None:
        node, rule = self.plan.parts[row], _after(self.plan, row) or NONE
        statistic = find_statistic(rule, node.id, self._setting.references)
        self._fitted[row] = fit_scale(rule, Pool(shown, self.units, statistic=statistic))
        self._describe(node.id, shown, shown)


def _after(plan: IndexPlan, row: int) -> Normalise | None:
    part = plan.parts[row]
    return part.after if isinstance(part, IndexNode) else None


class _Change(Protocol):
    """What is done to every array of a column."""

    def __call__(self, column: Array, /) -> Array: ...


def _each_array(column: Column, change: _Change) -> Column:
    """Give a column with every array in it changed."""
    if isinstance(column, LeafColumn):
        return replace(
            column,
            raw=change(column.raw),
            value=change(column.value),
            is_imputed=change(column.is_imputed),
            is_skipped=change(column.is_skipped),
            is_excluded=change(column.is_excluded),
        )
    return column._replace(
        value=change(column.value),
        low=change(column.low),
        high=change(column.high),
        coverage=change(column.coverage),
        applies=change(column.applies),
    )
