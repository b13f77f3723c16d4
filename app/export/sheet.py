"""Tables as a workbook: numbers are numbers, texts are texts, and nothing is a formula."""

import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from unicodedata import east_asian_width

from app.export.table import clean_text
from app.presentation.exporting import ExportBook, ExportCell, ExportTable, Number
from app.presentation.language import Phrase

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL: Final = 32_767
LONGEST_NAME: Final = 31
ABOUT: Final = "README"
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_WIDE, _NARROW = 44, 16
_TEXTS: Final = (str, Phrase)
FIXED_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)


def name_sheet(name: str) -> str:
    """Give a name a sheet may have: 31 characters at most, without marks of its own meaning."""
    return re.sub(r"[\[\]:*?/\\']", " ", clean_text(name)).strip()[:LONGEST_NAME] or "-"


def find_width(texts: Iterable[str]) -> int:
    """Find how wide a column must be for its texts; the longest are broken into lines."""
    widths = (sum(2 if east_asian_width(c) in "WF" else 1 for c in text[:_WIDE]) for text in texts)
    return min(max((_NARROW, *(width + 2 for width in widths))), _WIDE)


def write_book(book: ExportBook) -> bytes:
    """Write all tables, each on its own sheet, after one that says what they are."""
    stream = io.BytesIO()
    # Here, since every web worker would carry its 3 MB and few ever write a sheet.
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": clean_text(book.title),
                "comments": clean_text(book.statement),
                # The same data give the same file, whenever it is written.
                "created": FIXED_MOMENT,
            }
        )
        formats = {
            "head": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "bold": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        }
        _write_about(_add_sheet(workbook, book, ABOUT), book, formats)
        for table in book.tables:
            _write_table(_add_sheet(workbook, book, table.name), table, formats)
    return stream.getvalue()


def _add_sheet(workbook: Any, book: ExportBook, name: str) -> Any:  # noqa: ANN401  # no annotations
    sheet = workbook.add_worksheet(name_sheet(name))
    if book.direction == "rtl":
        sheet.right_to_left()
    return sheet


def _write_about(sheet: Any, book: ExportBook, formats: Mapping[str, Any]) -> None:  # noqa: ANN401
    sheet.set_column(0, 0, _WIDE // 2)
    sheet.set_column(1, 1, _WIDE * 2)
    pairs = [("title", book.title), ("statement", book.statement), *book.about]
    for place, (key, text) in enumerate(pairs):
        sheet.write_string(place, 0, key, formats["head"] if place == 0 else formats["text"])
        cell_format = formats["bold"] if key in {"title", "statement"} else formats["text"]
        sheet.write_string(place, 1, _cut(text), cell_format)
    for place, table in enumerate(book.tables, start=len(pairs) + 1):
        sheet.write_string(place, 0, name_sheet(table.name), formats["text"])
        sheet.write_string(place, 1, _cut(table.title), formats["text"])


def _write_table(sheet: Any, table: ExportTable, formats: Mapping[str, Any]) -> None:  # noqa: ANN401
    sheet.freeze_panes(1, 0)
    place = 0
    for number, column in enumerate(table.columns):
        sheet.write_string(0, place, _cut(column.head), formats["head"])
        texts = [row[number] for row in table.rows]
        sheet.set_column(place, place, find_width(str(c) for c in texts if isinstance(c, _TEXTS)))
        for line, cell in enumerate(texts, start=1):
            _write_cell(sheet, (line, place), cell, formats)
        if column.is_number:
            place += 1
            sheet.write_string(0, place, f"{column.head} *", formats["head"])
            for line, cell in enumerate(texts, start=1):
                shown = cell.text if isinstance(cell, Number) else ""
                sheet.write_string(line, place, _cut(shown), formats["text"])
        place += 1


def _write_cell(
    sheet: Any,  # noqa: ANN401  # no annotations
    place: tuple[int, int],
    cell: ExportCell,
    formats: Mapping[str, Any],
) -> None:
    value = cell.value if isinstance(cell, Number) else cell
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value)
    else:
        # Never write(): it would look for formulas and addresses in the text.
        sheet.write_string(*place, _cut(str(value)), formats["text"])


def _cut(text: str) -> str:
    return clean_text(text)[:LONGEST_CELL]
