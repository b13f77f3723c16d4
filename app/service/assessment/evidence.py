"""Evidence for answers: entered, received, checked, taken out, and what is claimed without any.

Who entered a piece changes it, and so do the focal point and the facilitator. A piece that was
changed after it was checked is to be checked anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import uuid4

from app.presentation.view.assessment.evidence import CHECKED, FILE, PROMISED, RECEIVED
from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.service.access import Access, note_refusal, write_in
from app.service.actor import Actor
from app.service.assessment.assigned import ANSWER_ALL
from app.service.assessment.opening import find_toolkit
from app.service.error import NotAChoice, NotFound
from app.service.permission import ADD_EVIDENCE, CHECK_EVIDENCE
from app.service.workspace import Workspace
from app.store import evidence as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session

T = TypeVar("T")

MOST_PIECES: Final = 5_000
MOST_OF_QUESTION: Final = 100


class FullError(Exception):
    """There is as much evidence as an assessment or a question may have."""


class NotOwnError(Exception):
    """Somebody wants to change what another one entered."""


def add_evidence(
    actor: Actor,
    workspace: Workspace,
    assessment_id: str,
    question: str,
    *,
    given: EvidenceDetails,
) -> str:
    """Enter a link or a document for a question; returns its id.

    Raises:
        NotFound: The actor may not.
        WrongState: Evidence is not entered any more.
        NotAChoice: A question the toolkit does not have.
        FullError: There is too much of it.
    """

    def work(session: Session, access: Access) -> str:
        check_question(workspace, access, question)
        return insert_piece(session, (access, workspace.now()), question, given)

    return write_in(actor, workspace, action=ADD_EVIDENCE, assessment_id=assessment_id, work=work)


def check_question(workspace: Workspace, access: Access, question: str) -> None:
    """Go on only with a question of the assessment's toolkit.

    Raises:
        NotAChoice: It has none of this id.
    """
    toolkit = find_toolkit(workspace, access.row)
    if not any(item.id == question for item in toolkit.questions):
        raise NotAChoice(question)


def insert_piece(
    session: Session,
    place: tuple[Access, datetime],
    question: str,
    given: EvidenceDetails,
    *,
    file: Mapping[str, object] | None = None,
) -> str:
    """Keep a new piece in the transaction of a use case; `file` are the columns of its file.

    Raises:
        FullError: There is too much evidence.
    """
    access, now = place
    in_all, of_question = table.count_pieces(session, access.row.id, question)
    if in_all >= MOST_PIECES or of_question >= MOST_OF_QUESTION:
        raise FullError
    evidence_id = uuid4().hex
    values = describe_details(given) | {
        "id": evidence_id,
        "assessment_id": access.row.id,
        "question": question,
        "file_name": "",
        "file_hash": None,
        "version": 1,
        "added_by": access.account,
        "added_at": now,
        "checked_by": None,
        "checked_at": None,
    }
    table.insert_evidence(session, values | dict(file or {}))
    note_act(session, (access, now), "evidence_added", evidence_id, kind=given.kind)
    return evidence_id


def describe_details(given: EvidenceDetails) -> dict[str, object]:
    """Give the columns of what is said of a piece."""
    return {name: getattr(given, name) for name in EvidenceDetails.__match_args__}


def note_act(
    session: Session, place: tuple[Access, datetime], action: str, evidence_id: str, **more: object
) -> None:
    """Write an act on evidence into the trail."""
    access, now = place
    add_audit(
        session, now, action=action, subject=access.row.id, actor=access.account,
        evidence=evidence_id, **more,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece of evidence as somebody saw it: its id and its version."""

    id: str
    version: int


def change_evidence(
    actor: Actor,
    workspace: Workspace,
    assessment_id: str,
    seen: Seen,
    *,
    given: EvidenceDetails,
) -> bool:
    """Change what is said of a piece: what was promised is received, what was checked is open.

    Returns:
        False where somebody changed it meanwhile: nothing was changed.

    Raises:
        NotFound: The actor may not, or there is no such piece.
        WrongState: Evidence is not changed any more.
    """

    def work(session: Session, access: Access) -> bool:
        row = find_own(session, access, seen.id)
        if row.version != seen.version:
            return False
        values = describe_details(given)
        if row.kind == FILE:
            # A file stays one, and is there: only what is said of it changes.
            values |= {"kind": FILE, "state": RECEIVED, "title": given.title or row.file_name}
        if not _is_said(row, values):
            rewrite(session, row, values)
            note_act(session, (access, workspace.now()), "evidence_changed", row.id,
                     was=row.state, state=values["state"])  # fmt: skip
        return True

    return write_own(actor, workspace, assessment_id, work)


