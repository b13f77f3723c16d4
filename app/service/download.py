"""Downloads of a result or of published figures: the same tables as CSV, XLSX or JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.export.bundle import write_json
from app.export.sheet import write_book
from app.export.table import write_csv
from app.presentation.exporting import ExportBook, export_data, export_result
from app.service.error import NotFound
from app.service.report import Order, gather, name_file
from app.service.workspace import Workspace

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its name, its type, its bytes."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Format:
    write: Callable[[ExportBook], bytes]
    media_type: str


_FORMATS: Final[Mapping[str, _Format]] = {
    "xlsx": _Format(write_book, XLSX),
    "json": _Format(write_json, "application/json"),
}


def make_download(workspace: Workspace, order: Order, kind: str, table: str = "") -> Download:
    """Make a file of a check's result, or of published figures where nothing was answered.

    `kind` is csv, xlsx or json; a CSV holds one table: the one named, else the first.

    Raises:
        NotFound: no such kind or table.
    """
    material = gather(workspace, order)
    book = export_data(material) if order.answers is None else export_result(material)
    name = name_file(order, kind)
    if kind == "csv":
        found = book.table(table) if table else next(iter(book.tables), None)
        if found is None:
            raise NotFound(table)
        part = f"-{found.name}.csv"
        return Download(name.removesuffix(".csv") + part, "text/csv", write_csv(book, found))
    if kind not in _FORMATS:
        raise NotFound(kind)
    made = _FORMATS[kind]
    return Download(name, made.media_type, made.write(book))
