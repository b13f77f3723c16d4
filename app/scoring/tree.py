"""A tree as arrays: which rows are whose children, and the values that travel upwards.

A tree is compiled once into storeys; all nodes of a storey that share a method form one branch and
are computed together, for all units at once. Sums run over the places of the children one after the
other, so that a unit's number does not depend, in its last digit, on how many units are computed
beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from app.definition.node import NodeRule
from app.scoring.array import Floats, Places, Truths

Selector: TypeAlias = Places | slice
"""Some rows of an array."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Nodes of one storey with one method.

    Attributes:
        method: Name of the method, a key of `METHODS`.
        rows: Row of each node, shape (n,).
        children: Rows of the children, shape (n, k), filled up with the empty last row.
        weight: Their weights, shape (n, k), 0 where filled up; or (n, k, columns) where they differ
            from column to column.
        rules: The rule of each node.
        highest: The highest level for each node, shape (n, 1); None where none is needed.
        selectors: The children place by place: a slice where their rows are evenly spaced, so that
            an array is looked at and not copied.
        is_plain: Place by place, whether all weights are 1.
    """

    method: str
    rows: Places
    children: Places
    weight: Floats
    rules: tuple[NodeRule, ...]
    highest: Floats | None = None
    selectors: tuple[Selector, ...] = field(init=False, repr=False, compare=False)
    is_plain: tuple[bool, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look once at how the children lie."""
        places = range(self.children.shape[1])
        selectors = tuple(_select(self.children[:, place]) for place in places)
        is_plain = tuple(bool((self.weight[:, place] == 1.0).all()) for place in places)
        object.__setattr__(self, "selectors", selectors)
        object.__setattr__(self, "is_plain", is_plain)

    @property
    def wide_weight(self) -> Floats:
        """The weights in three dimensions: (n, k, 1), or (n, k, columns)."""
        return self.weight if self.weight.ndim == 3 else self.weight[:, :, None]

    def rule_column(self, name: str, otherwise: float) -> Floats:
        """Give one number of each node's rule as a column, shape (n, 1)."""
        written = [getattr(rule, name) for rule in self.rules]
        numbers = [otherwise if number is None else number for number in written]
        return np.array(numbers, dtype=np.float64)[:, None]


@dataclass(slots=True)
class Frame:
    """The values of all rows while a tree is computed. R rows, U units, B runs of each unit.

    Attributes:
        value: 0..100, 0 where there is none; shape (R, B x U), run after run.
        has: 1 where there is a value, else 0; the same shape.
        applies: 1 where at least one question below applies; shape (R, U).
        coverage: Share of the effective weight that is answered; shape (R, U).
        out_of: What 100 stands for in a sum; shape (R, U), None where nothing is summed.
        non_positive: Where a value <= 0 met a method that has no place for it; shape (R, B x U).
    """

    value: Floats
    has: Floats
    applies: Floats
    coverage: Floats
    out_of: Floats | None
    non_positive: Truths

    @property
    def runs(self) -> int:
        """How many runs of each unit are computed side by side."""
        return int(self.value.shape[1] // max(self.applies.shape[1], 1))

    def spread(self, array: Floats) -> Floats:
        """Repeat an array (n, U) for each run, to (n, B x U)."""
        return array if self.runs == 1 else np.tile(array, (1, self.runs))


def make_branch(
    method: str,
    nodes: list[tuple[int, list[tuple[int, float]], NodeRule]],
    *,
    empty_row: int,
    highest: Sequence[float] = (),
) -> Branch:
    """Lay the children of several nodes side by side: (row, [(child row, weight)], rule) each.

    `highest` has the highest level for each of them, or nothing where the tree has no scale.
    """
    width = max([1, *(len(children) for _, children, _ in nodes)])
    rows = np.full((len(nodes), width), empty_row, dtype=np.intp)
    weight = np.zeros((len(nodes), width))
    for place, (_, children, _) in enumerate(nodes):
        for column, (row, factor) in enumerate(children):
            rows[place, column] = row
            weight[place, column] = factor
    return Branch(
        method,
        np.array([row for row, _, _ in nodes], dtype=np.intp),
        rows,
        weight,
        tuple(rule for _, _, rule in nodes),
        np.array(highest, dtype=np.float64)[:, None] if highest else None,
    )


def _select(rows: Places) -> Selector:
    """Give a slice for rows that rise evenly, else the rows themselves."""
    steps = np.diff(rows)
    if not steps.size or steps[0] <= 0 or (steps != steps[0]).any():
        return rows
    return slice(int(rows[0]), int(rows[-1]) + 1, int(steps[0]))


def child_columns(branch: Branch) -> Iterator[tuple[Floats, Selector]]:
    """Give, place after place, the weights (n, 1) and rows (n,) of one child of every node."""
    weight = branch.wide_weight
    for place, rows in enumerate(branch.selectors):
        yield weight[:, place], rows


def is_repeated(array: Floats) -> bool:
    """Whether an array of two axes is one column, looked at by every unit."""
    return array.strides[1] == 0 and array.shape[1] > 1


def weigh(branch: Branch, array: Floats) -> Floats:
    """Sum weight x value over the children of every node; shape (n, columns of the array)."""
    if is_repeated(array) and branch.weight.ndim < 3:
        return np.broadcast_to(weigh(branch, array[:, :1]), (len(branch.rows), array.shape[1]))
    total = np.zeros((len(branch.rows), array.shape[1]))
    for (weight, rows), is_plain in zip(child_columns(branch), branch.is_plain, strict=True):
        # A weight of 1 changes no digit.
        total += array[rows] if is_plain else weight * array[rows]
    return total


def divide(above: Floats, below: Floats) -> Floats:
    """Divide where the divisor is positive; 0 elsewhere."""
    if below.size and below.min() > 0.0:
        # To look at each place would cost more than to divide.
        return above / below
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0.0)


def spread_weights(branches: list[Branch], applies: Floats, root: int) -> Floats:
    """Give each row's effective weight, shape (R, U): the product of w/sum(w) from the root down.

    Sums run over the children that apply, answered or not. `branches` come parents first.
    """
    if is_repeated(applies):
        return np.broadcast_to(spread_weights(branches, applies[:, :1], root), applies.shape)
    effective = np.zeros_like(applies)
    effective[root] = applies[root]
    for branch in branches:
        share = divide(effective[branch.rows], weigh(branch, applies))
        for weight, rows in child_columns(branch):
            effective[rows] = weight * share * applies[rows]
    effective[-1] = 0.0
    return effective
