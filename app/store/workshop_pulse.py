"""The query a phone in a room asks every second."""

from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.store.base import AnyRow
from app.store.workshop import WorkshopParticipantRow, WorkshopRow, WorkshopTableRow
from app.store.workshop_room import IS_THERE

_SEAT: Final = WorkshopParticipantRow.__table__
_WORKSHOP: Final = WorkshopRow.__table__
_TABLE: Final = WorkshopTableRow.__table__

# A few rows by their keys.
_PULSE: Final = (
    select(
        _SEAT.c.id,
        _SEAT.c.seen_at,
        _WORKSHOP.c.version.label("workshop_version"),
        _TABLE.c.version.label("table_version"),
    )
    .join_from(_SEAT, _WORKSHOP, _WORKSHOP.c.id == _SEAT.c.workshop_id)
    .join(
        _TABLE,
        (_TABLE.c.workshop_id == _SEAT.c.workshop_id) & (_TABLE.c.number == _SEAT.c.table_number),
    )
    .where(
        _SEAT.c.key == bindparam("key"), _SEAT.c.workshop_id == bindparam("workshop_id"), IS_THERE
    )
)


def find_pulse(session: Session, key: str, workshop_id: str) -> AnyRow | None:
    """Return the versions of a room and of the table at which a seat stands, by the seat's key."""
    return session.execute(_PULSE, {"key": key, "workshop_id": workshop_id}).first()
