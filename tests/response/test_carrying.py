"""No answer is dropped without a line, and what is carried is one the new version takes."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.response import Answer, Answers, RawAnswer, parse_answer, write_value
from app.response.carrying import REASONS, carry_answers
from tests.definition.version_sample import (
    Edit,
    Raw,
    drop,
    drop_option,
    find,
    make,
    put,
    reword_state,
    widen_scale,
)

ALL = Answers(
    (
        Answer("A-1", value=1, note="Seen on paper.", version=3),
        Answer("A-2", value=40.0, version=1),
        Answer("A-3", value="one", version=1),
        Answer("B-1", value=("state", "donor"), version=1),
        Answer("B-2", value="planned", version=1),
        Answer("B-3", value="Nothing else.", version=1),
        Answer("B-4", value=date(2026, 1, 31), version=1),
    )
)


def revalue_option(raw: Raw) -> None:
    question = find(raw, "A-3")
    question["options"] = [option | {"points": 5} for option in question["options"]]


def move_question(raw: Raw) -> None:
    question = find(raw, "B-2")
    drop("B-2")(raw)
    raw["pillars"][0]["questions"].append(question)


CASES: list[tuple[str, Edit, str, str, object]] = [
    ("A-1", put("A-1", why="So."), "carried", "reworded", 1),
    ("A-1", put("A-1", weight=5), "carried", "rescored", 1),
    ("A-1", reword_state("A-1", 2, "All know it."), "confirm", "confirm-words", 1),
    ("A-1", widen_scale, "dropped", "scale-changed", None),
    ("A-1", put("A-1", kind="text", levels=[]), "dropped", "kind-changed", None),
    ("A-1", drop("A-1"), "dropped", "question-removed", None),
    ("A-2", put("A-2", unit="households"), "confirm", "confirm-unit", 40.0),
    ("A-2", put("A-2", direction="lower"), "confirm", "confirm-direction", 40.0),
    ("A-2", put("A-2", valid={"from": 0, "to": 10}), "dropped", "too-large", None),
    ("A-2", put("A-2", maximum=1000), "carried", "rescored", 40.0),
    ("A-3", drop_option("A-3", "one"), "dropped", "option-removed", None),
    ("A-3", drop_option("A-3", "all"), "carried", "rescored", "one"),
    ("A-3", revalue_option, "carried", "rescored", "one"),
    ("B-1", drop_option("B-1", "donor"), "confirm", "options-lost", ("state",)),
    ("B-2", put("B-2", points={"yes": 100, "no": 0}), "dropped", "not-offered", None),
    ("B-2", put("B-2", id="B-9", replaces="B-2"), "carried", "moved", "planned"),
    ("B-2", move_question, "carried", "moved", "planned"),
    ("B-2", put("B-2", text="Do cats like rain?"), "dropped", "id-reused", None),
]


@pytest.mark.parametrize(("question", "edit", "became", "code", "value"), CASES)
def test_what_becomes_of_an_answer(
    question: str, edit: Edit, became: str, code: str, value: object
) -> None:
    carried = carry_answers(make(), make(edit), ALL)
    line = next(line for line in carried.record if line.before.question == question)
    assert (line.became, line.code) == (became, code)
    assert line.before == ALL[question]
    assert str(line.reason)
    assert (None if line.after is None else line.after.value) == value
    others = [line for line in carried.record if line.before.question != question]
    assert {line.became for line in others} == {"carried"}


def test_ticked_options_that_are_gone_are_named_singly() -> None:
    edits = [drop_option("B-1", name) for name in ("state", "donor")]
    some = Answers([Answer("B-1", value=("state", "donor", "user"))])
    line = carry_answers(make(), make(*edits), some).record[0]
    assert line.lost == ("state", "donor")
    assert line.after is not None
    assert line.after.value == ("user",)
    none = Answers([Answer("B-1", value=("state", "donor"), note="By law.")])
    line = carry_answers(make(), make(*edits), none).record[0]
    assert (line.became, line.code, line.lost) == ("dropped", "option-removed", ("state", "donor"))


def test_a_note_stays_with_the_question_whose_answer_is_dropped() -> None:
    carried = carry_answers(make(), make(widen_scale), ALL)
    assert carried.answers["A-1"] == Answer("A-1", state="blank", note="Seen on paper.", version=3)
    assert carried.dropped[0].before.value == 1


@pytest.mark.parametrize("state", ["unknown", "not-applicable"])
def test_other_states_carry_with_their_reasons(state: str) -> None:
    answers = Answers([Answer("A-1", state=state, reason="Not ours.")])  # type: ignore[arg-type]
    carried = carry_answers(make(), make(widen_scale), answers)
    assert carried.answers["A-1"] == answers["A-1"]
    gone = carry_answers(make(), make(drop("A-1")), answers)
    assert [line.code for line in gone.record] == ["question-removed"]


def test_a_published_figure_of_another_indicator_is_to_be_confirmed() -> None:
    answers = Answers([Answer("A-2", value=3.0, origin="published")])
    old, new = make(put("A-2", indicator="users")), make(put("A-2", indicator="lines"))
    assert carry_answers(old, new, answers).to_confirm == {"A-2"}
    own = Answers([Answer("A-2", value=3.0)])
    assert carry_answers(old, new, own).to_confirm == frozenset()


def test_an_answer_to_no_question_has_its_line() -> None:
    carried = carry_answers(make(), make(), Answers([Answer("Z-9", value=1)]))
    assert [line.code for line in carried.record] == ["question-unknown"]
    assert len(carried.answers) == 0


def test_the_same_version_changes_nothing() -> None:
    carried = carry_answers(make(), make(), ALL)
    assert dict(carried.answers) == dict(ALL)
    assert {line.code for line in carried.record} == {"same"}


def test_every_reason_is_a_sentence() -> None:
    assert all(REASONS[code].endswith(".") for code in REASONS)


EDITS: list[Callable[[Raw], object]] = [
    *(edit for _, edit, *_ in CASES if edit is not move_question),
    drop("B-4"),
    put("B-3", text="What is missing?"),
]
STATES = st.sampled_from(["unknown", "not-applicable", "blank"])
VALUES = {
    "A-1": st.integers(0, 2),
    "A-2": st.floats(0, 1000, allow_nan=False),
    "A-3": st.sampled_from(["none", "one", "all"]),
    "B-1": st.sampled_from([("state",), ("state", "donor", "user"), ("no",), ("donor", "user")]),
    "B-2": st.sampled_from(["yes", "partly", "planned", "no"]),
    "B-3": st.sampled_from(["Much.", "Nothing at all."]),
    "B-4": st.dates(),
}


@st.composite
def answer_sets(draw: st.DrawFn) -> Answers:
    given_answers = []
    for question, values in VALUES.items():
        if not draw(st.booleans()):
            continue
        if draw(st.booleans()):
            given_answers.append(Answer(question, value=draw(values)))
        else:
            given_answers.append(Answer(question, state=draw(STATES), reason="So it is."))
    return Answers(given_answers)


@given(answer_sets(), st.lists(st.sampled_from(EDITS), max_size=4, unique=True))
def test_nothing_is_dropped_without_a_line(answers: Answers, edits: list[Edit]) -> None:
    try:
        new = make(*edits)
    except (StopIteration, KeyError, IndexError):
        return  # One edit took away what another one is about.
    carried = carry_answers(make(), new, answers)
    assert sorted(line.before.question for line in carried.record) == sorted(answers)
    after = [line.after for line in carried.record if line.after is not None]
    assert len(after) == len(carried.answers)
    assert {answer.question for answer in after} == set(carried.answers)
    assert carried.to_confirm <= set(carried.answers)
    for answer in carried.answers.values():
        question = new.question(answer.question)
        value = answer.value if isinstance(answer.value, tuple) else write_value(answer.value)
        raw = RawAnswer(answer.state, value, answer.reason)
        assert parse_answer(question, new, raw, strict=True).value == answer.value
