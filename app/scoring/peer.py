"""Peers: how the members of a group lie, by unweighted median and quartiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

LEAST_VALUES: Final = 5
"""A group statistic needs this many values; fewer are listed singly."""


@dataclass(frozen=True, slots=True)
class Peer:
    """The statistic of a group.

    Attributes:
        median, q1, q3: Unweighted; None with fewer than five values.
        n: Members with a value.
        of: All members.
        singles: The values themselves, ascending, where they are fewer than five; else empty.
    """

    median: float | None
    q1: float | None
    q3: float | None
    n: int
    of: int
    singles: tuple[float, ...]

    def gap(self, own: float | None) -> float | None:
        """Give own value minus median."""
        return None if own is None or self.median is None else own - self.median


def peer_statistics(values: Sequence[float | None]) -> Peer:
    """Give median and quartiles of the members' published scores, the unit itself included.

    None stands for a member without a published score. Quartiles are of type 7 (Hyndman and Fan,
    1996): linear between the order statistics at 1 + (n - 1) p.
    """
    known = sorted(value for value in values if value is not None)
    if len(known) < LEAST_VALUES:
        return Peer(None, None, None, len(known), len(values), tuple(known))
    q1, median, q3 = np.quantile(known, (0.25, 0.5, 0.75), method="linear").tolist()
    return Peer(median, q1, q3, len(known), len(values), ())
