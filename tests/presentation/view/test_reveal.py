"""The spread of a question in words and rows, for every kind of question."""

from datetime import date

import pytest

from app.presentation.language import load_translator
from app.presentation.view.workshop.reveal import (
    Facts,
    Remark,
    Reveal,
    build_reveal,
    say_disagreement,
)
from app.response import Answer, measure_of
from app.response.answer import Value
from app.response.workshop.board import Vote, lay_board
from tests.presentation.view.view_sample import word_every_kind

UNKNOWN, NOT_APPLICABLE = "unknown", "not-applicable"


def reveal(
    name: str, values: list[Value], *, states: tuple[str, ...] = (), language: str = "en",
    facts: Facts | None = None, roles: tuple[str, ...] = (),
) -> Reveal:  # fmt: skip
    """Let people give these values and states, the first of them in these roles."""
    wording = word_every_kind(language)
    question = wording.toolkit.question(name)
    given = [Answer(name, value=value) for value in values]
    given += [Answer(name, state=state) for state in states]  # type: ignore[arg-type]
    parts = [*roles, *[""] * (len(given) - len(roles))]
    votes = [Vote(answer, part) for answer, part in zip(given, parts, strict=True)]
    board = lay_board(question, measure_of(question, wording.toolkit), votes)
    return build_reveal(wording, question, board, facts=facts or Facts())


def facts_of(view: Reveal) -> dict[str, str]:
    return {fact.key: fact.value for fact in view.facts}


def counts_of(view: Reveal) -> list[tuple[str, int, bool]]:
    return [(row.text.text, row.count, row.is_middle) for row in view.rows]


def test_every_level_has_a_row_and_the_middle_is_said() -> None:
    given: list[Value] = [0, 1, 1, *[2] * 9, *[3] * 5, 4, 4]
    view = reveal("L-1", given, states=(UNKNOWN,), facts=Facts(place=(3, 17)))
    assert [row.count for row in view.rows] == [1, 2, 9, 5, 2]
    assert [row.rank for row in view.rows] == ["0", "1", "2", "3", "4"]
    assert [row.is_middle for row in view.rows] == [False, False, True, False, False]
    assert view.rows[2].said == "9 answers, middle"
    assert view.rows[0].said == "1 answer"
    assert facts_of(view) == {
        "middle": "2",
        "range": "0 to 4",
        "unknown": "1",
        "answers": "20",
        "consensus": "some disagreement (0.67)",
        "place": "third of 17",
    }


def test_a_middle_between_two_answers_marks_both() -> None:
    view = reveal("L-1", [1, 1, 1, 4, 4, 4])
    assert [row.is_middle for row in view.rows] == [False, True, False, False, True]
    assert facts_of(view)["middle"] == "between 1 and 4"


@pytest.mark.parametrize(
    ("given", "words", "span"),
    [
        ([2] * 6, "all say the same (1.00)", "only 2"),
        ([2] * 9 + [3], "close together (0.93)", "2 to 3"),
        ([0, 0, 0, 4, 4, 4], "wide disagreement (0.00)", "0 to 4"),
    ],
)
def test_consensus_is_said_in_words_with_its_number(
    given: list[Value], words: str, span: str
) -> None:
    view = reveal("L-1", given)
    assert facts_of(view)["consensus"] == words
    assert facts_of(view)["range"] == (
        "only 2" if len(set(given)) == 1 else facts_of(view)["range"]
    )


def test_under_five_answers_nothing_is_shown_but_why() -> None:
    facts = Facts(place=(1, 3), remarks=(Remark("I alone said this"),), own=Answer("L-1", value=0))
    view = reveal("L-1", [0, 0, 4], states=(UNKNOWN,), facts=facts)
    assert "Fewer than 5 people" in view.hidden
    assert not view.rows
    assert not view.facts
    assert not view.parts
    assert not view.remarks


def test_yes_and_no_and_options_are_rows_in_their_own_words() -> None:
    view = reveal("Y-1", ["no", "partly", "partly", "partly", "yes"])
    assert counts_of(view) == [
        ("No", 1, False), ("Planned", 0, False), ("Partly", 3, True), ("Yes", 1, False),
    ]  # fmt: skip
    assert facts_of(view)["range"] == "No to Yes"
    view = reveal("C-1", ["o0", "o1", "o1", "o2", "o2"])
    assert counts_of(view) == [
        ("Option 0", 1, False), ("Option 1", 2, True), ("Option 2", 2, False),
    ]  # fmt: skip


def test_several_ticks_are_counted_by_option_without_a_middle() -> None:
    view = reveal("M-1", [("o0", "o1"), ("o0",), ("o0", "o2"), ("none",), ("o1",)])
    assert [(row.text.text, row.count) for row in view.rows] == [
        ("Option 0", 3), ("Option 1", 2), ("Option 2", 1), ("None of these", 1),
    ]  # fmt: skip
    assert view.rows[0].said == "ticked by 3"
    assert not {"middle", "range"} & facts_of(view).keys()


