"""Queries on workshops, their tables, and what facilitators did at them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from app.store.assessment import AssessmentRow
from app.store.base import AnyRow
from app.store.unit import UnitRow
from app.store.workshop import WorkshopActRow, WorkshopRow, WorkshopTableRow

UNDO: Final = "undo"
"""The act that takes back another one; it can't be taken back itself."""

HIGHEST: Final = 2**31 - 1

_WORKSHOP: Final = WorkshopRow.__table__
_TABLE: Final = WorkshopTableRow.__table__
_ACT: Final = WorkshopActRow.__table__

_ASSESSMENT: Final = AssessmentRow.__table__
_UNIT: Final = UnitRow.__table__

IS_THERE: Final = or_(
    _WORKSHOP.c.assessment_id.is_(None),
    exists(
        select(_ASSESSMENT.c.id)
        .join_from(_ASSESSMENT, _UNIT, _ASSESSMENT.c.unit_id == _UNIT.c.id)
        .where(
            _ASSESSMENT.c.id == _WORKSHOP.c.assessment_id,
            _ASSESSMENT.c.deleted_at.is_(None),
            _UNIT.c.deleted_at.is_(None),
        )
        .correlate(_WORKSHOP)
    ),
)
"""That the assessment of a workshop is not on its way out: its rooms are shut with it."""

# Built once: every phone in a room asks every second.
_FIND: Final = select(*_WORKSHOP.c).where(_WORKSHOP.c.id == bindparam("workshop_id"), IS_THERE)
_LOCK: Final = _FIND.with_for_update(of=_WORKSHOP)
_BY_CODE: Final = select(*_WORKSHOP.c).where(_WORKSHOP.c.code == bindparam("code"), IS_THERE)
_TABLES: Final = (
    select(*_TABLE.c)
    .where(_TABLE.c.workshop_id == bindparam("workshop_id"))
    .order_by(_TABLE.c.number)
)
_ONE_TABLE: Final = _TABLES.where(_TABLE.c.number == bindparam("number"))
_SHARED: Final = _ONE_TABLE.with_for_update(read=True)
_LOCKED: Final = _ONE_TABLE.with_for_update()


def insert_workshop(
    session: Session, values: dict[str, object], tables: Sequence[dict[str, object]]
) -> None:
    """Keep a new workshop with its tables."""
    session.execute(insert(WorkshopRow), [values])
    session.execute(insert(WorkshopTableRow), list(tables))


def find_workshop(session: Session, workshop_id: str, *, lock: bool = False) -> AnyRow | None:
    """Return a workshop whose assessment is not on its way out.

    With `lock`, others who change it wait until this transaction ends.
    """
    return session.execute(_LOCK if lock else _FIND, {"workshop_id": workshop_id}).first()


def find_by_code(session: Session, code: str) -> AnyRow | None:
    """Return the workshop whose door a code opens now."""
    return session.execute(_BY_CODE, {"code": code}).first()


def list_workshops(session: Session, assessment_id: str) -> Sequence[AnyRow]:
    """Return the workshops of an assessment, the newest first."""
    mine = WorkshopRow.assessment_id == assessment_id
    query = select(*_WORKSHOP.c).where(mine).order_by(WorkshopRow.created_at.desc(), WorkshopRow.id)
    return session.execute(query).all()


def list_own_workshops(session: Session, owner_id: str | None) -> Sequence[AnyRow]:
    """Return the workshops that stand alone and are somebody's (None: the laptop's host's)."""
    mine = (
        WorkshopRow.assessment_id.is_(None),
        WorkshopRow.owner_id.is_not_distinct_from(owner_id),
    )
    query = (
        select(*_WORKSHOP.c).where(*mine).order_by(WorkshopRow.created_at.desc(), WorkshopRow.id)
    )
    return session.execute(query).all()


def update_workshop(session: Session, workshop_id: str, values: dict[str, object]) -> None:
    """Change columns of a workshop."""
    session.execute(update(WorkshopRow).where(WorkshopRow.id == workshop_id).values(values))


def delete_workshop(session: Session, workshop_id: str) -> None:
    """Delete a workshop with all that is in it."""
    session.execute(delete(WorkshopRow).where(WorkshopRow.id == workshop_id))


def list_tables(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return the tables of a room."""
    return session.execute(_TABLES, {"workshop_id": workshop_id}).all()


def find_table(session: Session, workshop_id: str, number: int, *, lock: str = "") -> AnyRow | None:
    """Return one table. `lock`: empty, `share` (nobody changes it), `update` (nobody shares it).

    Every vote shares it and every act of a facilitator locks it, so that no vote slips in after
    the close. A number the column can't hold is that of no table.
    """
    if number > HIGHEST:
        return None
    statement = {"": _ONE_TABLE, "share": _SHARED, "update": _LOCKED}[lock]
    return session.execute(statement, {"workshop_id": workshop_id, "number": number}).first()


def replace_tables(session: Session, workshop_id: str, tables: Sequence[dict[str, object]]) -> None:
    """Put other tables in place of those of a workshop that has not begun."""
    session.execute(delete(WorkshopTableRow).where(WorkshopTableRow.workshop_id == workshop_id))
    session.execute(insert(WorkshopTableRow), list(tables))


def update_table(
    session: Session, workshop_id: str, number: int, *, state: object, version: int
) -> None:
    """Keep the state of a table with its version."""
    mine = (WorkshopTableRow.workshop_id == workshop_id, WorkshopTableRow.number == number)
    values = {"state": state, "version": version}
    session.execute(update(WorkshopTableRow).where(*mine).values(values))


def insert_act(session: Session, values: dict[str, object]) -> None:
    """Keep an act of a facilitator; its number is the version of the table it made."""
    session.execute(insert(WorkshopActRow), [values])


def find_last_act(session: Session, workshop_id: str, number: int) -> AnyRow | None:
    """Return the last act at a table that was not undone; an undo is none."""
    query = (
        select(*_ACT.c)
        .where(
            _ACT.c.workshop_id == workshop_id,
            _ACT.c.table_number == number,
            _ACT.c.act != UNDO,
            _ACT.c.undone_at.is_(None),
        )
        .order_by(_ACT.c.number.desc())
        .limit(1)
    )
    return session.execute(query).first()


def find_newest_act(session: Session, workshop_id: str, number: int) -> AnyRow | None:
    """Return what was done last at a table, an undo too."""
    query = (
        select(*_ACT.c)
        .where(_ACT.c.workshop_id == workshop_id, _ACT.c.table_number == number)
        .order_by(_ACT.c.number.desc())
        .limit(1)
    )
    return session.execute(query).first()


def mark_undone(session: Session, act: AnyRow, now: datetime) -> None:
    """Mark an act as undone."""
    mine = (
        WorkshopActRow.workshop_id == act.workshop_id,
        WorkshopActRow.table_number == act.table_number,
        WorkshopActRow.number == act.number,
    )
    session.execute(update(WorkshopActRow).where(*mine).values(undone_at=now))


def list_acts(session: Session, workshop_id: str) -> Sequence[AnyRow]:
    """Return what was done in a room, in order."""
    query = (
        select(*_ACT.c)
        .where(_ACT.c.workshop_id == workshop_id)
        .order_by(_ACT.c.done_at, _ACT.c.table_number, _ACT.c.number)
    )
    return session.execute(query).all()
