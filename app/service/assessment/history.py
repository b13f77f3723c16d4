"""Every answer that ever stood to a question, and the way back to one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.definition.toolkit import Toolkit
from app.response import Answer, AnswerError, RawAnswer, parse_answer, write_value
from app.service.access import Access, note_refusal, write_in
from app.service.actor import Actor
from app.service.answering import is_same, restore_answer
from app.service.assessment.answering import UNDO, Stroke, UnassignedError, write_answers
from app.service.assessment.assigned import find_writable, read_assignment
from app.service.assessment.opening import Opened, find_toolkit, read_names
from app.service.error import NotAChoice, NotFound
from app.service.permission import ANSWER
from app.service.workspace import Workspace
from app.store.assessment_answer import list_history, read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.teamwork import list_assignments

LONGEST_WHY = 2_000


@dataclass(frozen=True, slots=True)
class Version:
    """One answer that stood: what it said, what made it, why, by whom and when.

    `fits`: the toolkit as it is pinned now would take it.
    """

    answer: Answer
    act: str
    why: str
    saved_by: str | None
    saved_at: datetime
    to_confirm: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class History:
    """All versions of an answer, the newest first, with the names of who saved them.

    `is_writable`: whoever reads it may answer the question now.
    """

    versions: tuple[Version, ...]
    names: Mapping[str, str]
    is_writable: bool


def read_history(workspace: Workspace, opened: Opened, question: str) -> History:
    """Read every answer that ever stood to a question of an assessment that was opened."""
    with read_session(workspace.engine) as session:
        rows = list_history(session, opened.id, question)
        names = read_names(session, (row.saved_by for row in rows))
        assignments = tuple(map(read_assignment, list_assignments(session, opened.id)))
    writable = find_writable(opened.access, opened.toolkit, assignments)
    versions = tuple(_read_version(row, opened.toolkit) for row in rows)
    return History(versions, names, question in writable)


def _read_version(row: AnyRow, toolkit: Toolkit) -> Version:
    answer = restore_answer(row)
    return Version(
        answer,
        row.act,
        row.why,
        row.saved_by,
        row.saved_at,
        bool(row.to_confirm),
        fits(toolkit, answer),
    )


def fits(toolkit: Toolkit, answer: Answer) -> bool:
    """Tell whether a toolkit takes an answer that was given to another version of it, maybe."""
    if answer.state != "answered":
        return True
    value = write_value(answer.value)
    texts = tuple(answer.value) if isinstance(answer.value, tuple) else value
    try:
        question = toolkit.question(answer.question)
        taken = parse_answer(question, toolkit, RawAnswer("answered", texts), strict=True)
    except (KeyError, AnswerError):
        return False
    return taken.value == answer.value


@dataclass(frozen=True, slots=True)
class Return:
    """The wish to go back: to which version of the answer to a question, from which one, why."""

    question: str
    version: int
    seen: int
    why: str = ""


def restore_version(
    actor: Actor, workspace: Workspace, assessment_id: str, wish: Return
) -> Answer | None:
    """Let an older answer stand again, as a new version; nothing of the history is lost.

    Returns:
        The answer as it stands now; None where somebody saved another one meanwhile: nothing was
        changed.

    Raises:
        NotFound: The actor may not, or there is no such version.
        NotAChoice: The toolkit as it is pinned now does not take that answer.
        WrongState: Answers do not change in the present state.
        StorageError: The database can't take it; nothing was changed.
    """

    def work(session: Session, access: Access) -> Answer | None:
        return _restore(session, workspace, access, wish)

    try:
        return write_in(actor, workspace, action=ANSWER, assessment_id=assessment_id, work=work)
    except UnassignedError:
        note_refusal(actor, workspace, action=ANSWER, subject=assessment_id)
        raise NotFound from None


def _restore(session: Session, workspace: Workspace, access: Access, wish: Return) -> Answer | None:
    toolkit = find_toolkit(workspace, access.row)
    assignments = map(read_assignment, list_assignments(session, access.row.id))
    if wish.question not in find_writable(access, toolkit, assignments):
        raise UnassignedError
    rows = list_history(session, access.row.id, wish.question)
    older = next((row for row in rows if row.version == wish.version), None)
    standing = read_assessment_answers(session, access.row.id, [wish.question])
    if older is None or not standing:
        raise NotFound
    if not fits(toolkit, restore_answer(older)):
        raise NotAChoice(wish.question)
    now_stands, old = restore_answer(standing[0]), restore_answer(older)
    if now_stands.version != wish.seen:
        return None
    if is_same(now_stands, old):
        return now_stands
    answer = replace(old, version=now_stands.version + 1)
    stroke = Stroke(access.row.id, access.account, workspace.now(), UNDO)
    write_answers(session, stroke, [answer], {answer.question: wish.why[:LONGEST_WHY]})
    return answer
