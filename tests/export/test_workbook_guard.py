"""Files that are no workbook, or want to be too large: told, and never parsed."""

import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pytest

from app.export.workbook.guard import inspect_workbook
from app.export.workbook.limit import WorkbookLimits
from app.export.workbook.problem import (
    LONGEST_SHOWN,
    CellProblem,
    UnreadableError,
    broken,
    name_cell,
)
from app.export.workbook.reading import read_workbook
from app.export.workbook.writing import write_workbook
from app.response.message import Message
from tests.export.filling import change_part, pack, parts_of
from tests.presentation.blank.blank_sample import load_sample, make_form

SHEET = "xl/worksheets/sheet2.xml"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@cache
def blank() -> bytes:
    return write_workbook(make_form())


def in_sheet(rows: str) -> bytes:
    """Put rows at the end of a sheet."""
    return change_part(
        blank(), SHEET, lambda text: text.replace("</sheetData>", f"{rows}</sheetData>")
    )


def with_part(name: str, data: bytes) -> bytes:
    return pack(parts_of(blank()) | {name: data})


def without(name: str) -> bytes:
    parts = parts_of(blank())
    del parts[name]
    return pack(parts)


def two_of_a_name() -> bytes:
    stream = io.BytesIO(blank())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    return stream.getvalue()


def claiming_little() -> bytes:
    """A part that says it is small and unpacks to much more."""
    body = bytearray(with_part("xl/big.xml", b"<a>" + b" " * 3_000_000 + b"</a>"))
    real, claimed = struct.pack("<I", 3_000_007), struct.pack("<I", 10)
    assert real in body
    return bytes(body).replace(real, claimed)


def one_text_in_every_cell() -> bytes:
    """A hundred thousand characters are kept once and read ten thousand times."""
    parts = parts_of(blank())
    strings = parts["xl/sharedStrings.xml"].decode()
    parts["xl/sharedStrings.xml"] = strings.replace(
        "<si><t>", "<si><t>" + "x" * 100_000, 1
    ).encode()
    rows = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(100, 10_100))
    sheet = parts[SHEET].decode().replace("</sheetData>", f"{rows}</sheetData>")
    return pack(parts | {SHEET: sheet.encode()})


def one_sheet_under_two_names() -> bytes:
    return change_part(
        blank(),
        "xl/_rels/workbook.xml.rels",
        lambda text: text.replace("worksheets/sheet3.xml", "worksheets/SHEET2.xml"),
    )


def packed_otherwise() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        for name, data in parts_of(blank()).items():
            archive.writestr(name, data)
    return stream.getvalue()


def many_merged() -> bytes:
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 30_000))
    return change_part(
        blank(),
        SHEET,
        lambda text: text.replace(
            "<dataValidations", f"<mergeCells>{merged}</mergeCells><dataValidations", 1
        ),
    )


