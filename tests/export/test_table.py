"""CSV: full numbers, and nothing that a spreadsheet program would run."""

import csv
import io

import pytest

from app.export.table import disarm, write_csv
from app.presentation.exporting import ExportBook, ExportColumn, ExportTable, Number, export_result
from app.presentation.language import Phrase
from tests.presentation.report_sample import answer_hostile, make_material

COLUMNS = (ExportColumn("name", "Name"), ExportColumn("score", "Score", is_number=True))


def make_book(*rows: tuple[object, ...]) -> ExportBook:
    table = ExportTable("scores", "Scores", COLUMNS, rows)  # type: ignore[arg-type]
    return ExportBook("Title", "en", "ltr", "No position.", (("country", "KEN"),), (table,))


def read(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1+1",
        "\u200e=1",
        "\u2066=1\u2069",
    ],
)
def test_formulas_become_text(text: str) -> None:
    assert disarm(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["-5", "+2.1", "-0,4", "a=b", "", "2024", "−0.4", "'x", "\u2066+2.1\u2069"]
)
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert disarm(text) == text


def test_characters_no_file_holds_are_replaced() -> None:
    assert disarm("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_numbers_are_written_in_full_with_the_text_beside() -> None:
    book = make_book(("a", Number(46.06666666666667, "46")), (Phrase("b", "ar"), Number(None, "—")))
    assert read(write_csv(book, book.tables[0])) == [
        ["name", "score", "score_shown", "statement"],
        ["a", "46.06666666666667", "46", "No position."],
        ["b", "", "—", "No position."],
    ]


def test_a_negative_number_stays_a_number() -> None:
    book = make_book(("a", Number(-0.39, "−0.39")))
    assert read(write_csv(book, book.tables[0]))[1][1] == "-0.39"


def test_odd_characters_break_no_row() -> None:
    book = make_book(('q"uo,te\r\nline', Number(1, "1")))
    assert read(write_csv(book, book.tables[0]))[1][0] == 'q"uo,te\r\nline'


def test_a_hostile_check_has_no_cell_that_runs() -> None:
    book = export_result(make_material(answering=answer_hostile))
    for table in book.tables:
        rows = read(write_csv(book, table))
        assert len(rows) == len(table.rows) + 1
        assert {len(row) for row in rows} == {len(rows[0])}
        for cell in (cell for row in rows for cell in row):
            is_number = cell.lstrip("+-").replace(".", "", 1).replace("e-", "", 1).isdigit()
            assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
