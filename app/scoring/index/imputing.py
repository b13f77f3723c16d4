"""Filling gaps in a column: by a mean, a median, or the unit's own last figure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from app.definition.index import Impute, IndexLeaf
from app.scoring.array import Floats, Places
from app.scoring.error import ScoringError
from app.scoring.index.figure import YEAR, FigureTable

_MIDDLE: Final[Mapping[str, Callable[[Floats], float]]] = {
    # Sorted first, so that the order of the units does not show in the last digit.
    "mean": lambda known: float(np.mean(np.sort(known))),
    "median": lambda known: float(np.median(known)),
}


def fill_gaps(leaf: IndexLeaf, raw: Floats, table: FigureTable) -> Floats:
    """Give the column with its gaps filled where the leaf's rule can fill them.

    `mean` and `median` are those of the units that have a value, of the same group where the rule
    names a column of groups; a unit without a group stays as it is. `last` is the newest earlier
    value of the same unit and needs a column `year`. Raises ScoringError where that is missing.
    """
    rule = leaf.impute
    if rule is None:
        return raw
    if rule.method == "last":
        return _carry_forward(leaf, raw, table)
    filled = raw.copy()
    for rows in _groups(leaf, rule, table):
        known = raw[rows][~np.isnan(raw[rows])]
        if known.size:
            gaps = rows[np.isnan(raw[rows])]
            filled[gaps] = _MIDDLE[rule.method](known)
    return filled


def _groups(leaf: IndexLeaf, rule: Impute, table: FigureTable) -> list[Places]:
    every = np.arange(len(table.units))
    if rule.group is None:
        return [every]
    words = table.words.get(rule.group)
    if words is None:
        raise ScoringError(f"{leaf.id}: there is no column {rule.group!r} of groups.")
    return [np.array(rows) for rows in _rows_by(words).values()]


def _rows_by(words: Sequence[str | None]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, word in enumerate(words):
        if word is not None:
            rows.setdefault(word, []).append(row)
    return rows


def _carry_forward(leaf: IndexLeaf, raw: Floats, table: FigureTable) -> Floats:
    years = table.numbers.get(YEAR)
    if years is None:
        raise ScoringError(f"{leaf.id}: to impute the last value, a column {YEAR!r} is needed.")
    filled = raw.copy()
    for rows in _rows_by(table.units).values():
        last = np.nan
        for row in sorted(
            (row for row in rows if not np.isnan(years[row])), key=lambda r: years[r]
        ):
            if np.isnan(raw[row]):
                filled[row] = last
            else:
                last = raw[row]
    return filled
