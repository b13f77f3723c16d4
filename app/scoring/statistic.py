"""What can be said of a table of figures: correlations, reliability, gaps, extreme values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.scoring.array import Floats
from app.scoring.error import ScoringError

LEAST_PAIRS: Final = 3
_FAR_OUT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's correlation of two columns over the rows that have both.

    `value` is None with `why`: fewer than three rows (`few`), or a column without spread there
    (`constant`).
    """

    first: str
    second: str
    value: float | None
    rows: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """How much of a column is missing."""

    name: str
    missing: int
    of: int

    @property
    def share(self) -> float:
        """The share that is missing, 0..1."""
        return self.missing / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands on one column beside the median of its peers; `gap` is own - median."""

    name: str
    own: float
    median: float
    gap: float


def complete_rows(columns: Mapping[str, Floats]) -> Floats:
    """Give the columns without the rows that have a gap, sorted alike; shape (K, rows)."""
    table = np.vstack([np.asarray(column, dtype=np.float64) for column in columns.values()])
    kept = table[:, ~np.isnan(table).any(axis=0)]
    # In one order, so that the order of the units does not show in the last digit.
    ordered: Floats = kept[:, np.lexsort(kept[::-1])]
    return ordered


def correlate(columns: Mapping[str, Floats]) -> tuple[Correlation, ...]:
    """Correlate every two of K columns, each pair over the rows that have both."""
    names = list(columns)
    return tuple(
        _correlate_pair(first, second, columns)
        for place, first in enumerate(names)
        for second in names[place + 1 :]
    )


def _correlate_pair(first: str, second: str, columns: Mapping[str, Floats]) -> Correlation:
    pair = complete_rows({"a": columns[first], "b": columns[second]})
    rows = int(pair.shape[1])
    if rows < LEAST_PAIRS:
        return Correlation(first, second, None, rows, "few")
    if not ((pair.max(axis=1) - pair.min(axis=1)) > 0.0).all():
        return Correlation(first, second, None, rows, "constant")
    return Correlation(first, second, float(np.atleast_2d(np.corrcoef(pair))[0, 1]), rows)


def cronbach_alpha(columns: Mapping[str, Floats]) -> float:
    """Give Cronbach's alpha (1951): how far K columns measure one thing.

    K/(K - 1) x (1 - the sum of their variances over the variance of their sum), over complete rows.
    Raises ScoringError with fewer than two columns or rows, or where the sum has no spread.
    """
    table = complete_rows(columns)
    k, rows = table.shape
    if k < 2 or rows < 2:
        raise ScoringError("Cronbach's alpha needs two columns and two complete rows.")
    total = float(np.var(table.sum(axis=0), ddof=1))
    if not total > 0.0:
        raise ScoringError("The sum of the columns has no spread.")
    parts = float(np.var(table, axis=1, ddof=1).sum())
    return float(k / (k - 1) * (1.0 - parts / total))


def count_gaps(columns: Mapping[str, Floats]) -> tuple[Gap, ...]:
    """Count what is missing in every column, the greatest first."""
    gaps = [
        Gap(name, int(np.isnan(column).sum()), int(column.size)) for name, column in columns.items()
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.missing, gap.name)))


def find_outliers(units: Sequence[str], column: Floats) -> tuple[str, ...]:
    """Give the units more than three interquartile ranges outside the quartiles (Tukey, 1977)."""
    known = column[~np.isnan(column)]
    if not known.size:
        return ()
    q1, q3 = np.quantile(known, (0.25, 0.75), method="linear").tolist()
    reach = _FAR_OUT * (q3 - q1)
    with np.errstate(invalid="ignore"):
        far = (column < q1 - reach) | (column > q3 + reach)
    return tuple(unit for unit, is_far in zip(units, far.tolist(), strict=True) if is_far)


def compare_with_peers(
    own: Mapping[str, float | None], peers: Sequence[Mapping[str, float | None]], *, least: int = 5
) -> tuple[Standing, ...]:
    """Lay a unit's columns beside the median of its peers: strengths first, weaknesses last.

    A column that the unit lacks, or that fewer than `least` peers have, is left out.
    """
    found = []
    for name, value in own.items():
        known = [score for peer in peers if (score := peer.get(name)) is not None]
        if value is not None and len(known) >= least:
            median = float(np.median(known))
            found.append(Standing(name, value, median, value - median))
    return tuple(sorted(found, key=lambda each: (-each.gap, each.name)))
