"""The rules of scoring once more, for one unit, in plain Python: slow, and nothing shared.

Written from docs/reference/scoring.md, without arrays and without the engine's code, so that the
two can be compared. Only the parser and evaluator of expressions are the product's own.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from app.definition.expression import evaluate
from app.definition.grammar import parse_expression
from app.definition.node import NodeRule
from app.definition.question import Question
from app.definition.toolkit import Pillar, Toolkit, Topic
from app.response import Answers, Setting


@dataclass
class Node:
    value: float | None
    low: float | None
    high: float | None
    coverage: float
    counted: int
    applicable: int
    status: str


@dataclass
class Context:
    setting: Setting
    levels: dict[str, int | None] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    known: dict[str, bool] = field(default_factory=dict)
    scores: dict[str, float | None] = field(default_factory=dict)
    coverages: dict[str, float | None] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        return self.setting.scope

    def parameter(self, name: str, /) -> str | None:
        return self.setting.parameters.get(name)

    def level(self, name: str, /) -> int | None:
        return self.levels.get(name)

    def value(self, name: str, /) -> Any:
        return self.values.get(name)

    def answered(self, name: str, /) -> bool | None:
        return self.known.get(name)

    def score(self, name: str, /) -> float | None:
        return self.scores.get(name)

    def coverage(self, name: str, /) -> float | None:
        return self.coverages.get(name)


def goalpost_points(question: Question, value: float) -> float:
    assert question.minimum is not None
    assert question.maximum is not None
    held = min(max(value, question.minimum), question.maximum)
    numbers = [held, question.minimum, question.maximum]
    if question.transform == "log10":
        numbers = [math.log10(number) for number in numbers]
    x, low, high = numbers
    share = (x - low) / (high - low)
    return 100 * (1 - share if question.direction == "lower" else share)


def level_reached(question: Question, value: float) -> int | None:
    if not question.levels:
        return None
    if question.levels[0].from_points is not None:
        points = goalpost_points(question, value)
        return max(
            level.level
            for level in question.levels
            if level.from_points is not None
            and (level.from_points <= points + 1e-9 or level.level == question.levels[0].level)
        )
    by_from = sorted(question.levels, key=lambda level: level.from_ or 0)
    below = [level for level in by_from if (level.from_ or 0) <= value]
    return (below or by_from)[-1 if below else 0].level


def points_and_level(toolkit: Toolkit, question: Question, value: Any) -> tuple[float, int | None]:
    highest = max(level.level for level in toolkit.levels_of(question).levels)
    if question.kind == "level":
        return 100 * value / highest, value
    if question.kind == "number":
        reached = level_reached(question, value)
        if question.score_by == "level":
            assert reached is not None
            return 100 * reached / highest, reached
        return goalpost_points(question, value), reached
    if question.kind == "yesno":
        return {"yes": 100.0, "partly": 50.0, "planned": 25.0, "no": 0.0, **question.points}[
            value
        ], None
    out_of = question.out_of or question.cap or 100
    chosen = value if isinstance(value, tuple) else (value,)
    total = sum(question.option(option).points for option in chosen)
    return 100 * min(max(total / out_of, 0), 1), None


def possible_values(question: Question) -> list[Any]:
    """Every value worth looking at when the least and greatest points are sought."""
    if question.kind == "level":
        return [level.level for level in question.levels]
    if question.kind == "yesno":
        return ["no", "planned", "partly", "yes"]
    if question.kind == "choice":
        return [option.id for option in question.options]
    if question.kind == "multi":
        free = [option.id for option in question.options if not option.exclusive]
        alone = [(option.id,) for option in question.options if option.exclusive]
        subsets = [
            tuple(option for place, option in enumerate(free) if bits >> place & 1)
            for bits in range(1, 2 ** len(free))
        ]
        return [*alone, *subsets]
    valid = question.valid
    start = valid.from_ if valid and valid.from_ is not None else -1000.0
    end = valid.to if valid and valid.to is not None else 1000.0
    steps = [start + (end - start) * step / 400 for step in range(401)]
    borders = [level.from_ for level in question.levels if level.from_ is not None]
    ends = [post for post in (question.minimum, question.maximum) if post is not None]
    return [value for value in [*steps, *borders, *ends] if start <= value <= end]


def extreme(toolkit: Toolkit, question: Question, choose: Any) -> tuple[float, int | None, Any]:
    worth = [(*points_and_level(toolkit, question, v), v) for v in possible_values(question)]
    return choose(worth, key=lambda item: (item[0], item[1] or 0))


def median(pairs: list[tuple[float, float]]) -> float:
    """The textbook's: order by value, walk until half of the weight is behind."""
    ordered = sorted(pairs, key=lambda pair: pair[1])
    half = math.fsum(w for w, _ in pairs) / 2
    for place, (_, value) in enumerate(ordered):
        behind = math.fsum(w for w, _ in ordered[: place + 1])
        if math.isclose(behind, half, rel_tol=1e-9):
            return (value + ordered[place + 1][1]) / 2
        if behind > half:
            return value
    raise AssertionError("half of the weight is always passed")


