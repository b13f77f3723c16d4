"""Why a number of an index is what it is, down to the raw figures."""

import math
from collections.abc import Sequence

from app.definition.index import IndexLeaf, IndexNode
from app.scoring.explanation import ADDING, Explanation, LeftOut
from app.scoring.formula import method_formula
from app.scoring.index.formula import leaf_formula, leaf_method
from app.scoring.index.normalising import ends_of
from app.scoring.index.plan import rule_of
from app.scoring.index.result import IndexScores


def explain_index(scores: IndexScores, unit: str, node_id: str | None = None) -> Explanation:
    """Explain one number of one unit; without `node_id` the root.

    KeyError for an unknown unit or node. `points` of a leaf is its normalised figure; the raw one
    stands in its formula.
    """
    row = 0 if node_id is None else scores.plan.row_of[node_id]
    return _Explainer(scores, unit).explain(row, contribution=None)


class _Explainer:
    def __init__(self, scores: IndexScores, unit: str) -> None:
        self.scores = scores
        self.plan = scores.plan
        self.nodes = scores.of(unit)
        self.column = scores.units.index(unit)

    def explain(self, row: int, contribution: float | None) -> Explanation:
        part = self.plan.parts[row]
        found = self.nodes[part.id]
        children = [child for child, above in enumerate(self.plan.parents) if above == row]
        shares = self._contributions(part, children)
        out = [child for child in children if not self._counts(child)]
        is_node = isinstance(part, IndexNode)
        return Explanation(
            id=part.id,
            kind=found.kind,
            title=part.title,
            status=found.status,
            method=part.method if isinstance(part, IndexNode) else leaf_method(part),
            formula=method_formula(rule_of(part))
            if isinstance(part, IndexNode)
            else leaf_formula(part, found, self.scores.scales.get(part.id)),
            value=found.value,
            score=found.score,
            low=found.low,
            high=found.high,
            coverage=found.coverage,
            weight=part.weight,
            effective_weight=found.effective_weight,
            contribution=contribution,
            counted=found.counted,
            applicable=found.applicable,
            counted_children=tuple(
                self.plan.parts[child].id for child in children if child not in out
            ),
            left_out=tuple(self._left_out(child) for child in out),
            rounding=part.round,
            points=None if is_node else found.value,
            children=tuple(
                self.explain(child, share) for child, share in zip(children, shares, strict=True)
            ),
            toolkit=self.plan.index.id,
        )

    def _counts(self, row: int) -> bool:
        used = bool(self.scores.used[row, self.column] > 0.0)
        return used and self.plan.parts[row].weight > 0.0

    def _left_out(self, row: int) -> LeftOut:
        part = self.plan.parts[row]
        status = self.nodes[part.id].status
        return LeftOut(part.id, "no-weight" if status == "published" else status)

    def _contributions(
        self, part: IndexNode | IndexLeaf, children: Sequence[int]
    ) -> list[float | None]:
        if not isinstance(part, IndexNode) or part.method not in ADDING:
            return [None] * len(children)
        weights = [self.plan.parts[row].weight if self._counts(row) else 0.0 for row in children]
        is_sum = part.method == "sum"
        below = self._out_of(self.plan.row_of[part.id]) if is_sum else math.fsum(weights)
        values = [self._worth(row, part) for row in children]
        return [
            weight * value / below if below > 0.0 else None
            for weight, value in zip(weights, values, strict=True)
        ]

    def _worth(self, row: int, parent: IndexNode) -> float:
        """Give what a parent reads of a child: its score, or what stands in for a missing one."""
        part = self.plan.parts[row]
        value = self.nodes[part.id].score
        if value is None:
            rule = part.after if isinstance(part, IndexNode) else part.normalise
            ends = None if rule is None else ends_of(rule)
            value = 0.0 if ends is None else ends[0]
        if parent.method == "sum":
            return value * self._out_of(row)
        return value if parent.floor is None else max(value, parent.floor)

    def _out_of(self, row: int) -> float:
        """Give what 100 stands for in a sum."""
        part = self.plan.parts[row]
        if isinstance(part, IndexLeaf):
            return 100.0
        if part.out_of is not None or part.method != "sum":
            return 100.0 if part.out_of is None else part.out_of
        if part.cap is not None:
            return part.cap
        return math.fsum(
            self.plan.parts[child].weight * self._out_of(child)
            for child, above in enumerate(self.plan.parents)
            if above == row and self.scores.applies[child, self.column] > 0.0
        )
