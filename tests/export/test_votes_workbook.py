"""The workbook of a room: what is written in it is read back, and every wrong cell is told."""

import re
from collections.abc import Mapping

import pytest

from app.export.workbook.problem import UnreadableError
from app.export.workbook.votes import VoteBook, VoteColumn, VoteLine, VoteSheet, write_votes
from app.export.workbook.votes_reading import VotesReading, read_votes
from app.response.workshop.shorthand import read_short
from tests.export.filling import Formula, Percent, change_part, fill, parts_of, sheets_of
from tests.export.test_workbook_guard import CASES
from tests.response.test_parsing import KIT

ROOM = "a-room"
TABLES = {1: frozenset("LNCYTD"), 2: frozenset("M")}
HOSTILE = '=HYPERLINK("http://example.org")'


def sheet(number: int, keys: str, *codes: str, **cells: str) -> VoteSheet:
    lines = [VoteLine("@role", "", "Role", ""), *(VoteLine(key, "1", key, "") for key in keys)]
    columns = [VoteColumn(code, cells if code == "F-001" else {}) for code in codes]
    return VoteSheet(f"{number} Table", number, tuple(lines), tuple(columns))


def make(workshop: str = ROOM, **cells: str) -> bytes:
    sheets = (sheet(1, "LNCYTD", "F-001", "F-002", **cells), sheet(2, "M", "F-003"))
    about = (("How", "Write codes."), ("=1+1", "@SUM(A1)"))
    heads = ("No.", "Question", "What to write")
    book = VoteBook("=A room", False, workshop, "README", about, heads, sheets)
    return write_votes(book)


def read(data: bytes) -> VotesReading:
    return read_votes(data, KIT, ROOM, TABLES)


def filled(**rows: Mapping[str, object]) -> VotesReading:
    given = {key.replace("at_", "@"): columns for key, columns in rows.items()}
    return read(fill(make(), given))


def told(reading: VotesReading) -> list[tuple[str, str, str]]:
    assert bool(reading.problems)
    return [(item.sheet, item.cell, item.code) for item in reading.problems]


def test_what_is_filled_in_is_read_back() -> None:
    reading = filled(
        at_role={"F-001": "Ministry"},
        L={"F-001": "2", "F-002": 1},
        N={"F-001": 45.5, "F-002": "?"},
        C={"F-001": 2},
        Y={"F-001": "n/a: no law"},
        T={"F-001": HOSTILE},
        D={"F-001": "2026-01-31", "F-002": "2026-02-01"},
        M={"F-003": "1 3"},
    )
    assert not reading.problems
    found = {column.code: column for column in reading.columns}
    assert found["F-001"].said == {"role": "Ministry"}
    typed = {"L": "2", "N": "45.5", "C": "2", "Y": "n/a: no law", "T": HOSTILE, "D": "2026-01-31"}
    assert {answer.question: answer for answer in found["F-001"].answers} == {
        key: read_short(KIT.question(key), KIT, text) for key, text in typed.items()
    }
    assert [answer.question for answer in found["F-002"].answers] == ["L", "N", "D"]
    assert (found["F-003"].table, found["F-003"].answers[0].value) == (2, ("o0", "o2"))
    assert found["F-003"].places == {"": "E1", "M": "E3"}


def test_an_empty_workbook_says_nothing() -> None:
    assert read(make()) == VotesReading((), ())


def test_a_form_that_was_filled_comes_back_as_it_is() -> None:
    reading = read(make(**{"@role": "Press", "L": "2", "T": HOSTILE}))
    (column,) = reading.columns
    assert (column.code, column.said) == ("F-001", {"role": "Press"})
    assert [answer.value for answer in column.answers] == [2, HOSTILE]


def test_nothing_in_it_is_a_formula_and_the_same_content_is_the_same_file() -> None:
    made = make(T=HOSTILE, **{"@role": "@SUM(A1)"})
    assert made == make(T=HOSTILE, **{"@role": "@SUM(A1)"})
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts_of(made).values())
    assert HOSTILE in str(sheets_of(made))


def test_every_wrong_cell_is_told_at_once() -> None:
    reading = filled(
        L={"F-001": "9", "F-002": Formula("1/0", "#DIV/0!")},
        N={"F-001": "many"},
        C={"F-001": "no"},
        D={"F-001": 2026},
        T={"F-001": "x" * 5_001},
        M={"F-003": "1 9"},
    )
    assert told(reading) == [
        ("1 Table", "E3", "not-offered"),
        ("1 Table", "E4", "not-a-number"),
        ("1 Table", "E5", "not-offered"),
        ("1 Table", "E7", "too-long"),
        ("1 Table", "E8", "not-a-date"),
        ("1 Table", "F3", "formula"),
        ("2 Table", "E3", "not-offered"),
    ]


def test_per_cent_is_what_the_cell_shows() -> None:
    reading = filled(N={"F-001": Percent(0.45)})
    assert [answer.value for answer in reading.columns[0].answers] == [45.0]


def test_a_formula_with_a_result_is_its_result() -> None:
    reading = filled(L={"F-001": Formula("1+1", 2)})
    assert [answer.value for answer in reading.columns[0].answers] == [2]


def test_a_code_may_be_written_above_an_empty_column() -> None:
    body = make()
    mark = sheets_of(body)["1 Table"][0][0]
    assert isinstance(mark, str)
    # The third column of forms has no code yet.
    reading = read(_put(_put(body, "G1", "f 12"), "G3", "1"))
    assert [(column.code, column.answers[0].value) for column in reading.columns] == [("F-012", 1)]


@pytest.mark.parametrize("code", ["", "somebody", "F-0", "F-1000"])
def test_a_column_without_a_code_is_told(code: str) -> None:
    body = _put(make(), "G3", "1")
    reading = read(_put(body, "G1", code) if code else body)
    assert told(reading) == [("1 Table", "G1", "no-code")]


def test_a_code_that_stands_twice_is_told_wherever_it_stands() -> None:
    body = fill(_put(make(), "G1", "F-001"), {"L": {"F-001": "1"}, "M": {"F-003": "1"}})
    reading = read(_put(_put(body, "G3", "1"), "E1", "F-001", part=3))
    assert told(reading) == [("1 Table", "G1", "twice"), ("2 Table", "E1", "twice")]


def test_a_row_that_stands_twice_or_is_of_no_question_is_told() -> None:
    body = _put(_put(make(), "A4", "L"), "A5", "X")
    assert told(read(body)) == [("1 Table", "A4", "row-twice"), ("1 Table", "A5", "no-question")]


@pytest.mark.parametrize("body", [make("another-room"), make(ROOM + "x")])
def test_a_workbook_of_another_room_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(body)


@pytest.mark.parametrize("name", CASES)
def test_no_hostile_file_is_parsed(name: str) -> None:
    with pytest.raises(UnreadableError):
        read(CASES[name][0]())


def _put(body: bytes, cell: str, text: str, *, part: int = 2) -> bytes:
    """Write a text into one cell of a sheet."""
    inside = f't="inlineStr"><is><t>{text}</t></is></c>'

    def change(xml: str) -> str:
        done, found = re.subn(
            rf'<c r="{cell}"( s="\d+")?(?:/>| t="\w+">.*?</c>)', rf'<c r="{cell}"\1 {inside}', xml
        )
        assert found == 1, cell
        return done

    return change_part(body, f"xl/worksheets/sheet{part}.xml", change)
