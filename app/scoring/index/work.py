"""One computation of an index: its arrays, and how a branch of its tree is computed."""

from collections import defaultdict
from copy import copy
from typing import Final

import numpy as np

from app.definition.index import IndexNode
from app.scoring.array import Codes, Floats, Truths
from app.scoring.condition import TRUE, judge
from app.scoring.index.copeland import compare_units
from app.scoring.index.fact import IndexFacts
from app.scoring.index.figure import References
from app.scoring.index.finding import IndexFinding
from app.scoring.index.leaf import NONE, LeafColumn, find_statistic
from app.scoring.index.normalising import Pool, Scale, ends_of, fit_scale
from app.scoring.index.pillar import PillarColumn
from app.scoring.index.plan import IndexPlan
from app.scoring.index.result import PUBLISHED, code_of
from app.scoring.kernel import TOLERANCE
from app.scoring.method import Outcome, method_named
from app.scoring.rounding import round_node
from app.scoring.tree import Branch, Frame, child_columns, divide, weigh


class Work:
    """The arrays of one computation over R rows (and one empty row) and U units.

    What is given away in the end is laid out for all units at once; the frame in which the tree is
    computed is that of the units which `cut` gives.
    """

    def __init__(
        self, plan: IndexPlan, units: tuple[str, ...], scope: str, references: References
    ) -> None:
        rows, count = len(plan.parts) + 1, len(units)
        self.plan = plan
        self.units = units
        self.scope = scope
        self.references = references
        # In one piece, which costs less to come by than six.
        self.value, self.coverage, self.raw, self.low, self.high, self.used = np.empty(
            (6, rows, count)
        )
        no_leaf = [*plan.node_rows.tolist(), -1]
        self.raw[no_leaf] = np.nan
        self.coverage[no_leaf] = self.used[no_leaf] = 0.0
        self.value[-1] = np.nan
        # What each part could be; a leaf with a value is that. What is weighed with 0 is a number.
        self.low[-1] = self.high[-1] = 0.0
        # One column that stands for all units, until a leaf does not apply to one of them.
        self.applies = np.broadcast_to(_all_apply(rows), (rows, count))
        self.status = np.full((rows, count), code_of("missing"), dtype=np.int8)
        self.imputed = np.zeros((rows, count), dtype=np.bool_)
        self.is_open = np.zeros(count, dtype=np.bool_)
        """Where a leaf that applies is missing or filled; shape (U,)."""
        self.has_ends = True
        """Whether every leaf of every unit applies and has a least and a greatest value."""
        self.imputed_rows: list[int] = []
        self.scales: dict[int, Scale] = {}
        # Second normalisations that were fitted to more units than these.
        self.fitted: dict[int, Scale] = {}
        self.described: dict[str, tuple[Floats, Floats]] = {}
        self._findings: list[IndexFinding] = []
        self._by_node: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._scratch = np.empty((2, rows, 0))
        self.frame: Frame

    def cut(self, here: slice) -> "Work":
        """Give the same computation for some of its units; what is computed there is written here.

        Findings, scales and what describes a column are shared, and so is the frame: it is that of
        the units that were cut out last.
        """
        part = copy(self)
        part.units = self.units[here]
        for name in _BY_UNIT:
            setattr(part, name, getattr(self, name)[:, here])
        part.is_open = self.is_open[here]
        count = len(part.units)
        if self._scratch.shape[2] < count:
            self._scratch = np.empty((2, len(self.value), count))
        value, coverage = self._scratch[:, :, :count]
        self.frame = part.frame = part.fill_frame(value, coverage)
        return part

    def fill_frame(self, value: Floats, coverage: Floats) -> Frame:
        """Give the frame of these units, its leaves filled in; value and coverage are laid there.

        What is missing, or not shown, counts for nothing.
        """
        np.copyto(value, self.value)
        np.putmask(value, self.used <= 0.0, 0.0)
        np.multiply(self.coverage, self.used, out=coverage)
        out_of = self.plan.out_of
        return Frame(
            value=value,
            has=self.used,
            applies=self.applies,
            coverage=coverage,
            out_of=None if out_of is None else np.tile(out_of, (1, len(self.units))),
            non_positive=np.broadcast_to(np.False_, value.shape),
        )

    def skip(self, row: int, where: Truths) -> None:
        """Note that a leaf does not apply to some units."""
        if not self.applies.flags.writeable:
            self.applies = self.applies.copy()
        self.status[row, where] = code_of("not-applicable")
        self.low[row, where] = self.high[row, where] = np.nan
        self.applies[row] = ~where
        self.has_ends = False

    def no_variant(self) -> Codes:
        """Give an array that says of no unit yet by which variant it is read; shape (U,)."""
        return np.full(len(self.units), -1, dtype=np.int8)

    def put(self, row: int, column: LeafColumn) -> None:
        """Set a leaf of the data."""
        has = ~np.isnan(column.value)
        known = has & ~column.is_imputed
        self.raw[row] = column.raw
        self.value[row] = self.low[row] = self.high[row] = column.value
        gap = ~known
        for ends, end in zip((self.low, self.high), column.ends, strict=True):
            np.putmask(ends[row], gap, end)
        for finding in column.findings:
            self._mark(row, finding, ~has & ~np.isnan(column.raw))
        status = self.status[row]
        np.putmask(status, has, PUBLISHED)
        np.putmask(status, column.is_excluded, code_of("excluded"))
        if column.is_skipped.any():
            self.skip(row, column.is_skipped)
        if column.is_imputed.any():
            self.imputed[row] = column.is_imputed
            self.imputed_rows.append(row)
        self.coverage[row], self.used[row] = known, has
        self._note_gaps(row, gap, column.ends)
        self.scales[row] = column.scale
        self.described[self.plan.parts[row].id] = column.described

    def _note_gaps(self, row: int, gap: Truths, ends: tuple[float, float]) -> None:
        """Remember which units have a gap, and whether what fills it is known."""
        self.has_ends = self.has_ends and not np.isnan(ends).any()
        self.is_open |= gap & (self.applies[row] > 0.0) if self.applies.flags.writeable else gap

    def _mark(self, row: int, finding: IndexFinding, lost: Truths) -> None:
        self._findings.append(finding)
        if finding.rule == "treat-bounds":
            return
        where = np.isin(self.units, finding.units) if finding.units else lost
        self.status[row, where] = code_of(finding.rule)

    def put_pillar(self, row: int, column: PillarColumn) -> None:
        """Set a leaf of the questionnaire."""
        part = self.plan.parts[row]
        shown = ~np.isnan(column.value) & (column.coverage >= part.coverage - TOLERANCE)
        self.raw[row] = self.value[row] = column.value
        self.low[row], self.high[row] = column.low, column.high
        status = np.where(column.coverage > 0, code_of("below-coverage"), code_of("missing"))
        self.status[row] = np.where(shown, PUBLISHED, status)
        if not column.applies.all():
            self.skip(row, ~column.applies)
        self.coverage[row], self.used[row] = column.coverage, shown
        gap = (self.status[row] != PUBLISHED) | (self.low[row] != self.high[row])
        ends = float(self.low[row].min(initial=0.0)), float(self.high[row].min(initial=0.0))
        self._note_gaps(row, gap, ends)
        self.scales[row] = column.scale
        self._findings += column.findings

    def note(self, rule: str, row: int, where: Truths) -> None:
        """Keep a finding about a node and some units."""
        names = self._by_node[rule, self.plan.parts[row].id]
        names += (self.units[unit] for unit in np.flatnonzero(where))

    def list_findings(self) -> tuple[IndexFinding, ...]:
        """Give all findings: of leaves first, then of nodes."""
        of_nodes = (
            IndexFinding(rule, node, tuple(units))
            for (rule, node), units in self._by_node.items()
            if units
        )
        return (*self._findings, *of_nodes)


