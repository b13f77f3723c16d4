"""One question's cells, read as the form would read its fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.export.workbook import layout
from app.export.workbook.cell import (
    find_code,
    fold,
    is_ticked,
    write_day,
    write_number,
    write_plain,
)
from app.export.workbook.sheet import CellValue, FilledRow, FilledSheet
from app.presentation.language import N_
from app.response import STATES, Answer, AnswerError, RawAnswer, parse_answer
from app.response.kind.yesno import WORDS
from app.response.message import Message, RefusedError
from app.response.text import LONGEST_NOTE, read_link, read_text

LONGEST_LIST: Final = 300
"""Characters of a list of answers offered inside a message."""

Labels = Mapping[str, Mapping[str, str]]

_OF_ANSWER: Final = frozenset({layout.ANSWER, layout.STATE, layout.REASON})
_NO_ANSWERS: Final = frozenset({"unknown", "not-applicable"})
_COLUMN_OF: Final = {"unknown-state": layout.STATE, "no-reason": layout.REASON}


_NO_STATE: Final = N_(
    "“%(state)s” is no state of an answer: choose one from the list, or leave it empty."
)
_REASON_ALONE: Final = N_(
    "A reason stands beside it: choose “Does not apply here”, or empty the reason."
)
_NO_RESULT: Final = N_("A formula without a result stands here: write the answer itself.")
_NO_TICK: Final = N_("Write an x here, or leave it empty.")
_TOO_LONG: Final = N_("Note and evidence have more than %(most)s characters together.")
_NOT_OFFERED: Final = N_(
    "“%(value)s” is not one of the answers offered. Write one of these: %(offered)s."
)


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: its row, the code of its column, and the words."""

    row: int
    column: str
    code: str
    message: Message


