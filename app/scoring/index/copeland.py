"""Copeland's rule: units compared two by two, without any scale.

A. H. Copeland, "A reasonable social welfare function" (1951), as composite indices use it:
O_ij = the weight of the criteria by which i beats j, plus half the weight of those by which they
are equal, as a share of the weight of the criteria both have. A unit's score is the number of units
with O_ij > 1/2 minus the number with O_ij < 1/2.
"""

from typing import Final, NamedTuple

import numpy as np

from app.scoring.array import Floats, Truths

TOLERANCE: Final = 1e-9
_MOST_CELLS: Final = 4_000_000


class Duel(NamedTuple):
    """Wins minus losses of every unit, and where a unit has a pair with nothing in common."""

    score: Floats
    lacks_pair: Truths


def compare_units(value: Floats, has: Truths, weight: Floats) -> Duel:
    """Compare U units by K criteria.

    `value` and `has` have the shape (K, U), `weight` (K,). A unit without any value is compared
    with none. Units are taken in slices, so that memory does not grow with U x U.
    """
    counted = has & (weight[:, None] > 0.0)
    units = value.shape[1]
    score, lacks = np.zeros(units), np.zeros(units, dtype=np.bool_)
    present: Truths = np.asarray(counted.any(axis=0))
    step = max(1, _MOST_CELLS // max(units, 1))
    for start in range(0, units, step):
        here = slice(start, start + step)
        better, both = _weigh_pairs(value, counted, weight, here)
        others: Truths = np.logical_and(present[None, :], present[here][:, None])
        np.fill_diagonal(others[:, start:], val=False)
        lacks[here] = (others & (both <= 0.0)).any(axis=1)
        share = np.divide(better, both, out=np.full(both.shape, 0.5), where=others & (both > 0.0))
        won, lost = share > 0.5 + TOLERANCE, share < 0.5 - TOLERANCE
        score[here] = won.sum(axis=1) - lost.sum(axis=1)
    return Duel(score, lacks)


def _weigh_pairs(
    value: Floats, counted: Truths, weight: Floats, here: slice
) -> tuple[Floats, Floats]:
    rows = len(range(*here.indices(value.shape[1])))
    better = np.zeros((rows, value.shape[1]))
    both = np.zeros_like(better)
    for criterion in range(value.shape[0]):
        common = counted[criterion, here, None] & counted[criterion, None, :]
        mine, theirs = value[criterion, here, None], value[criterion, None, :]
        points = np.where(mine > theirs, 1.0, np.where(mine == theirs, 0.5, 0.0))
        better += weight[criterion] * points * common
        both += weight[criterion] * common
    return better, both
