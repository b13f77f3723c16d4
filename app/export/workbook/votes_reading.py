"""Reads the workbook of a room back: every form, or every cell that is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.toolkit import Toolkit
from app.export.workbook.cell import write_day, write_number, write_plain
from app.export.workbook.guard import inspect_workbook
from app.export.workbook.limit import WorkbookLimits
from app.export.workbook.problem import CellProblem, UnreadableError, name_cell
from app.export.workbook.scanning import Place, SheetFacts
from app.export.workbook.sheet import CellValue, Rows, parse_tables
from app.export.workbook.votes import FORMAT, SAID, write_mark
from app.presentation.language import N_
from app.presentation.view.workshop.paper import read_form_code
from app.response import Answer, AnswerError
from app.response.message import Message, RefusedError
from app.response.workshop.shorthand import read_short

LONGEST: Final = 5_000
_CORNER: Final = 30

_NOT_OURS: Final = N_("This is no workbook of this workshop: please fill in the one that is downloaded here.")  # noqa: E501  # fmt: skip
_NO_CODE: Final = N_("Something stands in this column, but no code such as F-001 stands above it.")
_TWICE: Final = N_("This code stands twice: the other one is in %(sheet)s, cell %(cell)s.")
_NO_RESULT: Final = N_("A formula without a result stands here: write the answer itself.")
_NO_QUESTION: Final = N_("This row is of no question of this table.")
_ROW_TWICE: Final = N_("This row stands twice in the sheet.")
_LONG: Final = N_("This text is too long: at most %(most)s characters are read.")


@dataclass(frozen=True, slots=True)
class FilledColumn:
    """One form as it stands in a workbook; `places` names the cell of each key, `""` of the code.

    `said` is what its participant says of themselves, `answers` those that are not blank.
    """

    sheet: str
    table: int
    code: str
    said: Mapping[str, str]
    answers: tuple[Answer, ...]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VotesReading:
    """What a workbook says: its forms, and everything that is wrong with it."""

    columns: tuple[FilledColumn, ...]
    problems: tuple[CellProblem, ...]


def read_votes(
    data: bytes, toolkit: Toolkit, workshop: str, tables: Mapping[int, frozenset[str]]
) -> VotesReading:
    """Read a workbook of a room; `tables` has the questions of each table by its number.

    Raises:
        UnreadableError: The file is no workbook that can be read, or not one of this room.
    """
    facts = inspect_workbook(data, WorkbookLimits())
    marks = {write_mark(workshop, table): table for table in tables}
    reading = _Reading(toolkit)
    seen = 0
    for name, (rows, _merged) in parse_tables(data).items():
        corner = _find_corner(rows)
        if corner is None:
            continue
        table = marks.get(str(rows[corner[0]][corner[1]]).strip())
        if table is None:
            raise UnreadableError(_NOT_OURS)
        seen += 1
        sheet = _Sheet(name, rows, corner, table, tables[table], facts.get(name, SheetFacts()))
        reading.read(sheet)
    if not seen:
        raise UnreadableError(_NOT_OURS)
    return VotesReading(tuple(reading.columns), tuple(reading.problems))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet with the corner its codes and keys go out from."""

    name: str
    rows: Rows
    corner: Place
    table: int
    questions: frozenset[str]
    facts: SheetFacts

    def cell(self, row: int, column: int) -> CellValue:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def list_keys(self) -> Iterator[tuple[int, str]]:
        for row in range(self.corner[0] + 1, len(self.rows)):
            key = write_plain(self.cell(row, self.corner[1])).strip()
            if key:
                yield row, key

    def is_filled(self, row: int, column: int) -> bool:
        value = self.cell(row, column)
        is_text = isinstance(value, str)
        return (row, column) in self.facts.formulas or not (is_text and not str(value).strip())


def _find_corner(rows: Rows) -> Place | None:
    for row, cells in enumerate(rows[:_CORNER]):
        for column, cell in enumerate(cells[:_CORNER]):
            if isinstance(cell, str) and cell.startswith(FORMAT):
                return row, column
    return None


