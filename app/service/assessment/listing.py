"""The assessments somebody takes part in, each with how far it is and what waits for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.definition.toolkit import Toolkit
from app.response import Answers, Progress, progress, questions_for
from app.service.access import require_account
from app.service.actor import Actor
from app.service.answering import restore_answer
from app.service.assessment.assigned import Assignment, find_own, read_assignment
from app.service.assessment.opening import find_toolkit, setting_of
from app.service.permission import FOCAL_POINT, WORKING
from app.service.workspace import Workspace
from app.store.assessment import list_assessments_of
from app.store.assessment_answer import read_answers_of
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.teamwork import list_assignments_of
from app.store.unit import list_assessment_roles_of, list_units_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One assessment in a person's list.

    Attributes:
        row: Its columns, with `unit_kind`, `country` and `name` of its unit.
        toolkit: The toolkit as it is pinned.
        roles: The person's roles on it.
        progress: How far it is; None from approval on.
        open_own: How many of the questions assigned to them are blank or to be confirmed.
        to_confirm: How many answers are to be confirmed in all.
    """

    row: AnyRow
    toolkit: Toolkit
    roles: frozenset[str]
    progress: Progress | None
    open_own: int = 0
    to_confirm: int = 0


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit somebody has roles on."""

    row: AnyRow
    roles: frozenset[str]

    @property
    def may_begin(self) -> bool:
        """Whether they may begin an assessment of it."""
        return FOCAL_POINT in self.roles


def list_own_units(actor: Actor, workspace: Workspace) -> tuple[OwnUnit, ...]:
    """Return the units somebody has a role on, by country and name.

    Raises:
        SignedOut: They are a visitor.
    """
    account = require_account(actor)
    with read_session(workspace.engine) as session:
        rows = list_units_of(session, account)
    return _gather_units(rows)


def _gather_units(rows: Sequence[AnyRow]) -> tuple[OwnUnit, ...]:
    first = {row.id: row for row in reversed(rows)}
    roles: dict[str, set[str]] = {}
    for row in rows:
        roles.setdefault(row.id, set()).add(row.role)
    return tuple(OwnUnit(first[name], frozenset(given)) for name, given in roles.items())


def list_own_assessments(actor: Actor, workspace: Workspace) -> tuple[Listed, ...]:
    """Return the assessments somebody takes part in, the newest first.

    Raises:
        SignedOut: They are a visitor.
    """
    account = require_account(actor)
    with read_session(workspace.engine) as session:
        rows = list_assessments_of(session, account)
        roles = _read_roles(session, account)
        going_on = [row.id for row in rows if row.state in WORKING]
        answers = _group(read_answers_of(session, going_on))
        own = _group(list_assignments_of(session, account, going_on))
    return tuple(
        _list_one(
            workspace,
            row,
            roles.get(row.unit_id, frozenset()) | roles.get(row.id, frozenset()),
            answers=answers.get(row.id, []),
            own=tuple(map(read_assignment, own.get(row.id, []))),
        )
        for row in rows
    )


def _read_roles(session: Session, account: str) -> Mapping[str, frozenset[str]]:
    """Give somebody's roles by unit and by assessment; ids of the two never meet."""
    found: dict[str, set[str]] = {}
    for row in list_units_of(session, account):
        found.setdefault(row.id, set()).add(row.role)
    for row in list_assessment_roles_of(session, account):
        found.setdefault(row.assessment_id, set()).add(row.role)
    return {name: frozenset(given) for name, given in found.items()}


def _group(rows: Iterable[AnyRow]) -> Mapping[str, list[AnyRow]]:
    found: dict[str, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.assessment_id, []).append(row)
    return found


def _list_one(
    workspace: Workspace,
    row: AnyRow,
    roles: frozenset[str],
    *,
    answers: Sequence[AnyRow],
    own: tuple[Assignment, ...],
) -> Listed:
    toolkit = find_toolkit(workspace, row)
    if row.state not in WORKING:
        return Listed(row, toolkit, roles, None)
    given, setting = Answers(map(restore_answer, answers)), setting_of(row)
    confirm = {item.question for item in answers if item.to_confirm}
    listed = questions_for(toolkit, given, setting)
    asked = {item.question.id for item in listed if item.status == "asked"}
    open_own = [
        question
        for question in (find_own(toolkit, own, own[0].account) if own else ())
        if question in asked and (given.state(question) == "blank" or question in confirm)
    ]
    return Listed(
        row, toolkit, roles, progress(toolkit, given, setting), len(open_own), len(confirm & asked)
    )
