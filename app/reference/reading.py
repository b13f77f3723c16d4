"""Read a folder of reference data: `edition.json` and one CSV file for each table.

UTF-8 (a byte order mark is allowed), comma, a header that names every column in order, no empty
lines, no line breaks inside a cell. An empty cell is an empty text or a missing value and never
anything else: `NA` is the code of Namibia.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.reference.cell import parse_date, parse_text, shorten
from app.reference.finding import Finding, ReferenceDataError
from app.reference.schema import SCHEMAS, Schema
from app.reference.table import EditionRow, Tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EDITION_FILE = "edition.json"
_LARGEST_FILE = 32 * 1024 * 1024


@dataclass(slots=True)
class Scan:
    """What could be read of a folder.

    `rows` and `lines` run side by side, by table name; a row that could not be read is in neither.
    """

    edition: EditionRow | None = None
    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    lines: dict[str, Sequence[int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def broken(self) -> frozenset[str]:
        """The tables of which some row or the whole could not be read."""
        files = {finding.file for finding in self.findings}
        return frozenset(name for name in SCHEMAS if f"{name}.csv" in files)

    def tables(self) -> Tables:
        """The rows as tables; the edition must have been readable."""
        if self.edition is None:
            raise ReferenceDataError(self.findings)
        # Each row was made by the class its schema names, so each field has its own row type.
        content: dict[str, tuple[object, ...]] = {
            name: tuple(self.rows.get(name, ())) for name in SCHEMAS
        }
        return Tables(edition=self.edition, **content)  # type: ignore[arg-type]


def read_tables(folder: Path) -> Tables:
    """Read all tables of a folder, each cell checked by itself.

    Raises ReferenceDataError with every finding: file, line, cell. What tables say about one
    another is checked when a Reference is built from them.
    """
    scan = scan_folder(folder)
    if scan.findings:
        raise ReferenceDataError(scan.findings)
    return scan.tables()


def scan_folder(folder: Path) -> Scan:
    """Read what can be read of a folder, and note all that cannot."""
    scan = Scan()
    _scan_edition(folder, scan)
    for name, schema in SCHEMAS.items():
        text = _read_text(folder / f"{name}.csv", scan)
        if text is not None:
            _scan_table(name, schema, text=text, scan=scan)
    return scan


def _read_text(path: Path, scan: Scan) -> str | None:
    """The text of a file, or None and a finding."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            scan.findings.append(Finding(path.name, 0, 0, "the file is larger than 32 MiB"))
            return None
        content = path.read_bytes()
    except OSError as error:
        problem = error.strerror or "unknown error"
        scan.findings.append(Finding(path.name, 0, 0, f"the file cannot be read: {problem}"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        scan.findings.append(Finding(path.name, line, 0, "a byte here is not UTF-8"))
        return None


def _scan_edition(folder: Path, scan: Scan) -> None:
    text = _read_text(folder / EDITION_FILE, scan)
    if text is None:
        return
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        scan.findings.append(Finding(EDITION_FILE, error.lineno, error.colno, error.msg))
        return
    except (RecursionError, ValueError):
        # Ten thousand brackets or a number of five thousand digits.
        scan.findings.append(Finding(EDITION_FILE, 1, 0, "nested too deeply, or a number too long"))
        return
    try:
        scan.edition = _parse_edition(content)
    except ValueError as error:
        scan.findings.append(Finding(EDITION_FILE, 1, 0, str(error)))


def _parse_edition(content: object) -> EditionRow:
    expected = EditionRow._fields
    if not isinstance(content, dict) or set(content) != set(expected):
        raise ValueError(f"must hold exactly {', '.join(expected)}")
    texts: dict[str, str] = {}
    for key, value in content.items():
        if not isinstance(value, str):
            raise ValueError(f"{key} is no text")  # noqa: TRY004 - one kind of error for a cell
        try:
            texts[key] = parse_text(value)
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None
    return EditionRow(texts["title"], parse_date(texts["date"]), texts["description"])


def _scan_table(name: str, schema: Schema, *, text: str, scan: Scan) -> None:
    """Read one table into the scan: whole columns at once, or by line where anything is wrong."""
    rows = _read_columns(text, schema)
    if rows is None:
        scan.rows[name], scan.lines[name] = [], []
        _scan_lines(name, schema, text=text, scan=scan)
    else:
        scan.rows[name], scan.lines[name] = rows, range(2, len(rows) + 2)


def _read_columns(text: str, schema: Schema) -> list[tuple[object, ...]] | None:
    """All rows of a table without a fault, else None.

    A column of eighteen thousand cells goes through its parser without a step of Python for each.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header, *lines = reader
        if tuple(header) != schema.columns or reader.line_num != len(lines) + 1:
            return None
        if not lines:
            return []
        cells = zip(*lines, strict=True)
        columns = [map(parse, column) for parse, column in zip(schema.parsers, cells, strict=True)]
        return list(map(schema.row._make, zip(*columns, strict=True)))
    except (csv.Error, ValueError):
        return None


def _scan_lines(name: str, schema: Schema, *, text: str, scan: Scan) -> None:
    """Read one table line by line, keep the good rows and note what is wrong with the others."""
    file = f"{name}.csv"
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if not _is_header_right(next(reader, []), schema, file=file, scan=scan):
            return
        for cells in reader:
            found = _find_bad_cells(cells, schema, file=file, line=reader.line_num)
            scan.findings.extend(found)
            if not found:
                values = [parse(cell) for parse, cell in zip(schema.parsers, cells, strict=True)]
                scan.rows[name].append(schema.row(*values))
                lines.append(reader.line_num)
    except csv.Error as error:
        scan.findings.append(Finding(file, reader.line_num, 0, f"not readable as CSV: {error}"))
    scan.lines[name] = lines


def _is_header_right(header: list[str], schema: Schema, *, file: str, scan: Scan) -> bool:
    if tuple(header) == schema.columns:
        return True
    message = f"the header must be {','.join(schema.columns)}, not {shorten(','.join(header))}"
    scan.findings.append(Finding(file, 1, 0, message))
    return False


def _find_bad_cells(cells: list[str], schema: Schema, *, file: str, line: int) -> list[Finding]:
    """Every cell of a row that its parser refuses, or the wrong number of cells."""
    expected = len(schema.columns)
    if len(cells) != expected:
        problem = f"{len(cells)} cells, {expected} expected" if cells else "the line is empty"
        return [Finding(file, line, 0, problem)]
    found = []
    for position, (name, parse) in enumerate(zip(schema.columns, schema.parsers, strict=True)):
        try:
            parse(cells[position])
        except ValueError as error:
            found.append(Finding(file, line, position + 1, f"{name}: {error}"))
    return found
