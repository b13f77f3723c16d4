"""Weights: equal, from a budget, from comparisons in pairs, from the first principal component.

The methods are those of the Handbook on Constructing Composite Indicators (OECD and JRC, 2008).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.scoring.array import Floats
from app.scoring.error import ScoringError
from app.scoring.statistic import complete_rows

RANDOM_INDEX: Final = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
"""Mean consistency index of random matrices of 1 to 15 criteria (Saaty, 1980)."""

CONSISTENT: Final = 0.1
"""A consistency ratio up to this is usually accepted."""

_RECIPROCAL: Final = 1e-6


@dataclass(frozen=True, slots=True)
class PairedWeights:
    """Weights from comparisons in pairs.

    Attributes:
        weights: By criterion; they sum to 1.
        ratio: Consistency ratio: 0 without any contradiction.
    """

    weights: Mapping[str, float]
    ratio: float

    @property
    def is_consistent(self) -> bool:
        """Whether the comparisons contradict each other no more than is usually accepted."""
        return self.ratio <= CONSISTENT


@dataclass(frozen=True, slots=True)
class ComponentWeights:
    """Weights from the first principal component.

    Attributes:
        weights: Squared loadings by column; they sum to 1.
        loadings: With their sign; the sum is not negative.
        explained: Share of the variance that the component explains.
        rows: How many complete rows it rests on.
    """

    weights: Mapping[str, float]
    loadings: Mapping[str, float]
    explained: float
    rows: int

    @property
    def is_one_way(self) -> bool:
        """Whether all columns point the same way, as parts of one index should."""
        return all(loading >= 0.0 for loading in self.loadings.values())


def equal_weights(names: Sequence[str]) -> dict[str, float]:
    """Give every criterion the same weight; they sum to 1."""
    return {name: 1.0 / len(names) for name in names}


def budget_weights(allocations: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Average the shares of several people who spread a budget over the same criteria.

    Each budget counts the same, whatever its size. Raises ScoringError where people name different
    criteria, give less than nothing or nothing at all.
    """
    if not allocations:
        raise ScoringError("There is no budget to average.")
    names = tuple(allocations[0])
    shares = []
    for budget in allocations:
        points = np.array([budget.get(name, np.nan) for name in names])
        if len(budget) != len(names) or not (points >= 0.0).all() or not points.sum() > 0.0:
            raise ScoringError("Every budget gives each criterion 0 or more, and some more than 0.")
        shares.append(points / points.sum())
    return dict(zip(names, np.mean(shares, axis=0).tolist(), strict=True))


def paired_weights(names: Sequence[str], matrix: Sequence[Sequence[float]]) -> PairedWeights:
    """Weigh criteria by the analytic hierarchy process (Saaty, 1980).

    `matrix[i][j]` says how many times as important i is as j; it must be positive and reciprocal.
    The weights are its principal eigenvector; the ratio is the consistency index over that of
    random matrices. Raises ScoringError for a matrix that is none of these.
    """
    table = np.array(matrix, dtype=np.float64)
    n = len(names)
    if table.shape != (n, n) or not 1 <= n <= len(RANDOM_INDEX):
        raise ScoringError(f"{n} criteria need a matrix of {n} x {n}; at most 15 are compared.")
    if not (np.isfinite(table).all() and (table > 0.0).all()):
        raise ScoringError("Every comparison is a number above 0.")
    if np.abs(table * table.T - 1.0).max() > _RECIPROCAL:
        raise ScoringError("What is said of i beside j must be 1 over what is said of j beside i.")
    values, vectors = np.linalg.eig(table)
    place = int(np.argmax(values.real))
    vector = np.abs(vectors[:, place].real)
    weights = vector / vector.sum()
    expected = RANDOM_INDEX[n - 1]
    excess = max(float(values[place].real) - n, 0.0) / (n - 1) if n > 1 else 0.0
    ratio = excess / expected if expected > 0.0 else 0.0
    return PairedWeights(dict(zip(names, weights.tolist(), strict=True)), ratio)


def component_weights(columns: Mapping[str, Floats]) -> ComponentWeights:
    """Weigh columns by the first principal component of their correlations.

    Columns have the shape (U,), NaN where missing; rows with a gap are left out. Raises
    ScoringError with fewer than three complete rows or a column without spread.
    """
    table = complete_rows(columns)
    if table.shape[1] < 3:
        raise ScoringError("A principal component needs at least three complete rows.")
    spread = table.max(axis=1) - table.min(axis=1)
    if not (spread > 0.0).all():
        flat = [name for name, wide in zip(columns, spread, strict=True) if not wide > 0.0]
        raise ScoringError(f"These columns have no spread: {', '.join(flat)}.")
    values, vectors = np.linalg.eigh(np.atleast_2d(np.corrcoef(table)))
    loadings = vectors[:, -1] * (1.0 if vectors[:, -1].sum() >= 0.0 else -1.0)
    return ComponentWeights(
        weights=dict(zip(columns, (loadings**2).tolist(), strict=True)),
        loadings=dict(zip(columns, loadings.tolist(), strict=True)),
        explained=float(values[-1] / values.sum()),
        rows=int(table.shape[1]),
    )
