"""Everything that is kept about one person, and what of it goes when they leave.

`TRACES` names each column of the database that holds an account's id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.store.account import (
    ACTIVE,
    DISABLED,
    AccountRow,
    IdentityRow,
    OneTimeTokenRow,
    RecoveryCodeRow,
    SignInRow,
)
from app.store.base import Base
from app.store.plan import PlanFollowerRow
from app.store.table import METADATA
from app.store.teamwork import AssignmentRow
from app.store.unit import AssessmentRoleRow, UnitRoleRow

HIDDEN: Final = frozenset({"password", "totp", "totp_step", "hash", "feed"})
"""Hashes and secrets: they tell nothing of a person, and are not for files that travel."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How people appear in a table.

    Attributes:
        table: Its name.
        own: Columns that make a row somebody's own: all of it is theirs.
        beside: Columns that name them in somebody else's row -> what of it is about them.
        left_out: Columns that hold the assessment's content as a whole, not what they wrote.
    """

    table: str
    own: tuple[str, ...] = ()
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


_SAVED: Final = ("saved_by",)

TRACES: Final[tuple[Trace, ...]] = (
    Trace("account", ("id",)),
    Trace("sign_in", ("account_id",)),
    Trace("identity", ("account_id",)),
    Trace("recovery_code", ("account_id",)),
    Trace("one_time_token", ("account_id", "created_by")),
    Trace("unit_role", ("account_id",), {"granted_by": ("role", "granted_at")}),
    Trace("assessment_role", ("account_id",), {"granted_by": ("role", "granted_at")}),
    Trace("assignment", ("account_id",), {"assigned_by": ("due", "assigned_at")}),
    Trace("plan_follower", ("account_id",)),
    Trace("unit", (), {"created_by": ("created_at",)}),
    Trace("assessment", (), {"created_by": ("created_at",)}),
    Trace("assessment_answer", _SAVED),
    Trace("answer_history", _SAVED),
    Trace("comment", ("written_by",), {"resolved_by": ("resolved_at",)}),
    Trace("review_comment", ("written_by",), {"decided_by": ("reply", "decision", "decided_at")}),
    Trace("evidence", ("added_by",), {"checked_by": ("state", "checked_at")}),
    Trace("desk_value", _SAVED),
    Trace("goal", _SAVED),
    Trace("plan_action", _SAVED, {"owner_id": ("number", "owner", "due", "status")}),
    Trace("state_change", ("changed_by",)),
    Trace(
        "approval", ("approved_by",), left_out=("answers", "scores", "material", "digest")
    ),
    Trace("publication", ("published_by",), {"withdrawn_by": ("withdrawn_at",)}),
    Trace(
        "assessment_move", ("moved_by",), left_out=("parameters", "answers", "record", "after")
    ),
    Trace("toolkit_choice", (), {"chosen_by": ("chosen_at",)}),
    Trace("workshop", ("owner_id",), {"created_by": ("created_at",)}),
    Trace("workshop_act", (), {"done_by": ("act", "question", "done_at")}),
    Trace("workshop_tally", (), {"saved_by": ("saved_at",)}),
    Trace("workshop_agreement", (), {"agreed_by": ("agreed_at",)}),
    Trace("workshop_note", (), {"saved_by": ("saved_at",)}),
    Trace("workshop_promise", (), {"saved_by": ("saved_at",)}),
    Trace("workshop_goal", (), {"saved_by": ("saved_at",)}),
    Trace("workshop_action", (), {"saved_by": ("saved_at",)}),
    Trace("audit", ("actor",), {"subject": ("at", "action")}),
)  # fmt: skip

Line = dict[str, object]


def read_trace(
    session: Session, trace: Trace, account_id: str, *, most: int | None = None
) -> Iterator[Line]:
    """Give what one table keeps about somebody, row by row: first what is their own."""
    table = METADATA.tables[trace.table]
    shown = [
        item for item in table.c if item.name not in HIDDEN and item.name not in trace.left_out
    ]
    if trace.own:
        yield from _lines(session, shown, _any_of(table, trace.own, account_id), most=most)
    for name, about in trace.beside.items():
        wanted = dict.fromkeys((*table.primary_key.columns.keys(), name, *about))
        columns = [table.c[item] for item in wanted if item not in HIDDEN]
        mine = [table.c[name] == account_id]
        if trace.own:
            mine.append(_none_of(table, trace.own, account_id))
        yield from _lines(session, columns, *mine, most=most)


def _lines(
    session: Session, columns: Sequence[ColumnElement[object]], *mine: ColumnElement[bool],
    most: int | None,
) -> Iterator[Line]:  # fmt: skip
    query = select(*columns).where(*mine).limit(most)
    for row in session.execute(query).mappings():
        yield {str(name): value for name, value in row.items()}


def _any_of(table: Table, names: Sequence[str], account_id: str) -> ColumnElement[bool]:
    return or_(*(table.c[name] == account_id for name in names))


def _none_of(table: Table, names: Sequence[str], account_id: str) -> ColumnElement[bool]:
    """Rows that are not theirs already; a column without a value is nobody's."""
    return and_(*(func.coalesce(table.c[name], "") != account_id for name in names))


def count_trace(session: Session, trace: Trace, account_id: str) -> int:
    """Return how many rows of a table tell of somebody."""
    table = METADATA.tables[trace.table]
    named = _any_of(table, (*trace.own, *trace.beside), account_id)
    return session.scalar(select(func.count()).select_from(table).where(named)) or 0


_GONE: Final[tuple[type[Base], ...]] = (
    SignInRow, IdentityRow, RecoveryCodeRow, UnitRoleRow, AssessmentRoleRow, AssignmentRow,
    PlanFollowerRow, OneTimeTokenRow,
)  # fmt: skip


def erase_person(session: Session, account_id: str, *, now: datetime) -> None:
    """Take away who somebody is and what they may; the row stays as a former member.

    Open invitations they made are gone too: nobody stands behind them any more.
    """
    for family in _GONE:
        table = METADATA.tables[family.__tablename__]
        session.execute(delete(table).where(table.c.account_id == account_id))
    session.execute(delete(OneTimeTokenRow).where(OneTimeTokenRow.created_by == account_id))
    values: dict[str, object] = {
        "email": None,
        "email_confirmed_at": None,
        "name": "",
        "organisation_id": None,
        "password": "",
        "password_at": None,
        "totp": "",
        "is_admin": False,
        "state": DISABLED,
        "seen_at": None,
        "deleted_at": now,
    }
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(values))


def count_other_admins(session: Session, account_id: str, *, lock: bool = False) -> int:
    """Return how many other administrators can sign in; `lock` has other writers of them wait."""
    query = select(AccountRow.id).where(AccountRow.is_admin, AccountRow.state == ACTIVE)
    rows = session.scalars(query.with_for_update() if lock else query).all()
    return len([row for row in rows if row != account_id])
