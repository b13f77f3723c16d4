"""What one answer is worth and which level it reaches, and what it could be worth.

These are the rules for a single answer. `app.scoring.points` computes the same for many at once,
and a test compares the two.

- Number, by value: the number is held to its goalposts, then transformed;
  100 x (t(x) - t(minimum)) / (t(maximum) - t(minimum)), from the other end where less is better.
- Number, by level: 100 x level reached / highest level.
- The level reached is the one with the greatest `from` not above the number, or the greatest
  `from_points` not above its points; the lowest interval is open downwards.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.response.measure import Line, Measure, Steps, Ticks

TOLERANCE: Final = 1e-9
"""Points are results of a division: 87.49999999999999 stands for 87.5 at a level's border."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A value that could be answered: its code, its points and the level it stands for."""

    code: float
    points: float
    level: int | None


def points_of(measure: Measure, code: float) -> float:
    """Give the points, 0..100, of a code."""
    if isinstance(measure, Steps):
        return measure.points[int(code)]
    if isinstance(measure, Ticks):
        bits = int(code)
        total = sum(points for place, points in enumerate(measure.points) if bits >> place & 1)
        return 100.0 * min(max(total / measure.out_of, 0.0), 1.0)
    if measure.by_level:
        level = level_of(measure, code)
        return 0.0 if level is None or not measure.highest else 100.0 * level / measure.highest
    return line_points(measure, code)


def line_points(line: Line, value: float) -> float:
    """Give the place of a number between its goalposts, 0..100."""
    if line.minimum is None or line.maximum is None:
        return math.nan
    low, high = transform(line, line.minimum), transform(line, line.maximum)
    place = transform(line, min(max(value, line.minimum), line.maximum))
    return 100.0 * ((high - place) if line.lower else (place - low)) / (high - low)


def transform(line: Line, value: float) -> float:
    """Give the value, or its common logarithm where the question says so."""
    return math.log10(value) if line.log else value


def value_at(line: Line, points: float) -> float:
    """Give the number that is worth these points by value."""
    if line.minimum is None or line.maximum is None:
        return math.nan
    low, high = transform(line, line.minimum), transform(line, line.maximum)
    share = points / 100.0
    place = high - share * (high - low) if line.lower else low + share * (high - low)
    return float(10.0**place) if line.log else place


def level_of(measure: Measure, code: float) -> int | None:
    """Give the level reached; None for kinds without levels."""
    if isinstance(measure, Steps):
        return measure.levels[int(code)]
    if isinstance(measure, Ticks) or not measure.marks:
        return None
    if measure.marks[0].from_ is None:
        points = line_points(measure, code) + TOLERANCE
        begun = [mark.level for mark in measure.marks if (mark.from_points or 0.0) <= points]
        return max(begun, default=measure.marks[0].level)
    marks = sorted(measure.marks, key=lambda mark: mark.from_ or 0.0)
    reached = marks[0].level
    for mark in marks:
        if (mark.from_ or 0.0) <= code:
            reached = mark.level
    return reached


def reach_of(measure: Measure, code: float) -> Reach:
    """Give a code with its points and level."""
    return Reach(code, points_of(measure, code), level_of(measure, code))


def extremes(measure: Measure) -> tuple[Reach, Reach]:
    """Give the least and the greatest that any possible answer is worth."""
    reaches = [reach_of(measure, code) for code in _candidates(measure)]
    return min(reaches, key=_worth), max(reaches, key=_worth)


def _worth(reach: Reach) -> tuple[float, int]:
    return reach.points, reach.level or 0


def _candidates(measure: Measure) -> Iterator[float]:
    """Give codes among which the least and the greatest points are found."""
    if isinstance(measure, Steps):
        yield from (float(place) for place in range(len(measure.values)))
    elif isinstance(measure, Ticks):
        yield from _subsets(measure)
    else:
        yield from _numbers(measure)


def _subsets(ticks: Ticks) -> Iterator[float]:
    free = [place for place, alone in enumerate(ticks.exclusive) if not alone]
    yield from (float(1 << place) for place in range(len(ticks.values)))
    for chosen in (
        [place for place in free if ticks.points[place] > 0],
        [place for place in free if ticks.points[place] < 0],
    ):
        if chosen:
            yield float(sum(1 << place for place in chosen))


def _numbers(line: Line) -> Iterator[float]:
    low, high = line.valid
    places = [line.minimum, line.maximum, low, high]
    places += [mark.from_ for mark in line.marks]
    places += [
        value_at(line, mark.from_points) for mark in line.marks if mark.from_points is not None
    ]
    known = sorted(place for place in places if place is not None and not math.isnan(place))
    # Beyond every border there is one more interval on each side, unless input ends before it.
    known = [known[0] - 1.0, *known, known[-1] + 1.0] if known else [0.0]
    if line.log:
        known = [place for place in known if place > 0.0]
    held = {min(max(place, _or(low, place)), _or(high, place)) for place in known}
    yield from sorted(held)


def _or(limit: float | None, otherwise: float) -> float:
    return otherwise if limit is None else limit


def step_up(measure: Measure, code: float) -> Reach | None:
    """Give the next better answer, one step up; None at the top.

    The next level (of a number: the border value between the two levels, counted as the higher
    one; at the top level the goalpost), the option with the next greater points, or of ticked
    options the best single one added (an exclusive option gives way, or stands alone).
    """
    now = reach_of(measure, code)
    if isinstance(measure, Steps):
        better = [
            reach
            for place in range(len(measure.values))
            if (reach := reach_of(measure, float(place))).points > now.points
        ]
        return min(better, key=lambda reach: reach.points, default=None)
    if isinstance(measure, Ticks):
        reaches = [reach_of(measure, added) for added in _one_more(measure, int(code))]
        best = max(reaches, key=lambda reach: reach.points, default=None)
        return best if best is not None and best.points > now.points else None
    return _number_up(measure, now)


def _one_more(ticks: Ticks, bits: int) -> Iterator[float]:
    alone = sum(1 << place for place, exclusive in enumerate(ticks.exclusive) if exclusive)
    for place, exclusive in enumerate(ticks.exclusive):
        if not bits >> place & 1:
            yield float(1 << place if exclusive else (bits & ~alone) | 1 << place)


def _number_up(line: Line, now: Reach) -> Reach | None:
    higher = [mark for mark in line.marks if now.level is not None and mark.level > now.level]
    if higher:
        return _border(line, now, higher[0].level)
    best = line.minimum if line.lower else line.maximum
    if line.by_level or best is None or now.points >= 100.0:
        return None
    return reach_of(line, min(max(best, _or(line.valid[0], best)), _or(line.valid[1], best)))


def _border(line: Line, now: Reach, level: int) -> Reach:
    here = next(mark for mark in line.marks if mark.level == now.level)
    there = next(mark for mark in line.marks if mark.level == level)
    if there.from_ is None or here.from_ is None:
        code = value_at(line, there.from_points or 0.0)
    else:
        # Two intervals that touch do so at the lower bound of the one with greater numbers.
        code = max(here.from_, there.from_)
    if line.by_level:
        return Reach(code, 100.0 * level / line.highest, level)
    return Reach(code, line_points(line, code), level)
