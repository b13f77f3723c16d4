"""The workbook: real numbers, texts that stay texts, and a first sheet that says what it is."""

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from app.export.sheet import LONGEST_CELL, find_width, name_sheet, write_book
from app.presentation.exporting import (
    ExportBook,
    ExportColumn,
    ExportTable,
    Number,
    export_data,
    export_result,
)
from tests.presentation.report_sample import answer_hostile, make_material


def make_book(*rows: tuple[object, ...], name: str = "scores", rtl: bool = False) -> ExportBook:
    columns = (ExportColumn("name", "=Name"), ExportColumn("score", "Score", is_number=True))
    table = ExportTable(name, "Scores", columns, rows)  # type: ignore[arg-type]
    direction = "rtl" if rtl else "ltr"
    return ExportBook("=Title", "en", direction, "No position.", (("day", "=1"),), (table,))


def read(body: bytes, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name(sheet).to_python()


def parts(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_numbers_are_numbers_and_texts_are_texts() -> None:
    body = write_book(
        make_book(("=1+1", Number(46.0666, "46")), ("http://a.org", Number(None, "—")))
    )
    assert read(body, "scores") == [
        ["=Name", "Score", "Score *"],
        ["=1+1", 46.0666, "46"],
        ["http://a.org", "", "—"],
    ]


def test_nothing_is_a_formula_or_a_link() -> None:
    body = write_book(export_result(make_material(answering=answer_hostile)))
    for name, text in parts(body).items():
        if name.startswith("xl/worksheets/sheet"):
            assert "<f>" not in text
            assert "hyperlink" not in text
    assert not [name for name in parts(body) if "externalLink" in name or "vba" in name]


def test_the_first_sheet_says_whose_position_it_is_not() -> None:
    body = write_book(export_data(make_material(answering=None)))
    about = dict(row[:2] for row in read(body, "README"))
    assert "nobody’s official position" in str(about["statement"])
    assert about["country"] == "KEN"
    assert about["figures"] == "Published figures"


def test_arabic_sheets_run_from_the_right() -> None:
    sheets = [
        text for name, text in parts(write_book(make_book(rtl=True))).items() if "sheet" in name
    ]
    assert any('rightToLeft="1"' in text for text in sheets)
    assert not any("rightToLeft" in text for text in parts(write_book(make_book())).values())


def test_columns_are_as_wide_as_their_texts() -> None:
    assert find_width([]) == find_width(["short"]) == 16
    assert find_width(["x" * 30]) == 32
    assert find_width(["x" * 300]) == 44
    # A Chinese character takes the room of two others.
    assert find_width(["面" * 12]) == 26
    body = write_book(make_book(("面" * 12, Number(1, "1"))))
    assert 'min="1" max="1" width="26' in parts(body)["xl/worksheets/sheet2.xml"]


def test_the_same_tables_give_the_same_file() -> None:
    book = make_book(("a", Number(1.5, "2")))
    assert write_book(book) == write_book(book)


def test_odd_texts_break_nothing() -> None:
    body = write_book(make_book(("a\x00b\ud800" + "x" * 40_000, Number(1, "1")), (True, None)))
    rows = read(body, "scores")
    assert str(rows[1][0]).startswith("a\ufffdb\ufffdxxx")
    assert len(str(rows[1][0])) == LONGEST_CELL
    assert rows[2][0] is True


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("", "-"), ("'quoted'", "quoted"), ("[]", "-")],
)
def test_sheets_have_names_they_may_have(name: str, expected: str) -> None:
    assert name_sheet(name) == expected
    assert re.search(r"<sheet ", parts(write_book(make_book(name=name)))["xl/workbook.xml"])
