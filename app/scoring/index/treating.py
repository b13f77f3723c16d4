"""Extreme values of a column pulled in, so that one unit does not squeeze all others together.

The rule is that of the Handbook on Constructing Composite Indicators (OECD and JRC, 2008) as the
JRC's audits apply it: a column whose skewness and kurtosis are both large is winsorised point by
point, and if that does not help, its logarithm is taken.
"""

from typing import NamedTuple

import numpy as np

from app.definition.index import Winsorise
from app.scoring.array import Floats

_LEAST_FOR_KURTOSIS = 4
_SHARE_OF_RANGE = 0.01


class Treated(NamedTuple):
    """A treated column; how many points were pulled in, and whether its logarithm was taken."""

    values: Floats
    pulled: int
    is_logged: bool


def skewness(values: Floats) -> float:
    """Give the sample skewness G1 = sqrt(n(n - 1))/(n - 2) m3/m2^1.5; 0 where undefined."""
    n, away = values.size, _deviations(values)
    m2, m3 = _moment(away, 2), _moment(away, 3)
    if n < 3 or m2 <= 0.0:
        return 0.0
    return float(np.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5)


def kurtosis(values: Floats) -> float:
    """Give the sample excess kurtosis G2 = (n - 1)/((n - 2)(n - 3)) ((n + 1)(m4/m2^2 - 3) + 6)."""
    n, away = values.size, _deviations(values)
    m2, m4 = _moment(away, 2), _moment(away, 4)
    if n < _LEAST_FOR_KURTOSIS or m2 <= 0.0:
        return 0.0
    excess = m4 / m2**2 - 3.0
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6.0))


def _deviations(values: Floats) -> Floats:
    """Give deviations from the mean as shares of the greatest: no power of them is lost."""
    ordered = np.sort(values)
    away: Floats = ordered - np.mean(ordered) if values.size else ordered
    most = float(np.abs(away).max(initial=0.0))
    return away / most if most > 0.0 else away


def _moment(away: Floats, power: int) -> float:
    return float(np.mean(away**power)) if away.size else 0.0


def winsorise(values: Floats, rule: Winsorise, *, may_log: bool = True) -> Treated:
    """Pull in the extreme points of a column, NaN where missing.

    While abs(skewness) > `skew` and kurtosis > `kurtosis`, the most extreme points on the side of
    the skew are set to the next one, one point more each time, at most `most` points on both sides
    together. If both are still exceeded, ln(x - min + 0.01 (max - min)) of the original column
    takes its place, unless `may_log` says that it must not.
    """
    known = values[~np.isnan(values)]
    held = known
    ordered = np.sort(known)
    bottom = pulled = 0
    most = min(rule.most, known.size - 1)
    while _is_extreme(held, rule) and pulled < most:
        pulled += 1
        bottom += skewness(held) < 0.0
        held = np.clip(known, ordered[bottom], ordered[bottom - pulled - 1])
    is_logged = _is_extreme(held, rule) and may_log
    if is_logged:
        low, high = float(known.min()), float(known.max())
        held, pulled = np.log(known - low + _SHARE_OF_RANGE * (high - low)), 0
    treated = values.copy()
    treated[~np.isnan(values)] = held
    return Treated(treated, pulled, is_logged)


def _is_extreme(values: Floats, rule: Winsorise) -> bool:
    return abs(skewness(values)) > rule.skew and kurtosis(values) > rule.kurtosis
