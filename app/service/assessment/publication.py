"""Publication: an act of its own that says what of an approved assessment becomes public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.definition.toolkit import Toolkit
from app.presentation.team_exporting import ANSWERS, EVIDENCE, PARTS, PLAN, REPORT, SCORES
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.assessment.content import Content, content_of
from app.service.assessment.opening import Opened, find_toolkit, read_names
from app.service.assessment.step import NoteMissingError, Wish, keep_step
from app.service.error import NotFound, WrongState
from app.service.permission import APPROVED, FROZEN, PRIVATE, PUBLISH, PUBLISHED, SUPERSEDED
from app.service.workspace import Workspace
from app.store.approval import (
    add_state_change,
    find_approval,
    has_later_round,
    insert_publication,
    list_public,
    list_publications,
    withdraw_publication,
)
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session

MAY_BEGIN: Final = frozenset({APPROVED, PRIVATE, PUBLISHED})
"""States from which something is published."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of publication: its number, the parts, who and when, and when it was taken back."""

    number: int
    parts: tuple[str, ...]
    published_by: str | None
    published_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts of publication of an assessment, and the names of the people in them."""

    acts: tuple[Act, ...]
    names: dict[str, str]

    @property
    def standing(self) -> Act | None:
        """What is public now."""
        return next((act for act in self.acts if act.withdrawn_at is None), None)


def complete_parts(parts: Iterable[str]) -> tuple[str, ...]:
    """Give the parts that become public with those chosen, in their order.

    Scores of pillars always do; the report prints all the others.

    Raises:
        NotFound: There is no such part.
    """
    wanted = {SCORES, *parts}
    if not wanted <= set(PARTS):
        raise NotFound
    if REPORT in wanted:
        wanted |= {ANSWERS, EVIDENCE, PLAN}
    return tuple(part for part in PARTS if part in wanted)


def read_acts(workspace: Workspace, opened: Opened) -> Acts:
    """Read what became public of an assessment that was opened."""
    with read_session(workspace.engine) as session:
        rows = list_publications(session, opened.id)
        named = [row.published_by for row in rows] + [row.withdrawn_by for row in rows]
        names = read_names(session, named)
    acts = tuple(
        Act(
            row.number,
            tuple(row.parts),
            row.published_by,
            row.published_at,
            row.withdrawn_by,
            row.withdrawn_at,
        )
        for row in rows
    )
    return Acts(acts, dict(names))


def publish(
    actor: Actor, workspace: Workspace, assessment_id: str, wish: Wish, *, parts: Iterable[str]
) -> None:
    """Make parts of an approved assessment public; those public so far give way to them.

    Raises:
        NotFound: The actor may not, or there is no such part.
        WrongState: It is in no state in which it is published.
    """
    chosen = complete_parts(parts)

    def work(session: Session, access: Access) -> None:
        _check_state(access, wish)
        if access.row.state not in MAY_BEGIN:
            raise WrongState(access.row.state)
        _publish(session, workspace, access, (wish, chosen))

    write_in(actor, workspace, action=PUBLISH, assessment_id=assessment_id, work=work)


def _check_state(access: Access, wish: Wish) -> None:
    if access.row.state != wish.before:
        raise WrongState(access.row.state)


def _publish(
    session: Session, workspace: Workspace, access: Access, given: tuple[Wish, tuple[str, ...]]
) -> None:
    wish, parts = given
    now, assessment_id = workspace.now(), access.row.id
    withdraw_publication(session, assessment_id, account=access.account, now=now)
    if access.row.state != PUBLISHED:
        keep_step(session, workspace, access, Wish(wish.before, PUBLISHED, wish.note))
    values = {
        "parts": list(parts),
        "published_by": access.account,
        "published_at": now,
        "withdrawn_by": None,
        "withdrawn_at": None,
    }
    insert_publication(session, assessment_id, values)
    add_audit(
        session,
        now,
        action="publish",
        subject=assessment_id,
        actor=access.account,
        parts=list(parts),
    )


def withdraw(actor: Actor, workspace: Workspace, assessment_id: str, wish: Wish) -> None:
    """Take back what is public of an assessment; the note says why.

    Raises:
        NotFound: The actor may not.
        WrongState: Nothing is public of it.
        NoteMissingError: No note says why.
    """
    if not wish.note:
        raise NoteMissingError

    def work(session: Session, access: Access) -> None:
        _check_state(access, wish)
        if not list_public(session, access.row.id):
            raise WrongState(access.row.state)
        _withdraw(session, workspace, access, wish)

    write_in(actor, workspace, action=PUBLISH, assessment_id=assessment_id, work=work)


def _withdraw(session: Session, workspace: Workspace, access: Access, wish: Wish) -> None:
    now, assessment_id = workspace.now(), access.row.id
    withdraw_publication(session, assessment_id, account=access.account, now=now)
    if access.row.state == PUBLISHED:
        keep_step(session, workspace, access, Wish(wish.before, PRIVATE, wish.note))
    else:
        # A superseded round stays one; the log says that nothing of it is public any more.
        values: dict[str, object] = {
            "from_state": SUPERSEDED,
            "to_state": SUPERSEDED,
            "note": wish.note,
            "changed_by": access.account,
        }
        add_state_change(session, assessment_id, values, now=now)
    add_audit(session, now, action="withdraw", subject=assessment_id, actor=access.account)


# --- What everybody can read ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """One assessment of which something is public."""

    row: AnyRow
    toolkit: Toolkit

    @property
    def year(self) -> int:
        """The year it is about: that in which its period ends, else that of publication."""
        day: date = self.row.period_end or self.row.period_start or self.row.published_at.date()
        return day.year


@dataclass(frozen=True, slots=True)
class Public:
    """What is public of one assessment: everything kept of it, and the parts that may be shown."""

    row: AnyRow
    content: Content
    parts: frozenset[str]
    digest: str
    has_later: bool

    def shows(self, part: str) -> bool:
        """Tell whether a part is public."""
        return part in self.parts


def list_published(workspace: Workspace) -> tuple[Listed, ...]:
    """Return the assessments of which something is public, the newest publication first."""
    with read_session(workspace.engine) as session:
        rows = list_public(session)
    return tuple(Listed(row, find_toolkit(workspace, row)) for row in rows)


def open_published(workspace: Workspace, assessment_id: str) -> Public:
    """Open what is public of an assessment.

    Raises:
        NotFound: Nothing is, or there is no such assessment: nobody can tell which.
    """
    with read_session(workspace.engine) as session:
        rows = list_public(session, assessment_id)
        kept = find_approval(session, assessment_id) if rows else None
        later = bool(rows) and has_later_round(session, rows[0], tuple(FROZEN))
    if not rows or kept is None:
        raise NotFound
    return Public(rows[0], content_of(kept), frozenset(rows[0].parts), kept.digest, later)
