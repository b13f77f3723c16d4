"""Downloads: full values, the text of the pages beside them, and no row without a place."""

import pytest

from app.presentation.exporting import (
    ExportBook,
    ExportColumn,
    ExportTable,
    Number,
    export_data,
    export_result,
)
from app.presentation.report.material import Material
from tests.presentation.report_sample import make_material


@pytest.fixture(scope="module")
def material() -> Material:
    return make_material()


@pytest.fixture(scope="module")
def book(material: Material) -> ExportBook:
    return export_result(material)


def by_key(table: ExportTable, key: str) -> list[object]:
    place = [column.key for column in table.columns].index(key)
    return [row[place] for row in table.rows]


def test_a_result_has_all_tables(book: ExportBook) -> None:
    assert [table.name for table in book.tables] == [
        "scores",
        "answers",
        "actions",
        "families",
        "data_scores",
        "figures",
        "peers",
    ]


def test_figures_alone_have_their_own_statement() -> None:
    book = export_data(make_material(answering=None))
    assert [table.name for table in book.tables] == ["data_scores", "figures", "peers"]
    assert "put together from published figures" in book.statement


def test_scores_are_the_engines_and_the_pages(material: Material, book: ExportBook) -> None:
    assert material.result
    assert material.scores
    table = book.table("scores")
    assert table
    found = dict(zip(by_key(table, "node"), by_key(table, "score"), strict=True))
    for pillar in material.result.pillars:
        number = found[pillar.id]
        assert isinstance(number, Number)
        assert number.value == material.scores.nodes[pillar.id].score
        assert number.text == pillar.score
    assert found["total"] == Number(material.scores.total.score, material.result.total)


def test_every_answer_is_there_with_value_and_words(material: Material, book: ExportBook) -> None:
    assert material.answers
    table = book.table("answers")
    assert table
    questions = by_key(table, "question")
    assert sorted(map(str, questions)) == sorted(material.answers)
    assert {"answered", "unknown", "not-applicable"} == set(by_key(table, "state"))
    assert all(by_key(table, "answer"))


def test_missing_figures_have_no_value_and_say_why() -> None:
    book = export_data(make_material(country="PRK", answering=None))
    table = book.table("figures")
    assert table
    missing = [
        (value, reason)
        for value, reason, is_missing in zip(
            by_key(table, "value"),
            by_key(table, "reason"),
            by_key(table, "is_missing"),
            strict=True,
        )
        if is_missing
    ]
    assert missing
    assert all(reason for _, reason in missing)
    assert any(isinstance(value, Number) and value.value is None for value, _ in missing)


def test_the_book_says_what_it_is_of(book: ExportBook) -> None:
    about = dict(book.about)
    assert about["country"] == "KEN"
    assert about["day"] == "2026-11-22"
    assert len(about["toolkit_hash"]) == 64
    assert "anonymous visitor" in book.statement


def test_a_row_fits_its_columns() -> None:
    with pytest.raises(ValueError, match="a row of t"):
        ExportTable("t", "T", (ExportColumn("a", "A"),), (("x", "y"),))
