"""The trail of what was done: filtered, a page at a time, and as a file."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.export.table import disarm
from app.presentation.view.trail import find_people
from app.service.access import require_admin
from app.service.actor import Actor
from app.service.workspace import Workspace
from app.store.account import read_account_names
from app.store.administration import (
    TrailFilter,
    find_account_ids,
    list_trail_actions,
    read_trail,
)
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import read_session, run_write

A_PAGE: Final = 50
A_PIECE: Final = 1_000
MOST_ACTORS: Final = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are wanted: first and last day in UTC, by whom (name, address or id), what."""

    first: date | None = None
    last: date | None = None
    actor: str = ""
    action: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some lines, the number to go on before (None at the end), and all kinds of deeds.

    `names` are those of the people whom the lines name beside who did it, by account.
    """

    rows: Sequence[AnyRow]
    following: int | None
    actions: Sequence[str] = field(default=())
    names: Mapping[str, str] = field(default_factory=dict)


def open_trail(
    actor: Actor, workspace: Workspace, wanted: Wanted, *, before: int | None = None
) -> TrailPage:
    """Return a page of the trail, the newest first.

    Raises:
        NotFound: The actor is no administrator.
    """
    require_admin(actor, workspace, "trail:read")
    condition = _filter(workspace, wanted)
    with read_session(workspace.engine) as session:
        rows = read_trail(session, condition, before=before, limit=A_PAGE + 1)
        actions = list_trail_actions(session)
        people = sorted({account for row in rows for account in find_people(row.detail)})
        names = read_account_names(session, people) if people else {}
    following = rows[A_PAGE - 1].id if len(rows) > A_PAGE else None
    return TrailPage(rows[:A_PAGE], following, actions, names)


def export_trail(actor: Actor, workspace: Workspace, wanted: Wanted) -> Iterator[bytes]:
    """Give the trail as a CSV file, piece by piece; that it was taken stands in it.

    Nothing in the file is a formula for a spreadsheet program.

    Raises:
        NotFound: The actor is no administrator.
    """
    by = require_admin(actor, workspace, "trail:export")
    run_write(
        workspace.engine,
        lambda session: add_audit(session, workspace.now(), action="trail_exported", actor=by),
    )
    return _write(workspace, _filter(workspace, wanted))


def _filter(workspace: Workspace, wanted: Wanted) -> TrailFilter:
    actors = None
    if wanted.actor:
        with read_session(workspace.engine) as session:
            actors = find_account_ids(session, wanted.actor[:100], limit=MOST_ACTORS)
    return TrailFilter(
        since=_begin(wanted.first) if wanted.first else None,
        until=_end(wanted.last) if wanted.last else None,
        actors=actors,
        action=wanted.action,
        subject=wanted.subject,
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _end(day: date) -> datetime | None:
    """Give when a day is over; None for the last one that calendars have."""
    return _begin(day + timedelta(days=1)) if day < date.max else None


def _write(workspace: Workspace, condition: TrailFilter) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _lines([["number", "at", "action", "subject", "actor", "name", "detail"]])
    before: int | None = None
    while True:
        with read_session(workspace.engine) as session:
            rows = read_trail(session, condition, before=before, limit=A_PIECE)
        if rows:
            yield _lines([_cells(row) for row in rows])
        if len(rows) < A_PIECE:
            return
        before = rows[-1].id


def _cells(row: AnyRow) -> list[str]:
    return [
        str(row.id),
        row.at.isoformat(),
        disarm(row.action),
        disarm(row.subject),
        disarm(row.actor or ""),
        disarm(row.who or ""),
        disarm(json.dumps(row.detail, ensure_ascii=False, sort_keys=True)),
    ]


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()