def rounded(value: float, rule: Any) -> float:
    """With the decimal module, to the twelfth digit first: what is beyond is noise."""
    unit = Decimal(str(rule.out_of or 100)) / 100
    modes = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN,
             "floor": ROUND_FLOOR, "ceiling": ROUND_CEILING}  # fmt: skip
    place = (Decimal(repr(value)) * unit).quantize(Decimal("1e-10"))
    step = Decimal(1).scaleb(-rule.round.decimals)
    return float(place.quantize(step, modes[rule.round.mode]) / unit)


Pairs = list[tuple[float, float]]


def mean(pairs: Pairs) -> float:
    return sum(w * s for w, s in pairs) / sum(w for w, _ in pairs)


METHODS: dict[str, Callable[[Pairs, Any, int], float]] = {
    "mean": lambda pairs, _rule, _highest: mean(pairs),
    "min": lambda pairs, _rule, _highest: min(s for _, s in pairs),
    "max": lambda pairs, _rule, _highest: max(s for _, s in pairs),
    "median": lambda pairs, _rule, _highest: median(pairs),
    "floor-mean": lambda pairs, _rule, highest: (
        100 * math.floor(mean(pairs) * highest / 100 + 1e-9) / highest
    ),
    "geometric": lambda pairs, _rule, _highest: math.exp(
        mean([(w, math.log(s)) for w, s in pairs])
    ),
    "harmonic": lambda pairs, _rule, _highest: 1 / mean([(w, 1 / s) for w, s in pairs]),
    "power": lambda pairs, rule, _highest: mean([(w, s**rule.p) for w, s in pairs]) ** (1 / rule.p),
}


def aggregate(rule: Any, children: Pairs, highest: int) -> float | None:
    """Value of (weight, score) pairs; only those that count are handed over."""
    pairs = [(w, s) for w, s in children if w > 0]
    pairs = [(w, s if rule.floor is None else max(s, rule.floor)) for w, s in pairs]
    if rule.method in {"geometric", "harmonic", "power"}:
        has_place = [s > 0 or (s == 0 and rule.method == "power" and rule.p > 0) for _, s in pairs]
        if not all(has_place):
            return None
    return METHODS[rule.method](pairs, rule, highest) if pairs else None


