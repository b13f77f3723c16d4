"""The files of an index: figures of many units in, statistics of an edition in and out."""

import csv
import io
import re
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Final, TypeVar

import numpy as np

from app.definition.index import Index
from app.response.csv_file import CsvFile, FileLimits, StopReadingError, show
from app.scoring.array import Floats
from app.scoring.index.figure import (
    LARGEST,
    YEAR,
    FigureTable,
    References,
    Statistic,
    columns_of,
    pillar_columns,
    text_columns,
    write_word,
)

Found = TypeVar("Found")

UNIT: Final = "unit"
STATISTICS: Final = ("leaf", "min", "max", "mean", "sd", "n")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_SHORT: Final = r"[+-]?[0-9]{0,40}+(?:\.[0-9]{0,40}+)?+"
_PLAIN: Final = re.compile(f"{_SHORT}(?:,{_SHORT})*")
"""Cells in which there are digits, signs and dots only, none so long that it could be too large."""
_NUMBER_MEND: Final = "Write digits with a dot, no grouping marks; leave the cell empty for a gap."


@dataclass(frozen=True, slots=True)
class FigureFile:
    """What a file of figures holds: the table, the columns asked for as groups, and warnings."""

    table: FigureTable
    groups: Mapping[str, tuple[str | None, ...]]
    warnings: tuple[str, ...]


def read_figures_csv(
    stream: IO[bytes],
    index: Index,
    *,
    groups: Sequence[str] = (),
    name: str = "",
    limits: FileLimits | None = None,
) -> FigureFile:
    """Read the figures of many units: a column `unit`, then one column a leaf.

    The file is UTF-8 with or without byte order mark; an empty cell is missing. Leaves with
    `pillar` need no column. A column that the index does not know is a warning unless it is one of
    `groups`. With a column `year` a unit may have several rows, one a year. Raises InputFileError
    with all errors: a leaf without a column, a cell that is no number or none of the answers, a
    second row.
    """
    file = CsvFile(name or getattr(stream, "name", "data"), limits or FileLimits())
    return _Reader(index, tuple(groups), file).read(stream)


@dataclass(slots=True)
class _Reader:
    index: Index
    groups: tuple[str, ...]
    file: CsvFile
    places: dict[str, int] = field(default_factory=dict)
    words: dict[str, list[str | None]] = field(default_factory=dict)
    readers: list[tuple[int, list[str | None], frozenset[str] | None]] = field(default_factory=list)
    numeric: dict[str, int] = field(default_factory=dict)
    # Row after row, so that a cell takes eight bytes.
    figures: "array[float]" = field(default_factory=lambda: array("d"))
    units: list[str] = field(default_factory=list)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def read(self, stream: IO[bytes]) -> FigureFile:
        rows = self.file.read(stream)
        try:
            self._read_header(self.file.read_header(rows, mend="Begin with unit, then the leaves."))
            for line, cells in rows:
                self._read_row(cells, line)
        except StopReadingError:
            pass
        self.file.fail_if_found()
        flat = np.asarray(self.figures, dtype=np.float64)
        by_unit = flat.reshape(len(self.units), len(self.numeric))
        numbers = {
            name: np.ascontiguousarray(by_unit[:, place]) for place, name in enumerate(self.numeric)
        }
        words = {name: tuple(column) for name, column in self.words.items()}
        groups = {
            name: tuple(map(write_word, _cells(numbers[name]) if name in numbers else words[name]))
            for name in self.groups
        }
        for leaf, node in pillar_columns(self.index).items():
            if node in numbers:
                numbers.setdefault(leaf, numbers[node])
        table = FigureTable(tuple(self.units), numbers, words)
        return FigureFile(table, groups, tuple(self.warnings))

    def _read_header(self, header: list[str]) -> None:
        for place, column in enumerate(header, 1):
            if column in self.places:
                self.file.find("second-column", 1, place, f"The column {show(column)} is twice.")
            self.places.setdefault(column, place - 1)
        for column in (UNIT, *columns_of(self.index), *self.groups):
            if column not in self.places:
                is_leaf = column in {leaf.id for leaf in self.index.leaves}
                message = f"There is no column {show(column)}."
                if is_leaf:
                    message = f"The leaf {show(column)} has no column."
                self.file.find("no-column", 1, 1, message)
        if self.file.findings:
            raise StopReadingError
        nodes = pillar_columns(self.index)
        read = {*columns_of(self.index), *self.groups, *nodes, *nodes.values(), YEAR}
        wanted = read & self.places.keys()
        strange = [name for name in header if name != UNIT and name not in wanted]
        self.warnings += (f"The column {show(name)} is not used." for name in strange)
        self._make_columns(wanted)

    def _make_columns(self, wanted: set[str]) -> None:
        leaves = {leaf.id: leaf for leaf in self.index.leaves}
        for name in sorted(wanted, key=self.places.__getitem__):
            leaf = leaves.get(name)
            if name not in self._texts():
                self.numeric[name] = self.places[name]
            else:
                known = frozenset(leaf.answers) if leaf is not None and leaf.answers else None
                self.words[name] = []
                self.readers.append((self.places[name], self.words[name], known))

    def _texts(self) -> frozenset[str]:
        """Give the columns read as texts; a group that is a figure too is read as a number."""
        return text_columns(self.index) | (set(self.groups) - set(columns_of(self.index)))

    def _read_row(self, cells: list[str], line: int) -> None:
        if not self.file.has_right_length(cells, line, len(self.places), len(self.places)):
            return
        unit = self.file.read_unit(cells[self.places[UNIT]], line, self.places[UNIT] + 1)
        if unit is None:
            return
        year = cells[self.places[YEAR]].strip() if YEAR in self.places else ""
        if (unit, year) in self.seen:
            message = (
                f"{show(unit)} stands here a second time; first on line {self.seen[unit, year]}."
            )
            self.file.find("second-row", line, self.places[UNIT] + 1, message, mend="Keep one row.")
            return
        self.seen[unit, year] = line
        self.units.append(unit)
        before = len(self.file.findings)
        for place, column, known in self.readers:
            column.append(self._take(cells[place], line, place, partial(_read_word, known=known)))
        self._read_numbers(cells, line)
        if len(self.file.findings) > before + 1:
            # From left to right, as they stand in the row.
            self.file.findings[before:] = sorted(
                self.file.findings[before:], key=lambda finding: finding.column
            )

    def _read_numbers(self, cells: list[str], line: int) -> None:
        given = [cells[place] for place in self.numeric.values()]
        # All cells of a row at once, where there is nothing to be told about any of them.
        if _PLAIN.fullmatch(",".join(given)):
            with suppress(ValueError):
                self.figures.extend([float(cell) if cell else np.nan for cell in given])
                return
        for place in self.numeric.values():
            number = self._take(cells[place], line, place, _read_number)
            self.figures.append(np.nan if number is None else number)

    def _take(
        self, cell: str, line: int, place: int, read: Callable[[str], Found | None]
    ) -> Found | None:
        try:
            return read(cell)
        except ValueError as error:
            rule, message, mend = error.args
            self.file.find(rule, line, place + 1, message, mend=mend)
            return None


