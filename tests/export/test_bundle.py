"""JSON: stable keys, full numbers with the text beside, and the statement."""

import json

from app.export.bundle import write_json
from app.presentation.exporting import Number, export_result
from tests.presentation.report_sample import answer_hostile, make_material


def test_keys_are_stable_and_numbers_full() -> None:
    material = make_material()
    assert material.scores
    book = export_result(material)
    found = json.loads(write_json(book))
    assert list(found) == ["format", "title", "language", "statement", "about", "tables"]
    assert found["format"] == "eready-export/1"
    assert "anonymous visitor" in found["statement"]
    assert found["about"]["toolkit_hash"] == material.toolkit.content_hash
    total = next(row for row in found["tables"]["scores"] if row["node"] == "total")
    assert total["score"]["value"] == material.scores.total.score
    assert material.result
    assert total["score"]["shown"] == material.result.total
    columns = {table.name: [column.key for column in table.columns] for table in book.tables}
    for name, rows in found["tables"].items():
        assert all(list(row) == columns[name] for row in rows)


def test_a_text_in_another_language_says_so() -> None:
    found = json.loads(write_json(export_result(make_material(language="ar"))))
    text = found["tables"]["answers"][0]["text"]
    assert set(text) == {"text", "language"}
    assert text["language"] == "en"


def test_what_was_typed_comes_back_as_it_was() -> None:
    material = make_material(answering=answer_hostile)
    found = json.loads(write_json(export_result(material)))
    assert material.answers
    for row in found["tables"]["answers"]:
        answer = material.answers[row["question"]]
        assert (row["note"], row["reason"], row["link"]) == (
            answer.note,
            answer.reason,
            answer.link,
        )


def test_the_same_book_gives_the_same_bytes() -> None:
    book = export_result(make_material())
    assert write_json(book) == write_json(book)
    assert Number(None, "—").value is None
