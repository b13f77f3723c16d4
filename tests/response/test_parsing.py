from datetime import date
from typing import Any

import pytest

from app.response import Answer, AnswerError, Answers, RawAnswer, parse_answer, write_value
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, yesno

KIT = toolkit(
    pillar(
        "P",
        level("L"),
        number("N", valid={"from": 0, "to": 100}),
        choice("C", 0, 50, 100),
        multi("M", 1, 1, 1),
        yesno("Y"),
        yesno("Y2", points={"yes": 100, "no": 0}),
        {"id": "T", "kind": "text", "text": "T"},
        {"id": "D", "kind": "date", "text": "D"},
    )
)


def parse(question: str, *, strict: bool = False, **raw: Any) -> Answer:
    return parse_answer(KIT.question(question), KIT, raw, strict=strict)


def codes(question: str, *, strict: bool = False, **raw: Any) -> list[str]:
    with pytest.raises(AnswerError) as caught:
        parse(question, strict=strict, **raw)
    for problem in caught.value.problems:
        assert problem.question == question
        assert str(problem)
        assert "%(" not in str(problem)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        ("L", "3", 3),
        ("L", " 0 ", 0),
        ("N", "12.5", 12.5),
        ("N", "12,5", 12.5),
        ("N", "0,125", 0.125),
        ("N", "٣٤٫٥", 34.5),
        ("N", "۳۴", 34.0),
        ("N", "\u200f42", 42.0),
        ("N", "-0", 0.0),
        ("N", "1e1", 10.0),
        ("N", "1.234", 1.234),
        ("C", "o1", "o1"),
        ("Y", "partly", "partly"),
        ("T", " two\r\nlines ", "two\nlines"),
        ("D", "2026-01-31", date(2026, 1, 31)),
    ],
)
def test_values_as_people_type_them(question: str, typed: str, value: Any) -> None:
    assert parse(question, value=typed) == Answer(question, value=value)


@pytest.mark.parametrize(
    ("question", "typed", "code"),
    [
        ("L", "5", "not-offered"),
        ("L", "1.0", "not-offered"),
        ("L", "٣", "not-offered"),
        ("N", "1,234", "grouping"),
        ("N", "1 234", "grouping"),
        ("N", "1\u00a0234", "grouping"),
        ("N", "1’234", "grouping"),
        ("N", "1,234.5", "grouping"),
        ("N", "1.234.567", "grouping"),
        ("N", "١٬٢٣٤", "grouping"),
        ("N", "12%", "not-a-number"),
        ("N", "nan", "not-a-number"),
        ("N", "inf", "not-a-number"),
        ("N", "1e999", "not-a-number"),
        ("N", "0x10", "not-a-number"),
        ("N", "9" * 5_000, "too-long"),
        ("N", "9" * 50_000, "too-long"),
        ("N", "-1", "too-small"),
        ("N", "100.01", "too-large"),
        ("N", "5\x00", "control-character"),
        ("C", "o9", "not-offered"),
        ("C", "<script>", "not-offered"),
        ("Y", "maybe", "not-offered"),
        ("Y2", "partly", "not-offered"),
        ("T", "x" * 10_001, "too-long"),
        ("T", "half \ud800", "control-character"),
        ("D", "2026-02-30", "not-a-date"),
        ("D", "20260101", "not-a-date"),
        ("D", "31.1.2026", "not-a-date"),
    ],
)
def test_values_that_are_refused(question: str, typed: str, code: str) -> None:
    assert codes(question, value=typed) == [code]


@pytest.mark.parametrize("typed", ["1,5", "٣", "1 000", ".5", "5.", "−5"])
def test_files_write_numbers_with_a_dot_and_plain_digits(typed: str) -> None:
    assert codes("N", strict=True, value=typed)[0] in {"grouping", "not-a-number"}


def test_ticked_options_come_in_the_order_of_the_definition() -> None:
    assert parse("M", value=["o2", "o0"]).value == ("o0", "o2")
    assert parse("M", value="o1").value == ("o1",)


def test_an_empty_selection_is_blank() -> None:
    assert parse("M", value=[]).state == "blank"
    assert parse("M", value=["", ""], state="answered").state == "blank"


def test_an_exclusive_option_stands_alone() -> None:
    assert parse("M", value=["none"]).value == ("none",)
    assert codes("M", value=["none", "o1"]) == ["exclusive"]
    assert codes("M", value=["o1", "o1"]) == ["ticked-twice"]
    assert codes("L", value=["1", "2"]) == ["several-values"]
    assert codes("C", value=["o1"] * 500) == ["several-values"]


def test_states_are_three_different_things() -> None:
    assert parse("L").state == "blank"
    assert parse("L", state="unknown").state == "unknown"
    given = parse("L", state="not-applicable", reason=" no coast ")
    assert (given.state, given.reason) == ("not-applicable", "no coast")
    assert codes("L", state="not-applicable", reason=" ") == ["no-reason"]
    assert codes("L", state="unknown", value="2") == ["value-with-state"]
    assert codes("L", state="answered") == ["no-value"]
    assert codes("L", state="perhaps") == ["unknown-state"]


def test_every_problem_is_told_at_once() -> None:
    found = codes("L", value="7", note="n" * 2_001, link="javascript:alert(1)")
    assert sorted(found) == ["not-a-link", "not-offered", "too-long"]


@pytest.mark.parametrize(
    "link",
    ["ftp://a.org", "//a.org", "https://", "https://user@a.org", "https://a b", "https://[", "x"],
)
def test_links_are_addresses_of_the_web(link: str) -> None:
    assert codes("L", value="1", link=link) == ["not-a-link"]


def test_note_link_and_reason_are_kept() -> None:
    raw = RawAnswer(value="1", note=" n\t1\r\n2 ", link="https://a.org/x?y=1")
    answer = parse_answer(KIT.question("L"), KIT, raw)
    assert (answer.note, answer.link) == ("n\t1\n2", "https://a.org/x?y=1")
    assert codes("L", value="1", link="https://a.org/" + "x" * 500) == ["too-long"]


@pytest.mark.parametrize("value", [3, None, {"a": 1}, [1], ["a", None]])
def test_what_is_no_text_is_refused(value: Any) -> None:
    assert codes("L", value=value) == ["wrong-type"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("L", 3),
        ("N", 0.1),
        ("N", 1e-07),
        ("M", ("o0", "o2")),
        ("D", date(2026, 1, 31)),
        ("Y", "no"),
    ],
)
def test_a_written_value_is_read_back(question: str, value: Any) -> None:
    text = write_value(value)
    raw: Any = text.split(";") if question == "M" else text
    assert parse(question, strict=True, value=raw).value == value


def test_answers_never_change() -> None:
    before = Answers([Answer("L", value=1)])
    after = before.with_answer(Answer("L", value=2)).with_answer(Answer("N", "unknown"))
    assert before["L"].value == 1
    assert [answer.value for answer in after.values()] == [2, None]
    assert after.get("C") is None
    assert (after.state("N"), after.state("C")) == ("unknown", "blank")
