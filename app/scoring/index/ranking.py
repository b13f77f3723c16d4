"""Ranks and classes of units, from values rounded once."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from app.definition.index import Class, Rank
from app.scoring.array import Floats, Truths
from app.scoring.index.result import IndexScores

SIGNIFICANT: Final = 10
_NEAR_TIE: Final = 1e-6
_MOST_PLACES: Final = 22


def rounded_for_rank(values: Floats, rule: Rank) -> Floats:
    """Round to `decimals`, else to ten significant digits; half away from zero of the repr."""
    if rule.decimals is not None:
        places = np.full(values.shape, float(rule.decimals))
    else:
        size = np.abs(np.where((values == 0.0) | ~np.isfinite(values), 1.0, values))
        places = SIGNIFICANT - 1.0 - np.floor(np.log10(size))
    # Powers of ten are exact in a double up to here; other places are rounded one by one.
    is_plain = (places >= 0.0) & (places <= _MOST_PLACES)
    step = 10.0 ** np.where(is_plain, places, 0.0)
    scaled = np.abs(values) * step
    rounded = np.sign(values) * np.floor(scaled + 0.5) / step
    near = np.abs(scaled - np.floor(scaled) - 0.5) < np.maximum(_NEAR_TIE, scaled * 1e-15)
    near |= ~is_plain
    for place in zip(*np.nonzero(near & np.isfinite(values)), strict=True):
        rounded[place] = _round_exactly(float(values[place]), int(places[place]))
    # Through the shortest text, so that equal roundings are equal numbers.
    return np.where(np.isfinite(values), rounded, np.nan)


def _round_exactly(value: float, places: int) -> float:
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP))


def rank_values(values: Floats, rule: Rank) -> Floats:
    """Rank values, 1 for the first; ties share the smallest, missing values have none (NaN)."""
    rounded = rounded_for_rank(values, rule)
    turned = -rounded if rule.order == "descending" else rounded
    known = np.sort(turned[~np.isnan(turned)])
    ranks = np.searchsorted(known, turned, side="left") + 1.0
    return np.where(np.isnan(turned), np.nan, ranks)


def rank_draws(values: Floats, rule: Rank) -> Floats:
    """Rank the units of every draw; shape (D, U) in and out."""
    rounded = rounded_for_rank(values, rule)
    turned = -rounded if rule.order == "descending" else rounded
    ordered = np.sort(turned, axis=1)
    ranks = [
        np.searchsorted(known, row, side="left") for known, row in zip(ordered, turned, strict=True)
    ]
    return np.where(np.isnan(turned), np.nan, np.array(ranks, dtype=np.float64) + 1.0)


def rank_units(scores: IndexScores, groups: Sequence[str | None] | None = None) -> Floats:
    """Rank the units by the number each is read by, NaN for units without a rank; shape (U,).

    A unit read by a variant with `rank: false` has none. With `groups` (one name a unit) units are
    ranked among those of the same group; a unit without a group has no rank.
    """
    return rank_among(ranked_headlines(scores), scores.plan.index.rank, groups)


def ranked_headlines(scores: IndexScores) -> Floats:
    """Give the number every unit is read by, NaN for those that take no part in a ranking; (U,)."""
    return np.where(is_ranked(scores), scores.headlines(), np.nan)


def rank_among(values: Floats, rule: Rank, groups: Sequence[str | None] | None = None) -> Floats:
    """Rank values, among those of the same group where groups are named; shape (U,)."""
    if groups is None:
        return rank_values(values, rule)
    ranks = np.full(values.shape, np.nan)
    for group in dict.fromkeys(name for name in groups if name is not None):
        here = np.array([name == group for name in groups], dtype=np.bool_)
        ranks[here] = rank_values(values[here], rule)
    return ranks


def is_ranked(scores: IndexScores) -> Truths:
    """Say which units take part in a ranking; shape (U,)."""
    ranked = np.ones(len(scores.units), dtype=np.bool_)
    for place, variant in enumerate(scores.plan.index.variants):
        if not variant.rank:
            ranked &= scores.variant != place
    return ranked


def class_units(scores: IndexScores) -> tuple[Class | None, ...]:
    """Give the class of every unit, from the value that is ranked; None without a value."""
    classes = sorted(scores.plan.index.classes, key=lambda each: each.from_)
    rounded = rounded_for_rank(scores.headlines(), scores.plan.index.rank)
    borders = [each.from_ for each in classes]
    places = np.searchsorted(borders, rounded, side="right")
    return tuple(
        classes[place - 1] if place and not np.isnan(value) else None
        for place, value in zip(places.tolist(), rounded.tolist(), strict=True)
    )