class _Reading:
    """Reads sheet after sheet and remembers everything that is wrong."""

    def __init__(self, toolkit: Toolkit) -> None:
        self.toolkit = toolkit
        self.columns: list[FilledColumn] = []
        self.problems: list[CellProblem] = []
        self.codes: dict[str, tuple[str, str]] = {}

    def read(self, sheet: _Sheet) -> None:
        """Read the forms of one sheet."""
        rows = list(self._sort_rows(sheet))
        # Columns between the key and the first code hold words: they begin with no code.
        width = max((len(cells) for cells in sheet.rows), default=0)
        head = sheet.corner[0]
        typed = {place: write_plain(sheet.cell(head, place)).strip() for place in range(width)}
        coded = [place for place, text in typed.items() if read_form_code(text)]
        first = min(coded, default=width)
        for column in range(width):
            if column == sheet.corner[1] or (column < first and column not in coded):
                continue
            filled = [(row, key) for row, key in rows if sheet.is_filled(row, column)]
            if filled:
                self._read_column(sheet, column, typed[column], filled)

    def _sort_rows(self, sheet: _Sheet) -> Iterator[tuple[int, str]]:
        known: set[str] = set()
        for row, key in sheet.list_keys():
            if key in known:
                self._find(sheet, (row, sheet.corner[1]), "row-twice", Message(_ROW_TWICE))
            elif key.startswith(SAID) or key in sheet.questions:
                known.add(key)
                yield row, key
            else:
                self._find(sheet, (row, sheet.corner[1]), "no-question", Message(_NO_QUESTION))

    def _read_column(
        self, sheet: _Sheet, column: int, typed: str, filled: list[tuple[int, str]]
    ) -> None:
        head = (sheet.corner[0], column)
        code = read_form_code(typed)
        if not code:
            self._find(sheet, head, "no-code", Message(_NO_CODE))
        elif code in self.codes:
            other = dict(zip(("sheet", "cell"), self.codes[code], strict=True))
            self._find(sheet, head, "twice", Message(_TWICE, other))
        self.codes.setdefault(code, (sheet.name, name_cell(*head)))
        said: dict[str, str] = {}
        answers: list[Answer] = []
        places = {"": name_cell(*head)}
        for row, key in filled:
            places[key] = name_cell(row, column)
            text = self._take(sheet, (row, column), key)
            if text is None:
                continue
            if key.startswith(SAID):
                said[key.removeprefix(SAID)] = text
                continue
            answer = self._parse(sheet, (row, column), key, text)
            if answer is not None and answer.state != "blank":
                answers.append(answer)
        found = FilledColumn(sheet.name, sheet.table, code, said, tuple(answers), places)
        self.columns.append(found)

    def _take(self, sheet: _Sheet, place: Place, key: str) -> str | None:
        """Give what stands in a cell as it would be typed; None where it can't be taken."""
        value = sheet.cell(*place)
        is_text = isinstance(value, str)
        if place in sheet.facts.formulas and is_text and (not value or str(value).startswith("#")):
            self._find(sheet, place, "formula", Message(_NO_RESULT))
            return None
        try:
            text = self._write(key, value, is_percent=place in sheet.facts.percents)
        except RefusedError as refused:
            self._find(sheet, place, refused.code, Message(refused.message, refused.params))
            return None
        if len(text) > LONGEST:
            self._find(sheet, place, "too-long", Message(_LONG, {"most": LONGEST}))
            return None
        return text

    def _write(self, key: str, value: CellValue, *, is_percent: bool) -> str:
        if key.startswith(SAID) or isinstance(value, str):
            return write_plain(value)
        question = self.toolkit.question(key)
        if question.kind == "number":
            return write_number(value, is_percent=is_percent, unit=question.unit or "")
        return write_day(value) if question.kind == "date" else write_plain(value)

    def _parse(self, sheet: _Sheet, place: Place, key: str, text: str) -> Answer | None:
        try:
            return read_short(self.toolkit.question(key), self.toolkit, text)
        except AnswerError as error:
            for problem in error.problems:
                message = Message(problem.message, problem.params)
                self._find(sheet, place, problem.code, message)
            return None

    def _find(self, sheet: _Sheet, place: Place, code: str, message: Message) -> None:
        self.problems.append(CellProblem(sheet.name, name_cell(*place), code, message))
