"""Looks at a workbook before it is parsed: whether it is one, how large it is, what its cells hold.

A workbook is a zip of XML files. A small one can unpack to terabytes, or name one cell in the far
corner of a sheet so that a table of billions of cells is made room for. Every part is unpacked
here under limits and its XML read by expat, element by element; only then the parser of
spreadsheets gets to see it. On the way is noted what that parser does not tell: which cells hold
a formula, and which are shown in per cent.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from posixpath import join, normpath
from typing import Final

from app.export.workbook.limit import WorkbookLimits, too_large
from app.export.workbook.markup import MarkupReader
from app.export.workbook.problem import UnreadableError, broken
from app.export.workbook.scanning import Scanner, SheetFacts
from app.presentation.language import N_

_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_XML: Final = (".xml", ".rels", ".vml")
_PERCENT_FORMATS: Final = frozenset({"9", "10"})
_CHUNK: Final = 1 << 16

_NO_WORKBOOK: Final = N_("This is no Excel workbook: please save the form as .xlsx and send that.")
_BYTES: Final = N_("The workbook is too large: %(count)s bytes; at most %(most)s are read.")
_PARTS: Final = N_("The workbook is too large: %(count)s parts; at most %(most)s are read.")
_UNPACKED: Final = N_("The workbook is too large unpacked: more than %(most)s bytes.")
_SHEETS: Final = N_("The workbook is too large: %(count)s sheets; at most %(most)s are read.")


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
        raise too_large(_BYTES, len(data), limits.bytes)
    if data.startswith(_OLD):
        raise UnreadableError(
            N_(
                "This workbook is locked with a password, or of an old kind (.xls): please save "
                "it as .xlsx without a password and send that."
            )
        )
    if not data.startswith(_ZIP):
        raise UnreadableError(_NO_WORKBOOK)


def _unpack(archive: zipfile.ZipFile, packed: int, limits: WorkbookLimits) -> dict[str, bytes]:
    """Unpack all parts, in pieces, so that no size that is claimed has to be believed."""
    entries = [item for item in archive.infolist() if not item.is_dir()]
    if len(entries) > limits.entries:
        raise too_large(_PARTS, len(entries), limits.entries)
    if sum(item.compress_size for item in entries) > packed:
        # Parts that share their bytes: nothing that writes workbooks does that.
        raise broken("zip")
    parts: dict[str, bytes] = {}
    left = limits.unpacked
    for item in entries:
        name = item.filename.lstrip("/")
        if item.filename != item.orig_filename or item.compress_type not in _PACKED:
            raise broken(name)
        if name.lower() in (taken.lower() for taken in parts):
            raise broken(name)
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
                raise too_large(_UNPACKED, size, limits.unpacked)
            pieces.append(piece)
    if size != item.file_size:
        raise broken(item.filename)
    return b"".join(pieces)


def _read_parts(parts: Mapping[str, bytes], limits: WorkbookLimits) -> Mapping[str, SheetFacts]:
    if any("vbaproject" in name.lower() for name in parts):
        raise UnreadableError(
            N_("This workbook holds macros: please save it as .xlsx, without macros.")
        )
    markup = MarkupReader(limits.elements)
    scanner = Scanner(limits, markup, _find_percents(parts, markup))
    for name, data in parts.items():
        if b"sst" in data:
            scanner.measure_texts(name, data)
    facts: dict[str, SheetFacts] = {}
    for name, data in parts.items():
        if name.lower().endswith(_XML):
            facts[name.lower()] = scanner.scan(name, data)
        elif b"sheetData" in data or b"sst" in data:
            # A sheet, or texts of cells, under another name than theirs.
            raise broken(name)
    sheets = _list_sheets(parts, markup, limits)
    return {name: facts[part] for name, part in sheets.items() if part in facts}


def _find_percents(parts: Mapping[str, bytes], markup: MarkupReader) -> frozenset[str]:
    """Give the places of the cell styles that show a number in per cent."""
    tags = ("numFmt", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "xf")
    formats = set(_PERCENT_FORMATS)
    inside, place, percents = "", 0, set()
    for tag, attributes in markup.collect(parts, "xl/styles.xml", tags):
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            formats.add(attributes.get("numFmtId", ""))
        elif tag != "xf":
            inside = tag
        elif inside == "cellXfs":
            if attributes.get("numFmtId") in formats:
                percents.add(str(place))
            place += 1
    return frozenset(percents)


def _list_sheets(
    parts: Mapping[str, bytes], markup: MarkupReader, limits: WorkbookLimits
) -> dict[str, str]:
    """Give the part of each sheet in small letters, by the sheet's name."""
    links = markup.collect(parts, "xl/_rels/workbook.xml.rels", ["Relationship"])
    targets = {
        attributes.get("Id", ""): _find_part(attributes.get("Target", ""))
        for _, attributes in links
    }
    sheets = markup.collect(parts, "xl/workbook.xml", ["sheet"])
    if len(sheets) > limits.sheets:
        raise too_large(_SHEETS, len(sheets), limits.sheets)
    found: dict[str, str] = {}
    for _, attributes in sheets:
        link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
        found[attributes.get("name", "")] = targets.get(link, "").lower()
    if len(set(found.values())) < len(sheets):
        # One part under several names would be counted once and read many times.
        raise broken("xl/workbook.xml")
    return found


def _find_part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
