"""Tables as CSV for spreadsheet programs and others: nothing in it is ever a formula."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from app.presentation.exporting import ExportBook, ExportCell, ExportTable, Number
from app.presentation.language import Phrase

MEDIA_TYPE: Final = "text/csv; charset=utf-8"
_PLAIN_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
# Also the wide forms that some programs read as the same signs.
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARKS: Final = "\u200e\u200f\u2066\u2067\u2068\u2069"
_BANNED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Give a text without the characters that no file format holds."""
    return _BANNED.sub("\ufffd", text)


def disarm(text: str) -> str:
    """Give a text that no spreadsheet program takes for a formula; plain numbers stay."""
    text = clean_text(text)
    # Numbers in Arabic texts stand between marks that keep their sign before them.
    bare = text.lstrip(" \u00a0" + _MARKS)
    if bare.startswith(_STARTS_FORMULA) and not _PLAIN_NUMBER.fullmatch(text.strip(_MARKS)):
        return "'" + text
    return text


def write_cell(cell: ExportCell) -> str:
    """Write one cell: numbers in full, yes and no as 1 and 0, texts disarmed."""
    if isinstance(cell, Phrase):
        return disarm(cell.text)
    if isinstance(cell, str):
        return disarm(cell)
    if isinstance(cell, Number):
        return "" if cell.value is None else repr(cell.value)
    return "" if cell is None else str(int(cell))


def _list_heads(table: ExportTable) -> Iterator[str]:
    for column in table.columns:
        yield column.key
        if column.is_number:
            yield f"{column.key}_shown"
    yield "statement"


def _list_cells(row: tuple[ExportCell, ...], table: ExportTable) -> Iterator[str]:
    for cell, column in zip(row, table.columns, strict=True):
        yield write_cell(cell)
        if column.is_number:
            yield disarm(cell.text) if isinstance(cell, Number) else ""


def write_csv(book: ExportBook, table: ExportTable) -> bytes:
    """Write one table: UTF-8 with a mark that tells spreadsheet programs so.

    Every row carries the statement of whose position it is not, so that no row travels without it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_list_heads(table))
    statement = disarm(book.statement)
    for row in table.rows:
        writer.writerow([*_list_cells(row, table), statement])
    return stream.getvalue().encode("utf-8-sig")