_BY_UNIT: Final = (
    "value", "coverage", "raw", "low", "high", "used", "applies", "status", "imputed"
)  # fmt: skip


def _all_apply(rows: int) -> Floats:
    applies = np.ones((rows, 1))
    applies[-1] = 0.0
    return applies


def nodes_of(work: Work, branch: Branch) -> list[IndexNode]:
    """Give the definitions of the nodes of a branch."""
    parts = [work.plan.parts[int(row)] for row in branch.rows]
    return [part for part in parts if isinstance(part, IndexNode)]


def compute_branch(work: Work, branch: Branch) -> None:
    """Compute the nodes of a branch from children that are computed already."""
    frame, rows = work.frame, branch.rows
    nodes = nodes_of(work, branch)
    if frame.applies.flags.writeable:
        frame.applies[rows] = frame.applies[branch.children].max(axis=1, initial=0.0)
    weight = weigh(branch, frame.applies)
    by_weight = divide(weigh(branch, frame.coverage), weight)
    coverage = _cover(work, branch, nodes, by_weight)
    work.coverage[rows] = coverage
    take_missing_as_zero(work, branch, frame)
    outcome = apply_method(work, branch, frame)
    least = np.array([node.coverage for node in nodes])[:, None]
    covered = coverage >= least - TOLERANCE
    has = outcome.has & ~has_gap(work, branch, frame)
    value = np.where(has, outcome.value, np.nan)
    for place, node in enumerate(nodes):
        row = int(rows[place])
        if row not in work.plan.finished_rows:
            continue
        if row in work.plan.ladders or row in work.plan.deductions:
            facts = facts_of(work, frame, work.status != PUBLISHED)
            value[place] = apply_conditions(work, row, value[place], facts)
        if node.after is not None:
            _fit_after(work, row, node, np.where(covered[place], value[place], np.nan))
        value[place] = finish_node(work, row, value[place], work.scales.get(row))
    had = has
    has = had & ~np.isnan(value)
    work.value[rows] = value
    _judge_status(work, branch, outcome, _Standing(had, has, covered, weight))
    shown = has & covered
    frame.has[rows] = shown
    frame.value[rows] = np.where(shown, value, 0.0)
    frame.coverage[rows] = np.where(shown, coverage, 0.0)


