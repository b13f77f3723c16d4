"""What is kept about oneself: to read, to take along, and to have deleted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.presentation.mail import ACCOUNT_DELETED
from app.service.account.changing import tell_owner
from app.service.account.confirming import Proof, check_proof, read_own_row
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.permission import FOCAL_POINT
from app.service.workspace import Workspace
from app.store import account as table
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.member import count_holders, lock_unit
from app.store.own_account import find_organisation
from app.store.own_data import (
    TRACES,
    Line,
    count_other_admins,
    count_trace,
    erase_person,
    read_trace,
)
from app.store.unit import list_units_of
from app.store.workshop_list import delete_rooms_of

MOST_SHOWN: Final = 100
"""Rows of one kind on the page; the file has all of them."""


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one table keeps about somebody.

    Attributes:
        table: Its name.
        count: How many rows it has about them.
        lines: The rows that are shown, by column.
    """

    table: str
    count: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What has to be done before somebody can leave.

    Attributes:
        is_last_admin: Nobody else administers the installation.
        units: Units that would be left without a focal point.
    """

    is_last_admin: bool
    units: tuple[AnyRow, ...]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.is_last_admin or bool(self.units)


def read_own_data(actor: Actor, workspace: Workspace) -> tuple[OwnPart, ...]:
    """Read what is kept about whoever is signed in, as much as a page holds.

    Raises:
        SignedOut: Nobody is.
    """
    row = read_own_row(actor, workspace)
    parts = []
    with read_session(workspace.engine) as session:
        for trace in TRACES:
            count = count_trace(session, trace, row.id)
            lines = tuple(read_trace(session, trace, row.id, most=MOST_SHOWN)) if count else ()
            parts.append(OwnPart(trace.table, count, lines[:MOST_SHOWN]))
    return tuple(part for part in parts if part.count)


def write_own_data(actor: Actor, workspace: Workspace) -> Iterator[str]:
    """Write all that is kept about whoever is signed in as JSON, piece by piece.

    What one table keeps is read at once and let go before the next: whoever reads slowly holds
    neither a connection nor all of it in memory.

    Raises:
        SignedOut: Nobody is, before the first piece.
    """
    row, now = read_own_row(actor, workspace), workspace.now()

    def note(session: Session) -> None:
        add_audit(session, now, action="own_data_exported", subject=row.id, actor=row.id)

    run_write(workspace.engine, note)
    return _write(workspace, row, now)


def _write(workspace: Workspace, row: AnyRow, now: datetime) -> Iterator[str]:
    with read_session(workspace.engine) as session:
        found = find_organisation(session, row.organisation_id) if row.organisation_id else None
    head = {"made_at": now, "organisation": found.name if found else None}
    yield _json(head).removesuffix("}") + ', "kept": {'
    for number, trace in enumerate(TRACES):
        with read_session(workspace.engine) as session:
            lines = [_json(line) for line in read_trace(session, trace, row.id)]
        yield f"{',' if number else ''}\n{_json(trace.table)}: ["
        yield from (f"{',' if count else ''}\n  {line}" for count, line in enumerate(lines))
        yield "]"
    yield "\n}}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=write_moment)


def write_moment(value: object) -> str:
    """Write a day or a moment as ISO 8601 has it."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def find_obstacles(actor: Actor, workspace: Workspace) -> Obstacles:
    """Tell what whoever is signed in has to do before they can leave.

    Raises:
        SignedOut: Nobody is.
    """
    row = read_own_row(actor, workspace)
    with read_session(workspace.engine) as session:
        return _find_obstacles(session, row)


def _find_obstacles(session: Session, row: AnyRow, *, lock: bool = False) -> Obstacles:
    roles = list_units_of(session, row.id)
    mine = [unit for unit in roles if unit.role == FOCAL_POINT]
    alone = [
        unit for unit in mine if not count_holders(session, unit.id, FOCAL_POINT, but=row.id)
    ]  # fmt: skip
    is_last = bool(row.is_admin) and not count_other_admins(session, row.id, lock=lock)
    return Obstacles(is_last, tuple(alone))


def delete_own_account(
    actor: Actor, workspace: Workspace, *, proof: Proof
) -> dict[str, str] | Obstacles:
    """Erase whoever is signed in: name, address, ways to sign in, roles and what they were to do.

    What they wrote in assessments stays the country's, by a former member. Workshops of their own
    that belong to no assessment go with all that was said in them.

    Returns:
        What is wrong by field, as message ids; empty once it is done. Obstacles where something
        has to be done first.

    Raises:
        SignedOut: Nobody is signed in.
    """
    row = read_own_row(actor, workspace)
    obstacles = find_obstacles(actor, workspace)
    if obstacles:
        return obstacles
    problems = check_proof(actor, workspace, proof, with_code=True)
    if problems:
        return problems

    def work(session: Session) -> dict[str, str] | Obstacles:
        present = table.find_account(session, row.id)
        if present is None or present.deleted_at is not None:
            raise NotFound
        # Two focal points who leave at the same moment wait for each other here.
        for unit_id in sorted({unit.id for unit in list_units_of(session, row.id)}):
            lock_unit(session, unit_id)
        again = _find_obstacles(session, present, lock=True)
        if again:
            return again
        tell_owner(session, workspace, present, ACCOUNT_DELETED)
        erase_account(session, workspace, row.id, by=row.id)
        return {}

    return run_write(workspace.engine, work)


def erase_account(session: Session, workspace: Workspace, account_id: str, *, by: str) -> None:
    """Erase somebody inside a transaction that has asked whether `by` may, and what it leaves."""
    now = workspace.now()
    # Nobody else could ever open them again.
    delete_rooms_of(session, account_id)
    erase_person(session, account_id, now=now)
    add_audit(session, now, action="account_deleted", subject=account_id, actor=by)
