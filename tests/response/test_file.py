import io

import pytest

from app.response import Answer, AnswerFileError, Answers, FileLimits, read_answers_csv
from tests.scoring.sample import level, multi, number, pillar, toolkit

KIT = toolkit(pillar("P", level("A"), number("N"), multi("M", 1, 2)))


def read(text: str | bytes, limits: FileLimits | None = None) -> dict[str, Answers]:
    data = text.encode() if isinstance(text, str) else text
    return read_answers_csv(io.BytesIO(data), KIT, limits=limits, name="a.csv")


def faults(text: str | bytes, limits: FileLimits | None = None) -> list[tuple[str, int, int]]:
    with pytest.raises(AnswerFileError) as caught:
        read(text, limits)
    assert {finding.file for finding in caught.value.findings} == {"a.csv"}
    return [(finding.rule, finding.line, finding.column) for finding in caught.value.findings]


def test_columns_in_any_order_with_byte_order_mark() -> None:
    found = read(
        "\ufeffstate,value,question,unit,reason\r\n,3,A,u1,\r\n,o0;o1,M,u1,\r\nunknown,,A,u2,\r\n"
    )
    assert list(found) == ["u1", "u2"]
    assert found["u1"]["A"] == Answer("A", value=3)
    assert found["u1"]["M"].value == ("o0", "o1")
    assert found["u2"]["A"].state == "unknown"


def test_optional_columns_may_be_missing_and_rows_empty() -> None:
    found = read("unit,question,value\n\nu,A,3\nu,N,\n")
    assert found["u"]["A"].value == 3
    assert found["u"]["N"].state == "blank"


def test_all_errors_of_all_rows_with_line_and_column() -> None:
    text = (
        "unit,question,value,state,reason\n"
        "u,A,9,,\n"
        'u,N,"1,5",,\n'
        '"multi\nline",A,1,,\n'
        "u,Z,1,,\n"
        "u,N,2,,\n"
        "u,N,3,,\n"
        "u,A,1,unknown,\n"
        "u,M,,not-applicable,\n"
        "u,M,none;o1,,\n"
        ",A,1,,\n"
        "u,A\n"
        "u,A,1,maybe,\n"
    )
    assert faults(text) == [
        ("not-offered", 2, 3),
        ("grouping", 3, 3),
        ("control-character", 4, 1),
        ("unknown-question", 6, 2),
        ("second-row", 7, 2),
        ("second-row", 8, 2),
        ("value-with-state", 9, 3),
        ("no-reason", 10, 5),
        ("exclusive", 11, 3),
        ("no-unit", 12, 1),
        ("wrong-length", 13, 2),
        ("unknown-state", 14, 4),
    ]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", ["no-header"]),
        ("unit,question\n", ["no-column"]),
        ("unit,question,value,extra\n", ["unknown-column"]),
        ("unit,question,value,unit\n", ["second-column"]),
        (b"unit,question,value\nu,A,\xff\n", ["not-utf-8"]),
        ('unit,question,value\nu,A,"1\n', ["csv-syntax"]),
        ('unit,question,value\nu,A,"1"2\n', ["csv-syntax"]),
    ],
)
def test_files_that_cannot_be_read(text: str | bytes, rules: list[str]) -> None:
    assert [rule for rule, _, _ in faults(text)] == rules


def test_limits() -> None:
    small = FileLimits(bytes=60, rows=1, cell=20, unit=3)
    rows = "unit,question,value\n"
    assert faults(rows + "u,A,1\n" * 20, small) == [("too-large", 1, 1)]
    assert faults(rows + "u,A,1\nv,A,1\n", small) == [("too-many-rows", 3, 1)]
    assert faults(rows + f"u,A,{'1' * 21}\n", small) == [("too-long", 2, 3)]
    assert faults(rows + "unit,A,1\n", small) == [("too-long", 2, 1)]


def test_a_file_with_many_rows_and_errors_is_read_through() -> None:
    rows = [f"u{n},A,{9 if n % 100 == 0 else n % 5}" for n in range(20_000)]
    assert len(faults("unit,question,value\n" + "\n".join(rows))) == 200
