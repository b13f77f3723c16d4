"""Short codes for answers typed from paper, for every kind of question."""

from datetime import date

import pytest

from app.response import Answer, AnswerError
from app.response.answer import Value
from app.response.workshop.shorthand import list_codes, list_values, read_short, write_short
from tests.response.test_parsing import KIT


def read(name: str, typed: str) -> Answer:
    return read_short(KIT.question(name), KIT, typed)


def option(name: str, place: int) -> str:
    return KIT.question(name).option_ids[place]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("L", "2", 2),
        ("L", " ٢ ", 2),
        ("N", "45", 45.0),
        ("N", "45,5", 45.5),
        ("N", "٤٥", 45.0),
        ("C", "1", option("C", 0)),
        ("C", "3", option("C", 2)),
        ("C", option("C", 1), option("C", 1)),
        ("M", "1 3", (option("M", 0), option("M", 2))),
        ("M", "3,1", (option("M", 0), option("M", 2))),
        ("M", "٢، ٣", (option("M", 1), option("M", 2))),
        ("Y", "1", "yes"),
        ("Y", "2", "partly"),
        ("Y", "4", "no"),
        ("Y2", "2", "no"),
        ("Y", "planned", "planned"),
        ("T", "n/a means nothing here", "n/a means nothing here"),
        ("D", "2026-01-31", date(2026, 1, 31)),
    ],
)
def test_a_code_is_its_answer_and_written_it_reads_back(
    name: str, typed: str, value: Value
) -> None:
    answer = read(name, typed)
    assert (answer.state, answer.value) == ("answered", value)
    assert read(name, write_short(KIT.question(name), answer)) == answer


@pytest.mark.parametrize("name", ["L", "N", "C", "M", "Y", "T", "D"])
def test_the_other_states_are_the_same_for_every_kind(name: str) -> None:
    assert read(name, "").state == read(name, "  ").state == "blank"
    for sign in ("?", "؟", "？", " ? "):
        assert read(name, sign).state == "unknown"
    for typed in ("n/a", "N/A", "na", "n.a."):
        assert read(name, typed) == Answer(name, "not-applicable"), typed
    for state in ("unknown", "not-applicable", "blank"):
        answer = Answer(name, state)  # type: ignore[arg-type]
        assert read(name, write_short(KIT.question(name), answer)) == answer


def test_why_it_does_not_apply_may_stand_behind() -> None:
    answer = read("L", "n/a: no ministry")
    assert (answer.state, answer.reason) == ("not-applicable", "no ministry")
    assert write_short(KIT.question("L"), answer) == "n/a: no ministry"
    with pytest.raises(AnswerError) as caught:
        read("L", "n/a: " + "x" * 5000)
    assert caught.value.problems[0].code == "too-long"


@pytest.mark.parametrize(
    ("name", "typed"),
    [("L", "9"), ("L", "-1"), ("L", "nah"), ("C", "0"), ("C", "4"), ("Y", "5"), ("Y2", "3"),
     ("M", "1 9"), ("N", "many"), ("N", "101"), ("D", "soon"), ("L", "=1+1"), ("C", "yes")],
)  # fmt: skip
def test_what_is_no_answer_is_told(name: str, typed: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read(name, typed)
    assert caught.value.problems[0].question == name


def test_hands_are_counted_for_what_is_chosen_from_a_list() -> None:
    values = {name: list_values(KIT.question(name), KIT) for name in "LNCMYTD"}
    assert values["Y"] == ("yes", "partly", "planned", "no")
    assert values["C"] == KIT.question("C").option_ids
    assert values["L"] == tuple(level.level for level in KIT.question("L").levels)
    assert [name for name, found in values.items() if not found] == ["N", "M", "T", "D"]
    assert list(list_codes(KIT.question("M"))) == ["1", "2", "3", "4"]
