"""The cells of a fill-in workbook, found by their codes wherever they were moved to."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from app.export.workbook import layout
from app.export.workbook.guard import inspect_workbook
from app.export.workbook.limit import WorkbookLimits
from app.export.workbook.problem import UnreadableError
from app.export.workbook.scanning import Place, SheetFacts
from app.presentation.language import N_

CellValue = str | int | float | bool | date | datetime | time | timedelta
Rows = list[list[CellValue]]

_DIGITS: Final = 9
"""Of a version; nobody changes an answer more often."""
_CORNER: Final = 30
"""The row and column of codes are looked for in so many rows and columns."""

_NOT_READ: Final = N_("The workbook is damaged and can't be read.")
_NOT_OURS: Final = N_(
    "This is no workbook to fill in: the hidden sheet that says what it was made from is missing. "
    "Please fill in a workbook that was made here."
)


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row with a key, and what stands in the cells to fill in, by the column's code."""

    key: str
    row: int
    cells: Mapping[str, CellValue]

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.cells)


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """One sheet: its rows with keys, and where each column to fill in is by now."""

    name: str
    columns: Mapping[str, int]
    rows: tuple[FilledRow, ...]
    facts: SheetFacts
    merged: tuple[tuple[Place, Place], ...]


@dataclass(slots=True)
class Origin:
    """What the hidden sheet says: properties, fingerprints, and labels of lists with codes.

    `versions` are those of the answers that stood when it was made, by question.
    """

    properties: dict[str, str] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """A whole workbook as it came back."""

    origin: Origin
    sheets: tuple[FilledSheet, ...]


def open_filled(data: bytes, limits: WorkbookLimits) -> FilledWorkbook:
    """Look at a workbook, parse it and find its cells.

    Raises:
        UnreadableError: it can't be read, is too large, or wasn't made by `write_workbook`.
    """
    facts = inspect_workbook(data, limits)
    tables = parse_tables(data)
    hidden = tables.pop(layout.HIDDEN_SHEET, None)
    origin = _read_origin(hidden[0] if hidden else [])
    if origin.properties.get("format") != layout.FORMAT:
        raise UnreadableError(_NOT_OURS)
    sheets = []
    for name, (rows, merged) in tables.items():
        corner = _find_corner(rows)
        if corner is not None:
            known = facts.get(name, SheetFacts())
            sheets.append(_find_rows(name, rows, corner, facts=known, merged=merged))
    return FilledWorkbook(origin, tuple(sheets))


def parse_tables(data: bytes) -> dict[str, tuple[Rows, tuple[tuple[Place, Place], ...]]]:
    """Give the cells of every sheet by its name, and which are merged; look at the file before.

    Raises:
        UnreadableError: it can't be read.
    """
    # Here, since few workers ever read a sheet.
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {
                name: (sheet.to_python(skip_empty_area=False), _merged(sheet.merged_cell_ranges))
                for name in book.sheet_names
                for sheet in [book.get_sheet_by_name(name)]
            }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # A parser written in another language ends in more ways than exceptions.
        raise UnreadableError(_NOT_READ) from error


def _merged(ranges: list[tuple[Place, Place]] | None) -> tuple[tuple[Place, Place], ...]:
    return tuple(ranges or ())


def _read_origin(rows: Rows) -> Origin:
    origin = Origin()
    for row in rows:
        cells = [cell if isinstance(cell, str) else "" for cell in row]
        kind, name, value, label = (*cells, "", "", "", "")[:4]
        if kind == layout.PROPERTY:
            origin.properties[name] = value
        elif kind == layout.MADE_OF:
            origin.fingerprints[name] = value
        elif kind == layout.GIVEN and value.isascii() and value.isdigit():
            origin.versions[name] = int(value[:_DIGITS])
        elif kind == layout.CHOICE:
            origin.labels.setdefault(name, {})[label] = value
    return origin


def _find_corner(rows: Rows) -> Place | None:
    for row, cells in enumerate(rows[:_CORNER]):
        for column, cell in enumerate(cells[:_CORNER]):
            if cell == layout.FORMAT:
                return row, column
    return None


def _find_rows(
    name: str,
    rows: Rows,
    corner: Place,
    *,
    facts: SheetFacts,
    merged: tuple[tuple[Place, Place], ...],
) -> FilledSheet:
    columns = {
        cell: place
        for place, cell in enumerate(rows[corner[0]])
        if isinstance(cell, str) and cell in layout.FILLED
    }
    found = tuple(_list_rows(rows, corner, columns, facts))
    return FilledSheet(name, columns, found, facts, merged)


def _list_rows(
    rows: Rows, corner: Place, columns: Mapping[str, int], facts: SheetFacts
) -> Iterator[FilledRow]:
    for place, cells in enumerate(rows):
        key = cells[corner[1]] if corner[1] < len(cells) else ""
        if place == corner[0] or not isinstance(key, str) or not key.strip():
            continue
        values = {code: cells[column] for code, column in columns.items() if column < len(cells)}
        filled = {
            code: value
            for code, value in values.items()
            if not _is_empty(value) or (place, columns[code]) in facts.formulas
        }
        yield FilledRow(key.strip(), place, filled)


def _is_empty(value: CellValue) -> bool:
    return isinstance(value, str) and not value.strip()
