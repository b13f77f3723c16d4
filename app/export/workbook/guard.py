"""Looks at a workbook before it is parsed: whether it is one, how large it is, what its cells hold.

A workbook is a zip of XML files. A small one can unpack to terabytes, or name one cell in the far
corner of a sheet so that a table of billions of cells is made room for. Every part is unpacked
here under limits and its XML read by expat, element by element; only then the parser of
spreadsheets gets to see it. On the way is noted what that parser does not tell: which cells hold
a formula, and which are shown in per cent.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Final
from xml.parsers import expat

from app.export.workbook.problem import UnreadableError
from app.presentation.language import N_

Place = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """What a workbook may hold; more is refused before it is parsed.

    `ratio` is unpacked to packed size of one part, of parts larger than `small`. `area` is rows
    times columns up to the last cell that holds something, over all sheets.
    """

    bytes: int = 10_000_000
    entries: int = 500
    unpacked: int = 80_000_000
    ratio: int = 250
    small: int = 1_000_000
    sheets: int = 150
    rows: int = 20_000
    columns: int = 500
    cells: int = 400_000
    area: int = 2_000_000


@dataclass(slots=True)
class SheetFacts:
    """What the cells of one sheet hold beside their values."""

    formulas: set[Place] = field(default_factory=set)
    percents: set[Place] = field(default_factory=set)


_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_XML: Final = (".xml", ".rels", ".vml")
_PERCENT_FORMATS: Final = frozenset({"9", "10"})
_CHUNK: Final = 1 << 16

_NO_WORKBOOK: Final = N_("This is no Excel workbook: please save the form as .xlsx and send that.")
_BROKEN: Final = N_("The workbook is damaged: part %(part)s can't be read.")
_BYTES: Final = N_("The workbook is too large: %(count)s bytes; at most %(most)s are read.")
_PARTS: Final = N_("The workbook is too large: %(count)s parts; at most %(most)s are read.")
_UNPACKED: Final = N_("The workbook is too large unpacked: more than %(most)s bytes.")
_SHEETS: Final = N_("The workbook is too large: %(count)s sheets; at most %(most)s are read.")
_ROWS: Final = N_(
    "The workbook is too large: something stands in row %(count)s; at most %(most)s are read."
)
_COLUMNS: Final = N_(
    "The workbook is too large: something stands in column %(count)s; at most %(most)s are read."
)
_CELLS: Final = N_("The workbook is too large: more than %(most)s cells.")


def inspect_workbook(data: bytes, limits: WorkbookLimits) -> Mapping[str, SheetFacts]:
    """Look at all parts of a workbook; gives what is known of each sheet, by its name.

    Raises:
        UnreadableError: it is no workbook, is locked, holds macros, is damaged or too large.
    """
    _check_type(data, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _unpack(archive, len(data), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableError(_NO_WORKBOOK) from error
    except (OSError, ValueError, OverflowError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(_NO_WORKBOOK) from error
    return _read_parts(parts, limits)


def _check_type(data: bytes, limits: WorkbookLimits) -> None:
    if len(data) > limits.bytes:
        raise _too_large(_BYTES, len(data), limits.bytes)
    if data.startswith(_OLD):
        raise UnreadableError(
            N_(
                "This workbook is locked with a password, or of an old kind (.xls): please save "
                "it as .xlsx without a password and send that."
            )
        )
    if not data.startswith(_ZIP):
        raise UnreadableError(_NO_WORKBOOK)


def _too_large(text: str, count: int, most: int) -> UnreadableError:
    return UnreadableError(text, count=f"{count:,}", most=f"{most:,}")


def _unpack(archive: zipfile.ZipFile, packed: int, limits: WorkbookLimits) -> dict[str, bytes]:
    """Unpack all parts, in pieces, so that no size that is claimed has to be believed."""
    entries = [item for item in archive.infolist() if not item.is_dir()]
    if len(entries) > limits.entries:
        raise _too_large(_PARTS, len(entries), limits.entries)
    if sum(item.compress_size for item in entries) > packed:
        # Parts that share their bytes: nothing that writes workbooks does that.
        raise UnreadableError(_BROKEN, part="zip")
    parts: dict[str, bytes] = {}
    left = limits.unpacked
    for item in entries:
        name = item.filename.lstrip("/")
        if name.lower() in (taken.lower() for taken in parts):
            raise UnreadableError(_BROKEN, part=name[:80])
        most = max(limits.small, item.compress_size * limits.ratio)
        parts[name] = _unpack_one(archive, item, min(most, left), limits)
        left -= len(parts[name])
    if "xl/workbook.xml" not in parts:
        raise UnreadableError(_NO_WORKBOOK)
    return parts


def _unpack_one(
    archive: zipfile.ZipFile, item: zipfile.ZipInfo, most: int, limits: WorkbookLimits
) -> bytes:
    pieces, size = [], 0
    with archive.open(item) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > most:
                raise _too_large(_UNPACKED, size, limits.unpacked)
            pieces.append(piece)
    if size != item.file_size:
        raise UnreadableError(_BROKEN, part=item.filename[:80])
    return b"".join(pieces)


def _read_parts(parts: Mapping[str, bytes], limits: WorkbookLimits) -> Mapping[str, SheetFacts]:
    if any("vbaproject" in name.lower() for name in parts):
        raise UnreadableError(
            N_("This workbook holds macros: please save it as .xlsx, without macros.")
        )
    percents = _find_percents(parts)
    facts: dict[str, SheetFacts] = {}
    scanner = _Scanner(limits, percents)
    for name, data in parts.items():
        if name.lower().endswith(_XML):
            facts[name] = scanner.scan(name, data)
        elif b"sheetData" in data:
            # A sheet under another name than a sheet's.
            raise UnreadableError(_BROKEN, part=name[:80])
    return {
        name: facts[part] for name, part in _list_sheets(parts, limits).items() if part in facts
    }


def _parse(name: str, data: bytes, start: Callable[[str, Mapping[str, str]], None]) -> None:
    """Read one XML part; `start` gets the name without prefix and the attributes."""

    def begin(tag: str, attributes: dict[str, str]) -> None:
        start(tag.rpartition(":")[2], attributes)

    def refuse(*_: object) -> None:
        raise UnreadableError(_BROKEN, part=name[:80])

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    # No workbook declares a type or entities; what does wants them to grow.
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003  # expat takes it by place only
    except expat.ExpatError as error:
        raise UnreadableError(_BROKEN, part=name[:80]) from error


class _Scanner:
    """Reads the cells of sheets, and counts over all of them."""

    def __init__(self, limits: WorkbookLimits, percents: frozenset[str]) -> None:
        self.limits = limits
        self.percents = percents
        self.cells = 0
        self.area = 0

    def scan(self, name: str, data: bytes) -> SheetFacts:
        """Read one part; one that is no sheet has no cells."""
        reading = _SheetReading(self, name)
        _parse(name, data, reading.take)
        self.area += (reading.last[0] + 1) * (reading.last[1] + 1)
        if self.area > self.limits.area:
            raise _too_large(_CELLS, self.area, self.limits.area)
        return reading.facts

    def count(self) -> None:
        """Count one cell."""
        self.cells += 1
        if self.cells > self.limits.cells:
            raise _too_large(_CELLS, self.cells, self.limits.cells)


class _SheetReading:
    """Where the reading of one sheet stands."""

    def __init__(self, scanner: _Scanner, name: str) -> None:
        self.scanner = scanner
        self.name = name
        self.facts = SheetFacts()
        self.row, self.column = -1, -1
        self.last = (-1, -1)
        self.is_percent = False

    def take(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        if tag == "row":
            self.row = self._read_row(attributes.get("r"))
            self.column = -1
        elif tag == "c":
            self._take_cell(attributes)
        elif tag in {"v", "is", "f"} and self.column >= 0:
            self._take_content(tag)

    def _read_row(self, written: str | None) -> int:
        if written is None:
            return self.row + 1
        if not (written.isascii() and written.isdigit() and len(written) <= 7):
            raise UnreadableError(_BROKEN, part=self.name[:80])
        return int(written) - 1

    def _take_cell(self, attributes: Mapping[str, str]) -> None:
        self.scanner.count()
        written = attributes.get("r")
        if written is None:
            self.column += 1
        else:
            found = _REFERENCE.fullmatch(written)
            if found is None:
                raise UnreadableError(_BROKEN, part=self.name[:80])
            self.row, self.column = int(found[2]) - 1, _count_letters(found[1]) - 1
        self.is_percent = attributes.get("s", "") in self.scanner.percents

    def _take_content(self, tag: str) -> None:
        limits, place = self.scanner.limits, (self.row, self.column)
        if self.row >= limits.rows:
            raise _too_large(_ROWS, self.row + 1, limits.rows)
        if self.column >= limits.columns:
            raise _too_large(_COLUMNS, self.column + 1, limits.columns)
        self.last = (max(self.last[0], self.row), max(self.last[1], self.column))
        if tag == "f":
            self.facts.formulas.add(place)
        if self.is_percent:
            self.facts.percents.add(place)


def _count_letters(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _collect(
    parts: Mapping[str, bytes], name: str, tags: Iterable[str]
) -> list[tuple[str, Mapping[str, str]]]:
    """Give all elements of some names in a part, in order."""
    found: list[tuple[str, Mapping[str, str]]] = []
    wanted = frozenset(tags)

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag in wanted:
            found.append((tag, attributes))

    if name in parts:
        _parse(name, parts[name], start)
    return found


def _find_percents(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Give the places of the cell styles that show a number in per cent."""
    tags = ("numFmt", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "xf")
    formats = set(_PERCENT_FORMATS)
    inside, place, percents = "", 0, set()
    for tag, attributes in _collect(parts, "xl/styles.xml", tags):
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            formats.add(attributes.get("numFmtId", ""))
        elif tag != "xf":
            inside = tag
        elif inside == "cellXfs":
            if attributes.get("numFmtId") in formats:
                percents.add(str(place))
            place += 1
    return frozenset(percents)


def _list_sheets(parts: Mapping[str, bytes], limits: WorkbookLimits) -> dict[str, str]:
    """Give the part of each sheet, by the sheet's name."""
    links = _collect(parts, "xl/_rels/workbook.xml.rels", ["Relationship"])
    targets = {
        attributes.get("Id", ""): _find_part(attributes.get("Target", ""))
        for _, attributes in links
    }
    sheets = _collect(parts, "xl/workbook.xml", ["sheet"])
    if len(sheets) > limits.sheets:
        raise _too_large(_SHEETS, len(sheets), limits.sheets)
    found: dict[str, str] = {}
    for _, attributes in sheets:
        link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
        found[attributes.get("name", "")] = targets.get(link, "")
    return found


def _find_part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