class Plain:
    """Scores one unit; `scored` holds every node afterwards."""

    def __init__(self, toolkit: Toolkit, answers: Answers, setting: Setting) -> None:
        self.toolkit = toolkit
        self.setting = setting
        self.answers = answers
        self.listed = [q for q in toolkit.questions if q.quick_check or not setting.quick]
        self.asked = self.route()
        self.scored: dict[str, Node] = {}
        for run in ("own", "low", "high"):
            self.compute(run)

    def state(self, question: Question) -> str:
        answer = self.answers.get(question.id)
        return answer.state if answer else "blank"

    def route(self) -> set[str]:
        asked: set[str] = set()
        context = Context(self.setting)
        for question in self.listed:
            if question.scopes and self.setting.scope not in question.scopes:
                continue
            if question.when and evaluate(parse_expression(question.when), context) is not True:
                context.known[question.id] = False
                continue
            asked.add(question.id)
            self.know(context, question)
        return asked

    def know(self, context: Context, question: Question) -> None:
        answered = self.state(question) == "answered"
        context.known[question.id] = answered
        if answered:
            value = self.answers[question.id].value
            context.values[question.id] = value
            if question.kind not in {"text", "date"}:
                context.levels[question.id] = points_and_level(self.toolkit, question, value)[1]

    def applies(self, question: Question) -> bool:
        scored = question.kind not in {"text", "date"}
        return question.id in self.asked and scored and self.state(question) != "not-applicable"

    def compute(self, run: str) -> None:
        self.run = run
        self.context = Context(self.setting)
        self.values: dict[str, float | None] = {}
        self.coverages: dict[str, float] = {}
        self.leaves: dict[str, list[Question]] = {}
        self.out_of: dict[str, float] = {}
        for question in self.listed:
            self.compute_question(question)
        pillars = []
        for pillar in self.toolkit.pillars:
            if self.setting.quick:
                mine = [q for q in self.listed if self.toolkit.pillar_of(q.id) is pillar]
                rule = self.mean(self.toolkit.rule_of(pillar).out_of)
                self.node(pillar.id, rule, mine, self.least("quick"))
            else:
                self.tree(pillar)
            pillars.append(pillar)
        rule = self.toolkit.scoring.aggregate.total
        self.node("total", rule, pillars, self.least("total"))

    def mean(self, out_of: float | None) -> Any:
        return NodeRule(out_of=out_of)

    def least(self, storey: str) -> float:
        coverage = self.toolkit.scoring.coverage
        quick = self.setting.quick and storey in {"total", "pillar"}
        return coverage.quick if quick else getattr(coverage, storey)

    def tree(self, node: Pillar | Topic) -> None:
        for child in node.children:
            if isinstance(child, Topic):
                self.tree(child)
        storey = "pillar" if isinstance(node, Pillar) else "topic"
        self.node(node.id, self.toolkit.rule_of(node), list(node.children), self.least(storey))

    def compute_question(self, question: Question) -> None:
        own = question.out_of or (question.cap if question.options else None)
        self.out_of[question.id] = own or 100
        self.leaves[question.id] = [question]
        state = self.state(question)
        self.coverages[question.id] = float(self.applies(question) and state == "answered")
        value: float | None = None
        level: int | None = None
        raw: Any = None
        if self.applies(question):
            if state == "answered":
                raw = self.answers[question.id].value
                value, level = points_and_level(self.toolkit, question, raw)
            elif self.run == "low":
                value, level, raw = extreme(self.toolkit, question, min)
            elif self.run == "high":
                value, level, raw = extreme(self.toolkit, question, max)
            elif state == "unknown" and self.toolkit.scoring.unknown == "zero":
                value = 0.0
        self.values[question.id] = value
        asked = question.id in self.asked
        filled = self.run != "own" and self.applies(question)
        self.context.known[question.id] = (asked and state == "answered") or filled
        self.context.levels[question.id] = level
        self.context.values[question.id] = raw
        self.keep(question.id, value, 0.0)

    def applying(self, node_id: str) -> bool:
        return any(self.applies(question) for question in self.leaves[node_id])

    def node(self, node_id: str, rule: Any, children: list[Any], least: float) -> None:
        self.leaves[node_id] = [q for child in children for q in self.leaves[child.id]]
        applying = [child for child in children if self.applying(child.id)]
        total = sum(child.weight for child in applying)
        shares = sum(child.weight * self.coverages[child.id] for child in applying)
        self.coverages[node_id] = shares / total if total > 0 else 0.0
        known = [
            (child.weight, value)
            for child in applying
            if (value := self.values[child.id]) is not None
        ]
        value = self.method(node_id, rule, applying, known)
        if value is not None and rule.cap is not None and rule.method != "sum":
            value = min(value, 100 * rule.cap / (rule.out_of or 100))
        value = self.finished(rule, value)
        for gate in self.toolkit.scoring.gates:
            if gate.node == node_id and gate.enabled and value is not None:
                value = self.gated(gate, value)
        self.values[node_id] = value
        shown = self.run != "own" or self.coverages[node_id] >= least - 1e-9
        self.context.scores[node_id] = value if shown else None
        if applying:
            self.context.coverages[node_id] = self.coverages[node_id] if self.run == "own" else 1.0
        self.keep(node_id, value, least)

    def is_true(self, condition: str) -> bool:
        return evaluate(parse_expression(condition), self.context) is True

    def method(self, node_id: str, rule: Any, applying: list[Any], known: Any) -> float | None:
        self.out_of[node_id] = rule.out_of or 100
        counted = any(weight > 0 for weight, _ in known)
        if rule.method == "stage":
            reached = 0
            for stage in sorted(rule.stages, key=lambda each: each.stage):
                if not self.is_true(stage.needs):
                    break
                reached += 1
            return 100 * reached / len(rule.stages) if counted else None
        if rule.method != "sum":
            return aggregate(rule, known, self.toolkit.scale.levels[-1].level)
        points = possible = 0.0
        for child in applying:
            possible += child.weight * self.out_of[child.id]
            points += child.weight * (self.values[child.id] or 0) * self.out_of[child.id] / 100
        most = rule.out_of or rule.cap or possible
        self.out_of[node_id] = most
        capped = min(points, rule.cap or points, rule.out_of or points)
        return 100 * capped / most if counted and most > 0 else None

    def finished(self, rule: Any, value: float | None) -> float | None:
        if value is not None and rule.deduct and self.is_true(rule.deduct.if_):
            value *= 1 - rule.deduct.share
        return rounded(value, rule) if value is not None and rule.round else value

    def gated(self, gate: Any, value: float) -> float:
        listed = {question.id for question in self.listed}
        named = [q.id for q in self.toolkit.questions if f"({q.id})" in gate.if_]
        if self.setting.quick and not set(named) <= listed:
            return value
        acts = evaluate(parse_expression(gate.if_), self.context) is True
        return min(value, gate.cap) if acts else value

    def keep(self, node_id: str, value: float | None, least: float) -> None:
        if self.run != "own":
            kept = self.scored[node_id]
            ends = [end for end in (value, kept.value) if end is not None]
            setattr(kept, self.run, (min if self.run == "low" else max)(ends, default=None))
            return
        leaves = [question for question in self.leaves[node_id] if self.applies(question)]
        if not leaves:
            status = "not-applicable"
        elif value is None or self.coverages[node_id] < least - 1e-9:
            status = "below-coverage"
        else:
            status = "published"
        counted = sum(self.values[question.id] is not None for question in leaves)
        self.scored[node_id] = Node(
            value, None, None, self.coverages[node_id], counted, len(leaves), status
        )
