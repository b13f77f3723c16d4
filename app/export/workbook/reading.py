"""Reads a filled-in workbook back: every answer, or every cell that is wrong."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.export.workbook import layout
from app.export.workbook.answering import CellError, RowReader
from app.export.workbook.cell import write_plain
from app.export.workbook.limit import WorkbookLimits
from app.export.workbook.problem import CellProblem, name_cell, show
from app.export.workbook.sheet import (
    FilledRow,
    FilledSheet,
    FilledWorkbook,
    open_filled,
)
from app.presentation.blank.building import SHORT, fingerprint_of
from app.presentation.language import N_
from app.response import Answer, Answers, Setting, SettingError, check_setting
from app.response.message import Message, RefusedError
from app.response.text import read_text

LONGEST_UNIT: Final = 200
MOST_NAMED: Final = 10
"""Questions named in one remark."""


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """What a workbook says.

    Attributes:
        answers: the answers of each unit named in it; empty where there is any problem. A blank
            question is there only with a note.
        problems: what is wrong, cell by cell; nothing was taken then.
        remarks: what is worth knowing though everything could be taken.
        setting: which questions the workbook asks.
        assessment: id of the assessment whose answers it was filled with; empty for a blank one.
        versions: of those answers, by question.
    """

    answers: Mapping[str, Answers]
    problems: tuple[CellProblem, ...]
    remarks: tuple[CellProblem, ...]
    setting: Setting
    assessment: str = ""
    versions: Mapping[str, int] = field(default_factory=dict)


def read_workbook(
    data: bytes,
    toolkit: Toolkit,
    *,
    unit: str = "",
    accept_changed: bool = False,
    limits: WorkbookLimits | None = None,
) -> WorkbookReading:
    """Read a filled-in workbook against a toolkit.

    Args:
        data: the file; looked at under `limits` before it is parsed.
        toolkit: what the answers are for. A workbook of another version of it is read where the
            questions answered have not changed since.
        unit: name of the unit; empty takes the one written in the workbook.
        accept_changed: take answers to questions that have changed since, too.
        limits: None takes the usual ones.

    Raises:
        UnreadableError: the file is no workbook that can be read, or was not made here.
    """
    book = open_filled(data, limits or WorkbookLimits())
    return _Reading(book, toolkit, accept_changed=accept_changed).read(unit)


@dataclass(slots=True)
class _Filled:
    """A question's row, and those of its options."""

    sheet: FilledSheet
    row: FilledRow
    options: dict[str, FilledRow] = field(default_factory=dict)

    @property
    def is_filled(self) -> bool:
        return self.row.is_filled or any(row.is_filled for row in self.options.values())


