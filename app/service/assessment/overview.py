"""Who takes part in an assessment, and the steps it took."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.service.assessment.opening import Opened, read_names
from app.service.permission import ROLES
from app.service.workspace import Workspace
from app.store.assessment import list_state_changes
from app.store.engine import read_session
from app.store.unit import list_assessment_roles, list_unit_roles


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: from which state to which, by whom, when, with which note."""

    before: str
    after: str
    note: str
    changed_by: str | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """The people of an assessment by role, the steps it took, and the names of all of them.

    `roles` are in the order of the table of roles, those nobody has left out.
    """

    roles: Mapping[str, tuple[str, ...]]
    steps: tuple[Taken, ...]
    names: Mapping[str, str]


def read_overview(workspace: Workspace, opened: Opened) -> Overview:
    """Read who takes part in an assessment that was opened, and its steps."""
    row = opened.access.row
    with read_session(workspace.engine) as session:
        granted = [*list_unit_roles(session, row.unit_id)]
        granted += list_assessment_roles(session, opened.id)
        changes = list_state_changes(session, opened.id)
        named = [item.account_id for item in granted] + [item.changed_by for item in changes]
        names = read_names(session, [*named, row.created_by])
    roles = {
        role: tuple(dict.fromkeys(item.account_id for item in granted if item.role == role))
        for role in ROLES
    }
    steps = tuple(
        Taken(item.from_state, item.to_state, item.note, item.changed_by, item.changed_at)
        for item in changes
    )
    return Overview({role: people for role, people in roles.items() if people}, steps, names)
