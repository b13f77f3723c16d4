"""Bands: named stretches of 0..100, each with its lower bound."""

from collections.abc import Sequence

from app.definition.toolkit import Band
from app.scoring.kernel import TOLERANCE


def band_of(bands: Sequence[Band], value: float | None) -> Band | None:
    """Give the band a value lies in, from the full value; None without a value or bands.

    The lower bound is included; what lies less than 1e-9 below it is noise of arithmetic and has
    reached it.
    """
    if value is None:
        return None
    reached = [band for band in bands if band.from_ <= value + TOLERANCE]
    return max(reached, key=lambda band: band.from_, default=None)