def test_few_numbers_are_rows_and_many_go_in_even_steps() -> None:
    view = reveal("N-1", [41.5, 41.5, 3.0, 80.0, 12.0])
    assert counts_of(view) == [
        ("3 %", 1, False), ("12 %", 1, False), ("41.50 %", 2, True), ("80 %", 1, False),
    ]  # fmt: skip
    many = reveal("N-1", [float(number) for number in range(5, 65, 3)])
    assert [(row.text.text, row.count) for row in many.rows] == [
        ("0 to under 10 %", 2), ("10 to under 20 %", 3), ("20 to under 30 %", 4),
        ("30 to under 40 %", 3), ("40 to under 50 %", 3), ("50 to under 60 %", 4),
        ("60 to under 70 %", 1),
    ]  # fmt: skip
    assert facts_of(many)["range"] == "5 % to 62 %"
    assert facts_of(many)["middle"] == "between 32 % and 35 %"


@pytest.mark.parametrize(
    "given",
    [
        [-40.0, -31.0, -20.0, -11.0, -5.0, 0.0, 3.0, 8.0, 9.0],
        [0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
        [1e-9, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e9],
        [1e27, 9e26, 8e26, 7e26, 6e26, 5e26, 4e26, 3e26, -1e27],
    ],
)
def test_every_number_falls_into_one_step(given: list[Value]) -> None:
    view = reveal("N-1", given)
    assert sum(row.count for row in view.rows) == len(given)
    assert len(view.rows) <= 12


def test_texts_are_put_together_and_what_is_typed_is_marked() -> None:
    view = reveal("T-1", ["The Ministry", "the  ministry", "ICT board", "<b>x</b>", "THE MINISTRY"])
    assert [(row.text.text, row.count) for row in view.rows] == [
        ("The Ministry", 3), ("<b>x</b>", 1), ("ICT board", 1),
    ]  # fmt: skip
    assert all(row.is_typed for row in view.rows)
    assert facts_of(view) == {"unknown": "0", "answers": "5"}


def test_dates_are_days_or_years_when_there_are_many() -> None:
    view = reveal("D-1", [date(2020, 1, 1)] * 3 + [date(2024, 5, 6)] * 2)
    assert counts_of(view) == [("1 January 2020", 3, True), ("6 May 2024", 2, False)]
    many = reveal("D-1", [date(2018 + number % 3, 1 + number, 1) for number in range(12)])
    assert [(row.text.text, row.count) for row in many.rows] == [
        ("2018", 4),
        ("2019", 4),
        ("2020", 4),
    ]


def test_roles_are_rows_of_their_own_with_what_was_given() -> None:
    view = reveal("L-1", [1] * 5 + [3] * 4, states=(UNKNOWN,), roles=("Ministry",) * 5)
    assert [(part.name, part.said) for part in view.parts] == [
        ("Ministry", "5 answers"), ("All others", "5 answers"),
    ]  # fmt: skip
    assert [(row.rank, row.count) for row in view.parts[1].rows] == [("3", 4)]
    assert [(fact.label, fact.value) for fact in view.parts[1].facts] == [("Do not know", "1")]


def test_the_readers_own_answer_is_marked() -> None:
    view = reveal("L-1", [1] * 5, facts=Facts(own=Answer("L-1", value=1)))
    assert [row.is_own for row in view.rows] == [False, True, False, False, False]
    view = reveal("M-1", [("o0", "o1")] * 5, facts=Facts(own=Answer("M-1", value=("o0", "o1"))))
    assert [row.is_own for row in view.rows] == [True, True, False, False]
    own = Answer("L-1", "unknown")
    view = reveal("L-1", [1] * 5, states=(UNKNOWN, NOT_APPLICABLE), facts=Facts(own=own))
    assert [fact.key for fact in view.facts if fact.is_own] == ["unknown"]
    assert facts_of(view)["not-applicable"] == "1"


def test_nobody_gave_a_value() -> None:
    view = reveal("N-1", [], states=(UNKNOWN,) * 5)
    assert not view.rows
    assert facts_of(view) == {"unknown": "5", "answers": "5"}


def test_places_past_the_seventh_are_numbers() -> None:
    english = load_translator("en")
    assert say_disagreement(1, 17, translator=english) == "first of 17"
    assert say_disagreement(12, 17, translator=english) == "number 12 of 17"
    assert not say_disagreement(1, 1, translator=english)


def test_a_second_language_stands_beside_what_it_says_otherwise() -> None:
    arabic = Facts(also=word_every_kind("ar"))
    view = reveal("Y-1", ["no"] * 5, facts=arabic)
    assert [row.also.language if row.also else "" for row in view.rows] == ["ar"] * 4
    # What is not translated is not said twice.
    view = reveal("L-1", [1] * 5, facts=arabic)
    assert not any(row.also for row in view.rows)
