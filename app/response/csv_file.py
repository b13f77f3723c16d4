"""Reading a CSV file row by row under limits, keeping every fault with its place."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from app.definition.finding import Finding

CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHOWN: Final = 60
_LONGEST_LINE: Final = 20_000_000
_BLOCK: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a file may hold; more is refused before it is read."""

    bytes: int = 500_000_000
    rows: int = 5_000_000
    cell: int = 10_000
    unit: int = 200


class InputFileError(ValueError):
    """A file with faults; `findings` has one entry for each, with line and column."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


class StopReadingError(Exception):
    """What follows cannot be read; the finding that says why is kept already."""


class _TooLargeError(Exception):
    """The file has more bytes than it may."""


class _Counted(io.BufferedIOBase):
    """A stream that counts what is read of it, so that a fault can be told with its place."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._most = most
        self._bytes = 0
        self._lines = 0

    def readable(self) -> bool:
        """Whether it can be read from."""
        return True

    @property
    def name(self) -> str:
        """What a wrapper asks for."""
        return ""

    def read1(self, _size: int | None = -1, /) -> bytes:
        """Read the next block, whatever size is asked for."""
        block = self._stream.read(_BLOCK)
        self._bytes += len(block)
        self._lines += block.count(b"\n")
        if self._bytes > self._most:
            raise _TooLargeError
        return block

    def read(self, size: int | None = -1, /) -> bytes:
        """Read the next block."""
        return self.read1(size)

    def place_of(self, error: UnicodeDecodeError) -> tuple[int, int]:
        """Give line and byte, from 1, of what could not be read in the block read last."""
        lines = self._lines - error.object.count(b"\n", error.start)
        return lines + 1, self._bytes - len(error.object) + error.start + 1


@dataclass(slots=True)
class CsvFile:
    """A CSV file while it is read: its name in findings, its limits, and what was found."""

    name: str
    limits: FileLimits = field(default_factory=FileLimits)
    findings: list[Finding] = field(default_factory=list)

    def find(self, rule: str, line: int, column: int, message: str, *, mend: str = "") -> None:
        """Keep a finding; line and column count from 1, columns are cells."""
        self.findings.append(Finding(rule, "error", self.name, line, column, message, mend))

    def fail_if_found(self) -> None:
        """Raise InputFileError where anything was found."""
        if self.findings:
            raise InputFileError(tuple(self.findings))

    def read(self, stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of every row that is not empty, the header first.

        The file is read as its rows are asked for, so that its size does not matter for memory.
        Stops at what is no CSV and behind the last row allowed, each with a finding. Raises
        InputFileError where the file is too large or not UTF-8.
        """
        rows = csv.reader(self._lines(stream), strict=True)
        line, count = 1, 0
        try:
            for cells in rows:
                if cells:
                    count += 1
                    # The header is a row too.
                    if count > self.limits.rows + 1:
                        message = f"There are more than {self.limits.rows} rows."
                        self.find("too-many-rows", line, 1, message)
                        return
                    yield line, cells
                line = rows.line_num + 1
        except csv.Error as error:
            self.find("csv-syntax", rows.line_num or 1, 1, f"The row is not CSV: {error}.")

    def read_header(self, rows: Iterator[tuple[int, list[str]]], *, mend: str) -> list[str]:
        """Give the cells of the first row without spaces. Raises StopReadingError without one."""
        _, cells = next(rows, (1, []))
        if not cells:
            if not self.findings:
                self.find("no-header", 1, 1, "The file is empty.", mend=mend)
            raise StopReadingError
        return [cell.strip() for cell in cells]

    def _lines(self, stream: IO[bytes]) -> Iterator[str]:
        """Yield the lines with their ends, as they are written."""
        if stream.seekable():
            # Told at once rather than after minutes of reading.
            here, end = stream.tell(), stream.seek(0, io.SEEK_END)
            stream.seek(here)
            self._check_size(end - here)
        counted = _Counted(stream, self.limits.bytes)
        text = io.TextIOWrapper(counted, encoding="utf-8-sig", newline="")
        try:
            while line := text.readline(_LONGEST_LINE):
                yield line
                if len(line) >= _LONGEST_LINE:
                    self.find("too-long", 1, 1, f"A line has more than {_LONGEST_LINE} characters.")
                    return
        except UnicodeDecodeError as error:
            line_number, byte = counted.place_of(error)
            message = f"Byte {byte} of the file is not UTF-8."
            self.find("not-utf-8", line_number, 1, message)
            raise InputFileError(tuple(self.findings)) from error
        except _TooLargeError:
            self._check_size(self.limits.bytes + 1)
        finally:
            text.detach()

    def _check_size(self, size: int) -> None:
        if size > self.limits.bytes:
            self.find("too-large", 1, 1, f"The file has more than {self.limits.bytes} bytes.")
            self.fail_if_found()

    def has_right_length(self, cells: list[str], line: int, least: int, most: int) -> bool:
        """Whether a row has as many cells as it should, none of them too long."""
        if not least <= len(cells) <= most:
            message = f"The row has {len(cells)} cells, the header {most}."
            self.find("wrong-length", line, min(len(cells), most), message)
            return False
        if max(map(len, cells)) <= self.limits.cell:
            return True
        place = next(n for n, cell in enumerate(cells, 1) if len(cell) > self.limits.cell)
        message = f"The cell has {len(cells[place - 1])} characters; at most {self.limits.cell}."
        self.find("too-long", line, place, message)
        return False

    def read_unit(self, cell: str, line: int, column: int) -> str | None:
        """Give the name of a unit; None with a finding where it is none."""
        unit = cell.strip()
        if not unit:
            self.find("no-unit", line, column, "The row names no unit.")
        elif len(unit) > self.limits.unit:
            message = f"The unit has {len(unit)} characters; at most {self.limits.unit}."
            self.find("too-long", line, column, message)
        elif CONTROL.search(unit):
            self.find("control-character", line, column, "The unit holds a control character.")
        else:
            return unit
        return None


def show(text: str) -> str:
    """Quote a text from a file, shortened and without anything that could upset a terminal."""
    return repr(text[:_SHOWN] + "…" if len(text) > _SHOWN else text)
