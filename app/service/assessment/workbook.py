"""A workbook to fill in with the answers that stand, and what came back of it.

Nothing is written when a workbook is read: each answer is held against what stands, by the version
the workbook was filled with, and shown. An empty cell takes no answer away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.export.workbook.filling import Filled
from app.export.workbook.reading import WorkbookReading
from app.export.workbook.writing import write_workbook
from app.presentation.view.assessment.incoming import Incoming
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Setting
from app.service.access import Access, note_refusal, write_in
from app.service.actor import Actor
from app.service.answering import describe_content, is_same, read_value, restore_answer
from app.service.assessment.answering import Stroke, UnassignedError
from app.service.assessment.assigned import find_writable, read_assignment
from app.service.assessment.incoming import Standing, sort_incoming, write_incoming
from app.service.assessment.opening import Opened, find_toolkit
from app.service.download import Download
from app.service.error import Moved, NotFound
from app.service.form import XLSX, build_form, read_workbook
from app.service.passage import print_of
from app.service.permission import ANSWER
from app.service.workspace import Workspace
from app.store.assessment_answer import read_assessment_answers, read_history_of
from app.store.audit import add_audit
from app.store.engine import Session, read_session
from app.store.teamwork import list_assignments

IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Sheets:
    """What a workbook said: its answers, and the versions of those it was made with."""

    answers: tuple[Answer, ...]
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What the answers of a workbook would do; `seen` is the print of the assessment."""

    found: tuple[Incoming, ...]
    seen: str


def make_filled(workspace: Workspace, opened: Opened, wording: Wording, unit: str) -> Download:
    """Make the workbook of an assessment, filled with what stands; `unit` is the unit's name."""
    with read_session(workspace.engine) as session:
        rows = read_assessment_answers(session, opened.id)
    answers = {row.question: restore_answer(row) for row in rows}
    body = write_workbook(build_form(wording), Filled(unit, opened.id, answers))
    toolkit, row = opened.toolkit, opened.access.row
    name = f"eready-{toolkit.id}-{row.country or 'unit'}-round-{row.round}"
    return Download(f"{name}-{wording.translator.code}.xlsx", XLSX, body)


def read_sheets(opened: Opened, data: bytes, unit: str) -> tuple[WorkbookReading, Sheets]:
    """Read a workbook for an assessment that was opened; nothing is written.

    Versions count only where it was made of the same assessment.

    Raises:
        UnreadableError: The file is no workbook that can be read, or was not made here.
    """
    reading = read_workbook(data, opened.toolkit, unit=unit)
    answers = tuple(answer for own in reading.answers.values() for answer in own.values())
    is_own = reading.assessment == opened.id
    return reading, Sheets(answers, dict(reading.versions) if is_own else {})


def has_same_use(setting: Setting, opened: Opened) -> bool:
    """Tell whether a workbook asks about the same kind of unit and options as an assessment."""
    mine = opened.setting
    return (setting.scope, dict(setting.parameters)) == (mine.scope, dict(mine.parameters))


def preview_import(workspace: Workspace, opened: Opened, sheets: Sheets) -> ImportPreview:
    """Say what the answers of a workbook would do; nothing is written."""
    with read_session(workspace.engine) as session:
        return _hold(session, workspace, opened.access, sheets)


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be written.

    Attributes:
        sheets: What the workbook said.
        seen: The print of the assessment they saw.
        take: Questions of which the workbook's answer is to stand in place of the one here.
    """

    sheets: Sheets
    seen: str
    take: frozenset[str] = frozenset()


def import_answers(actor: Actor, workspace: Workspace, assessment_id: str, wish: ImportWish) -> int:
    """Write what is new or changed in a workbook; of what meets another answer what was chosen.

    Returns:
        How many answers were written.

    Raises:
        NotFound: The actor may not answer here.
        WrongState: Answers do not change in the present state.
        Moved: An answer or the version of the toolkit changed since they looked.
        StorageError: The database can't take it; nothing was written.
    """

    def work(session: Session, access: Access) -> int:
        found = _hold(session, workspace, access, wish.sheets)
        if found.seen != wish.seen:
            raise Moved
        if not wish.take <= {item.answer.question for item in found.found}:
            raise UnassignedError
        now = workspace.now()
        stroke = Stroke(access.row.id, access.account, now, IMPORT)
        count = write_incoming(session, stroke, found.found, wish.take)
        add_audit(
            session, now, action="workbook_read", subject=access.row.id, actor=access.account,
            answers=count,
        )  # fmt: skip
        return count

    try:
        return write_in(actor, workspace, action=ANSWER, assessment_id=assessment_id, work=work)
    except UnassignedError:
        note_refusal(actor, workspace, action=ANSWER, subject=assessment_id)
        raise NotFound from None


def _hold(session: Session, workspace: Workspace, access: Access, sheets: Sheets) -> ImportPreview:
    toolkit = find_toolkit(workspace, access.row)
    rows = read_assessment_answers(session, access.row.id)
    answers = Answers(map(restore_answer, rows))
    assignments = map(read_assignment, list_assignments(session, access.row.id))
    writable = find_writable(access, toolkit, assignments)
    known = {question.id for question in toolkit.questions}
    given = [answer for answer in sheets.answers if answer.question in known]
    made_with = _read_bases(session, access.row.id, sheets, answers)
    fitted = [
        fit_to(answer, made_with.get(answer.question), answers.get(answer.question))
        for answer in given
    ]
    found = sort_incoming(fitted, Standing(answers, writable, sheets.versions))
    return ImportPreview(found, print_of(toolkit, answers))


def _read_bases(
    session: Session, assessment_id: str, sheets: Sheets, answers: Answers
) -> dict[str, Answer]:
    """Give the answers a workbook was filled with, where others stand by now."""
    wanted = {
        answer.question
        for answer in sheets.answers
        if answer.question in answers
        and sheets.versions.get(answer.question, 0) not in {0, answers[answer.question].version}
    }
    rows = read_history_of(session, assessment_id, wanted) if wanted else ()
    return {
        row.question: restore_answer(row)
        for row in rows
        if row.version == sheets.versions[row.question]
    }


def fit_to(given: Answer, base: Answer | None, standing: Answer | None) -> Answer:
    """Give an answer of a workbook as what it means.

    A cell nobody changed means what stands by now, whoever changed that meanwhile. Where an answer
    came from is not in a workbook: the same value keeps where it came from.
    """
    if standing is not None and base is not None and is_same(_with_origin(given, base), base):
        return replace(standing, version=0)
    return _with_origin(given, standing)


def _with_origin(given: Answer, other: Answer | None) -> Answer:
    if other is None or (given.state, given.value) != (other.state, other.value):
        return given
    return replace(given, origin=other.origin)


# --- Between reading and writing ----------------------------------------------------------------


def describe_sheets(sheets: Sheets) -> list[dict[str, Any]]:
    """Write what a workbook said as plain JSON, to be sent along until it is written."""
    return [
        {**describe_content(answer), "seen": sheets.versions.get(answer.question, 0)}
        for answer in sheets.answers
    ]


def restore_sheets(kept: Iterable[Mapping[str, Any]]) -> Sheets:
    """Read it back; only for what was signed here."""
    names = ("question", "state", "reason", "note", "link", "origin")
    rows = list(kept)
    answers = tuple(
        Answer(value=read_value(row["value"]), **{name: row[name] for name in names})
        for row in rows
    )
    return Sheets(answers, {row["question"]: row["seen"] for row in rows if row["seen"]})