def apply_method(work: Work, branch: Branch, frame: Frame) -> Outcome:
    """Compute a branch by its method; `copeland` compares the units of the frame."""
    if branch.method == "stage":
        has = weigh(branch, frame.has) > 0.0
        return Outcome(np.zeros(has.shape), has)
    if branch.method != "copeland":
        return method_named(branch.method)(branch, frame)
    value = np.zeros((len(branch.rows), frame.value.shape[1]))
    for place, children in enumerate(branch.children):
        has = frame.has[children] > 0.0
        # All units of a frame are weighed alike where they are compared with each other.
        weight = branch.wide_weight[place, :, 0]
        duel = compare_units(frame.value[children], has, weight)
        value[place] = duel.score
        if frame is work.frame and duel.lacks_pair.any():
            work.note("nothing-in-common", int(branch.rows[place]), duel.lacks_pair)
    return Outcome(value, weigh(branch, frame.has) > 0.0)


def _fit_after(work: Work, row: int, node: IndexNode, shown: Floats) -> None:
    """Fit the second normalisation of a node, and keep what it says."""
    scale = work.fitted.get(row) or fit_after(work, node, shown)
    work.scales[row] = scale
    if scale.finding is not None and scale.finding != "missing":
        work.note(scale.finding, row, ~np.isnan(shown))
    work.described[node.id] = (shown, shown)


def fit_after(work: Work, node: IndexNode, shown: Floats) -> Scale:
    """Fit the second normalisation of a node to the units whose value counts."""
    rule = node.after or NONE
    statistic = find_statistic(rule, node.id, work.references)
    return fit_scale(rule, Pool(shown, work.units, statistic=statistic))


def apply_conditions(work: Work, row: int, value: Floats, facts: IndexFacts) -> Floats:
    """Do what a node's conditions say: its stages, then its deduction."""
    ladder = work.plan.ladders.get(row, ())
    met = np.ones(value.shape, dtype=np.bool_)
    for held, needs in enumerate(ladder, 1):
        # Each stage needs all below it; an undefined requirement isn't met.
        met &= judge(needs, facts) == TRUE
        value = np.where(met & ~np.isnan(value), 100.0 * held / len(ladder), value)
    node = work.plan.parts[row]
    deduction = work.plan.deductions.get(row)
    if deduction is not None and isinstance(node, IndexNode) and node.deduct is not None:
        acts = judge(deduction, facts) == TRUE
        value = np.where(acts, value * (1.0 - node.deduct.share), value)
    return value


