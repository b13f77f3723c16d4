"""A toolkit as it is used, compiled once: rows, storeys, conditions, gates and views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from app.definition.grammar import Expression, names_in, parse_expression
from app.definition.node import NodeRule, Rounding
from app.definition.question import Question
from app.definition.toolkit import TOTAL, Band, Gate, Toolkit
from app.response.measure import Measure
from app.response.setting import Setting
from app.scoring.array import Floats, Places, Truths
from app.scoring.points import Points
from app.scoring.tree import Branch

ENGINE: Final = "2"
"""The version of the engine: it changes when a number could change."""

NodeKind = Literal["total", "pillar", "topic", "question", "view"]
ASKS_QUESTION: Final = frozenset({"level", "value", "answered"})


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression and the names it asks about."""

    expression: Expression
    names: tuple[tuple[str, str], ...]

    @property
    def questions(self) -> frozenset[str]:
        """The questions it names."""
        return frozenset(name for function, name in self.names if function in ASKS_QUESTION)

    @property
    def scores(self) -> frozenset[str]:
        """The nodes whose score it asks for."""
        return frozenset(name for function, name in self.names if function == "score")


def read_condition(text: str) -> Condition:
    """Parse an expression."""
    expression = parse_expression(text)
    return Condition(expression, tuple(sorted(names_in(expression))))


@dataclass(frozen=True, slots=True)
class PlanNode:
    """One row of the tree.

    `least` is the least coverage for its value to be shown; `rule` how it is computed (mean for
    questions and views, where it is not used).
    """

    id: str
    kind: NodeKind
    title: str
    row: int
    weight: float
    parent: int | None
    children: tuple[int, ...]
    rule: NodeRule
    least: float
    family: str | None = None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanGate:
    """A gate on a row; `place` is its place among the toolkit's gates."""

    place: int
    row: int
    condition: Condition
    gate: Gate


@dataclass(frozen=True, slots=True)
class Deduction:
    """A share taken off the value of a row while a condition is true."""

    row: int
    condition: Condition
    share: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages of a row with the method stage: what each needs, from the first upwards.

    `most` is the greatest value that the cap of the row leaves, on 0..100.
    """

    row: int
    needs: tuple[Condition, ...]
    most: float


@dataclass(frozen=True, slots=True)
class Storey:
    """Nodes whose children and conditions rest on earlier storeys only.

    `roundings` has row, rule and what the node is out of.
    """

    branches: tuple[Branch, ...]
    ladders: tuple[Ladder, ...]
    deductions: tuple[Deduction, ...]
    roundings: tuple[tuple[int, Rounding, float], ...]
    gates: tuple[PlanGate, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled toolkit. Rows: questions, then nodes parents first, then views, then one empty.

    Attributes:
        toolkit: The definition.
        setting: What is asked.
        without: Questions that are asked but leave the score.
        nodes: One for each row but the last.
        order: Rows as they are printed: total, pillar, topic, question; views last.
        row_of: Row of each id.
        questions: The questions of rows 0..Q-1, and `measures` what they are worth.
        points: All measures, compiled.
        in_scope: Whether a question is for this kind of unit; shape (Q, 1).
        scored: Whether it has points that count; shape (Q, 1).
        routes: Questions with a condition, in the order in which they are asked.
        storeys: From the bottom to the top.
        views: Rows of the questions of each view.
        out_of: What 100 stands for, by row, where anything is summed; shape (R, 1).
    """

    toolkit: Toolkit
    setting: Setting
    without: frozenset[str]
    nodes: tuple[PlanNode, ...]
    order: tuple[int, ...]
    row_of: Mapping[str, int]
    questions: tuple[Question, ...]
    measures: tuple[Measure | None, ...]
    points: Points
    in_scope: Truths
    scored: Truths
    routes: tuple[tuple[int, Condition], ...]
    storeys: tuple[Storey, ...]
    views: tuple[tuple[int, Places], ...]
    out_of: Floats | None
    below: Floats = field(repr=False)

    @property
    def root(self) -> int:
        """The row of the total."""
        return self.row_of[TOTAL]

    @property
    def upwards(self) -> tuple[Branch, ...]:
        """All branches, children before parents."""
        return tuple(branch for storey in self.storeys for branch in storey.branches)

    @property
    def size(self) -> int:
        """How many rows there are, the empty one included."""
        return len(self.nodes) + 1
