"""Composite indices once more, for one cell after the other, in plain Python: slow, nothing shared.

Written from docs/reference/scoring.md, without arrays and without the engine's code, so that the
two can be compared. Only the parser and evaluator of expressions are the product's own.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from app.definition.expression import evaluate
from app.definition.grammar import parse_expression
from app.definition.index import Index, IndexLeaf, IndexNode
from tests.scoring.plain_column import FREE, Cell, Column, read_column, round_by, scale_values
from tests.scoring.plain_method import copeland, value_by

TOLERANCE = 1e-9


@dataclass
class Found:
    value: float | None
    coverage: float
    status: str
    low: float | None = None
    high: float | None = None


@dataclass
class Run:
    """One run over the tree: values by part and unit, and whether a part counts above it."""

    value: dict[str, list[float | None]] = field(default_factory=dict)
    applies: dict[str, list[bool]] = field(default_factory=dict)
    coverage: dict[str, list[float]] = field(default_factory=dict)
    status: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, list[float | None]] = field(default_factory=dict)
    counted: dict[str, list[float]] = field(default_factory=dict)
    """Coverage as the part above sees it: nothing where the part is not shown."""


class Facts:
    def __init__(self, plain: "PlainIndex", run: Run, place: int) -> None:
        self.plain, self.run, self.place = plain, run, place
        self.scope = plain.scope

    def level(self, _name: str, /) -> int | None:
        return None

    def parameter(self, _name: str, /) -> str | None:
        return None

    def value(self, name: str, /) -> float | None:
        column = self.plain.columns.get(name)
        return None if column is None else column.raw[self.place]

    def answered(self, name: str, /) -> bool:
        return self.value(name) is not None

    def score(self, name: str, /) -> float | None:
        found = self.run.shown.get(name)
        return None if found is None else found[self.place]

    def coverage(self, name: str, /) -> float | None:
        found = self.run.coverage.get(name)
        return None if found is None else found[self.place]


class PlainIndex:
    def __init__(
        self, index: Index, figures: Mapping[str, Mapping[str, Cell]], scope: str = "country"
    ) -> None:
        self.index, self.scope = index, scope
        self.units = list(figures)
        rows = list(figures.values())
        self.columns: dict[str, Column] = {
            leaf.id: read_column(leaf, self.units, rows) for leaf in index.leaves
        }
        self.afters: dict[str, Any] = {}
        self.outs: dict[str, list[float]] = {}
        self.main = self._run("value")
        self.ends = (self._run("low"), self._run("high"))

    def of(self, unit: str) -> dict[str, Found]:
        """Give every part of a unit, its range widened to hold the value."""
        place = self.units.index(unit)
        runs = self.ends if self._is_open(place) else ()
        found = {}
        for part in [*self.index.nodes, *self.index.leaves]:
            value = self.main.value[part.id][place]
            all_three = [value, *(run.value[part.id][place] for run in runs)]
            known = [number for number in all_three if number is not None]
            found[part.id] = Found(
                value,
                self.main.coverage[part.id][place],
                self.main.status[part.id][place],
                min(known, default=None),
                max(known, default=None),
            )
        return found

    def _is_open(self, place: int) -> bool:
        """Say whether a figure is missing: of the unit, or of any where units are compared."""
        everywhere = any(node.method == "copeland" for node in self.index.nodes)
        return any(
            column.value[n] is None or column.imputed[n]
            for column in self.columns.values()
            for n in (range(len(self.units)) if everywhere else [place])
            if not column.skipped[n]
        )

    def ranks(self) -> list[int | None]:
        """Rank the shown values of the root."""
        root, rule = self.index.tree.id, self.index.rank
        shown = [
            None if number is None else _rounded(number, rule.decimals)
            for number in self.main.shown[root]
        ]
        known = [number for number in shown if number is not None]
        before = (lambda a, b: a > b) if rule.order == "descending" else (lambda a, b: a < b)
        return [
            None if own is None else 1 + sum(before(other, own) for other in known) for own in shown
        ]

    # --- One run ------------------------------------------------------------------------------

    def _run(self, mode: str) -> Run:
        run = Run()
        self._compute(self.index.tree, run, mode)
        return run

    def _compute(self, part: IndexNode | IndexLeaf, run: Run, mode: str) -> None:
        if isinstance(part, IndexLeaf):
            self._put_leaf(part, run, mode)
            return
        for child in part.of:
            self._compute(child, run, mode)
        self._put_node(part, run, mode)

    def _put_leaf(self, leaf: IndexLeaf, run: Run, mode: str) -> None:
        column, count = self.columns[leaf.id], range(len(self.units))
        run.applies[leaf.id] = [not skipped for skipped in column.skipped]
        is_known = [column.value[n] is not None and not column.imputed[n] for n in count]
        run.coverage[leaf.id] = run.counted[leaf.id] = [float(known) for known in is_known]
        run.status[leaf.id] = column.status
        if mode == "value":
            values = column.value
        else:
            end = None if column.ends is None else column.ends[mode == "high"]
            values = [column.value[n] if is_known[n] else end for n in count]
            values = [None if column.skipped[n] else values[n] for n in count]
        run.value[leaf.id] = run.shown[leaf.id] = list(values)
        self.outs[leaf.id] = [100.0] * len(self.units)

    def _put_node(self, node: IndexNode, run: Run, mode: str) -> None:
        count = range(len(self.units))
        run.applies[node.id] = [any(run.applies[child.id][n] for child in node.of) for n in count]
        run.coverage[node.id] = [self._coverage(node, run, n) for n in count]
        covered = [
            mode != "value" or run.coverage[node.id][n] >= node.coverage - TOLERANCE for n in count
        ]
        children = [self._children(node, run, n) for n in count]
        self.outs[node.id] = [100.0 if node.out_of is None else node.out_of] * len(self.units)
        if node.method == "copeland":
            made = copeland([[(c.id, w, s) for c, w, s in known] for known in children])
            outcomes = [(value, "") for value in made]
        else:
            outcomes = [self._by_method(node, run, n, children[n]) for n in count]
            if mode != "value":
                outcomes = [self._limit(node, n, children[n], outcomes[n]) for n in count]
        values: list[float | None] = []
        for n in count:
            value = outcomes[n][0]
            if value is not None and node.missing == "propagate" and self._has_gap(node, run, n):
                value = None
            values.append(self._conditions(node, run, n, value))
        values = self._after(node, values, covered, mode)
        if node.round is not None:
            values = [None if v is None else round_by(v, node.round) for v in values]
        run.value[node.id] = values
        run.shown[node.id] = [values[n] if covered[n] else None for n in count]
        is_shown = [shown is not None for shown in run.shown[node.id]]
        run.counted[node.id] = [run.coverage[node.id][n] * is_shown[n] for n in count]
        run.status[node.id] = [
            self._status(node, run, n, (outcomes[n], covered[n], values[n])) for n in count
        ]

    def _coverage(self, node: IndexNode, run: Run, n: int) -> float:
        if node.coverage_of == "leaves":
            below = [leaf for leaf in _leaves(node) if run.applies[leaf.id][n]]
            return sum(run.counted[leaf.id][n] > 0 for leaf in below) / max(len(below), 1)
        own = [child for child in node.of if run.applies[child.id][n]]
        if node.coverage_of == "children":
            return sum(run.counted[child.id][n] > 0 for child in own) / max(len(own), 1)
        total = sum(child.weight for child in own)
        if total <= 0:
            return 0.0
        return math.fsum(child.weight * run.counted[child.id][n] for child in own) / total

    def _children(
        self, node: IndexNode, run: Run, n: int
    ) -> list[tuple[IndexNode | IndexLeaf, float, float]]:
        """Give the children that count, their weights and values."""
        found = []
        for child in node.of:
            value = run.shown[child.id][n]
            if value is None and node.missing == "zero" and run.applies[child.id][n]:
                value = self._least(child)
            if value is not None and child.weight > 0:
                found.append((child, child.weight, value))
        return found

    def _least(self, child: IndexNode | IndexLeaf) -> float:
        rule = child.normalise if isinstance(child, IndexLeaf) else child.after
        free = {"rank", "borda", "zscore", "scaled", "none"}
        return 0.0 if rule is None or rule.method in free else min(rule.to)

    def _by_method(
        self, node: IndexNode, run: Run, n: int, known: Sequence[tuple[Any, float, float]]
    ) -> tuple[float | None, str]:
        applies = [child for child in node.of if run.applies[child.id][n]]
        outs = self.outs[node.id]
        if node.method == "sum":
            possible = sum(child.weight * self.outs[child.id][n] for child in applies)
            most = node.out_of if node.out_of is not None else node.cap
            outs[n] = possible if most is None else most
            points = sum(w * s * self.outs[child.id][n] / 100 for child, w, s in known)
            held = min(points, *(m for m in (node.cap, node.out_of) if m is not None), math.inf)
            return (100 * held / outs[n] if known and outs[n] > 0 else None), ""
        return value_by(node, [(w, s) for _, w, s in known])

    def _limit(
        self,
        node: IndexNode,
        n: int,
        known: Sequence[tuple[Any, float, float]],
        outcome: tuple[float | None, str],
    ) -> tuple[float | None, str]:
        """Let a mean that has no place for 0 tend to 0 where the 0 is only imagined."""
        if outcome[1] != "non-positive" or self.main.status[node.id][n] == "non-positive":
            return outcome
        return (0.0, "") if min(s for _, _, s in known) == 0 else outcome

    def _has_gap(self, node: IndexNode, run: Run, n: int) -> bool:
        return any(
            child.weight > 0 and run.applies[child.id][n] and run.shown[child.id][n] is None
            for child in node.of
        )

    def _conditions(self, node: IndexNode, run: Run, n: int, value: float | None) -> float | None:
        if value is None:
            return None
        facts: Any = Facts(self, run, n)
        if node.method == "stage":
            ladder = sorted(node.stages, key=lambda each: each.stage)
            held = 0
            for stage in ladder:
                if evaluate(parse_expression(stage.needs), facts) is not True:
                    break
                held += 1
            value = 100 * held / len(ladder)
        if node.deduct is not None and evaluate(parse_expression(node.deduct.if_), facts) is True:
            value *= 1 - node.deduct.share
        return value

    def _after(
        self, node: IndexNode, values: list[float | None], covered: list[bool], mode: str
    ) -> list[float | None]:
        if node.after is None:
            return values
        if mode == "value":
            pool = [value if fits else None for value, fits in zip(values, covered, strict=True)]
            self.afters[node.id] = pool
        found = scale_values(node.after, self.units, self.afters[node.id], values)
        if mode == "value" or node.after.method in FREE or not node.after.clamp:
            return found
        low, high = min(node.after.to), max(node.after.to)
        return [None if value is None else min(max(value, low), high) for value in found]

    def _status(
        self, node: IndexNode, run: Run, n: int, found: tuple[tuple[float | None, str], bool, Any]
    ) -> str:
        (outcome, why), covered, value = found
        if not run.applies[node.id][n]:
            return "not-applicable"
        if why and value is None:
            return why
        if sum(child.weight for child in node.of if run.applies[child.id][n]) <= 0:
            return "zero-weights"
        if not covered:
            return "below-coverage"
        if outcome is None:
            return "empty"
        return "published" if value is not None else "no-scale" if node.after else "incomplete"


def _leaves(node: IndexNode) -> list[IndexLeaf]:
    found: list[IndexLeaf] = []
    for child in node.of:
        found += _leaves(child) if isinstance(child, IndexNode) else [child]
    return found


def _rounded(number: float, decimals: int | None) -> float:
    exact = Decimal(repr(number))
    if decimals is not None:
        return float(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))
    return float(Context(prec=10, rounding=ROUND_HALF_UP).create_decimal(exact))
