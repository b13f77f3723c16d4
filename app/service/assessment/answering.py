"""Save what people of a team answer: each answer with its version, its history, and who saved it.

The history of answers is the trail of answering: it says who, when and why of every version, and
nothing in it is overwritten. The audit trail has no line of its own for each of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.response import Answer
from app.service.access import Access, note_refusal, write_in
from app.service.actor import Actor
from app.service.answering import (
    Sorted,
    check_questions,
    describe_content,
    is_same,
    restore_answer,
    sort_changes,
)
from app.service.assessment.assigned import find_writable, read_assignment
from app.service.assessment.opening import find_toolkit
from app.service.check_state import Change, Conflict
from app.service.error import Moved, NotFound
from app.service.permission import ANSWER
from app.service.workspace import Workspace
from app.store.assessment import update_assessment
from app.store.assessment_answer import (
    read_assessment_answers,
    set_why,
    write_assessment_answers,
)
from app.store.assessment_move import read_last_versions
from app.store.base import AnyRow
from app.store.engine import Session
from app.store.teamwork import list_assignments

SAVE = "save"
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of changes: answers as they stand now, and those that were not written."""

    saved: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One act of writing: where, by whom, when, by which act, and whether it is to be confirmed."""

    assessment_id: str
    account: str | None
    now: datetime
    act: str = SAVE
    to_confirm: bool = False


class UnassignedError(Exception):
    """A contributor sent an answer to what is not assigned to them."""


def save_team_answers(
    actor: Actor,
    workspace: Workspace,
    assessment_id: str,
    *,
    changes: tuple[Change, ...],
    definition: str = "",
) -> Kept:
    """Save answers of one person in one transaction.

    An answer equal to what stands is no conflict and makes no new version. One that was given
    without having seen what stands is not written: both come back, to choose from. Why an answer
    was changed goes with its version; its writer may say it while nobody else saved a later one.

    Raises:
        NotFound: The actor may not, or not these questions; nothing was saved.
        WrongState: Answers do not change in the present state.
        Moved: The assessment uses another version of its toolkit than `definition`.
        NotAChoice: A question the toolkit does not have.
        StorageError: The database can't take it; nothing was saved.
        TextError: A text can't be kept faithfully; nothing was saved.
    """

    def work(session: Session, access: Access) -> Kept:
        return _save(session, workspace, access, (changes, definition))

    try:
        return write_in(actor, workspace, action=ANSWER, assessment_id=assessment_id, work=work)
    except UnassignedError:
        note_refusal(actor, workspace, action=ANSWER, subject=assessment_id)
        raise NotFound from None


def _save(
    session: Session, workspace: Workspace, access: Access, sent: tuple[tuple[Change, ...], str]
) -> Kept:
    changes, definition = sent
    if definition not in {"", access.row.definition_hash}:
        raise Moved
    toolkit = find_toolkit(workspace, access.row)
    check_questions(toolkit, changes)
    assignments = map(read_assignment, list_assignments(session, access.row.id))
    wanted = {change.answer.question for change in changes}
    if not wanted <= find_writable(access, toolkit, assignments):
        raise UnassignedError
    found = read_assessment_answers(session, access.row.id, wanted)
    rows = {row.question: row for row in found}
    done = sort_changes(
        [_mark(change, rows.get(change.answer.question), access.account) for change in changes],
        {name: restore_answer(row) for name, row in rows.items()},
    )
    stroke = Stroke(access.row.id, access.account, workspace.now())
    whys = {change.answer.question: change.why for change in changes if change.why}
    done = replace(done, written=number_first(session, access.row.id, done.written))
    write_answers(session, stroke, done.written, whys)
    for answer in done.kept:
        if answer.question in whys:
            why = whys[answer.question]
            set_why(session, access.row.id, answer.question, version=answer.version, why=why)
    return Kept(done.written + done.kept, _sign(done, rows))


def _mark(change: Change, row: AnyRow | None, account: str) -> Change:
    """Have what is said of another's answer make a version: nobody speaks for somebody else."""
    if row is None or not change.why or row.saved_by == account:
        return change
    if not is_same(change.answer, restore_answer(row)):
        return change
    return replace(change, confirms=True, base_version=row.version)


def _sign(done: Sorted, rows: Mapping[str, AnyRow]) -> tuple[Conflict, ...]:
    return tuple(
        replace(item, by=rows[item.question].saved_by, at=rows[item.question].saved_at)
        for item in done.conflicts
    )


def number_first(
    session: Session, assessment_id: str, answers: Iterable[Answer]
) -> tuple[Answer, ...]:
    """Number answers where none stands; one may have stood before the toolkit was changed."""
    given = tuple(answers)
    first = [answer.question for answer in given if answer.version == 1]
    last = read_last_versions(session, assessment_id, first) if first else {}
    return tuple(
        replace(answer, version=last.get(answer.question, 0) + 1) if answer.version == 1 else answer
        for answer in given
    )


def write_answers(
    session: Session,
    stroke: Stroke,
    answers: Iterable[Answer],
    whys: Mapping[str, str] | None = None,
) -> None:
    """Write answers with the versions they bear, and when the assessment was last changed."""
    rows = [_describe(stroke, answer, (whys or {}).get(answer.question, "")) for answer in answers]
    if rows:
        write_assessment_answers(session, rows)
        update_assessment(session, stroke.assessment_id, {"saved_at": stroke.now})


def _describe(stroke: Stroke, answer: Answer, why: str) -> dict[str, object]:
    return {
        "assessment_id": stroke.assessment_id,
        "version": answer.version,
        "to_confirm": stroke.to_confirm,
        "act": stroke.act,
        "why": why,
        "saved_by": stroke.account,
        "saved_at": stroke.now,
    } | describe_content(answer)
