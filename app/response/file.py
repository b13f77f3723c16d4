"""Answers of many units in one CSV file: `unit,question,value[,state,reason]`, in any order."""

from dataclasses import dataclass, field
from typing import IO, Final

from app.definition.toolkit import Toolkit
from app.response.answer import Answer, Answers
from app.response.csv_file import CsvFile, FileLimits, InputFileError, StopReadingError, show
from app.response.message import AnswerError
from app.response.parsing import RawAnswer, parse_answer

REQUIRED: Final = ("unit", "question", "value")
COLUMNS: Final = (*REQUIRED, "state", "reason")
_MOST_FINDINGS_A_LINE: Final = 20


class AnswerFileError(InputFileError):
    """A file with wrong rows; `findings` has one entry for each error, with line and column."""


def read_answers_csv(
    stream: IO[bytes], toolkit: Toolkit, *, limits: FileLimits | None = None, name: str = ""
) -> dict[str, Answers]:
    """Read the answers of all units, in the order in which units first appear.

    The file is UTF-8 with or without byte order mark and has a header. A question without a row is
    blank. Raises AnswerFileError with all errors of all rows: an unknown column or question, a
    second row for a unit and question, a value beside another state, not-applicable without a
    reason, a value that the question does not take. `column` counts the cells of a row from 1.
    """
    file = CsvFile(name or getattr(stream, "name", "answers"), limits or FileLimits())
    try:
        return _Reader(toolkit, file).read(stream)
    except InputFileError as error:
        raise AnswerFileError(error.findings) from None


@dataclass(slots=True)
class _Reader:
    toolkit: Toolkit
    file: CsvFile
    places: dict[str, int] = field(default_factory=dict)
    least_cells: int = 0
    units: dict[str, dict[str, Answer]] = field(default_factory=dict)
    known: dict[tuple[str, str, str], Answer] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)

    def read(self, stream: IO[bytes]) -> dict[str, Answers]:
        rows = self.file.read(stream)
        try:
            self._read_header(self.file.read_header(rows, mend="Begin with unit,question,value."))
            for line, cells in rows:
                self._read_row(cells, line)
        except StopReadingError:
            pass
        self.file.fail_if_found()
        return {unit: Answers(answers.values()) for unit, answers in self.units.items()}

    def _read_header(self, header: list[str]) -> None:
        for place, column in enumerate(header, 1):
            if column not in COLUMNS:
                known = ", ".join(COLUMNS)
                message = f"There is no column {show(column)}."
                mend = f"The columns are {known}."
                self.file.find("unknown-column", 1, place, message, mend=mend)
            elif column in self.places:
                message = f"The column {column} stands here again."
                self.file.find("second-column", 1, place, message)
            else:
                self.places[column] = place - 1
        for column in REQUIRED:
            if column not in self.places:
                self.file.find("no-column", 1, 1, f"The column {column} is missing.")
        if self.file.findings:
            raise StopReadingError
        self.least_cells = 1 + max(self.places[column] for column in REQUIRED)

    def _read_row(self, cells: list[str], line: int) -> None:
        if not self.file.has_right_length(cells, line, self.least_cells, len(self.places)):
            return
        unit = self._read_unit(self._cell(cells, "unit"), line)
        question = self._cell(cells, "question").strip()
        answer = self._read_answer(question, cells, line)
        if unit is None:
            return
        if answer is None:
            # Remembered, so that a second row is told even where the first can't be taken.
            self.refused.add((unit, question))
            return
        answers = self.units.setdefault(unit, {})
        if question in answers or (unit, question) in self.refused:
            message = f"{show(unit)} answers {question} a second time."
            column = self.places["question"] + 1
            self.file.find("second-row", line, column, message, mend="Keep one row.")
        else:
            answers[question] = answer

    def _cell(self, cells: list[str], column: str) -> str:
        place = self.places.get(column)
        return "" if place is None or place >= len(cells) else cells[place]

    def _read_unit(self, cell: str, line: int) -> str | None:
        unit = cell.strip()
        if unit in self.units:
            return unit
        return self.file.read_unit(unit, line, self.places["unit"] + 1)

    def _read_answer(self, question: str, cells: list[str], line: int) -> Answer | None:
        value, state = self._cell(cells, "value"), self._cell(cells, "state")
        reason = self._cell(cells, "reason")
        key = (question, value, state)
        # The same few answers are given again and again: each is read once.
        if not reason and key in self.known:
            return self.known[key]
        answer = self._parse(question, RawAnswer(state, value, reason), line)
        if answer is not None and not reason:
            self.known[key] = answer
        return answer

    def _parse(self, question_id: str, raw: RawAnswer, line: int) -> Answer | None:
        try:
            question = self.toolkit.question(question_id)
        except KeyError:
            message = f"There is no question {show(question_id)} in {self.toolkit.id}."
            self.file.find("unknown-question", line, self.places["question"] + 1, message)
            return None
        try:
            return parse_answer(
                question, self.toolkit, self._split(question.kind, raw), strict=True
            )
        except AnswerError as error:
            for problem in error.problems[:_MOST_FINDINGS_A_LINE]:
                column = self._column_of(problem.code)
                self.file.find(problem.code, line, column, f"{question_id}: {problem}")
        return None

    @staticmethod
    def _split(kind: str, raw: RawAnswer) -> RawAnswer:
        value = str(raw.value)
        if not raw.state.strip() and not value.strip():
            # In a file an empty state says "answered": an empty value is then a gap left open.
            return RawAnswer("blank", "", raw.reason)
        if kind == "multi" and value.strip():
            return RawAnswer(raw.state, tuple(value.split(";")), raw.reason)
        return raw

    def _column_of(self, code: str) -> int:
        column = {"unknown-state": "state", "no-reason": "reason"}.get(code, "value")
        return self.places.get(column, self.places["value"]) + 1
