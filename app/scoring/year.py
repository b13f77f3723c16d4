"""Which year's figure a unit gets, and when a figure is old."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

OLD_AFTER: Final = 5
"""Years before the data edition's date from which on a figure is marked old."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A figure and its year; `is_old` marks it without effect on any score."""

    value: float
    year: int
    is_old: bool


def newest(
    observations: Iterable[tuple[int, float | None]],
    *,
    edition_year: int,
    drop_after: float | None = None,
) -> Dated | None:
    """Give a unit's newest value of (year, value) pairs; None where there is none.

    Values older than `drop_after` years before the data edition's date are dropped; those older
    than five years are marked old.
    """
    known = [(year, value) for year, value in observations if value is not None]
    if drop_after is not None:
        known = [(year, value) for year, value in known if edition_year - year <= drop_after]
    if not known:
        return None
    year, value = max(known)
    return Dated(value, year, is_old=edition_year - year > OLD_AFTER)
