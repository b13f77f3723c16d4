"""Answers of many units in one CSV file: `unit,question,value[,state,reason]`, in any order."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from app.definition.finding import Finding
from app.definition.toolkit import Toolkit
from app.response.answer import Answer, Answers
from app.response.message import AnswerError
from app.response.parsing import RawAnswer, parse_answer

REQUIRED: Final = ("unit", "question", "value")
COLUMNS: Final = (*REQUIRED, "state", "reason")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST_FINDINGS_A_LINE: Final = 20


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a file may hold; more is refused before it is read."""

    bytes: int = 500_000_000
    rows: int = 5_000_000
    cell: int = 10_000
    unit: int = 200


class AnswerFileError(ValueError):
    """A file with wrong rows; `findings` has one entry for each error, with line and column."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


class _StopError(Exception):
    """What follows cannot be read."""


def read_answers_csv(
    stream: IO[bytes], toolkit: Toolkit, *, limits: FileLimits | None = None, name: str = ""
) -> dict[str, Answers]:
    """Read the answers of all units, in the order in which units first appear.

    The file is UTF-8 with or without byte order mark and has a header. A question without a row is
    blank. Raises AnswerFileError with all errors of all rows: an unknown column or question, a
    second row for a unit and question, a value beside another state, not-applicable without a
    reason, a value that the question does not take. `column` counts the cells of a row from 1.
    """
    reader = _Reader(toolkit, limits or FileLimits(), name or getattr(stream, "name", "answers"))
    return reader.read(stream)


@dataclass(slots=True)
class _Reader:
    toolkit: Toolkit
    limits: FileLimits
    name: str
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    least_cells: int = 0
    units: dict[str, dict[str, Answer]] = field(default_factory=dict)
    known: dict[tuple[str, str, str], Answer] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)

    def read(self, stream: IO[bytes]) -> dict[str, Answers]:
        text = self._decode(stream)
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            self._read_rows(rows)
        except csv.Error as error:
            self._find("csv-syntax", rows.line_num or 1, 1, f"The row is not CSV: {error}.")
        except _StopError:
            pass
        if self.findings:
            raise AnswerFileError(tuple(self.findings))
        return {unit: Answers(answers.values()) for unit, answers in self.units.items()}

    def _decode(self, stream: IO[bytes]) -> str:
        data = stream.read(self.limits.bytes + 1)
        if len(data) > self.limits.bytes:
            message = f"The file has more than {self.limits.bytes} bytes."
            self._find("too-large", 1, 1, message)
            raise AnswerFileError(tuple(self.findings))
        try:
            return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._find("not-utf-8", line, 1, f"Byte {error.start + 1} of the file is not UTF-8.")
            raise AnswerFileError(tuple(self.findings)) from error

    def _find(self, rule: str, line: int, column: int, message: str, *, mend: str = "") -> None:
        self.findings.append(Finding(rule, "error", self.name, line, column, message, mend))

    def _read_rows(self, rows: Iterator[list[str]]) -> None:
        self._read_header(next(rows, None))
        line = rows.line_num + 1  # type: ignore[attr-defined] # a csv.reader counts its lines
        count = 0
        for cells in rows:
            if cells:
                count += 1
                if count > self.limits.rows:
                    self._find(
                        "too-many-rows", line, 1, f"There are more than {self.limits.rows} rows."
                    )
                    raise _StopError
                self._read_row(cells, line)
            line = rows.line_num + 1  # type: ignore[attr-defined] # the same

    def _read_header(self, cells: list[str] | None) -> None:
        if cells is None:
            self._find(
                "no-header", 1, 1, "The file is empty.", mend="Begin with unit,question,value."
            )
            raise _StopError
        for place, cell in enumerate(cells, 1):
            column = cell.strip()
            if column not in COLUMNS:
                known = ", ".join(COLUMNS)
                message = f"There is no column {_show(column)}."
                self._find("unknown-column", 1, place, message, mend=f"The columns are {known}.")
            elif column in self.places:
                self._find("second-column", 1, place, f"The column {column} stands here again.")
            else:
                self.places[column] = place - 1
        for column in REQUIRED:
            if column not in self.places:
                self._find("no-column", 1, 1, f"The column {column} is missing.")
        if self.findings:
            raise _StopError
        self.least_cells = 1 + max(self.places[column] for column in REQUIRED)

    def _read_row(self, cells: list[str], line: int) -> None:
        if not self._fits(cells, line):
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
            message = f"{_show(unit)} answers {question} a second time."
            column = self.places["question"] + 1
            self._find("second-row", line, column, message, mend="Keep one row.")
        else:
            answers[question] = answer

    def _fits(self, cells: list[str], line: int) -> bool:
        """Whether a row has as many cells as it should, none of them too long."""
        if not self.least_cells <= len(cells) <= len(self.places):
            message = f"The row has {len(cells)} cells, the header {len(self.places)}."
            self._find("wrong-length", line, min(len(cells), len(self.places)), message)
            return False
        if max(map(len, cells)) <= self.limits.cell:
            return True
        place = next(n for n, cell in enumerate(cells, 1) if len(cell) > self.limits.cell)
        message = f"The cell has {len(cells[place - 1])} characters; at most {self.limits.cell}."
        self._find("too-long", line, place, message)
        return False

    def _cell(self, cells: list[str], column: str) -> str:
        place = self.places.get(column)
        return "" if place is None or place >= len(cells) else cells[place]

    def _read_unit(self, cell: str, line: int) -> str | None:
        unit = cell.strip()
        if unit in self.units:
            return unit
        column = self.places["unit"] + 1
        if not unit:
            self._find("no-unit", line, column, "The row names no unit.")
        elif len(unit) > self.limits.unit:
            message = f"The unit has {len(unit)} characters; at most {self.limits.unit}."
            self._find("too-long", line, column, message)
        elif _CONTROL.search(unit):
            self._find("control-character", line, column, "The unit holds a control character.")
        else:
            return unit
        return None

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
            message = f"There is no question {_show(question_id)} in {self.toolkit.id}."
            self._find("unknown-question", line, self.places["question"] + 1, message)
            return None
        try:
            return parse_answer(
                question, self.toolkit, self._split(question.kind, raw), strict=True
            )
        except AnswerError as error:
            for problem in error.problems[:_MOST_FINDINGS_A_LINE]:
                column = self._column_of(problem.code)
                self._find(problem.code, line, column, f"{question_id}: {problem}")
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


def _show(text: str) -> str:
    """Quote a text from a file, shortened and without anything that could upset a terminal."""
    return repr(text[:60] + "…" if len(text) > 60 else text)
