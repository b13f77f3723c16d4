"""Points and levels of many answers at once: the rules of `app.response.level`, over arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.response.level import TOLERANCE, extremes
from app.response.measure import Line, Measure, Steps, Ticks
from app.scoring.array import Floats, Places

NO_MARK: Final = np.inf


@dataclass(frozen=True, slots=True)
class Reading:
    """What answers are worth: points 0..100 and level, NaN where there is none; shape (Q, U)."""

    points: Floats
    level: Floats


@dataclass(frozen=True, slots=True)
class Reach:
    """The least or greatest that each question can be worth; shape (Q, 1)."""

    points: Floats
    level: Floats
    code: Floats


@dataclass(frozen=True, slots=True)
class _StepGroup:
    rows: Places
    points: Floats
    level: Floats

    def fill(self, code: Floats, reading: Reading) -> None:
        places = np.nan_to_num(code[self.rows], nan=0.0).astype(np.intp)
        reading.points[self.rows] = np.take_along_axis(self.points, places, axis=1)
        reading.level[self.rows] = np.take_along_axis(self.level, places, axis=1)


@dataclass(frozen=True, slots=True)
class _TickGroup:
    row: int
    ticks: Ticks

    def fill(self, code: Floats, reading: Reading) -> None:
        bits = np.nan_to_num(code[self.row], nan=0.0).astype(np.int64)
        total = np.zeros(bits.shape)
        for place, points in enumerate(self.ticks.points):
            total += points * (bits >> place & 1)
        reading.points[self.row] = 100.0 * np.clip(total / self.ticks.out_of, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _LineGroup:
    """All numbers, with their goalposts and the borders of their levels side by side."""

    rows: Places
    minimum: Floats
    maximum: Floats
    lower: Floats
    log: Floats
    by_level: Floats
    by_points: Floats
    border: Floats
    level: Floats
    highest: Floats

    def fill(self, code: Floats, reading: Reading) -> None:
        value = code[self.rows]
        points = self._place(value)
        level = self._level(np.where(self.by_points > 0, points + TOLERANCE, value))
        by_level = 100.0 * np.divide(level, self.highest)
        reading.points[self.rows] = np.where(self.by_level > 0, by_level, points)
        reading.level[self.rows] = level

    def _place(self, value: Floats) -> Floats:
        low, high = self._transform(self.minimum), self._transform(self.maximum)
        place = self._transform(np.clip(value, self.minimum, self.maximum))
        above = np.where(self.lower > 0, high - place, place - low)
        return 100.0 * above / (high - low)

    def _transform(self, value: Floats) -> Floats:
        return np.where(self.log > 0, np.log10(np.where(self.log > 0, value, 1.0)), value)

    def _level(self, key: Floats) -> Floats:
        reached = np.broadcast_to(self.level[:, :1], key.shape)
        for column in range(1, self.border.shape[1]):
            above = self.border[:, column, None] <= key
            reached = np.where(above, self.level[:, column, None], reached)
        return np.where(np.isnan(key), np.nan, reached)


@dataclass(frozen=True, slots=True)
class Points:
    """The measures of all questions, compiled; `least` and `greatest` are what could be reached."""

    groups: tuple[_StepGroup | _TickGroup | _LineGroup, ...]
    least: Reach
    greatest: Reach

    def read(self, code: Floats) -> Reading:
        """Give points and levels of codes, shape (Q, U)."""
        reading = Reading(np.full(code.shape, np.nan), np.full(code.shape, np.nan))
        with np.errstate(invalid="ignore", divide="ignore"):
            for group in self.groups:
                group.fill(code, reading)
        gap = np.isnan(code)
        reading.points[gap] = np.nan
        reading.level[gap] = np.nan
        return reading


def compile_points(measures: Sequence[Measure | None]) -> Points:
    """Compile the measures of all questions, in the order of their rows."""
    steps = [(row, item) for row, item in enumerate(measures) if isinstance(item, Steps)]
    lines = [(row, item) for row, item in enumerate(measures) if isinstance(item, Line)]
    groups: list[_StepGroup | _TickGroup | _LineGroup] = [
        _TickGroup(row, item) for row, item in enumerate(measures) if isinstance(item, Ticks)
    ]
    if steps:
        groups.append(_group_steps(steps))
    if lines:
        groups.append(_group_lines(lines))
    reaches = [None if item is None else extremes(item) for item in measures]
    ends = []
    for end in (0, 1):
        chosen = [None if reach is None else reach[end] for reach in reaches]
        points = _column([None if reach is None else reach.points for reach in chosen])
        level = _column([None if reach is None else reach.level for reach in chosen])
        code = _column([None if reach is None else reach.code for reach in chosen])
        ends.append(Reach(points, level, code))
    return Points(tuple(groups), ends[0], ends[1])


def _column(numbers: Sequence[float | None]) -> Floats:
    plain = [np.nan if number is None else float(number) for number in numbers]
    return np.array(plain, dtype=np.float64).reshape(-1, 1)


def _padded(rows: Sequence[Sequence[float | None]], filler: float) -> Floats:
    width = max(1, *(len(row) for row in rows))
    table = np.full((len(rows), width), filler)
    for place, row in enumerate(rows):
        table[place, : len(row)] = [np.nan if number is None else number for number in row]
    return table


def _group_steps(items: list[tuple[int, Steps]]) -> _StepGroup:
    return _StepGroup(
        np.array([row for row, _ in items], dtype=np.intp),
        _padded([steps.points for _, steps in items], np.nan),
        _padded([steps.levels for _, steps in items], np.nan),
    )


def _borders(line: Line) -> list[tuple[float, int]]:
    """Give the levels by where they begin, ascending; the first is open downwards."""
    if line.marks and line.marks[0].from_ is None:
        return [(mark.from_points or 0.0, mark.level) for mark in line.marks]
    return sorted((mark.from_ or 0.0, mark.level) for mark in line.marks)


def _group_lines(items: list[tuple[int, Line]]) -> _LineGroup:
    lines = [line for _, line in items]
    borders = [_borders(line) for line in lines]
    return _LineGroup(
        rows=np.array([row for row, _ in items], dtype=np.intp),
        minimum=_column([line.minimum for line in lines]),
        maximum=_column([line.maximum for line in lines]),
        lower=_column([line.lower for line in lines]),
        log=_column([line.log for line in lines]),
        by_level=_column([line.by_level for line in lines]),
        by_points=_column(
            [bool(line.marks) and line.marks[0].from_ is None for line in lines],
        ),
        border=_padded([[start for start, _ in border] for border in borders], NO_MARK),
        level=_padded([[level for _, level in border] for border in borders], np.nan),
        highest=_column([line.highest or np.nan for line in lines]),
    )
