"""Scores of a questionnaire for an index that reads them: from a file, or from answers."""

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Final

import numpy as np

from app.definition.index import Index
from app.definition.toolkit import Toolkit
from app.response.answer import Answers
from app.response.csv_file import CsvFile, FileLimits, StopReadingError, show
from app.response.setting import Setting
from app.scoring.array import Truths
from app.scoring.batch import ScoreTable
from app.scoring.engine import FULL, score_batch
from app.scoring.index.figure import FigureTable
from app.scoring.kernel import STATUSES

_NEEDED: Final = ("unit", "node", "score", "low", "high", "coverage", "status")


@dataclass(frozen=True, slots=True)
class NodeFact:
    """What an index reads of one node of a questionnaire; None where there is no number."""

    score: float | None
    low: float | None
    high: float | None
    coverage: float
    status: str


def read_scores_csv(
    stream: IO[bytes], *, name: str = "", limits: FileLimits | None = None
) -> dict[str, dict[str, NodeFact]]:
    """Read what `eready score` wrote: by unit, the facts of every node.

    Raises InputFileError with all errors: a missing column, a cell that is no number, a second row.
    """
    file = CsvFile(name or getattr(stream, "name", "scores"), limits or FileLimits())
    found: dict[str, dict[str, NodeFact]] = {}
    rows = file.read(stream)
    with suppress(StopReadingError):
        places = _read_header(file, rows)
        for line, cells in rows:
            if file.has_right_length(cells, line, len(places), len(places)):
                _read_row(file, line, {name: cells[at] for name, at in places.items()}, found)
    file.fail_if_found()
    return found


def _read_header(file: CsvFile, rows: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    header = file.read_header(rows, mend="Give what `eready score` wrote.")
    for column in _NEEDED:
        if column not in header:
            file.find("no-column", 1, 1, f"The column {column} is missing.")
    if file.findings:
        raise StopReadingError
    return {column: place for place, column in enumerate(header)}


def _read_row(
    file: CsvFile, line: int, row: Mapping[str, str], found: dict[str, dict[str, NodeFact]]
) -> None:
    columns = list(row)
    unit = file.read_unit(row["unit"], line, columns.index("unit") + 1)
    if unit is None:
        return
    numbers: dict[str, float | None] = {}
    for column in ("score", "low", "high", "coverage"):
        text = row[column].strip()
        try:
            number = float(text) if text else None
        except ValueError:
            number = math.nan
        if number is not None and not math.isfinite(number):
            place = columns.index(column) + 1
            file.find("not-a-number", line, place, f"{show(text)} is not a number.")
            return
        numbers[column] = number
    nodes = found.setdefault(unit, {})
    if row["node"] in nodes:
        file.find("second-row", line, columns.index("node") + 1, "The node stands here again.")
    nodes[row["node"]] = NodeFact(
        numbers["score"], numbers["low"], numbers["high"], numbers["coverage"] or 0.0, row["status"]
    )


def score_beside(
    index: Index,
    table: FigureTable,
    toolkit: Toolkit,
    answers: Mapping[str, Answers],
    *,
    setting: Setting = FULL,
) -> dict[str, dict[str, NodeFact]]:
    """Score a questionnaire for an index, by unit and node.

    A question that is the twin of a leaf leaves the score of a unit for which the index has the
    fact, so that it is counted once. Units with the same such questions are scored together.
    """
    together: dict[frozenset[str], dict[str, Answers]] = {}
    known = _known_twins(index, table, toolkit)
    for place, unit in enumerate(table.units):
        if unit in answers:
            without = frozenset(question for question, has in known.items() if has[place])
            together.setdefault(without, {})[unit] = answers[unit]
    found: dict[str, dict[str, NodeFact]] = {}
    for without, group in together.items():
        scores = score_batch(toolkit, group, setting, without=without)
        for column, unit in enumerate(scores.units):
            found[unit] = _facts(scores, column)
    return found


def _known_twins(index: Index, table: FigureTable, toolkit: Toolkit) -> dict[str, Truths]:
    """Say of each question with a twin among the leaves for which units the index has the fact."""
    leaves = {leaf.id for leaf in index.leaves}
    known: dict[str, Truths] = {}
    for question in toolkit.questions:
        leaf = question.same_as_indicator
        if leaf in leaves and leaf is not None:
            words = table.words.get(leaf)
            has = [word is not None for word in words] if words else ~np.isnan(table.number(leaf))
            known[question.id] = np.asarray(has, dtype=np.bool_)
    return known


def _facts(scores: ScoreTable, column: int) -> dict[str, NodeFact]:
    facts = {}
    for row, node in enumerate(scores.nodes):
        status = STATUSES[scores.status[row, column]]
        low, high = float(scores.low[row, column]), float(scores.high[row, column])
        facts[node] = NodeFact(
            float(scores.value[row, column]) if status == "published" else None,
            None if math.isnan(low) else low,
            None if math.isnan(high) else high,
            float(scores.coverage[row, column]),
            status,
        )
    return facts
