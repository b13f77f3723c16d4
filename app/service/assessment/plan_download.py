"""The plan of an assessment as a file to take away."""

from typing import Final

from app.export.sheet import write_book
from app.export.table import write_csv
from app.presentation.exporting import ExportBook
from app.service.download import XLSX, Download
from app.service.error import NotFound

CSV: Final = "text/csv"


def write_plan(book: ExportBook, kind: str, *, name: str) -> Download:
    """Write a plan as `csv` or `xlsx`; `name` is that of the file without its ending.

    Raises:
        NotFound: no such kind.
    """
    if kind == "csv":
        return Download(f"{name}.csv", CSV, write_csv(book, book.tables[0]))
    if kind == "xlsx":
        return Download(f"{name}.xlsx", XLSX, write_book(book))
    raise NotFound(kind)