def finish_node(work: Work, row: int, value: Floats, scale: Scale | None) -> Floats:
    """Do what a node says last: second normalisation, rounding."""
    rounding = work.plan.parts[row].round
    if scale is not None:
        value = scale.read(value)
    return value if rounding is None else round_node(value, rounding)


def facts_of(work: Work, frame: Frame, stands_in: Truths) -> IndexFacts:
    """Give what conditions may look at so far, in a frame of the same units.

    What stands in for a missing part under `missing: zero` is no published score.
    """
    shown = np.where((frame.has > 0.0) & ~stands_in, frame.value, np.nan)
    return IndexFacts(work.plan, work.scope, shown, work.coverage, work.raw)


class _Standing:
    """How nodes stand: a value before and after all steps, enough coverage, weight that applies."""

    def __init__(self, had: Truths, has: Truths, covered: Truths, weight: Floats) -> None:
        self.had, self.has, self.covered, self.weight = had, has, covered, weight


def _judge_status(work: Work, branch: Branch, outcome: Outcome, standing: _Standing) -> None:
    applies = work.frame.applies[branch.rows] > 0.0
    is_shown = standing.has & standing.covered & applies & (standing.weight > 0.0)
    work.status[branch.rows] = PUBLISHED
    for place in np.flatnonzero(~np.logical_and.reduce(is_shown, axis=1)).tolist():
        row = int(branch.rows[place])
        has, covered = standing.has[place], standing.covered[place]
        status = np.where(covered, code_of("incomplete"), code_of("below-coverage"))
        empty = covered & ~outcome.has[place]
        status[empty] = code_of("empty")
        status[has & covered] = PUBLISHED
        reasons = {"empty": empty, "zero-weights": standing.weight[place] <= 0.0}
        if outcome.non_positive is not None:
            reasons["non-positive"] = outcome.non_positive[place] & ~has
        for rule, where in reasons.items():
            status[where] = code_of(rule)
        after = work.scales.get(row)
        if after is not None and after.finding is not None:
            status[standing.had[place] & covered & ~has] = code_of(after.finding)
        status[~applies[place]] = code_of("not-applicable")
        work.status[row] = status
        is_bare = (status == code_of("below-coverage")) & ~outcome.has[place]
        for rule in reasons:
            where = (status == code_of(rule)) & applies[place]
            if rule == "empty":
                where |= is_bare
            if where.any():
                work.note(rule, row, where)


def take_missing_as_zero(work: Work, branch: Branch, frame: Frame) -> None:
    """Let a missing child stand at the lower end of its scale under `missing: zero`."""
    for place, node in enumerate(nodes_of(work, branch)):
        if node.missing != "zero":
            continue
        for child in branch.children[place]:
            if child >= len(work.plan.parts):
                continue
            part = work.plan.parts[int(child)]
            rule = part.after if isinstance(part, IndexNode) else part.normalise
            ends = ends_of(rule or NONE)
            gap = (frame.has[child] <= 0.0) & (frame.applies[child] > 0.0)
            frame.value[child, gap] = 0.0 if ends is None else ends[0]
            frame.has[child, gap] = 1.0


def has_gap(work: Work, branch: Branch, frame: Frame) -> Truths:
    """Say where, under `missing: propagate`, one gap empties the node."""
    nodes = nodes_of(work, branch)
    gap = np.zeros((len(nodes), frame.value.shape[1]), dtype=np.bool_)
    if all(node.missing != "propagate" for node in nodes):
        return gap
    for weight, rows in child_columns(branch):
        gap |= (weight > 0.0) & (frame.applies[rows] > 0.0) & (frame.has[rows] <= 0.0)
    strict = np.array([node.missing == "propagate" for node in nodes])[:, None]
    empties: Truths = gap & strict
    return empties


def _cover(work: Work, branch: Branch, nodes: list[IndexNode], by_weight: Floats) -> Floats:
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
