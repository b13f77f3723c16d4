"""One answer, and the set of answers of one unit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

State = Literal["answered", "unknown", "not-applicable", "blank"]
STATES: Final[tuple[State, ...]] = get_args(State)
Value = int | float | str | tuple[str, ...] | date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one unit says to one question.

    Attributes:
        question: Id of the question.
        state: Answered, unknown, not applicable or blank: four different things everywhere.
        value: Level (int), number (float), option id, option ids, yes/partly/planned/no, text or
            date; None unless answered.
        reason: Why the question does not apply.
        note: A remark of whoever answers.
        link: An address of evidence.
        origin: `published` where a figure of the reference data was left standing.
        version: How often it has been saved; 0: never.
    """

    question: str
    state: State = "answered"
    value: Value = None
    reason: str = ""
    note: str = ""
    link: str = ""
    origin: Literal["own", "published"] = "own"
    version: int = 0


class Answers(Mapping[str, Answer]):
    """The answers of one unit by question id; immutable. A blank question may have no answer."""

    __slots__ = ("_by_question",)

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._by_question = {answer.question: answer for answer in answers}

    def __getitem__(self, question: str) -> Answer:
        return self._by_question[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_question)

    def __len__(self) -> int:
        return len(self._by_question)

    def __repr__(self) -> str:
        return f"Answers({list(self._by_question.values())!r})"

    def with_answer(self, answer: Answer) -> "Answers":
        """Give a copy in which this answer stands in place of the one to the same question."""
        return Answers((*self._by_question.values(), answer))

    def state(self, question: str) -> State:
        """Give the state of a question; blank where there is no answer."""
        answer = self._by_question.get(question)
        return "blank" if answer is None else answer.state


def write_value(value: Value) -> str:
    """Write a value the way `parse_answer(..., strict=True)` reads it back, exactly."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else repr(value)
