"""The workbook of a room: a row for each question, a column for each form, a sheet for each table.

Row of codes and column of keys are found by a mark in their corner, whatever was moved. It says
which room and table the sheet is of.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.export.sheet import FIXED_MOMENT, LONGEST_CELL, name_sheet
from app.export.table import clean_text

FORMAT: Final = "eready-votes/1"
SAID: Final = "@"
"""Begins the key of a row for what somebody says of themselves."""
HEAD_ROW: Final = 0
KEY_COLUMN: Final = 0
FIRST_COLUMN: Final = 4
"""Of the forms: before it stand key, number, question, and what to write."""
SPARE_COLUMNS: Final = 10
"""Without a code, for forms nobody planned."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_TEXT: Final = 49
"""Number of the format that keeps what is typed as text: 1/2 is no day."""
_WIDTHS: Final = (4, 5, 50, 50)


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One row: its key, number and words, and what can be written in it."""

    key: str
    number: str
    text: str
    legend: str


@dataclass(frozen=True, slots=True)
class VoteColumn:
    """One form: its code, and what stands on it, by key."""

    code: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VoteSheet:
    """One table of the room."""

    name: str
    table: int
    lines: tuple[VoteLine, ...]
    columns: tuple[VoteColumn, ...]


@dataclass(frozen=True, slots=True)
class VoteBook:
    """A whole workbook.

    Attributes:
        workshop: Id of the room.
        about: What it is and how to fill it in, as pairs of texts, for the first sheet.
        heads: Words above number, question and what to write.
    """

    title: str
    is_right_to_left: bool
    workshop: str
    about_name: str
    about: tuple[tuple[str, str], ...]
    heads: tuple[str, str, str]
    sheets: tuple[VoteSheet, ...]


def write_mark(workshop: str, table: int) -> str:
    """Write what stands in the corner of a sheet."""
    return f"{FORMAT} {workshop} {table}"


def write_votes(book: VoteBook) -> bytes:
    """Write the workbook; the same bytes for the same content, and nothing in it is a formula."""
    stream = io.BytesIO()
    # Here, since every web worker would carry its 3 MB and few ever write a sheet.
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"title": clean_text(book.title), "created": FIXED_MOMENT})
        formats = _make_formats(workbook)
        _write_about(_add_sheet(workbook, book, book.about_name), book, formats)
        for sheet in book.sheets:
            _write_sheet(_add_sheet(workbook, book, sheet.name), book, sheet, formats=formats)
    return stream.getvalue()


def _make_formats(workbook: Any) -> Mapping[str, Any]:  # noqa: ANN401  # no annotations
    base = {"text_wrap": True, "valign": "top"}
    filled = {"locked": False, "border": 1, "border_color": "#8a97a1", "num_format": _TEXT}
    return {
        "plain": workbook.add_format(base),
        "bold": workbook.add_format(base | {"bold": True}),
        "locked": workbook.add_format(base | {"bg_color": "#eef1f4", "bottom": 1}),
        "head": workbook.add_format(base | {"bold": True, "bg_color": "#d9e0e6", "bottom": 2}),
        "code": workbook.add_format(base | filled | {"bold": True, "bg_color": "#d9e0e6"}),
        "filled": workbook.add_format(base | filled),
    }


def _add_sheet(workbook: Any, book: VoteBook, name: str) -> Any:  # noqa: ANN401  # no annotations
    sheet = workbook.add_worksheet(name_sheet(name))
    if book.is_right_to_left:
        sheet.right_to_left()
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return sheet


def _write_about(sheet: Any, book: VoteBook, formats: Mapping[str, Any]) -> None:  # noqa: ANN401
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    _write(sheet, (0, 0), book.title, formats["bold"])
    for row, (name, text) in enumerate(book.about, 2):
        _write(sheet, (row, 0), name, formats["bold"])
        _write(sheet, (row, 1), text, formats["plain"])


def _write_sheet(
    sheet: Any,  # noqa: ANN401  # no annotations
    book: VoteBook,
    table: VoteSheet,
    *,
    formats: Mapping[str, Any],
) -> None:
    sheet.set_column(KEY_COLUMN, KEY_COLUMN, _WIDTHS[0], None, {"hidden": True})
    for column, width in enumerate(_WIDTHS[1:], 1):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, FIRST_COLUMN)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(HEAD_ROW)
    _write(sheet, (HEAD_ROW, KEY_COLUMN), write_mark(book.workshop, table.table))
    for column, head in enumerate(book.heads, 1):
        _write(sheet, (HEAD_ROW, column), head, formats["head"])
    for row, line in enumerate(table.lines, 1):
        _write(sheet, (row, KEY_COLUMN), line.key)
        for column, text in enumerate((line.number, line.text, line.legend), 1):
            _write(sheet, (row, column), text, formats["locked"])
    spare = (VoteColumn("", {}),) * SPARE_COLUMNS
    for column, form in enumerate((*table.columns, *spare), FIRST_COLUMN):
        _fill(sheet, (HEAD_ROW, column), form.code, formats["code"])
        for row, line in enumerate(table.lines, 1):
            _fill(sheet, (row, column), form.cells.get(line.key, ""), formats["filled"])


def _fill(sheet: Any, place: tuple[int, int], text: str, style: Any) -> None:  # noqa: ANN401
    if text:
        _write(sheet, place, text, style)
    else:
        sheet.write_blank(*place, None, style)


def _write(sheet: Any, place: tuple[int, int], text: str, style: Any = None) -> None:  # noqa: ANN401
    # Never write(): it would look for formulas and addresses in the text.
    sheet.write_string(*place, clean_text(text)[:LONGEST_CELL], style)