class RowReader:
    """Reads the rows of one workbook; `labels` has the words of its lists with their codes."""

    def __init__(self, toolkit: Toolkit, labels: Labels) -> None:
        self.toolkit = toolkit
        self.labels = labels
        words = {fold(label): code for label, code in labels.get(layout.STATE_LIST, {}).items()}
        self.states: dict[str, str] = {"": ""} | words
        self.states |= {state: state for state in STATES}
        self.yes = frozenset(
            fold(label)
            for listed in labels.values()
            for label, code in listed.items()
            if code == "yes"
        ) | {"yes"}
        self.errors: list[CellError] = []
        self.formulas: list[tuple[int, str]] = []

    def read(
        self,
        question: Question,
        row: FilledRow,
        options: Mapping[str, FilledRow],
        sheet: FilledSheet,
    ) -> tuple[Answer | None, tuple[CellError, ...]]:
        """Read the answer to a question; None where nothing is answered or it can't be taken.

        What is wrong comes back beside it. `formulas` then names the cells whose formula gave a
        value that was taken.
        """
        self.errors, self.formulas = [], []
        for each in (row, *options.values()):
            self._check_formulas(each, sheet)
        note = self._take(row, layout.NOTE, lambda text: read_text(text, LONGEST_NOTE))
        reason = self._take(row, layout.REASON, lambda text: read_text(text, LONGEST_NOTE))
        link = self._take(row, layout.LINK, lambda text: read_text(text, LONGEST_NOTE))
        note, link = self._sort_evidence(row, note, link)
        state = self._read_state(row)
        meant = self._find_meant(question, row)
        if meant and state in {"", meant}:
            rest = {code: cell for code, cell in row.cells.items() if code != layout.ANSWER}
            state, row = meant, FilledRow(row.key, row.row, rest)
        value = self._read_value(question, row, options, sheet)
        if not state and not value and reason:
            self._find(row, layout.STATE, "reason-alone", Message(_REASON_ALONE))
        answer = None
        if not any(error.column in _OF_ANSWER for error in self.errors):
            answer = self._parse(question, row, RawAnswer(state, value, reason, note, link))
        is_empty = answer is None or (answer.state == "blank" and not answer.note)
        return None if is_empty or self.errors else answer, tuple(self.errors)

    def _find(self, row: FilledRow, column: str, code: str, message: Message) -> None:
        self.errors.append(CellError(row.row, column, code, message))

    def _check_formulas(self, row: FilledRow, sheet: FilledSheet) -> None:
        for code, value in row.cells.items():
            if (row.row, sheet.columns[code]) not in sheet.facts.formulas:
                continue
            if isinstance(value, str) and (not value.strip() or value.startswith("#")):
                self._find(row, code, "formula", Message(_NO_RESULT))
            else:
                self.formulas.append((row.row, code))

    def _take(self, row: FilledRow, column: str, read: Callable[[str], str]) -> str:
        try:
            return read(write_plain(row.cells.get(column, "")))
        except RefusedError as refused:
            self._find(row, column, refused.code, Message(refused.message, refused.params))
            return ""

    def _sort_evidence(self, row: FilledRow, note: str, evidence: str) -> tuple[str, str]:
        """Give note and web address: evidence that is no address is written into the note."""
        try:
            return note, read_link(evidence)
        except RefusedError:
            both = "\n".join(filter(None, (note, evidence)))
        if len(both) > LONGEST_NOTE:
            self._find(row, layout.LINK, "too-long", Message(_TOO_LONG, {"most": LONGEST_NOTE}))
            return note, ""
        return both, ""

    def _read_state(self, row: FilledRow) -> str:
        written = write_plain(row.cells.get(layout.STATE, ""))
        state = self.states.get(fold(written))
        if state is None:
            params = {"state": written[:50]}
            self._find(row, layout.STATE, "unknown-state", Message(_NO_STATE, params))
        return state or ""

    def _find_meant(self, question: Question, row: FilledRow) -> str:
        """Take "I do not know" for what it is where somebody wrote it as the answer."""
        written = row.cells.get(layout.ANSWER, "")
        meant = self.states.get(fold(written), "") if isinstance(written, str) else ""
        if meant not in _NO_ANSWERS or question.kind == "text":
            return ""
        labels = self._labels_of(question)
        is_offered = fold(str(written)) in {fold(text) for text in (*labels, *labels.values())}
        return "" if is_offered else meant

    def _read_value(
        self,
        question: Question,
        row: FilledRow,
        options: Mapping[str, FilledRow],
        sheet: FilledSheet,
    ) -> str | tuple[str, ...]:
        value = row.cells.get(layout.ANSWER, "")
        if question.kind == "multi":
            return self._read_ticks(question, row, options)
        if isinstance(value, str) and not value.strip():
            return ""
        place = (row.row, sheet.columns[layout.ANSWER])
        try:
            return self._read_one(question, value, is_percent=place in sheet.facts.percents)
        except RefusedError as refused:
            self._find(row, layout.ANSWER, refused.code, Message(refused.message, refused.params))
            return ""

    def _read_one(self, question: Question, value: CellValue, *, is_percent: bool) -> str:
        if question.kind == "number":
            return write_number(value, is_percent=is_percent, unit=question.unit or "")
        if question.kind == "date":
            return write_day(value)
        if question.kind == "text":
            return write_plain(value)
        return find_code(value, question.kind, self._labels_of(question))

    def _read_ticks(
        self, question: Question, row: FilledRow, options: Mapping[str, FilledRow]
    ) -> tuple[str, ...]:
        labels = self._labels_of(question)
        written = write_plain(row.cells.get(layout.ANSWER, ""))
        named = [find_code(text, "multi", labels) for text in written.split(";") if text.strip()]
        ticked = []
        for option, own in options.items():
            is_on = is_ticked(own.cells.get(layout.ANSWER, ""), self.yes)
            if is_on is None:
                self._find(own, layout.ANSWER, "no-tick", Message(_NO_TICK))
            elif is_on:
                ticked.append(option)
        return tuple(dict.fromkeys((*named, *ticked)))

    def _labels_of(self, question: Question) -> dict[str, str]:
        """Give all words an answer may be written in, each with its code."""
        labels = {level.state: str(level.level) for level in question.levels if level.state}
        if question.kind == "number":
            return {}
        labels |= {option.text: option.id for option in question.options}
        if question.kind == "yesno":
            labels |= {words: code for code, words in WORDS.items()}
        return labels | dict(self.labels.get(question.id, {}))

    def _parse(self, question: Question, row: FilledRow, raw: RawAnswer) -> Answer | None:
        try:
            return parse_answer(question, self.toolkit, raw)
        except AnswerError as error:
            for problem in error.problems:
                column = _COLUMN_OF.get(problem.code, layout.ANSWER)
                message = Message(problem.message, problem.params)
                if problem.code == "not-offered":
                    message = self._say_offered(question, problem.params)
                self._find(row, column, problem.code, message)
        return None

    def _say_offered(self, question: Question, params: Mapping[str, str | int | float]) -> Message:
        codes = [str(level.level) for level in question.levels]
        offered = codes or list(dict.fromkeys(self._labels_of(question)))
        listed = "; ".join(offered)
        if len(listed) > LONGEST_LIST:
            listed = listed[:LONGEST_LIST] + " …"
        return Message(_NOT_OFFERED, {**params, "offered": listed})
