"""Answers of many units in one CSV file: `unit,question,value[,state,reason]`, in any order."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from app.definition.toolkit import Toolkit
from app.response.answer import Answer, Answers
from app.response.csv_file import CsvFile, FileLimits, InputFileError, StopReadingError, show
from app.response.message import AnswerError
from app.response.parsing import RawAnswer, parse_answer

REQUIRED: Final = ("unit", "question", "value")
COLUMNS: Final = (*REQUIRED, "state", "reason")
UNITS_AT_ONCE: Final = 512
UNLIMITED: Final = FileLimits(bytes=sys.maxsize, rows=sys.maxsize)
_MOST_FINDINGS_A_LINE: Final = 20
_MOST_KNOWN: Final = 100_000


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
    found: dict[str, Answers] = {}
    for block in _read(_Reader(toolkit, file), stream):
        found |= block
    return found


def stream_answers_csv(
    stream: IO[bytes],
    toolkit: Toolkit,
    *,
    units: int = UNITS_AT_ONCE,
    limits: FileLimits = UNLIMITED,
    name: str = "",
) -> Iterator[dict[str, Answers]]:
    """Read a file of any size in which the rows of each unit stand together.

    Yields the answers of `units` units at a time; only they, and the names of all units read so
    far, are in memory. Raises what `read_answers_csv` raises, behind the last row; from the first
    error on nothing is yielded any more. A unit that comes back after another one is an error.
    """
    if units < 1:
        raise ValueError("At least one unit must be read at a time.")
    file = CsvFile(name or getattr(stream, "name", "answers"), limits)
    return _read(_Reader(toolkit, file, units), stream)


def _read(reader: "_Reader", stream: IO[bytes]) -> Iterator[dict[str, Answers]]:
    try:
        yield from reader.read(stream)
    except InputFileError as error:
        raise AnswerFileError(error.findings) from None


@dataclass(slots=True)
class _Reader:
    """Reads row after row; `at_once` says after how many units, standing together, it yields."""

    toolkit: Toolkit
    file: CsvFile
    at_once: int | None = None
    places: dict[str, int] = field(default_factory=dict)
    at: tuple[int, ...] = ()
    least_cells: int = 0
    units: dict[str, dict[str, Answer]] = field(default_factory=dict)
    known: dict[tuple[str, str, str], Answer] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    current: str = ""

    def read(self, stream: IO[bytes]) -> Iterator[dict[str, Answers]]:
        rows = self.file.read(stream)
        try:
            self._read_header(self.file.read_header(rows, mend="Begin with unit,question,value."))
            for line, cells in rows:
                unit = self._read_row(cells, line)
                if self.at_once is None or unit in {self.current, None}:
                    continue
                self._begin(unit or "", line)
                if len(self.units) > self.at_once:
                    yield from self._take_block(keep=unit or "")
        except StopReadingError:
            pass
        self.file.fail_if_found()
        yield from self._take_block()

    def _begin(self, unit: str, line: int) -> None:
        """Note that another unit begins, of a file in which each stands together."""
        if unit in self.done:
            message = f"{show(unit)} comes back after other units."
            mend = "Sort the rows by unit, or read the whole file at once."
            self.file.find("scattered-unit", line, self.places["unit"] + 1, message, mend=mend)
        self.done.add(unit)
        self.current = unit

    def _take_block(self, keep: str = "") -> Iterator[dict[str, Answers]]:
        """Give what is read so far, but for one unit that has only begun."""
        kept = {keep: self.units.pop(keep)} if keep in self.units else {}
        block, self.units = self.units, kept
        self.refused = {pair for pair in self.refused if pair[0] == keep}
        if block and not self.file.findings:
            yield {unit: Answers(answers.values()) for unit, answers in block.items()}

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
        self.at = tuple(self.places.get(column, sys.maxsize) for column in COLUMNS)

    def _read_row(self, cells: list[str], line: int) -> str | None:
        """Keep the answer of a row; gives its unit, None where that cannot be read."""
        if not self.file.has_right_length(cells, line, self.least_cells, len(self.places)):
            return None
        # No function for each cell: a file may have millions of rows.
        unit_at, question_at, value_at, state_at, reason_at = self.at
        count = len(cells)
        state = cells[state_at] if state_at < count else ""
        reason = cells[reason_at] if reason_at < count else ""
        unit = self._read_unit(cells[unit_at], line)
        question = cells[question_at].strip()
        key = (question, cells[value_at], state)
        answer = None if reason else self.known.get(key)
        if answer is None:
            answer = self._read_answer(key, reason, line)
        if unit is None:
            return None
        if answer is None:
            # Remembered, so that a second row is told even where the first can't be taken.
            self.refused.add((unit, question))
            return unit
        answers = self.units.setdefault(unit, {})
        if question in answers or (self.refused and (unit, question) in self.refused):
            message = f"{show(unit)} answers {question} a second time."
            self.file.find("second-row", line, question_at + 1, message, mend="Keep one row.")
        else:
            answers[question] = answer
        return unit

    def _read_unit(self, cell: str, line: int) -> str | None:
        unit = cell.strip()
        if unit in self.units:
            return unit
        return self.file.read_unit(unit, line, self.places["unit"] + 1)

    def _read_answer(self, key: tuple[str, str, str], reason: str, line: int) -> Answer | None:
        question, value, state = key
        answer = self._parse(question, RawAnswer(state, value, reason), line)
        # The same few answers are given again and again: each is read once.
        if answer is not None and not reason and len(self.known) < _MOST_KNOWN:
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
