"""Why a number is what it is: the whole tree under it, so that it can be added up by hand."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from app.definition.node import Rounding
from app.response.message import Message
from app.scoring.effect import (
    DeductionEffect,
    GateEffect,
    StageEffect,
    deduction_of,
    gate_effects,
    stage_effects,
)
from app.scoring.formula import method_formula, points_formula, rule_notes, view_formula
from app.scoring.kernel import effective_weights
from app.scoring.plan import ENGINE, PlanNode
from app.scoring.result import NodeScore, Scores
from app.scoring.scale import highest_below

ADDING: Final = frozenset({"mean", "sum", "floor-mean"})
"""Methods whose children's contributions add up."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A child that does not count, and why.

    `reason` is parked, out-of-scope, not-applicable, in-index, unknown, blank, no-points,
    no-weight, no-answers, excluded or missing.
    """

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number and everything below it.

    Attributes:
        id, kind, title, status: Of the node.
        method: Name of its method; points for a question or leaf.
        formula: The method in words; `notes` say what else acts on the value, before gates.
        value: What the parent reads, after gates and rounding; None without one.
        score, low, high, coverage: As in NodeScore.
        weight: As written; None for the node asked about if it has none.
        effective_weight: Share of the total, over the children that apply.
        contribution: What it adds to its parent's value before gates and rounding; the
            contributions of all children add up to that value before it is rounded down to a
            level, held to a cap, deducted from, rounded and gated. None where the parent's
            method does not add.
        counted, applicable: Questions below that have points, and that apply.
        counted_children: Ids of the children that count.
        left_out: The other children, each with its reason.
        stages: Of a node with the method stage, from the first upwards.
        deduction: What was deducted, where the node has such a rule.
        gates: What gates did.
        rounding: How the node rounds, if it does, and `rounded_out_of` on which scale: 0 to that.
        level, state, points: Of a question.
        children: The same for every child.
        toolkit: Id and version of the definition; engine: version of the engine.
    """

    id: str
    kind: str
    title: str
    status: str
    method: str
    formula: Message
    value: float | None
    score: float | None
    low: float | None
    high: float | None
    coverage: float
    weight: float
    effective_weight: float
    contribution: float | None
    counted: int
    applicable: int
    counted_children: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    stages: tuple[StageEffect, ...] = ()
    deduction: DeductionEffect | None = None
    notes: tuple[Message, ...] = ()
    gates: tuple[GateEffect, ...] = ()
    rounding: Rounding | None = None
    rounded_out_of: float = 100.0
    level: int | None = None
    state: str = ""
    points: float | None = None
    children: tuple["Explanation", ...] = ()
    toolkit: str = ""
    engine: str = ENGINE

    def walk(self) -> Iterator["Explanation"]:
        """Give this and everything below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


def explain(scores: Scores, node_id: str = "total") -> Explanation:
    """Explain one number of one unit; KeyError for a node that is not scored."""
    row = scores.plan.row_of[node_id]
    return _Explainer(scores).explain(row, contribution=None)


class _Explainer:
    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.plan = scores.plan
        self.run = scores.run
        self.effective = effective_weights(self.plan, self.run.frame.applies)[:, 0]
        self.views = dict(self.plan.views)
        self.toolkit = f"{scores.toolkit_id} {scores.toolkit_version}"

    def explain(self, row: int, contribution: float | None) -> Explanation:
        node = self.plan.nodes[row]
        found = self.scores.nodes[node.id]
        children, weights = self._children(node)
        shares = self._contributions(node, children, weights)
        left_out = tuple(
            LeftOut(self.plan.nodes[child].id, self._reason(child, weight))
            for child, weight in zip(children, weights, strict=True)
            if not self._counts(child, weight)
        )
        missing = {item.id for item in left_out}
        deduction = deduction_of(self.plan, self.run, row)
        ids = [self.plan.nodes[child].id for child in children]
        return Explanation(
            id=node.id,
            kind=node.kind,
            title=node.title,
            status=found.status,
            method="points" if node.kind == "question" else self._method(node),
            formula=self._formula(node, found),
            value=found.value,
            score=found.score,
            low=found.low,
            high=found.high,
            coverage=found.coverage,
            weight=node.weight,
            effective_weight=float(self.effective[row]),
            contribution=contribution,
            counted=found.counted,
            applicable=found.applicable,
            counted_children=tuple(child for child in ids if child not in missing),
            left_out=left_out,
            stages=tuple(stage_effects(self.plan, self.run, row)),
            deduction=deduction,
            notes=tuple(rule_notes(node.rule, deduction)),
            gates=tuple(gate_effects(self.plan, self.run, row)),
            rounding=node.rule.round,
            rounded_out_of=node.rule.out_of or 100.0,
            level=found.level,
            state=found.state,
            points=found.points,
            children=tuple(
                self.explain(child, share) for child, share in zip(children, shares, strict=True)
            ),
            toolkit=self.toolkit,
        )

    def _children(self, node: PlanNode) -> tuple[list[int], list[float]]:
        if node.kind == "view":
            rows = [int(row) for row in self.views[node.row]]
            return rows, [float(self.effective[row]) for row in rows]
        rows = list(node.children)
        return rows, [self.plan.nodes[row].weight for row in rows]

    def _counts(self, row: int, weight: float) -> bool:
        return bool(self.run.frame.has[row, 0] > 0.0) and weight > 0.0

    def _contributions(
        self, node: PlanNode, children: Sequence[int], weights: Sequence[float]
    ) -> list[float | None]:
        method = self._method(node)
        if method not in ADDING:
            return [None] * len(children)
        parts = [
            weight * self._worth(child, node) if self._counts(child, weight) else 0.0
            for child, weight in zip(children, weights, strict=True)
        ]
        below = self._below(node, children, weights)
        return [part / below if below > 0.0 else None for part in parts]

    def _worth(self, row: int, parent: PlanNode) -> float:
        value = float(self.run.frame.value[row, 0])
        if self._method(parent) == "sum":
            return value * self._out_of(row)
        return value if parent.rule.floor is None else max(value, parent.rule.floor)

    def _out_of(self, row: int) -> float:
        table = self.run.frame.out_of
        return 100.0 if table is None else float(table[row, 0])

    def _below(self, node: PlanNode, children: Sequence[int], weights: Sequence[float]) -> float:
        if self._method(node) == "sum":
            return self._out_of(node.row)
        return math.fsum(
            weight
            for child, weight in zip(children, weights, strict=True)
            if self._counts(child, weight)
        )

    @staticmethod
    def _method(node: PlanNode) -> str:
        return "mean" if node.kind == "view" else node.rule.method

    def _formula(self, node: PlanNode, found: NodeScore) -> Message:
        if node.kind == "view":
            return view_formula()
        if node.kind != "question":
            reached = sum(stage.reached for stage in stage_effects(self.plan, self.run, node.row))
            is_level = node.rule.method == "floor-mean"
            highest = float(highest_below(self.plan.toolkit, node.id)) if is_level else None
            return method_formula(node.rule, highest=highest, reached=reached)
        code = float(self.run.given.code[node.row, 0])
        question = self.plan.questions[node.row]
        return points_formula(question, self.plan.measures[node.row], code, found.level)

    def _reason(self, row: int, weight: float) -> str:
        node = self.scores.nodes[self.plan.nodes[row].id]
        if node.kind != "question":
            if node.status == "not-applicable":
                return "not-applicable"
            return "no-weight" if weight <= 0.0 else "no-answers"
        if node.place != "asked":
            return node.place or "parked"
        if self.plan.measures[row] is None:
            return "no-points"
        return "no-weight" if node.answer_state == "answered" else node.answer_state or "blank"


def explanation_tree(explanation: Explanation) -> Mapping[str, object]:
    """Give an explanation as plain mappings and lists, ready for JSON; empty parts left out."""
    tree: dict[str, object] = {
        "id": explanation.id,
        "kind": explanation.kind,
        "title": explanation.title,
        "status": explanation.status,
        "method": explanation.method,
        "formula": str(explanation.formula),
    }
    for name in ("value", "score", "low", "high", "coverage", "weight", "effective_weight",
                 "contribution", "counted", "applicable", "level", "state", "points"):  # fmt: skip
        tree[name] = getattr(explanation, name)
    tree["counted_children"] = list(explanation.counted_children)
    tree["left_out"] = [{"id": item.id, "reason": item.reason} for item in explanation.left_out]
    if explanation.notes:
        tree["notes"] = [str(note) for note in explanation.notes]
    if explanation.stages:
        tree["stages"] = [asdict(stage) for stage in explanation.stages]
    if explanation.deduction is not None:
        tree["deduction"] = asdict(explanation.deduction)
    tree["gates"] = [asdict(gate) for gate in explanation.gates]
    if explanation.rounding is not None:
        tree["rounding"] = {
            "decimals": explanation.rounding.decimals,
            "mode": explanation.rounding.mode,
            "out_of": explanation.rounded_out_of,
        }
    tree["toolkit"] = explanation.toolkit
    tree["engine"] = explanation.engine
    tree["children"] = [explanation_tree(child) for child in explanation.children]
    return tree


def contributions_sum(explanation: Explanation) -> float:
    """Add up what the children contribute; see `Explanation.contribution`."""
    parts = [child.contribution for child in explanation.children]
    return float(np.sum([part for part in parts if part is not None]))
