"""Scores as rows of a table: the columns of `eready score`, in full precision."""

import math
from collections.abc import Iterator
from typing import Final

from app.scoring.band import band_of
from app.scoring.batch import ScoreTable
from app.scoring.kernel import STATUSES

SCORE_COLUMNS: Final = (
    "unit",
    "node",
    "kind",
    "score",
    "low",
    "high",
    "coverage",
    "counted",
    "applicable",
    "band",
    "status",
)


def score_rows(table: ScoreTable) -> Iterator[tuple[str | float | int | None, ...]]:
    """Give one row for each unit and node, in the order of SCORE_COLUMNS.

    Units in input order, nodes in tree order, parents first, views last. None stands for what is
    not there: the score of a node that is not shown, the range of one to which nothing applies.
    """
    nodes = [table.plan.nodes[table.plan.row_of[node_id]] for node_id in table.nodes]
    for column, unit in enumerate(table.units):
        parts = [
            array[:, column].tolist()
            for array in (
                table.value,
                table.low,
                table.high,
                table.coverage,
                table.counted,
                table.applicable,
                table.status,
            )
        ]
        for node, value, low, high, coverage, counted, applicable, status in zip(
            nodes, *parts, strict=True
        ):
            name = STATUSES[status]
            score = value if name == "published" else None
            band = band_of(node.bands, score)
            yield (
                unit,
                node.id,
                node.kind,
                score,
                _or_none(low),
                _or_none(high),
                coverage,
                counted,
                applicable,
                band.id if band else None,
                name,
            )


def _or_none(number: float) -> float | None:
    return None if math.isnan(number) else number


def write_cell(cell: str | float | None) -> str:
    """Write a cell of a CSV file: numbers as Python's repr, nothing for None."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else repr(cell)
