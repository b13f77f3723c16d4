"""From a toolkit and a setting to a plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from app.definition.node import NodeRule
from app.definition.question import Question
from app.definition.toolkit import TOTAL, Pillar, Toolkit, Topic, View
from app.response.kind import measure_of
from app.response.kind.choice import out_of
from app.response.routing import is_in_scope, is_listed
from app.response.setting import Setting, check_setting
from app.scoring.array import Floats, Places, Truths
from app.scoring.error import ScoringError
from app.scoring.plan import (
    Condition,
    Deduction,
    Ladder,
    Plan,
    PlanGate,
    PlanNode,
    Storey,
    read_condition,
)
from app.scoring.points import compile_points
from app.scoring.scale import highest_below
from app.scoring.tree import Branch, make_branch


@dataclass(frozen=True, eq=False, slots=True)
class _Same:
    """A toolkit as a key of the cache: the same object, not one that merely looks like it."""

    toolkit: Toolkit

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.toolkit is self.toolkit

    def __hash__(self) -> int:
        return id(self.toolkit)


def compile_toolkit(
    toolkit: Toolkit, setting: Setting, without: frozenset[str] = frozenset()
) -> Plan:
    """Compile a toolkit for a setting; kept for the next call with the same toolkit object.

    `without` names questions that leave the score because an index counts the same fact. Raises
    SettingError for a setting that is not the toolkit's, ScoringError for what cannot be computed.
    """
    return _compile(_Same(toolkit), setting, without)


@lru_cache(maxsize=64)
def _compile(same: _Same, setting: Setting, without: frozenset[str]) -> Plan:
    check_setting(same.toolkit, setting)
    return _Compiler(same.toolkit, setting, without).compile()


class _Compiler:
    def __init__(self, toolkit: Toolkit, setting: Setting, without: frozenset[str]) -> None:
        self.toolkit = toolkit
        self.setting = setting
        self.without = without
        self.questions = tuple(q for q in toolkit.questions if is_listed(q, setting))
        self.measures = tuple(measure_of(question, toolkit) for question in self.questions)
        self.row_of = {question.id: row for row, question in enumerate(self.questions)}
        self.nodes: dict[int, PlanNode] = {}
        self.order: list[int] = []

    def compile(self) -> Plan:
        self._add_total()
        self._add_views()
        nodes = tuple(self.nodes[row] for row in range(len(self.nodes)))
        storeys = tuple(self._storeys(nodes))
        summed = any(branch.method == "sum" for storey in storeys for branch in storey.branches)
        return Plan(
            toolkit=self.toolkit,
            setting=self.setting,
            without=self.without,
            nodes=nodes,
            order=tuple(self.order),
            row_of=self.row_of,
            questions=self.questions,
            measures=self.measures,
            points=compile_points(self.measures),
            in_scope=_flags([is_in_scope(q, self.setting) for q in self.questions]),
            scored=_flags([self._is_scored(row) for row in range(len(self.questions))]),
            routes=tuple(
                (row, read_condition(question.when))
                for row, question in enumerate(self.questions)
                if question.when is not None
            ),
            storeys=storeys,
            views=tuple(self._views()),
            out_of=self._out_of(nodes) if summed else None,
            below=self._below(nodes),
        )

    def _is_scored(self, row: int) -> bool:
        return self.measures[row] is not None and self.questions[row].id not in self.without

    # --- Rows ---------------------------------------------------------------------------------

    def _new_row(self, node_id: str) -> int:
        row = len(self.row_of)
        self.row_of[node_id] = row
        self.order.append(row)
        return row

    def _add_total(self) -> None:
        row = self._new_row(TOTAL)
        scoring = self.toolkit.scoring
        least = scoring.coverage.quick if self.setting.quick else scoring.coverage.total
        children = tuple(self._add_pillar(pillar, row) for pillar in self.toolkit.pillars)
        rule = scoring.aggregate.total
        self.nodes[row] = PlanNode(
            TOTAL, "total", self.toolkit.title, row, 1.0, None, children, rule, least,
            bands=scoring.bands,
        )  # fmt: skip

    def _add_pillar(self, pillar: Pillar, parent: int) -> int:
        row = self._new_row(pillar.id)
        scoring = self.toolkit.scoring
        if self.setting.quick:
            mine = [q for q in self.questions if self.toolkit.pillar_of(q.id) is pillar]
            children = tuple(self._add_question(question, row) for question in mine)
            # What a pillar is out of, for a total that adds up, is the same in both modes.
            rule = NodeRule(out_of=self.toolkit.rule_of(pillar).out_of)
            least = scoring.coverage.quick
        else:
            children = self._add_children(pillar, row)
            rule, least = self.toolkit.rule_of(pillar), scoring.coverage.pillar
        self.nodes[row] = PlanNode(
            pillar.id, "pillar", pillar.title, row, pillar.weight, parent, children, rule, least,
            pillar.family, scoring.bands,
        )  # fmt: skip
        return row

    def _add_children(self, node: Pillar | Topic, row: int) -> tuple[int, ...]:
        return tuple(
            self._add_topic(child, row)
            if isinstance(child, Topic)
            else self._add_question(child, row)
            for child in node.children
        )

    def _add_topic(self, topic: Topic, parent: int) -> int:
        row = self._new_row(topic.id)
        children = self._add_children(topic, row)
        scoring = self.toolkit.scoring
        self.nodes[row] = PlanNode(
            topic.id, "topic", topic.title, row, topic.weight, parent, children,
            self.toolkit.rule_of(topic), scoring.coverage.topic, bands=scoring.bands,
        )  # fmt: skip
        return row

    def _add_question(self, question: Question, parent: int) -> int:
        row = self.row_of[question.id]
        self.order.append(row)
        self.nodes[row] = PlanNode(
            question.id, "question", question.text, row, question.weight, parent, (), NodeRule(),
            0.0, self.toolkit.pillar_of(question.id).family, self.toolkit.scoring.bands,
        )  # fmt: skip
        return row

    def _add_views(self) -> None:
        least = self.nodes[self.row_of[TOTAL]].least
        for view in self.toolkit.scoring.views:
            row = self._new_row(view.id)
            self.nodes[row] = PlanNode(
                view.id, "view", view.title, row, 1.0, None, (), NodeRule(), least,
                bands=view.bands,
            )  # fmt: skip

    def _views(self) -> Iterator[tuple[int, Places]]:
        for view in self.toolkit.scoring.views:
            rows = [
                row
                for row, question in enumerate(self.questions)
                if self._is_scored(row) and _carries(question, view)
            ]
            yield self.row_of[view.id], np.array(rows, dtype=np.intp)

    # --- Storeys ------------------------------------------------------------------------------

    def _storeys(self, nodes: tuple[PlanNode, ...]) -> Iterator[Storey]:
        ladders = {node.row: _ladder(node) for node in nodes if node.rule.method == "stage"}
        deductions = {node.row: self._deduction(node) for node in nodes if node.rule.deduct}
        gates = list(self._gates())
        needs: dict[int, set[int]] = {
            node.row: set(node.children) for node in nodes if node.kind in _INNER
        }
        needs |= {gate.row: set() for gate in gates if nodes[gate.row].kind == "view"}
        every: list[PlanGate | Deduction] = [*deductions.values(), *gates]
        for acting in every:
            needs[acting.row] |= self._rests_on(acting.row, acting.condition)
        for ladder in ladders.values():
            for condition in ladder.needs:
                needs[ladder.row] |= self._rests_on(ladder.row, condition)
        for rows in _storeys(needs):
            yield Storey(
                branches=tuple(
                    self._branches([nodes[row] for row in rows if nodes[row].kind in _INNER])
                ),
                ladders=tuple(ladders[row] for row in rows if row in ladders),
                deductions=tuple(deductions[row] for row in rows if row in deductions),
                roundings=tuple(
                    (row, rounding, nodes[row].rule.out_of or 100.0)
                    for row in rows
                    if (rounding := nodes[row].rule.round)
                ),
                gates=tuple(gate for gate in gates if gate.row in rows),
            )

    def _rests_on(self, row: int, condition: Condition) -> set[int]:
        named = {self.row_of[name] for name in condition.scores if name in self.row_of}
        return named - {row}

    def _branches(self, nodes: list[PlanNode]) -> Iterator[Branch]:
        empty = len(self.row_of)
        for method in dict.fromkeys(node.rule.method for node in nodes):
            same = [
                (node.row, [(row, self.nodes[row].weight) for row in node.children], node.rule)
                for node in nodes
                if node.rule.method == method
            ]
            counted = [node.id for node in nodes if node.rule.method == method == "floor-mean"]
            highest = [float(highest_below(self.toolkit, name)) for name in counted]
            yield make_branch(method, same, empty_row=empty, highest=highest)

    def _deduction(self, node: PlanNode) -> Deduction:
        rule = node.rule.deduct
        if rule is None:
            raise ScoringError(f"{node.id} has nothing to deduct.")
        return Deduction(node.row, read_condition(rule.if_), rule.share)

    def _gates(self) -> Iterator[PlanGate]:
        for place, gate in enumerate(self.toolkit.scoring.gates):
            row = self.row_of.get(gate.node)
            if not gate.enabled or row is None or self.nodes[row].kind == "question":
                continue
            condition = read_condition(gate.if_)
            if self.setting.quick and not condition.questions <= self.row_of.keys():
                continue
            yield PlanGate(place, row, condition, gate)

    # --- Sums ---------------------------------------------------------------------------------

    def _out_of(self, nodes: tuple[PlanNode, ...]) -> Floats:
        column = np.full((len(nodes) + 1, 1), 100.0)
        for node in nodes:
            if node.kind == "question":
                question = self.questions[node.row]
                own = out_of(question) if question.options else question.out_of
            else:
                own = node.rule.out_of
            column[node.row] = 100.0 if own is None else own
        return column

    def _below(self, nodes: tuple[PlanNode, ...]) -> Floats:
        """Say which questions with points lie below each row: 1 or 0, shape (R - 1, Q)."""
        below = np.zeros((len(nodes), len(self.questions)))
        for row in range(len(self.questions)):
            if self._is_scored(row):
                above: int | None = row
                while above is not None:
                    below[above, row] = 1.0
                    above = nodes[above].parent
        for view_row, rows in self._views():
            below[view_row, rows] = 1.0
        return below


_INNER: Final = frozenset({"total", "pillar", "topic"})


def _ladder(node: PlanNode) -> Ladder:
    stages = sorted(node.rule.stages, key=lambda each: each.stage)
    if not stages:
        raise ScoringError(f"{node.id}: the method stage has no stages.")
    cap, out_of = node.rule.cap, node.rule.out_of or 100.0
    most = 100.0 if cap is None else 100.0 * cap / out_of
    return Ladder(node.row, tuple(read_condition(each.needs) for each in stages), most)


def _flags(truths: list[bool]) -> Truths:
    return np.array(truths, dtype=np.bool_).reshape(-1, 1)


def _carries(question: Question, view: View) -> bool:
    """Whether a question carries one of the listed values for every listed tag."""
    return all(set(values) & set(question.tags.get(tag, ())) for tag, values in view.tag.items())


def _storeys(needs: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """Put rows in storeys so that each rests on lower ones only."""
    left = dict(needs)
    while left:
        ready = [row for row, below in left.items() if not below & left.keys()]
        if not ready:
            raise ScoringError("Gates and nodes rest on each other in a circle.")
        yield ready
        for row in ready:
            del left[row]
