"""From the figures of many units to one scale: one function and one line for each normalisation.

x is a column after impute, clip, transform and treat, times -1 where lower is better; goalposts,
targets, points and the bounds of a reference turn with it. What a method is fitted to and how it
then reads a figure are two steps, so that the ends of a range are read by the same fit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from app.definition.index import Bounds, Normalise
from app.scoring.array import Floats
from app.scoring.index.figure import Statistic

Reader = Callable[[Floats], Floats]
_PERCENT: Final = 100.0
_NOISE: Final = 1e-12
"""A column whose spread is a smaller share of its greatest figure has none but noise."""

_UNBOUNDED: Final = frozenset({"rank", "borda", "zscore", "scaled", "none"})
"""Normalisations that are not laid over the ends of `to`."""

_NEEDS_NO_DATA: Final = frozenset({"goalposts", "scaled", "none"})
_HAS_OWN_CHECK: Final = _NEEDS_NO_DATA | {"distance-to-unit"}


@dataclass(frozen=True, slots=True)
class Pool:
    """What a normalisation is fitted to.

    Attributes:
        values: The undirected column over units, NaN where missing; shape (U,).
        units: Their names.
        sign: -1 where lower is better, else 1.
        place: From raw units to those of the column (clip and transform).
        statistic: Of a reference edition, where the bounds come from one.
        low, high: The least and the greatest of the values that are there, turned; NaN without any.
    """

    values: Floats
    units: tuple[str, ...]
    sign: float = 1.0
    place: Callable[[float], float] = float
    statistic: Statistic | None = None
    low: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        """Look for the ends once: every step of a fit asks for them."""
        ends = (np.nan, np.nan)
        if self.values.size:
            ends = float(np.fmin.reduce(self.values)), float(np.fmax.reduce(self.values))
        low, high = sorted(self.sign * end for end in ends)
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    @property
    def is_empty(self) -> bool:
        """Whether no value is there."""
        return bool(np.isnan(self.low))

    @property
    def directed(self) -> Floats:
        """The values that are there, turned."""
        turned: Floats = self.sign * self.values[~np.isnan(self.values)]
        return turned

    def turn(self, raw: float) -> float:
        """Give a number written in raw units as the directed column has it."""
        return self.sign * self.place(raw)


@dataclass(frozen=True, slots=True)
class Scale:
    """A fitted normalisation.

    Attributes:
        read: From an undirected column to the scale.
        ends: Its least and greatest value; None where only the values present say.
        terms: The numbers it was fitted to, for explanations.
        finding: Why there is no scale; then every value is missing.
    """

    read: Reader
    ends: tuple[float, float] | None
    terms: Mapping[str, float] = field(default_factory=dict)
    finding: str | None = None


def fit_scale(rule: Normalise, pool: Pool) -> Scale:
    """Fit a normalisation to a column."""
    if rule.bounds is not None and rule.bounds.reference is not None and pool.statistic is None:
        return _failed("no-reference")
    if pool.is_empty and rule.method not in _NEEDS_NO_DATA:
        # Nobody has a figure yet: each could lie anywhere on the scale.
        return _failed("missing", ends_of(rule))
    if _rests_on_data(rule) and not _has_spread(pool.low, pool.high):
        return _failed("constant")
    return _FIT[rule.method](rule, pool)


def ends_of(rule: Normalise) -> tuple[float, float] | None:
    """Give the least and greatest value of a scale; None where only the values present say."""
    return None if rule.method in _UNBOUNDED else (min(rule.to), max(rule.to))


def _rests_on_data(rule: Normalise) -> bool:
    """Whether the scale is laid over the figures alone, so that equal ones leave none."""
    if rule.method in _HAS_OWN_CHECK or rule.minimum is not None or rule.maximum is not None:
        return False
    return rule.bounds is None or rule.bounds.reference is None


def _has_spread(low: float, high: float) -> bool:
    return high - low > _NOISE * max(abs(low), abs(high))


def _failed(finding: str, ends: tuple[float, float] | None = None) -> Scale:
    return Scale(lambda column: np.full(column.shape, np.nan), ends, finding=finding)


def _mapped(rule: Normalise, share: Reader, **terms: float) -> Scale:
    """Map shares of 0..1 to the ends that the rule names."""
    low, high = rule.to

    def read(column: Floats) -> Floats:
        found = share(column)
        found *= high - low
        found += low
        return found

    return Scale(read, ends_of(rule), terms)


def _bounds(rule: Normalise, pool: Pool) -> tuple[float, float]:
    """Give the least and greatest directed value a scale is laid over."""
    bounds = rule.bounds or Bounds()
    if bounds.percentile is not None:
        low, high = bounds.percentile
        scale = _PERCENT if high > 1.0 else 1.0
        ends = np.quantile(pool.directed, (low / scale, high / scale), method="linear").tolist()
    elif pool.statistic is not None and bounds.reference is not None:
        ends = [pool.turn(pool.statistic.minimum), pool.turn(pool.statistic.maximum)]
    else:
        ends = _written_or_found(rule, pool, use_data=bounds.source == "data")
    return min(ends), max(ends)


def _written_or_found(rule: Normalise, pool: Pool, *, use_data: bool) -> list[float]:
    """Take the ends that are written, and those of the data where none are."""
    low, high = (rule.minimum, rule.maximum) if pool.sign > 0 else (rule.maximum, rule.minimum)
    found = (pool.low, pool.high)
    if use_data:
        return list(found)
    written = [None if raw is None else pool.turn(raw) for raw in (low, high)]
    return [own if own is not None else data for own, data in zip(written, found, strict=True)]


def _minmax(rule: Normalise, pool: Pool) -> Scale:
    """V = (x - min)/(max - min)."""
    return _between(rule, pool, _bounds(rule, pool), clamp=rule.clamp)


def _goalposts(rule: Normalise, pool: Pool) -> Scale:
    """V = (x - minimum)/(maximum - minimum), clamped unless `clamp: false`."""
    if rule.minimum is None or rule.maximum is None:
        return _minmax(rule, pool)
    ends = sorted((pool.turn(rule.minimum), pool.turn(rule.maximum)))
    return _between(rule, pool, (ends[0], ends[1]), clamp=rule.clamp)


def _between(rule: Normalise, pool: Pool, ends: tuple[float, float], *, clamp: bool) -> Scale:
    low, high = ends
    if not high > low:
        return _failed("constant")

    def share(column: Floats) -> Floats:
        found: Floats = pool.sign * column
        found -= low
        found /= high - low
        if clamp:
            np.minimum(np.maximum(found, 0.0, out=found), 1.0, out=found)
        return found

    return _mapped(rule, share, low=pool.sign * low, high=pool.sign * high)


def _distance_to_unit(rule: Normalise, pool: Pool) -> Scale:
    """V = 1 - (x_ref - x)/(x_ref - min), x_ref the value of the unit."""
    here = [place for place, unit in enumerate(pool.units) if unit == rule.unit]
    reference = pool.sign * float(pool.values[here[0]]) if here else np.nan
    if np.isnan(reference):
        return _failed("no-unit")
    low, _ = _bounds(rule, pool)
    if not reference > low:
        return _failed("constant")
    return _mapped(
        rule,
        lambda column: 1.0 - (reference - pool.sign * column) / (reference - low),
        low=pool.sign * low,
        high=pool.sign * reference,
    )


def _distance_to_target(rule: Normalise, pool: Pool) -> Scale:
    """V = (x - min)/(target - min), capped at 1 by `clamp`."""
    target = pool.turn(0.0 if rule.target is None else rule.target)
    low, _ = _bounds(rule, pool)
    if not target > low:
        return _failed("target-passed")

    def share(column: Floats) -> Floats:
        found: Floats = (pool.sign * column - low) / (target - low)
        return np.minimum(found, 1.0) if rule.clamp else found

    return _mapped(rule, share, low=pool.sign * low, high=pool.sign * target)


def _distance_to_point(rule: Normalise, pool: Pool) -> Scale:
    """V = 1 - abs(x - p)/max abs(x - p); one-sided: beyond p on the good side counts as p."""
    point = pool.turn(0.0 if rule.point is None else rule.point)

    def far(directed: Floats) -> Floats:
        held = np.minimum(directed, point) if rule.sides == "one" else directed
        distance: Floats = np.abs(held - point)
        return distance

    farthest = float(far(pool.directed).max())
    if not farthest > 0.0:
        return _failed("constant")
    return _mapped(
        rule,
        lambda column: 1.0 - far(pool.sign * column) / farthest,
        point=pool.sign * point,
        farthest=farthest,
    )


def _share_of_max(rule: Normalise, pool: Pool) -> Scale:
    """V = x/max (higher), min/x (lower) of the undirected x; a value <= 0 has no share."""
    known = pool.values[~np.isnan(pool.values)]
    if pool.statistic is not None and rule.bounds is not None:
        ends = (pool.place(pool.statistic.minimum), pool.place(pool.statistic.maximum))
    else:
        positive = known[known > 0.0]
        if not positive.size:
            return _failed("non-positive")
        ends = (float(positive.min()), float(positive.max()))
    low, high = ends
    if not (low if pool.sign < 0.0 else high) > 0.0:
        return _failed("non-positive")

    def share(column: Floats) -> Floats:
        held = np.where(column > 0.0, column, np.nan)
        found: Floats = low / held if pool.sign < 0.0 else held / high
        return found

    return _mapped(rule, share, low=low, high=high)


def _ranks(pool: Pool) -> Reader:
    """Give r ascending: 1 is the worst, ties share the smallest."""
    ordered = np.sort(pool.directed)

    def rank(column: Floats) -> Floats:
        found = np.searchsorted(ordered, pool.sign * column, side="left") + 1.0
        return np.where(np.isnan(column), np.nan, found)

    return rank


def _rank(_rule: Normalise, pool: Pool) -> Scale:
    return Scale(_ranks(pool), None, {"n": float(pool.directed.size)})


def _borda(_rule: Normalise, pool: Pool) -> Scale:
    """R - 1."""
    rank = _ranks(pool)
    return Scale(lambda column: rank(column) - 1.0, None, {"n": float(pool.directed.size)})


def _percentile_rank(rule: Normalise, pool: Pool) -> Scale:
    """V = (r - 1)/(n - 1)."""
    rank, n = _ranks(pool), pool.directed.size
    return _mapped(rule, lambda column: (rank(column) - 1.0) / (n - 1.0), n=float(n))


def _zscore(rule: Normalise, pool: Pool) -> Scale:
    """Mean + sd (x - average)/deviation, deviation with n - 1 unless `population: true`."""
    if rule.bounds is not None and pool.statistic is not None:
        found = pool.statistic
        average, deviation, n = pool.sign * found.mean, found.sd, found.n
    else:
        # Sorted first, so that the order of the units does not show in the last digit.
        known = np.sort(pool.directed)
        n = known.size
        average = float(np.mean(known))
        deviation = float(np.std(known, ddof=1)) if _has_spread(pool.low, pool.high) else 0.0
    if rule.population and n > 1:
        deviation *= float(np.sqrt((n - 1) / n))
    if not deviation > 0.0:
        return _failed("constant")
    mean = 0.0 if rule.mean is None else rule.mean
    sd = 1.0 if rule.sd is None else rule.sd
    terms = {"average": pool.sign * average, "deviation": deviation, "mean": mean, "sd": sd}
    return Scale(
        lambda column: mean + sd * ((pool.sign * column - average) / deviation), None, terms
    )


def _scaled(rule: Normalise, pool: Pool) -> Scale:
    """Factor (x - low)/(high - low), no clamp."""
    low = pool.turn(0.0 if rule.low is None else rule.low)
    high = pool.turn(1.0 if rule.high is None else rule.high)
    low, high = (low, high) if pool.sign > 0.0 else (high, low)
    if high == low:
        return _failed("constant")
    factor = 1.0 if rule.factor is None else rule.factor
    return Scale(
        lambda column: factor * ((pool.sign * column - low) / (high - low)),
        None,
        {"low": pool.sign * low, "high": pool.sign * high, "factor": factor},
    )


def _as_it_is(_rule: Normalise, pool: Pool) -> Scale:
    # Adding zero makes the zero that was turned a plain one.
    return Scale(lambda column: pool.sign * column + 0.0, None)


_FIT: Final[Mapping[str, Callable[[Normalise, Pool], Scale]]] = {
    "minmax": _minmax,
    "goalposts": _goalposts,
    # 1 - (max - x)/(max - min) is the same place.
    "distance-to-best": _minmax,
    "distance-to-unit": _distance_to_unit,
    "distance-to-target": _distance_to_target,
    "distance-to-point": _distance_to_point,
    "share-of-max": _share_of_max,
    "rank": _rank,
    "borda": _borda,
    "percentile-rank": _percentile_rank,
    "zscore": _zscore,
    "scaled": _scaled,
    "none": _as_it_is,
}
NORMALISATIONS: Final = frozenset(_FIT)
