"""Makes the fill-in workbook: one sheet a pillar, cells to fill in white, all else locked."""

import io
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Final

from app.export.sheet import FIXED_MOMENT, LONGEST_CELL, name_sheet
from app.export.table import clean_text
from app.export.workbook import layout
from app.export.workbook.filling import CellText, Filled, list_ticked, write_answer_cell
from app.presentation.blank.structure import BlankForm, BlankPart, BlankQuestion
from app.response import Answer

NOTHING: Final = Filled()
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_LABEL: Final = 120
"""Characters of an entry of a drop-down list; the whole text stands beside it."""
LONGEST_HINT: Final = 255
CODE_ROW, TITLE_ROW, HINT_ROW, HEAD_ROW = range(4)
KEY_COLUMN: Final = 0

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_WIDTHS: Final = (5, 11, 44, 14, 58, 30, 20, 28, 28, 28)
_COLOURS: Final = {
    "infrastructure": "#0b5394",
    "policy": "#b4530a",
    "management": "#6b3fa0",
    "outreach": "#0a7a68",
}
_ALLOWED: Final = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": False}
_TEXT: Final = 49
"""Number of the format that keeps what is typed as text."""
_DAY: Final = "yyyy-mm-dd"


def write_workbook(form: BlankForm, filled: Filled = NOTHING) -> bytes:
    """Write a form as a workbook, blank or with answers; the same bytes for the same content."""
    stream = io.BytesIO()
    # Here, since every web worker would carry its 3 MB and few ever write a sheet.
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {"title": clean_text(form.title), "author": form.author, "created": FIXED_MOMENT}
        )
        writer = _Writer(workbook, form, filled)
        writer.write_start()
        for number, part in enumerate(form.parts, 1):
            writer.write_part(part, number)
        writer.write_hidden()
    return stream.getvalue()


def label_choices(question: BlankQuestion) -> tuple[tuple[str, str], ...]:
    """Give code and label of every answer of a drop-down list; no label occurs twice."""
    taken: set[str] = set()
    labelled = []
    for choice in question.choices:
        text = " ".join(clean_text(choice.text.text).split())
        label = f"{choice.code}: {text}" if question.kind == "level" else text
        if len(label) > LONGEST_LABEL:
            label = label[: LONGEST_LABEL - 1].rstrip() + "…"
        if label in taken:
            label = f"{label} ({choice.code})"
        taken.add(label)
        labelled.append((choice.code, label))
    return tuple(labelled)


