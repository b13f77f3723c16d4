"""A workbook filled with answers says the very same answers when it comes back."""

from datetime import date

import pytest

from app.export.workbook.filling import Filled
from app.export.workbook.reading import read_workbook
from app.export.workbook.writing import write_workbook
from app.response import Answer, Answers
from tests.presentation.blank.blank_sample import load_sample, make_form

ANSWERS = (
    Answer("N-1", value=0.1 + 0.2, note="A sum no sheet shows.", version=3),
    Answer("L-1", value=1, note="First line\nsecond line", link="https://example.org/?a=1&b=2"),
    Answer("C-1", value="many", version=12),
    Answer("M-1", value=("law", "money")),
    Answer("Y-1", state="unknown", note="Ask them."),
    Answer("T-1", value="=1+1 <b>“bold”</b> مرحبا"),
    Answer("D-1", value=date(2026, 2, 28)),
)
NONE = (
    Answer("N-1", value=45.0),
    Answer("L-1", state="not-applicable", reason="There is no such body."),
    Answer("C-1", state="blank", note="Not asked yet."),
    Answer("M-1", value=("nothing",)),
    Answer("Y-1", value="no"),
)


@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh"])
@pytest.mark.parametrize("given", [ANSWERS, NONE])
def test_every_kind_comes_back_as_it_went(language: str, given: tuple[Answer, ...]) -> None:
    filled = Filled("Kenya", "abc", {answer.question: answer for answer in given})
    body = write_workbook(make_form(language), filled)
    reading = read_workbook(body, load_sample())
    assert [str(problem) for problem in reading.problems] == []
    assert reading.assessment == "abc"
    assert reading.versions == {answer.question: answer.version for answer in given}
    (unit,) = reading.answers
    assert unit == "Kenya"
    plain = Answers(
        Answer(item.question, item.state, item.value, item.reason, item.note, item.link)
        for item in given
    )
    assert dict(reading.answers[unit]) == dict(plain)


def test_a_blank_one_stays_as_it_was() -> None:
    form = make_form()
    assert write_workbook(form) == write_workbook(form, Filled())
    reading = read_workbook(write_workbook(form), load_sample(), unit="Kenya")
    assert (reading.assessment, dict(reading.versions)) == ("", {})
