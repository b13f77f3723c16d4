"""The workbook of a room: out with its forms, in with a preview, all of it taken or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.export.workbook.problem import CellProblem, UnreadableError
from app.export.workbook.votes import SAID, VoteBook, VoteColumn, VoteLine, VoteSheet, write_votes
from app.export.workbook.votes_reading import FilledColumn, read_votes
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.join import LABELS
from app.presentation.view.workshop.outlook import name_table
from app.presentation.view.workshop.paper import (
    FIELD_REASONS,
    REASONS,
    say_codes,
    say_hint,
    say_other_codes,
    write_paper,
)
from app.response import Answer
from app.response.message import Message
from app.response.workshop.form_code import share_out, write_form_code
from app.service.answering import read_value, write_value
from app.service.download import XLSX, Download
from app.service.workshop.joining import Guest
from app.service.workshop.opening import ANONYMOUS, NAMED, Room
from app.service.workshop.paper import (
    PERSONAL,
    FilledForm,
    FormProblem,
    PaperTable,
    Pile,
    check_forms,
    is_change,
)

__all__ = ["CellProblem", "UnreadableError"]

ABOUT_NAME: Final = "README"


@dataclass(frozen=True, slots=True)
class BookReading:
    """What a workbook says: forms that are new or say something new, or what is wrong, by cell."""

    forms: tuple[FilledForm, ...]
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class FormPreview:
    """What a form would do: how many answers come new, and how many take another one's place."""

    form: FilledForm
    is_new: bool
    added: int
    replaced: int


# --- Out ----------------------------------------------------------------------------------------


def make_book(room: Room, pile: Pile, wording: Wording) -> Download:
    """Make the workbook of a room, with the forms that were typed in and a column for each other.

    Words are in the language of `wording`.
    """
    translator = wording.translator
    say = translator.gettext
    about = [
        (say("How"), say("Each column is a form, with its code at the head; each row a question. Write the short code of the answer, nothing where nothing was ticked. For a form without a column write its code at the head of an empty one.")),  # noqa: E501
        *say_other_codes(translator),
        (say("Then"), say("Bring the file back where it was downloaded: you see what it would do before anything is kept. An empty cell takes no answer away.")),  # noqa: E501
    ]  # fmt: skip
    book = VoteBook(
        title=f"{room.row.title}: {wording.title.text}",
        is_right_to_left=translator.direction == "rtl",
        workshop=room.id,
        about_name=ABOUT_NAME,
        about=tuple(about),
        heads=(say("No."), say("Question"), say("What to write")),
        sheets=tuple(_lay_sheets(room, pile, wording)),
    )
    return Download(f"eready-workshop-{room.id[:8]}.xlsx", XLSX, write_votes(book))


def _lay_sheets(room: Room, pile: Pile, wording: Wording) -> Iterable[VoteSheet]:
    planned: dict[int, list[str]] = {number: [] for number in pile.tables}
    for place, nth in enumerate(share_out(room.row.planned, len(pile.tables)), 1):
        planned[sorted(pile.tables)[nth - 1]].append(write_form_code(place))
    for number, table in pile.tables.items():
        kept = [code for code, form in pile.forms.items() if form.row.table_number == number]
        free = [code for code in planned[number] if code not in pile.forms]
        columns = tuple(_lay_column(pile, wording, code) for code in sorted({*kept, *free}))
        name = name_table(number, table.row.name, wording.translator)
        lines = (*_list_said(room, wording), *_list_questions(wording, table))
        yield VoteSheet(f"{number} {name}", number, lines, columns)


def _lay_column(pile: Pile, wording: Wording, code: str) -> VoteColumn:
    kept = pile.forms.get(code)
    if kept is None:
        return VoteColumn(code, {})
    said = {f"{SAID}{name}": str(getattr(kept.row, name)) for name in PERSONAL}
    return VoteColumn(code, said | write_paper(wording, kept.answers))


def _list_said(room: Room, wording: Wording) -> Iterable[VoteLine]:
    say, row = wording.translator.gettext, room.row
    if row.anonymity == NAMED:
        yield VoteLine(f"{SAID}name", "", say("Name"), "")
    if row.anonymity != ANONYMOUS:
        yield VoteLine(f"{SAID}role", "", say("Role"), "; ".join(row.roles))
    for name, label in LABELS.items():
        if row.balance.get(name):
            yield VoteLine(f"{SAID}{name}", "", say(label), "; ".join(row.balance[name]))


