"""An index compiled once: rows in file order, parents first, and branches from the bottom up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from app.definition.index import Index, IndexLeaf, IndexNode
from app.definition.node import NodeRule
from app.scoring.array import Floats, Places
from app.scoring.error import ScoringError
from app.scoring.plan import Condition, read_condition
from app.scoring.tree import Branch, make_branch


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """A compiled index.

    Attributes:
        index: The definition.
        parts: The node or leaf of each row, in file order; one empty row follows.
        row_of: Row of each id.
        parents: Row of each part's parent; None for the root.
        branches: Nodes that can be computed together, from the bottom up.
        out_of: What 100 stands for in a sum, by row; None where nothing is summed; shape (R, 1).
        leaves_below: Which leaves lie below each row, 1 or 0; shape (R - 1, R - 1).
        ladders: What the stages of a row need, from the first upwards.
        deductions: The condition of a row's deduction.
        leaves: Row and definition of every leaf.
        node_rows, leaf_rows: The rows of the nodes, and of the leaves.
        finished_rows: Nodes whose value is not that of their method: by a stage, a deduction, a
            second normalisation or rounding.
        has_stand_ins: Whether a missing child of a node counts as the lower end of its scale.
    """

    index: Index
    parts: tuple[IndexNode | IndexLeaf, ...]
    row_of: Mapping[str, int]
    parents: tuple[int | None, ...]
    branches: tuple[Branch, ...]
    out_of: Floats | None
    leaves_below: Floats
    ladders: Mapping[int, tuple[Condition, ...]]
    deductions: Mapping[int, Condition]
    leaves: tuple[tuple[int, IndexLeaf], ...] = field(init=False, repr=False, compare=False)
    node_rows: Places = field(init=False, repr=False, compare=False)
    leaf_rows: Places = field(init=False, repr=False, compare=False)
    finished_rows: frozenset[int] = field(init=False, repr=False, compare=False)
    has_stand_ins: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up once what every slice of units asks for."""
        parts = list(enumerate(self.parts))
        leaves = tuple((row, part) for row, part in parts if isinstance(part, IndexLeaf))
        nodes = [(row, part) for row, part in parts if isinstance(part, IndexNode)]
        object.__setattr__(self, "leaves", leaves)
        object.__setattr__(self, "leaf_rows", np.array([row for row, _ in leaves], dtype=np.intp))
        object.__setattr__(self, "node_rows", np.array([row for row, _ in nodes], dtype=np.intp))
        finished = {row for row, node in nodes if node.after is not None or node.round is not None}
        finished |= {*self.ladders, *self.deductions}
        object.__setattr__(self, "finished_rows", frozenset(finished))
        has_stand_ins = any(node.missing == "zero" for _, node in nodes)
        object.__setattr__(self, "has_stand_ins", has_stand_ins)

    @property
    def has_conditions(self) -> bool:
        """Whether a stage or a deduction looks at scores and figures."""
        return bool(self.ladders or self.deductions)

    @property
    def needs_all_units(self) -> bool:
        """Whether a node looks at other units: by its method, or by what it is normalised to."""
        return self.compares_units or any(node.after is not None for node in self.index.nodes)

    @property
    def compares_units(self) -> bool:
        """Whether a node looks at other units than its own in every run."""
        return any(branch.method == "copeland" for branch in self.branches)


@dataclass(frozen=True, eq=False, slots=True)
class _Same:
    index: Index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.index is self.index

    def __hash__(self) -> int:
        return id(self.index)


def compile_index(index: Index) -> IndexPlan:
    """Compile an index; kept for the next call with the same object."""
    return _compile(_Same(index))


@lru_cache(maxsize=64)
def _compile(same: _Same) -> IndexPlan:
    parts: list[IndexNode | IndexLeaf] = []
    parents: list[int | None] = []
    _lay(same.index.tree, None, parts, parents)
    row_of = {part.id: row for row, part in enumerate(parts)}
    if len(row_of) < len(parts):
        raise ScoringError(f"{same.index.id}: an id stands in the tree twice.")
    branches = _branches(parts, parents)
    out_of = None
    if any(branch.method == "sum" for branch in branches):
        written = [100.0 if isinstance(part, IndexLeaf) else part.out_of for part in parts]
        column = [100.0 if number is None else number for number in written]
        out_of = np.array([*column, 100.0])[:, None]
    below = _leaves_below(parts, parents)
    return IndexPlan(
        index=same.index,
        parts=tuple(parts),
        row_of=row_of,
        parents=tuple(parents),
        branches=branches,
        out_of=out_of,
        leaves_below=below,
        ladders={row: needs for row, part in enumerate(parts) if (needs := _ladder(part))},
        deductions={
            row: read_condition(part.deduct.if_)
            for row, part in enumerate(parts)
            if isinstance(part, IndexNode) and part.deduct is not None
        },
    )


def _ladder(part: IndexNode | IndexLeaf) -> tuple[Condition, ...]:
    if isinstance(part, IndexLeaf) or part.method != "stage":
        return ()
    stages = sorted(part.stages, key=lambda each: each.stage)
    return tuple(read_condition(each.needs) for each in stages)


def _lay(
    part: IndexNode | IndexLeaf,
    parent: int | None,
    parts: list[IndexNode | IndexLeaf],
    parents: list[int | None],
) -> None:
    row = len(parts)
    parts.append(part)
    parents.append(parent)
    if isinstance(part, IndexNode):
        for child in part.of:
            _lay(child, row, parts, parents)


def _branches(parts: list[IndexNode | IndexLeaf], parents: list[int | None]) -> tuple[Branch, ...]:
    height = [0] * len(parts)
    for row in range(len(parts) - 1, 0, -1):
        above = parents[row]
        if above is not None:
            height[above] = max(height[above], height[row] + 1)
    nodes = [
        (height[row], row, part) for row, part in enumerate(parts) if isinstance(part, IndexNode)
    ]
    made: list[Branch] = []
    for key in sorted({(level, part.method) for level, _, part in nodes}):
        same = [
            (row, _children(row, parts, parents), rule_of(part))
            for level, row, part in nodes
            if (level, part.method) == key
        ]
        made.append(make_branch(key[1], same, empty_row=len(parts)))
    return tuple(made)


def _children(
    row: int, parts: list[IndexNode | IndexLeaf], parents: list[int | None]
) -> list[tuple[int, float]]:
    return [(child, parts[child].weight) for child, above in enumerate(parents) if above == row]


def rule_of(node: IndexNode) -> NodeRule:
    """Give the rule of a node in the shape that methods read."""
    return NodeRule(
        method=node.method,
        p=node.p,
        floor=node.floor,
        cap=node.cap,
        out_of=node.out_of,
        round=node.round,
        stages=node.stages,
    )


def _leaves_below(parts: list[IndexNode | IndexLeaf], parents: list[int | None]) -> Floats:
    below = np.zeros((len(parts), len(parts)))
    for row, part in enumerate(parts):
        if isinstance(part, IndexLeaf):
            above: int | None = row
            while above is not None:
                below[above, row] = 1.0
                above = parents[above]
    return below
