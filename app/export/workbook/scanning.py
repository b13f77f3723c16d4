"""Reads the cells of sheets only to know how many there are, how far they reach, what they hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.export.workbook.limit import WorkbookLimits, too_large
from app.export.workbook.markup import MarkupReader
from app.export.workbook.problem import broken
from app.presentation.language import N_

Place = tuple[int, int]
"""Row and column, counted from 0."""

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LONGEST_NUMBER: Final = 7
_ROWS: Final = N_(
    "The workbook is too large: something stands in row %(count)s; at most %(most)s are read."
)
_COLUMNS: Final = N_(
    "The workbook is too large: something stands in column %(count)s; at most %(most)s are read."
)
_CELLS: Final = N_("The workbook is too large: more than %(most)s cells.")
_TEXT: Final = N_("The workbook is too large: its cells hold more than %(most)s characters.")
_MERGED: Final = N_("The workbook is too large: more than %(most)s merged cells.")


@dataclass(slots=True)
class SheetFacts:
    """What the cells of one sheet hold beside their values."""

    formulas: set[Place] = field(default_factory=set)
    percents: set[Place] = field(default_factory=set)


class Scanner:
    """Reads the cells of all sheets, and counts over all of them."""

    def __init__(
        self, limits: WorkbookLimits, markup: MarkupReader, percents: frozenset[str]
    ) -> None:
        self.limits = limits
        self.markup = markup
        self.percents = percents
        self.texts: list[int] = []
        self.cells = self.area = self.text = self.merged = 0

    def measure_texts(self, name: str, data: bytes) -> None:
        """Measure the texts that cells share: one long text may stand in every cell."""
        measured: list[int] = []

        def start(tag: str, _attributes: Mapping[str, str]) -> None:
            if tag == "si":
                measured.append(0)

        def take(text: str) -> None:
            if measured:
                measured[-1] += len(text)

        self.markup.read(name, data, start=start, text=take)
        if measured and self.texts:
            raise broken(name)
        self.texts = measured or self.texts

    def scan(self, name: str, data: bytes) -> SheetFacts:
        """Read one part; one that is no sheet has no cells."""
        reading = _SheetReading(self, name)
        read = self.markup.read
        read(name, data, start=reading.start, end=reading.end, text=reading.take)
        self.area += (reading.last[0] + 1) * (reading.last[1] + 1)
        if self.area > self.limits.area:
            raise too_large(_CELLS, self.area, self.limits.area)
        return reading.facts

    def count_cell(self) -> None:
        """Count one cell."""
        self.cells += 1
        if self.cells > self.limits.cells:
            raise too_large(_CELLS, self.cells, self.limits.cells)

    def count_merged(self) -> None:
        """Count one range of merged cells."""
        self.merged += 1
        if self.merged > self.limits.merged:
            raise too_large(_MERGED, self.merged, self.limits.merged)

    def count_text(self, length: int) -> None:
        """Count the characters of one cell."""
        self.text += length
        if self.text > self.limits.text:
            raise too_large(_TEXT, self.text, self.limits.text)


class _SheetReading:
    """Where the reading of one sheet stands."""

    def __init__(self, scanner: Scanner, name: str) -> None:
        self.scanner = scanner
        self.name = name
        self.facts = SheetFacts()
        self.row, self.column = -1, -1
        self.last = (-1, -1)
        self.is_percent = self.is_shared = False
        self.value: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if tag == "row":
            self.row = self._read_row(attributes.get("r"))
            self.column = -1
        elif tag == "c":
            self._take_cell(attributes)
        elif tag in {"v", "is", "f"} and self.column >= 0:
            self._take_content(tag)
        elif tag == "mergeCell":
            self.scanner.count_merged()

    def take(self, text: str) -> None:
        """Take a piece of text."""
        if self.value is not None:
            self.value.append(text)
        self.scanner.count_text(len(text) if self.column >= 0 else 0)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag != "v" or self.value is None:
            return
        written, self.value = "".join(self.value).strip(), None
        if self.is_shared and written.isascii() and written.isdigit():
            place = int(written[:_LONGEST_NUMBER])
            shared = self.scanner.texts
            self.scanner.count_text(shared[place] if place < len(shared) else 0)

    def _read_row(self, written: str | None) -> int:
        if written is None:
            return self.row + 1
        if not (written.isascii() and written.isdigit() and len(written) <= _LONGEST_NUMBER):
            raise broken(self.name)
        return int(written) - 1

    def _take_cell(self, attributes: Mapping[str, str]) -> None:
        self.scanner.count_cell()
        written = attributes.get("r")
        if written is None:
            self.column += 1
        else:
            found = _REFERENCE.fullmatch(written)
            if found is None:
                raise broken(self.name)
            self.row, self.column = int(found[2]) - 1, _count_letters(found[1]) - 1
        self.is_percent = attributes.get("s", "") in self.scanner.percents
        self.is_shared = attributes.get("t") == "s"

    def _take_content(self, tag: str) -> None:
        limits, place = self.scanner.limits, (self.row, self.column)
        if self.row >= limits.rows:
            raise too_large(_ROWS, self.row + 1, limits.rows)
        if self.column >= limits.columns:
            raise too_large(_COLUMNS, self.column + 1, limits.columns)
        self.last = (max(self.last[0], self.row), max(self.last[1], self.column))
        if tag == "f":
            self.facts.formulas.add(place)
        elif tag == "v":
            self.value = []
        if self.is_percent:
            self.facts.percents.add(place)


def _count_letters(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place
