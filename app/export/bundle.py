"""Tables as JSON, for programs.

One object: `format` (eready-export/1), `title`, `language`, `statement` (whose position it is not),
`about` (toolkit, toolkit_version, toolkit_hash, engine, data_edition, country, day, …) and
`tables`: by the name of each table a list of rows, each an object by the keys of the columns. A
number is an object with `value`, the full double or null, and `shown`, the text that pages print. A
text in another language than `language` is an object with `text` and `language`.
"""

import json
from typing import Final

from app.export.table import clean_text
from app.presentation.exporting import FORMAT, ExportBook, ExportCell, ExportTable, Number
from app.presentation.language import Phrase

MEDIA_TYPE: Final = "application/json"


def _write_cell(cell: ExportCell, language: str) -> object:
    if isinstance(cell, Number):
        return {"value": cell.value, "shown": cell.text}
    if isinstance(cell, Phrase):
        text = clean_text(cell.text)
        return text if cell.language == language else {"text": text, "language": cell.language}
    return clean_text(cell) if isinstance(cell, str) else cell


def _list_rows(table: ExportTable, language: str) -> list[dict[str, object]]:
    return [
        {
            column.key: _write_cell(cell, language)
            for column, cell in zip(table.columns, row, strict=True)
        }
        for row in table.rows
    ]


def write_json(book: ExportBook) -> bytes:
    """Write all tables; the same bytes for the same book."""
    content = {
        "format": FORMAT,
        "title": clean_text(book.title),
        "language": book.language,
        "statement": clean_text(book.statement),
        "about": {key: clean_text(text) for key, text in book.about},
        "tables": {table.name: _list_rows(table, book.language) for table in book.tables},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")