@dataclass(slots=True)
class _Hidden:
    """The rows of the hidden sheet, as they come."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> int:
        """Add a row; gives its place, counted from 1."""
        self.rows.append(cells)
        return len(self.rows)

    def add_choices(self, name: str, labelled: tuple[tuple[str, str], ...]) -> str:
        """Add a drop-down list; gives where its labels stand, as a formula names it."""
        places = [self.add(layout.CHOICE, name, code, label) for code, label in labelled]
        return f"={layout.HIDDEN_SHEET}!$D${places[0]}:$D${places[-1]}"


class _Writer:
    """Writes one workbook. xlsxwriter has no annotations: sheets and formats are Any."""

    def __init__(self, workbook: Any, form: BlankForm, filled: Filled) -> None:  # noqa: ANN401
        self.workbook = workbook
        self.form = form
        self.filled = filled
        self.words = form.words
        self.hidden = _Hidden()
        self._write_properties()
        states = tuple(form.state_names.items())
        self.states = self.hidden.add_choices(layout.STATE_LIST, states)
        self._make_formats()

    def _make_formats(self) -> None:
        add = self.workbook.add_format
        base = {"text_wrap": True, "valign": "top"}
        locked = base | {"bg_color": "#eef1f4", "bottom": 1, "bottom_color": "#c5ced5"}
        filled = base | {"locked": False, "border": 1, "border_color": "#8a97a1"}
        self.title = add({"bold": True, "font_size": 14})
        self.plain = add(base)
        self.bold = add(base | {"bold": True})
        self.head = add(base | {"bold": True, "bg_color": "#d9e0e6", "bottom": 2})
        self.group = add({"bold": True, "font_size": 12, "top": 2})
        self.locked = add(locked)
        self.strong = add(locked | {"bold": True})
        self.number = add(filled)
        self.text = add(filled | {"num_format": _TEXT})
        self.day = add(filled | {"num_format": _DAY, "align": "left"})

    def _write_properties(self) -> None:
        form = self.form
        known = {
            "format": layout.FORMAT,
            "toolkit": form.toolkit,
            "version": form.version,
            "content_hash": form.content_hash,
            "language": form.language,
            "scope": form.setting.scope,
            "quick": "true" if form.setting.quick else "false",
        }
        for name, option in form.setting.parameters.items():
            known[f"parameter.{name}"] = option
        if self.filled.assessment:
            known["assessment"] = self.filled.assessment
        for name, value in known.items():
            self.hidden.add(layout.PROPERTY, name, value)
            self.workbook.set_custom_property(f"eready.{name}", value[:LONGEST_HINT], "text")

    def _add_sheet(self, name: str) -> Any:  # noqa: ANN401
        sheet = self.workbook.add_worksheet(name)
        if self.form.direction == "rtl":
            sheet.right_to_left()
        return sheet

    def _open_sheet(self, name: str) -> Any:  # noqa: ANN401
        sheet = self._add_sheet(name)
        sheet.protect("", _ALLOWED)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.set_footer("&L&F&R&P / &N")
        sheet.set_row(CODE_ROW, None, None, {"hidden": True})
        sheet.set_column(KEY_COLUMN, KEY_COLUMN, 8, None, {"hidden": True})
        return sheet

    # --- The first sheet

    def write_start(self) -> None:
        """Write what the form is, how to answer, and the cell for the unit's name."""
        form, sheet = self.form, self._open_sheet(name_sheet(self.words.how_to_answer))
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, 2, 90)
        self._write(sheet, (CODE_ROW, KEY_COLUMN), layout.FORMAT)
        self._write(sheet, (CODE_ROW, 2), layout.ANSWER)
        self._write(sheet, (TITLE_ROW, 1), form.heading.text, self.title)
        self._write(sheet, (HINT_ROW, 1), form.what, self.plain)
        rows = count(HEAD_ROW + 1)
        unit = next(rows)
        self._write(sheet, (unit, KEY_COLUMN), layout.UNIT_KEY)
        self._write(sheet, (unit, 1), self.words.unit_name, self.bold)
        self._put(sheet, (unit, 2), self.filled.unit, self.text)
        next(rows)
        pairs = [(str(pair.term), str(pair.text)) for pair in (*form.facts, *form.rules)]
        pairs.append((self.words.unknown, self.words.state_hint))
        pairs.append((self.words.not_applicable, self.words.reason_hint))
        pairs.append((self.words.answer, self.words.keep_hint))
        pairs += [("", str(text)) for text in form.small_print]
        for term, text in pairs:
            row = next(rows)
            self._write(sheet, (row, 1), term, self.bold)
            self._write(sheet, (row, 2), text, self.plain)

    # --- A pillar

    def write_part(self, part: BlankPart, number: int) -> None:
        """Write the sheet of one pillar."""
        sheet = self._open_sheet(name_sheet(f"{number} {part.title.text}"))
        sheet.set_tab_color(_COLOURS[part.family])
        for place, width in enumerate(_WIDTHS, 1):
            sheet.set_column(place, place, width)
        self._write(sheet, (CODE_ROW, KEY_COLUMN), layout.FORMAT)
        heads = {
            layout.NUMBER: self.words.number,
            layout.ID: self.words.id,
            layout.QUESTION: self.words.question,
            layout.KIND: self.words.kind,
            layout.WRITE: self.words.write,
            layout.ANSWER: self.words.answer,
            layout.STATE: self.words.state,
            layout.REASON: self.words.reason,
            layout.NOTE: self.words.note,
            layout.LINK: self.words.link,
        }
        for place, column in enumerate(layout.COLUMNS, 1):
            self._write(sheet, (CODE_ROW, place), column)
            self._write(sheet, (HEAD_ROW, place), heads[column], self.head)
        self._write(sheet, (TITLE_ROW, 1), part.title.text, self.title)
        self._write(sheet, (HINT_ROW, 1), self.words.sheet_hint)
        sheet.freeze_panes(HEAD_ROW + 1, 3)
        sheet.repeat_rows(HEAD_ROW)
        rows = count(HEAD_ROW + 1)
        for group in part.groups:
            if group.titles:
                title = " – ".join(item.text for item in group.titles)
                self._write(sheet, (next(rows), 1), title, self.group)
            for question in group.questions:
                self._write_question(sheet, question, rows)

    def _write_question(self, sheet: Any, question: BlankQuestion, rows: "count[int]") -> None:  # noqa: ANN401
        row = next(rows)
        self.hidden.add(layout.MADE_OF, question.id, question.fingerprint)
        said = "\n".join(filter(None, (question.text.text, question.condition_text)))
        self._write(sheet, (row, KEY_COLUMN), question.id)
        sheet.write_number(row, 1, question.number, self.locked)
        self._write(sheet, (row, 2), question.id, self.locked)
        self._write(sheet, (row, 3), said, self.strong)
        self._write(sheet, (row, 4), question.kind_name, self.locked)
        self._write(sheet, (row, 5), self._say_what(question), self.locked)
        answer = self.filled.answers.get(question.id)
        if answer is not None:
            self.hidden.add(layout.GIVEN, question.id, str(answer.version))
        self._open_answer(sheet, row, question, answer)
        for place, text in enumerate(self._say_beside(answer), 7):
            self._put(sheet, (row, place), text, self.text)
        self._offer(sheet, (row, 7), self.states, self.words.state_hint)
        self._hint(sheet, (row, 8), question.not_applicable_when.text or self.words.reason_hint)
        shown = "; ".join(item.text for item in question.evidence)
        self._hint(sheet, (row, 10), shown or self.words.link_hint)
        if question.kind == "multi":
            self._write_options(sheet, question, rows)

    def _say_beside(self, answer: Answer | None) -> tuple[str, str, str, str]:
        """Give state, reason, note and link; an answer itself needs no state."""
        if answer is None:
            return "", "", "", ""
        states = self.form.state_names
        state = "" if answer.state == "answered" else states.get(answer.state, "")
        return state, answer.reason, answer.note, answer.link

    def _say_what(self, question: BlankQuestion) -> str:
        lines = [question.expects]
        if question.unit.text:
            lines.append(question.unit.text)
        if question.kind == "level":
            lines += [f"{choice.code}: {choice.text.text}" for choice in question.choices]
        elif question.kind != "multi":
            lines += [f"• {choice.text.text}" for choice in question.choices]
        if question.how.text:
            lines.append(question.how.text)
        return "\n".join(lines)

    def _open_answer(
        self,
        sheet: Any,  # noqa: ANN401
        row: int,
        question: BlankQuestion,
        answer: Answer | None,
    ) -> None:
        place = (row, 6)
        if question.kind == "multi":
            sheet.write_blank(row, 6, None, self.locked)
            return
        formats = {"number": self.number, "date": self.day}
        labelled = label_choices(question)
        value: CellText = ""
        if answer is not None and answer.value is not None:
            value = write_answer_cell(answer.value, dict(labelled))
        self._put(sheet, place, value, formats.get(question.kind, self.text))
        if question.choices:
            source = self.hidden.add_choices(question.id, labelled)
            self._offer(sheet, place, source, question.expects)
        elif question.kind == "number":
            self._limit(sheet, place, question)
        elif question.kind == "date":
            rule = {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
            self._rule(sheet, place, rule, question.expects)
        else:
            self._hint(sheet, place, question.expects)

    def _write_options(self, sheet: Any, question: BlankQuestion, rows: "count[int]") -> None:  # noqa: ANN401
        ticked = list_ticked(self.filled.answers.get(question.id))
        for choice in question.choices:
            row = next(rows)
            self._write(sheet, (row, KEY_COLUMN), f"{question.id}{layout.OPTION_SIGN}{choice.code}")
            for place in range(1, 5):
                sheet.write_blank(row, place, None, self.locked)
            self._write(sheet, (row, 5), choice.text.text, self.locked)
            self._put(sheet, (row, 6), layout.TICK if choice.code in ticked else "", self.text)
            rule: dict[str, object] = {"validate": "list", "source": [layout.TICK]}
            self._rule(sheet, (row, 6), rule, question.expects)

    # --- Rules of a cell

    def _offer(self, sheet: Any, place: tuple[int, int], source: str, hint: str) -> None:  # noqa: ANN401
        self._rule(sheet, place, {"validate": "list", "source": source}, hint)

    def _limit(self, sheet: Any, place: tuple[int, int], question: BlankQuestion) -> None:  # noqa: ANN401
        least, most = question.limits
        hint = " ".join(filter(None, (question.expects, question.unit.text)))
        if least is None and most is None:
            self._hint(sheet, place, hint)
            return
        rule: dict[str, object] = {"validate": "decimal"}
        if most is None:
            rule |= {"criteria": ">=", "value": least}
        elif least is None:
            rule |= {"criteria": "<=", "value": most}
        else:
            rule |= {"criteria": "between", "minimum": least, "maximum": most}
        self._rule(sheet, place, rule, hint)

    def _hint(self, sheet: Any, place: tuple[int, int], hint: str) -> None:  # noqa: ANN401
        self._rule(sheet, place, {"validate": "any"}, hint)

    def _rule(
        self,
        sheet: Any,  # noqa: ANN401
        place: tuple[int, int],
        rule: dict[str, object],
        hint: str,
    ) -> None:
        # A warning and no stop: a program that does not know Arabic digits must not keep
        # anybody from writing them. Whoever reads the file says what can't be taken.
        rest = {
            "error_type": "warning",
            "error_message": _cut(self.words.not_offered, LONGEST_HINT),
            "input_message": _cut(hint, LONGEST_HINT),
        }
        sheet.data_validation(*place, *place, rule | rest)

    # --- The hidden sheet

    def write_hidden(self) -> None:
        """Write what the workbook was made from, and the words of the lists with their codes."""
        sheet = self._add_sheet(layout.HIDDEN_SHEET)
        for row, cells in enumerate(self.hidden.rows):
            for place, cell in enumerate(cells):
                self._write(sheet, (row, place), cell)
        sheet.protect()
        sheet.very_hidden()

    def _put(
        self,
        sheet: Any,  # noqa: ANN401
        place: tuple[int, int],
        value: CellText,
        style: Any,  # noqa: ANN401
    ) -> None:
        """Fill a cell that is open to people; nothing leaves it blank."""
        if value == "":
            sheet.write_blank(*place, None, style)
        elif isinstance(value, str):
            self._write(sheet, place, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(*place, value, style)
        else:
            sheet.write_number(*place, value, style)

    def _write(
        self,
        sheet: Any,  # noqa: ANN401
        place: tuple[int, int],
        text: str,
        style: Any = None,  # noqa: ANN401
    ) -> None:
        # Never write(): it would look for formulas and addresses in the text.
        sheet.write_string(*place, _cut(clean_text(text), LONGEST_CELL), style)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
