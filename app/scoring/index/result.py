"""The scores of an index: arrays over many units, and one unit's nodes and leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from app.definition.index import IndexLeaf
from app.scoring.array import Codes, Floats, Truths
from app.scoring.index.figure import Statistic, describe
from app.scoring.index.finding import IndexFinding
from app.scoring.index.normalising import Scale
from app.scoring.index.plan import IndexPlan

INDEX_STATUSES: Final = (
    "published",
    "below-coverage",
    "missing",
    "excluded",
    "not-applicable",
    "non-positive",
    "zero-weights",
    "incomplete",
    "empty",
    "constant",
    "zero-denominator",
    "no-reference",
    "no-unit",
    "target-passed",
)
PUBLISHED: Final = 0
_CODES: Final = {name: code for code, name in enumerate(INDEX_STATUSES)}


def code_of(status: str) -> int:
    """Give the place of a status in INDEX_STATUSES."""
    return _CODES[status]


@dataclass(frozen=True, slots=True)
class IndexNodeScore:
    """One node or leaf of one unit.

    Attributes:
        id, title, kind: Of the part; kind is node or leaf.
        score: None unless published.
        low, high, coverage, value: As in NodeScore.
        counted, applicable: Leaves below with a value of their own, and all that apply.
        weight, effective_weight: As written; as share of the root.
        family: For laying data beside judgement.
        status: published, below-coverage, missing, excluded, not-applicable, incomplete (one gap
            empties it) or a finding.
        raw: The figure itself, of a leaf; None of a node.
        is_imputed: Whether a gap of the leaf was filled by its rule.
    """

    id: str
    title: str
    kind: str
    score: float | None
    low: float | None
    high: float | None
    coverage: float
    counted: int
    applicable: int
    weight: float
    effective_weight: float
    family: str | None
    status: str
    value: float | None
    raw: float | None
    is_imputed: bool = False


@dataclass(frozen=True, slots=True)
class IndexScores:
    """The scores of U units on the R rows of an index (and one empty row), in file order.

    Attributes:
        units: Names, in the order given.
        value: NaN where there is none, shown or not; shape (R, U).
        low, high, coverage, effective, raw: The same shape.
        applies: 1 where the part, or anything below it, applies; shape (R, U).
        status: Place in INDEX_STATUSES; shape (R, U).
        used: 1 where the part counts for its parent; shape (R, U).
        imputed: Where a leaf's gap was filled; shape (R, U).
        variant: Place of the variant that holds, -1 without one; shape (U,).
        scales: What each leaf, and each node with a second normalisation, was normalised by.
        described: By leaf, and by node with a second normalisation, the column that was
            normalised and its raw figures.
        findings: Why values are missing.

    The arrays are there to be read: where something is the same for all units, they may all look at
    one column.
    """

    units: tuple[str, ...]
    plan: IndexPlan = field(repr=False)
    value: Floats
    low: Floats
    high: Floats
    coverage: Floats
    effective: Floats
    raw: Floats
    applies: Floats
    status: Codes
    used: Floats
    imputed: Truths
    variant: Codes
    scales: Mapping[str, Scale] = field(repr=False, default_factory=dict)
    described: Mapping[str, tuple[Floats, Floats]] = field(repr=False, default_factory=dict)
    findings: tuple[IndexFinding, ...] = ()

    def of(self, unit: str) -> Mapping[str, IndexNodeScore]:
        """Give every node and leaf of one unit, in file order; KeyError for an unknown unit."""
        if unit not in self.units:
            raise KeyError(unit)
        column = self.units.index(unit)
        return {part.id: self._node(row, column) for row, part in enumerate(self.plan.parts)}

    def score(self, node_id: str) -> Floats:
        """Give the published scores of one part, NaN where it is not shown; shape (U,)."""
        row = self.plan.row_of[node_id]
        return np.where(self.status[row] == PUBLISHED, self.value[row], np.nan)

    @property
    def statistics(self) -> dict[str, Statistic]:
        """What a reference edition made of these units would say, by leaf and node."""
        found = {name: describe(*columns) for name, columns in self.described.items()}
        return {name: one for name, one in found.items() if one is not None}

    def headline(self, unit: str) -> tuple[str | None, IndexNodeScore]:
        """Give the id of the variant used (None without variants) and the node it shows."""
        column = self.units.index(unit)
        place = int(self.variant[column])
        root = self.plan.parts[0].id
        if place < 0:
            return None, self._node(0, column)
        variant = self.plan.index.variants[place]
        return variant.id, self._node(self.plan.row_of[variant.tree or root], column)

    def headlines(self) -> Floats:
        """Give the number every unit is read by: that of its variant, else the root's; (U,)."""
        found = self.score(self.plan.parts[0].id)
        for place, variant in enumerate(self.plan.index.variants):
            if variant.tree is not None:
                found = np.where(self.variant == place, self.score(variant.tree), found)
        return found

    def _node(self, row: int, column: int) -> IndexNodeScore:
        part = self.plan.parts[row]
        status = INDEX_STATUSES[self.status[row, column]]
        value = _or_none(self.value[row, column])
        leaves, own = self.plan.leaves_below[row] > 0.0, self.value[:-1, column]
        return IndexNodeScore(
            id=part.id,
            title=part.title,
            kind="leaf" if isinstance(part, IndexLeaf) else "node",
            score=value if status == "published" else None,
            low=_or_none(self.low[row, column]),
            high=_or_none(self.high[row, column]),
            coverage=float(self.coverage[row, column]),
            counted=int(np.count_nonzero(leaves & ~np.isnan(own) & ~self.imputed[:-1, column])),
            applicable=int(np.count_nonzero(leaves & (self.applies[:-1, column] > 0.0))),
            weight=part.weight,
            effective_weight=float(self.effective[row, column]),
            family=part.family,
            status=status,
            value=value,
            raw=_or_none(self.raw[row, column]),
            is_imputed=bool(self.imputed[row, column]),
        )


def _or_none(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
