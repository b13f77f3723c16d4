"""Notes of a discussion, and evidence somebody in the room promised to bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.presentation.view.assessment.evidence import PROMISED
from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.response.workshop.table import ActRefusedError
from app.service.access import lock
from app.service.actor import Actor
from app.service.assessment.evidence import FullError, insert_piece, note_act
from app.service.error import Moved, NotAChoice, NotFound
from app.service.permission import ADD_EVIDENCE
from app.service.workshop.opening import Room, write_room
from app.service.workshop.planning import ENDED, list_questions
from app.service.workshop.steering import StaleError, lock_table
from app.service.workspace import Workspace
from app.store import evidence as evidence_table
from app.store import workshop_outcome as outcome_table
from app.store.base import AnyRow
from app.store.engine import Session, read_session

__all__ = [
    "Bring",
    "FullError",
    "promise_evidence",
    "read_notes",
    "read_promises",
    "save_note",
    "take_promise_out",
]

MOST_PROMISES: Final = 500


@dataclass(frozen=True, slots=True)
class Bring:
    """What is promised: for which question, what, by whom, until when."""

    question: str
    title: str
    promised_by: str
    due: date | None = None


def save_note(
    actor: Actor,
    workspace: Workspace,
    place: tuple[str, int],
    note: tuple[str, str],
    *,
    seen: int,
) -> int:
    """Keep the notes of a table's discussion, `note` their question and text.

    Returns:
        Their version; the same text makes no new one.

    Raises:
        NotFound: The actor may not, or no such table.
        NotAChoice: No such question at this table.
        StaleError: Somebody else changed them since; nothing was kept.
        ActRefusedError: The workshop has ended.
    """
    question, text = note

    def work(session: Session, room: Room) -> int:
        row = lock_table(session, room, place[1])
        _check_question(room, row, question)
        stood = outcome_table.find_note(session, room.id, row.number, question)
        version = stood.version if stood is not None else 0
        if text == (stood.text if stood is not None else ""):
            return int(version)
        if version != seen:
            raise StaleError
        outcome_table.write_note(
            session,
            {
                "workshop_id": room.id, "table_number": row.number, "question": question,
                "text": text, "version": version + 1, "saved_by": room.account,
                "saved_at": workspace.now(),
            },
        )  # fmt: skip
        return int(version) + 1

    return write_room(actor, workspace, place[0], work)


def _check_question(room: Room, row: AnyRow, question: str) -> None:
    if question not in list_questions(room.toolkit, room.setting, row.pillars):
        raise NotAChoice(question)


def read_notes(
    workspace: Workspace, workshop_id: str, table_number: int
) -> Mapping[str, tuple[str, int]]:
    """Give the notes of a table by question, each with its version."""
    with read_session(workspace.engine) as session:
        rows = outcome_table.list_notes(session, workshop_id)
    return {
        row.question: (row.text, row.version) for row in rows if row.table_number == table_number
    }


def promise_evidence(
    actor: Actor, workspace: Workspace, place: tuple[str, int], given: Bring
) -> int:
    """Keep that somebody promised to bring evidence; in an assessment it stands with the question.

    Returns:
        The number of the promise; the same one once more is the one that stands.

    Raises:
        NotFound: The actor may not, or no such table.
        NotAChoice: No such question at this table.
        ActRefusedError: The workshop has ended.
        WrongState: Evidence is not entered any more in the assessment's state; nothing was kept.
        Moved: The assessment uses another version of its toolkit; nothing was kept.
        FullError: There is as much of it as can be kept.
    """

    def work(session: Session, room: Room) -> int:
        row = lock_table(session, room, place[1])
        _check_question(room, row, given.question)
        stood = outcome_table.list_promises(session, room.id)
        for one in stood:
            if Bring(one.question, one.title, one.promised_by, one.due) == given:
                return int(one.number)
        if len(stood) >= MOST_PROMISES:
            raise FullError
        number = max((int(one.number) for one in stood), default=0) + 1
        outcome_table.insert_promise(
            session,
            {
                "workshop_id": room.id, "number": number, "question": given.question,
                "title": given.title, "promised_by": given.promised_by, "due": given.due,
                "evidence_id": _insert_evidence(session, actor, workspace, (room, given)),
                "saved_by": room.account, "saved_at": workspace.now(),
            },
        )  # fmt: skip
        return number

    return write_room(actor, workspace, place[0], work)


def _insert_evidence(
    session: Session, actor: Actor, workspace: Workspace, about: tuple[Room, Bring]
) -> str | None:
    room, given = about
    if room.row.assessment_id is None:
        return None
    access = lock(session, actor, ADD_EVIDENCE, room.row.assessment_id)
    if access.row.definition_hash != room.row.definition_hash:
        raise Moved
    details = EvidenceDetails(
        state=PROMISED, title=given.title, promised_by=given.promised_by, due=given.due
    )
    return insert_piece(session, (access, workspace.now()), given.question, details)


def take_promise_out(actor: Actor, workspace: Workspace, workshop_id: str, number: int) -> None:
    """Take out a promise that was written down by mistake, with its evidence if that waits still.

    Raises:
        NotFound: The actor may not, or there is no such promise.
        ActRefusedError: The workshop has ended.
        WrongState: Evidence is not taken out any more in the assessment's state.
    """

    def work(session: Session, room: Room) -> None:
        if room.row.stage == ENDED:
            raise ActRefusedError(ENDED)
        row = outcome_table.find_promise(session, room.id, number)
        if row is None:
            raise NotFound
        if row.evidence_id is not None:
            _delete_evidence(session, actor, workspace, (room, row.evidence_id))
        outcome_table.delete_promise(session, room.id, number)

    write_room(actor, workspace, workshop_id, work)


def _delete_evidence(
    session: Session, actor: Actor, workspace: Workspace, about: tuple[Room, str]
) -> None:
    """Take out a piece nobody touched since; one that came or was changed is the assessment's."""
    room, evidence_id = about
    access = lock(session, actor, ADD_EVIDENCE, room.row.assessment_id)
    piece = evidence_table.find_evidence(session, access.row.id, evidence_id)
    if piece is None or piece.state != PROMISED or piece.version != 1:
        return
    evidence_table.delete_evidence(session, evidence_id)
    note_act(session, (access, workspace.now()), "evidence_removed", evidence_id, kind=piece.kind)


def read_promises(workspace: Workspace, workshop_id: str) -> tuple[AnyRow, ...]:
    """Give what was promised in a room that was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        return tuple(outcome_table.list_promises(session, workshop_id))
