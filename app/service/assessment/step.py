"""Steps of an assessment from state to state, each by whom the table says, each kept with a note.

Approval and publication are steps with work of their own: `approval` and `publication` take them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.presentation.language import load_translator
from app.presentation.mail import write_step
from app.presentation.view.assessment.naming import name_unit
from app.service.access import Access, note_refusal, require, write_in
from app.service.actor import Actor
from app.service.error import NotFound, WrongState
from app.service.mail import send_mail
from app.service.permission import (
    APPROVED,
    APPROVER,
    CHANGES_ASKED,
    COLLECTING,
    CONSENSUS,
    CONTRIBUTOR,
    EXPERT,
    FACILITATOR,
    FOCAL_POINT,
    PRIVATE,
    PUBLISHED,
    REVIEW,
    REVIEWER,
    STATES,
    STEP,
    Step,
    list_steps,
)
from app.service.workspace import Workspace
from app.store.account import ACTIVE, list_accounts
from app.store.approval import add_state_change
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.unit import list_assessment_roles, list_unit_roles

LONGEST_NOTE: Final = 5_000
WITH_MORE: Final = frozenset({(REVIEW, APPROVED), (APPROVED, PUBLISHED), (PRIVATE, PUBLISHED),
                              (PUBLISHED, PRIVATE)})  # fmt: skip
"""Steps that do more than change the state."""

TOLD: Final[dict[str, frozenset[str]]] = {
    COLLECTING: frozenset({FOCAL_POINT, CONTRIBUTOR, FACILITATOR}),
    CONSENSUS: frozenset({FOCAL_POINT, CONTRIBUTOR, FACILITATOR}),
    REVIEW: frozenset({FOCAL_POINT, REVIEWER, APPROVER, EXPERT}),
    CHANGES_ASKED: frozenset({FOCAL_POINT, CONTRIBUTOR, FACILITATOR}),
    APPROVED: frozenset({FOCAL_POINT, CONTRIBUTOR, REVIEWER, FACILITATOR, EXPERT}),
    PUBLISHED: frozenset({FOCAL_POINT, APPROVER, CONTRIBUTOR}),
    PRIVATE: frozenset({FOCAL_POINT, APPROVER}),
}
"""Who gets a mail when an assessment reaches a state; never whoever took the step."""


class NoteMissingError(Exception):
    """The step needs a note that says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A step somebody wants to take: from the state they saw to another one, with a note."""

    before: str
    after: str
    note: str = ""


def find_step(access: Access, after: str) -> Step | None:
    """Give the step that leads somewhere from here, if whoever asks may take it."""
    found = list_steps(access.roles, access.row.state)
    return next((step for step in found if step.after == after), None)


def require_step(actor: Actor, workspace: Workspace, assessment_id: str, wish: Wish) -> Step:
    """Go on only if the actor may take this step now.

    Raises:
        NotFound: They may not take it from any state they see.
        WrongState: The assessment is no longer in the state they saw.
        NoteMissingError: The step needs a note.
    """
    access = require(actor, workspace, STEP, assessment_id)
    if access.row.state != wish.before:
        raise WrongState(access.row.state)
    step = find_step(access, wish.after)
    if step is None:
        note_refusal(actor, workspace, action=f"step-{wish.after}"[:100], subject=assessment_id)
        raise NotFound
    if step.needs_note and not wish.note:
        raise NoteMissingError
    return step


def take_step(actor: Actor, workspace: Workspace, assessment_id: str, wish: Wish) -> None:
    """Take a step that does nothing but change the state.

    Raises:
        NotFound: The actor may not.
        WrongState: Somebody took a step meanwhile.
        NoteMissingError: The step needs a note.
    """
    if (wish.before, wish.after) in WITH_MORE:
        raise NotFound
    require_step(actor, workspace, assessment_id, wish)
    write_in(
        actor,
        workspace,
        action=STEP,
        assessment_id=assessment_id,
        work=lambda session, access: keep_step(session, workspace, access, wish),
    )


def keep_step(session: Session, workspace: Workspace, access: Access, wish: Wish) -> None:
    """Change the state in the transaction at hand, keep the step, tell whom it concerns.

    Raises:
        WrongState: Somebody took a step meanwhile.
        NotFound: The role is gone.
    """
    if access.row.state != wish.before:
        raise WrongState(access.row.state)
    if find_step(access, wish.after) is None:
        raise NotFound
    now = workspace.now()
    values: dict[str, object] = {
        "from_state": wish.before,
        "to_state": wish.after,
        "note": wish.note,
        "changed_by": access.account,
    }
    add_state_change(session, access.row.id, values, now=now)
    add_audit(
        session,
        now,
        action="step",
        subject=access.row.id,
        actor=access.account,
        before=wish.before,
        after=wish.after,
    )
    _tell(session, workspace, access, wish.after)


def list_told(session: Session, row: AnyRow, account: str, after: str) -> tuple[AnyRow, ...]:
    """Return the accounts that get a mail when an assessment reaches a state."""
    granted = [*list_unit_roles(session, row.unit_id), *list_assessment_roles(session, row.id)]
    wanted = TOLD.get(after, frozenset())
    people = {item.account_id for item in granted if item.role in wanted} - {account}
    return tuple(_with_address(list_accounts(session, sorted(people)))) if people else ()


def _with_address(rows: Iterable[AnyRow]) -> Iterable[AnyRow]:
    return (row for row in rows if row.email and row.state == ACTIVE)


def read_told(workspace: Workspace, access: Access, after: str) -> tuple[str, ...]:
    """Return the names of those who get a mail when an assessment reaches a state."""
    with read_session(workspace.engine) as session:
        rows = list_told(session, access.row, access.account, after)
    return tuple(sorted(row.name for row in rows))


def _tell(session: Session, workspace: Workspace, access: Access, after: str) -> None:
    base = workspace.settings.public_url.rstrip("/")
    link = f"{base}/assessments/{access.row.id}" if base else ""
    for row in list_told(session, access.row, access.account, after):
        translator = load_translator(row.language)
        name = name_unit(
            workspace.reference.current(),
            translator,
            country=access.row.country,
            name=access.row.name,
        )
        state = translator.gettext(STATES[after])
        mail = write_step(translator, what=name, state=state, link=link)
        send_mail(session, workspace, mail, to=row.email)
