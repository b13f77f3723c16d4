"""What a room agreed becomes the answer of its assessment, and goes back when it is taken back.

The history of answers tells it as every other version: by whom, when, and in which workshop. An
answer that somebody else changed since is never touched.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from app.response import Answer
from app.service.access import Access, lock
from app.service.actor import Actor
from app.service.answering import describe_content, read_value, restore_answer
from app.service.assessment.answering import UNDO, Stroke, number_first, write_answers
from app.service.error import Moved
from app.service.permission import ANSWER
from app.service.workshop.opening import Room
from app.service.workspace import Workspace
from app.store.assessment_answer import read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session

CONSENSUS: Final = "consensus"


@dataclass(frozen=True, slots=True)
class Desk:
    """The assessment of a workshop, locked, its answers open; `why` names the workshop."""

    access: Access
    now: datetime
    why: str

    def stroke(self, act: str, *, to_confirm: bool = False) -> Stroke:
        """Give one act of writing."""
        return Stroke(self.access.row.id, self.access.account, self.now, act, to_confirm)


def open_desk(session: Session, actor: Actor, workspace: Workspace, room: Room) -> Desk | None:
    """Lock the answers of a workshop's assessment; None for one that stands alone.

    Raises:
        WrongState: Answers do not change in the assessment's present state.
        Moved: The assessment uses another version of its toolkit than the workshop.
    """
    assessment_id = room.row.assessment_id
    if assessment_id is None:
        return None
    access = lock(session, actor, ANSWER, assessment_id)
    if access.row.definition_hash != room.row.definition_hash:
        raise Moved
    return Desk(access, workspace.now(), str(room.row.title))


def find_standing(session: Session, desk: Desk, question: str) -> AnyRow | None:
    """Give the assessment's answer to a question as it stands."""
    rows = read_assessment_answers(session, desk.access.row.id, [question])
    return rows[0] if rows else None


def put_answer(session: Session, desk: Desk, agreed: Answer) -> tuple[dict[str, Any] | None, int]:
    """Let what was agreed stand as the assessment's answer; a link that stood there stays.

    Returns:
        What stood before (None: nothing), and the version that was made.
    """
    row = find_standing(session, desk, agreed.question)
    answer = agreed
    if row is not None:
        answer = replace(agreed, note=agreed.note or row.note, link=row.link)
    version = _write(session, desk, desk.stroke(CONSENSUS), (row, answer))
    return (None if row is None else _describe(row)), version


def take_back(session: Session, desk: Desk, agreement: AnyRow) -> int:
    """Bring back what stood before an agreement, as a new version.

    Returns:
        That version; 0 where somebody changed the answer since, which then stays.
    """
    row = find_standing(session, desk, agreement.question)
    if row is None or row.version != agreement.answer_version:
        return 0
    answer, to_confirm = _restore(agreement.question, agreement.replaced)
    stroke = desk.stroke(UNDO, to_confirm=to_confirm)
    return _write(session, desk, stroke, (row, answer))


def _write(
    session: Session, desk: Desk, stroke: Stroke, change: tuple[AnyRow | None, Answer]
) -> int:
    row, answer = change
    version = 1 if row is None else row.version + 1
    numbered = number_first(session, stroke.assessment_id, [replace(answer, version=version)])
    write_answers(session, stroke, numbered, {answer.question: desk.why})
    return numbered[0].version


def _describe(row: AnyRow) -> dict[str, Any]:
    said = describe_content(restore_answer(row))
    return said | {"version": row.version, "to_confirm": bool(row.to_confirm)}


def _restore(question: str, replaced: dict[str, Any] | None) -> tuple[Answer, bool]:
    if replaced is None:
        return Answer(question, "blank"), False
    answer = Answer(
        question, replaced["state"], value=read_value(replaced["value"]),
        reason=replaced["reason"], note=replaced["note"], link=replaced["link"],
        origin=replaced["origin"],
    )  # fmt: skip
    return answer, replaced["to_confirm"]
