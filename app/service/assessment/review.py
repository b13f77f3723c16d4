"""The comment matrix: reviewers write remarks, the team replies to each and decides.

A remark is never taken out. Who wrote it can change its words until the team has decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.review import DECISIONS, MatrixWords, Remark, export_matrix
from app.presentation.view.wording import Wording
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.assessment.assigned import questions_below
from app.service.assessment.opening import Opened, find_toolkit, read_names
from app.service.assessment.result import make_file
from app.service.download import Download
from app.service.error import NotAChoice, NotFound
from app.service.permission import REMARK, REPLY
from app.service.workspace import Workspace
from app.store import review as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session

LONGEST_TEXT: Final = 10_000
MOST_REMARKS: Final = 2_000


class FullError(Exception):
    """There are as many remarks as an assessment may have."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """All remarks by number, and the names of the people in them."""

    remarks: tuple[Remark, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """What a reviewer writes: the place it is about (empty: the whole), the remark, a proposal."""

    place: str
    text: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the team says to a remark, having seen a version of it."""

    number: int
    seen: int
    reply: str
    decision: str


def read_matrix(workspace: Workspace, opened: Opened) -> Matrix:
    """Read the remarks on an assessment that was opened."""
    with read_session(workspace.engine) as session:
        remarks = tuple(map(_restore, table.list_remarks(session, opened.id)))
        named = [item.written_by for item in remarks] + [item.decided_by for item in remarks]
        return Matrix(remarks, read_names(session, named))


def _restore(row: AnyRow) -> Remark:
    return Remark(**{name: getattr(row, name) for name in Remark.__match_args__})


def add_remark(actor: Actor, workspace: Workspace, assessment_id: str, words: Words) -> int:
    """Write a remark; returns its number.

    Raises:
        NotFound: The actor may not.
        WrongState: The assessment is not in review.
        NotAChoice: The toolkit has no such place.
        FullError: There are too many.
    """

    def work(session: Session, access: Access) -> int:
        _check_place(find_toolkit(workspace, access.row), words.place)
        if len(table.list_remarks(session, access.row.id)) >= MOST_REMARKS:
            raise FullError
        now = workspace.now()
        number = table.insert_remark(
            session,
            access.row.id,
            {
                "id": uuid4().hex,
                "place": words.place,
                "text": words.text,
                "proposal": words.proposal,
                "written_by": access.account,
                "written_at": now,
                "reply": "",
                "decision": "",
                "decided_by": None,
                "decided_at": None,
                "version": 1,
            },
        )
        add_audit(
            session, now, action="remark", subject=access.row.id, actor=access.account,
            number=number,
        )  # fmt: skip
        return number

    return write_in(actor, workspace, action=REMARK, assessment_id=assessment_id, work=work)


def _check_place(toolkit: Toolkit, place: str) -> None:
    if not questions_below(toolkit, place):
        raise NotAChoice(place)


def change_remark(
    actor: Actor,
    workspace: Workspace,
    assessment_id: str,
    words: Words,
    *,
    known: tuple[int, int],
) -> bool:
    """Change one's own remark nobody decided yet; False where somebody else changed it meanwhile.

    `known` is its number and the version that was seen. Its place stays.

    Raises:
        NotFound: There is no such remark of the actor that may still change.
        WrongState: The assessment is not in review.
    """
    number, seen = known

    def work(session: Session, access: Access) -> bool:
        row = table.find_remark(session, access.row.id, number)
        if row is None or row.written_by != access.account or row.decision:
            raise NotFound
        values: dict[str, object] = {"text": words.text, "proposal": words.proposal}
        return table.update_remark(session, row.id, seen, values)

    return write_in(actor, workspace, action=REMARK, assessment_id=assessment_id, work=work)


def decide_remark(actor: Actor, workspace: Workspace, assessment_id: str, given: Decision) -> bool:
    """Reply to a remark and decide; False where somebody changed it since it was seen.

    A decision may stay open: then the reply alone is kept.

    Raises:
        NotFound: The actor may not, or there is no such remark.
        WrongState: The assessment is not in review.
        NotAChoice: No such decision.
    """
    if given.decision not in {"", *DECISIONS}:
        raise NotAChoice(given.decision)

    def work(session: Session, access: Access) -> bool:
        row = table.find_remark(session, access.row.id, given.number)
        if row is None:
            raise NotFound
        now = workspace.now()
        values: dict[str, object] = {
            "reply": given.reply,
            "decision": given.decision,
            "decided_by": access.account,
            "decided_at": now,
        }
        if not table.update_remark(session, row.id, given.seen, values):
            return False
        add_audit(
            session, now, action="reply", subject=access.row.id, actor=access.account,
            number=given.number, decision=given.decision,
        )  # fmt: skip
        return True

    return write_in(actor, workspace, action=REPLY, assessment_id=assessment_id, work=work)


def make_matrix_file(
    wording: Wording, matrix: Matrix, kind: str, *, unit: str, statement: str
) -> Download:
    """Make a file of the matrix: csv or xlsx; no cell of it is ever a formula.

    Raises:
        NotFound: No such kind.
    """
    book = export_matrix(MatrixWords(wording, matrix.names, unit, statement), matrix.remarks)
    return make_file(book, f"eready-{wording.toolkit.id}-remarks-{wording.translator.code}", kind)
