"""Load and read whole editions of the reference data."""

from datetime import datetime
from sys import intern
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.reference import EditionRow, Tables, edition_id
from app.store.check import CheckRow
from app.store.reference import RECORDS, EditionRecord, LicenceRecord

LONGEST_SHARED: Final = 40


def load_edition(session: Session, tables: Tables, *, now: datetime) -> str:
    """Keep an edition and make it the current one; one that is kept already is only made current.

    Returns:
        Its id, the hash of its content.
    """
    key = edition_id(tables)
    known = session.scalar(select(EditionRecord.id).where(EditionRecord.id == key))
    session.execute(update(EditionRecord).values(current=False).where(EditionRecord.id != key))
    if known:
        session.execute(update(EditionRecord).values(current=True).where(EditionRecord.id == key))
        return key
    row = {"id": key, **tables.edition._asdict(), "loaded_at": now, "current": True}
    session.execute(insert(EditionRecord), [row])
    for name, (record, _) in RECORDS.items():
        rows = [
            {"edition_id": key, "position": position, **item._asdict()}
            for position, item in enumerate(getattr(tables, name))
        ]
        if rows:
            session.execute(insert(record.__table__), rows)  # type: ignore[arg-type]
    return key


def current_edition(session: Session) -> str | None:
    """Return the id of the edition that is shown."""
    return session.scalar(select(EditionRecord.id).where(EditionRecord.current.is_(True)))


def edition_day(session: Session, key: str) -> EditionRow | None:
    """Return title, date and description of an edition."""
    query = select(EditionRecord.title, EditionRecord.date, EditionRecord.description)
    row = session.execute(query.where(EditionRecord.id == key)).first()
    return EditionRow(*row) if row else None


def list_licences(session: Session, key: str) -> tuple[str, ...]:
    """List the ids of the licences of an edition, in their order."""
    query = select(LicenceRecord.licence).where(LicenceRecord.edition_id == key)
    return tuple(session.scalars(query.order_by(LicenceRecord.position)))


def read_tables(session: Session, key: str) -> Tables | None:
    """Read an edition as it was loaded; None when there is none of this id."""
    edition = edition_day(session, key)
    if edition is None:
        return None
    content: dict[str, Any] = {}
    for name, (record, row) in RECORDS.items():
        table = record.__table__
        columns = [table.c[column] for column in row._fields]
        query = select(*columns).where(table.c.edition_id == key).order_by(table.c.position)
        rows = session.execute(query)
        content[name] = tuple(row._make(map(_share, values)) for values in rows)
    return Tables(edition=edition, **content)


def _share(value: object) -> object:
    """Keep one copy of a text that stands in thousands of rows, such as a country's code."""
    return intern(value) if type(value) is str and len(value) <= LONGEST_SHARED else value


def drop_unused_editions(session: Session) -> int:
    """Delete editions that are not current and that no check refers to; returns how many."""
    used = select(CheckRow.data_edition).where(CheckRow.data_edition.is_not(None))
    stale = EditionRecord.current.is_(False) & EditionRecord.id.not_in(used)
    keys = session.scalars(select(EditionRecord.id).where(stale)).all()
    for record, _ in reversed(RECORDS.values()):
        table = record.__table__
        session.execute(delete(record).where(table.c.edition_id.in_(keys)))
    session.execute(delete(EditionRecord).where(EditionRecord.id.in_(keys)))
    return len(keys)
