"""From tables to a Reference: check what they hold together, then index them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reference.catalogue import Reference, assemble
from app.reference.check import find_problems
from app.reference.finding import ReferenceDataError
from app.reference.reading import scan_folder

if TYPE_CHECKING:
    from pathlib import Path

    from app.reference.table import Tables


def load_reference(folder: Path) -> Reference:
    """Read a folder of reference data and build it.

    Raises ReferenceDataError with all findings of all files, each with file, line and cell.
    """
    scan = scan_folder(folder)
    if scan.edition is None:
        raise ReferenceDataError(scan.findings)
    tables = scan.tables()
    findings = [
        *scan.findings,
        *find_problems(tables, lines=scan.lines, broken=scan.broken),
    ]
    if findings:
        raise ReferenceDataError(findings)
    return assemble(tables)


def build_reference(tables: Tables) -> Reference:
    """Build a Reference from tables, wherever they came from.

    Raises ReferenceDataError with all findings; a row's line is where it would stand in a file.
    """
    findings = find_problems(tables)
    if findings:
        raise ReferenceDataError(findings)
    return assemble(tables)