def _is_said(row: AnyRow, values: Mapping[str, object]) -> bool:
    """Tell whether a piece says all of it already; one that was checked was received too."""
    standing = row._mapping  # noqa: SLF001  # SQLAlchemy's public name
    state = RECEIVED if row.state == CHECKED else row.state
    return state == values["state"] and all(
        standing[name] == value for name, value in values.items() if name != "state"
    )


def rewrite(session: Session, row: AnyRow, values: Mapping[str, object]) -> None:
    """Write changed columns of a piece; whoever checked it before saw something else."""
    anew = {"version": row.version + 1, "checked_by": None, "checked_at": None}
    table.update_evidence(session, row.id, dict(values) | anew)


def remove_evidence(actor: Actor, workspace: Workspace, assessment_id: str, seen: Seen) -> bool:
    """Take a piece out, and its file with it where nobody else refers to that.

    Returns:
        False where somebody changed it meanwhile: nothing was taken out.

    Raises:
        NotFound: The actor may not, or there is no such piece.
        WrongState: Evidence is not taken out any more.
    """

    def work(session: Session, access: Access) -> bool:
        row = find_own(session, access, seen.id)
        if row.version != seen.version:
            return False
        table.delete_evidence(session, row.id)
        if row.file_hash is not None:
            table.drop_file(session, row.file_hash)
        note_act(session, (access, workspace.now()), "evidence_removed", row.id, kind=row.kind)
        return True

    return write_own(actor, workspace, assessment_id, work)


def may_change(access: Access, piece: Any) -> bool:  # noqa: ANN401  # a piece or its row
    """Tell whether somebody may change a piece here now."""
    is_own = piece.added_by == access.account or bool(access.roles & ANSWER_ALL)
    return is_own and access.may(ADD_EVIDENCE)


def find_own(session: Session, access: Access, evidence_id: str) -> AnyRow:
    """Find a piece somebody may change.

    Raises:
        NotFound: There is none of this id in the assessment.
        NotOwnError: Another one entered it.
    """
    row = table.find_evidence(session, access.row.id, evidence_id)
    if row is None:
        raise NotFound
    if not may_change(access, row):
        raise NotOwnError
    return row


def write_own(
    actor: Actor, workspace: Workspace, assessment_id: str, work: Callable[[Session, Access], T]
) -> T:
    """Run `work`, which changes a piece of the actor's own; another's is noted and not there.

    Raises:
        NotFound: The actor may not, or there is no such piece.
        WrongState: Evidence is not changed any more.
    """
    try:
        return write_in(
            actor, workspace, action=ADD_EVIDENCE, assessment_id=assessment_id, work=work
        )
    except NotOwnError:
        note_refusal(actor, workspace, action=ADD_EVIDENCE, subject=assessment_id)
        raise NotFound from None


def check_evidence(
    actor: Actor, workspace: Workspace, assessment_id: str, seen: Seen, *, is_checked: bool
) -> bool:
    """Say that a piece was looked at and shows what is claimed, or take that back.

    Returns:
        False where somebody changed it meanwhile: nothing was said.

    Raises:
        NotFound: The actor may not, or there is no such piece.
        WrongState: Evidence is not checked any more.
        NotAChoice: It is only promised: there is nothing to look at.
    """

    def work(session: Session, access: Access) -> bool:
        row, now = table.find_evidence(session, access.row.id, seen.id), workspace.now()
        if row is None:
            raise NotFound
        if row.state == PROMISED:
            raise NotAChoice(PROMISED)
        if row.version != seen.version:
            return False
        values: dict[str, object] = {
            "state": CHECKED if is_checked else RECEIVED,
            "version": row.version + 1,
            "checked_by": access.account if is_checked else None,
            "checked_at": now if is_checked else None,
        }
        table.update_evidence(session, row.id, values)
        act = "evidence_checked" if is_checked else "evidence_unchecked"
        note_act(session, (access, now), act, row.id)
        return True

    return write_in(actor, workspace, action=CHECK_EVIDENCE, assessment_id=assessment_id, work=work)
