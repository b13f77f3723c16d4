"""What a room would do first: impact against effort, each rated 1 to 5 by everybody.

The room's place of an item is the middle rating of each, so that one extreme rating moves nothing;
the mean stands beside it to order what the middle leaves equal.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

LOWEST: Final = 1
HIGHEST: Final = 5
MIDDLE: Final = 3.0

Quadrant = Literal["first", "plan", "fill", "last"]


@dataclass(frozen=True, slots=True)
class Rating:
    """One participant's rating of one item, each 1 (least) to 5 (most)."""

    item: int
    impact: int
    effort: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a room puts an item; None where nobody rated it."""

    item: int
    count: int
    impact: float | None
    effort: float | None
    mean_impact: float | None
    mean_effort: float | None

    @property
    def quadrant(self) -> Quadrant | None:
        """Much for little effort first, then what needs a plan; little for much last."""
        if self.impact is None or self.effort is None:
            return None
        if self.impact >= MIDDLE:
            return "first" if self.effort <= MIDDLE else "plan"
        return "fill" if self.effort <= MIDDLE else "last"


def place_items(items: Iterable[int], ratings: Iterable[Rating]) -> Mapping[int, Place]:
    """Give the place of every item, in the order of the items."""
    by_item: dict[int, list[Rating]] = {item: [] for item in items}
    for rating in ratings:
        if rating.item in by_item:
            by_item[rating.item].append(rating)
    return {item: _place(item, given) for item, given in by_item.items()}


def order_items(places: Iterable[Place]) -> tuple[Place, ...]:
    """Order items: greatest impact for the least effort first, the unrated last."""

    def key(place: Place) -> tuple[float, float, float, int]:
        gain = _or(place.impact, -math.inf) - _or(place.effort, math.inf)
        mean = _or(place.mean_impact, 0.0) - _or(place.mean_effort, 0.0)
        return (-gain, -_or(place.impact, 0.0), -mean, place.item)

    return tuple(sorted(places, key=key))


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _place(item: int, given: Sequence[Rating]) -> Place:
    if not given:
        return Place(item, 0, None, None, None, None)
    impacts = [rating.impact for rating in given]
    efforts = [rating.effort for rating in given]
    return Place(
        item,
        len(given),
        float(median(impacts)),
        float(median(efforts)),
        math.fsum(impacts) / len(given),
        math.fsum(efforts) / len(given),
    )
