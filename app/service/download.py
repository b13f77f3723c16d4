"""Results and figures as files to take away at once: CSV, workbook, JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.export import bundle, sheet, table
from app.presentation.exporting import ExportBook, export_data, export_result
from app.service.document import Document
from app.service.error import NotFound
from app.service.report import Order, gather
from app.service.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Format:
    """How a book is written as one kind of file, and the file's type."""

    write: Callable[[ExportBook], bytes]
    media_type: str


FORMATS: Final[Mapping[str, Format]] = {
    "xlsx": Format(sheet.write_book, sheet.MEDIA_TYPE),
    "json": Format(bundle.write_json, bundle.MEDIA_TYPE),
}
"""Ending of the file -> who writes it. CSV has one table a file: `make_table`."""


def open_book(workspace: Workspace, order: Order) -> ExportBook:
    """Gather the tables of an order: a result's, or a country's by published figures alone.

    Raises:
        NotFound: the country is not in the reference data.
    """
    material = gather(workspace, order)
    return export_result(material) if material.result else export_data(material)


def list_tables(workspace: Workspace, order: Order) -> tuple[tuple[str, str], ...]:
    """Give name and title of every table of an order."""
    return tuple((item.name, item.title) for item in open_book(workspace, order).tables)


def make_download(workspace: Workspace, order: Order, ending: str) -> Document:
    """Write all tables of an order as one file.

    Raises:
        NotFound: nothing is written with that ending.
    """
    kind = FORMATS.get(ending)
    if kind is None:
        raise NotFound(ending)
    return Document(kind.media_type, kind.write(open_book(workspace, order)))


def make_table(workspace: Workspace, order: Order, name: str) -> Document:
    """Write one table of an order as CSV.

    Raises:
        NotFound: it has no such table.
    """
    book = open_book(workspace, order)
    found = book.table(name)
    if found is None:
        raise NotFound(name)
    return Document(table.MEDIA_TYPE, table.write_csv(book, found))
