"""What is wrong with a reference table, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong.

    `file` is the name of the file in the folder. `line` counts lines of that file from 1 and
    `column` cells from 1, as a spreadsheet does; 0 where no line or cell is meant. For tables that
    came from a database `line` is where the row would stand in the file, below its header.
    """

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class ReferenceDataError(ValueError):
    """The tables cannot be used; `findings` holds all that is wrong, by file and line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))
