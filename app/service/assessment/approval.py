"""Approval: in one transaction everything a result is made of is kept, and never changes again."""

from dataclasses import dataclass

from app.definition.toolkit import Toolkit
from app.scoring import ENGINE, score
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.assessment.content import Content, content_of, gather_content
from app.service.assessment.numbers import is_same_as_now
from app.service.assessment.step import Wish, keep_step, require_step
from app.service.definition import ToolkitShelf
from app.service.error import NotFound, WrongState
from app.service.permission import APPROVED, FROZEN, STEP, SUPERSEDED
from app.service.workspace import Workspace
from app.store.approval import (
    add_state_change,
    find_approval,
    has_later_round,
    insert_approval,
    list_approved,
    list_rounds_before,
)
from app.store.assessment import find_last_round
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Engine, Session, read_session


def approve(actor: Actor, workspace: Workspace, assessment_id: str, wish: Wish) -> str:
    """Approve an assessment as it stands; returns the digest of what was kept.

    Earlier rounds of the same unit by the same toolkit are superseded by it.

    Raises:
        NotFound: The actor may not.
        WrongState: It is no longer in review.
    """
    if wish.after != APPROVED:
        raise NotFound
    require_step(actor, workspace, assessment_id, wish)
    return write_in(
        actor,
        workspace,
        action=STEP,
        assessment_id=assessment_id,
        work=lambda session, access: _approve(session, workspace, access, wish),
    )


def _approve(session: Session, workspace: Workspace, access: Access, wish: Wish) -> str:
    if access.row.state != wish.before:
        raise WrongState(access.row.state)
    # Whoever approves another round of the unit at the same moment waits here.
    find_last_round(session, access.row.unit_id, access.row.toolkit_id)
    now = workspace.now()
    content = gather_content(session, workspace, access.row, approved_on=now.date().isoformat())
    keep_step(session, workspace, access, wish)
    insert_approval(
        session,
        {
            "assessment_id": access.row.id,
            "definition_hash": content.definition_hash,
            "data_edition": content.data_edition,
            "engine": content.engine,
            "answers": content.answers,
            "scores": content.scores,
            "material": content.material,
            "digest": content.digest,
            "approved_by": access.account,
            "approved_at": now,
        },
    )
    add_audit(
        session,
        now,
        action="approve",
        subject=access.row.id,
        actor=access.account,
        digest=content.digest,
    )
    _supersede(session, workspace, access)
    return content.digest


def _supersede(session: Session, workspace: Workspace, access: Access) -> None:
    """Mark the rounds that this one takes the place of; one approved late marks itself."""
    now = workspace.now()
    standing = tuple(FROZEN - {SUPERSEDED})
    older = [(item.id, item.state) for item in list_rounds_before(session, access.row, standing)]
    if has_later_round(session, access.row, tuple(FROZEN)):
        older.append((access.row.id, APPROVED))
    for assessment_id, state in older:
        values: dict[str, object] = {
            "from_state": state,
            "to_state": SUPERSEDED,
            "note": "",
            "changed_by": access.account,
        }
        add_state_change(session, assessment_id, values, now=now)
        add_audit(
            session,
            now,
            action="supersede",
            subject=assessment_id,
            actor=access.account,
            by=access.row.id,
        )


# --- Whether it is still what was approved ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at one approval found.

    Attributes:
        assessment_id: whose approval it is.
        is_whole: whether what is kept has the digest it was approved with, and its definition is
            there.
        is_repeatable: whether this program makes the very same numbers of the answers kept; None
            where another version of the engine made them, or where it is not whole.
    """

    assessment_id: str
    is_whole: bool
    is_repeatable: bool | None


def verify_approval(workspace: Workspace, assessment_id: str) -> Verified:
    """Look whether an approved assessment is what was approved, to the last digit.

    Raises:
        NotFound: It was never approved.
    """
    with read_session(workspace.engine) as session:
        row = find_approval(session, assessment_id)
    if row is None:
        raise NotFound
    return _verify(workspace.toolkits, row)


def verify_approvals(engine: Engine, toolkits: ToolkitShelf) -> tuple[Verified, ...]:
    """Look at all of them, one after another."""
    with read_session(engine) as session:
        ids = list_approved(session)
    found = []
    for assessment_id in ids:
        with read_session(engine) as session:
            row = find_approval(session, assessment_id)
        if row is not None:
            found.append(_verify(toolkits, row))
    return tuple(found)


def _verify(toolkits: ToolkitShelf, row: AnyRow) -> Verified:
    content = content_of(row)
    toolkit = toolkits.by_hash(content.definition_hash)
    if toolkit is None or content.digest != row.digest:
        return Verified(row.assessment_id, is_whole=False, is_repeatable=None)
    return Verified(row.assessment_id, is_whole=True, is_repeatable=_repeat(content, toolkit))


def _repeat(content: Content, toolkit: Toolkit) -> bool | None:
    if content.engine != ENGINE:
        return None
    scores = score(toolkit, content.given, content.setting)
    return is_same_as_now(content.scores, scores)
