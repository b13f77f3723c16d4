"""The answers of many units as two arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import Answers, Value
from app.response.kind import measure_of
from app.response.measure import Measure
from app.scoring.array import Codes, Floats
from app.scoring.error import ScoringError

BLANK: Final = 0
UNKNOWN: Final = 1
NOT_APPLICABLE: Final = 2
ANSWERED: Final = 3
STATE_CODES: Final[Mapping[str, int]] = {
    "blank": BLANK,
    "unknown": UNKNOWN,
    "not-applicable": NOT_APPLICABLE,
    "answered": ANSWERED,
}


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The answers of U units to Q questions.

    Attributes:
        units: Names of the units.
        questions: Ids of the questions, one for each row.
        state: 0 blank, 1 unknown, 2 not applicable, 3 answered; shape (Q, U).
        code: The answer, NaN unless answered; shape (Q, U). The number itself; for level, choice
            and yesno the place of the value in its list (from 0; yesno: no, planned, partly, yes);
            for multi the sum of 2^place of the ticked options; for a date its ordinal.
        texts: What stands behind the codes of free texts.
    """

    units: tuple[str, ...]
    questions: tuple[str, ...]
    state: Codes
    code: Floats
    texts: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse arrays of another shape than the names say."""
        shape = (len(self.questions), len(self.units))
        if self.state.shape != shape or self.code.shape != shape:
            raise ScoringError(f"State and code must both have the shape {shape}.")

    def select(self, questions: Sequence[str]) -> tuple[Codes, Floats]:
        """Give state and code in the order of these questions; those without a row are blank."""
        if tuple(questions) == self.questions:
            return self.state, self.code
        row_of = {question: row for row, question in enumerate(self.questions)}
        rows = [row_of.get(question, len(self.questions)) for question in questions]
        units = len(self.units)
        state = np.vstack([self.state, np.zeros((1, units), dtype=np.int8)])
        code = np.vstack([self.code, np.full((1, units), np.nan)])
        return state[rows], code[rows]


def encode_answers(toolkit: Toolkit, answers: Mapping[str, Answers]) -> AnswerTable:
    """Lay the answers of many units out as arrays, in toolkit order.

    Answers to questions the toolkit does not have are left aside. Raises ScoringError for a value
    that the question cannot have.
    """
    measures = [measure_of(question, toolkit) for question in toolkit.questions]
    return encode_for(toolkit.questions, measures, answers)


def encode_for(
    questions: Sequence[Question],
    measures: Sequence[Measure | None],
    answers: Mapping[str, Answers],
) -> AnswerTable:
    """Lay answers out as arrays in the order of these questions; see `encode_answers`."""
    rows = {
        question.id: (row, Encoder(measure))
        for row, (question, measure) in enumerate(zip(questions, measures, strict=True))
    }
    shape = (len(rows), len(answers))
    state = np.zeros(shape, dtype=np.int8)
    code = np.full(shape, np.nan)
    texts: dict[str, int] = {}
    for column, (unit, given) in enumerate(answers.items()):
        for question_id, answer in given.items():
            found = rows.get(question_id)
            if found is None:
                continue
            state[found[0], column] = STATE_CODES[answer.state]
            if answer.state == "answered":
                try:
                    code[found[0], column] = found[1].encode(answer.value, texts)
                except (ValueError, TypeError) as error:
                    message = f"{unit}, {question_id}: {answer.value!r} is not a possible answer."
                    raise ScoringError(message) from error
    return AnswerTable(tuple(answers), tuple(rows), state, code, tuple(texts))


class Encoder:
    """Turns the values of one question into codes, each only once."""

    __slots__ = ("known", "measure")

    def __init__(self, measure: Measure | None) -> None:
        self.measure = measure
        self.known: dict[Value, float] = {}

    def encode(self, value: Value, texts: dict[str, int]) -> float:
        """Give the code of a value; ValueError or TypeError where the question cannot have it."""
        if value in self.known:
            return self.known[value]
        if self.measure is not None:
            code = self.measure.code_of(value)
        elif isinstance(value, date):
            code = float(value.toordinal())
        else:
            code = float(texts.setdefault(str(value), len(texts)))
        self.known[value] = code
        return code


def decode(measure: Measure | None, kind: str, code: float, texts: Sequence[str]) -> Value:
    """Give the value that a code stands for."""
    if measure is not None:
        return measure.value_of(code)
    if kind == "date":
        return date.fromordinal(int(code))
    return texts[int(code)]