NO_WORKBOOK = "This is no Excel workbook"
DAMAGED = "damaged"
TOO_LARGE = "too large"
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", NO_WORKBOOK),
    "text": (lambda: b"unit,question,value\nKenya,L-1,2\n", NO_WORKBOOK),
    "html": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", NO_WORKBOOK),
    "old": (lambda: OLD, "locked with a password, or of an old kind"),
    "cut": (lambda: blank()[:3_000], NO_WORKBOOK),
    "only the sign": (lambda: b"PK\x03\x04", NO_WORKBOOK),
    "noise": (lambda: b"PK\x03\x04" + bytes(range(256)) * 40, NO_WORKBOOK),
    "another zip": (lambda: pack({"a.txt": b"a"}), NO_WORKBOOK),
    "opendocument": (
        lambda: pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        NO_WORKBOOK,
    ),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "holds macros"),
    "bad xml": (lambda: with_part(SHEET, b"<worksheet><sheetData>"), DAMAGED),
    "no xml": (lambda: with_part(SHEET, b"\x00\x01\x02"), DAMAGED),
    "entities": (
        lambda: with_part(
            SHEET, b'<!DOCTYPE a [<!ENTITY b "bb">]><worksheet><sheetData/></worksheet>'
        ),
        DAMAGED,
    ),
    "hidden sheet part": (
        lambda: with_part("xl/media/a.png", b"<worksheet><sheetData/></worksheet>"),
        DAMAGED,
    ),
    "two of a name": (two_of_a_name, DAMAGED),
    "false size": (claiming_little, NO_WORKBOOK),
    "many parts": (
        lambda: pack(parts_of(blank()) | {f"a{n}.txt": b"" for n in range(600)}),
        TOO_LARGE,
    ),
    "bomb": (lambda: with_part("xl/a.xml", b" " * 50_000_000), TOO_LARGE),
    "far corner": (
        lambda: in_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        TOO_LARGE,
    ),
    "far column": (lambda: in_sheet('<row r="90"><c r="XFD90"><v>1</v></c></row>'), TOO_LARGE),
    "many rows": (
        lambda: in_sheet("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>'
                                 for n in range(100, 25_000))),
        TOO_LARGE,
    ),
    "unnumbered rows": (lambda: in_sheet("<row><c><v>1</v></c></row>" * 25_000), TOO_LARGE),
    "many cells": (lambda: in_sheet('<row r="99">' + "<c/>" * 1_100_000 + "</row>"), TOO_LARGE),
    "odd row": (lambda: in_sheet('<row r="-5"><c><v>1</v></c></row>'), DAMAGED),
    "odd cell": (lambda: in_sheet('<row r="99"><c r="99A"><v>1</v></c></row>'), DAMAGED),
    "huge cell": (
        lambda: in_sheet('<row r="99"><c r="A99999999999999999999"><v>1</v></c></row>'),
        DAMAGED,
    ),
    "one text in every cell": (one_text_in_every_cell, TOO_LARGE),
    "one sheet under two names": (one_sheet_under_two_names, DAMAGED),
    "packed otherwise": (packed_otherwise, DAMAGED),
    "many merged": (many_merged, TOO_LARGE),
    "many elements": (lambda: in_sheet("<row/>" * 4_500_000), TOO_LARGE),
    "two lists of texts": (
        lambda: with_part("xl/strings.xml", b"<sst><si><t>a</t></si></sst>"),
        DAMAGED,
    ),
    "not ours": (lambda: without("xl/worksheets/sheet4.xml"), "can't be read"),
    "no strings": (lambda: without("xl/sharedStrings.xml"), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_workbook_is_told(name: str) -> None:
    make, message = CASES[name]
    with pytest.raises(UnreadableError) as refused:
        read_workbook(make(), load_sample(), unit="Kenya")
    assert message in str(refused.value)
    assert len(str(refused.value)) < 300


def test_a_workbook_of_somebody_else_is_told() -> None:
    body = change_part(
        blank(), "xl/workbook.xml", lambda text: text.replace('name="eready"', 'name="mine"')
    )
    with pytest.raises(UnreadableError, match="hidden sheet"):
        read_workbook(body, load_sample(), unit="Kenya")


def test_every_limit_holds() -> None:
    for name in (
        "bytes",
        "entries",
        "unpacked",
        "elements",
        "sheets",
        "rows",
        "columns",
        "cells",
        "area",
        "text",
    ):
        with pytest.raises(UnreadableError, match="too large"):
            inspect_workbook(blank(), WorkbookLimits(**{name: 2}))
    assert set(inspect_workbook(blank(), WorkbookLimits())) == {
        "How to answer", "1 Base", "2 Far", "eready",
    }  # fmt: skip


def test_a_part_may_not_unpack_too_far() -> None:
    with pytest.raises(UnreadableError, match="too large"):
        inspect_workbook(
            with_part("xl/a.xml", b"<a>" + b" " * 500_000 + b"</a>"),
            WorkbookLimits(small=100_000, ratio=50),
        )


def test_any_byte_may_be_wrong() -> None:
    """Whatever is damaged, it is an answer or a refusal and no crash."""
    body = blank()
    for place in range(0, len(body), 97):
        broken = body[:place] + bytes([body[place] ^ 0x55]) + body[place + 1 :]
        with suppress(UnreadableError):
            assert read_workbook(broken, load_sample(), unit="Kenya").setting.parameters


def test_what_is_said_cannot_upset_a_terminal() -> None:
    said = str(CellProblem("a\x1b[2Jb", "A1", "x", Message("“%(value)s”\n", {"value": "\x07c"})))
    assert said == "a\ufffd[2Jb!A1: “ c” "
    assert str(broken("x" * 500)).count("x") == LONGEST_SHOWN


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (0, 0, "A1"),
        (11, 5, "F12"),
        (8, 25, "Z9"),
        (8, 26, "AA9"),
        (0, 701, "ZZ1"),
        (0, 702, "AAA1"),
    ],
)
def test_cells_have_the_names_people_see(row: int, column: int, expected: str) -> None:
    assert name_cell(row, column) == expected
