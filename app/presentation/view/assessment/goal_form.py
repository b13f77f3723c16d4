"""The form of one goal: filled, read, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.goal import Goal
from app.presentation.view.wording import Wording
from app.response import AnswerError, RawAnswer, Value, measure_of, parse_answer
from app.response.message import RefusedError
from app.response.number import read_number
from app.response.text import LONGEST_NOTE, read_text

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True)
class Aim:
    """What a question is to reach: a value of it, the year, a note."""

    question: str
    value: Value
    year: int
    note: str = ""


@dataclass
class TypedGoal:
    """What stands in the form of a goal, and what is wrong with it by field."""

    values: tuple[str, ...] = ()
    year: str = ""
    note: str = ""
    problems: dict[str, str] = field(default_factory=dict)


def find_measured(toolkit: Toolkit, question_id: str) -> Question | None:
    """Give a question that has points, and so can have a goal; None for any other."""
    found = (item for item in toolkit.questions if item.id == question_id)
    question = next(found, None)
    has_points = question is not None and measure_of(question, toolkit) is not None
    return question if has_points else None


def fill_goal(goal: Goal | None) -> TypedGoal:
    """Give the form as it stands for a goal."""
    if goal is None:
        return TypedGoal()
    value = goal.value
    texts = value if isinstance(value, tuple) else (_write(value),)
    return TypedGoal(tuple(texts), str(goal.year), goal.note)


def _write(value: Value) -> str:
    """Write a value the way the form sends it; a whole number without a dot."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_goal(wording: Wording, question: Question, typed: TypedGoal) -> Aim | None:
    """Read the form; None where something is to be put right, which `typed` then says."""
    value = _read_value(wording, question, typed)
    year = _read_year(wording, typed)
    note = ""
    try:
        note = read_text(typed.note, LONGEST_NOTE)
    except RefusedError as refused:
        typed.problems["note"] = wording.translator.gettext(refused.message, **refused.params)
    if typed.problems or year is None:
        return None
    return Aim(question.id, value, year, note)


def _read_value(wording: Wording, question: Question, typed: TypedGoal) -> Value:
    say = wording.translator.gettext
    given = typed.values if question.kind == "multi" else "".join(typed.values[:1])
    try:
        answer = parse_answer(question, wording.toolkit, RawAnswer(value=given))
    except AnswerError as error:
        typed.problems["value"] = " ".join(
            say(problem.message, **problem.params) for problem in error.problems
        )
        return None
    if answer.state != "answered":
        typed.problems["value"] = say("Say what the question is to reach.")
    return answer.value


def _read_year(wording: Wording, typed: TypedGoal) -> int | None:
    """Read a year in the digits of any language."""
    try:
        number = read_number(typed.year, strict=False)
    except RefusedError:
        number = 0.0
    if number.is_integer() and FIRST_YEAR <= number <= LAST_YEAR:
        return int(number)
    typed.problems["year"] = wording.translator.gettext(
        "Write a year between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR
    )
    return None
