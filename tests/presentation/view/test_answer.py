"""Answers in words."""

from datetime import date

import pytest

from app.presentation.view.answer import say_answer
from app.response import Answer
from tests.presentation.view.view_sample import every_kind, word, word_every_kind


def say(question: str, value: object, language: str = "en") -> str:
    answer = Answer(question, value=value)  # type: ignore[arg-type]  # as the case says
    found = every_kind().question(question)
    assert found is not None
    return say_answer(word_every_kind(language), found, answer).text


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("L-1", 3, "L-1 at 3"),
        ("C-1", "o1", "Option 1"),
        ("M-1", ("o0", "o2"), "Option 0; Option 2"),
        ("Y-1", "partly", "Partly"),
        ("T-1", "The <ministry>", "The <ministry>"),
    ],
)
def test_answer_is_said_in_the_words_of_the_question(
    question: str, value: object, said: str
) -> None:
    assert say(question, value) == said


def test_number_has_its_unit_and_date_its_month() -> None:
    assert say("N-1", 34.98).startswith("34.98")
    assert "%" in say("N-1", 34.98)
    assert "2024" in say("D-1", date(2024, 5, 3))
    assert "May" in say("D-1", date(2024, 5, 3))


@pytest.mark.parametrize(
    ("state", "said"),
    [("unknown", "Not known"), ("not-applicable", "Does not apply"), ("blank", "Not answered")],
)
def test_other_states_are_said(state: str, said: str) -> None:
    question = every_kind().question("L-1")
    assert question is not None
    answer = Answer("L-1", state=state, reason="So")  # type: ignore[arg-type]  # as the case says
    assert say_answer(word_every_kind(), question, answer).text == said
    if state == "blank":
        assert say_answer(word_every_kind(), question, None).text == said


def test_a_text_of_the_toolkit_keeps_its_language_and_our_words_take_the_reader_s() -> None:
    wording = word(language="ar")
    question = wording.toolkit.question("POL-01")
    assert question is not None
    assert say_answer(wording, question, Answer("POL-01", value=2)).language == "en"
    said = say_answer(wording, question, Answer("POL-01", state="unknown"))
    assert said.language == "ar"