def _list_questions(wording: Wording, table: PaperTable) -> Iterable[VoteLine]:
    for number, name in enumerate(table.questions, 1):
        question = wording.toolkit.question(name)
        codes = [f"{item.code}: {item.text.text}" for item in say_codes(wording, question)]
        legend = "\n".join(filter(None, (say_hint(wording, question), *codes)))
        yield VoteLine(name, str(number), wording.phrase(question.text).text, legend)


# --- In -----------------------------------------------------------------------------------------


def read_book(room: Room, pile: Pile, data: bytes) -> BookReading:
    """Read a workbook for a room that was opened; nothing is kept.

    Raises:
        UnreadableError: The file is no workbook that can be read, or not one of this room.
    """
    tables = {number: frozenset(item.questions) for number, item in pile.tables.items()}
    reading = read_votes(data, room.toolkit, room.id, tables)
    if reading.problems:
        return BookReading((), reading.problems)
    columns = {column.code: column for column in reading.columns}
    forms = [_read_form(room, pile, column) for column in reading.columns]
    changed = tuple(form for form in forms if not _is_known(pile, form))
    problems = check_forms(room, pile, changed)
    if problems:
        return BookReading((), tuple(_place(columns, problem) for problem in problems))
    return BookReading(changed, ())


def _read_form(room: Room, pile: Pile, column: FilledColumn) -> FilledForm:
    """Give a column as a form: what is not said in it stays as it stands."""
    kept = pile.forms.get(column.code)
    said = {name: str(getattr(kept.row, name)) if kept else "" for name in PERSONAL}
    said |= {name: text.strip() for name, text in column.said.items() if name in PERSONAL}
    guest = Guest(**said, table=column.table, language=room.row.language)
    return FilledForm(column.code, guest, column.answers)


def _is_known(pile: Pile, form: FilledForm) -> bool:
    kept = pile.forms.get(form.code)
    if kept is None or kept.row.table_number != form.guest.table:
        return False
    said = [str(getattr(kept.row, name)) for name in PERSONAL]
    if said != [getattr(form.guest, name) for name in PERSONAL] and kept.row.erased_at is None:
        # What the room does not know as a choice is for the check to tell.
        return False
    return not any(is_change(answer, kept) for answer in form.answers)


def _place(columns: Mapping[str, FilledColumn], problem: FormProblem) -> CellProblem:
    """Name the cell a problem is about, as far as there is one."""
    words = FIELD_REASONS.get(problem.field) if problem.reason == "choice" else None
    message = Message(words or REASONS[problem.reason])
    column = columns.get(problem.code)
    if column is None:
        return CellProblem("", "", problem.reason, message)
    names = (problem.field, f"{SAID}{problem.field}", "")
    cell = next(column.places[name] for name in names if name in column.places)
    return CellProblem(column.sheet, cell, problem.reason, message)


def preview_forms(pile: Pile, forms: Sequence[FilledForm]) -> tuple[FormPreview, ...]:
    """Say what forms would do."""
    return tuple(_preview(pile, form) for form in forms)


def _preview(pile: Pile, form: FilledForm) -> FormPreview:
    kept = pile.forms.get(form.code)
    changed = [answer.question for answer in form.answers if is_change(answer, kept)]
    standing = kept.answers if kept else {}
    replaced = [name for name in changed if name in standing and standing[name].state != "blank"]
    return FormPreview(form, kept is None, len(changed) - len(replaced), len(replaced))


# --- Between reading and keeping ----------------------------------------------------------------


def describe_forms(forms: Iterable[FilledForm]) -> list[dict[str, Any]]:
    """Write forms as plain JSON, to be sent along until they are kept."""
    return [
        {
            "code": form.code,
            "table": form.guest.table,
            "language": form.guest.language,
            "said": {name: getattr(form.guest, name) for name in PERSONAL},
            "answers": [
                [item.question, item.state, write_value(item.value), item.reason]
                for item in form.answers
            ],
        }
        for form in forms
    ]


def restore_forms(kept: Iterable[Mapping[str, Any]]) -> tuple[FilledForm, ...]:
    """Read them back; only for what was signed here."""
    return tuple(
        FilledForm(
            item["code"],
            Guest(**item["said"], table=item["table"], language=item["language"]),
            tuple(
                Answer(name, state, value=read_value(value), reason=reason)
                for name, state, value, reason in item["answers"]
            ),
        )
        for item in kept
    )
