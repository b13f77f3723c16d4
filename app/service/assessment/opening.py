"""Find an assessment somebody may see, and read what stands in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.definition.toolkit import Toolkit
from app.response import Answers, Setting
from app.service.access import Access, require
from app.service.actor import Actor
from app.service.answering import restore_answer
from app.service.assessment.assigned import (
    Assignment,
    find_assigned,
    find_own,
    find_writable,
    read_assignment,
)
from app.service.assessment.kept import list_kept
from app.service.error import ServiceError
from app.service.permission import FROZEN
from app.service.workspace import Workspace
from app.store.account import read_account_names
from app.store.approval import find_approval
from app.store.assessment_answer import read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.teamwork import list_assignments


@dataclass(frozen=True, slots=True)
class Opened:
    """An assessment somebody was let in to, with its toolkit as it is pinned.

    Only `open_assessment` makes one: whoever holds it may see the assessment.
    """

    access: Access
    toolkit: Toolkit
    setting: Setting

    @property
    def id(self) -> str:
        """Id of the assessment."""
        return str(self.access.row.id)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who saved an answer and when, and whether it is still to be confirmed."""

    saved_by: str | None
    saved_at: datetime
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What stands in an assessment: answers, who saved them, who is to answer what.

    `names` are those of everybody named in it, by account; empty for a former member.
    """

    opened: Opened
    answers: Answers
    stamps: Mapping[str, Stamp]
    assignments: tuple[Assignment, ...]
    names: Mapping[str, str]

    @property
    def to_confirm(self) -> frozenset[str]:
        """The questions whose answers are to be confirmed."""
        return frozenset(name for name, stamp in self.stamps.items() if stamp.to_confirm)

    @property
    def own(self) -> Mapping[str, Assignment]:
        """The questions assigned to whoever opened it."""
        return find_own(self.opened.toolkit, self.assignments, self.opened.access.account)

    @property
    def assigned(self) -> Mapping[str, tuple[str, ...]]:
        """Who is to answer each question that is assigned."""
        return find_assigned(self.opened.toolkit, self.assignments)

    @property
    def writable(self) -> frozenset[str]:
        """The questions whoever opened it may answer now."""
        return find_writable(self.opened.access, self.opened.toolkit, self.assignments)


def open_assessment(actor: Actor, workspace: Workspace, assessment_id: str, action: str) -> Opened:
    """Open an assessment for something somebody wants to do with it.

    Raises:
        NotFound: There is no such assessment for them, or they have no role for this.
        WrongState: They may, but not in the assessment's present state.
    """
    access = require(actor, workspace, action, assessment_id)
    return Opened(access, find_toolkit(workspace, access.row), setting_of(access.row))


def find_toolkit(workspace: Workspace, row: AnyRow) -> Toolkit:
    """Give the toolkit an assessment is pinned to, whatever became of its files.

    Raises:
        ServiceError: It is not in the database: somebody removed it by hand.
    """
    toolkit = workspace.toolkits.by_hash(row.definition_hash)
    if toolkit is None:
        raise ServiceError(f"toolkit {row.definition_hash} is gone")
    return toolkit


def whole_setting(toolkit: Toolkit) -> Setting:
    """Give the setting in which an assessment is prepared: all questions, the usual scope."""
    return Setting(quick=False, scope=toolkit.usual_scope)


def setting_of(row: AnyRow) -> Setting:
    """Give what an assessment asks: all questions, in its scope, with its parameters."""
    return Setting(quick=False, scope=row.scope, parameters=row.parameters)


def read_work(workspace: Workspace, opened: Opened) -> Work:
    """Read what stands in an assessment that was opened."""
    with read_session(workspace.engine) as session:
        rows = _read_rows(session, opened)
        assignments = tuple(map(read_assignment, list_assignments(session, opened.id)))
        named = [row.saved_by for row in rows] + [item.account for item in assignments]
        names = read_names(session, named)
    return Work(
        opened,
        Answers(map(restore_answer, rows)),
        {row.question: stamp_of(row) for row in rows},
        assignments,
        names,
    )


def _read_rows(session: Session, opened: Opened) -> Sequence[Any]:
    """Read the answers; of an approved assessment those that were kept when it was approved."""
    if opened.access.row.state in FROZEN:
        kept = find_approval(session, opened.id)
        if kept is not None:
            return list_kept(kept.answers)
    return read_assessment_answers(session, opened.id)


def stamp_of(row: AnyRow) -> Stamp:
    """Give who saved the answer of a row, and when."""
    return Stamp(row.saved_by, row.saved_at, bool(row.to_confirm))


def read_names(session: Session, accounts: Iterable[str | None]) -> Mapping[str, str]:
    """Give the names of people by account; empty for one whose data were deleted."""
    wanted = sorted({account for account in accounts if account})
    return read_account_names(session, wanted) if wanted else {}
