"""The figures an index is computed from: columns over units, and what a reference knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np

from app.definition.index import Index, IndexLeaf
from app.scoring.array import Floats
from app.scoring.error import ScoringError

Cell: TypeAlias = float | str | None
Figures: TypeAlias = Mapping[str, Mapping[str, Cell]]
"""Raw figures by unit and column; None or no entry: missing. Texts only where a leaf maps them."""

YEAR: Final = "year"

LARGEST: Final = 1e60
"""No figure is larger: its fourth power, which skewness takes, is still a number."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """What is known of a column in a reference edition.

    Attributes:
        minimum, maximum: In raw units.
        mean, sd: Of the values that were normalised, that is after clip and transform; the
            deviation with n - 1.
        n: How many units had a value.
    """

    minimum: float
    maximum: float
    mean: float
    sd: float
    n: int


References: TypeAlias = Mapping[str, Mapping[str, Statistic]]
"""Statistics by the name of their file, then by leaf or node."""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Columns over U units.

    Attributes:
        units: Names, in the order of the rows.
        numbers: Columns of numbers, NaN where missing; shape (U,) each.
        words: Columns of texts, None where missing: groups, and answers that a leaf maps.

    Raises ScoringError for a number that is infinite or beyond 1e60.
    """

    units: tuple[str, ...]
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    words: Mapping[str, Sequence[str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let nothing in that cannot be computed with."""
        for name, column in self.numbers.items():
            with np.errstate(invalid="ignore"):
                beyond = np.flatnonzero(np.abs(column) > LARGEST)
            if beyond.size:
                row = int(beyond[0])
                raise ScoringError(
                    f"{name}: {self.units[row]} has {column[row]:g}; at most {LARGEST:g} counts."
                )

    def number(self, name: str) -> Floats:
        """Give a column of numbers; all missing where there is none."""
        found = self.numbers.get(name)
        return np.full(len(self.units), np.nan) if found is None else found


def tabulate(index: Index, figures: Figures) -> FigureTable:
    """Lay figures by unit out in the columns an index reads."""
    mapped, grouped = _text_columns(index)
    rows = list(figures.values())
    numbers = {
        name: _numbers([row.get(name) for row in rows])
        for name in sorted(_number_columns(index) - mapped)
    }
    for leaf, node in pillar_columns(index).items():
        if np.isnan(numbers[leaf]).all():
            numbers[leaf] = _numbers([row.get(node) for row in rows])
    # A column of groups that nobody gives is told where it is needed.
    known = {name for name in grouped if any(name in row for row in rows)}
    words = {
        name: tuple(write_word(row.get(name)) for row in rows) for name in sorted(mapped | known)
    }
    return FigureTable(tuple(figures), numbers, words)


def columns_of(index: Index) -> tuple[str, ...]:
    """Give every column an index reads: leaves first, in file order, then what they refer to."""
    mapped, grouped = _text_columns(index)
    needed = _number_columns(index) | mapped | grouped
    own = [leaf.id for leaf in index.leaves if leaf.pillar is None]
    return tuple(dict.fromkeys([*own, *sorted(needed - set(own) - _pillar_leaves(index))]))


def text_columns(index: Index) -> frozenset[str]:
    """Give the columns whose cells are read as texts."""
    mapped, grouped = _text_columns(index)
    return frozenset(mapped | grouped)


def _text_columns(index: Index) -> tuple[set[str], set[str]]:
    mapped = {leaf.id for leaf in index.leaves if leaf.answers}
    grouped: set[str] = set()
    for leaf in index.leaves:
        if leaf.impute is not None and leaf.impute.group is not None:
            grouped.add(leaf.impute.group)
    return mapped, grouped


def _number_columns(index: Index) -> set[str]:
    return set(_numeric(index.leaves))


def _pillar_leaves(index: Index) -> set[str]:
    return {leaf.id for leaf in index.leaves if leaf.pillar is not None}


def pillar_columns(index: Index) -> dict[str, str]:
    """Give, by leaf that reads a questionnaire, the node whose column may stand for its own."""
    others = {leaf.id for leaf in index.leaves if leaf.pillar is None}
    read = {leaf.id: leaf.pillar for leaf in index.leaves if leaf.pillar is not None}
    return {leaf: leaf if node in others else node for leaf, node in read.items()}


def _numeric(leaves: Sequence[IndexLeaf]) -> Iterator[str]:
    for leaf in leaves:
        yield leaf.id
        if leaf.denominate is not None:
            yield leaf.denominate
        if leaf.impute is not None and leaf.impute.method == "last":
            yield YEAR


def _numbers(cells: Sequence[Cell]) -> Floats:
    return np.array([np.nan if cell is None else float(cell) for cell in cells], dtype=np.float64)


def write_word(cell: Cell) -> str | None:
    """Give a cell as a text: the name of a group, or an answer; None where it is empty."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return cell
    return f"{cell:.15g}"


def describe(column: Floats, raw: Floats) -> Statistic | None:
    """Describe a column for a reference; `raw` holds its figures in raw units."""
    known = np.sort(column[~np.isnan(column)])
    if not known.size:
        return None
    named = np.where(np.isnan(raw), np.nan, column)
    return Statistic(
        minimum=float(raw[np.nanargmin(named)]),
        maximum=float(raw[np.nanargmax(named)]),
        mean=float(np.mean(known)),
        sd=float(np.std(known, ddof=1)) if known.size > 1 else 0.0,
        n=int(known.size),
    )