def _cells(column: Floats) -> list[float | None]:
    return [None if number != number else number for number in column.tolist()]  # noqa: PLR0124 (NaN is unlike itself)


def _read_number(cell: str) -> float | None:
    text = cell.strip()
    if not text:
        return None
    number = float(text) if _NUMBER.fullmatch(text) else np.inf
    if not np.isfinite(number):
        raise ValueError("not-a-number", f"{show(text)} is not a number.", _NUMBER_MEND)
    if abs(number) > LARGEST:
        message = f"{show(text)} is too large; at most {LARGEST:g} can be computed with."
        raise ValueError("too-large", message, "Give the figure in a larger unit.")
    return number


def _read_word(cell: str, known: Collection[str] | None) -> str | None:
    text = cell.strip()
    if text and known is not None and text not in known:
        message = f"{show(text)} is none of the answers."
        raise ValueError("unknown-answer", message, f"The answers are {', '.join(known)}.")
    return text or None


# --- Statistics of an edition -----------------------------------------------------------------


def write_statistics(statistics: Mapping[str, Statistic]) -> str:
    """Write statistics as CSV: leaf,min,max,mean,sd,n, in full precision."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(STATISTICS)
    for name, one in statistics.items():
        numbers = (one.minimum, one.maximum, one.mean, one.sd)
        writer.writerow([name, *map(repr, numbers), one.n])
    return buffer.getvalue()


def read_statistics_csv(stream: IO[bytes], *, name: str = "") -> dict[str, Statistic]:
    """Read the statistics of an edition, by leaf. Raises InputFileError with all errors."""
    file = CsvFile(name or getattr(stream, "name", "reference"), FileLimits(bytes=4_000_000))
    found: dict[str, Statistic] = {}
    rows = file.read(stream)
    with suppress(StopReadingError):
        header = _read_statistics_header(file, rows)
        for line, cells in rows:
            if file.has_right_length(cells, line, len(header), len(header)):
                _read_statistic(file, line, dict(zip(header, cells, strict=True)), found)
    file.fail_if_found()
    return found


def _read_statistics_header(file: CsvFile, rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    header = file.read_header(rows, mend=f"Begin with {','.join(STATISTICS)}.")
    for column in STATISTICS:
        if column not in header:
            file.find("no-column", 1, 1, f"The column {column} is missing.")
    if file.findings:
        raise StopReadingError
    return header


def read_references(index: Index, folder: Path) -> References:
    """Read the files of statistics that an index names, from its own folder.

    Raises InputFileError where one is not there, lies outside the folder or has errors.
    """
    rules = [part.normalise for part in index.leaves] + [part.after for part in index.nodes]
    names = {rule.bounds.reference for rule in rules if rule is not None and rule.bounds}
    found: dict[str, Mapping[str, Statistic]] = {}
    for name in sorted(name for name in names if name is not None):
        path = folder / name
        file = CsvFile(name)
        if not path.resolve().is_relative_to(folder.resolve()):
            file.find("path-leaves-folder", 1, 1, "The file lies outside the folder of the index.")
        elif not path.is_file():
            file.find("unreadable-file", 1, 1, "There is no such file.")
        file.fail_if_found()
        with path.open("rb") as stream:
            found[name] = read_statistics_csv(stream, name=name)
    return found


def _read_statistic(
    file: CsvFile, line: int, row: Mapping[str, str], found: dict[str, Statistic]
) -> None:
    numbers = []
    for place, column in enumerate(STATISTICS[1:], 2):
        try:
            number = _read_number(row[column])
        except ValueError as error:
            rule, message, mend = error.args
            file.find(rule, line, place, message, mend=mend)
            return
        numbers.append(np.nan if number is None else number)
    name = row["leaf"].strip()
    if not name or name in found:
        file.find("second-row", line, 1, f"{show(name)} is no name, or stands here again.")
        return
    low, high, mean, sd, n = numbers
    found[name] = Statistic(low, high, mean, sd, 0 if np.isnan(n) else int(n))
