"""Comments around the answers: written, replied to, resolved, opened again.

Everybody who takes part sees them; they are no part of the result. Nothing of a thread is changed
or taken out, so that what was said stays said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from app.presentation.view.assessment.comment import LONGEST_COMMENT, Comment
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.assessment.evidence import check_question
from app.service.assessment.opening import Opened, read_names
from app.service.error import NotAChoice, NotFound
from app.service.permission import COMMENT
from app.service.workspace import Workspace
from app.store import comment as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session

WHOLE: Final = ""
"""The question that stands for the whole assessment."""
MOST_COMMENTS: Final = 10_000
MOST_REPLIES: Final = 200
TWICE: Final = timedelta(minutes=5)
"""The same words of the same person in the same place within this time are one comment."""


class FullError(Exception):
    """There are as many comments as an assessment or a thread may have."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """Comments, the oldest first, with the names of the people in them."""

    comments: tuple[Comment, ...]
    names: Mapping[str, str]


def read_comments(workspace: Workspace, opened: Opened, question: str | None = None) -> Remarks:
    """Read comments of an assessment that was opened, or those on one of its questions."""
    with read_session(workspace.engine) as session:
        rows = table.list_comments(session, opened.id, question)
        comments = tuple(map(_restore, rows))
        named = [one.written_by for one in comments] + [one.resolved_by for one in comments]
        return Remarks(comments, read_names(session, named))


def _restore(row: AnyRow) -> Comment:
    return Comment(**{name: getattr(row, name) for name in Comment.__match_args__})


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to say: on which question, in which thread (empty: a new one)."""

    question: str
    text: str
    thread: str = ""


def write_comment(actor: Actor, workspace: Workspace, assessment_id: str, wish: Wish) -> str:
    """Keep a comment; returns its id. A reply to a resolved thread opens it again.

    Raises:
        NotFound: The actor may not, or there is no such thread on this question.
        WrongState: Nothing is commented on any more.
        NotAChoice: A question the toolkit does not have, or no text, or too long a one.
        FullError: There are too many.
    """
    if not wish.text or len(wish.text) > LONGEST_COMMENT:
        raise NotAChoice("text")

    def work(session: Session, access: Access) -> str:
        if wish.question != WHOLE:
            check_question(workspace, access, wish.question)
        return _write(session, workspace, access, wish)

    return write_in(actor, workspace, action=COMMENT, assessment_id=assessment_id, work=work)


def _write(session: Session, workspace: Workspace, access: Access, wish: Wish) -> str:
    now, parent_id = workspace.now(), wish.thread or None
    if parent_id is not None:
        thread = _find_thread(session, access, parent_id)
        if thread.question != wish.question:
            raise NotFound
    last = table.find_last_comment(session, access.row.id, wish.question, parent_id)
    sent = (wish.text, access.account)
    if last is not None and (last.text, last.written_by) == sent and now - last.written_at < TWICE:
        # Sent twice, by a slow line or an impatient hand.
        return str(last.id)
    in_all, replies = table.count_comments(session, access.row.id, parent_id)
    if in_all >= MOST_COMMENTS or replies >= MOST_REPLIES:
        raise FullError
    comment_id = uuid4().hex
    values = {
        "id": comment_id,
        "assessment_id": access.row.id,
        "question": wish.question,
        "parent_id": parent_id,
        "text": wish.text,
        "written_by": access.account,
        "written_at": now,
        "resolved_by": None,
        "resolved_at": None,
    }
    table.insert_comment(session, values)
    if parent_id is not None and thread.resolved_at is not None:
        table.resolve_comment(session, parent_id, by=None, at=None)
    add_audit(
        session, now, action="comment_written", subject=access.row.id, actor=access.account,
        comment=comment_id,
    )  # fmt: skip
    return comment_id


def _find_thread(session: Session, access: Access, thread_id: str) -> AnyRow:
    row = table.find_comment(session, access.row.id, thread_id)
    if row is None or row.parent_id is not None:
        raise NotFound
    return row


def resolve_thread(
    actor: Actor, workspace: Workspace, assessment_id: str, thread_id: str, *, is_resolved: bool
) -> str:
    """Say that a thread is resolved, or open it again; returns the question it is about.

    Raises:
        NotFound: The actor may not, or there is no such thread.
        WrongState: Nothing is commented on any more.
    """

    def work(session: Session, access: Access) -> str:
        row, now = _find_thread(session, access, thread_id), workspace.now()
        if (row.resolved_at is not None) == is_resolved:
            return str(row.question)
        by, at = (access.account, now) if is_resolved else (None, None)
        table.resolve_comment(session, thread_id, by=by, at=at)
        action = "comment_resolved" if is_resolved else "comment_reopened"
        add_audit(
            session, now, action=action, subject=access.row.id, actor=access.account,
            comment=thread_id,
        )  # fmt: skip
        return str(row.question)

    return write_in(actor, workspace, action=COMMENT, assessment_id=assessment_id, work=work)