class _Reading:
    """Reads one workbook and remembers everything that is wrong."""

    def __init__(self, book: FilledWorkbook, toolkit: Toolkit, *, accept_changed: bool) -> None:
        self.book = book
        self.toolkit = toolkit
        self.accept_changed = accept_changed
        self.problems: list[CellProblem] = []
        self.remarks: list[CellProblem] = []
        self.filled: dict[str, _Filled] = {}
        self.reader = RowReader(toolkit, book.origin.labels)

    def read(self, unit: str) -> WorkbookReading:
        setting = self._read_setting()
        if not self._is_of_toolkit():
            return WorkbookReading({}, tuple(self.problems), (), setting)
        self._compare_versions()
        for sheet in self.book.sheets:
            self._check_merged(sheet)
            self._gather(sheet)
        name = self._read_unit(unit)
        answers = [answer for key in self.filled if (answer := self._read_answer(key)) is not None]
        self._tell_missing()
        if self.problems:
            return WorkbookReading({}, tuple(self.problems), tuple(self.remarks), setting)
        origin = self.book.origin
        return WorkbookReading(
            {name: Answers(answers)},
            (),
            tuple(self.remarks),
            setting,
            origin.properties.get("assessment", ""),
            origin.versions,
        )

    # --- What the workbook was made from

    def _read_setting(self) -> Setting:
        properties = self.book.origin.properties
        parameters = {
            name.removeprefix("parameter."): value
            for name, value in properties.items()
            if name.startswith("parameter.")
        }
        return Setting(properties.get("quick") == "true", properties.get("scope", ""), parameters)

    def _is_of_toolkit(self) -> bool:
        made_for = self.book.origin.properties.get("toolkit", "")
        if made_for == self.toolkit.id:
            return True
        message = N_("The workbook was made for the toolkit %(old)s, not for %(new)s.")
        self._problem("other-toolkit", message, old=show(made_for), new=self.toolkit.id)
        return False

    def _compare_versions(self) -> None:
        properties = self.book.origin.properties
        if properties.get("content_hash") == self.toolkit.content_hash:
            return
        message = N_(
            "The workbook was made for version %(old)s (%(old_hash)s), the toolkit is version "
            "%(new)s (%(new_hash)s)."
        )
        self._remark(
            "other-version",
            message,
            old=show(properties.get("version", "")),
            old_hash=show(properties.get("content_hash", "")[:SHORT]),
            new=self.toolkit.version,
            new_hash=self.toolkit.content_hash[:SHORT],
        )
        try:
            check_setting(self.toolkit, self._read_setting())
        except SettingError as error:
            message = N_("What the workbook asks does not fit the toolkit any more: %(why)s")
            self._remark("other-setting", message, why=show(str(error)))

    def _problem(self, code: str, text: str, /, **params: str | float) -> None:
        self.problems.append(CellProblem("", "", code, Message(text, params)))

    def _remark(self, code: str, text: str, /, **params: str | float) -> None:
        self.remarks.append(CellProblem("", "", code, Message(text, params)))

    def _find(self, sheet: FilledSheet, error: CellError) -> None:
        cell = name_cell(error.row, sheet.columns.get(error.column, 0))
        self.problems.append(CellProblem(sheet.name, cell, error.code, error.message))

    # --- Rows

    def _check_merged(self, sheet: FilledSheet) -> None:
        """Refuse cells merged over several questions: all but one of them would look empty."""
        rows = [row.row for row in sheet.rows]
        for (top, left), (bottom, right) in sheet.merged:
            touched = bisect_right(rows, bottom) - bisect_left(rows, top)
            columns = [place for place in sheet.columns.values() if left <= place <= right]
            if columns and touched and touched + len(columns) > 2:
                place = f"{name_cell(top, left)}:{name_cell(bottom, right)}"
                message = N_("These cells are merged: undo that, and write into each cell.")
                self.problems.append(
                    CellProblem(sheet.name, place, "merged-cells", Message(message))
                )

    def _gather(self, sheet: FilledSheet) -> None:
        for row in sheet.rows:
            question, sign, option = row.key.partition(layout.OPTION_SIGN)
            if row.key.startswith("@"):
                self.filled.setdefault(row.key, _Filled(sheet, row))
            elif sign:
                self._gather_option(sheet, row, question, option)
            elif question not in self.filled:
                self.filled[question] = _Filled(sheet, row)
            elif row.is_filled:
                self._gather_again(sheet, row)

    def _gather_again(self, sheet: FilledSheet, row: FilledRow) -> None:
        first = self.filled[row.key]
        if not first.is_filled:
            self.filled[row.key] = _Filled(sheet, row, first.options)
            return
        message = N_("%(question)s is answered a second time: keep one row, empty the other.")
        found = Message(message, {"question": show(row.key)})
        self._find(sheet, CellError(row.row, next(iter(row.cells)), "second-row", found))

    def _gather_option(
        self, sheet: FilledSheet, row: FilledRow, question: str, option: str
    ) -> None:
        filled = self.filled.get(question)
        if filled is None:
            filled = self.filled[question] = _Filled(sheet, FilledRow(question, row.row, {}))
        if option not in filled.options or not filled.options[option].is_filled:
            filled.options[option] = row

    def _read_unit(self, given: str) -> str:
        found = self.filled.pop(layout.UNIT_KEY, None)
        written = write_plain(found.row.cells.get(layout.ANSWER, "")) if found else ""
        try:
            name = " ".join(read_text(given or written, LONGEST_UNIT).split())
        except RefusedError as refused:
            name = ""
            self._find_unit(found, refused.code, Message(refused.message, refused.params))
        else:
            if not name:
                message = N_("Write the name of the country or unit here.")
                self._find_unit(found, "no-unit", Message(message))
        return name

    def _find_unit(self, found: _Filled | None, code: str, message: Message) -> None:
        if found is None:
            self.problems.append(CellProblem("", "", code, message))
        else:
            self._find(found.sheet, CellError(found.row.row, layout.ANSWER, code, message))

    # --- Answers

    def _read_answer(self, key: str) -> Answer | None:
        filled = self.filled[key]
        if not filled.is_filled:
            return None
        question = self._find_question(filled)
        if question is None:
            return None
        answer, errors = self.reader.read(question, filled.row, filled.options, filled.sheet)
        for error in errors:
            self._find(filled.sheet, error)
        for row, column in self.reader.formulas:
            cell = name_cell(row, filled.sheet.columns[column])
            message = Message(N_("A formula stands here: its result was taken as the answer."))
            self.remarks.append(CellProblem(filled.sheet.name, cell, "formula", message))
        return answer

    def _find_question(self, filled: _Filled) -> Question | None:
        """Find the question of a row, unless it is gone or means something else by now."""
        key = filled.row.key
        column = next(iter(filled.row.cells), layout.ANSWER)
        try:
            question = self.toolkit.question(key)
        except KeyError:
            message = N_("There is no question %(question)s in %(toolkit)s: empty this row.")
            params = {"question": show(key), "toolkit": self.toolkit.id}
            self._find_at(filled, column, "unknown-question", Message(message, params))
            return None
        if self.accept_changed or not self._has_changed(question):
            return question
        message = N_(
            "%(question)s has changed since the workbook was made: answer it in a new workbook."
        )
        params = {"question": question.id}
        self._find_at(filled, column, "changed-question", Message(message, params))
        return None

    def _find_at(self, filled: _Filled, column: str, code: str, message: Message) -> None:
        self._find(filled.sheet, CellError(filled.row.row, column, code, message))

    def _has_changed(self, question: Question) -> bool:
        origin = self.book.origin
        if origin.properties.get("content_hash") == self.toolkit.content_hash:
            return False
        return origin.fingerprints.get(question.id) != fingerprint_of(question)

    def _tell_missing(self) -> None:
        """Tell of questions the workbook was made with whose rows, or codes, are gone."""
        missing = list(self._list_missing())
        if missing:
            names = ", ".join(missing[:MOST_NAMED])
            more = ", …" if len(missing) > MOST_NAMED else ""
            message = N_("The rows of these questions are not in the workbook: %(questions)s.")
            self._remark("missing-rows", message, questions=names + more)

    def _list_missing(self) -> Iterator[str]:
        for question in self.book.origin.fingerprints:
            if question not in self.filled:
                yield show(question)
